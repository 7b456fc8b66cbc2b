"""A campaign with everything in it, for the tests of its figures and of its keeping."""

from datetime import date, timedelta
from decimal import Decimal

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.world import NOW, inquire, people
from winnow.flow.finish import Bought, Close, Rest, close, nurture, order
from winnow.flow.work import Dispose, dispose
from winnow.measure.queries import campaigns as measure
from winnow.procedure.queries import in_force
from winnow.prospects.actions import campaigns as actions
from winnow.prospects.models import Campaign
from winnow.prospects.words import Outcome

BACKEND = "django.contrib.auth.backends.ModelBackend"
RIPE = NOW + timedelta(days=100)


class Firm:
    """The campaign Spring (600 EUR) brought four persons, one of them twice; Ben touched two of them.

    One bought for 3,000 (margin 900), one is in nurture, one bought elsewhere, one waits.
    """

    def __init__(self, monkeypatch):
        self.now = NOW
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.cast = people()
        self.buyer, self.resting, self.lost, self.waiting = (
            inquire(campaign="Spring", email=f"{name}@{name}.example.com").prospect
            for name in ("a", "b", "c", "d")
        )
        inquire(campaign="Spring", email="d@d.example.com")
        self.spring = Campaign.objects.get()
        self.by = {"by": self.cast.mia, "now": NOW}
        self.cost = actions.add_cost(self.spring, date(2026, 3, 1), Decimal(600), "EUR", "Ads", **self.by)
        ben, at = self.cast.ben.id, NOW + timedelta(minutes=20)
        dispose([Dispose(number, "no_answer", at, ben) for number in (self.buyer, self.lost)], now=at)
        order([Bought(self.buyer, Decimal(3000), "EUR", at, ben, margin=Decimal(900))], now=at)
        nurture([Rest(self.resting, at, ben, "Next year")], now=at)
        close([Close(self.lost, Outcome.BOUGHT_ELSEWHERE, at, ben, self.reason(), "They said so", "Rival",
                     self.checklist())], now=at)  # fmt: skip

    def closing(self):
        return in_force(NOW)[1].closing[Outcome.BOUGHT_ELSEWHERE]

    def reason(self):
        return next(iter(one.key for one in self.closing().reasons), "")

    def checklist(self):
        return tuple(self.closing().checklist)

    def brought(self, at=RIPE):
        return measure.brought(at)[self.spring.id]

    def browser(self, user=None):
        client = Client()
        client.force_login(user or self.cast.mia, backend=BACKEND)
        return client

    def page(self, query="", user=None, at=RIPE):
        self.now = at
        return self.browser(user).get(reverse("campaign", args=[self.spring.id]) + query)
