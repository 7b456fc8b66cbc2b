"""The ways by which a prospect can be reached, and what is done where the usual one is not known. Pure."""

from typing import NamedTuple

FIND = {"call": "a number", "email": "an address"}
INSTEAD = {
    "call": ("email", "; no number that reaches them, so write"),
    "email": ("call", "; no address that reaches them, so call"),
}


class Ways(NamedTuple):
    """How they can be reached, as far as we know."""

    phone: bool = True
    email: bool = True

    def without(self, wrong: str | None) -> "Ways":
        """What is left if one of them turns out to be wrong."""
        return self._replace(**{wrong: False}) if wrong else self


def reaching(ways: Ways, action: str) -> tuple[str, str]:
    """The action by a way that is known, and why another one was taken; if none is, one must be found first."""
    known = {"call": ways.phone, "email": ways.email}
    if known.get(action, True):
        return action, ""
    if ways.phone or ways.email:
        return INSTEAD[action]
    return action, f"; find {FIND[action]} first: none is known that reaches them"


def writing(ways: Ways) -> str:
    """Why it is written although a call was meant, where our hours and theirs never meet."""
    note = "; their hours and ours never meet, so write"
    return note if ways.email else f"{note}: find an address first, none is known"
