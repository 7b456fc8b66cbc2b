"""One mechanism for every list page: filters, sorts, pages and exports from an allow-list.

A list is declared once, at module level, and opened with a request in its view:

    PROSPECTS = Listing(
        name="prospects",                     # of the file, the event and the cursor
        noun="prospects",
        filters=(
            Filter("stage", "Stage", lambda word: Q(stage=word), options=(("lead", "Lead"), ...)),
            Filter("q", "Search", lambda text: Q(person__name__icontains=text)),
            days("since", "Inquired since", "last_inquiry_at__date__gte"),
        ),
        sorts=(Sort("due", "due_at", nullable=True), Sort("name", "person__name")),
        default="due",                        # "-due" for descending
        columns=(Column("Name", lambda row: row.person.name), Column("Due", lambda row: row.due_at)),
    )

    def prospects(request):
        shown = PROSPECTS.open(request, visible(request.user).select_related("person"))
        page = {"list": shown, "sort": shown.sort}
        return shown.export or render(request, "prospects/list.html", page)

In the template, with `list` and `sort` (`list.sort`, for the arrow of the default order) in its context:

    {% include "lists/filters.html" %}                        what it can be narrowed by, chips of what is in use
    {% include "components/table_sort.html" with key="due" label="Due" %}           without key: a plain head
    {% for row in list.rows %} … {% empty %} … {% endfor %}   `list.is_narrowed` tells why it is empty
    {% include "components/pagination.html" with page=list.page noun=list.noun %}
    {% include "lists/export.html" %}                         a button for those who may export

What is promised: a parameter or value that is not declared is answered with 400 and a sentence; text of users
becomes values of queries only, never names of columns; pages go by signed cursors on (sort, id), so that rows
neither repeat nor get lost while others are added; two queries a page, whatever its size, plus what the query
set prefetches. An export is a POST (it is recorded as an Event), is refused to sellers and qualifiers, holds
what the filter shows, is written formula-safe, and is refused beyond EXPORT_CAP rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from winnow.web.access import may_export
from winnow.web.exports import Column, csv_of
from winnow.web.paging import Sort, ordering, read_page

__all__ = ["Column", "Filter", "Listing", "Shown", "Sort", "days", "numbered", "picked", "row_of", "same"]

PAGING = ("sort", "after", "before")
LONGEST_NUMBER = 18  # digits, of an id
LONGEST_VALUE = 200  # characters; a longer one is no filter but an attempt

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Filter:
    """One thing that a list can be narrowed by: `where` turns the text of the address into a condition.

    `options` (fixed, or asked for at each request) are the only values taken, where given. `where` raises
    ValueError for a value that means nothing. `kind` is how it is asked: text, select, date or hidden.
    """

    name: str
    label: str
    where: Callable[[str], Q]
    options: Options | Callable[[HttpRequest], Options] = ()
    kind: str = ""
    shown: Callable[[str], str] | None = None  # the value in words, for its chip

    def choices(self, request: HttpRequest) -> Options:
        return self.options(request) if callable(self.options) else self.options


def days(name: str, label: str, lookup: str) -> Filter:
    """A filter by a day of the reader's, both ends included: `lookup` is as in `at__date__gte`, or `__lte`."""
    return Filter(name, label, lambda text: _on_day(lookup, date.fromisoformat(text)), kind="date")


def _on_day(lookup: str, day: date) -> Q:
    """Instants are compared with midnights, which an index answers; days of the calendar with the day."""
    path, _, side = lookup.partition("__date__")
    if not side:
        return Q(**{lookup: day})
    at = day + timedelta(days=1) if side == "lte" else day
    midnight = timezone.make_aware(datetime.combine(at, time.min))
    return Q(**{f"{path}__{'lt' if side == 'lte' else side}": midnight})


def same(name: str, label: str, lookup: str, options: Any = ()) -> Filter:
    """A filter by equality with one of its options."""
    return Filter(name, label, lambda text: Q(**{lookup: text}), options=options)


def whether(name: str, label: str, instant: str, options: Options) -> Filter:
    """A filter by whether something has happened: the first of its two options is that it has not."""
    (not_yet, _), _ = options
    return Filter(name, label, lambda word: Q(**{f"{instant}__isnull": word == not_yet}), options=options)


