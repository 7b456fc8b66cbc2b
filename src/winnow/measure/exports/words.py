"""Words of other systems as ours: known ones for sure, unknown ones by what is in them, and that is said."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from winnow.prospects.channel_words import channel_of

SURE, GUESSED = 0.9, 0.5

# What may stand on the right side of a word in a mapping.
MEANINGS: dict[str, frozenset[str]] = {
    "channel": frozenset(
        ("web", "phone", "email", "direct_mail", "trade_show", "referral", "partner", "paid_ad", "list")
    ),
    "status": frozenset(
        ("inquiry", "lead", "opportunity", "bought", "bought_elsewhere", "not_buying", "invalid",
         "do_not_contact", "closed", "nurture")
    ),
    "kind": frozenset(("call", "email", "meeting", "message", "letter", "social", "automatic", "ignore", "other")),
    "direction": frozenset(("out", "in")),
    "role": frozenset(("marketer", "qualifier", "seller", "manager")),
    "order": frozenset(("ordered", "no_order")),
    "activity": frozenset(
        ("received", "touch", "automatic", "nothing", "lead", "opportunity", "bought", "bought_elsewhere",
         "not_buying", "invalid", "do_not_contact", "closed", "nurture")
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word means, empty if nothing is known, and how sure that is."""

    word: str
    sure: float


@cache
def _known() -> dict[str, Any]:
    return tomllib.loads(files("winnow.measure.exports").joinpath("words.toml").read_text("utf-8"))


def plain_word(text: str) -> str:
    """A word without case, spaces and punctuation."""
    return "".join(mark for mark in text.casefold() if mark.isalnum())


@cache
def _exact(vocabulary: str) -> dict[str, str]:
    known = _known()[vocabulary].get("exact", _known()[vocabulary])
    return {plain_word(text): meaning for meaning, texts in known.items() for text in texts}


def meaning_of(vocabulary: str, text: str) -> Meaning:
    """What a text means in a vocabulary."""
    if vocabulary == "channel":
        found = channel_of(text)
        return Meaning(found.value, SURE) if found else Meaning("", 0.0)
    bare = plain_word(text)
    if bare in MEANINGS[vocabulary] or bare in _exact(vocabulary):
        return Meaning(_exact(vocabulary).get(bare, bare), SURE)
    for meaning, parts in _known()[vocabulary].get("parts", {}).items():
        if any(part in bare for part in parts):
            return Meaning(meaning, GUESSED)
    return Meaning("", 0.0)


def flags() -> dict[str, str]:
    """Plain words that say yes or no."""
    return _exact("flag")


def reaching() -> dict[str, str]:
    """Plain dispositions that say whether somebody was reached."""
    return _exact("reached")


def blanks() -> frozenset[str]:
    """Texts in lower case that say nothing."""
    return frozenset(_known()["blank"]["words"]) | {""}
