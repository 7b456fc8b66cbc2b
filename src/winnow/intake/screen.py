"""Screening: signs that an inquiry is spam or comes from whom the procedure keeps out.

Each sign has a weight; together at the procedure's threshold or above, the inquiry is held back for review.
What people wrote is only judged at the doors that anybody can reach; rows of a file are judged by their
domains; what a colleague typed in, or looked at and sent again, is only flagged.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from winnow.intake.inquiry import Cleaned, Raw
from winnow.procedure.schema import Phrase, Screen

PUBLIC_DOORS = frozenset(("form", "web_to_lead", "api", "simulator"))
TRUSTED_DOORS = frozenset(("entry", "replay"))

LINKS_WEIGHT = 50  # for the first link too many, and 10 for each further
MORE_LINKS_WEIGHT = 10
LINK_IN_NAME_WEIGHT = 60
MARKUP_WEIGHT = 40
RANDOM_WEIGHT = 60
UNSEALED_WEIGHT = 20  # plain copies on other sites carry no seal, so it only counts together with other signs

_LINK = re.compile(r"https?://|(?<!/)\bwww\.", re.IGNORECASE)
_MARKUP = re.compile(r"<a\s[^<>]*href|\[url[=\]]|\[link[=\]]", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_TURN = re.compile(r"[a-z](?=[A-Z])")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "´": "'", "\u00ad": ""})


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason to hold back: the rule that spoke, what it saw, and how strongly it speaks."""

    rule: str
    detail: str
    weight: int


@dataclass(frozen=True, slots=True)
class Screening:
    """The decision with its reasons; `flags` are to be seen by those who follow up, and hold nothing back."""

    verdict: Literal["pass", "quarantine"]
    signs: tuple[Sign, ...] = ()
    flags: tuple[str, ...] = ()


def judge(cleaned: Cleaned, raw: Raw, screen: Screen) -> Screening:
    """Decide whether one inquiry passes, with every sign that was seen."""
    signs, flags = _of_sender(cleaned, screen)
    if raw.door in PUBLIC_DOORS:
        signs += _of_machine(raw, screen)
        signs += _of_content(cleaned, screen)
    if not signs:
        return Screening("pass", (), tuple(flags)) if flags else _NOTHING
    if raw.door in TRUSTED_DOORS:
        return Screening("pass", tuple(signs), (*flags, *(sign.rule for sign in signs)))
    held = sum(sign.weight for sign in signs) >= screen.spam_threshold
    return Screening("quarantine" if held else "pass", tuple(signs), tuple(flags))


_NOTHING = Screening("pass")


def _of_sender(cleaned: Cleaned, screen: Screen) -> tuple[list[Sign], list[str]]:
    """What the domains say. Each of these rules decides alone, so its weight is the threshold itself."""
    signs: list[Sign] = []
    flags: list[str] = []
    host = cleaned.email.rpartition("@")[2]

    def found(rule: str, detail: str, action: str) -> None:
        if action == "quarantine":
            signs.append(Sign(rule, detail, screen.spam_threshold))
        elif action == "flag":
            flags.append(rule)

    if screen.blocked_domains and (name := _listed(host, cleaned.domain, screen.blocked_domains)):
        found("blocked domain", f"{name} is on the list of blocked domains", "quarantine")
    if screen.competitor_domains and (name := _listed(host, cleaned.domain, screen.competitor_domains)):
        found("competitor", f"{name} is on the list of competitors", screen.competitor_action)
    if screen.harvester_domains and (name := _listed(host, cleaned.domain, screen.harvester_domains)):
        found("harvester", f"{name} is on the list of harvesters", screen.harvester_action)
    if screen.harvester_phrases and (said := _harvesting(cleaned, screen)):
        found("harvester", f"wrote {said}", screen.harvester_action)
    if cleaned.mail_kind == "disposable":
        found("disposable mail", f"{host} gives out addresses to throw away", screen.disposable_mail)
    elif cleaned.mail_kind == "free":
        found("free mail", f"{host} gives private addresses to anybody", screen.free_mail)
    return signs, flags


def _harvesting(cleaned: Cleaned, screen: Screen) -> str:
    """The words by which somebody who only gathers information gives themselves away."""
    folded = _folded(f"{cleaned.message}\n{cleaned.desired_outcome}")
    wanted = ((phrase, _folded(phrase)) for phrase in screen.harvester_phrases)
    return next(
        (f"“{phrase}”" for phrase, known in wanted if known and re.search(_whole_words(known), folded)), ""
    )


def _listed(host: str, firm: str, names: tuple[str, ...]) -> str:
    """The listed domain to which one of these belongs, itself or as a part of it."""
    for name in names:
        wanted = name.strip().lower().lstrip("@.")
        if wanted and (f".{host}".endswith(f".{wanted}") or f".{firm}".endswith(f".{wanted}")):
            return wanted
    return ""


