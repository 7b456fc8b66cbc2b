"""A company that cuts, on a clock of its own: inquiries, the worker, the desk and orders through the real actions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np

from tests.world import Cast, raw
from winnow.flow import Terms, learning, receive
from winnow.flow.finish import Bought, Close, close, order
from winnow.flow.tick import tick
from winnow.flow.work import Dispose, dispose
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Actor
from winnow.prospects.words import Outcome

CHANNELS = {"phone": 1.8, "web": 0.0, "trade_show": -0.6, "paid_ad": -1.8}
TITLES = {"owner": 1.4, "engineer": 0.0, "student": -1.8}
WEEKS = 5  # of a round
LONG = (
    "Please send us an offer for ten of your pumps with delivery in May, and tell us what the service costs."
)


@dataclass
class Firm:
    """Everybody's fate is drawn on arrival; it shows only for those whom somebody works."""

    cast: Cast
    seed: int
    buyers: dict[int, bool] = field(default_factory=dict)
    worked: set[int] = field(default_factory=set)
    came: int = 0

    def __post_init__(self) -> None:
        self.chance = np.random.default_rng(self.seed)

    def arrive(self, count: int, now: datetime) -> None:
        raws, odds = [], []
        for _ in range(count):
            channel, title = self.chance.choice(list(CHANNELS)), self.chance.choice(list(TITLES))
            is_long = bool(self.chance.random() < 0.5)
            self.came += 1
            raws.append(
                raw(channel=channel, title=str(title), email=f"pat@firm{self.came}.test", name=f"Pat Nr{self.came}",
                    message=LONG if is_long else "Please send an offer.")
            )  # fmt: skip
            odds.append(-2.2 + CHANNELS[channel] + TITLES[title] + (0.9 if is_long else 0.0))
        receipts = receive(raws, now=now, terms=Terms(Actor("door")))
        assert {one.status for one in receipts} == {"accepted"}
        buys = self.chance.random(count) < 1 / (1 + np.exp(-np.array(odds)))
        self.buyers |= {one.prospect: bool(fate) for one, fate in zip(receipts, buys, strict=True)}

    def let_the_worker(self, now: datetime) -> None:
        """As its rounds do: odds for whoever is new, then the cut."""
        while learning.score_due(now):
            pass
        while tick(now, worker="w").busy:
            pass

    def work_all(self, now: datetime) -> list[int]:
        """The desk calls everybody whom it has and has not called yet."""
        rows = Prospect.objects.filter(state="working", first_touch_at=None).values_list("id", "owner_id")
        todo = sorted(set(rows))
        dispose([Dispose(number, "connected", now, owner) for number, owner in todo], now=now)
        self.worked |= {number for number, _ in todo}
        return [number for number, _ in todo]

    def settle(self, numbers: list[int], now: datetime) -> None:
        """Who is to buy does; the others say that they will not."""
        bought = [number for number in numbers if self.buyers[number]]
        by = self.cast.cem.id
        order([Bought(number, Decimal(1_000), "EUR", now, by) for number in bought], now=now)
        rest = [number for number in numbers if not self.buyers[number]]
        close([Close(number, Outcome.NOT_BUYING, now, by, reason="no_need") for number in rest], now=now)

    def live(self, count: int, now: datetime) -> datetime:
        """A round of the market: in five weeks everybody inquires, is worked if on a desk, and is settled."""
        for _ in range(WEEKS):
            self.arrive(count // WEEKS, now)
            self.let_the_worker(now + timedelta(minutes=5))
            numbers = self.work_all(now + timedelta(minutes=20))
            self.settle(numbers, now + timedelta(days=6))
            now += timedelta(days=7)
        return now