def picked(request: HttpRequest, most: int) -> list[int]:
    """The rows that were ticked on a page, as numbers that a database can hold."""
    numbers = request.POST.getlist("pick")[:most]
    return [int(number) for number in numbers if number.isdecimal() and len(number) <= LONGEST_NUMBER]


def numbered(text: str) -> int:
    """An id as it stands in an address. Raises ValueError for what no row can have."""
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        raise ValueError(text)
    return int(text)


def row_of(name: str, label: str, lookup: str, options: Any) -> Filter:
    """A filter by the id of another row, among those the options name."""
    return Filter(name, label, lambda text: Q(**{lookup: numbered(text)}), options=options)


@dataclass(frozen=True)
class Asked:
    """A filter as this page shows it: its value now, and its options."""

    filter: Filter
    value: str
    options: Options

    @property
    def kind(self) -> str:
        return self.filter.kind or ("select" if self.options else "text")

    @property
    def said(self) -> str:
        if self.filter.shown and self.value:
            return self.filter.shown(self.value)
        return dict(self.options).get(self.value, self.value)


@dataclass(frozen=True)
class Shown:
    """An opened list: the rows of one page and everything that its template says about them."""

    listing: "Listing"
    rows: list[Any]
    page: dict[str, Any]
    asked: list[Asked]
    sort: str
    may_export: bool
    export: StreamingHttpResponse | None = None

    @property
    def noun(self) -> str:
        return self.listing.noun

    @property
    def chips(self) -> list[dict[str, str]]:
        return [
            {"name": one.filter.name, "label": f"{one.filter.label}: {one.said}"}
            for one in self.asked
            if one.value
        ]

    @property
    def is_narrowed(self) -> bool:
        """Whether an empty list is empty because of its filters."""
        return any(one.value for one in self.asked)


@dataclass(frozen=True)
class Listing:
    """What one kind of list can be narrowed by, sorted by, and exports."""

    name: str
    noun: str
    sorts: tuple[Sort, ...]
    default: str
    filters: tuple[Filter, ...] = ()
    columns: tuple[Column, ...] = ()
    size: int = 50
    ignored: frozenset[str] = frozenset()  # parameters that belong to the page, not to the list

    def open(self, request: HttpRequest, rows: QuerySet[Any]) -> Shown:
        """The page that the address asks for. Raises BadRequest for anything that is not declared."""
        asked = self._asked(request)
        for one in asked:
            if one.value:
                rows = _narrowed(rows, one)
        sort = request.GET.get("sort") or self.default
        order, descending = self._order(sort), sort.startswith("-")
        if self.columns and request.method == "POST" and "export" in request.POST:
            narrowed = {one.filter.name: one.value for one in asked if one.value}
            file = csv_of(
                request, self.name, self.columns, rows.order_by(*ordering(order, descending)), narrowed
            )
            return Shown(self, [], {}, asked, sort, True, file)
        found, page = read_page(request, rows, order, descending, self.size)
        return Shown(self, found, page, asked, sort, bool(self.columns) and may_export(request.user))

    def _asked(self, request: HttpRequest) -> list[Asked]:
        known = {one.name for one in self.filters} | {*PAGING} | self.ignored
        if unknown := sorted(set(request.GET) - known):
            raise BadRequest(f"This list cannot be narrowed by “{unknown[0][:40]}”.")
        asked = []
        for one in self.filters:
            value, options = request.GET.get(one.name, "").strip(), one.choices(request)
            if "\0" in value or len(value) > LONGEST_VALUE or (options and value not in {"", *dict(options)}):
                raise BadRequest(f"“{one.label}” cannot be “{value[:40]}”.".replace("\0", ""))
            asked.append(Asked(one, value, options))
        return asked

    def _order(self, sort: str) -> Sort:
        for one in self.sorts:
            if one.key == sort.removeprefix("-"):
                return one
        raise BadRequest(f"This list cannot be sorted by “{sort.removeprefix('-')[:40]}”.")


def _narrowed(rows: QuerySet[Any], one: Asked) -> QuerySet[Any]:
    try:
        return rows.filter(one.filter.where(one.value))
    except (ValueError, OverflowError, ValidationError):
        raise BadRequest(f"“{one.filter.label}” cannot be “{one.value[:40]}”.") from None
