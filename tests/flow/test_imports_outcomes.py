"""Histories with outcomes: verdicts, orders and ends with their own dates; and their undo."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.flow.import_files import NOW, Clock, brought, row, write
from tests.world import inquire
from winnow.flow import imports
from winnow.flow.scene import Refused
from winnow.flow.work import Dispose, dispose
from winnow.intake.import_outcomes import amount_of
from winnow.intake.models import Held
from winnow.prospects.models import Event, Order, Prospect
from winnow.qualify.models import Decision

HEADER = ("Ref", "Stage", "Started", "Closed", "Value", "By")
WORDS = {
    "Won": "bought",
    "Lost": "bought_elsewhere/price",
    "Open": "opportunity",
    "New": "as_it_is",
    "No": "not_buying",
}
STATE = (
    "stage",
    "state",
    "outcome",
    "owner_id",
    "next_action",
    "due_at",
    "queue",
    "check_at",
    "order_count",
    "closed_at",
)


@pytest.fixture
def five(cast, tmp_path):
    return brought(write(tmp_path / "people.csv", [row(number) for number in range(5)]))


def ended(path, **options):
    chosen = {"match": "external_id", "column": "Ref", "date": "Closed", "verdict_date": "Started", "amount": "Value",
              "verdict_by": "By", "says": "Stage", "words": WORDS, "source": "test", **options}  # fmt: skip
    clock = Clock(NOW.replace(day=6))
    begun = imports.begin_outcomes(path, imports.OutcomeOptions(**chosen), None, clock())
    return imports.run(begun.pk, clock)


def prospect(number):
    return Prospect.objects.get(inquiries_made__external_id=f"r{number}")


FILE = [
    ["r0", "Won", "2025-12-01", "2026-01-10", "1,250.50", "Ben"],
    ["r1", "Lost", "2025-12-02", "2026-01-11", "", ""],
    ["r2", "Open", "2025-12-03", "", "900", ""],
    ["r3", "New", "", "", "", ""],
]


def test_each_row_brings_its_prospect_to_where_it_was(five, cast, tmp_path):
    done = ended(write(tmp_path / "deals.csv", FILE, HEADER))
    assert (done.rows, done.accepted, done.rejected) == (4, 4, 0)
    found = [(one.stage, one.state, one.outcome, one.outcome_reason) for one in map(prospect, range(5))]
    assert found == [
        ("customer", "closed", "bought", ""),
        ("opportunity", "closed", "bought_elsewhere", "price"),
        ("opportunity", "working", "", ""),
        ("inquiry", "working", "", ""),
        ("inquiry", "working", "", ""),
    ]
    assert (prospect(2).next_action, prospect(2).owner.role) == ("close_deal", "seller")


def test_orders_and_verdicts_have_their_own_dates(five, cast, tmp_path):
    ended(write(tmp_path / "deals.csv", FILE, HEADER))
    order = Order.objects.get()
    assert (order.at, order.amount) == (datetime(2026, 1, 10, tzinfo=UTC), Decimal("1250.50"))
    verdict = Decision.objects.get(prospect=order.prospect)
    assert (verdict.at, verdict.verdict, verdict.by) == (
        datetime(2025, 12, 1, tzinfo=UTC),
        "qualified",
        cast.ben,
    )
    kinds = Event.objects.filter(prospect=order.prospect).order_by("id").values_list("kind", "by")
    assert list(kinds) == [(kind, "import") for kind in ("opened", "qualified", "accepted", "ordered")]


def test_a_file_without_amounts_makes_orders_of_nothing(five, tmp_path):
    path = write(tmp_path / "won.csv", [["r0", "2026-01-10"]], ("Ref", "Won"))
    ended(path, date="Won", amount="", says="", words={}, verdict_by="", verdict_date="")
    assert Order.objects.get().amount == 0


@pytest.mark.parametrize(
    ("cells", "why"),
    [(["r77", "Won", "", "2026-01-10", "", ""], "No prospect with the external id"),
     (["", "Won", "", "2026-01-10", "", ""], "nothing tells whose"),
     (["r0", "Won", "", "", "", ""], "no date"),
     (["r0", "Won", "", "2027-01-10", "", ""], "lies ahead"),
     (["r0", "Maybe", "", "2026-01-10", "", ""], "has no outcome"),
     (["r0", "Won", "", "2026-01-10", "-5", ""], "negative"),
     (["r0", "Won", "", "soon", "", ""], "no date that can be read")],
)  # fmt: skip
def test_what_cannot_be_brought_is_kept_with_its_reason(five, tmp_path, cells, why):
    done = ended(write(tmp_path / "deals.csv", [cells], HEADER))
    assert (done.accepted, done.rejected) == (0, 1)
    assert why in Held.objects.get().reasons[0]["detail"]
    assert not Order.objects.exists()


def test_the_same_file_again_changes_nothing(five, tmp_path):
    path = write(tmp_path / "deals.csv", FILE[:3], HEADER)
    ended(path)
    events = Event.objects.count()
    again = ended(path)
    assert (again.accepted, again.repeated, again.already) == (0, 3, 3)
    assert (Event.objects.count(), Order.objects.count()) == (events, 1)


def test_two_orders_of_one_prospect_in_a_file_are_two(five, tmp_path):
    rows = [FILE[0], ["r0", "Won", "", "2026-02-10", "10", ""]]
    done = ended(write(tmp_path / "deals.csv", rows, HEADER))
    assert (done.accepted, prospect(0).order_count) == (2, 2)


@pytest.mark.parametrize(("match", "text"), [("email", "P1@Firm1.example.com"), ("phone", "030 12345678")])
def test_prospects_are_found_by_address_or_number_too(cast, tmp_path, match, text):
    number = inquire(NOW, email="p1@firm1.example.com", phone="+49 30 12345678").prospect
    path = write(tmp_path / "won.csv", [[text, "2026-01-10"]], ("Who", "Won"))
    ended(
        path,
        match=match,
        column="Who",
        date="Won",
        amount="",
        says="",
        words={},
        verdict_by="",
        verdict_date="",
    )
    assert Prospect.objects.get(pk=number).outcome == "bought"


def test_undo_takes_back_orders_and_verdicts_and_prospects_are_what_they_were(five, tmp_path):
    before = list(Prospect.objects.order_by("id").values(*STATE))
    done = ended(write(tmp_path / "deals.csv", FILE, HEADER))
    gone = imports.undo(done.pk, None, Clock(NOW.replace(day=7)))
    assert list(Prospect.objects.order_by("id").values(*STATE)) == before
    assert not Order.objects.filter(withdrawn_at=None).exists()
    assert not Decision.objects.exists()
    assert gone.found["undone"] == {"orders": 1, "verdicts": 3, "restored": 4, "held": 0}


def test_undo_leaves_those_who_were_worked_on_since(five, cast, tmp_path):
    done = ended(write(tmp_path / "deals.csv", FILE, HEADER))
    worked = prospect(2)
    later = NOW.replace(day=9)
    dispose([Dispose(worked.id, "no_answer", later, worked.owner_id)], now=later)
    gone = imports.undo(done.pk, None, Clock(later))
    assert gone.found["kept"] == [worked.id]
    assert prospect(2).stage == "opportunity"


def test_the_outcomes_can_come_again_after_their_undo(five, tmp_path):
    path = write(tmp_path / "deals.csv", FILE, HEADER)
    imports.undo(ended(path).pk, None, Clock(NOW.replace(day=7)))
    assert ended(path).accepted == 4


def test_the_people_can_be_undone_after_their_outcomes_were(five, tmp_path):
    done = ended(write(tmp_path / "deals.csv", FILE, HEADER))
    imports.undo(done.pk, None, Clock(NOW.replace(day=7)))
    gone = imports.undo(five.pk, None, Clock(NOW.replace(day=7)))
    assert gone.found["undone"]["closed"] == 5


@pytest.mark.parametrize(
    ("given", "words"),
    [({"match": "name"}, "external_id, email, phone"), ({"column": "Reff"}, "did you mean 'Ref'"),
     ({"words": {"Won": "sold"}}, "cannot become"), ({"timezone": "Mars"}, "no time zone"),
     ({"column": "ref"}, "written 'Ref'")],
)  # fmt: skip
def test_a_wrong_option_is_refused_with_what_to_say_instead(cast, tmp_path, given, words):
    with pytest.raises(Refused, match=words):
        ended(write(tmp_path / "deals.csv", FILE, HEADER), **given)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("", "0"), ("1054", "1054"), ("1,234.50", "1234.50"), ("1.234,50", "1234.50"),
     ("€ 1 234", "1234"), ("1,234", "1234"),
     ("12,5", "12.5"), ("1.234.567", "1234567"), ("1,234,567", "1234567")],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(text, amount):
    assert amount_of(text) == Decimal(amount)
