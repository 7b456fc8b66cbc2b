"""The findings of a firm whose every figure was worked out by hand."""

import pytest

from tests.measure.findings import firm
from tests.measure.findings.firm import FORMULA
from winnow.measure.canonical import TABLES
from winnow.measure.engines import duckdb
from winnow.measure.facts import gather
from winnow.measure.findings import QUESTIONS, look
from winnow.measure.findings.finding import COUNTED, MEASURED, THUMB


@pytest.fixture(scope="module")
def looked():
    return firm.looked()


@pytest.fixture(scope="module")
def found(looked):
    return {one.key: one for one in (*looked.findings, *looked.further)}


def ids(finding):
    return set(finding.ids.to_polars()["prospect_id"])


def test_sixty_never_followed_up_at_the_rate_of_those_who_were(found):
    one = found["never-followed-up"]
    assert one.orders[0] == pytest.approx(60 * 51 / 370)
    assert one.money["EUR"][0] == one.figure == pytest.approx(1000 * 60 * 51 / 370)
    assert one.low < one.figure < one.high
    assert (one.count, one.unit, FORMULA in ids(one)) == (60, "EUR", True)
    assert one.title.startswith(
        "60 prospects had no follow-up (14 % of those who asked); at your own rates that is"
    )


def test_a_hundred_answered_late_beside_as_many_answered_early(found):
    one = found["answered-late"]
    assert one.orders[0] == pytest.approx(100 * 46 / 270 - 5)
    assert one.count == len(ids(one)) == 100


def test_forty_given_up_at_the_rate_of_those_tried_more_often(found):
    one = found["given-up"]
    assert one.orders[0] == pytest.approx(40 * 6 / 30)
    assert all(who.startswith("left") for who in ids(one))


def test_a_campaign_that_lost_money_and_one_that_is_starved(found):
    assert found["campaigns-at-a-loss"].figure == pytest.approx(95_000)
    assert "<script>" in found["campaigns-at-a-loss"].title  # escaped where it is shown
    assert found["campaigns-starved"].figure == pytest.approx(40)


def test_who_follows_up_less_than_the_others(found):
    one = found["people-differ"]
    assert one.figure == pytest.approx(62.5)  # vic: 100 of 160, una: 270 of 270
    assert one.title.startswith("Vic")


def test_promises_handovers_repeats_and_nurture_are_counted(found):
    assert found["promises-broken"].figure == 100
    assert found["handovers-rejected"].figure == pytest.approx(25)
    assert "too small (3)" in found["handovers-rejected"].title
    assert ids(found["asked-again"]) == {FORMULA}
    assert found["nurture-forgotten"].count == 10


def test_an_order_of_nobody_is_counted_and_not_called_lost(found):
    assert (found["untraced"].figure, found["untraced"].grade) == (70, COUNTED)


def test_the_rule_of_thumb_is_called_one(found):
    one = found["left-to-others"]
    assert one.orders[0] == 194 - 51
    assert one.grade == THUMB


def test_the_costliest_come_first_and_the_rule_of_thumb_last(looked):
    every = [*looked.findings, *looked.further]
    costs = [
        max((value for value, *_ in one.money.values()), default=0) for one in every if one.grade == MEASURED
    ]
    assert len(looked.findings) == 10
    assert every[0].key == "campaigns-at-a-loss"
    assert costs == sorted(costs, reverse=True)
    assert every[-1].key == "left-to-others"


def test_every_question_has_exactly_one_answer(looked):
    answered = [one.key for one in (*looked.findings, *looked.further, *looked.nothing)]
    assert len(answered) + len(looked.unknown) == len(QUESTIONS)
    assert len(set(answered)) == len(answered)


def test_every_interval_holds_its_figure(found):
    assert [one.key for one in found.values() if not one.low <= one.figure <= one.high] == []


def test_a_firm_that_wrote_nothing_down_has_no_findings_and_no_errors():
    tables = duckdb.open_frames({})
    looked = look(gather(tables), tables)
    assert (looked.findings, len(TABLES)) == ((), 7)
    assert all(reason for reason in looked.unknown.values())
