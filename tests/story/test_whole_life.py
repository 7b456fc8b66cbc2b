"""Any sequence of any actions by anybody, at any time: after every step nothing has been dropped."""

import os
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.nurture_world import PUBLIC
from tests.story.blocks_acts import BlocksActs
from tests.story.cadence_acts import CadenceActs
from tests.story.customer_acts import CustomerActs
from tests.story.deals_acts import DealsActs
from tests.story.firm import REASON, Firm
from tests.story.further_acts import FurtherActs
from tests.story.law_acts import LawActs
from tests.story.mail_acts import MailActs
from tests.story.nurture_acts import NurtureActs
from tests.story.offer_acts import OfferActs
from winnow.flow.claims import next_for
from winnow.flow.finish import Bought, Close, Reopen, close, order, reopen
from winnow.flow.takeback import TakeBack, take_back
from winnow.flow.verdicts import Decide, Respond, answer, decide, respond
from winnow.flow.work import Dispose, Reassign, Reschedule, SkipIt, dispose, reassign, reschedule, skip
from winnow.people.models import User
from winnow.procedure.actions import NotPublished, publish
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event
from winnow.prospects.words import Outcome, Verdict
from winnow.qualify.actions import Said

LIVES = int(os.environ.get("WINNOW_LIVES", "20"))  # more of them for a night


def mirror_of(now: datetime) -> tuple[tuple[str, str], ...]:
    return tuple((one.key, REASON) for one in in_force(now)[1].deals.mirror)


