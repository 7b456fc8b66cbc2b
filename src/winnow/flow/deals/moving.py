"""What is learned of an opportunity: a stage with evidence, money, when they decide, what they want, who takes part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from winnow.deals import actions as deals
from winnow.deals import queries
from winnow.deals.models import Opportunity, Step
from winnow.flow.scene import Refused, Scene
from winnow.procedure.dealing import DealStage
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Grade, Stage, State

LARGEST = Decimal("999999999999.99")
LEAST_EVIDENCE = 8  # characters: "yes" shows nothing


@dataclass(frozen=True, slots=True)
class _Said:
    prospect: int
    at: datetime
    by: int


@dataclass(frozen=True, slots=True)
class Advance(_Said):
    """The buyer came to another stage; what shows it. Back to an earlier one it says why."""

    stage: str
    evidence: str
    grade: Grade = Grade.STATED


@dataclass(frozen=True, slots=True)
class Sized(_Said):
    """What it is worth: likely, at least, at most, and our margin; `lines` are (product, quantity, price or None).

    Without an amount it is the sum of the lines.
    """

    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    margin: Decimal | None = None
    currency: str = ""
    lines: tuple[tuple[str, int, Decimal | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline(_Said):
    """By when they decide, and how we know; None: nobody knows any more."""

    decides_by: date | None
    evidence: str = ""
    grade: Grade = Grade.STATED


@dataclass(frozen=True, slots=True)
class Wants(_Said):
    """The outcome they want, in the procedure's word and in their own, and against whom we compete."""

    wanted: str = ""
    words: str = ""
    competitors: str = ""


@dataclass(frozen=True, slots=True)
class TakesPart(_Said):
    """Somebody plays a part in the decision."""

    name: str
    part: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Leaves(_Said):
    """They play it no more."""

    participant: int


Told = Advance | Sized | Timeline | Wants | TakesPart | Leaves


def tell(items: Sequence[Told], *, now: datetime) -> dict[int, Prospect]:
    """Record each, with an Event; all or none. Raises Refused for what cannot be."""
    with transaction.atomic(savepoint=False):
        return tell_in(Scene.of([one.prospect for one in items], now=now), items)


def tell_in(scene: Scene, items: Sequence[Told]) -> dict[int, Prospect]:
    """The same inside a scene that is set already."""
    known, writing = queries.rows([one.prospect for one in items]), _Writing(scene)
    changes = [_told(writing, known.get(one.prospect), one) for one in items]
    writing.write()
    return scene.apply(changes, scene.actor(None))


@dataclass(slots=True)
class _Writing:
    """What was told, gathered so that each table is written once; who takes part is written at once."""

    scene: Scene
    steps: list[Step] = field(default_factory=list)
    progressed: dict[int, datetime] = field(default_factory=dict)
    changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    lines: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    moved: Counter[tuple[int, str]] = field(default_factory=Counter)  # to the stages of each seller

    def there(self, owner: int, stage: str) -> int:
        """How many open ones the seller has at a stage, with what was told just now."""
        return queries.at_stage(owner, stage) + self.moved[owner, stage]

    def step(self, deal: Opportunity, one: Advance, forwards: bool) -> None:
        owner = self.scene.row(deal.pk).owner_id or 0
        self.moved.update({(owner, deal.stage): -1, (owner, one.stage): 1})
        made = Step(opportunity_id=deal.pk, stage=one.stage, at=one.at, by_id=one.by, grade=one.grade)
        made.evidence, deal.stage = one.evidence.strip(), one.stage
        self.steps.append(made)
        if forwards:
            self.progressed[deal.pk] = one.at

    def write(self) -> None:
        deals.change(self.changes)
        deals.lines(self.lines)
        deals.step(self.steps)
        deals.progressed(self.progressed)


def _told(writing: _Writing, deal: Opportunity | None, one: Told) -> Change:
    scene = writing.scene
    row = scene.row(one.prospect)
    if deal is None or row.stage != Stage.OPPORTUNITY or row.state != State.WORKING:
        raise Refused("Only an open opportunity can be worked on. Take the prospect up first.")
    said, data = _WRITE[type(one)](writing, deal, one)
    return Change(one.prospect, Kind.DEAL, one.at, said, actor=scene.actor(one.by), data=data)


def _advance(writing: _Writing, deal: Opportunity, one: Advance) -> tuple[str, dict[str, Any]]:
    rules = writing.scene.procedure.deals
    stage = next((known for known in rules.stages if known.key == one.stage), None)
    if stage is None:
        raise Refused("The procedure knows no such stage.")
    before, evidence = rules.stage(deal.stage), one.evidence.strip()
    if before.key == stage.key:
        raise Refused("It is there already.")
    if len(evidence) < LEAST_EVIDENCE:
        raise Refused(f"What shows it? {stage.evidence}.")
    if one.grade == Grade.PURCHASE_ORDER:
        raise Refused("With a purchase order it is won: record the order.")
    forwards = rules.place(stage.key) > rules.place(before.key)
    if forwards:
        _check_room(writing, deal, stage)
    writing.step(deal, one, forwards)
    data = {"what": "stage", "stage": stage.key, "from": before.key, "evidence": evidence, "grade": one.grade}
    return f"{stage.text}." if forwards else f"Back to: {stage.text}.", data


