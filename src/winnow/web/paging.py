"""Pages by cursor: a page starts after a (sort value, id), so that rows added meanwhile move nothing."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import BadRequest, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Field, Model, Q, QuerySet
from django.http import HttpRequest

COUNT_CAP = 10_000  # a longer list says no total: counting a million rows is slower than reading a page
SALT = "winnow.web.paging"


@dataclass(frozen=True)
class Sort:
    """One order: the key in the address, and the field (or annotation) it stands for.

    A `nullable` field has its empty values last in both directions. An annotation needs `type`, the field
    that reads its value back from a cursor.
    """

    key: str
    path: str
    nullable: bool = False
    type: Any = None


class _Plain(DjangoJSONEncoder):
    """Values of sorts as JSON, instants with all their digits."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


class _Cursors:
    """How signed cursors are written and read."""

    def dumps(self, value: Any) -> bytes:
        import json

        return json.dumps(value, cls=_Plain, separators=(",", ":")).encode()

    def loads(self, data: bytes) -> Any:
        import json

        return json.loads(data)


def read_page(
    request: HttpRequest, rows: QuerySet[Any], order: Sort, descending: bool, size: int
) -> tuple[list[Any], dict[str, Any]]:
    """The rows of the page that the address asks for, and what `components/pagination.html` shows of it."""
    total = rows.order_by()[: COUNT_CAP + 1].count()
    backwards = "before" in request.GET
    given = request.GET.get("before") or request.GET.get("after")
    if given:
        value, number = _opened(given, rows.model, order, descending)
        rows = rows.filter(_beyond(order, value, number, descending != backwards, backwards))
    found = list(rows.order_by(*ordering(order, descending != backwards, backwards))[: size + 1])
    more = len(found) > size
    found = found[:size][:: -1 if backwards else 1]
    has_before, has_after = (more, bool(given)) if backwards else (bool(given), more)
    sealed = [_sealed(row, order, descending) for row in (found[:1] + found[-1:])]
    return found, {
        "shown": len(found),
        "total": total if total <= COUNT_CAP else None,
        "before": sealed[0] if sealed and has_before else None,
        "after": sealed[-1] if sealed and has_after else None,
    }


def ordering(order: Sort, descending: bool, nulls_first: bool = False) -> list[Any]:
    """The order with the id as its last word, so that it is total."""
    sign = "-" if descending else ""
    if order.path in ("id", "pk"):
        return [f"{sign}id"]
    if not order.nullable:
        return [f"{sign}{order.path}", f"{sign}id"]
    where = {"nulls_first": True} if nulls_first else {"nulls_last": True}
    key = F(order.path).desc(**where) if descending else F(order.path).asc(**where)
    return [key, f"{sign}id"]


def _beyond(order: Sort, value: Any, number: int, descending: bool, backwards: bool) -> Q:
    """The rows that come after (value, number), read in this direction."""
    side = "lt" if descending else "gt"
    later = Q(**{f"id__{side}": number})
    if order.path in ("id", "pk"):
        return later
    if value is None:
        empty = Q(**{f"{order.path}__isnull": True}) & later
        return empty | Q(**{f"{order.path}__isnull": False}) if backwards else empty
    # One range of the index, less the part of its first value that has been shown.
    after = Q(**{f"{order.path}__{side}e": value}) & (Q(**{f"{order.path}__{side}": value}) | later)
    return after | Q(**{f"{order.path}__isnull": True}) if order.nullable and not backwards else after


def _sealed(row: Model, order: Sort, descending: bool) -> str:
    value: Any = row
    for part in order.path.split("__"):
        value = getattr(value, part, None)
    return signing.dumps([order.key, descending, value, row.pk], salt=SALT, serializer=_Cursors)


def _opened(text: str, model: type[Model], order: Sort, descending: bool) -> tuple[Any, int]:
    try:
        key, falling, value, number = signing.loads(text, salt=SALT, serializer=_Cursors)
        if (key, falling) != (order.key, descending):
            raise BadRequest("This page belongs to another order of the list. Start again at its first page.")
        field = order.type or _field(model, order.path)
        return None if value is None else field.to_python(value), int(number)
    except (signing.BadSignature, ValueError, TypeError, ValidationError):
        raise BadRequest("This page of the list does not exist. Start again at its first page.") from None


def _field(model: type[Model], path: str) -> "Field[Any, Any]":
    *relations, last = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model  # type: ignore[assignment]
    return model._meta.pk if last == "pk" else model._meta.get_field(last)  # type: ignore[return-value]