class WholeLife(
    CadenceActs,
    DealsActs,
    OfferActs,
    FurtherActs,
    CustomerActs,
    BlocksActs,
    LawActs,
    MailActs,
    NurtureActs,
    Firm,
):
    """One firm, a handful of inquirers, and everything that can happen to them."""

    # The desk

    @rule(who=st.integers(0, 2), choice=st.integers(0, 20), days=st.integers(0, 30))
    def next_is_worked_on(self, who: int, choice: int, days: int) -> None:
        user = self.desk[who]
        prospect = next_for(user, now=self.now)
        if prospect is None:
            return
        assert prospect.available_at is not None
        assert prospect.available_at <= self.now
        dispositions = in_force(self.now)[1].dispositions
        chosen = dispositions[choice % len(dispositions)]
        when = self.now + timedelta(days=days, hours=1)
        self.try_to(lambda: dispose([self.touch(prospect.id, chosen.key, user, when)], now=self.now))

    def touch(self, prospect: int, key: str, user: User, when: datetime) -> Dispose:
        closing = in_force(self.now)[1].closing
        reason = next((one.key for rule in closing.values() for one in rule.reasons), REASON)
        return Dispose(
            prospect,
            key,
            self.now,
            user.id,
            reason=reason,
            note=REASON,
            when=when,
            competitor="Rival",
            mirror=mirror_of(self.now),
        )

    @rule(
        number=st.integers(0, 30), who=st.integers(0, 6), question=st.integers(0, 9), choice=st.integers(0, 9)
    )
    def a_question_is_answered(self, number: int, who: int, question: int, choice: int) -> None:
        if not (prospect := self.some_prospect(number)):
            return
        questions = in_force(self.now)[1].qualification.questions
        asked = questions[question % len(questions)]
        given = asked.choices[choice % len(asked.choices)].key
        said = Said(prospect, asked.key, given, self.now, self.someone(who).id)
        self.try_to(lambda: answer([said], now=self.now))

    @rule(
        number=st.integers(0, 30),
        who=st.integers(0, 6),
        verdict=st.sampled_from(list(Verdict)),
        good=st.booleans(),
    )
    def a_verdict_is_given(self, number: int, who: int, verdict: Verdict, good: bool) -> None:
        if not (prospect := self.some_prospect(number)):
            return
        by, rules = self.someone(who).id, in_force(self.now)[1].qualification
        if good:
            said = [Said(prospect, one.key, one.choices[0].key, self.now, by) for one in rules.questions]
            self.try_to(lambda: answer(said, now=self.now))
        reasons = rules.nurture_reasons if verdict is Verdict.NURTURE else rules.disqualify_reasons
        decision = Decide(prospect, verdict, self.now, by, reasons[0].key, despite=REASON)
        self.try_to(lambda: decide([decision], now=self.now))

    @rule(number=st.integers(0, 30), who=st.integers(0, 6), accepted=st.booleans())
    def a_handover_is_answered(self, number: int, who: int, accepted: bool) -> None:
        if not (prospect := self.some_prospect(number)):
            return
        reason = in_force(self.now)[1].qualification.reject_reasons[0].key
        reply = Respond(prospect, accepted, self.now, self.someone(who).id, reason)
        self.try_to(lambda: respond([reply], now=self.now))

    # Ends and returns

    @rule(number=st.integers(0, 30), outcome=st.sampled_from(list(Outcome)), complete=st.booleans())
    def it_is_closed(self, number: int, outcome: Outcome, complete: bool) -> None:
        if not (prospect := self.some_prospect(number)):
            return
        wanted = in_force(self.now)[1].closing[outcome]
        reason = wanted.reasons[0].key if wanted.reasons else ""
        end = Close(prospect, outcome, self.now, self.cast.anna.id)
        if complete:
            end = Close(
                prospect,
                outcome,
                self.now,
                self.cast.anna.id,
                reason,
                REASON,
                "Rival",
                wanted.checklist,
                mirror_of(self.now),
            )
        self.try_to(lambda: close([end], now=self.now))

    @rule(number=st.integers(0, 30), amount=st.integers(-5, 5_000), po=st.sampled_from(["", "PO-1", "PO-2"]))
    def an_order_comes(self, number: int, amount: int, po: str) -> None:
        if not (prospect := self.some_prospect(number)):
            return
        bought = Bought(prospect, Decimal(amount), "EUR", self.now, self.cast.anna.id, None, po)
        self.try_to(lambda: order([bought], now=self.now))

    @rule(number=st.integers(0, 30))
    def it_is_taken_up_again(self, number: int) -> None:
        if prospect := self.some_prospect(number):
            self.try_to(lambda: reopen([Reopen(prospect, self.now, self.cast.cem.id, REASON)], now=self.now))

    @rule(number=st.integers(0, 30), back=st.integers(0, 3), who=st.integers(0, 6))
    def it_is_taken_back(self, number: int, back: int, who: int) -> None:
        if not (prospect := self.some_prospect(number)):
            return
        events = list(Event.objects.filter(prospect=prospect).order_by("-id").values_list("id", flat=True))
        wrong = TakeBack(prospect, events[min(back, len(events) - 1)], self.now, self.someone(who).id, REASON)
        self.try_to(lambda: take_back(wrong, now=self.now))

    # Management

    @rule(number=st.integers(0, 30), to=st.sampled_from([None, 0, 1, 2, 3, 4]))
    def it_is_reassigned(self, number: int, to: int | None) -> None:
        if not (prospect := self.some_prospect(number)):
            return
        target = None if to is None else self.someone(to).id
        order = Reassign(prospect, self.now, self.cast.cem.id, REASON, target)
        self.try_to(lambda: reassign([order], now=self.now))

    @rule(number=st.integers(0, 30), hours=st.sampled_from([-3, 2, 100, 3_000]), promised=st.booleans())
    def it_is_rescheduled(self, number: int, hours: int, promised: bool) -> None:
        if not (prospect := self.some_prospect(number)):
            return
        later = Reschedule(
            prospect, self.now + timedelta(hours=hours), self.now, self.cast.ben.id, REASON, None, promised
        )
        self.try_to(lambda: reschedule([later], now=self.now))

    @rule(number=st.integers(0, 30), who=st.integers(0, 2))
    def it_is_skipped(self, number: int, who: int) -> None:
        if prospect := self.some_prospect(number):
            self.try_to(lambda: skip(SkipIt(prospect, self.now, self.desk[who].id, REASON), now=self.now))

    @rule(minutes=st.integers(5, 500), warn=st.integers(0, 90))
    def the_procedure_changes(self, minutes: int, warn: int) -> None:
        text = self.text.replace("warn_after = ", f"warn_after = {warn} # was ")
        text = text.replace("respond_within = 30", f"respond_within = {minutes}")
        with suppress(NotPublished):  # the same text again, or the clock was set back
            publish(text, now=self.now, by=self.cast.ada, reason=REASON)


class LongRest(LawActs, MailActs, NurtureActs, Firm):
    """Fewer things happen, so that more of them are mails, answers and years."""


@pytest.mark.django_db
@pytest.mark.parametrize("story", [WholeLife, LongRest])
def test_whatever_happens_nothing_is_dropped(story: type[Firm]) -> None:
    with override_settings(PUBLIC_URL=PUBLIC):
        run_state_machine_as_test(
            story,
            settings=settings(
                max_examples=LIVES,
                stateful_step_count=40,
                suppress_health_check=list(HealthCheck),
                deadline=None,
                phases=[
                    Phase.explicit,
                    Phase.generate,
                ],  # shrinking would take minutes; the steps are printed
            ),
        )
