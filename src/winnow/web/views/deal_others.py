"""The other opportunities of a person or a customer, as pages show them beside the one at hand."""

from typing import Any

from django.utils import timezone

from winnow.customers.models import Customer
from winnow.deals import queries
from winnow.deals.models import Opportunity
from winnow.procedure.queries import in_force
from winnow.prospects.access import visible
from winnow.prospects.models import Prospect
from winnow.prospects.words import Outcome, Stage
from winnow.web.forms.deals import FurtherForm, FurtherOfForm
from winnow.web.views.prospect_access import PersonRequest

MOST = 200  # of a page


def of_prospect(request: PersonRequest, row: Prospect, acts: bool) -> dict[str, Any]:
    """Their other opportunities, and the form for one more."""
    own = Opportunity.objects.filter(pk=row.pk).first()
    others = queries.of_person(row.person_id, row.pk, visible(request.user))[:MOST]
    reached = row.stage in (Stage.OPPORTUNITY, Stage.CUSTOMER) and row.outcome != Outcome.DO_NOT_CONTACT
    return {
        "own_deal": own, "others": lines_of(others), "may_open": acts and reached,
        "further_form": FurtherForm() if acts and reached else None,
    }  # fmt: skip


def of_customer(request: PersonRequest, row: Customer, people: Any) -> dict[str, Any]:
    """Those of all their people, and the form for one more with one of them."""
    some = queries.of_customer(row.pk, row.company_id, visible(request.user))[:MOST]
    reached = [one for one in people if one.stage in (Stage.OPPORTUNITY, Stage.CUSTOMER)]
    return {"deals": lines_of(some), "further_form": FurtherOfForm(reached) if reached else None}


def lines_of(some: Any) -> list[dict[str, Any]]:
    """Each with its stage in words."""
    rules = in_force(timezone.now())[1].deals
    return [
        {"row": one, "stage": rules.stage(one.stage).text, "is_open": _is_open(one.prospect)} for one in some
    ]


def _is_open(row: Prospect) -> bool:
    return row.is_open and row.stage == Stage.OPPORTUNITY
