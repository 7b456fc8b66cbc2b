"""Ten findings in plain words, the costliest first, and what was looked for and not found, or cannot be known.

    look(facts, tables)   -> Looked(findings, nothing, unknown)

Each finding rests on the company's own rates; the one that rests on a rule of thumb says so and comes last. No figure
of others is in any of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from winnow.measure.canonical import Tables, Unknown
from winnow.measure.facts import Facts
from winnow.measure.findings import desks, follow_up, money, pipeline
from winnow.measure.findings.finding import Finding, Nothing
from winnow.measure.findings.own import Own

MOST = 10

QUESTIONS: dict[str, tuple[str, Callable[[Own], Finding | Nothing | Unknown]]] = {
    "never-followed-up": ("What was never followed up", follow_up.never_followed_up),
    "answered-late": ("What answering late goes with", follow_up.answered_late),
    "given-up": ("Where people give up", follow_up.given_up),
    "promises-broken": ("Response clocks that ran out", follow_up.promises_broken),
    "asked-again": ("Who asked again before an answer", follow_up.asked_again),
    "nobodys": ("What belongs to nobody", follow_up.nobodys),
    "gone-quiet": ("Leads that nobody touches", desks.gone_quiet),
    "nurture-forgotten": ("Nurture that nobody looks after", desks.nurture_forgotten),
    "handovers-rejected": ("Handovers that came back", desks.handovers_rejected),
    "people-differ": ("People who follow up less than others", desks.people_differ),
    "worst-hours": ("When inquirers wait longest", desks.worst_hours),
    "campaigns-at-a-loss": ("Campaigns that cost more than came back", money.campaigns_at_a_loss),
    "campaigns-starved": ("Campaigns that return most and get little", money.campaigns_starved),
    "untraced": ("Orders that cannot be traced", money.untraced),
    "old-pipeline": ("Old opportunities that will not close", pipeline.old_pipeline),
    "still-to-come": ("Orders that are still to come", pipeline.still_to_come),
    "left-to-others": ("What was left to others", money.left_to_competitors),
}


@dataclass(frozen=True)
class Looked:
    """What was found, the costliest first; what was looked for and is not there; what this data cannot tell, and why.

    `further` are findings beyond the ten that are shown.
    """

    findings: tuple[Finding, ...]
    further: tuple[Finding, ...]
    nothing: tuple[Nothing, ...]
    unknown: dict[str, str]  # question: reason


def look(facts: Facts, tables: Tables, progress: Callable[[str], None] = lambda _: None) -> Looked:
    """Ask every question of the facts; `tables` are the canonical ones that they were gathered from."""
    own = Own(facts, tables)
    found: list[Finding] = []
    nothing: list[Nothing] = []
    unknown: dict[str, str] = {}
    for asks, answer in QUESTIONS.values():
        progress(asks)
        told = answer(own)
        if isinstance(told, Unknown):
            unknown[asks] = told.reason
        else:
            (found if isinstance(told, Finding) else nothing).append(told)  # type: ignore[arg-type]
    ranked = sorted(found, key=lambda one: one.rank, reverse=True)
    return Looked(tuple(ranked[:MOST]), tuple(ranked[MOST:]), tuple(nothing), unknown)
