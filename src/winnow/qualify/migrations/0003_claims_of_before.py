"""What was said before claims were kept one by one: from the Events, and answers that came by a merge."""

from django.db import migrations

AT_ONCE = 1000


def bring(apps, schema_editor):
    claims, events, answers = (
        apps.get_model(app, name)
        for app, name in (("qualify", "Claim"), ("prospects", "Event"), ("qualify", "Answer"))
    )
    known = set()
    rows = (
        events.objects.filter(kind="answered")
        .order_by("id")
        .values_list("prospect_id", "at", "actor_id", "data")
    )
    for some in _parts(rows.iterator(chunk_size=AT_ONCE)):
        known.update((prospect, data.get("question", "")) for prospect, _, _, data in some)
        claims.objects.bulk_create(
            claims(
                prospect_id=prospect,
                at=at,
                by_id=by,
                question=data.get("question", ""),
                choice=data.get("choice", ""),
                text=data.get("text", ""),
                grade=data.get("grade") or "stated",
            )
            for prospect, at, by, data in some
        )
    for some in _parts(answers.objects.order_by("id").iterator(chunk_size=AT_ONCE)):
        claims.objects.bulk_create(
            claims(
                prospect_id=one.prospect_id,
                at=one.at,
                by_id=one.by_id,
                question=one.question,
                choice=one.choice,
                text=one.text,
                grade=one.grade,
            )
            for one in some
            if (one.prospect_id, one.question) not in known
        )


def _parts(rows):
    part = []
    for row in rows:
        part.append(row)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


class Migration(migrations.Migration):
    dependencies = [("qualify", "0002_claims_and_what_they_taught"), ("prospects", "0006_partial_indexes")]
    operations = [migrations.RunPython(bring, migrations.RunPython.noop)]
