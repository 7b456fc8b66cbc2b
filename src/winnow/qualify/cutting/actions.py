"""The writers of the cut: publishing, ending, taking back, and where each prospect was placed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from winnow.prospects import bulk
from winnow.prospects.models import Event
from winnow.qualify.cutting.models import Cut, Placement

if TYPE_CHECKING:
    from winnow.qualify.cutting.rules import Placed

COLUMNS = ("prospect_id", "cut_id", "model_id", "at", "batch", "worth", "probability", "margin", "hours", "rank",
           "below", "sampled", "spared")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does it and under which procedure; without a person the worker, or the command line (`door`)."""

    at: datetime
    version: int
    by: int | None = None
    through: str = "user"


def publish(
    columns: Mapping[str, Any], doer: Doer, *, instead_of: Cut | None, kind: str = "cut_published"
) -> Cut:
    """Put a cut in force; the one before it ends."""
    if instead_of:
        _end(instead_of, Cut.State.REPLACED, doer, str(columns["reason"]))
    cut = Cut.objects.create(at=doer.at, watched_at=doer.at, by_id=doer.by, before=instead_of, **columns)
    _record(kind, cut, doer, cut.reason)
    return cut


def withdraw(cut: Cut, doer: Doer, reason: str, *, kind: str = "cut_withdrawn") -> None:
    """No cut from now on."""
    _end(cut, Cut.State.WITHDRAWN, doer, reason)
    _record(kind, cut, doer, reason)


def put_back(cut: Cut, doer: Doer, reason: str) -> None:
    """One that had ended is in force again, as if it never had."""
    Cut.objects.filter(pk=cut.pk).update(
        state=Cut.State.IN_FORCE, ended_at=None, ended_by=None, ended_reason="", watched_at=doer.at
    )
    _record("cut_put_back", cut, doer, reason)


def raise_alarm(cut: Cut, doer: Doer, said: str) -> None:
    """Its promise was broken, and so was that of all cuts of its line; what follows is another step."""
    cut.alarm, first = said, cut.line_id or cut.pk
    Cut.objects.filter(Q(pk=first) | Q(line=first)).update(alarm=said)
    _record("cut_alarm", cut, doer, said)


def watched(cut: Cut, at: datetime) -> None:
    Cut.objects.filter(pk=cut.pk).update(watched_at=at)


def record_placements(cut: Cut, model: int, placed: "Sequence[Placed]", *, at: datetime, batch: int) -> None:
    rows = [
        (one.scored.prospect, cut.pk, model, at, batch, one.worth, one.scored.probability, one.scored.margin,
         one.scored.hours, one.rank, one.below, one.sampled, one.spared)
        for one in placed
    ]  # fmt: skip
    bulk.insert(Placement, COLUMNS, rows)


def _end(cut: Cut, state: str, doer: Doer, reason: str) -> None:
    Cut.objects.filter(pk=cut.pk).update(state=state, ended_at=doer.at, ended_by=doer.by, ended_reason=reason)


def _record(kind: str, cut: Cut, doer: Doer, reason: str) -> None:
    data = {"cut": cut.pk, "share": cut.share, "lose": cut.lose, "said": cut.said}
    Event.objects.create(
        at=doer.at, kind=kind, actor_id=doer.by, by="user" if doer.by else doer.through, reason=reason,
        version=doer.version, data=data,
    )  # fmt: skip
