"""The shape of a company's written procedure: frozen values, no behaviour beyond look-ups.

`parse.py` turns the text into these; every rule takes them as an argument. Durations are minutes or days
as their names say; clocks run in working time unless `around_the_clock`.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from winnow.procedure.asked import Choice as Choice
from winnow.procedure.asked import DeliveredOutcome as DeliveredOutcome
from winnow.procedure.asked import Qualification as Qualification
from winnow.procedure.asked import Question as Question
from winnow.procedure.asked import Reason as Reason
from winnow.procedure.custom import Customers as Customers
from winnow.procedure.dealing import Deals as Deals
from winnow.procedure.dealing import DealStage as DealStage
from winnow.procedure.dealing import Part as Part
from winnow.procedure.dealing import Product as Product
from winnow.procedure.dealing import Purge as Purge
from winnow.procedure.keeping import Keeping as Keeping
from winnow.procedure.learned import Cut as Cut
from winnow.procedure.learned import Learning as Learning
from winnow.procedure.mailing import IntakeAddress as IntakeAddress
from winnow.procedure.mailing import Mail as Mail
from winnow.procedure.mailing import Template as Template
from winnow.procedure.nurturing import DidYouBuy as DidYouBuy
from winnow.procedure.nurturing import Interest as Interest
from winnow.procedure.nurturing import Link as Link
from winnow.procedure.nurturing import Nurture as Nurture
from winnow.procedure.nurturing import Track as Track
from winnow.procedure.nurturing import TrackStep as TrackStep
from winnow.procedure.offering import Offers as Offers
from winnow.procedure.offering import OfferTemplate as OfferTemplate
from winnow.procedure.prospecting import Prospecting as Prospecting
from winnow.procedure.pursuing import Cadence as Cadence
from winnow.procedure.pursuing import Snooze as Snooze
from winnow.procedure.pursuing import Step as Step
from winnow.procedure.pursuing import chosen
from winnow.procedure.shapes import Days as Days
from winnow.procedure.shapes import Frozen as Frozen
from winnow.procedure.shapes import Hours as Hours
from winnow.procedure.shapes import Key as Key
from winnow.procedure.shapes import Minutes as Minutes
from winnow.procedure.shapes import Points as Points
from winnow.procedure.shapes import Weekday as Weekday
from winnow.procedure.shapes import Whole as Whole
from winnow.prospects.words import Channel, NextAction, Outcome


class Company(Frozen):
    """Who the procedure speaks for, and the defaults of its country."""

    name: str = "Our company"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "DE"
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"


class WorkingHours(Frozen):
    """When a team works: weekly hours in its own time zone, and the days off."""

    timezone: str = "Europe/Berlin"
    week: dict[Weekday, tuple[Hours, ...]]
    holidays: tuple[date, ...] = ()
    holidays_of: str = ""  # country or country-subdivision code of the holidays library, e.g. "DE" or "US-NY"

    def __hash__(self) -> int:
        return hash((self.timezone, tuple(self.week.items()), self.holidays, self.holidays_of))


class Clock(Frozen):
    """How soon a person must have tried to reach an inquirer of one channel."""

    respond_within: Minutes
    around_the_clock: bool = False
    first_action: NextAction = NextAction.CALL
    notify: bool = True  # tell the owner at once, in the application


class Phrase(Frozen):
    """One spam sign: a phrase, and how strongly it speaks."""

    text: str
    weight: Annotated[int, Field(strict=True, ge=1, le=100)] = 40


class Screen(Frozen):
    """What is held back before any clock starts. Held is reviewable, never deleted."""

    spam_threshold: Annotated[int, Field(strict=True, ge=1, le=1000)] = 100
    spam_phrases: tuple[Phrase, ...] = ()
    links_allowed: Whole = 2
    min_fill_seconds: Annotated[float, Field(ge=0, le=600)] = 3.0
    competitor_domains: tuple[str, ...] = ()
    competitor_action: Literal["quarantine", "flag"] = "quarantine"
    harvester_domains: tuple[str, ...] = ()  # of who gathers information and never buys
    harvester_phrases: tuple[str, ...] = ()
    harvester_inquiries: Whole = 0  # so many inquiries without one conversation are a sign; 0: not looked at
    harvester_action: Literal["quarantine", "flag"] = "flag"
    blocked_domains: tuple[str, ...] = ()
    disposable_mail: Literal["quarantine", "flag", "accept"] = "quarantine"
    free_mail: Literal["quarantine", "flag", "accept"] = "accept"
    allowed_return_hosts: tuple[str, ...] = ()  # where retURL of a Web-to-Lead form may lead


class Factor(Frozen):
    """One line of the written scorecard: if `field` is one of `values` (or matches), add `points`."""

    key: Key
    text: str
    field: Literal[
        "channel", "campaign", "source", "country", "mail_kind", "has_phone", "has_company",
        "message_words", "message", "title", "industry", "repeats", "desired_outcome",
    ]  # fmt: skip
    values: tuple[str, ...] = ()  # any of these, case-folded; for `message`: contains any
    at_least: Whole | None = None  # for counts
    points: Points


class Band(Frozen):
    key: Key
    text: str
    at_least: Whole


class Scorecard(Frozen):
    """The written score: base plus the points of each factor that holds, cut to 0..100."""

    base: Whole = 30
    factors: tuple[Factor, ...] = ()
    bands: tuple[Band, ...] = (
        Band(key="hot", text="Hot", at_least=70),
        Band(key="warm", text="Warm", at_least=45),
        Band(key="cool", text="Cool", at_least=0),
    )


class RoutingRule(Frozen):
    """If every condition holds, only people with these properties may take it."""

    key: Key
    text: str
    channels: tuple[Channel, ...] = ()
    countries: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    message_has: tuple[str, ...] = ()
    need_skill: str = ""
    need_niche: str = ""
    team: str = ""


class Routing(Frozen):
    """Who may and who should. Applies once to the desk of each role."""

    first_desk: Literal["qualifier", "seller"] = "qualifier"
    match_territory: bool = True
    match_language: bool = True
    same_company_same_owner: bool = True
    rules: tuple[RoutingRule, ...] = ()
    default_capacity: Annotated[int, Field(strict=True, ge=1, le=100_000)] = 150
    wip_limit: Annotated[int, Field(strict=True, ge=0, le=100_000)] = 0  # 0: no limit besides capacity
    at_work: bool = False
    method: Literal["most_room", "most_profit"] = "most_room"
    fairness: Annotated[float, Field(ge=0, le=0.95)] = 0.5  # of an even share; 0: no band
    explore: Annotated[float, Field(ge=0, le=0.5)] = 0.05


class Disposition(Frozen):
    """The result of one touch, on key 1–9, and what it sets next."""

    key: Key
    text: str
    on_key: Annotated[str, Field(pattern=r"^[1-9a-z]?$")] = ""
    attempt: bool = True  # counts as an attempt
    reached: bool = False  # a conversation with the person
    then: Literal["retry", "call_back", "qualify", "nurture", "close", "keep", "to_owner"]
    outcome: Outcome | None = None  # with then = "close"
    default_minutes: Minutes = 3
    needs_reason: bool = False
    ask_when: bool = False  # needs a date and time
    wrong: Literal["phone", "email"] | None = None  # comes off the card; the next attempts go the other way


class Closing(Frozen):
    """What closing with an outcome demands."""

    text: str
    reasons: tuple[Choice, ...] = ()
    needs_note: bool = False
    ask_competitor: bool = False  # who won instead
    checklist: tuple[str, ...] = ()  # "have we done all we could"
    checklist_after_stage: Literal["inquiry", "lead", "opportunity"] = "lead"


class Escalation(Frozen):
    """Overdue: warn the owner, then reassign and tell the manager, then the manager's own list."""

    warn_after: Minutes = 0
    reassign_after: Minutes = 60
    manager_after: Minutes = 240
    working_time: bool = True
    claim_minutes: Annotated[int, Field(strict=True, ge=1, le=480)] = 30
    skips_a_day: Annotated[int, Field(strict=True, ge=0, le=100)] = 3


