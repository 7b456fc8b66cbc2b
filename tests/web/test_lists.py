"""The one mechanism of every list: only declared filters and sorts, pages without repeats, guarded exports."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from winnow.people.models import User
from winnow.prospects.models import Event
from winnow.web import exports
from winnow.web.lists import Column, Filter, Listing, Sort, days, row_of, same

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LIST = Listing(
    name="people",
    noun="people",
    filters=(
        Filter("q", "Search", lambda text: Q(name__icontains=text)),
        same("role", "Role", "role", options=(("seller", "Seller"), ("admin", "Admin"))),
        days("since", "Joined since", "joined_at__date__gte"),
        row_of("team", "Team", "team_id", lambda request: [("1", "Sales")]),
    ),
    sorts=(Sort("name", "name"), Sort("capacity", "capacity", nullable=True), Sort("id", "id")),
    default="name",
    columns=(Column("Name", lambda row: row.name), Column("Joined", lambda row: row.joined_at)),
    size=3,
)


def person(number, role="seller", **fields):
    fields = {"name": f"Person {number}", "joined_at": NOW, **fields}
    return User(email=f"{number}@example.com", role=role, **fields)


def asked(query="", user=None, post=None):
    make = RequestFactory()
    request = make.get(f"/?{query}") if post is None else make.post(f"/?{query}", post)
    request.user = user or person(0, "manager")
    return request


def shown(query="", **other):
    return LIST.open(asked(query, **other), User.objects.all())


@pytest.fixture
def ten(db):
    User.objects.bulk_create([person(n, capacity=n % 3 or None) for n in range(10)])


@pytest.mark.parametrize(
    "query",
    ["colour=red", "sort=password", "sort=name;drop", "sort=-name,id", "role=owner", "since=yesterday",
     "since=2026-02-30", "team=2", "team=1%20or%201", "after=nonsense", "before=WyJhIl0", "q=%00", "q=" + "a" * 201],
)  # fmt: skip
def test_what_is_not_declared_is_a_bad_request(ten, query):
    with pytest.raises(BadRequest):
        shown(query)


def test_a_filter_narrows(ten):
    assert [row.name for row in shown("q=person+7").rows] == ["Person 7"]


def test_filters_in_use_are_shown_in_words(ten):
    assert shown("role=seller&q=7").chips == [
        {"name": "q", "label": "Search: 7"},
        {"name": "role", "label": "Role: Seller"},
    ]


def test_a_cursor_of_another_order_is_refused(ten):
    cursor = shown("sort=name").page["after"]
    with pytest.raises(BadRequest, match="another order"):
        shown(f"sort=-name&after={cursor}")


def test_rows_added_meanwhile_move_nothing(ten):
    cursor = shown().page["after"]
    person(99, name="Aaron").save()
    assert [row.name for row in shown(f"after={cursor}").rows] == ["Person 3", "Person 4", "Person 5"]


def test_the_queries_of_a_page_do_not_grow_with_its_rows(ten, django_assert_num_queries):
    with django_assert_num_queries(2):
        shown()


def test_an_export_holds_what_the_filter_shows(ten, db):
    manager = person(50, "manager")
    manager.save()
    file = shown("q=person+7", user=manager, post={"export": "csv"}).export
    assert b"".join(file).decode() == '"Name","Joined"\r\n"Person 7","2026-03-02T09:00:00+00:00"\r\n'


def test_an_export_runs_nothing_in_a_spreadsheet(ten):
    manager = person(50, "manager", name="=cmd|' /C calc'!A0")
    manager.save()
    file = shown("q=cmd", user=manager, post={"export": "csv"}).export
    assert b"\"'=cmd|' /C calc'!A0\"" in b"".join(file)


def test_an_export_is_recorded(ten):
    manager = person(50, "manager")
    manager.save()
    shown("q=person+7", user=manager, post={"export": "csv"})
    assert Event.objects.get().data == {"list": "people", "filter": {"q": "person 7"}, "rows": 1}


@pytest.mark.parametrize("role", ["seller", "qualifier"])
def test_desks_export_nothing(ten, role):
    with pytest.raises(PermissionDenied):
        shown(user=person(50, role), post={"export": "csv"})


def test_an_export_beyond_the_cap_is_refused(ten, monkeypatch):
    monkeypatch.setattr(exports, "EXPORT_CAP", 9)
    with pytest.raises(BadRequest, match="up to 9 rows"):
        shown(post={"export": "csv"})


def test_a_get_exports_nothing(ten):
    with pytest.raises(BadRequest):
        shown("export=csv")


def walk(sort, way, cursor=None):
    """All rows page by page in one direction, and the cursor of the last page back."""
    rows, pages = [], 0
    while True:
        opened = shown(f"sort={sort}" + (f"&{way}={cursor}" if cursor else ""))
        rows = rows + opened.rows if way == "after" else opened.rows + rows
        cursor, pages = opened.page[way], pages + 1
        if not cursor:
            return [row.pk for row in rows], opened


class EveryRowOnce(TestCase):
    @settings(max_examples=30)
    @given(
        capacities=st.lists(st.none() | st.integers(0, 3), max_size=14),
        sort=st.sampled_from(["name", "-name", "capacity", "-capacity", "id", "-id"]),
    )
    def test_pages_show_every_row_once_there_and_back(self, capacities, sort):
        User.objects.bulk_create([person(n, capacity=c, name="abc"[n % 3]) for n, c in enumerate(capacities)])
        everything = {row.pk for row in User.objects.all()}
        there, last = walk(sort, "after")
        back, _ = walk(sort, "before", last.page["before"]) if last.page["before"] else ([], None)
        assert sorted(there) == sorted(everything)
        assert back + [row.pk for row in last.rows] == there
