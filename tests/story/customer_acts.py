"""What happens to customers in a whole life, and what always holds of them."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.story.always_holds import AlwaysHolds
from winnow.customers.models import Customer, Member, Told
from winnow.customers.queries import due
from winnow.customers.words import Reached, Step
from winnow.flow.customers.caring import Done, Plan, Said, done, note, plan
from winnow.flow.customers.waking import wake_due
from winnow.prospects.models import Prospect

WHY = "Because the test says so"


class CustomerActs(AlwaysHolds):
    """Mixed into the machine that has `now`, `cast`, `someone`, `some_prospect` and `try_to`."""

    @rule(days=st.sampled_from([0, 14, 90]))
    def steps_come_to_desks(self, days: int) -> None:
        self.now += timedelta(days=days)
        wake_due(self.now, worker="story", limit=100)
        assert not due(self.now, 1)

    @rule(number=st.integers(0, 30), who=st.integers(0, 6), words=st.sampled_from(["", "Half the paper"]))
    def they_tell_why(self, number: int, who: int, words: str) -> None:
        if prospect := self.some_buyer(number):
            said = Said(prospect, self.now, self.someone(who).id, "", words, "", Reached.PARTLY)
            self.try_to(lambda: note([said], now=self.now))

    @rule(number=st.integers(0, 30), days=st.sampled_from([None, -1, 30]))
    def a_step_is_done(self, number: int, days: int | None) -> None:
        if prospect := self.some_buyer(number):
            day = None if days is None else self.now + timedelta(days=days)
            one = Done(prospect, self.now, self.cast.anna.id, next_at=day)
            self.try_to(lambda: done([one], now=self.now))

    @rule(number=st.integers(0, 30), step=st.sampled_from(list(Step)), reason=st.sampled_from(["", WHY]))
    def a_step_is_planned(self, number: int, step: Step, reason: str) -> None:
        numbers = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
        if numbers:
            one = Plan(numbers[number % len(numbers)], step, self.now, self.cast.cem.id, reason)
            self.try_to(lambda: plan([one], now=self.now))

    def some_buyer(self, number: int) -> int:
        """A prospect that has ordered; now and then one that has not."""
        numbers = list(Prospect.objects.filter(stage="customer").order_by("pk").values_list("pk", flat=True))
        return numbers[number % len(numbers)] if numbers else 0

    @invariant()
    def every_buyer_belongs_to_a_customer_with_owner_and_dated_step(self) -> None:
        if not hasattr(self, "undo"):
            return
        buyers = Prospect.objects.filter(order_count__gt=0, merged_into=None)
        assert set(Member.objects.values_list("prospect", flat=True)) == set(
            buyers.values_list("id", flat=True)
        )
        standing = Customer.objects.filter(ended_at=None, owner__isnull=False, due_at__isnull=False)
        assert not Member.objects.exclude(customer__in=standing).exists()
        assert not standing.filter(members=None).exists()

    @invariant()
    def what_was_told_stays(self) -> None:
        if not hasattr(self, "undo"):
            return
        assert not Told.objects.filter(why="", words="").exists()