class Repeat(Frozen):
    """What another inquiry of the same person does to the one prospect."""

    working: Literal["reclock", "keep"] = "reclock"
    nurture: Literal["reopen", "keep"] = "reopen"
    closed: Literal["reopen", "keep"] = "reopen"
    do_not_contact: Literal["tell_manager"] = "tell_manager"


class Calling(Frozen):
    """The prospect's own local hours in which Winnow offers a call."""

    start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "08:00"
    end: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "20:00"


class Importing(Frozen):
    """History comes in without clocks; its next actions are spread over the owners' capacity."""

    per_person_per_day: Annotated[int, Field(strict=True, ge=1, le=1_000)] = 20
    within_days: Annotated[int, Field(strict=True, ge=1, le=730)] = 60


class Procedure(Frozen):
    """The whole sales lead management procedure of one company."""

    company: Company = Company()
    hours: dict[str, WorkingHours]  # by team name; "default" must be there
    clocks: dict[Literal["default"] | Channel, Clock]  # "default" must be there
    screen: Screen = Screen()
    qualification: Qualification = Qualification()
    outcomes: tuple[DeliveredOutcome, ...] = ()
    scorecard: Scorecard = Scorecard()
    routing: Routing = Routing()
    cadences: dict[str, Cadence]  # "default" must be there
    dispositions: tuple[Disposition, ...]
    closing: dict[Outcome, Closing]
    escalation: Escalation = Escalation()
    repeat: Repeat = Repeat()
    nurture: Nurture = Nurture()
    did_you_buy: DidYouBuy = DidYouBuy()
    calling: Calling = Calling()
    importing: Importing = Importing()
    learning: Learning = Learning()
    cut: Cut = Cut()
    mail: Mail = Mail()
    deals: Deals = Deals()
    customers: Customers = Customers()
    snooze: Snooze = Snooze()
    keeping: Keeping = Keeping()
    prospecting: Prospecting = Prospecting()
    offers: Offers = Offers()

    def hours_of(self, team: str) -> WorkingHours:
        return self.hours.get(team) or self.hours["default"]

    def clock_of(self, channel: Channel) -> Clock:
        return self.clocks.get(channel) or self.clocks["default"]

    def cadence_of(self, channel: str, stage: str = "inquiry", band: str = "", by_hand: str = "") -> Cadence:
        return self.cadences[chosen(self.cadences, channel, stage, band, by_hand)]

    def disposition(self, key: str) -> Disposition | None:
        return next((one for one in self.dispositions if one.key == key), None)

    def band(self, score: int) -> Band:
        ranked = sorted(self.scorecard.bands, key=lambda band: -band.at_least)
        return next((band for band in ranked if score >= band.at_least), ranked[-1])
