"""The pipeline judged again: who would have left it, and what they ordered afterwards all the same. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from winnow.deals.rules import Deal, Held, judge, tops_of
from winnow.flow.replaying.recorded import History, Step
from winnow.procedure.dealing import Purge

KEPT = "%d %b %Y"
A_WEEK, A_DAY = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gone:
    """One that would have been let go, when, and what came of it in history since."""

    prospect: int
    at: datetime
    orders: int
    amount: float
    margin: float
    minutes: int


def purged(history: History, rule: Purge) -> list[Gone]:
    """Looked at once a week; whoever was in doubt for the days of the warning is let go by the next look."""
    if not rule.on:
        return []
    open_now: dict[int, Deal] = {}
    doubted: dict[int, datetime] = {}
    gone: dict[int, datetime] = {}
    steps = iter(history.steps)
    step = next(steps, None)
    for at in _weeks(history):
        while step is not None and step.at <= at:
            _learn(open_now, step, history)
            step = next(steps, None)
        deals = [deal for number, deal in open_now.items() if number not in gone]
        tops = tops_of(_held(deals), rule.top_share)
        for deal, judged in zip(deals, judge(deals, tops, rule, at, history.currency), strict=True):
            if judged.stays:
                doubted.pop(deal.prospect, None)
            elif at - doubted.setdefault(deal.prospect, at) >= rule.warn_days * A_DAY:
                gone[deal.prospect] = at
    return [_gone(history, number, at) for number, at in gone.items()]


def _weeks(history: History) -> Iterator[datetime]:
    at = history.since + A_WEEK
    while at < history.until:
        yield at
        at += A_WEEK


def _learn(known: dict[int, Deal], step: Step, history: History) -> None:
    if step.what == "ended":
        known.pop(step.prospect, None)
        return
    deal = known.get(step.prospect)
    if deal is None:
        team = history.team_numbers.get(step.owner, 0)
        known[step.prospect] = deal = Deal(
            step.prospect, step.owner, team, history.currency, None, None, "", step.at, step.at
        )
    if step.what in ("talked", "stage", "opened"):
        deal.progress_at = step.at
    elif step.what == "money":
        deal.amount = _money(step.data.get("amount"))
        deal.currency = str(step.data.get("currency") or deal.currency)
    elif step.what == "kept":
        deal.kept_until = _day(str(step.data.get("until") or ""), step.at)
    elif step.what == "timeline":
        said = str(step.data.get("decides_by") or "")
        deal.decides_by = date.fromisoformat(said) if said else None
        deal.grade = str(step.data.get("grade") or "")


def _day(said: str, at: datetime) -> datetime | None:
    """Until when it was kept: of the day that the Event tells, the hour at which it was kept."""
    try:
        return datetime.strptime(said, KEPT).replace(hour=at.hour, minute=at.minute, tzinfo=at.tzinfo)
    except ValueError:
        return None


def _money(said: object) -> Decimal | None:
    try:
        return Decimal(str(said)) if said is not None else None
    except InvalidOperation:
        return None


def _held(deals: list[Deal]) -> list[Held]:
    by: dict[tuple[int, int, str], list[Deal]] = defaultdict(list)
    for one in deals:
        by[one.owner, one.team, one.currency].append(one)
    return [
        Held(owner, team, currency, len(some), [one.amount for one in some if one.amount])
        for (owner, team, currency), some in by.items()
    ]


def _gone(history: History, prospect: int, at: datetime) -> Gone:
    won = [one for one in history.orders.get(prospect, ()) if one.at > at]
    spent = sum(one.minutes for one in history.touches.get(prospect, ()) if one.at > at)
    return Gone(
        prospect, at, len(won), sum(one.amount for one in won), sum(one.margin or 0 for one in won), spent
    )  # fmt: skip
