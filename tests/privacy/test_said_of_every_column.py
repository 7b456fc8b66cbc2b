"""Nobody can add a column of text without saying what becomes of it when a person is erased."""

from django.apps import apps
from django.db import models

from winnow.flow.privacy.known import tables

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
TOLD = (
    "Say it in the personal.py of that app (see winnow/people/rights.py): `blank` what an erasure empties, `facts` "
    "JSON of which only figures stay, `gone=True` rows that are deleted, `keep` what tells of no prospect; `of` are "
    "the fields that lead to a person or a prospect."
)


def test_of_every_column_of_text_it_is_said_what_an_erasure_does() -> None:
    said = {one.table: one for one in tables()}
    unsaid = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, TEXTS) and not field.is_relation
        if (of := said.get(model._meta.label)) is None
        or (not of.gone and field.name not in of.spoken_of and not field.primary_key)
    ]
    assert not unsaid, f"{', '.join(unsaid)}. {TOLD}"


def test_nothing_is_said_of_tables_and_columns_that_are_not_there() -> None:
    wrong = [
        f"{one.table}.{name}"
        for one in tables()
        for name in one.spoken_of
        if name not in {field.name for field in apps.get_model(one.table)._meta.local_concrete_fields}
    ]
    assert not wrong


def test_each_table_is_spoken_of_once() -> None:
    names = [one.table for one in tables()]
    assert len(names) == len(set(names))


def test_what_refers_to_a_person_or_prospect_says_by_which_field() -> None:
    said = {one.table: one for one in tables()}
    silent = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if field.is_relation
        and field.related_model._meta.label in ("prospects.Person", "prospects.Prospect")
        and (of := said.get(model._meta.label)) is not None
        and (of.blank or of.facts or of.gone)
        and not any(path.split("__")[0] in (field.name, "id") for path in of.of)
        and not field.null
    ]
    assert not silent, f"{', '.join(silent)}. {TOLD}"
