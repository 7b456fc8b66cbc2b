"""An offer as facts, for doors that are read by programs."""

from datetime import date, datetime
from typing import Any

from winnow.flow.offers import links
from winnow.flow.offers.making import today
from winnow.offers import queries
from winnow.offers.content import read
from winnow.offers.models import Offer
from winnow.offers.standing import standing
from winnow.procedure.queries import in_force


def told(row: Offer, now: datetime, *, link: bool = True) -> dict[str, Any]:
    """The offer and the page that holds. Whoever has its `link` can answer, so only its maker is told it."""
    sheet = queries.page_of(row)
    procedure, accepted, page = in_force(now)[1], queries.acceptance(row.pk), read(sheet.content)
    stands = standing(
        sheet.valid_until, today(procedure, now), procedure.offers.link_days, accepted=accepted is not None,
        revoked=row.revoked_at is not None,
    )  # fmt: skip
    return {
        "id": row.pk, "prospect": row.prospect_id, "smaller_of": row.smaller_of_id, "stands": stands,
        "template": row.template, "title": page.title, "outcome": page.outcome,
        "lines": [{"text": one.text, "quantity": one.quantity, "price": f"{one.price:.2f}", "product": one.product}
                  for one in page.lines],
        "terms": page.terms, "currency": sheet.currency, "total": f"{sheet.total:.2f}",
        "valid_until": sheet.valid_until if sheet.valid_until != date.min else None, "page": sheet.number,
        "hash": sheet.hash, "by": row.by_id, "made_at": row.made_at, "sent_at": row.sent_at,
        "opened_at": row.opened_at, "answered_at": row.answered_at, "revoked_at": row.revoked_at,
        "order": accepted.order_id if accepted else None,
        "link": (links.link_of(row) or links.path_of(row)) if link else "",
    }  # fmt: skip
