"""Files are ranked by likeness, whatever they are, and those chosen come in with an owner and a next action."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests.customers.test_profile import customers
from tests.world import NOW, Cast, people
from winnow.customers.profile import Profile, learn
from winnow.flow.customers.profiling import profile
from winnow.flow.customers.targets import rank, take_up
from winnow.flow.scene import Refused
from winnow.followup.blocks.models import Block
from winnow.prospects.models import Campaign, Prospect
from winnow.tables import write_xlsx

HEADERS = ("Company", "E-Mail", "Industry", "Country", "Employees")
ROWS = [
    ("Law one", "a@law.example", "Law", "Germany", "12"),
    ("Inn two", "b@inn.example", "HOTEL", "DE", "80"),
    ("Mill three", "c@mill.example", "steel", "US", ""),
]


@pytest.fixture(scope="module")
def known() -> Profile:
    return learn(customers(300), 20)


def csv_of(folder: Path) -> Path:
    path = folder / "companies.csv"
    path.write_text("\n".join(",".join(row) for row in (HEADERS, *ROWS)), encoding="utf-8")
    return path


def xlsx_of(folder: Path) -> Path:
    path = folder / "companies.xlsx"
    with path.open("wb") as file:
        write_xlsx([HEADERS, *ROWS], file)
    return path


def parquet_of(folder: Path) -> Path:
    polars = pytest.importorskip("polars")
    path = folder / "companies.parquet"
    polars.DataFrame(ROWS, schema=HEADERS, orient="row").write_parquet(path)
    return path


@pytest.mark.parametrize("written", [csv_of, xlsx_of, parquet_of])
def test_the_best_of_any_file_come_first_with_reasons(known, tmp_path, written):
    found = rank(written(tmp_path), known, most=2)
    assert found.rows == 3
    assert found.best[0].fields["company"] == "Inn two"
    assert found.best[0].why[0].startswith("Industry hotel: ")
    assert len(found.best) == 2
    assert "Company" not in found.used


def test_a_file_without_a_column_that_we_know_is_refused(known, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("Colour,Shape\nred,round\nblue,flat\n")
    with pytest.raises(Refused, match="no column that we know"):
        rank(path, known, 10)


def test_nothing_is_ranked_by_what_chance_would_tell(tmp_path):
    with pytest.raises(Refused, match="so few"):
        rank(csv_of(tmp_path), learn(customers(5), 20), 10)


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


def test_chosen_ones_come_in_as_a_list_each_with_owner_and_next_action(cast, known, tmp_path):
    best = rank(csv_of(tmp_path), known, 2).best
    take_up([(one.fields, one.cells) for one in best], "Hotels in spring", now=NOW, by=cast.cem.pk)
    rows = Prospect.objects.filter(campaign=Campaign.objects.get(name="Hotels in spring"))
    assert rows.filter(owner__isnull=False, due_at__isnull=False, channel="list").count() == 2
    with pytest.raises(Refused, match="Name the campaign"), transaction.atomic():
        take_up([], " ", now=NOW, by=None)


def test_their_first_tries_fall_into_time_planned_for_prospecting(cast, known, tmp_path):
    for user in (cast.anna, cast.ben, cast.ned):
        starts = NOW + timedelta(days=6)
        planned = {"state": "planned", "changed_at": NOW}
        Block.objects.create(user=user, starts=starts, ends=starts + timedelta(minutes=10), **planned)
        Block.objects.create(
            user=user, starts=starts - timedelta(days=1), ends=starts, state="proposed", changed_at=NOW
        )
    best = rank(csv_of(tmp_path), known, 2).best
    chosen = [(one.fields, one.cells) for one in best]
    taken = take_up(chosen, "Hotels in spring", now=NOW, by=cast.cem.pk)
    rows = Prospect.objects.filter(pk__in=[one.prospect for one in taken.receipts])
    inside = [row for row in rows if row.available_at == NOW + timedelta(days=6)]
    assert len(inside) == taken.in_blocks == len({row.owner_id for row in rows})
    end = NOW + timedelta(days=6, minutes=10)
    assert all(row.due_at == row.respond_by == end for row in inside)


def test_a_firm_without_customers_says_that_nothing_can_be_known(cast):
    assert profile(NOW).cannot.startswith("Cannot be known from so few")
