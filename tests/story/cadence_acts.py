"""What happens to cadences in a whole life, and what always holds of them."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import F
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.cadence_world import text_with
from tests.story.always_holds import AlwaysHolds
from winnow.correspondence.models import Mail
from winnow.flow.cadences.changing import change, undo
from winnow.flow.cadences.planning import replan
from winnow.flow.pursue import Back, bring_back
from winnow.flow.work import Snooze, snooze
from winnow.followup.models import CadenceChange
from winnow.procedure.actions import NotPublished, publish
from winnow.procedure.models import Version
from winnow.procedure.parse import parse as parsed
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Queue

WHY = "Because the test says so"
BEGINS_ANEW = ("opened", "repeated", "recycled", "reopened", "replied")
UNTOLD = ("taken_back", "merged", "unmerged", "withdrawn")


class CadenceActs(AlwaysHolds):
    """Mixed into the machine that has `now`, `cast`, `text`, `someone`, `some_prospect` and `try_to`."""

    text: str
    looked_up_to = 0

    @rule()
    def mails_go_out_by_themselves_from_now_on(self) -> None:
        with suppress(NotPublished):  # in force already, or the clock was set back
            publish(text_with(text=self.text), reason=WHY, by=self.cast.ada, now=self.now)

    @rule(number=st.integers(0, 30), who=st.integers(0, 6), hours=st.sampled_from([-1, 1, 30, 400]))
    def it_is_put_off(self, number: int, who: int, hours: int) -> None:
        if prospect := self.some_prospect(number):
            until = self.now + timedelta(hours=hours)
            self.try_to(
                lambda: snooze(Snooze(prospect, until, self.now, self.someone(who).id, WHY), now=self.now)
            )

    @rule(to=st.sampled_from(["", "default", "list", "gentle"]), half=st.booleans())
    def many_are_put_on_another_cadence(self, to: str, half: bool) -> None:
        """Promises and running clocks stay exactly as they were."""
        numbers = list(Prospect.objects.order_by("id").values_list("id", flat=True))
        agreed = Prospect.objects.exclude(queue__in=[Queue.RETRY, Queue.BY_ITSELF]).order_by("id")
        before = list(agreed.values_list("id", "queue", "due_at", "available_at"))
        by = self.cast.cem.id
        self.try_to(
            lambda: change(
                numbers[: len(numbers) // 2] if half else numbers, to, by=by, reason=WHY, now=self.now
            )
        )
        assert list(agreed.values_list("id", "queue", "due_at", "available_at")) == before

    @rule()
    def a_change_of_cadence_is_undone(self) -> None:
        if number := CadenceChange.objects.order_by("-id").values_list("id", flat=True).first():
            self.try_to(lambda: undo(number, by=self.cast.cem.id, now=self.now))

    @rule()
    def attempts_are_planned_anew(self) -> None:
        looked, moved = replan(now=self.now)
        assert looked >= moved

    @rule(number=st.integers(0, 30), reopens=st.booleans())
    def they_give_a_sign(self, number: int, reopens: bool) -> None:
        if prospect := self.some_prospect(number):
            working = Prospect.objects.filter(id=prospect, queue=Queue.PROMISED, state="working")
            promised = working.values_list("due_at").first()
            self.try_to(lambda: bring_back([Back(prospect, WHY, reopens=reopens)], now=self.now))
            after = Prospect.objects.get(id=prospect)
            assert promised is None or promised == (after.due_at,)

    @invariant()
    def what_goes_by_itself_is_looked_at_before_a_person_is_asked_to(self) -> None:
        if not hasattr(self, "undo"):
            return
        mine = Prospect.objects.filter(queue=Queue.BY_ITSELF)
        assert not mine.exclude(state="working", next_action="email").exists()
        held = mine.filter(claimed_until__isnull=False).values("id")
        assert not mine.filter(check_at__gt=F("due_at")).exclude(id__in=held).exists()

    @invariant()
    def nobody_is_given_up_too_soon(self) -> None:
        if not hasattr(self, "undo"):
            return
        given_up = Event.objects.filter(kind="nurtured", data__unreachable=True, id__gt=self.looked_up_to)
        for said in given_up.order_by("id"):
            self.looked_up_to = said.pk
            assert self.was_tried_enough(said), said.reason

    def was_tried_enough(self, said: Event) -> bool:
        """By what is told of it, and not by what is counted: so often, over so many days, by the procedure of then."""
        procedure = parsed(Version.objects.get(number=said.version).text)
        row = Prospect.objects.get(id=said.prospect_id)
        cadence = procedure.cadence_of(row.channel, said.stage, row.band, row.cadence)
        attempts: list[datetime] = []
        for event in Event.objects.filter(prospect=row, id__lt=said.pk).order_by("id"):
            rule = procedure.disposition(event.data.get("disposition", ""))
            if event.kind in UNTOLD:
                return True  # undone, merged: what counts since cannot be told from here
            if event.kind in BEGINS_ANEW or (rule and rule.reached):
                attempts = []
            elif event.kind == "touched" and rule and rule.attempt:
                attempts.append(event.at)
        tried_for = said.at - min(attempts, default=said.at)
        return len(attempts) >= cadence.least_attempts and tried_for >= timedelta(days=cadence.least_days)

    @invariant()
    def a_step_owes_one_mail(self) -> None:
        if not hasattr(self, "undo"):
            return
        keys = list(Mail.objects.filter(key__startswith="cadence:").values_list("key", flat=True))
        assert len(keys) == len(set(keys))
