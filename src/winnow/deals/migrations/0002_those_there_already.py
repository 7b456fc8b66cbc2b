"""Prospects that reached the stage before it had rows of its own get theirs."""

import tomllib

from django.db import migrations
from django.db.models import F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

AT_ONCE = 2_000


def give_rows(apps, schema_editor):
    prospects, event = apps.get_model("prospects", "Prospect"), apps.get_model("prospects", "Event")
    opportunity, version = apps.get_model("deals", "Opportunity"), apps.get_model("procedure", "Version")
    text = version.objects.order_by("-number").values_list("text", flat=True).first()
    currency = (
        tomllib.loads(text.removeprefix("\ufeff")).get("company", {}).get("currency", "EUR")
        if text
        else "EUR"
    )
    accepted = event.objects.filter(prospect=OuterRef("pk"), kind="accepted").order_by().values("prospect")
    rows = (
        prospects.objects.filter(merged_into=None)
        .annotate(opened=Subquery(accepted.annotate(at=Min("at")).values("at")))
        .filter(Q(opened__isnull=False) | Q(stage="opportunity"))
        .annotate(at=Coalesce(F("opened"), F("first_inquiry_at")))
        .values_list("id", "at", "last_touch_at")
    )
    made = [
        opportunity(
            prospect_id=number,
            opened_at=at,
            stage="",
            stage_at=at,
            progress_at=max(at, touched or at),
            currency=currency,
        )
        for number, at, touched in rows
    ]
    opportunity.objects.bulk_create(made, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("deals", "0001_initial"),
        ("procedure", "0001_initial"),
        ("prospects", "0007_exceptions"),
    ]
    operations = [migrations.RunPython(give_rows, migrations.RunPython.noop)]
