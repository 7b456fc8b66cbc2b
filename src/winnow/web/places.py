"""Where one can go: the pages of the navigation, in groups named by whose day they belong to."""

from typing import NamedTuple

from winnow.prospects.words import Role


class Place(NamedTuple):
    """A page of the navigation; it is shown to whom its route's rule lets in."""

    route: str
    label: str
    icon: str
    key: str  # after G
    short: str = ""  # on a phone, where the label is too long


GROUPS = {
    "Selling": (
        Place("desk", "Next", "next", "n"),
        Place("coverage", "Coverage", "shield", "v"),
        Place("entry", "New inquiry", "plus", "i", "New"),
        Place("prospects", "Prospects", "users", "p"),
        Place("deals", "Opportunities", "star", "o", "Deals"),
        Place("customers", "Customers", "building", "k"),
        Place("blocks", "Prospecting", "calendar", "b"),
        Place("practice", "Practice", "flag", "z"),
    ),
    "Marketing": (
        Place("campaigns", "Campaigns", "megaphone", "c"),
        Place("nurture", "Nurture", "leaf", "d"),
        Place("mail", "Mail", "mail", "a"),
        Place("held_quarantine", "Held back", "inbox", "h", "Held"),
        Place("imports", "Imports", "upload", "m"),
        Place("forms", "Forms", "list", "f"),
    ),
    "Proof": (
        Place("figures", "Figures", "target", "g"),
        Place("questions", "What we learn", "chart", "q", "Learn"),
        Place("cut", "The cut", "filter", "u"),
    ),
    "Rules": (
        Place("procedure", "Procedure", "doc", "r"),
        Place("cadences", "Cadences", "calendar", "j"),
        Place("people", "People", "user", "e"),
        Place("tokens", "Tokens", "key", "t"),
        Place("webhooks", "Webhooks", "link", "w"),
        Place("privacy", "Privacy", "lock", "y"),
        Place("events", "Events", "clock", "l"),
        Place("system", "System", "gear", "s"),
    ),
}
# Whose day does not begin with selling finds their own group first.
FIRST = {Role.MARKETER: "Marketing", Role.ADMIN: "Rules"}


def in_order(role: str) -> list[tuple[str, Place]]:
    """Group and place of every page, this role's own group before the others."""
    first = FIRST.get(Role(role))
    names = sorted(GROUPS, key=lambda name: name != first)
    return [(name, place) for name in names for place in GROUPS[name]]
