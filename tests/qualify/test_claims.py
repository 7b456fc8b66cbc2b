"""Claims are kept for ever, and what they are worth is counted from those old enough to judge."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from tests.world import NOW, Cast, inquire, people
from winnow.flow.finish import Bought, order
from winnow.flow.verdicts import answer
from winnow.flow.worths import claim_worths, learn, learn_if_due
from winnow.prospects.words import Grade
from winnow.qualify.actions import Said, react, record_answers
from winnow.qualify.models import Answer, Claim, Learned
from winnow.qualify.queries.claims import seconds_since, taught, taught_until
from winnow.qualify.taught import median_of

A_DAY = timedelta(days=1)
YEAR = 365 * A_DAY
LATER = NOW + YEAR + A_DAY
OTHERS = 300 * A_DAY


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


def say(prospect: int, choice: str, at: datetime = NOW, grade: Grade = Grade.STATED, **more: object) -> None:
    question = str(more.pop("question", "money"))
    record_answers([Said(prospect, question, choice, at, None, grade=grade, **more)])  # type: ignore[arg-type]


def buy(cast: Cast, prospect: int, at: datetime) -> None:
    order([Bought(prospect, Decimal(100), "EUR", at, cast.cem.id)], now=at)


def worth(choice: str = "budget_set", grade: str = "", now: datetime = LATER, days: int = 365):
    return taught_until(now, days).worth("money", choice, grade)


def test_an_answer_that_changes_stays_as_a_claim(cast):
    one = inquire().prospect
    say(one, "budget_set")
    say(one, "unknown", NOW + A_DAY)
    assert [claim.choice for claim in Claim.objects.order_by("id")] == ["budget_set", "unknown"]
    assert Answer.objects.get().choice == "unknown"


def test_an_answer_keeps_its_evidence(cast):
    one = inquire().prospect
    answer(
        [
            Said(
                one,
                "money",
                "budget_set",
                NOW,
                cast.ben.id,
                "Yes",
                Grade.CORROBORATED,
                "Board minutes of May",
            )
        ],
        now=NOW,
    )
    assert (Answer.objects.get().grade, Answer.objects.get().evidence) == (
        "corroborated",
        "Board minutes of May",
    )


def test_of_those_who_claimed_a_budget_so_many_bought(cast):
    ones = [inquire().prospect for _ in range(3)]
    for one in ones:
        say(one, "budget_set")
    buy(cast, ones[0], NOW + OTHERS)
    assert worth()[3:] == (3, 3, 1)


def test_who_claimed_it_lately_is_young_and_neither_buyer_nor_other(cast):
    old, young = inquire().prospect, inquire().prospect
    say(old, "budget_set")
    say(young, "budget_set", LATER - A_DAY)
    buy(cast, young, LATER - timedelta(hours=1))
    assert (worth()[3:], worth().young) == ((2, 1, 0), 1)


def test_who_bought_later_than_the_days_that_count_is_an_other(cast):
    one = inquire().prospect
    say(one, "budget_set")
    buy(cast, one, NOW + 100 * A_DAY)
    assert (worth(days=99).bought, worth(days=100).bought) == (0, 1)


def test_a_claim_made_after_the_purchase_proves_nothing(cast):
    one = inquire().prospect
    buy(cast, one, NOW + A_DAY)
    say(one, "budget_set", NOW + 2 * A_DAY, Grade.PURCHASE_ORDER)
    assert worth()[3:] == (0, 0, 0)


def test_the_same_claim_counts_once_at_each_grade(cast):
    one = inquire().prospect
    say(one, "budget_set")
    say(one, "budget_set", NOW + A_DAY)
    say(one, "budget_set", NOW + A_DAY, Grade.CORROBORATED)
    assert [worth(grade=grade).said for grade in ("", "stated", "corroborated")] == [1, 1, 1]


def test_what_is_learned_at_an_instant_knows_nothing_of_later(cast):
    one = inquire().prospect
    say(one, "budget_set")
    before = taught_until(LATER, 365)
    say(one, "unknown", LATER + A_DAY)
    buy(cast, one, LATER + A_DAY)
    assert taught_until(LATER, 365).worths == before.worths


def test_the_desk_reads_what_was_learned_last(cast):
    one = inquire().prospect
    say(one, "budget_set", seconds=40)
    learn(LATER)
    assert (taught().worth("money", "budget_set").judged, taught().seconds["money"]) == (1, (1, 40.0))


def test_it_is_learned_anew_every_hour(cast):
    steps = [learn_if_due(LATER + timedelta(minutes=wait)) for wait in (0, 59, 60)]
    assert (steps, Learned.objects.count()) == ([True, False, True], 2)


def test_worths_are_handed_on_with_their_interval(cast):
    ones = [inquire().prospect for _ in range(4)]
    for one in ones:
        say(one, "budget_set")
    buy(cast, ones[0], NOW + A_DAY)
    found = next(one for one in claim_worths(taught_until(LATER, 365)) if one.grade == "stated")
    assert (found.question, found.choice, found.n, found.bought, found.young) == (
        "money",
        "budget_set",
        4,
        1,
        0,
    )
    assert (round(found.low, 3), round(found.high, 3)) == (0.046, 0.699)  # Wilson, 1 of 4


def test_learning_takes_as_many_statements_for_many_as_for_few(cast, django_assert_num_queries):
    for _ in range(5):
        say(inquire().prospect, "budget_set")
    with django_assert_num_queries(5):
        taught_until(LATER, 365)


def test_a_great_question_counts_once_for_a_prospect(cast):
    one = inquire().prospect
    for _ in range(2):
        react([(one, "money", cast.ben.id)], at=NOW)
    assert taught_until(LATER, 365).liked == {"money": 1}


def test_the_seconds_are_those_since_the_persons_last_answer(cast):
    one = inquire().prospect
    record_answers([Said(one, "need", "project", NOW, cast.ben.id)])
    since = [
        seconds_since(one, by, NOW + timedelta(seconds=50), NOW - timedelta(seconds=30))
        for by in (cast.ben.id, cast.cem.id)
    ]
    assert since == [50, 80]


def test_an_interruption_is_no_time_to_answer(cast):
    assert seconds_since(inquire().prospect, cast.ben.id, NOW, NOW - timedelta(minutes=11)) is None


@pytest.mark.parametrize(
    ("counted", "median"), [([(5, 1)], 5), ([(1, 1), (9, 1)], 5), ([(3, 2), (1, 1), (90, 1)], 3)]
)
def test_the_median_of_counted_values(counted, median):
    assert median_of(counted)[1] == median
