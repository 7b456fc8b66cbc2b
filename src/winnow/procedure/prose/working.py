"""How a prospect is worked: what comes first, who gets it, what if we are late. Pure."""

from collections.abc import Iterator

from winnow.procedure.prose.words import (
    bullets,
    listed,
    many,
    minutes,
    quoted,
    said,
    table,
)
from winnow.procedure.schema import Factor, Procedure, RoutingRule


def what_comes_first(procedure: Procedure) -> str:
    card = procedure.scorecard
    bands = sorted(card.bands, key=lambda band: -band.at_least)
    named = listed(f"{said(band.text)} from {band.at_least}" for band in bands)
    opening = (
        f"Each prospect has a score between 0 and 100. It starts at {card.base} and changes by the points of "
        "every line that holds. The score orders the desk; it throws nothing away by itself."
    )
    rows = [(said(factor.text), _condition(factor), f"{factor.points:+d}") for factor in card.factors]
    lines = table(("What speaks for it, or against", "Holds if", "Points"), rows)
    return "\n\n".join([opening, *([lines] if rows else []), f"In words: {named}."])


def _condition(factor: Factor) -> str:
    field = factor.field.replace("_", " ").removeprefix("has ")
    if factor.field.startswith("has_"):
        absent = any(value.casefold() in ("no", "false", "0") for value in factor.values)
        return f"{field} is {'missing' if absent else 'given'}"
    if factor.field in ("message_words", "repeats"):
        counted = "words of the message" if factor.field == "message_words" else "earlier inquiries"
        return f"{counted}: {factor.at_least or 1} or more"
    verb = "has" if factor.field in ("message", "title", "industry") else "is"
    return (
        f"{field} {verb} {listed(map(quoted, factor.values), 'or')}" if factor.values else f"{field} is known"
    )


def who_gets_it(procedure: Procedure) -> str:
    routing = procedure.routing
    first = {
        "qualifier": "A new prospect goes to a qualifier first, who finds out whether it is a lead.",
        "seller": "A new prospect goes straight to a seller, who also puts the questions that qualify.",
    }[routing.first_desk]
    limit = f"Nobody is given more than {many(routing.default_capacity, 'open prospect')}"
    lines = list(_preferences(procedure)) + [_rule(rule) for rule in routing.rules]
    last = (
        f"{limit}, unless their own entry says otherwise. {_choice(procedure)} If nobody may, the manager owns it: "
        "no prospect is ever without an owner."
    )
    return "\n\n".join([first, *([bullets(lines)] if lines else []), last])


def _choice(procedure: Procedure) -> str:
    """Who of those who may."""
    routing = procedure.routing
    if routing.method == "most_room":
        return "Among those who may take it, the one with most room does."
    said = "Among those who may take it, prospects are divided so that all together bring most profit."
    if routing.fairness:
        least, most = round(100 * routing.fairness), round(100 * (2 - routing.fairness))
        said += f" Nobody is given less than {least} % or more than {most} % of an even share of their worth."
    if routing.explore:
        said += f" {100 * routing.explore:g} % are given out by chance, to learn what people make of them."
    return said


def _preferences(procedure: Procedure) -> Iterator[str]:
    routing = procedure.routing
    if routing.same_company_same_owner:
        yield "Somebody from a company that one of us already looks after goes to that person."
    if routing.match_territory:
        yield "Who has territories takes only prospects from them."
    if routing.match_language:
        yield "Who takes a prospect speaks its language."
    if routing.at_work:
        yield "Who is at work now, or else soonest, comes first."
    if routing.wip_limit:
        yield (
            f"A seller with {many(routing.wip_limit, 'open prospect')} gets no more; what only they may take waits "
            "with the manager."
        )


def _rule(rule: RoutingRule) -> str:
    when = [
        f"the {name} is {listed(map(quoted, values), 'or')}"
        for name, values in (
            ("channel", [channel.value.replace("_", " ") for channel in rule.channels]),
            ("country", rule.countries),
            ("industry", rule.industries),
            ("campaign", rule.campaigns),
            ("language", rule.languages),
        )
        if values
    ]
    when += [f"the message has {listed(map(quoted, rule.message_has), 'or')}"] if rule.message_has else []
    who = [
        f"{what} {quoted(value)}"
        for what, value in (
            ("with the skill", rule.need_skill),
            ("at home in", rule.need_niche),
            ("in the team", rule.team),
        )
        if value
    ]
    condition = f"If {listed(when)}" if when else "Always"
    return f"**{said(rule.text)}.** {condition}, only people {listed(who) or 'of any kind'} may take it."


def when_we_are_late(procedure: Procedure) -> str:
    late = procedure.escalation
    kind = "working " if late.working_time else ""

    def after(count: int) -> str:
        return f"{minutes(count, kind)} after it was due" if count else "As soon as a next action is overdue"

    return (
        bullets(
            [
                f"{after(late.warn_after)}, its owner is warned.",
                f"{after(late.reassign_after)}, somebody else with room gets it, and the manager is told.",
                f"{after(late.manager_after)}, it stands on the manager's own list.",
            ]
        )
        + f"\n\nA prospect on somebody's screen is kept for them for {minutes(late.claim_minutes, '')}. "
        f"Everybody may skip {many(late.skips_a_day, 'prospect')} a day, each with a reason."
    )
