"""Verdicts and handovers in the flow: who gets a lead, and what a no leads to."""

from datetime import timedelta

import pytest

from tests.world import NOW, Cast, inquire
from winnow.flow.finish import Close, Reopen, close, reopen
from winnow.flow.scene import Refused
from winnow.flow.takeback import TakeBack, take_back
from winnow.flow.verdicts import Decide, Respond, answer, decide, proposed, respond
from winnow.flow.work import Reassign, reassign
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Grade, Outcome, Verdict
from winnow.qualify.actions import Said
from winnow.qualify.answers import Given, Weighing, weigh
from winnow.qualify.models import Decision, Handover
from winnow.qualify.queries.standing import standing


def row(number: int) -> Prospect:
    return Prospect.objects.get(id=number)


def answered(cast: Cast, prospect: int) -> None:
    questions = in_force(NOW)[1].qualification.questions
    answer([Said(prospect, one.key, one.choices[0].key, NOW, cast.ben.id) for one in questions], now=NOW)


def qualified(cast: Cast, prospect: int, to: int | None = None) -> None:
    answered(cast, prospect)
    decide([Decide(prospect, Verdict.QUALIFIED, NOW, cast.ben.id, to=to)], now=NOW)


def test_the_proposed_seller_is_the_one_who_then_gets_it(cast, one):
    answered(cast, one)
    seller, why = proposed(Prospect.objects.select_related("person").get(id=one), cast.ben.id, now=NOW)
    qualified(cast, one)
    assert (row(one).owner_id, why) == (seller, Event.objects.get(kind="handed_over").reason)


def test_a_proposal_writes_nothing(cast, one):
    before = Event.objects.count()
    proposed(Prospect.objects.select_related("person").get(id=one), cast.ben.id, now=NOW)
    assert Event.objects.count() == before
    assert not Handover.objects.exists()


def test_a_verdict_keeps_the_answers_it_rested_on(cast, one):
    qualified(cast, one)
    assert Decision.objects.get().answers["need"]["choice"] == "problem_now"


def test_who_rejected_it_is_not_proposed_again(cast, one):
    qualified(cast, one, to=cast.anna.id)
    respond([Respond(one, False, NOW, cast.anna.id, "no_capacity")], now=NOW)
    seller, _ = proposed(Prospect.objects.select_related("person").get(id=one), cast.ben.id, now=NOW)
    assert seller == cast.ned.id


def test_a_no_without_a_reason_is_refused(cast, one):
    qualified(cast, one, to=cast.anna.id)
    with pytest.raises(Refused, match="Say why"):
        respond([Respond(one, False, NOW, cast.anna.id)], now=NOW)


def test_a_lead_goes_to_sellers_only(cast, one):
    answered(cast, one)
    with pytest.raises(Refused, match="active seller"):
        decide([Decide(one, Verdict.QUALIFIED, NOW, cast.ben.id, to=cast.cem.id)], now=NOW)


def test_an_answer_that_is_none_is_refused(cast, one):
    with pytest.raises(Refused, match="is not an answer"):
        answer([Said(one, "need", "perhaps", NOW, cast.ben.id)], now=NOW)


def test_who_is_given_a_waiting_handover_by_hand_can_answer_it(cast, one):
    qualified(cast, one, to=cast.anna.id)
    reassign([Reassign(one, NOW, cast.cem.id, "Anna is away", cast.ned.id)], now=NOW)
    accepted = respond([Respond(one, True, NOW, cast.ned.id)], now=NOW)[one]
    assert (accepted.stage, accepted.owner_id) == ("opportunity", cast.ned.id)
    assert Handover.objects.get(accepted_at__isnull=False).taker == cast.ned


LATER = NOW + timedelta(days=40)


@pytest.fixture
def again(cast: Cast, one: int) -> int:
    """Once said to have no need and closed for it; taken up again."""
    need = next(each for each in in_force(NOW)[1].qualification.questions if each.key == "need")
    answered(cast, one)
    no = next(choice.key for choice in need.choices if choice.gate == "disqualify")
    answer([Said(one, "need", no, NOW, cast.ben.id)], now=NOW)
    close([Close(one, Outcome.NOT_BUYING, NOW, cast.ben.id, "no_need")], now=NOW)
    reopen([Reopen(one, LATER, cast.cem.id, "They called")], now=LATER)
    return one


def weighed(prospect: int) -> Weighing:
    """What the answers that count amount to."""
    counting = standing([prospect])[prospect].counting
    given = {key: Given(one.choice, Grade(one.grade)) for key, one in counting.items()}
    return weigh(given, in_force(NOW)[1].qualification)


def qualifying(cast: Cast, prospect: int) -> None:
    decide([Decide(prospect, Verdict.QUALIFIED, LATER, cast.ben.id)], now=LATER)


def test_an_old_no_does_not_block_who_is_taken_up_again(cast, again):
    weighing = weighed(again)
    assert weighing.gates_failed == ()
    assert weighing.points == 0


def test_what_was_said_before_must_be_confirmed_before_it_makes_a_lead(cast, again):
    with pytest.raises(Refused, match="only needs to be confirmed"):
        qualifying(cast, again)


def test_an_answer_given_again_counts(cast, again):
    questions = in_force(NOW)[1].qualification.questions
    said = [Said(again, each.key, each.choices[0].key, LATER, cast.ben.id) for each in questions]
    answer(said, now=LATER)
    qualifying(cast, again)
    assert row(again).stage == "lead"


def test_a_repeat_inquiry_after_closing_makes_old_answers_wait_for_confirmation(cast, one):
    answered(cast, one)
    close([Close(one, Outcome.NOT_BUYING, NOW, cast.ben.id, "no_need")], now=NOW)
    inquire(LATER, email=row(one).person.email)
    assert row(one).state == "working"
    assert weighed(one).points == 0


def test_a_verdict_keeps_only_the_answers_that_counted(cast, again):
    reason = in_force(NOW)[1].qualification.nurture_reasons[0].key
    decide([Decide(again, Verdict.NURTURE, LATER, cast.ben.id, reason)], now=LATER)
    assert Decision.objects.get().answers == {}


def test_an_end_taken_back_leaves_the_answers_as_they_were(cast, one):
    answered(cast, one)
    points = weighed(one).points
    close([Close(one, Outcome.NOT_BUYING, NOW, cast.ben.id, "no_need")], now=NOW)
    take_back(TakeBack(one, Event.objects.latest("id").id, LATER, cast.ben.id, "A slip"), now=LATER)
    assert weighed(one).points == points > 0
