"""What a page about a prospect says and asks when it is a customer: nothing of its own, a part of the contact."""

from datetime import timedelta
from typing import Any

from winnow.customers import queries
from winnow.customers.models import Member
from winnow.customers.words import STEP_TEXTS, Step
from winnow.prospects.words import NextAction, Stage
from winnow.qualify.models import Answer
from winnow.web.forms.customers import DoneForm, ToldForm
from winnow.web.views.desk_page import Sheet


def panel(of: Sheet) -> dict[str, Any]:
    """The customer, whether it is time to ask why they buy, and the forms; nothing for who has not ordered."""
    if of.row.stage != Stage.CUSTOMER:
        return {}
    member = (
        Member.objects.select_related("customer__owner", "customer__company")
        .filter(prospect=of.row.pk)
        .first()
    )
    if member is None:
        return {}
    customer = member.customer
    asked = queries.last_told([customer.pk]).get(customer.pk)
    waits = timedelta(days=of.procedure.customers.ask_days)
    wanted = Answer.objects.filter(prospect=of.row.pk).exclude(outcome="").order_by("-id")
    outcome = wanted.values_list("outcome", flat=True).first() or ""
    return {
        "customer": customer, "asked_at": asked, "ask_why": asked is None or asked + waits <= of.now,
        "customer_step": STEP_TEXTS[Step(customer.next_step)] if customer.next_step else "",
        "again": queries.orders(customer.pk).filter(prospect=of.row.pk).values_list("pk", flat=True).first(),
        "told_form": ToldForm(of.procedure, str(of.row.person), outcome),
        "care_form": DoneForm(of.user.zone) if of.row.next_action == NextAction.CARE else None,
    }  # fmt: skip
