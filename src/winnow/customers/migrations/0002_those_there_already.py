"""Whoever had ordered before there were customers becomes one, with a step within the next three months."""

from datetime import timedelta

from django.db import migrations
from django.db.models import Min
from django.db.models.functions import Now

AT_ONCE = 1_000
WITHIN = 90  # days


def give_rows(apps, schema_editor):
    prospects, user = apps.get_model("prospects", "Prospect"), apps.get_model("people", "User")
    customer, member = apps.get_model("customers", "Customer"), apps.get_model("customers", "Member")
    rows = prospects.objects.filter(order_count__gt=0, merged_into=None).annotate(
        since=Min("orders__at"), now=Now()
    )
    people = user.objects.filter(is_active=True)
    selling = set(people.filter(role__in=["seller", "manager", "admin"]).values_list("pk", flat=True))
    order = {"seller": 0, "manager": 1, "admin": 2}
    others = sorted(people.filter(pk__in=selling), key=lambda one: (order[one.role], one.pk))
    of_company, pairs = {}, []
    for row in rows.order_by("id"):
        made = of_company.get(row.company_id) if row.company_id else None
        owner = row.owner_id if row.owner_id in selling else others[0].pk if others else row.owner_id
        if made is None and owner:
            made = customer(
                company_id=row.company_id, since=row.since or row.closed_at or row.first_inquiry_at, owner_id=owner,
                next_step="check_in", due_at=row.now + timedelta(days=1 + row.pk % WITHIN),
            )  # fmt: skip
            if row.company_id:
                of_company[row.company_id] = made
        if made is not None:
            pairs.append((row.pk, made))
    customer.objects.bulk_create({id(made): made for _, made in pairs}.values(), batch_size=AT_ONCE)
    member.objects.bulk_create(
        [member(prospect_id=number, customer=made) for number, made in pairs], batch_size=AT_ONCE
    )


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0001_initial"),
        ("people", "0001_initial"),
        ("prospects", "0007_exceptions"),
    ]
    operations = [migrations.RunPython(give_rows, migrations.RunPython.noop)]
