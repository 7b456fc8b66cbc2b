"""Every figure over facts that were written to files and read again, beside the same worked out in plain pandas."""

import json
from dataclasses import replace

import pytest

from tests.measure.company import asked, at, facts
from winnow.bench.measuring import different
from winnow.bench.measuring_company import AS_OF, make
from winnow.bench.measuring_figures import counted, figures, questions
from winnow.bench.measuring_growth import main as growth
from winnow.bench.measuring_plain import plain
from winnow.measure.canonical import Unknown
from winnow.measure.engines import duckdb
from winnow.measure.facts import gather
from winnow.measure.kept import keep, kept
from winnow.measure.metrics.forecast import forecast
from winnow.measure.metrics.scope import Scope


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("company")
    make(made / "tables", 600, 3)
    keep(gather(duckdb.open_folder(made / "tables", AS_OF)), made / "facts")
    return made


@pytest.fixture(scope="module")
def found(folder):
    return kept(folder / "facts", duckdb.connect())


def test_every_figure_is_the_same_as_in_plain_pandas(folder, found):
    ours = figures({name: ask() for name, ask in questions(found).items()}) | dict(counted(found))
    assert not different(ours, plain(folder / "tables"))
    assert len(ours) > 2_000


def test_a_company_made_in_parts_is_one_company(tmp_path, monkeypatch):
    monkeypatch.setattr("winnow.bench.measuring_company.AT_ONCE", 250)
    make(tmp_path, 600, 3)
    facts = gather(duckdb.open_folder(tmp_path, AS_OF))
    assert facts.prospects.count().execute() == facts.prospects.prospect_id.nunique().execute() == 600
    ours = figures({name: ask() for name, ask in questions(facts).items()}) | dict(counted(facts))
    assert not different(ours, plain(tmp_path))


def test_of_temporary_tables_as_long_as_the_data_only_the_facts_are_left(folder):
    tables = duckdb.open_folder(folder / "tables", AS_OF)
    facts = gather(tables)
    sizes = tables.touches.get_backend().raw_sql(
        "SELECT table_name, estimated_size FROM duckdb_tables() WHERE temporary AND estimated_size >= 600"
    )
    assert {name for name, _size in sizes.fetchall()} <= {one.op().name for one in facts.held}


def test_what_an_engine_needs_is_told_with_how_many_touches_there_are(folder, capsys):
    growth("duckdb", str(folder / "tables"))
    told = json.loads(capsys.readouterr().out)
    assert told["touches"] > 4_000
    assert min(told["facts"], told["questions.cpu"], told["peak"]) > 0


def test_kept_facts_say_as_of_when_they_are_and_what_is_known(found):
    assert (found.as_of, found.zone) == (AS_OF, "UTC")
    assert (found.known.has("touches.reached"), found.known.has("touches.campaign_id")) == (True, False)


def test_facts_that_other_code_wrote_are_not_read(folder, tmp_path):
    told = json.loads((folder / "facts" / "facts.json").read_text())
    (tmp_path / "facts.json").write_text(json.dumps(told | {"edition": "of before"}))
    assert kept(tmp_path, duckdb.connect()) is None
    assert kept(tmp_path / "nowhere", duckdb.connect()) is None


def test_facts_replace_those_that_were_there(found, tmp_path):
    for zone in ("UTC", "Europe/Berlin"):
        keep(replace(found, zone=zone), tmp_path / "facts")
    assert kept(tmp_path / "facts", duckdb.connect()).zone == "Europe/Berlin"
    assert [one.name for one in tmp_path.iterdir()] == ["facts"]


def test_a_forecast_is_read_from_what_was_open_before(found):
    told = forecast(found)
    first, last = told.months["EUR"][0], told.months["EUR"][-1]
    assert first.orders[0] > last.orders[0] > 0  # most orders come soon
    assert first.orders[1] < first.orders[0] < first.orders[2]
    assert (told.tested.months, told.tested.came > 0) == (12, True)


def test_campaigns_forecasts_add_up_to_the_companys(found):
    campaigns = found.prospects.campaign_id.to_polars().unique().to_list()
    parts = [
        forecast(found, Scope(campaigns=half)) for half in (tuple(campaigns[:30]), tuple(campaigns[30:]))
    ]
    whole = forecast(found)
    assert sum(part.open for part in parts) == whole.open
    together = sum(part.months["EUR"][0].orders[0] for part in parts)
    assert together == pytest.approx(whole.months["EUR"][0].orders[0])


def test_without_orders_there_is_no_forecast():
    assert isinstance(forecast(facts(inquiries=[asked("ann", at())])), Unknown)