def _check_room(writing: _Writing, deal: Opportunity, stage: DealStage) -> None:
    owner = writing.scene.row(deal.pk).owner_id or 0
    if stage.most and writing.there(owner, stage.key) >= stage.most:
        raise Refused(
            f"{stage.most} at “{stage.text}” are all that the procedure allows at once. Bring one of them to a yes or "
            "no, or let one go: those that are neither big nor moving are marked on the board."
        )


def _sized(writing: _Writing, deal: Opportunity, one: Sized) -> tuple[str, dict[str, Any]]:
    lines = [_line(writing.scene, *line) for line in one.lines]
    total = sum((line["quantity"] * line["price"] for line in lines), Decimal(0))
    amount = one.amount if one.amount is not None else total if lines else None
    low, high = _range(amount, one.low, one.high)
    if any(money is not None and not 0 <= money <= LARGEST for money in (amount, low, high, one.margin)):
        raise Refused("An amount cannot be negative, nor that large.")
    if one.margin is not None and (amount is None or one.margin > (high or amount)):
        raise Refused("The margin cannot be more than the amount.")
    values = {
        "amount": amount, "low": low, "high": high, "margin": one.margin,
        "currency": one.currency or deal.currency,
    }  # fmt: skip
    writing.changes.append((deal.pk, values))
    writing.lines[deal.pk] = lines
    told = {name: str(value) for name, value in values.items() if value is not None}
    said = "The amount is not known." if amount is None else f"Worth {amount:,.2f} {values['currency']}."
    return said, {
        "what": "money",
        **told,
        "lines": [f"{line['quantity']} × {line['text']}" for line in lines],
    }


def _range(
    amount: Decimal | None, low: Decimal | None, high: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    if low is None and high is None:
        return None, None
    if amount is None:
        raise Refused("Say what is likely, too, not only from where to where.")
    low, high = amount if low is None else low, amount if high is None else high
    if not low <= amount <= high:
        raise Refused("What is likely lies between what it is at least and at most.")
    return low, high


def _line(scene: Scene, key: str, quantity: int, price: Decimal | None) -> dict[str, Any]:
    product = scene.procedure.deals.product(key)
    if product is None:
        raise Refused("The catalogue has no such product.")
    if not 1 <= quantity <= 1_000_000:
        raise Refused(f"How many of {product.text}?")
    asked = Decimal(str(product.price)) if price is None else price
    return {"product": key, "text": product.text[:200], "quantity": quantity, "price": asked}


def _timeline(writing: _Writing, deal: Opportunity, one: Timeline) -> tuple[str, dict[str, Any]]:
    evidence = one.evidence.strip()
    if one.decides_by is not None and len(evidence) < LEAST_EVIDENCE:
        raise Refused("How do we know? Who said so, or what shows it.")
    grade = one.grade if one.decides_by else ""
    values = {"decides_by": one.decides_by, "decides_grade": grade, "decides_evidence": evidence}
    writing.changes.append((deal.pk, values))
    said = (
        f"They decide by {one.decides_by:%-d %b %Y}." if one.decides_by else "Nobody knows when they decide."
    )
    return said, {
        "what": "timeline",
        "decides_by": str(one.decides_by or ""),
        "grade": grade,
        "evidence": evidence,
    }


def _wants(writing: _Writing, deal: Opportunity, one: Wants) -> tuple[str, dict[str, Any]]:
    outcomes = {known.key: known.text for known in writing.scene.procedure.outcomes}
    if one.wanted and one.wanted not in outcomes:
        raise Refused("That is not an outcome that we deliver.")
    values = {
        "wanted": one.wanted, "wanted_words": one.words.strip(), "competitors": one.competitors.strip()[:300],
    }  # fmt: skip
    writing.changes.append((deal.pk, values))
    said = f"They want: {outcomes[one.wanted]}." if one.wanted else "What they want, and who else is asked."
    return said, {"what": "wants", **{name: value for name, value in values.items() if value}}


def _takes_part(writing: _Writing, deal: Opportunity, one: TakesPart) -> tuple[str, dict[str, Any]]:
    parts = {part.key: part.text for part in writing.scene.procedure.deals.parts}
    if one.part not in parts or not one.name.strip():
        raise Refused("Say who, and which part they play.")
    deals.takes_part(deal.pk, one.name.strip()[:200], one.part, one.note.strip()[:300])
    said = f"{one.name.strip()[:200]}: {parts[one.part].lower()}."
    return said, {"what": "people", "name": one.name.strip()[:200], "part": one.part}


def _leaves(writing: _Writing, deal: Opportunity, one: Leaves) -> tuple[str, dict[str, Any]]:
    name = queries.participant(deal.pk, one.participant)
    if not name:
        raise Refused("Nobody of that kind takes part.")
    deals.leaves(deal.pk, one.participant)
    return f"{name} takes no part any more.", {"what": "people", "name": name}


_WRITE: dict[type, Any] = {
    Advance: _advance, Sized: _sized, Timeline: _timeline, Wants: _wants, TakesPart: _takes_part,
    Leaves: _leaves,
}  # fmt: skip