def _of_machine(raw: Raw, screen: Screen) -> list[Sign]:
    """How it was sent: what no person can do, and what few do."""
    signs: list[Sign] = []
    if raw.honeypot:
        signs.append(
            Sign("hidden field", "a field that no person can see was filled in", screen.spam_threshold)
        )
    if raw.unsealed:
        signs.append(Sign("no seal", "it was not sent from the hosted page", UNSEALED_WEIGHT))
    if raw.fill_seconds is not None and raw.fill_seconds < screen.min_fill_seconds:
        seen = (
            f"filled in within {max(raw.fill_seconds, 0):.1f} s; {screen.min_fill_seconds:g} s is the least"
        )
        signs.append(Sign("too fast", seen, screen.spam_threshold))
    return signs


def _of_content(cleaned: Cleaned, screen: Screen) -> list[Sign]:
    """What was written, by whoever wrote it."""
    signs = _of_links(cleaned, screen.links_allowed)
    text = "\n".join(
        part for part in (cleaned.message, cleaned.desired_outcome, cleaned.name, cleaned.company) if part
    )
    if screen.spam_phrases and text:
        signs += _compiled(screen).found_in(_folded(text))
    for where, words in (("name", cleaned.name), ("message", cleaned.message)):
        if looks_random(words):
            signs.append(Sign("random letters", f"the {where} is “{words}”", RANDOM_WEIGHT))
    return signs


def _of_links(cleaned: Cleaned, allowed: int) -> list[Sign]:
    signs: list[Sign] = []
    message = cleaned.message
    if message:
        links = _links(message)
        if links > allowed:
            weight = LINKS_WEIGHT + MORE_LINKS_WEIGHT * (links - allowed - 1)
            signs.append(Sign("links", f"{links} links in the message, {allowed} allowed", weight))
        if ("<" in message or "[" in message) and _MARKUP.search(message):
            signs.append(Sign("markup", "the message writes links in a markup language", MARKUP_WEIGHT))
    if "://" in cleaned.name or _links(cleaned.name):
        signs.append(Sign("link in name", f"the name is “{cleaned.name}”", LINK_IN_NAME_WEIGHT))
    return signs


def _links(text: str) -> int:
    seems_so = "://" in text or "www." in text.lower()  # far cheaper than the pattern, and nearly always no
    return len(_LINK.findall(text)) if seems_so else 0


def looks_random(text: str) -> bool:
    """One word of letters whose case changes as no language does it, as in "XkWbTqLzRfNv"; a mere hint."""
    if not 8 <= len(text) <= 60 or not (text.isascii() and text.isalpha()):
        return False
    return len(_TURN.findall(text)) >= 3


class _Phrases:
    """The phrases of a procedure, as whole words ("SEO" is not in Seoul); only likely ones are looked for."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._by_word: dict[str, list[tuple[int, re.Pattern[str], Sign]]] = {}
        for place, phrase in enumerate(phrases):
            folded = _folded(phrase.text)
            if folded:
                sign = Sign("phrase", f"“{phrase.text}”", phrase.weight)
                entry = (place, re.compile(_whole_words(folded)), sign)
                self._by_word.setdefault(_first_word(folded), []).append(entry)

    def found_in(self, folded: str) -> list[Sign]:
        """The signs of all phrases in a folded text, in the order of the procedure."""
        words = self._by_word.keys() & {*_WORD.findall(folded), ""}
        likely = (entry for word in words for entry in self._by_word[word])
        return [sign for _, pattern, sign in sorted(likely, key=itemgetter(0)) if pattern.search(folded)]


# The phrases last used, compiled: a batch has one procedure, and hashing it costs more than judging by it.
_last: list[tuple[Screen, _Phrases]] = []


def _compiled(screen: Screen) -> _Phrases:
    for known, compiled in _last:
        if known is screen:
            return compiled
    compiled = _Phrases(screen.spam_phrases)
    _last[:] = [(screen, compiled)]
    return compiled


def _first_word(folded: str) -> str:
    """The word without which the phrase is not there; "" if words cannot be told apart in its writing."""
    words = _WORD.findall(folded)
    certain = words and all(_has_borders(sign) for sign in "".join(words))
    return words[0] if certain else ""


def _whole_words(folded: str) -> str:
    """A pattern that ends at word borders where the writing has any; Chinese, say, has none."""
    front = r"(?<!\w)" if _has_borders(folded[0]) else ""
    back = r"(?!\w)" if _has_borders(folded[-1]) else ""
    return front + re.escape(folded) + back


def _has_borders(sign: str) -> bool:
    return sign.isalnum() and ord(sign) < 0x0E00


def _folded(text: str) -> str:
    """For comparison: no case, plain quotes, no look-alike letters, single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(text.casefold().split())
