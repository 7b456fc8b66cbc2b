"""Routing in plain words: why this person, and why not the others."""

from collections.abc import Sequence

from winnow.route.eligible import Needs
from winnow.route.values import Alternative, Candidate, Routed, Wanted

LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

SKIPPED = {
    "away": "away",
    "excluded": "not to get it again",
    "team": "in another team",
    "skill": "without the skill it needs",
    "niche": "not in its niche",
    "territory": "in another territory",
    "language": "does not speak the language",
    "off": "not at work now",
    "full": "desk is full",
    "busier": "has less room",
}

FALLBACK = {
    "capacity": "Every desk that may take it is full, so it is one too many on this one.",
    "waits": "Everybody who may take it has as many as they can work at once, so it waits with the manager.",
    "language": "Nobody who may take it speaks the language, so that was given up.",
    "territory": "Nobody covers the territory, so that was given up.",
    "skill": "Nobody has the team, skill or niche it needs, so that was given up.",
    "manager": "Nobody of the role is here, so a manager has it.",
    "admin": "Nobody of the role and no manager is here, so an admin has it.",
    "anybody": "Nobody of the role, no manager and no admin is here, so it went to somebody who is.",
    "away": "Everybody is away, so it waits on the desk with most room.",
    "excluded": "There is nobody else, so it stays with somebody who should not get it again.",
}

INSTEAD = {"less": "", "elsewhere": ", whose place is worth more elsewhere", "full": ", whose desk is full"}

NAMED = 3  # skipped people named with one reason; the rest are counted


def strengths(person: Candidate, wanted: Wanted, needs: Needs) -> list[str]:
    """What of the things sought this person has."""
    found = [f"{one} skill" for one in sorted(needs.skills & person.skills)]
    found += [f"{one} niche" for one in sorted(needs.niches & person.niches)]
    found += [f"{one} team" for one in sorted(needs.teams & {person.team})]
    if wanted.language and wanted.language in person.languages:
        found.append(f"speaks {LANGUAGES.get(wanted.language, wanted.language)}")
    if wanted.country and wanted.country in person.territories:
        found.append(f"{wanted.country} territory")
    return found


def beyond(place: float, brings: float) -> str:
    """What the place was counted at, as a part of what the prospect brings; nothing where it is worth nothing."""
    part = place / brings if brings else 0.0
    return (
        f" although the place is worth {part:.0%} of it to others who are expected" if part >= 0.005 else ""
    )


def explain(routed: Routed, people: Sequence[Candidate]) -> list[str]:
    """The sentences of one routing: who and why, what was given up, who was skipped and why."""
    names = {one.id: one.name for one in people}
    sentences = [f"{_name(routed.owner, names)}: {routed.reason}."]
    if routed.rule:
        sentences.append(f"Under the rule {routed.rule.replace('_', ' ')}.")
    sentences += [FALLBACK.get(one, one) for one in routed.fallback.split("+") if one]
    if routed.explored:
        sentences.append("This one was given out by chance, to learn what people make of such prospects.")
    if routed.alternatives:
        sentences.append(
            f"Next best: {'; '.join(_instead(one, routed, names) for one in routed.alternatives)}."
        )
    by_code: dict[str, list[str]] = {}
    for person, code in routed.skipped:
        by_code.setdefault(code, []).append(_name(person, names))
    return sentences + [
        f"{_listed(them)} skipped: {SKIPPED.get(code, code)}." for code, them in by_code.items()
    ]


def _instead(one: Alternative, routed: Routed, names: dict[int, str]) -> str:
    less = one.less / routed.brings if routed.brings else 0.0
    return f"{_name(one.person, names)}, {less:.0%} less in all{INSTEAD.get(one.code, '')}"


def _name(person: int, names: dict[int, str]) -> str:
    return names.get(person, f"person {person}")


def _listed(names: list[str]) -> str:
    shown, more = names[:NAMED], len(names) - NAMED
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
