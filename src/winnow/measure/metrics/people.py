"""What people did with what they were given: kept promises, accepted handovers, orders beside an equal mix of leads.

Nobody is ranked where the interval says nothing (`Adjusted.standing` is None then): most differences between people
are differences between what they were given, and chance.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

import ibis
from ibis import _

from winnow.measure.canonical import Unknown
from winnow.measure.facts import Facts
from winnow.measure.metrics.asking import ask
from winnow.measure.metrics.response import needing_a_touch
from winnow.measure.metrics.scope import ALL, Scope
from winnow.measure.mix import Adjusted, adjusted
from winnow.measure.shares import Share

Figure = TypeVar("Figure")


@dataclass(frozen=True, slots=True)
class Work:
    """One person. Minutes of their touches in whole months; the shares are of prospects that are theirs now."""

    person: str
    role: str | None
    team: str | None
    prospects: int
    followed: Share | Unknown
    promised: Share | Unknown  # of the promises to their prospects: kept, of kept and broken
    accepted: Share | Unknown  # of the handovers they said yes or no to
    customers: int
    conversion: Adjusted | Unknown
    touches: int
    minutes: Decimal | Unknown
    minutes_per_customer: Decimal | Unknown


def people(facts: Facts, scope: Scope = ALL) -> tuple[Work, ...] | Unknown:
    """By person, in order of their ids: an order that says nothing."""
    if not (facts.known.has("touches.by") or facts.known.has("stages.owner")):
        return Unknown("The data does not say who did what.")
    owned, efforts, decided = _owned(facts, scope), _efforts(facts, scope), _decided(facts, scope)
    who = {row[0]: row[1:] for row in ask(facts, scope, _roles).iter_rows()}
    compared = adjusted(_given(facts, scope, {one: told[0] for one, told in who.items()}))
    ids = sorted({*owned, *efforts, *decided})
    return tuple(
        _work(facts, one, who.get(one, (None, None)), owned, efforts, decided, compared) for one in ids
    )


def _work(
    facts: Facts,
    person: str,
    told: tuple[str | None, str | None],
    owned: dict[str, tuple[int, int, int, int, int]],
    efforts: dict[str, tuple[int, Decimal]],
    decided: dict[str, Share],
    compared: dict[str, Adjusted | Unknown],
) -> Work:
    prospects, followed, kept, broken, customers = owned.get(person, (0, 0, 0, 0, 0))
    touches, minutes = efforts.get(person, (0, Decimal(0)))
    of_each = minutes / customers if customers else Unknown("No customers yet.")
    return Work(
        person=person,
        role=told[0],
        team=told[1],
        prospects=prospects,
        followed=_or_unknown(facts, Share(followed, prospects), "touches"),
        promised=_or_unknown(facts, Share(kept, kept + broken), "touches", "inquiries.promised_at"),
        accepted=_or_unknown(facts, decided.get(person, Share(0, 0)), "stages.event"),
        customers=customers,
        conversion=compared.get(person, Unknown("They were given no prospects.")),
        touches=touches,
        minutes=_or_unknown(facts, minutes, "touches.minutes"),
        minutes_per_customer=_or_unknown(facts, of_each, "touches.minutes"),
    )


def _or_unknown(facts: Facts, figure: Figure, *needed: str) -> Figure | Unknown:
    """A figure, if the data has what it is made of."""
    lack = facts.known.lack(*needed)
    return Unknown(lack) if lack else figure


def _roles(facts: Facts) -> ibis.Table:
    return facts.people.select("person_id", "role", "team")


def _owned(facts: Facts, scope: Scope) -> dict[str, tuple[int, int, int, int, int]]:
    """(prospects, followed up, promises kept, broken, customers) by owner."""
    return {row[0]: row[1:] for row in ask(facts, scope, _by_owner).iter_rows()}


def _by_owner(facts: Facts) -> ibis.Table:
    rows = needing_a_touch(facts.prospects).filter(_.owner.notnull())
    return rows.group_by("owner").agg(
        prospects=_.count(),
        followed=_.count(where=_.touches > 0),
        kept=_.count(where=(_.promise == 1).fill_null(False)),
        broken=_.count(where=(_.promise == 0).fill_null(False)),
        customers=_.customer_at.count(),
    )


def _efforts(facts: Facts, scope: Scope) -> dict[str, tuple[int, Decimal]]:
    """(touches, minutes) by who made them."""
    counted = ask(facts, scope, _by_who_made_them)
    return {by: (int(touches), minutes or Decimal(0)) for by, touches, minutes in counted.iter_rows()}


def _by_who_made_them(facts: Facts) -> ibis.Table:
    made = facts.efforts.filter(_.by.notnull()).group_by("by")
    return made.agg(touches=_.touches.sum(), minutes=_.minutes.sum())


def _decided(facts: Facts, scope: Scope) -> dict[str, Share]:
    """Handovers accepted, of those accepted or rejected, by who said so."""
    parts: dict[str, dict[str, int]] = defaultdict(dict)
    for by, event, count in ask(facts, scope, _by_who_decided).iter_rows():
        parts[by][event] = int(count)
    return {by: Share(one.get("accepted", 0), sum(one.values())) for by, one in parts.items()}


def _by_who_decided(facts: Facts) -> ibis.Table:
    return facts.decisions.filter(_.by.notnull()).group_by("by", "event").agg(count=_.handovers.sum())


def _given(facts: Facts, scope: Scope, roles: dict[str, str | None]) -> dict[str, dict[str, tuple[int, int]]]:
    """(customers, prospects) by owner and stratum: channel and quarter of the first inquiry, so that ages are alike.

    The owner's role is in each stratum: what stays with a qualifier is what no seller was given.
    """
    counted = ask(facts, scope, _by_stratum)
    given: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for owner, channel, quarter, customers, prospects in zip(
        *counted.to_dict(as_series=False).values(), strict=True
    ):
        given[owner][f"{roles.get(owner) or ''} {channel or ''} {quarter}"] = (customers, prospects)
    return dict(sorted(given.items()))


def _by_stratum(facts: Facts) -> ibis.Table:
    rows = facts.prospects.filter(_.owner.notnull()).mutate(quarter=(_.month // 3).cast("int64"))
    return rows.group_by("owner", "channel", "quarter").agg(
        customers=_.customer_at.count(), prospects=_.count()
    )
