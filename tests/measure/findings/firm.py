"""A firm of 431 prospects whose findings were worked out by hand; its texts are hostile."""

from datetime import timedelta
from functools import cache

from tests.measure.company import START, asked, at, frames, moved, ordered, touched
from winnow.measure.engines import duckdb
from winnow.measure.facts import gather
from winnow.measure.findings import look
from winnow.measure.kept import settled

AS_OF = START + timedelta(days=400)
SCRIPT = "<script>alert(1)</script>"
FORMULA = "=1+1 | never 00"
MINUTES = 10


def _soon(number):
    """Answered and reached within minutes; one in five buys on day 20."""
    who = f"soon {number:03}"
    tried = [touched(who, at(minutes=MINUTES), by="una", reached=True)]
    return asked(who, channel="web", campaign_id="cheap", promised_at=at(hours=1)), tried, number < 40


def _late(number):
    """Answered and reached after three days; one in twenty buys."""
    who = f"late {number:03}"
    tried = [touched(who, at(days=3), by="vic", reached=True)]
    return asked(who, channel="web", campaign_id="dear", promised_at=at(hours=1)), tried, number < 5


def _left(number):
    """Tried twice, never reached, left."""
    who = f"left {number:03}"
    tried = [touched(who, at(days=day, minutes=MINUTES), by="una", reached=False) for day in (0, 1)]
    return asked(who, channel="web", campaign_id="mild"), tried, False


def _stuck_to(number):
    """Reached by the fifth touch; one in five buys."""
    who = f"stuck to {number:03}"
    tried = [touched(who, at(days=day, minutes=MINUTES), by="una", reached=day == 4) for day in range(5)]
    return asked(who, channel="web", campaign_id="mild"), tried, number < 6


def _never(number):
    """Never touched."""
    who = FORMULA if number == 0 else f"never {number:02}"
    return asked(who, channel="web", campaign_id="mild"), [], False


EVERYBODY = [
    *(_soon(number) for number in range(200)),
    *(_late(number) for number in range(100)),
    *(_left(number) for number in range(40)),
    *(_stuck_to(number) for number in range(30)),
    *(_never(number) for number in range(60)),
]


def tables():
    """Everything that happened, as frames."""
    never = [inquiry["prospect_id"] for inquiry, tried, _ in EVERYBODY if not tried]
    bought = [inquiry["prospect_id"] for inquiry, _, buys in EVERYBODY if buys]
    return frames(
        inquiries=[
            *(inquiry for inquiry, _, _ in EVERYBODY),
            asked(FORMULA, at(days=2), channel="web", campaign_id="mild", inquiry_id="again"),
        ],
        touches=[touch for _, tried, _ in EVERYBODY for touch in tried],
        stages=[
            *(moved(who, at(hours=1), owner="vic", state="working") for who in never[:50]),
            *(moved(who, at(hours=1), owner="vic", state="nurture") for who in never[50:]),
            *(moved(f"soon {n:03}", at(days=5), event="accepted", by="vic") for n in range(9)),
            *(moved(f"soon {n:03}", at(days=5), event="rejected", by="vic", reason="too small") for n in range(9, 12)),
        ],
        orders=[*(ordered(who, at(days=20), "1000") for who in bought), ordered("a stranger", at(days=30), "70")],
        campaigns=[
            {"campaign_id": "cheap", "name": "Cheap & good", "channel": "web"},
            {"campaign_id": "dear", "name": SCRIPT, "channel": "web"},
            {"campaign_id": "mild", "name": "Mild", "channel": "web"},
        ],
        costs=[
            {"campaign_id": name, "at": START, "amount": cost, "currency": "EUR"}
            for name, cost in (("cheap", "1000"), ("dear", "100000"), ("mild", "5000"))
        ],
        people=[
            {"person_id": "una", "role": "seller", "name": "Una"},
            {"person_id": "vic", "role": "seller", "name": f"Vic {SCRIPT}"},
        ],
    )  # fmt: skip


@cache
def looked():
    """What was found."""
    return look(*opened())


@cache
def opened():
    """(facts, tables) of the firm."""
    found = duckdb.open_frames(tables(), AS_OF)
    return settled(gather(found)), found
