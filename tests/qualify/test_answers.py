"""Answers: their weight, their gates, the next question, and the outcome they desire."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.procedure.schema import Choice, DeliveredOutcome, Qualification, Question
from winnow.prospects.words import Grade, Verdict
from winnow.qualify.answers import Given, align, weigh
from winnow.qualify.asking import next_question, ranked

NEED = Question(
    key="need", about="need", text="What for?", required=True,
    choices=(
        Choice(key="now", text="A problem now", points=40),
        Choice(key="curious", text="Curiosity", gate="nurture"),
        Choice(key="none", text="No need", gate="disqualify"),
    ),
)  # fmt: skip
TIME = Question(
    key="time", about="time", text="By when?", required=True,
    choices=(Choice(key="soon", text="Soon", points=30), Choice(key="open", text="Open", points=5)),
)  # fmt: skip
FIT = Question(
    key="fit", about="fit", text="Who are you?",
    choices=(Choice(key="best", text="Our best", points=15), Choice(key="edge", text="Edge", points=-15)),
)  # fmt: skip
MONEY = Question(
    key="money", about="money", text="How paid?",
    choices=(Choice(key="set", text="A budget is set", points=10), Choice(key="none", text="None", points=0)),
)  # fmt: skip
DESK = Qualification(questions=(MONEY, FIT, TIME, NEED), qualified_at=50)

PROVED = Grade.CORROBORATED
ENOUGH = {"need": Given("now", PROVED), "time": Given("soon", PROVED)}


def test_enough_points_without_a_failed_gate_make_a_lead() -> None:
    assert (weigh(ENOUGH, DESK).points, weigh(ENOUGH, DESK).advice) == (70, Verdict.QUALIFIED)


def test_a_mere_claim_counts_less_than_a_purchase_order() -> None:
    worth = [weigh({"need": Given("now", grade)}, DESK).points for grade in Grade]
    assert worth == [28, 40, 48]


def test_half_points_are_rounded_alike_in_both_directions() -> None:
    worth = [weigh({"fit": Given(choice)}, DESK).points for choice in ("best", "edge")]
    assert worth == [11, -11]


def test_a_required_answer_that_is_missing_bars_the_lead() -> None:
    weighing = weigh({"need": Given("now", Grade.PURCHASE_ORDER), "fit": Given("best", PROVED)}, DESK)
    assert (weighing.points, weighing.missing, weighing.advice) == (63, ("time",), Verdict.NURTURE)


def test_too_few_points_are_advised_to_nurture() -> None:
    weighing = weigh({"need": Given("now", PROVED), "time": Given("open", PROVED)}, DESK)
    assert (weighing.advice, weighing.because) == (Verdict.NURTURE, "45 of the 50 points that make a lead.")


@pytest.mark.parametrize(
    ("choice", "verdict"), [("curious", Verdict.NURTURE), ("none", Verdict.DISQUALIFIED)]
)
def test_a_failed_gate_decides_the_advice(choice: str, verdict: Verdict) -> None:
    weighing = weigh({"need": Given(choice), "time": Given("soon", PROVED)}, DESK)
    assert (weighing.gates_failed, weighing.advice) == (("need",), verdict)


def test_an_answer_this_procedure_does_not_know_counts_as_none() -> None:
    weighing = weigh({"need": Given("was_dropped"), "old": Given("x")}, DESK)
    assert (weighing.points, weighing.unknown, weighing.missing) == (0, ("need", "old"), ("time", "need"))


def test_nothing_more_is_asked_of_who_is_disqualified() -> None:
    assert next_question({"need": Given("none")}, DESK, ranked({"need": Given("none")}, DESK)) is None


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        one.key: st.builds(Given, st.sampled_from([c.key for c in one.choices]), st.sampled_from(list(Grade)))
        for one in DESK.questions
    },
)


@given(ANSWERS)
def test_the_reasons_add_up_to_the_points(answers: dict[str, Given]) -> None:
    weighing = weigh(answers, DESK)
    assert weighing.points == sum(points for _, points in weighing.reasons)


@given(ANSWERS)
def test_nobody_is_advised_as_qualified_with_a_failed_gate_or_a_missing_answer(
    answers: dict[str, Given],
) -> None:
    weighing = weigh(answers, DESK)
    assert weighing.advice != Verdict.QUALIFIED or not (weighing.gates_failed or weighing.missing)


@given(ANSWERS)
def test_the_next_question_is_never_one_already_answered(answers: dict[str, Given]) -> None:
    question = next_question(answers, DESK, ranked(answers, DESK))
    assert question is None or question.key not in answers


# The outcome they desire

OURS = (
    DeliveredOutcome(
        key="lower_cost", text="The same work costs less", synonyms=("save money", "Kosten senken")
    ),
    DeliveredOutcome(key="fewer_failures", text="Fewer failures and stoppages", synonyms=("downtime",)),
)


@pytest.mark.parametrize(
    ("said", "key", "how"),
    [
        ("the same work costs less!", "lower_cost", "exact"),
        ("We must save  money, soon", "lower_cost", "synonym"),
        ("Wir wollen KOSTEN SENKEN", "lower_cost", "synonym"),
        ("less downtme please", "fewer_failures", "similar"),
        ("stoppages and failures should be fewer", "fewer_failures", "similar"),
    ],
)
def test_words_of_a_prospect_find_the_outcome_we_deliver(said: str, key: str, how: str) -> None:
    best = align(said, OURS)[0]
    assert (best.key, best.how) == (key, how)


@pytest.mark.parametrize("said", ["", "...", "a nicer logo", "the and of"])
def test_words_about_something_else_find_nothing(said: str) -> None:
    assert align(said, OURS) == []


def test_the_better_match_comes_first() -> None:
    found = align("less downtme, and save money", OURS)
    assert [one.key for one in found] == ["lower_cost", "fewer_failures"]
