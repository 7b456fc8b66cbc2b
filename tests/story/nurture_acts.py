"""What happens to those who rest in a whole life: tracks, links, the question; and what always holds of them."""

from datetime import timedelta

from django.db.models import Count
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.story.always_holds import AlwaysHolds
from winnow.correspondence.models import Mail
from winnow.correspondence.words import Status
from winnow.flow.asking.answering import Answered, answer, not_reached
from winnow.flow.claims import queue_of
from winnow.flow.finish import Rest, nurture
from winnow.flow.nurturing.following import asked_to_talk, follow_link
from winnow.flow.tick import tick
from winnow.nurture.models import Link, Question, Stay, Taken
from winnow.nurture.words import Bought
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect
from winnow.prospects.words import Queue, State

WHY = "Because the test says so"


class NurtureActs(AlwaysHolds):
    """Mixed into the machine that has `now`, `cast`, `someone`, `some_prospect` and `try_to`."""

    @rule(days=st.sampled_from([1, 8, 31]))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.the_worker_does_all()

    def the_worker_does_all(self) -> None:
        for _ in range(20):
            done = tick(self.now, worker="story")
            assert done.failed == 0
            if not done.busy:
                return

    @rule(number=st.integers(0, 30), days=st.sampled_from([3, 60, 700]))
    def they_are_promised_a_day_in_nurture(self, number: int, days: int) -> None:
        if prospect := self.some_prospect(number):
            revisit = self.now + timedelta(days=days)
            rest = Rest(prospect, self.now, self.cast.cem.id, WHY, revisit, promised=True)
            self.try_to(lambda: nurture([rest], now=self.now))

    @rule(number=st.integers(0, 30), press=st.booleans(), seconds=st.sampled_from([1, 90]))
    def they_follow_a_link(self, number: int, press: bool, seconds: int) -> None:
        links = list(Link.objects.select_related("stay").order_by("-id")[:12])
        if links:
            one = links[number % len(links)]
            self.now += timedelta(seconds=seconds)
            self.try_to(lambda: follow_link(one.token, "", now=self.now))
            if press:
                self.try_to(lambda: asked_to_talk(one, now=self.now))

    @rule(number=st.integers(0, 30), what=st.sampled_from(list(Bought)), heard=st.booleans())
    def they_say_what_became_of_it(self, number: int, what: Bought, heard: bool) -> None:
        rows = list(Question.objects.order_by("-id").values_list("id", flat=True)[:6])
        if rows:
            by = self.cast.ben.pk if heard else None
            said = Answered(rows[number % len(rows)], what, "Rival Ltd", by=by)
            self.try_to(lambda: answer(said, now=self.now))

    @rule()
    def they_are_called_in_vain(self) -> None:
        if one := Question.objects.filter(call_at__isnull=False).order_by("id").first():
            self.try_to(lambda: not_reached(one.pk, by=self.cast.ben.pk, now=self.now))

    @rule()
    def two_years_go_by_and_nobody_lifts_a_finger(self) -> None:
        """What is owed to whoever was not finished then: somebody's desk, or the next day on which the worker looks."""
        begun = set(Prospect.objects.exclude(state=State.CLOSED).values_list("id", flat=True))
        for days in (2, 28, 335, 380):
            self.now += timedelta(days=days)
            self.the_worker_does_all()
        for row in Prospect.objects.filter(id__in=begun).exclude(state=State.CLOSED).select_related("owner"):
            assert row.owner is not None
            if row.state == State.WORKING:
                assert queue_of(row.owner, now=self.now).filter(id=row.pk).exists(), row.pk
            else:
                assert row.check_at is not None, row.pk
                assert row.check_at > self.now, row.pk

    @invariant()
    def whoever_rests_has_one_stay_and_nobody_else_has(self) -> None:
        if not hasattr(self, "undo"):
            return
        resting = Prospect.objects.filter(state=State.NURTURE).values_list("id", flat=True)
        stays = Stay.objects.filter(left_at=None).values_list("prospect_id", flat=True)
        assert sorted(stays) == sorted(resting)

    @invariant()
    def the_worker_looks_at_whoever_rests_on_their_day_and_within_the_horizon(self) -> None:
        if not hasattr(self, "undo"):
            return
        horizon = in_force(self.now)[1].nurture.horizon_days
        for row in Prospect.objects.filter(state=State.NURTURE):
            assert row.check_at is not None
            assert row.due_at is not None
            assert row.check_at <= row.due_at <= self.now + timedelta(days=horizon, hours=2)

    @invariant()
    def a_step_of_a_track_that_is_to_come_has_an_instant(self) -> None:
        """Or the row would say that a track does it, and no worker ever would."""
        if not hasattr(self, "undo"):
            return
        assert not Stay.objects.filter(left_at=None, due_at=None).exclude(next_step="").exists()

    @invariant()
    def nothing_by_itself_goes_to_whoever_was_promised_a_day_just_before_it(self) -> None:
        if not hasattr(self, "undo"):
            return
        quiet = timedelta(days=in_force(self.now)[1].nurture.quiet_before_promise_days)
        for row in Prospect.objects.filter(state=State.NURTURE, queue=Queue.PROMISED):
            assert row.due_at is not None
            mails = Taken.objects.filter(stay__prospect=row, stay__left_at=None, mail__isnull=False)
            waits = Mail.objects.filter(id__in=mails.values("mail"), status=Status.WAITING)
            assert not waits.filter(due_at__gte=row.due_at - quiet, due_at__lt=row.due_at).exists()

    @invariant()
    def a_step_of_a_stay_owes_one_mail_and_an_age_one_question(self) -> None:
        if not hasattr(self, "undo"):
            return
        mails = Taken.objects.filter(mail__isnull=False)
        assert mails.count() == mails.values("mail").distinct().count()
        again = Question.objects.values("prospect", "inquired_at", "age").annotate(count=Count("id"))
        assert not again.filter(count__gt=1).exists()
