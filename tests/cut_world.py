"""A learned model in use and prospects with odds, for tests of the cut."""

from datetime import datetime
from typing import Any

import numpy as np

from tests.world import NOW, Cast, inquire
from winnow.flow import cutting
from winnow.prospects.models import Prospect
from winnow.qualify.models import Cut, LearnedModel, Odds, Placement

FORTY = [number / 50 for number in range(1, 41)]  # odds of a batch


def unseen(size: int = 8_000, seed: int = 1, strength: float = 2.5, blocks: int = 4) -> dict[str, Any]:
    """Out-of-time predictions of a model that tells buyers from others (`strength` 0: not at all)."""
    rng = np.random.default_rng(seed)
    said = rng.normal(size=size)
    chance = 1 / (1 + np.exp(-(strength * said - 4)))
    drawn = rng.random(size) < chance
    shown = chance if strength else rng.random(size) * 0.2
    return {
        "prospects": list(range(size)),
        "probability": shown.tolist(),
        "sold": drawn.astype(float).tolist(),
        "block": (np.arange(size) * blocks // size).tolist(),
    }


def champion(number: int = 1, at: datetime = NOW, **more: Any) -> LearnedModel:
    """A model in use; the one before it retires."""
    LearnedModel.objects.filter(state="champion").update(state="retired")
    made: dict[str, Any] = {
        "number": number, "at": at, "seed": 1, "snapshot": "0" * 64, "method": "logistic", "data": {},
        "unseen": unseen(), "orders": 300, "prospects": 8_000, "state": "champion",
    }  # fmt: skip
    return LearnedModel.objects.create(**(made | more))


def scored(model: LearnedModel, chances: list[float], at: datetime = NOW, **fields: Any) -> list[int]:
    """New inquiries through the real flow, each with odds by the model."""
    numbers = [inquire(now=at, **fields).prospect for _ in chances]
    give_odds(model, dict(zip(numbers, chances, strict=True)), at)
    return numbers


def give_odds(model: LearnedModel, chances: dict[int, float], at: datetime = NOW) -> None:
    for number, chance in chances.items():
        Odds.objects.update_or_create(
            prospect_id=number, defaults={"model": model, "at": at, "probability": chance}
        )


def half(cast: Cast) -> Cut:
    return cutting.publish("share", 0.5, by=cast.cem, now=NOW, reason="Too many for five sellers")


def states(numbers: list[int]) -> list[str]:
    rows = dict(Prospect.objects.filter(id__in=numbers).values_list("id", "state"))
    return [rows[number] for number in numbers]


def thrown(numbers: list[int]) -> list[int]:
    rows = Placement.objects.filter(prospect__in=numbers, below=True, sampled=False)
    return sorted(rows.values_list("prospect_id", flat=True))
