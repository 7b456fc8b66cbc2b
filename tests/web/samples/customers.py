"""Customers: those whom the own team looks after."""

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.customers.models import Customer, Member


def customer(world: World) -> Customer:
    """The world's prospect counts as one that has ordered."""
    known = {"since": NOW, "owner": world.seller, "next_step": "check_in", "due_at": NOW}
    row, _ = Customer.objects.get_or_create(company=world.prospect.company, defaults=known)
    Member.objects.get_or_create(prospect=world.prospect, defaults={"customer": row})
    return row


def of_prospect(world: World) -> dict[str, int]:
    customer(world)
    return {"prospect": world.prospect.pk}


SAMPLES = {
    "customers_targets": Sample(get=405),
    "customers_take": Sample(get=405),
    "customer": Sample(lambda world: {"pk": customer(world).pk}, other_team=404),
    "customer_further": Sample(lambda world: {"pk": customer(world).pk}, get=405, other_team=405),
    "customers_give": Sample(get=405, post={"to": "1", "reason": "Too many"}),
    "customers_given_undo": Sample(lambda world: {"sealed": "nothing"}, get=405),
    "customer_code": Sample(lambda world: {"pk": 1}, get=405, other_team=405),
    "customer_plan": Sample(lambda world: {"pk": customer(world).pk}, get=405, other_team=405),
    "customer_served": Sample(lambda world: {"pk": customer(world).pk}, get=405, other_team=405),
    "customer_told": Sample(of_prospect, get=405, other_team=405),
    "customer_done": Sample(of_prospect, get=405, other_team=405),
}
