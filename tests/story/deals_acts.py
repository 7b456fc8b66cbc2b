"""What happens to opportunities in a whole life, and what always holds of them."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.story.always_holds import AlwaysHolds
from winnow.deals.models import Opportunity, Purge, Purged
from winnow.flow.deals.moving import Advance, Sized, Timeline, tell
from winnow.flow.deals.purging import keep, look_if_due, purge, review, undo
from winnow.flow.deals.sending_back import SendBack, send_back
from winnow.prospects.models import Prospect

WHY = "Because the test says so"


class DealsActs(AlwaysHolds):
    """Mixed into the machine that has `now`, `cast`, `someone`, `some_prospect` and `try_to`."""

    @rule(
        number=st.integers(0, 30),
        who=st.integers(0, 6),
        stage=st.sampled_from(["wants", "asked", "agreed", "moon"]),
    )
    def a_buyer_takes_a_step(self, number: int, who: int, stage: str) -> None:
        if prospect := self.some_deal(number):
            self.try_to(
                lambda: tell([Advance(prospect, self.now, self.someone(who).id, stage, WHY)], now=self.now)
            )

    @rule(
        number=st.integers(0, 30),
        amount=st.sampled_from([-1, 0, 50, 90_000]),
        low=st.sampled_from([None, 40]),
    )
    def it_is_sized(self, number: int, amount: int, low: int | None) -> None:
        if prospect := self.some_deal(number):
            least = None if low is None else Decimal(low)
            sized = Sized(prospect, self.now, self.cast.anna.id, Decimal(amount), least)
            self.try_to(lambda: tell([sized], now=self.now))

    @rule(number=st.integers(0, 30), days=st.sampled_from([None, 5, 400]))
    def they_say_when(self, number: int, days: int | None) -> None:
        if prospect := self.some_deal(number):
            day = None if days is None else (self.now + timedelta(days=days)).date()
            self.try_to(
                lambda: tell([Timeline(prospect, self.now, self.cast.anna.id, day, WHY)], now=self.now)
            )

    @rule(days=st.sampled_from([1, 15]))
    def the_pipeline_is_looked_at(self, days: int) -> None:
        self.now += timedelta(days=days)
        look_if_due(self.now)

    @rule(number=st.integers(0, 30), days=st.sampled_from([0, 10, 60]), who=st.integers(0, 6))
    def it_is_kept(self, number: int, days: int, who: int) -> None:
        if prospect := self.some_deal(number):
            until, by = self.now + timedelta(days=days), self.someone(who).id
            self.try_to(lambda: keep(prospect, by=by, reason=WHY, until=until, now=self.now))

    @rule(everything=st.booleans())
    def the_pipeline_is_purged(self, everything: bool) -> None:
        due = list(review(self.now).due)
        if due:
            some = due if everything else due[:1]
            self.try_to(lambda: purge(some, by=self.cast.cem.id, reason=WHY, now=self.now))

    @rule()
    def a_purge_is_undone(self) -> None:
        if number := Purge.objects.order_by("-id").values_list("id", flat=True).first():
            self.try_to(lambda: undo(number, by=self.cast.cem.id, now=self.now))

    @rule(number=st.integers(0, 30), who=st.integers(0, 6))
    def it_is_sent_back(self, number: int, who: int) -> None:
        if prospect := self.some_deal(number):
            back = SendBack(prospect, self.now, self.someone(who).id, WHY)
            self.try_to(lambda: send_back([back], now=self.now))

    def some_deal(self, number: int) -> int:
        ids = list(Opportunity.objects.order_by("pk").values_list("pk", flat=True))
        return ids[number % len(ids)] if ids else 0

    @invariant()
    def whoever_reached_the_stage_has_an_opportunity(self) -> None:
        if not hasattr(self, "undo"):
            return
        assert not Prospect.objects.filter(stage="opportunity", opportunity=None).exists()
        assert not Opportunity.objects.filter(prospect__outcome="bought", prospect__order_count=0).exists()

    @invariant()
    def what_was_purged_and_not_undone_left_the_desk(self) -> None:
        if not hasattr(self, "undo"):
            return
        for row in Purged.objects.filter(undone_at=None).select_related("opportunity__prospect"):
            events = row.opportunity.prospect.event_set.order_by("-id")
            assert row.opportunity.prospect.state != "working" or events.filter(id__gt=row.event).exists()
        assert (
            not Opportunity.objects.filter(review_at__isnull=False)
            .exclude(prospect__state="working")
            .exists()
        )
