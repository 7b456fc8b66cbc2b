"""People object, withdraw, and are forgotten in a whole life: after that nothing goes out to them, whoever tries."""

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.story.always_holds import AlwaysHolds
from winnow.correspondence.models import Mail
from winnow.correspondence.queries import digest
from winnow.flow.mailing.outgoing import Draft, queue
from winnow.flow.mailing.wishes import Wisher, ask_no_contact
from winnow.flow.privacy.erasing import ask, cancel, carry_out_due
from winnow.flow.privacy.why import silent_among, withdraw
from winnow.privacy.models import Erasure
from winnow.privacy.words import Purpose
from winnow.prospects.models import Identity, Person, Prospect


class LawActs(AlwaysHolds):
    """Mixed into the machine that has `now`, `cast`, `someone`, `some_prospect` and `try_to`."""

    def some_person(self, number: int) -> Person | None:
        row = Prospect.objects.select_related("person").filter(id=self.some_prospect(number)).first()
        return row.person if row else None

    @rule(number=st.integers(0, 30), who=st.integers(0, 6))
    def a_mail_is_owed(self, number: int, who: int) -> None:
        if prospect := self.some_prospect(number):
            key = f"story:{self.now.isoformat()}:{number}"
            draft = Draft(key, prospect, self.someone(who).pk, "Hello", "Text", self.now, at_once=True)
            self.try_to(lambda: queue([draft], now=self.now))

    @rule(number=st.integers(0, 30))
    def they_object_under_a_mail(self, number: int) -> None:
        person = self.some_person(number)
        if person and person.email:
            self.try_to(lambda: ask_no_contact(Wisher(person.pk, digest(person.email)), now=self.now))
            assert silent_among([person.pk])

    @rule(number=st.integers(0, 30))
    def they_withdraw(self, number: int) -> None:
        person = self.some_person(number)
        if person and not person.erased_at:
            self.try_to(lambda: withdraw(person.pk, Purpose.PERSONAL, why="By phone", now=self.now))
            waiting = Mail.objects.filter(person=person, purpose="personal", status="waiting")
            assert not waiting.exists()

    @rule(number=st.integers(0, 30))
    def they_ask_to_be_forgotten(self, number: int) -> None:
        if person := self.some_person(number):
            self.try_to(lambda: ask(person.pk, "By mail", by=self.cast.cem, now=self.now))

    @rule(number=st.integers(0, 5))
    def they_are_not_forgotten_after_all(self, number: int) -> None:
        waiting = list(Erasure.objects.filter(due_at__isnull=False).order_by("id"))
        if waiting:
            self.try_to(lambda: cancel(waiting[number % len(waiting)].pk, by=self.cast.cem, now=self.now))

    @rule()
    def the_hours_are_over(self) -> None:
        self.now += timedelta(hours=25)
        carry_out_due(self.now)
        assert not self.overdue_erasures(self.now)

    def overdue_erasures(self, now: datetime) -> int:
        return Erasure.objects.filter(due_at__lte=now).count()

    @invariant()
    def the_erased_are_nobody_and_silent(self) -> None:
        erased = Person.objects.filter(erased_at__isnull=False)
        assert not erased.exclude(name="", email="", phone="").exists()
        assert not Identity.objects.filter(person__erased_at__isnull=False).exists()
        assert not Prospect.objects.filter(person__erased_at__isnull=False).exclude(state="closed").exists()

    @invariant()
    def nobody_silent_is_pursued(self) -> None:
        silent = Person.objects.filter(do_not_contact_at__isnull=False, merged_into=None)
        working = Prospect.objects.filter(person__in=silent, merged_into=None).exclude(state="closed")
        assert not working.exists(), list(working.values("id", "state", "person"))
