"""When inquiries come: by season, weekday and hour, and in the days of a campaign."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from winnow.prospects.words import Channel
from winnow.simulate.firm import Promotion

A_DAY = timedelta(days=1)
MONTHS = (1.1, 1.0, 1.15, 1.05, 1.0, 0.9, 0.72, 0.7, 1.2, 1.25, 1.15, 0.6)
ANY_DAY = (1.15, 1.2, 1.15, 1.1, 0.95, 0.4, 0.35)  # Monday first
WORKDAYS = (1.2, 1.15, 1.1, 1.05, 0.85, 0.0, 0.0)
BY_DAYLIGHT = frozenset({Channel.PHONE, Channel.REFERRAL, Channel.DIRECT_MAIL, Channel.PARTNER})
ONLINE_HOURS = (1, 0, 0, 0, 0, 1, 2, 5, 10, 15, 16, 15, 10, 12, 15, 14, 12, 9, 6, 5, 6, 6, 4, 2)
OFFICE_HOURS = (0, 0, 0, 0, 0, 0, 0, 1, 5, 12, 14, 12, 6, 8, 12, 11, 8, 3, 0, 0, 0, 0, 0, 0)
ZONES = {
    "US": "America/New_York", "CA": "America/Toronto", "GB": "Europe/London", "DE": "Europe/Berlin",
    "AT": "Europe/Vienna", "CH": "Europe/Zurich", "NL": "Europe/Amsterdam",
}  # fmt: skip


def windows(promotion: Promotion, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days on which it runs between two dates, both included, for each year."""
    if not promotion.starts:
        yield first, last
        return
    for year in range(first.year - 1, last.year + 1):
        starts, ends = on(year, promotion.starts), on(year, promotion.ends)
        starts, ends = max(starts, first), min(ends, last)
        if starts <= ends:
            yield starts, ends


def on(year: int, day: str) -> date:
    """The "month-day" of a year."""
    return date.fromisoformat(f"{year}-{day}")


def running_days(promotion: Promotion, first: date, last: date) -> dict[date, float]:
    """Each day on which inquiries of it may come, with how many compared with the others."""
    week = WORKDAYS if promotion.channel in BY_DAYLIGHT else ANY_DAY
    days: dict[date, float] = {}
    for starts, ends in windows(promotion, first, last):
        for number in range((ends - starts).days + 1):
            day = starts + number * A_DAY
            fading = 0.5 ** (number / promotion.fades) if promotion.fades else 1.0
            season = 1.0 if promotion.starts else MONTHS[day.month - 1]
            weekly = 1.0 if promotion.channel is Channel.TRADE_SHOW else week[day.weekday()]
            days[day] = fading * season * weekly
    return {day: weight for day, weight in days.items() if weight > 0}


def moment(rng: Random, day: date, channel: Channel, country: str) -> datetime:
    """An instant of that day, at an hour at which people there do such things."""
    office = channel in BY_DAYLIGHT or channel is Channel.TRADE_SHOW
    hour = rng.choices(range(24), OFFICE_HOURS if office else ONLINE_HOURS)[0]
    clock = time(hour, rng.randrange(60), rng.randrange(60))
    return datetime.combine(day, clock, ZoneInfo(ZONES[country])).astimezone(UTC)
