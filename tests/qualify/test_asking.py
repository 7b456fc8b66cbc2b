"""The question to put next: the expected change of the verdict for a second, against counting all completions."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.procedure.schema import Choice, Qualification, Question
from winnow.prospects.words import Grade, Verdict
from winnow.qualify.answers import Given, weigh
from winnow.qualify.asking import NOTHING, USUAL_SECONDS, Known, chances, next_question, ranked, seconds_of

VERDICTS = (Verdict.QUALIFIED, Verdict.NURTURE, Verdict.DISQUALIFIED)


def choice(key: str, points: int = 0, gate: str = "pass") -> Choice:
    return Choice(key=key, text=key, points=points, gate=gate)  # type: ignore[arg-type]


def question(key: str, *choices: Choice, required: bool = False) -> Question:
    return Question(key=key, about="need", text=key, choices=choices, required=required)


def desk(*questions: Question, enough: int = 50) -> Qualification:
    return Qualification(questions=questions, qualified_at=enough)


def outlook(answers: dict[str, Given], rules: Qualification, known: Known) -> list[float]:
    """By brute force: every completion with its chance, weighed by the rule that advises the verdict."""
    still = [one for one in rules.questions if one.key not in answers]
    found = dict.fromkeys(VERDICTS, 0.0)
    for combination in product(*(chances(one, known).items() for one in still)):
        chance, full = 1.0, dict(answers)
        for one, (key, likely) in zip(still, combination, strict=True):
            chance *= likely
            full[one.key] = Given(key)
        found[weigh(full, rules).advice] += chance
    return [found[one] for one in VERDICTS]


def expected_change(one: Question, answers: dict[str, Given], rules: Qualification, known: Known) -> float:
    now = outlook(answers, rules, known)
    change = 0.0
    for key, likely in chances(one, known).items():
        then = outlook(answers | {one.key: Given(key)}, rules, known)
        change += likely * sum(abs(a - b) for a, b in zip(then, now, strict=True)) / 2
    return change


gates = st.sampled_from(["pass", "pass", "pass", "nurture", "disqualify"])
choices = st.lists(st.tuples(st.integers(-20, 40), gates), min_size=1, max_size=4)
desks = st.lists(choices, min_size=1, max_size=4).map(
    lambda rows: desk(
        *(
            question(f"q{at}", *(choice(f"c{n}", points, gate) for n, (points, gate) in enumerate(row)))
            for at, row in enumerate(rows)
        ),
        enough=40,
    )
)


@given(rules=desks, data=st.data())
@settings(max_examples=150, deadline=None)
def test_the_expected_change_is_that_of_all_completions(rules: Qualification, data: st.DataObject) -> None:
    answered = data.draw(
        st.lists(st.sampled_from(rules.questions), unique_by=lambda one: one.key, max_size=2)
    )
    answers = {
        one.key: Given(data.draw(st.sampled_from(one.choices)).key, data.draw(st.sampled_from(list(Grade))))
        for one in answered
    }
    seen = {one.key: {one.choices[0].key: data.draw(st.integers(0, 200))} for one in rules.questions}
    known = Known(given=seen)
    for one in ranked(answers, rules, known):
        assert one.change == pytest.approx(expected_change(one.question, answers, rules, known), abs=1e-9)


GATE = question("gate", choice("served"), choice("not", gate="disqualify"))
WIDE = question("wide", choice("much", 60), choice("little"))
NARROW = question("narrow", choice("some", 6), choice("none"))
DESK = desk(NARROW, WIDE, GATE, enough=40)


def asked_next(
    answers: dict[str, Given], rules: Qualification = DESK, known: Known = NOTHING
) -> Question | None:
    return next_question(answers, rules, ranked(answers, rules, known))


def first(
    known: Known = NOTHING, answers: dict[str, Given] | None = None, rules: Qualification = DESK
) -> str:
    found = asked_next(answers or {}, rules, known)
    return found.key if found else ""


def test_what_cannot_change_the_verdict_comes_last() -> None:
    assert [one.question.key for one in ranked({}, DESK)][-1] == "narrow"


def test_a_gate_that_almost_everybody_passes_waits_for_what_divides() -> None:
    passed = Known(given={"gate": {"served": 990, "not": 10}, "wide": {"much": 500, "little": 500}})
    assert first(passed) == "wide"


def test_a_gate_that_stops_half_of_them_comes_first_when_points_hardly_differ() -> None:
    stops = Known(given={"gate": {"served": 500, "not": 500}, "wide": {"much": 10, "little": 990}})
    assert first(stops) == "gate"


def test_a_question_that_takes_ten_times_as_long_waits() -> None:
    even = {"gate": {"served": 500, "not": 500}, "wide": {"much": 500, "little": 500}}
    slow = {one: Known(even, {one: (1000, 400.0)}) for one in ("gate", "wide")}
    assert (first(slow["gate"]), first(slow["wide"])) == ("wide", "gate")


def test_after_a_nurture_answer_only_what_can_disqualify_matters() -> None:
    later = question("later", choice("now", 10), choice("open", gate="nurture"))
    rules = desk(WIDE, later, GATE, enough=40)
    found = ranked({"later": Given("open")}, rules)
    assert [(one.question.key, one.change > 0) for one in found] == [("gate", True), ("wide", False)]


def test_where_nothing_changes_the_verdict_any_more_required_questions_come_first() -> None:
    must = question("must", choice("a"), choice("b"), required=True)
    rules = desk(NARROW, must, enough=40)
    assert [one.question.key for one in ranked({}, rules)] == ["must", "narrow"]


def test_nothing_is_asked_after_an_answer_that_disqualifies() -> None:
    assert asked_next({"gate": Given("not")}) is None


def test_nothing_is_asked_when_all_is_answered() -> None:
    assert asked_next({"gate": Given("served"), "wide": Given("much"), "narrow": Given("some")}) is None


def test_an_unmeasured_question_takes_the_usual_seconds() -> None:
    assert seconds_of("wide") == USUAL_SECONDS


def test_few_measured_times_are_drawn_towards_the_usual() -> None:
    assert [round(seconds_of("wide", Known(seconds={"wide": (timed, 90.0)}))) for timed in (1, 5, 500)] == [
        52, 68, 90,
    ]  # fmt: skip


def test_unseen_answers_are_equally_likely() -> None:
    assert chances(WIDE) == {"much": 0.5, "little": 0.5}


@given(st.dictionaries(st.sampled_from(["much", "little", "gone"]), st.integers(0, 1000)))
def test_chances_sum_to_one(seen: dict[str, int]) -> None:
    assert sum(chances(WIDE, Known(given={"wide": seen})).values()) == pytest.approx(1)
