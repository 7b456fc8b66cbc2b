"""The closed vocabularies of DESIGN §2, written once; plain string enums usable in rules, models and text files."""

from enum import StrEnum


class Stage(StrEnum):
    INQUIRY = "inquiry"
    LEAD = "lead"
    OPPORTUNITY = "opportunity"
    CUSTOMER = "customer"


class State(StrEnum):
    WORKING = "working"
    NURTURE = "nurture"
    CLOSED = "closed"


OPEN_STATES = (State.WORKING, State.NURTURE)


class Outcome(StrEnum):
    BOUGHT = "bought"
    BOUGHT_ELSEWHERE = "bought_elsewhere"
    NOT_BUYING = "not_buying"
    INVALID = "invalid"
    DO_NOT_CONTACT = "do_not_contact"


class Channel(StrEnum):
    WEB = "web"
    PHONE = "phone"
    EMAIL = "email"
    DIRECT_MAIL = "direct_mail"
    TRADE_SHOW = "trade_show"
    REFERRAL = "referral"
    PARTNER = "partner"
    PAID_AD = "paid_ad"
    LIST = "list"


class TouchKind(StrEnum):
    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    MESSAGE = "message"
    LETTER = "letter"
    SOCIAL = "social"  # a word on a social network


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class NextAction(StrEnum):
    """What is to be done next with an open prospect."""

    CALL = "call"
    CALL_BACK = "call_back"  # promised to the prospect for an instant
    EMAIL = "email"
    MESSAGE = "message"
    LETTER = "letter"
    SOCIAL = "social"
    MEETING = "meeting"
    QUALIFY = "qualify"  # reached: put the questions, give a verdict
    ACCEPT = "accept"  # a handover waits for the seller's yes or no
    CLOSE_DEAL = "close_deal"  # an opportunity: bring it to a yes or no
    CARE = "care"  # a customer's next step
    REVISIT = "revisit"  # nurture: look again
    REVIEW = "review"  # a manager must decide


class Queue(StrEnum):
    """Order of the desk, first to last."""

    PROMISED = "1_promised"  # callbacks and appointments, never before their instant
    NEW = "2_new"  # clock running, nobody has tried yet
    RETRY = "3_retry"  # attempts whose time has come
    BACKLOG = "4_backlog"  # never called, no clock (imported history)
    LATER = "5_later"
    BY_ITSELF = "6_by_itself"  # the worker does it; a person only if it was not done by then


class Role(StrEnum):
    MARKETER = "marketer"
    QUALIFIER = "qualifier"
    SELLER = "seller"
    MANAGER = "manager"
    ADMIN = "admin"


class Grade(StrEnum):
    STATED = "stated"
    CORROBORATED = "corroborated"
    PURCHASE_ORDER = "purchase_order"


class Verdict(StrEnum):
    QUALIFIED = "qualified"
    NURTURE = "nurture"
    DISQUALIFIED = "disqualified"
