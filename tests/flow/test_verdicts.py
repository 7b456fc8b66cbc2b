"""Verdicts and handovers in the flow: who gets a lead, and what a no leads to."""

import pytest

from tests.world import NOW, Cast, inquire, people
from winnow.flow.scene import Refused
from winnow.flow.verdicts import Decide, Respond, answer, decide, proposed, respond
from winnow.flow.work import Reassign, reassign
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Verdict
from winnow.qualify.actions import Said
from winnow.qualify.models import Decision, Handover


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


@pytest.fixture
def one(cast: Cast) -> int:
    return inquire(name="Mette Krag", email="mette@nordlys.example.com").prospect


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
