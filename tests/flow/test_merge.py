"""Two prospects that are one person become one by hand; nothing is lost, and it can be undone."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.world import NOW, inquire, people
from winnow.flow.finish import Bought, Close, Rest, close, nurture, order
from winnow.flow.merge import Merge, merge, unmerge
from winnow.flow.merge_choice import snapshot
from winnow.flow.privacy import silence
from winnow.flow.scene import Refused
from winnow.flow.tick import tick
from winnow.flow.verdicts import Decide, Respond, answer, decide, respond
from winnow.flow.work import Dispose, Reschedule, dispose, reschedule
from winnow.people.models import Load
from winnow.procedure.queries import in_force
from winnow.prospects import queries
from winnow.prospects.models import Event, Identity, Order, Person, Prospect
from winnow.prospects.words import Outcome, Verdict
from winnow.qualify.actions import Said, waiting

LATER = NOW + timedelta(hours=1)


def pair(**second) -> tuple[int, int]:
    keep = inquire(name="Mette Krag", email="mette@nordlys.example.com").prospect
    return keep, inquire(name="Mette Krag", email="mette.krag@gmail.com", **second).prospect


def row(number: int) -> Prospect:
    return Prospect.objects.get(id=number)


def joined(cast, keep: int, lose: int, now: datetime = LATER) -> Event:
    merge(Merge(keep, lose, cast.cem.id, "She said so"), now=now)
    return Event.objects.get(prospect_id=keep, kind="merged")


def qualify(cast, prospect: int) -> None:
    questions = in_force(NOW)[1].qualification.questions
    answer([Said(prospect, one.key, one.choices[0].key, NOW, cast.ben.id) for one in questions], now=NOW)
    decide([Decide(prospect, Verdict.QUALIFIED, NOW, cast.ben.id, to=cast.anna.id)], now=NOW)


def accepted(cast, prospect: int) -> None:
    qualify(cast, prospect)
    respond([Respond(prospect, True, NOW, cast.anna.id)], now=NOW)


def bought(cast, prospect: int) -> None:
    order([Bought(prospect, Decimal(100), "EUR", NOW, cast.anna.id)], now=NOW)


def test_of_two_open_ones_one_stays_open_with_what_comes_sooner(cast):
    keep, lose = pair(channel="phone")
    sooner = row(lose).due_at
    joined(cast, keep, lose)
    assert (row(keep).state, row(keep).due_at) == ("working", sooner)
    assert (row(lose).state, row(lose).outcome, row(lose).outcome_reason) == (
        "closed",
        "invalid",
        "duplicate",
    )
    assert row(lose).merged_into_id == keep


def test_a_promise_is_kept_although_something_else_comes_sooner(cast):
    keep, lose = pair()
    promised = NOW + timedelta(days=2)
    reschedule([Reschedule(lose, promised, NOW, cast.ben.id, "She asked", promised=True)], now=NOW)
    joined(cast, keep, lose)
    assert (row(keep).due_at, row(keep).queue, row(keep).next_action) == (promised, "1_promised", "call_back")


def test_a_closed_one_goes_on_with_what_was_open_of_the_other(cast):
    keep, lose = pair()
    close([Close(keep, Outcome.NOT_BUYING, NOW, cast.ben.id, "no_need")], now=NOW)
    joined(cast, keep, lose)
    assert (row(keep).state, row(keep).outcome, row(keep).owner_id) == ("working", "", cast.ben.id)


def test_a_wish_not_to_be_contacted_survives(cast):
    keep, lose = pair()
    close([Close(lose, Outcome.DO_NOT_CONTACT, NOW, cast.ben.id, "asked")], now=NOW)
    joined(cast, keep, lose)
    assert (row(keep).state, row(keep).outcome) == ("closed", "do_not_contact")
    assert Person.objects.get(id=row(keep).person_id).do_not_contact_at is not None


def test_orders_add_up_and_the_customer_stays_one(cast):
    keep, lose = pair()
    bought(cast, lose)
    close([Close(keep, Outcome.NOT_BUYING, NOW, cast.ben.id, "no_need")], now=NOW)
    joined(cast, keep, lose)
    assert (row(keep).stage, row(keep).outcome, row(keep).order_count) == ("customer", "bought", 1)
    assert queries.orders(queries.whole(keep)) == [Order.objects.get()]


def test_a_waiting_handover_goes_on_under_the_one_that_is_kept(cast):
    keep, lose = pair()
    qualify(cast, lose)
    until = waiting([lose])[lose].respond_by
    joined(cast, keep, lose)
    assert (row(keep).stage, row(keep).owner_id, row(keep).next_action) == ("lead", cast.anna.id, "accept")
    assert waiting([keep])[keep].respond_by == until
    assert not waiting([lose])
    respond([Respond(keep, True, LATER, cast.anna.id)], now=LATER)
    assert row(keep).stage == "opportunity"


def test_the_history_of_both_is_read_together(cast):
    keep, lose = pair(message="Second words")
    dispose([Dispose(lose, "no_answer", NOW, cast.ben.id, minutes=4)], now=NOW)
    joined(cast, keep, lose)
    history = queries.history(keep)
    assert {one.message for one in history.inquiries} >= {"Second words"}
    assert len(history.inquiries) == 2
    assert [touch.minutes for touch in history.touches] == [4]


def test_answers_of_the_other_one_are_not_asked_again(cast):
    keep, lose = pair()
    answer([Said(lose, "need", "project", NOW, cast.ben.id)], now=NOW)
    event = joined(cast, keep, lose)
    assert row(keep).answers.get().choice == "project"
    unmerge(event.id, by=cast.cem.id, now=LATER)
    assert not row(keep).answers.exists()
    assert row(lose).answers.exists()


def test_whoever_inquires_by_either_address_reaches_the_one_prospect(cast):
    keep, lose = pair()
    joined(cast, keep, lose)
    assert inquire(now=LATER, email="mette.krag@gmail.com").prospect == keep
    assert not Identity.objects.filter(person_id=row(lose).person_id).exists()


def test_a_merge_of_a_merged_one_is_read_through_both(cast):
    keep, lose = pair()
    third = inquire(name="M Krag", email="m@third.example.com").prospect
    joined(cast, lose, third)
    joined(cast, keep, lose)
    assert set(queries.whole(keep)) == {keep, lose, third}


def test_an_outer_merge_must_be_undone_before_the_inner_one(cast):
    keep, lose = pair()
    third = inquire(name="M Krag", email="m@third.example.com").prospect
    inner = joined(cast, lose, third)
    joined(cast, keep, lose)
    with pytest.raises(Refused, match="Undo first"):
        unmerge(inner.id, by=cast.cem.id, now=LATER)


@pytest.mark.parametrize("wrong", ["itself", "no reason", "again"])
def test_a_merge_that_makes_no_sense_is_refused(cast, wrong):
    keep, lose = pair()
    if wrong == "again":
        joined(cast, keep, lose)
    one = Merge(
        keep, keep if wrong == "itself" else lose, cast.cem.id, " " if wrong == "no reason" else "Same"
    )
    with pytest.raises(Refused):
        merge(one, now=LATER)


def test_a_merge_is_undone_once(cast):
    event = joined(cast, *pair())
    unmerge(event.id, by=cast.cem.id, now=LATER)
    with pytest.raises(Refused, match="undone before"):
        unmerge(event.id, by=cast.cem.id, now=LATER)


def test_work_done_since_stays_with_the_one_that_was_kept(cast):
    keep, lose = pair()
    event = joined(cast, keep, lose)
    dispose([Dispose(keep, "connected", LATER, cast.ben.id)], now=LATER)
    unmerge(event.id, by=cast.cem.id, now=LATER)
    assert (row(keep).conversations, row(keep).inquiries, row(keep).next_action) == (1, 1, "qualify")
    assert row(lose).state == "working"


def test_whoever_asked_for_silence_since_is_not_taken_up_again_by_an_undo(cast):
    keep, lose = pair()
    event = joined(cast, keep, lose)
    silent = row(keep).person_id
    silence.forbid([silent], now=LATER)
    silence.end([silent], "They wrote so", now=LATER)
    unmerge(event.id, by=cast.cem.id, now=LATER)
    assert [(one.state, one.outcome) for one in (row(keep), row(lose))] == [("closed", "do_not_contact")] * 2


def test_an_undo_that_would_leave_a_customer_without_an_order_is_refused(cast):
    keep, lose = pair()
    bought(cast, lose)
    close([Close(keep, Outcome.NOT_BUYING, NOW, cast.ben.id, "no_need")], now=NOW)
    event = joined(cast, keep, lose)
    answer([Said(keep, "need", "project", LATER, cast.ben.id)], now=LATER)
    with pytest.raises(Refused, match="only by the other one's order"):
        unmerge(event.id, by=cast.cem.id, now=LATER)


DONE = {
    "nothing": lambda cast, one: None,
    "tried": lambda cast, one: dispose([Dispose(one, "no_answer", NOW, cast.ben.id)], now=NOW),
    "promised": lambda cast, one: reschedule(
        [Reschedule(one, NOW + timedelta(days=1, microseconds=7), NOW, cast.ben.id, "Asked", promised=True)], now=NOW),
    "lead": lambda cast, one: qualify(cast, one),
    "opportunity": lambda cast, one: accepted(cast, one),
    "nurture": lambda cast, one: nurture([Rest(one, NOW, cast.ben.id, "Later")], now=NOW),
    "not buying": lambda cast, one: close([Close(one, Outcome.NOT_BUYING, NOW, cast.ben.id, "no_need")], now=NOW),
    "forbidden": lambda cast, one: close([Close(one, Outcome.DO_NOT_CONTACT, NOW, cast.ben.id, "asked")], now=NOW),
    "bought": lambda cast, one: bought(cast, one),
}  # fmt: skip


class Undoing(TestCase):
    """Whatever the two were, merging and undoing gives both back, lawfully."""

    @settings(max_examples=40)
    @given(first=st.sampled_from(sorted(DONE)), second=st.sampled_from(sorted(DONE)))
    def test_merge_then_unmerge_restores_both(self, first, second):
        cast = people()
        keep, lose = pair()
        DONE[first](cast, keep)
        DONE[second](cast, lose)
        before = [snapshot(row(one)) for one in (keep, lose)]
        contacts = {one.id: one.do_not_contact_at for one in Person.objects.all()}
        loads = {one.user_id: one.working for one in Load.objects.all() if one.working}
        keys = dict(Identity.objects.values_list("key", "person_id"))
        event = joined(cast, keep, lose)
        unmerge(event.id, by=cast.cem.id, now=LATER)
        assert [snapshot(row(one)) for one in (keep, lose)] == before
        assert {one.id: one.do_not_contact_at for one in Person.objects.all()} == contacts
        assert {one.user_id: one.working for one in Load.objects.all() if one.working} == loads
        assert dict(Identity.objects.values_list("key", "person_id")) == keys
        for one in (keep, lose):
            assert (row(one).next_action == "accept") == (one in waiting([one]))
        tick(LATER + timedelta(days=30), worker="test")
