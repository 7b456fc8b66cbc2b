"""What nobody at the firm knows: whether a prospect will buy, when, how they can be reached, what they will say."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from winnow.prospects.words import Channel
from winnow.simulate.firm import Firm, Segment

# The share of each channel's inquirers who buy from somebody within a year: about 45 % over all.
BUYERS = {
    Channel.REFERRAL: 0.62, Channel.PHONE: 0.56, Channel.EMAIL: 0.52, Channel.WEB: 0.48,
    Channel.PAID_AD: 0.43, Channel.DIRECT_MAIL: 0.38, Channel.TRADE_SHOW: 0.37,
}  # fmt: skip
APPLICANTS = 0.015  # of those who write in: they want a job, not a machine
MEDIAN_DAYS, SPREAD, SOONEST, LATEST = 75, 0.8, 6, 364  # from inquiry to purchase

BUYING = {
    "need": {"problem_now": 5, "project": 4, "comparing": 2},
    "desired_outcome": {"ours": 6, "near": 3, "unclear": 1},
    "money": {"budget_set": 5, "can_be_found": 4, "unknown": 1},
    "authority": {"decides": 5, "recommends": 4, "gathers": 1},
    "fit": {"like_our_best": 4, "served_well": 5, "edge": 1},
}
NOT_BUYING = {
    "need": {"problem_now": 1, "project": 3, "comparing": 4, "curious": 5, "none": 2},
    "desired_outcome": {"ours": 3, "near": 3, "unclear": 4, "not_ours": 1},
    "money": {"budget_set": 1, "can_be_found": 3, "unknown": 4, "none_this_year": 3},
    "authority": {"decides": 2, "recommends": 3, "gathers": 4, "no_access": 1},
    "fit": {"like_our_best": 2, "served_well": 5, "edge": 3},
}


@dataclass(frozen=True, slots=True)
class Truth:
    """One prospect as they are. `decides_in` counts from the inquiry, also if they decide for nobody."""

    segment: str
    buys: bool
    decides_in: timedelta
    reach: float  # the chance that a well-timed call finds them
    number_works: bool
    favours_us: float  # they buy from us if our pull is stronger than this
    temper: float  # the lowest never want to hear from us again
    intent: str  # what their first words are about
    answers: dict[str, str]
    amount: int
    margin: float
    competitor: str


def draw(rng: Random, firm: Firm, segment: Segment, channel: Channel) -> Truth:
    """One prospect of that segment who inquires through that channel."""
    buys = rng.random() < BUYERS.get(channel, 0.4)
    days = _days(rng) if buys else rng.randint(30, 260)
    answers = {question: _one(rng, odds) for question, odds in (BUYING if buys else NOT_BUYING).items()}
    answers["time"] = _time(rng, buys, days)
    if rng.random() > segment.served:
        answers["fit"] = "not_served"
    low, high = segment.value
    return Truth(
        segment=segment.key,
        buys=buys,
        decides_in=timedelta(days=days, minutes=rng.randint(0, 480)),
        reach=min(0.9, max(0.08, rng.gauss(0.46, 0.17))),
        number_works=rng.random() > 0.04,
        favours_us=rng.random(),
        temper=rng.random(),
        intent="applicant" if rng.random() < APPLICANTS else answers["need"],
        answers=answers,
        amount=10 * round((low + (high - low) * rng.betavariate(1.6, 3.4)) / 10),
        margin=rng.uniform(0.22, 0.41),
        competitor=rng.choice(firm.competitors),
    )


def _days(rng: Random) -> int:
    return min(LATEST, max(SOONEST, round(MEDIAN_DAYS * rng.lognormvariate(0, SPREAD))))


def _time(rng: Random, buys: bool, days: int) -> str:
    if not buys:
        return _one(rng, {"now": 1, "this_half": 2, "this_year": 3, "later": 4})
    return "now" if days <= 90 else "this_half" if days <= 180 else "this_year"


def _one(rng: Random, odds: dict[str, int]) -> str:
    return rng.choices(list(odds), list(odds.values()))[0]
