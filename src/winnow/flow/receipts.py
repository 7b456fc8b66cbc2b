"""What a door can answer, from what was arranged."""

from collections.abc import Mapping, Sequence

from winnow.flow.arrange import Arrangement
from winnow.intake.arrival import Arrival, Receipt
from winnow.prospects.models import Prospect


def receipts(arrivals: Sequence[Arrival], arranged: Mapping[int, Arrangement]) -> list[Receipt]:
    """One for each arrival, in order; what came before is answered from the database."""
    _point_to_first(arrivals)
    earlier = {one.prospect for one in arrivals if one.status == "already" and one.prospect not in arranged}
    rows = (
        {row.id: row for row in Prospect.objects.filter(id__in=earlier).select_related("owner")}
        if earlier
        else {}
    )
    return [_receipt(one, arranged.get(one.prospect), rows.get(one.prospect)) for one in arrivals]


def _point_to_first(arrivals: Sequence[Arrival]) -> None:
    """A twin inside the batch has the numbers of the one it repeats."""
    for one in arrivals:
        if one.status == "already" and not one.inquiry:
            one.inquiry, one.prospect = arrivals[one.lead].inquiry, arrivals[one.lead].prospect


def _receipt(one: Arrival, arranged: Arrangement | None, row: Prospect | None) -> Receipt:
    if one.held:
        return Receipt(
            one.status, held=one.held, reasons=tuple(str(sign["detail"]) for sign in one.held_reasons)
        )
    if arranged:
        return Receipt(
            one.status, one.inquiry, one.prospect, arranged.owner, arranged.owner_name, arranged.next_action,
            arranged.due_at,
            reasons=(*arranged.reasons, *one.clean.notes) if one.cleaned else arranged.reasons,
        )  # fmt: skip
    if row is None:
        return Receipt(one.status, one.inquiry, one.prospect)
    return Receipt(
        one.status, one.inquiry, one.prospect, row.owner_id or 0, row.owner.name if row.owner else "",
        row.next_action, row.due_at,
        reasons=("This inquiry was received before; nothing was changed.",),
    )  # fmt: skip
