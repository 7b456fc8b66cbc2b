"""Offers in a whole life: made, changed, taken back, answered in any way, twice, late, and after a change."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, F
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.offers_world import PAGE
from tests.story.always_holds import AlwaysHolds
from winnow.flow.offers.answering import Said, answer
from winnow.flow.offers.making import Changed, Make, change, make, revoke
from winnow.offers import queries
from winnow.offers.content import Line
from winnow.offers.models import Answer, Offer, Sheet
from winnow.offers.words import Answered
from winnow.prospects.models import Prospect


class OfferActs(AlwaysHolds):
    """Mixed into the machine that has `now`, `cast` and `try_to`."""

    @rule(number=st.integers(0, 30), price=st.sampled_from([0, 90, 1_900]), days=st.sampled_from([0, 10, 60]))
    def an_offer_is_made(self, number: int, price: int, days: int) -> None:
        rows = list(Prospect.objects.filter(merged_into=None).order_by("id").values_list("id", flat=True))
        if rows:
            until = (self.now + timedelta(days=days)).date()
            page = replace(PAGE, lines=(Line("A set", 1, Decimal(price)),), less="", valid_until=until)
            key = f"{self.now.isoformat()}:{Offer.objects.count()}"
            one = Make(key, rows[number % len(rows)], self.now, self.cast.anna.id, "nonce", page)
            self.try_to(lambda: make(one, now=self.now))

    @rule(number=st.integers(0, 9))
    def an_offer_is_changed(self, number: int) -> None:
        if offer := self.some_offer(number):
            sheet = queries.page_of(offer)
            page = replace(PAGE, title=f"As of {self.now}", less="", valid_until=sheet.valid_until)
            told = Changed(offer.pk, self.now, self.cast.anna.id, page, sheet.hash)
            self.try_to(lambda: change(told, now=self.now))

    @rule(number=st.integers(0, 9))
    def an_offer_is_taken_back(self, number: int) -> None:
        if offer := self.some_offer(number):
            self.try_to(lambda: revoke(offer.pk, by=self.cast.anna.id, reason="A wrong price", now=self.now))

    @rule(
        number=st.integers(0, 9), kind=st.sampled_from(list(Answered)), page=st.integers(0, 2),
        po_number=st.sampled_from(["", "PO 1"]), days=st.sampled_from([14, 180]),
    )  # fmt: skip
    def a_buyer_answers(self, number: int, kind: Answered, page: int, po_number: str, days: int) -> None:
        if offer := self.some_offer(number):
            seen = Sheet.objects.filter(offer=offer).order_by("-number")
            hashed = seen[min(page, len(seen) - 1)].hash  # perhaps of a page that holds no more
            said = Said(offer.pk, hashed, kind, "Ida Ott", "Because of that", po_number, False, days)
            self.try_to(lambda: answer(said, now=self.now))

    def some_offer(self, number: int) -> Offer | None:
        rows = list(Offer.objects.order_by("-id")[:4])
        return rows[number % len(rows)] if rows else None

    @invariant()
    def what_was_accepted_is_one_order_of_what_was_read(self) -> None:
        if not hasattr(self, "undo"):
            return
        accepted = Answer.objects.filter(kind=Answered.ACCEPTED).select_related("order", "offer__prospect")
        for one in accepted:
            sheet = Sheet.objects.get(offer=one.offer, number=one.sheet)
            assert one.order is not None
            assert (one.hash, one.order.currency) == (sheet.hash, sheet.currency)
            assert one.order.amount == sheet.total or one.order.withdrawn_at is not None
            assert one.at.date() <= sheet.valid_until + timedelta(days=1)  # the company's day, not ours
            assert one.offer.revoked_at is None or one.offer.revoked_at > one.at
        twice = accepted.order_by().values("offer").annotate(count=Count("id")).filter(count__gt=1)
        assert not twice.exists()
        assert not Answer.objects.filter(sheet__gt=F("offer__sheet")).exists()
