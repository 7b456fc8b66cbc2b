"""Emptying rows, as their tables say of themselves. Works under a permit, in the caller's transaction."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from winnow.flow.privacy.known import tables
from winnow.flow.privacy.whose import Whose, rows_naming, rows_of
from winnow.people.rights import Rows
from winnow.privacy.facts import facts_only
from winnow.procedure.schema import Procedure
from winnow.prospects import lifecycle, words
from winnow.prospects.models import ErasurePermit

AT_ONCE = 500


@contextmanager
def permitted(now: datetime) -> Iterator[None]:
    """Inside, and in this transaction only, what is append-only may be blanked."""
    permit = ErasurePermit.objects.create(granted_at=now)
    yield
    permit.delete()


def blank_all(who: Whose, procedure: Procedure) -> dict[str, int]:
    """Every row that leads to them; how many of each table."""
    known = known_words(procedure)
    counts = {one.table: _go(rows, one, known) for one in _in_order() for rows in [theirs(one, who)]}
    return {table: count for table, count in counts.items() if count}


def touched() -> list[Rows]:
    """The tables of which an erasure takes something, by number or by name."""
    return [
        one
        for one in tables()
        if (one.of or one.named_in) and (one.gone or one.blank or one.facts or one.unique)
    ]


def theirs(table: Rows, who: Whose) -> QuerySet[Any]:
    """The rows that lead to them, and those in which they are named."""
    if not table.named_in:
        return rows_of(table, who)
    either = Q(pk__in=rows_of(table, who).values("pk")) | Q(pk__in=rows_naming(table, who).values("pk"))
    rows: QuerySet[Any] = apps.get_model(table.table)._default_manager.filter(either)
    return rows


def _go(rows: QuerySet[Any], table: Rows, known: Collection[str]) -> int:
    numbers = list(rows.values_list("pk", flat=True))
    alone = rows.model._default_manager.filter(pk__in=numbers)
    return delete(alone) if table.gone else blank(alone, table, known)


def _in_order() -> list[Rows]:
    """What hangs on other rows first; the persons last, as everything leads to them."""
    return sorted(touched(), key=lambda one: (not one.gone, one.table == "prospects.Person"))


def blank(rows: QuerySet[Any], table: Rows, known: Collection[str] = ()) -> int:
    """Empty the columns of these rows that the table calls personal."""
    model = apps.get_model(table.table)
    values: dict[str, Any] = {name: empty(model._meta.get_field(name)) for name in table.blank}
    for name in table.unique:
        values[name] = Concat(Value("erased:"), Cast("pk", models.CharField()))
    numbers = list(rows.values_list("pk", flat=True)) if table.facts else []
    count = rows.update(**values) if values else len(numbers)
    for start in range(0, len(numbers), AT_ONCE):
        _keep_facts(model._default_manager.filter(pk__in=numbers[start : start + AT_ONCE]), table, known)
    return count


def delete(rows: QuerySet[Any]) -> int:
    """Delete these rows alone; what hangs on them goes with them."""
    return rows.delete()[0]


def empty(field: Any) -> Any:
    """What a column holds that says nothing."""
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    return None if field.null else ""


def _keep_facts(rows: QuerySet[Any], table: Rows, known: Collection[str]) -> None:
    changed = []
    for row in rows:
        for name in table.facts:
            setattr(row, name, facts_only(getattr(row, name), known))
        changed.append(row)
    rows.model._default_manager.bulk_update(changed, list(table.facts))


def known_words(procedure: Procedure) -> frozenset[str]:
    """The words of the house, and the keys of the procedure."""
    return _own_words() | frozenset(_keys(procedure.model_dump(mode="json")))


@cache
def _own_words() -> frozenset[str]:
    kinds = [
        kind
        for module in (words, lifecycle)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum)
    ]
    return frozenset(str(one.value) for kind in kinds for one in kind)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("key"), str):
            yield value["key"]
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _keys(inner)
