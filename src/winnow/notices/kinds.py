"""The kinds of notifications, in groups that a person chooses ways for. Pure."""

from typing import NamedTuple


class Group(NamedTuple):
    """Kinds that are told by the same ways."""

    key: str
    text: str
    kinds: tuple[str, ...]


REST = "system"
GROUPS = (
    Group("new", "New on your desk", ("new_inquiry", "yours_now")),
    Group("late", "About to be late, or late", ("overdue", "verdict_overdue")),
    Group("breach", "Taken over, or stuck with you", ("escalated", "managers_list", "inquired_despite")),
    Group(
        "answers",
        "Answers and objections",
        ("replied", "signalled", "ask_by_call", "no_contact", "complaint"),
    ),
    Group("mail", "Mail that did not arrive", ("mail_stopped", "mail_failed", "mail_bounced")),
    Group("deals", "Opportunities", ("doubted", "purge_review", "sent_back")),
    Group(REST, "Everything else", ()),
)
KNOWN = {kind: group.key for group in GROUPS for kind in group.kinds}
EVENTS = {
    "overdue": "A next action is overdue and its owner was warned",
    "verdict_overdue": "A verdict or its answer is overdue",
    "escalated": "Overdue and taken from its owner, or nobody else could take it",
    "managers_list": "Still not done, and now on a manager's own list",
    "inquired_despite": "Somebody inquired who had asked not to be contacted",
    "mail_failed": "A mail could not be delivered",
    "complaint": "Somebody told their provider that our mail is spam",
    "clock_leapt": "A machine's clock leapt",
    "webhook_stopped": "A webhook was given up",
}


def group_of(kind: str) -> str:
    """The group of a kind; what is not named belongs to the rest."""
    return KNOWN.get(kind, REST)
