"""A row of every table that leads to a person, with a marker in every column that the table calls personal."""

from contextlib import suppress
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests.world import NOW
from winnow.flow.privacy.blanking import permitted
from winnow.flow.privacy.known import tables
from winnow.people.rights import Rows
from winnow.prospects.models import Prospect

MARKER = "zqxmarker"
# Where the first of several allowed words would break a rule of the table.
GIVEN: dict[str, dict[str, Any]] = {
    "correspondence.Mail": {"status": "filed", "direction": "in", "kind": "reply"},
    "privacy.Basis": {"withdrawn_at": NOW},
    "privacy.Erasure": {"due_at": None, "cancelled_at": NOW},
    "customers.Customer": {"ended_at": NOW},
    "intake.Held": {"kind": "quarantined"},
    "nurture.Sign": {"kind": "click"},
    "offers.Answer": {"kind": "question", "order": None},
    "nurture.Taken": {"why_not": "made"},
    "qualify.Placement": {"below": True},
}


def fill(prospect: Prospect) -> None:
    """Make the rows that are missing, then write the marker wherever something personal may stand."""
    for table in tables():
        if table.of and not rows(table, prospect).exists():
            with suppress(IntegrityError):  # its constraints want more: GIVEN is where to say it
                make(apps.get_model(table.table), prospect)
    with permitted(NOW):
        for table in tables():
            mark(table, prospect)


def rows(table: Rows, prospect: Prospect) -> Any:
    """The rows of a table that lead to the person of this prospect."""
    found = models.Q()
    for path in table.of:
        leads = path.rpartition("__")[2] in ("prospect", "opportunity")
        found |= models.Q(**{path: prospect.pk if leads else prospect.person_id})
    return apps.get_model(table.table)._default_manager.filter(found)


def make(model: Any, prospect: Prospect) -> Any:
    """A row with the least that its columns demand; whatever refers to somebody refers to this person."""
    known = GIVEN.get(model._meta.label, {})
    values = {field.name: value(field, prospect) for field in model._meta.concrete_fields if not _free(field)}
    with transaction.atomic():
        return model._default_manager.create(**(values | known))


def _free(field: Any) -> bool:
    leads = field.is_relation and field.related_model._meta.label in (
        "prospects.Prospect",
        "prospects.Person",
    )
    auto = isinstance(field, models.AutoField)
    return auto or ((field.has_default() or field.null) and not leads) or field.name == "merged_into"


def value(field: Any, prospect: Prospect) -> Any:
    if field.is_relation:
        return related(field.related_model, prospect)
    match field:
        case models.DateTimeField():
            return NOW
        case models.DateField():
            return NOW.date()
        case models.CharField() | models.TextField():
            return field.choices[0][0] if field.choices else f"made{prospect.pk}"[: field.max_length or 40]
        case models.JSONField():
            return {}
        case models.BooleanField():
            return False
        case models.BinaryField():
            return b"x"
        case _:
            return 1


def related(model: Any, prospect: Prospect) -> Any:
    if model is Prospect:
        return prospect
    if model._meta.label == "prospects.Person":
        return prospect.person
    if model._meta.label == "people.User":
        return prospect.owner
    return model._default_manager.order_by("pk").last() or make(model, prospect)


def mark(table: Rows, prospect: Prospect) -> None:
    """The marker in each personal column of the person's rows."""
    if not table.of:
        return
    model = apps.get_model(table.table)
    personal = (*table.blank, *table.facts, *(_texts(model) if table.gone else ()))
    for name in dict.fromkeys(personal):
        field = model._meta.get_field(name)
        if isinstance(field, models.CharField | models.TextField | models.JSONField):
            rows(table, prospect).update(**{name: marked(field)})


def _texts(model: Any) -> list[str]:
    """The columns of rows that are deleted whole, where a text may stand."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.primary_key
        and not field.choices
    ]


def marked(field: Any) -> Any:
    if isinstance(field, models.JSONField):
        return {"said": f"by {MARKER}", "list": [MARKER, {f"the {MARKER}": 1}]}
    longest = getattr(field, "max_length", None) or 80
    return f"a {MARKER} b"[:longest] if longest >= len(MARKER) else "zq"


def traces(marker: str = MARKER) -> list[str]:
    """Every table and column of the database in which the marker still stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                name = f'"{table}"."{column.name}"'
                cast = f"CAST({name} AS TEXT)"
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE lower({cast}) LIKE %s', [f"%{marker}%"])
                if cursor.fetchone()[0]:
                    found.append(name)
    return found
