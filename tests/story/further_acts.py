"""Further opportunities, and small offers beside larger ones, in a whole life."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, F
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.offers_world import PAGE
from tests.story.always_holds import AlwaysHolds
from winnow.flow.deals.further import Further, open_further
from winnow.flow.offers.making import Make, make, make_both
from winnow.offers.content import Line
from winnow.offers.models import Offer
from winnow.offers.words import Answered
from winnow.prospects.models import Prospect


class FurtherActs(AlwaysHolds):
    """Mixed into the machine that has `now`, `cast`, `some_prospect` and `try_to`."""

    @rule(
        number=st.integers(0, 30), who=st.integers(0, 6), about=st.sampled_from(["", "Line two", "A second  plant"]),
        amount=st.sampled_from([None, -1, 12_000]),
    )  # fmt: skip
    def a_further_opportunity_opens(self, number: int, who: int, about: str, amount: int | None) -> None:
        if prospect := self.some_prospect(number):
            size = None if amount is None else Decimal(amount)
            one = Further(prospect, self.now, self.someone(who).id, about, size)
            self.try_to(lambda: open_further([one], now=self.now))

    @rule(number=st.integers(0, 30), days=st.sampled_from([0, 10]))
    def an_offer_is_made_with_a_smaller_one_beside_it(self, number: int, days: int) -> None:
        if prospect := self.some_prospect(number):
            until = (self.now + timedelta(days=days)).date()
            page = replace(PAGE, valid_until=until, lines=(Line("A set", 2, Decimal(950)),))
            one = Make(self.new_key(), prospect, self.now, self.cast.anna.id, "nonce", page)
            self.try_to(lambda: make_both(one, now=self.now))

    @rule(number=st.integers(0, 9), price=st.sampled_from([1, 950, 1_000_000]))
    def they_are_offered_to_start_with_less(self, number: int, price: int) -> None:
        rows = list(Offer.objects.order_by("-id")[:4])
        if rows:
            larger, until = rows[number % len(rows)], (self.now + timedelta(days=10)).date()
            page = replace(PAGE, valid_until=until, less="", lines=(Line("One", 1, Decimal(price)),))
            small = Make(self.new_key(), larger.prospect_id, self.now, self.cast.anna.id, "nonce", page,
                         smaller_of=larger.pk)  # fmt: skip
            self.try_to(lambda: make(small, now=self.now))

    def new_key(self) -> str:
        return f"{self.now.isoformat()}:{Offer.objects.count()}:further"

    @invariant()
    def a_further_one_goes_beside_the_one_that_inquired(self) -> None:
        if not hasattr(self, "undo"):
            return
        further = Prospect.objects.filter(further_of__isnull=False)
        assert not further.exclude(further_of__further_of=None).exists()
        assert not further.exclude(inquiries=0).exists()
        assert not further.exclude(stage__in=["opportunity", "customer"]).exists()

    @invariant()
    def a_smaller_offer_ends_with_the_larger_and_both_are_of_one_prospect(self) -> None:
        if not hasattr(self, "undo"):
            return
        small = Offer.objects.filter(smaller_of__isnull=False)
        assert not small.exclude(smaller_of__prospect=F("prospect")).exists()
        taken = Offer.objects.filter(answers__kind=Answered.ACCEPTED).values("id")
        still = small.filter(smaller_of__in=taken, revoked_at=None).exclude(id__in=taken)
        assert not still.annotate(all=Count("answers")).exists()
