"""Which track those who go to nurture get; read set-wise, and only what the procedure's tracks ask about."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from winnow.nurture.tracks import Chosen, Seen, choose
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Company, Inquiry, Person, Prospect
from winnow.qualify.models import Answer


def why_word(data: Mapping[str, Any]) -> str:
    """The word for why somebody goes to nurture, from what is kept with the decision."""
    if "odds" in data:
        return "cut"
    if data.get("purge"):
        return "purged"
    if data.get("unreachable"):
        return "unreachable"
    return str(data.get("reason") or "by_hand")


def chosen(procedure: Procedure, rows: Sequence[Prospect], reasons: Mapping[int, str]) -> dict[int, Chosen]:
    """By prospect. A further opportunity has none: its person gets what they get once."""
    tracks = procedure.nurture.tracks
    if not tracks:
        return {row.pk: Chosen() for row in rows}
    further = {row.pk: Chosen() for row in rows if row.further_of_id}
    rows = [row for row in rows if not row.further_of_id]
    numbers = [row.pk for row in rows]
    outcomes = _outcomes(numbers) if any(one.outcomes for one in tracks) else {}
    words, known = (_words(rows), _industries(rows)) if any(one.industries for one in tracks) else ({}, {})
    return further | {
        row.pk: choose(
            tracks,
            Seen(
                reasons.get(row.pk, ""), outcomes.get(row.pk, ""), row.band, words.get(row.pk, ""),
                known.get(row.person_id, ""),
            ),
        )
        for row in rows
    }  # fmt: skip


def _outcomes(prospects: Sequence[int]) -> dict[int, str]:
    """The newest outcome of ours that a person confirmed they want."""
    rows = Answer.objects.filter(prospect_id__in=prospects).exclude(outcome="").order_by("id")
    return dict(rows.values_list("prospect_id", "outcome"))


def _industries(rows: Sequence[Prospect]) -> dict[int, str]:
    """By person; what is said outright counts, and words elsewhere only where nothing is."""
    return dict(Person.objects.filter(id__in={row.person_id for row in rows}).values_list("id", "industry"))


def _words(rows: Sequence[Prospect]) -> dict[int, str]:
    """Everything in which an industry may show: the company's name, the title, the newest message."""
    firms = dict(Company.objects.filter(id__in={row.company_id for row in rows}).values_list("id", "name"))
    titles = dict(Person.objects.filter(id__in={row.person_id for row in rows}).values_list("id", "title"))
    written = Inquiry.objects.filter(prospect__in=[row.pk for row in rows], withdrawn_at=None).order_by("id")
    messages = dict(written.values_list("prospect_id", "message"))
    return {
        row.pk: " ".join(
            (
                firms.get(row.company_id or 0, ""),
                titles.get(row.person_id, ""),
                messages.get(row.pk, "") or "",
            )
        )
        for row in rows
    }


def revisit_of(found: Chosen, at: datetime) -> datetime | None:
    """When a track looks again by itself; None if it leaves that to the procedure."""
    return at + timedelta(days=found.revisit_day) if found.revisit_day else None
