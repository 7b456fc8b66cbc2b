"""Who followed a link: noted at once, judged a moment later, and then it counts; or brings them back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from winnow.correspondence import queries as correspondence
from winnow.flow.nurturing.links import TALK
from winnow.flow.one_by_one import handled
from winnow.flow.pursue import Back, bring_back
from winnow.nurture import actions, queries
from winnow.nurture.interest import Clicked, faded, machine_made
from winnow.nurture.models import Click, Link, Sign, Stay
from winnow.nurture.tracks import ripe
from winnow.nurture.words import Left, Shown
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Prospect
from winnow.prospects.queries import survivors
from winnow.prospects.transitions import lock
from winnow.prospects.words import State

AT_ONCE = 500
AFTER_A_FAILURE = timedelta(hours=1)


def follow_link(token: str, machine: str, *, now: datetime) -> Link | None:
    """Note that a link was followed, and by what, if that shows; None if it is none of ours."""
    found = queries.link(token)
    if found is None:
        return None
    after = timedelta(seconds=in_force(now)[1].nurture.interest.together_seconds + 1)
    if found.key != TALK:  # that page asks, and only the answer counts
        actions.click(found, machine, now=now, judged_after=after)
    return found


def asked_to_talk(of: Link, *, now: datetime) -> None:
    """They pressed the button on our page: back on a desk at once, whatever their interest was before."""
    why = "They ask to be called, on the page under a mail of ours."
    number = of.stay.prospect_id
    back = Back(
        survivors([number])[number], why, f"talk:{of.pk}", reopens=True, data={"back": Left.TALK.value}
    )
    bring_back([back], now=now)


def judge_due(now: datetime, limit: int = AT_ONCE) -> int:
    """Judge the clicks that are a moment old; what people did counts. Returns how many were looked at."""
    due = [one.pk for one in queries.unjudged(now, limit)]
    handled(due, lambda clicks: _judge_locked(clicks, now), lambda click: _put_off(click, now), now=now)
    return len(due)


def _put_off(click: int, now: datetime) -> tuple[int, str]:
    return actions.judge_later(click, now + AFTER_A_FAILURE).link.stay.prospect_id, "click"


def _judge_locked(numbers: Sequence[int], now: datetime) -> None:
    theirs = queries.prospects_of_clicks(numbers)
    rows = lock({*theirs, *survivors(theirs).values()})  # nobody judges beside us
    due = [one for one in queries.unjudged(now, len(numbers), numbers) if one.link.stay.prospect_id in rows]
    erased = [one for one in due if one.link.stay.person.erased_at]
    actions.judge(erased, {one.pk: "whose is not known any more" for one in erased})
    if known := [one for one in due if not one.link.stay.person.erased_at]:
        _judge(known, now)


def _judge(due: Sequence[Click], now: datetime) -> None:
    procedure = in_force(now)[1]
    steps = {(one.link.stay_id, one.link.step) for one in due}
    rules = procedure.nurture.interest
    machine = machine_made(
        [
            Clicked(one.pk, (one.link.stay_id, one.link.step), one.link_id, one.at)
            for one in queries.clicks_on(steps)
        ],
        _sent(steps), rules.too_soon_seconds, rules.together_seconds,
    )  # fmt: skip
    actions.judge(due, machine)
    human = [one for one in due if one.pk not in machine]
    _count(human, procedure, now)


def _sent(steps: set[tuple[int, str]]) -> dict[tuple[int, str], datetime | None]:
    """When each of these mails went out."""
    mails = queries.mails_of_steps(steps)
    instants = correspondence.sent_at(list(mails))
    return {step: instants.get(number) for number, step in mails.items()}


def _count(human: Sequence[Click], procedure: Procedure, now: datetime) -> None:
    """What people followed adds to their interest; enough of it, or a marked link, brings them back."""
    rules = procedure.nurture.interest
    stays = {one.link.stay_id for one in human}
    before, taken = queries.signs(stays), queries.taken(stays)
    actions.sign(
        [
            Sign(stay=one.link.stay, at=one.at, kind=Shown.CLICK, points=rules.click, link=one.link)
            for one in human
        ]
    )
    backs: list[Back] = []
    earned: dict[int, Stay] = {}
    for stay_id, mine in _by_stay(human).items():
        stay = mine[0].link.stay
        signs = [*before.get(stay_id, ()), *((one.at, rules.click) for one in mine)]
        interest = faded(signs, now, rules.half_life_days)
        marked = next((one for one in mine if one.link.marked), None)
        if marked is not None or interest >= rules.back_at:
            backs.append(_back(stay, mine, marked, interest, procedure))
        elif ripe(procedure.nurture.track(stay.track), taken.get(stay_id, set()), interest):
            earned[stay_id] = stay
    _send_soon(earned, now)
    if backs:
        _bring(backs, now)


def _by_stay(clicks: Sequence[Click]) -> dict[int, list[Click]]:
    found: dict[int, list[Click]] = {}
    for one in clicks:
        found.setdefault(one.link.stay_id, []).append(one)
    return found


def _back(
    stay: Stay, mine: Sequence[Click], marked: Click | None, interest: float, procedure: Procedure
) -> Back:
    last = marked or mine[-1]
    known = procedure.nurture.link(last.link.key)
    what = f"“{known.text}”" if known else last.link.key
    why = (
        f"They followed the link to {what} in a mail of ours."
        if marked
        else f"Their interest has reached {interest:.0f} points; last they followed the link to {what}."
    )
    left = Left.MARKED if marked else Left.SIGNAL
    return Back(stay.prospect_id, why, f"click:{last.pk}", data={"back": left.value})


def _bring(backs: Sequence[Back], now: datetime) -> None:
    """Of those that rest, and those on a desk: whoever is finished with stays so for a click."""
    now_in = survivors([one.prospect for one in backs])
    backs = [replace(one, prospect=now_in[one.prospect]) for one in backs]
    rows: Mapping[int, str] = dict(Prospect.objects.filter(id__in=now_in.values()).values_list("id", "state"))
    bring_back([one for one in backs if rows.get(one.prospect, State.CLOSED) != State.CLOSED], now=now)


def _send_soon(earned: Mapping[int, Stay], now: datetime) -> None:
    open_ones = [one for one in earned.values() if one.left_at is None]
    for stay in open_ones:
        stay.due_at = now
    actions.plan(open_ones)
