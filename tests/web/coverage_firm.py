"""A firm with three inquiries on one desk, seen through the pages of coverage."""

from datetime import timedelta

from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.world import NOW, inquire, people
from winnow.flow.work import Dispose, dispose

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Firm:
    """Three inquiries on ben's desk at NOW; one of them is touched after 30 minutes."""

    def __init__(self, monkeypatch):
        cache.clear()
        self.now = NOW
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.cast = people()
        self.first, self.second, self.third = (inquire(now=NOW).prospect for _ in range(3))
        self.touch(self.first, NOW + timedelta(minutes=30))

    def touch(self, prospect, at, disposition="no_answer"):
        dispose([Dispose(prospect, disposition, at, self.cast.ben.id)], now=at)

    def browser(self, user):
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    def page(self, query="", user=None, at=None):
        self.now = at or self.now
        return self.browser(user or self.cast.cem).get(reverse("coverage") + query)

    def total(self, **given):
        return self.page(**given).context["total"]

    def followed(self, query="", at=None):
        """The page of follow-up."""
        self.now = at or self.now
        return self.browser(self.cast.cem).get(reverse("coverage_followed") + query)

    def followed_total(self, **given):
        return self.followed(**given).context["total"]

    def rows(self, query, user=None):
        answer = self.browser(user or self.cast.cem).get(reverse("coverage_prospects") + query)
        return {row.id for row in answer.context["list"].rows}


def line_of(page, user):
    return next(line for line in page.context["lines"] if line.person == user)
