"""A page of figures for a question: kept beside the facts where it was worked out with them, else worked out now.

What was asked is remembered by this process until newer facts come, so that the same question is answered once.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from winnow.measure.figures.blocks import Block, plain, read
from winnow.measure.figures.question import Asked
from winnow.measure.figures.said import SAID
from winnow.measure.shown import newest, shown

if TYPE_CHECKING:
    from winnow.measure.facts import Facts

KEPT = "pages"
REMEMBERED = 256  # answers


@dataclass(frozen=True, slots=True)
class Answer:
    """The blocks of a page, and as of when they are."""

    blocks: tuple[Block, ...]
    as_of: datetime


_answers: dict[tuple[Path, str], Answer] = {}


def answer(place: Path, page: str, asked: Asked) -> Answer | None:
    """None while there are no facts."""
    folder = newest(place)
    if folder is None:
        return None
    key = (folder, asked.key(page))
    if key not in _answers:
        blocks = _kept(folder, key[1]) or _now(place, page, asked)
        if blocks is None:
            return None
        while len(_answers) >= REMEMBERED:
            _answers.pop(next(iter(_answers)), None)
        as_of = json.loads((folder / "facts.json").read_text())["as_of"]
        _answers[key] = Answer(blocks, datetime.fromisoformat(as_of))
    return _answers[key]


def keep(facts: "Facts", folder: Path, teams: Iterable[tuple[str, ...]]) -> int:
    """Work out what is asked most: each page of all, and those about people for each team; how many pages.

    `teams`: the ids of the people of each.
    """
    from winnow.measure.figures.pages import build

    place = folder / KEPT
    place.mkdir(exist_ok=True)
    questions = [(name, Asked()) for name in SAID]
    questions += [
        (name, Asked(owners=team)) for team in teams for name, page in SAID.items() if page.of_people and team
    ]
    for name, asked in questions:
        (place / f"{asked.key(name)}.json").write_text(json.dumps(plain(build(facts, name, asked))))
    return len(questions)


def _kept(folder: Path, key: str) -> tuple[Block, ...] | None:
    try:
        return read(json.loads((folder / KEPT / f"{key}.json").read_text()))
    except (OSError, ValueError):
        return None


def _now(place: Path, page: str, asked: Asked) -> tuple[Block, ...] | None:
    from winnow.measure.figures.pages import build

    with shown(place) as facts:
        return build(facts, page, asked) if facts else None
