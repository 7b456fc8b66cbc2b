"""Questions asked again of kept facts: the same answers as without, whoever they speak of."""

from dataclasses import replace
from datetime import timedelta

import pytest

from winnow.bench.measuring_company import AS_OF, make
from winnow.measure.engines import duckdb
from winnow.measure.facts import gather
from winnow.measure.figures.blocks import plain
from winnow.measure.figures.pages import build
from winnow.measure.figures.question import Asked
from winnow.measure.figures.said import SAID
from winnow.measure.findings import look
from winnow.measure.kept import QUESTIONS, keep, kept, read, remember
from winnow.measure.metrics.asking import ask
from winnow.measure.metrics.scope import ALL, Scope

NARROWED = (Asked(), Asked(days=200, channel="email"), Asked(campaign="c2", owners=("u1", "u2")))


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = tmp_path_factory.mktemp("company")
    make(folder, 900, 3)
    return folder


@pytest.fixture(scope="module")
def gathered(company):
    return gather(duckdb.open_folder(company, AS_OF))


@pytest.fixture(scope="module")
def folder(gathered, tmp_path_factory):
    made = tmp_path_factory.mktemp("kept") / "facts"
    keep(gathered, made)
    return made


@pytest.fixture
def found(folder):
    return kept(folder, duckdb.connect())


def _counted(facts):
    return facts.prospects.agg(n=facts.prospects.count())


def _held(facts, least):
    rows = facts.prospects.filter(facts.prospects.touches >= least)
    return rows.agg(n=rows.count())


@pytest.mark.parametrize("page", SAID)
def test_a_page_is_the_same_as_without_what_was_remembered(gathered, found, page):
    for asked in NARROWED:
        told = [plain(build(facts, page, asked)) for facts in (found, gathered)]
        assert told[0] == _nearly(told[1]), asked


def test_an_audit_of_kept_facts_finds_what_one_of_the_tables_finds(company, gathered, found):
    tables = duckdb.open_folder(company, AS_OF, connection=found.remembered.connection)
    kept_ones, others = look(found, tables), look(gathered, duckdb.open_folder(company, AS_OF))
    assert [one.title for one in kept_ones.findings] == [one.title for one in others.findings]
    assert len(others.findings) > 3


def test_a_question_is_put_into_sql_once_for_everybody(found, monkeypatch):
    before = ask(found, ALL, _counted).item()
    texts = dict(found.remembered.texts)
    some = ask(found, Scope(channels=("web",)), _counted).item()
    again = ask(found, ALL, _counted).item()
    assert 0 < some < before == again
    assert found.remembered.texts == texts


def test_what_is_given_to_a_question_makes_it_another(found):
    assert ask(found, ALL, _held, 0).item() > ask(found, ALL, _held, 3).item() > 0


def test_facts_changed_by_hand_are_not_answered_from_those_before(found):
    few = found.prospects.filter(found.prospects.channel == "web")
    everybody = ask(found, ALL, _counted).item()
    assert 0 < ask(replace(found, prospects=few), ALL, _counted).item() < everybody


def test_two_kept_facts_on_one_connection_do_not_answer_for_each_other(gathered, found, tmp_path):
    half = gathered.as_of - timedelta(days=300)
    before = gathered.prospects.first_at < int(half.timestamp() * 1_000_000)
    keep(replace(gathered, prospects=gathered.prospects.filter(before)), tmp_path / "half")
    other = kept(tmp_path / "half", found.remembered.connection)
    every, fewer = ask(found, ALL, _counted).item(), ask(other, ALL, _counted).item()
    assert 0 < fewer < every == ask(found, ALL, _counted).item()


def test_how_facts_were_asked_is_kept_beside_them(gathered, tmp_path):
    keep(gathered, tmp_path / "facts", lambda fresh: _asked(fresh))
    found = kept(tmp_path / "facts", duckdb.connect())
    texts = dict(found.remembered.texts)
    assert ask(found, Scope(channels=("web",)), _counted).item() > 0
    assert found.remembered.texts == texts
    assert len(texts) == 1


def _asked(fresh):
    facts = read(fresh, duckdb.connect())
    ask(facts, ALL, _counted)
    remember(facts, fresh)


def test_questions_that_cannot_be_read_are_asked_anew(gathered, tmp_path):
    keep(gathered, tmp_path / "facts", lambda fresh: (fresh / QUESTIONS).write_text("{half of"))
    assert ask(kept(tmp_path / "facts", duckdb.connect()), ALL, _counted).item() == 900


def _nearly(told):
    """Sums of floats may differ in the last places, since rows are added up in another order."""
    if isinstance(told, dict):
        return {name: _nearly(one) for name, one in told.items()}
    if isinstance(told, list | tuple):
        return type(told)(_nearly(one) for one in told)
    return pytest.approx(told, rel=1e-9, abs=1e-12) if isinstance(told, float) else told
