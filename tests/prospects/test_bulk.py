"""Set-wise writing stores exactly what the ORM would have stored."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from winnow.prospects import bulk, settling
from winnow.prospects.models import Campaign, Company, Cost, Event, Person
from winnow.prospects.settling import settle
from winnow.prospects.whole import whole_rows

pytestmark = pytest.mark.django_db
COMPANY = ("id", "key", "name", "domain", "country", "created_at")
AT = datetime(2026, 3, 4, 9, 0, 0, 123456, tzinfo=UTC)


def test_ids_are_reserved_once() -> None:
    first, second = bulk.reserve(Company, 3), bulk.reserve(Company, 2)
    assert len({*first, *second}) == 5
    bulk.insert(Company, COMPANY, [(number, f"k{number}", "n", "", "", AT) for number in first])
    assert Company.objects.create(key="orm", name="n", created_at=AT).id not in {*first, *second}


@pytest.mark.parametrize("count", [1, 3])
def test_rows_read_back_as_they_were_given(count: int) -> None:
    data = {"text": "Grüße\t\n\\N", "number": 1.5, "list": [1, None], "at": AT.isoformat()}
    numbers = bulk.reserve(Event, count)
    columns = ("id", "at", "kind", "by", "reason", "version", "data", "stage", "state", "outcome")
    bulk.insert(
        Event, columns, [(number, AT, "x", "door", "Grüße\t\\N\n", 1, data, "", "", "") for number in numbers]
    )
    for event in Event.objects.filter(id__in=numbers):
        assert (event.at, event.reason, event.version, event.data) == (AT, "Grüße\t\\N\n", 1, data)


def test_instants_of_other_zones_are_stored_as_the_same_instant() -> None:
    local = AT.astimezone(ZoneInfo("America/New_York"))
    bulk.insert(Company, COMPANY, [(bulk.reserve(Company, 1)[0], "k", "n", "", "", local)])
    assert Company.objects.get(key="k").created_at == AT
    assert Company.objects.filter(created_at=AT).exists()


AWKWARD = ["", " a", "a,b", 'a"b', "a\\", '\\"', "{x}", "NULL", "null", "Grüße 🦆", "'; --", "a\nb"]


def test_texts_that_mean_something_to_an_array_are_found_by_what_they_are() -> None:
    numbers = bulk.reserve(Company, len(AWKWARD))
    rows = [(number, key, "n", "", "", AT) for number, key in zip(numbers, AWKWARD, strict=True)]
    bulk.insert(Company, COMPANY, rows)
    asked = [*AWKWARD, "a", "b", "x"]
    assert dict(bulk.find(Company, "key", ("key", "id"), asked)) == dict(zip(AWKWARD, numbers, strict=True))
    one = 'SELECT "key" FROM "prospects_company" WHERE "key" {among}'
    assert {key for (key,) in bulk.look_up(one, asked)} == set(AWKWARD)
    assert {key for (key,) in bulk.look_up(one, asked, small=True)} == set(AWKWARD)


def test_of_numbers_that_are_not_there_none_is_found() -> None:
    among, wanted = bulk.given([])
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "id" FROM "prospects_company" WHERE "id" {among}', [wanted])
        assert cursor.fetchall() == []


@pytest.mark.parametrize("count", [1, 2])
def test_money_and_days_keep_their_value(count: int) -> None:
    campaign = Campaign.objects.create(name="Fair", channel="web", created_at=AT)
    rows = [
        (number, campaign.id, date(2026, 1, 31), Decimal("1234.50"), "EUR")
        for number in bulk.reserve(Cost, count)
    ]
    bulk.insert(Cost, ("id", "campaign_id", "at", "amount", "currency", "note"), [(*row, "") for row in rows])
    assert [(cost.at, cost.amount) for cost in Cost.objects.all()] == [
        (date(2026, 1, 31), Decimal("1234.50"))
    ] * count


@pytest.mark.parametrize("text", ["a\0b", "\u2028", "🦆", "'; drop table x; --", "\\."])
def test_hostile_text_is_only_text(text: str) -> None:
    numbers = bulk.reserve(Company, 2)
    bulk.insert(Company, COMPANY, [(number, f"k{number}", text, "", "", AT) for number in numbers])
    names = set(Company.objects.values_list("name", flat=True))
    assert names in ({text}, {text.replace("\0", "\u2400")})


def test_updates_change_only_their_rows() -> None:
    numbers = bulk.reserve(Company, 3)
    bulk.insert(
        Company,
        COMPANY,
        [(number, f"k{number}", "old", "", "", AT) for number in numbers],
    )
    bulk.update(Company, ("name",), [("new", numbers[1])])
    assert list(Company.objects.order_by("id").values_list("name", flat=True)) == ["old", "new", "old"]


@pytest.mark.parametrize("count", [1, 2])
def test_money_days_instants_and_nothing_are_set_as_they_were_given(count: int) -> None:
    campaign = Campaign.objects.create(name="Fair", channel="web", created_at=AT)
    costs = [
        Cost.objects.create(campaign=campaign, at=date(2025, 1, 1), amount=1, currency="EUR")
        for _ in range(count)
    ]
    bulk.update(
        Cost,
        ("at", "amount", "note"),
        [(date(2026, 1, 31), Decimal("1234.50"), "a\0\\\t", one.id) for one in costs],
    )
    found = {(cost.at, cost.amount, cost.note.replace("\0", "\u2400")) for cost in Cost.objects.all()}
    assert found == {(date(2026, 1, 31), Decimal("1234.50"), "a\u2400\\\t")}
    person = [Person.objects.create(name="n", created_at=AT, do_not_contact_at=AT) for _ in range(count)]
    later = AT.astimezone(ZoneInfo("America/New_York"))
    bulk.update(Person, ("created_at", "do_not_contact_at"), [(later, None, one.id) for one in person])
    assert set(Person.objects.values_list("created_at", "do_not_contact_at")) == {(AT, None)}


def test_of_two_values_for_one_row_the_later_stays() -> None:
    company = Company.objects.create(key="k", name="old", created_at=AT)
    bulk.update(Company, ("name",), [("first", company.id), ("second", company.id)])
    assert Company.objects.get().name == "second"


@pytest.mark.parametrize("count", [1, 2])
def test_what_the_database_refuses_is_an_integrity_error_however_many_rows(count: int) -> None:
    rows = [(number, "same key", "n", "", "", AT) for number in bulk.reserve(Company, count)]
    Company.objects.create(key="same key", name="n", created_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Company, COMPANY, rows)


def test_rows_are_found_by_their_keys_and_what_is_not_there_is_left_out() -> None:
    made = [Company.objects.create(key=key, name=key.upper(), created_at=AT) for key in ("a'b", "ü", "c")]
    rows = bulk.find(Company, "key", ("id", "name"), ["ü", "a'b", "not there"])
    assert sorted(rows) == sorted((one.id, one.name) for one in made[:2])
    assert bulk.find(Company, "key", ("id",), []) == []
    assert bulk.find(Company, "id", ("key",), {made[2].id}) == [("c",)]


@pytest.mark.postgresql
def test_keys_have_one_index_each() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_indexes WHERE tablename = 'prospects_identity' AND indexdef LIKE '%(key%'"
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.postgresql
def test_keys_are_compared_by_their_bytes() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, collation_name FROM information_schema.columns WHERE column_name = 'key'"
            " AND table_name IN ('prospects_identity', 'prospects_company', 'prospects_effect')"
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(
            ("prospects_identity", "prospects_company", "prospects_effect"), "C"
        )


@pytest.mark.postgresql
def test_after_settling_the_database_knows_how_many_rows_a_large_table_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settling, "WORTH_A_LOOK", 1)
    Campaign.objects.bulk_create(Campaign(name=f"Fair {n}", channel="web", created_at=AT) for n in range(500))

    settle()

    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'prospects_campaign'")
        assert cursor.fetchone() == (500.0,)


@pytest.mark.sqlite
@pytest.mark.parametrize(("many", "known"), [(500, "500"), (10**9, None)])
def test_after_settling_sqlite_knows_it_too(
    many: int, known: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "MANY", many)
    Campaign.objects.bulk_create(Campaign(name=f"Fair {n}", channel="web", created_at=AT) for n in range(500))

    settle()

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")
        rows = []
        if cursor.fetchone():
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'prospects_campaign'")
            rows = [stat.split()[0] for (stat,) in cursor.fetchall()]
    assert set(rows) == ({known} if known else set())


def test_whole_rows_are_what_the_orm_would_have_made_of_them() -> None:
    campaign = Campaign.objects.create(
        name="Fair", channel="trade_show", starts=date(2026, 3, 4), created_at=AT
    )
    cost = Cost.objects.create(campaign=campaign, at=AT, amount=Decimal("12.30"), currency="EUR")
    event = Event.objects.create(at=AT, kind="opened", by="door", data={"text": "Grüße", "none": None})
    for row in (campaign, cost, event):
        read, known = whole_rows(type(row))[0], type(row).objects.get()
        assert [getattr(read, one.attname) for one in row._meta.concrete_fields] == [
            getattr(known, one.attname) for one in row._meta.concrete_fields
        ]
        assert read == known
        assert not read._state.adding
    read = whole_rows(Campaign)[0]
    read.save()  # an update, not another row
    assert Campaign.objects.count() == 1


def test_a_row_written_instead_of_another_takes_its_place() -> None:
    [number] = bulk.reserve(Company, 1)
    bulk.insert(Company, COMPANY, [(number, "k", "Before", "", "DE", AT)])
    for name in ("After", "At last"):
        bulk.insert(Company, COMPANY[1:], [("k", name, "", "", AT)], instead_of=("key",))
    assert list(Company.objects.values_list("id", "name")) == [(number, "At last")]
