"""How fast a network may look at what opens by a word in an address; whoever guesses at words is slowed down soon."""

import logging
import math
import sqlite3
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from winnow.intake.limits import Limit, take
from winnow.web.views.public_door import address_of, network

BURST, PER_MINUTE = 60, 60.0
GUESSES, GUESSES_PER_MINUTE = 10, 5.0  # of words that open nothing
LONGEST_WORD = 600
log = logging.getLogger("winnow.public")


def crowded(request: HttpRequest, what: str, burst: int, per_minute: float) -> HttpResponse | None:
    """A page that says when to come back, if too much came from there; None if it did not."""
    limit = Limit(f"{what}:{network(address_of(request))}", burst, per_minute)
    try:
        wait = take(settings.HOME / "limits.sqlite3", [limit], timezone.now().timestamp())
    except sqlite3.Error as error:
        log.warning("requests are not counted: %s. Delete limits.sqlite3 if this goes on.", error)
        return None
    if not wait:
        return None
    seconds = math.ceil(wait)
    response = render(request, "public/offer_wait.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def guessed(request: HttpRequest) -> HttpResponse | None:
    return crowded(request, "guess", GUESSES, GUESSES_PER_MINUTE)


View = Callable[..., HttpResponse]


def paced(what: str, burst: int = BURST, per_minute: float = PER_MINUTE) -> Callable[[View], View]:
    """For views that raise Http404 where a word opens nothing; a `burst` of 0 slows down only those who guess.

    A word that no word of ours can be (of other signs, or too long) opens nothing, and no database is asked for it.
    """

    def around(view: View) -> View:
        @wraps(view)
        def paced_view(request: HttpRequest, **words: str) -> HttpResponse:
            word = next(iter(words.values()))
            if burst and (wait := crowded(request, what, burst, per_minute)):
                return wait
            try:
                if not (word.isascii() and word.isprintable() and len(word) <= LONGEST_WORD):
                    raise Http404("This link is not complete. Follow the link in the mail again.")
                return view(request, **words)
            except Http404:
                if wait := guessed(request):
                    return wait
                raise

        return paced_view

    return around
