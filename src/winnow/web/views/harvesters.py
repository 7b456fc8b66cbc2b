"""Who only gathers information, and competitors: what the procedure says of them, and what it could say."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure, Screen
from winnow.qualify.queries import suspects
from winnow.qualify.queries.suspects import Domain
from winnow.qualify.suspects import Phrase, telling_phrases
from winnow.web.access import may_export, may_open
from winnow.web.exports import Column, csv_of_lines
from winnow.web.views.account import signed_in
from winnow.web.views.learning import tabs

PHRASES = 25  # shown


@dataclass(frozen=True)
class Suggested:
    """A domain or phrase that the procedure does not know yet."""

    kind: str
    text: str
    ended: int
    others: int
    all: int


@require_http_methods(["GET", "POST"])
def harvesters(request: HttpRequest) -> HttpResponseBase:
    """Suggestions from those who were ended before; a reason narrows them. Nothing here is put in force."""
    now, user = timezone.now(), signed_in(request)
    procedure = in_force(now)[1]
    reasons = _reasons(procedure)
    reason = request.GET.get("reason", "")
    if reason not in {"", suspects.ANY, *(key for key, _, _ in reasons)}:
        raise BadRequest("Nobody was ended for such a reason.")
    domains, phrases = _suggested(procedure.screen, reason)
    if request.method == "POST":
        return csv_of_lines(request, "harvesters", COLUMNS, [*domains, *phrases], reason=reason)
    page = {
        "tabs": tabs(request, "harvesters"), "now": now, "screen": procedure.screen, "reasons": reasons,
        "reason": reason,
        "domains": domains, "phrases": phrases[:PHRASES], "lines": _lines(procedure.screen, domains, phrases[:PHRASES]),
        "may_export": may_export(user), "may_publish": may_open("procedure_publish", user),
    }  # fmt: skip
    return render(request, "learning/harvesters.html", page)


def _reasons(procedure: Procedure) -> list[tuple[str, str, int]]:
    """Key, text and how many were ended for it."""
    texts: dict[str, str] = {}
    for closing in procedure.closing.values():
        texts |= {one.key: one.text for one in closing.reasons}
    return [
        (key, texts.get(key, key.replace("_", " ") or "no reason"), count)
        for key, count in suspects.reasons()
        if key
    ]


def _suggested(screen: Screen, reason: str) -> tuple[list[Suggested], list[Suggested]]:
    """What is not listed already."""
    listed = {*screen.competitor_domains, *screen.harvester_domains, *screen.blocked_domains}
    known = {phrase.casefold() for phrase in screen.harvester_phrases}
    domains: list[Domain] = [one for one in suspects.domains(reason) if one.domain not in listed]
    phrases: list[Phrase] = telling_phrases(*suspects.messages(reason))
    return (
        [Suggested("domain", one.domain, one.ended, one.leads, one.all) for one in domains],
        [
            Suggested("phrase", one.text, one.ended, one.others, one.ended + one.others)
            for one in phrases
            if one.text not in known
        ],
    )


def _lines(screen: Screen, domains: list[Suggested], phrases: list[Suggested]) -> dict[str, Any]:
    """The lines of the procedure as they would read with all of it: those of today, and the suggestions."""
    return {
        "harvester_domains": _line("harvester_domains", screen.harvester_domains, domains),
        "competitor_domains": _line("competitor_domains", screen.competitor_domains, domains),
        "harvester_phrases": _line("harvester_phrases", screen.harvester_phrases, phrases),
    }


def _line(field: str, today: tuple[str, ...], more: list[Suggested]) -> str:
    values = dict.fromkeys([*today, *(one.text for one in more)])
    written = ", ".join('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    return f"{field} = [{written}]"


COLUMNS = (
    Column("Kind", lambda one: one.kind),
    Column("Text", lambda one: one.text),
    Column("Ended", lambda one: one.ended),
    Column("Became leads", lambda one: one.others),
    Column("All", lambda one: one.all),
)
