"""Everything that will come in, in its order: first inquiries, repeats, spam, and what cannot be understood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from winnow.intake.inquiry import Door, Raw
from winnow.prospects.words import Channel
from winnow.simulate.firm import Firm, Promotion
from winnow.simulate.inquirers import Crowd, Inquirer
from winnow.simulate.season import moment, running_days

REPEATS, SPAM, REJECTS = 0.065, 0.02, 0.006  # shares of all inquiries
AGAIN_AFTER = 50  # days, on average
A_YEAR, LATELY = timedelta(days=365), timedelta(days=5)
DOORS: dict[Channel, Door] = {
    Channel.WEB: "form", Channel.PAID_AD: "form", Channel.EMAIL: "api", Channel.PHONE: "entry",
    Channel.REFERRAL: "entry", Channel.DIRECT_MAIL: "entry", Channel.TRADE_SHOW: "entry",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coming:
    """One inquiry to come; without an inquirer it is nobody's: spam, or not to be understood."""

    at: datetime
    raw: Raw
    inquirer: Inquirer | None = None


def arrivals(firm: Firm, count: int, start: datetime, end: datetime, rng: Random) -> list[Coming]:
    """About `count` inquiries between two instants, by time."""
    crowd = Crowd(firm, rng)
    fresh = list(_fresh(crowd, count * (1 - REPEATS - SPAM - REJECTS), start, end))
    again = [one for _ in range(round(count * REPEATS)) if (one := _again(crowd, fresh, end))]
    noise = [_spam(firm, rng, start, end) for _ in range(round(count * SPAM))]
    noise += [_reject(firm, rng, start, end) for _ in range(round(count * REJECTS))]
    lately = max(start, end - LATELY)  # so that there is something to review
    noise += [_spam(firm, rng, lately, end) for _ in range(4)] + [_reject(firm, rng, lately, end)]
    return sorted([*fresh, *again, *noise], key=lambda one: one.at)


def _fresh(crowd: Crowd, count: float, start: datetime, end: datetime) -> Iterator[Coming]:
    """First inquiries; of a promotion as many as its share of the year that lies in these days."""
    rng = crowd.rng
    running = [(one, running_days(one, start.date(), end.date())) for one in crowd.firm.promotions]
    weights = [one.share * sum(days.values()) / _whole(one, start, end) for one, days in running]
    for (promotion, days), weight in zip(running, weights, strict=True):
        number = round(count * weight / sum(weights))
        for day in rng.choices(list(days), list(days.values()), k=number) if days else ():
            who = crowd.somebody(promotion)
            at = moment(rng, day, promotion.channel, who.fields["country"])
            if start <= at < end:
                yield Coming(at, _raw(crowd, who, promotion, at), who)


def _whole(promotion: Promotion, start: datetime, end: datetime) -> float:
    """The weight of all its days, if every year were whole."""
    years = max(1, round((end - start) / A_YEAR))
    return sum(running_days(promotion, end.date() - years * A_YEAR, end.date()).values()) or 1.0


def _raw(crowd: Crowd, who: Inquirer, promotion: Promotion, at: datetime) -> Raw:
    fields = {**who.fields, "message": crowd.words(who, promotion.channel), **_traces(promotion)}
    if promotion.channel in (Channel.WEB, Channel.PAID_AD):
        fields["consent_basis"] = "asked us to reply"
    return Raw(
        fields=fields, payload=dict(fields), channel=promotion.channel, door=DOORS[promotion.channel],
        campaign=promotion.name, source=promotion.source, received_at=at,
    )  # fmt: skip


def _traces(promotion: Promotion) -> dict[str, str]:
    """What a link carries."""
    if promotion.channel is not Channel.PAID_AD:
        return {}
    medium = "cpc" if promotion.source.startswith("search") else "paid_social"
    return {
        "utm_source": promotion.source.split()[0],
        "utm_medium": medium,
        "utm_campaign": promotion.code.lower(),
    }


def _again(crowd: Crowd, fresh: Sequence[Coming], end: datetime) -> Coming | None:
    """Somebody who inquired before inquires again, of their own accord."""
    rng = crowd.rng
    for _ in range(20):
        before = rng.choice(fresh)
        day = (before.at + timedelta(days=1 + rng.expovariate(1 / AGAIN_AFTER))).date()
        channel = rng.choices([Channel.WEB, Channel.PHONE, Channel.EMAIL], [6, 3, 2])[0]
        if before.inquirer is None:
            continue
        at = moment(rng, day, channel, before.inquirer.fields["country"])
        if before.at < at < end and at.weekday() < 5:
            who = before.inquirer
            fields = {**who.fields, "message": crowd.words(who, channel, again=True)}
            source = {Channel.WEB: "website", Channel.PHONE: "telephone"}.get(channel, "sales mailbox")
            raw = Raw(fields, dict(fields), channel, DOORS[channel], source=source, received_at=at)
            return Coming(at, raw, who)
    return None


def _spam(firm: Firm, rng: Random, start: datetime, end: datetime) -> Coming:
    """Mostly spam; now and then a competitor looks around."""
    at = start + timedelta(seconds=rng.randrange(int((end - start).total_seconds())))
    words = firm.words["spam"]
    if rng.random() < 0.06:
        fields = {
            "name": "Alex Winter", "email": f"alex.winter@{rng.choice(firm.competitor_domains)}",
            "message": "Please send me your dealer price list.",
        }  # fmt: skip
    else:
        number = rng.randrange(10_000)
        fields = {
            "name": rng.choice(words["senders"]), "email": f"hello{number}@bulk-sender{number % 37}.example",
            "message": " ".join(rng.sample(words["texts"], 2)),
        }  # fmt: skip
    raw = Raw(fields, dict(fields), Channel.WEB, "form", source="website", received_at=at,
              honeypot=rng.random() < 0.3, fill_seconds=rng.choice([0.4, 1.1, 9.0]))  # fmt: skip
    return Coming(at, raw)


def _reject(firm: Firm, rng: Random, start: datetime, end: datetime) -> Coming:
    """Nobody can be reached by what was filled in."""
    at = start + timedelta(seconds=rng.randrange(int((end - start).total_seconds())))
    fields = dict(rng.choice(firm.words["rejects"]["fields"]))
    raw = Raw(fields, dict(fields), Channel.WEB, "form", source="website", received_at=at, fill_seconds=8.0)
    return Coming(at, raw)
