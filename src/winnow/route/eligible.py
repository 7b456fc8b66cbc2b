"""Who may take a prospect, and what bars the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from winnow.procedure.phrases import folded, mentions
from winnow.procedure.schema import Routing, RoutingRule
from winnow.prospects.words import Role
from winnow.route.values import Candidate, Wanted

# What bars a person, first to last checked; "off", "full" and "busier" depend on the hour and the loads and come in
# rules.py.
AWAY, EXCLUDED, TEAM, SKILL, NICHE, TERRITORY, LANGUAGE = (
    "away", "excluded", "team", "skill", "niche", "territory", "language",
)  # fmt: skip

OFF = "off"


@dataclass(frozen=True, slots=True)
class Needs:
    """What the rules that hold demand together, and their keys."""

    rules: tuple[str, ...] = ()
    teams: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    niches: frozenset[str] = frozenset()


@dataclass(slots=True)
class Rulebook:
    """The routing rules, made ready once for a batch."""

    routing: Routing
    _phrases: list[tuple[RoutingRule, tuple[str, ...]]] = field(init=False)
    _seen: dict[tuple[object, ...], Needs] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._phrases = [(rule, folded(rule.message_has)) for rule in self.routing.rules]

    def needs(self, wanted: Wanted) -> Needs:
        """What the procedure demands of whoever takes it: every rule that holds counts."""
        if not self._phrases:
            return NOTHING
        message = wanted.message.casefold() if wanted.message else ""
        said = tuple([not phrases or mentions(message, phrases) for _, phrases in self._phrases])
        key = (wanted.channel, wanted.country, wanted.campaign, wanted.language, wanted.industry, said)
        if key not in self._seen:
            rules = [rule for (rule, _), spoken in zip(self._phrases, said, strict=True) if spoken]
            self._seen[key] = _together([rule for rule in rules if _holds(rule, wanted)])
        return self._seen[key]


NOTHING = Needs()


def barrier(person: Candidate, wanted: Wanted, needs: Needs, routing: Routing) -> str:
    """What bars this person from taking it, "" if nothing does, whatever their load."""
    if person.away:
        return AWAY
    if person.id in wanted.exclude:
        return EXCLUDED
    if not needs.teams <= {person.team}:
        return TEAM
    if not needs.skills <= person.skills:
        return SKILL
    if not needs.niches <= person.niches:
        return NICHE
    if routing.match_territory and _outside(wanted.country, person.territories):
        return TERRITORY
    if routing.match_language and _outside(wanted.language, person.languages):
        return LANGUAGE
    return ""


def limit_of(person: Candidate, routing: Routing) -> int:
    """Open prospects that this person may have: their capacity, for a seller no more than can be worked at once."""
    limited = routing.wip_limit and person.role == Role.SELLER
    return min(person.capacity, routing.wip_limit) if limited else person.capacity


def manager_of(people: Iterable[Candidate], person: int | None) -> int:
    """The manager of the person's team, else any manager, else an admin, else the person (0 if there is none)."""
    active = sorted((one for one in people if one.active), key=lambda one: one.id)
    team = next((one.team for one in active if one.id == person), "")
    ranked = [
        *(one for one in active if one.role == Role.MANAGER and one.team == team and team),
        *(one for one in active if one.role == Role.MANAGER),
        *(one for one in active if one.role == Role.ADMIN),
    ]
    return ranked[0].id if ranked else person or 0


# If nobody may take it, demands are given up in this order, each with those before it. Capacity comes first:
# one prospect too many on the right desk is better than the wrong desk.
GIVEN_UP: tuple[tuple[str, frozenset[str]], ...] = (
    ("capacity", frozenset({""})),
    ("language", frozenset({"", LANGUAGE})),
    ("territory", frozenset({"", LANGUAGE, TERRITORY})),
    ("skill", frozenset({"", LANGUAGE, TERRITORY, TEAM, SKILL, NICHE})),
)


def next_best(
    role: Sequence[Candidate],
    people: Sequence[Candidate],
    barriers: Mapping[int, str],
    exclude: frozenset[int],
) -> tuple[str, list[Candidate]]:
    """The first demand to give up that leaves somebody, and who that is; nobody only if nobody is active."""
    for given_up, allowed in GIVEN_UP:
        if found := _allowed(role, barriers, allowed):
            return given_up, found
    present = [one for one in people if not one.away and one.id not in exclude]
    choices = (
        ("manager", [one for one in present if one.role == Role.MANAGER]),
        ("admin", [one for one in present if one.role == Role.ADMIN]),
        ("anybody", present),
        ("away", [one for one in people if one.id not in exclude]),
        ("excluded", list(people)),
    )
    return next(((given_up, found) for given_up, found in choices if found), ("nobody", []))


def _allowed(
    role: Sequence[Candidate], barriers: Mapping[int, str], allowed: frozenset[str]
) -> list[Candidate]:
    # A barrier names only the first thing that bars, and the order of checks is the reverse of giving up:
    # so whoever is let past one is not barred by any that still stands.
    return [one for one in role if barriers[one.id] in allowed]


def _outside(value: str, own: frozenset[str]) -> bool:
    return bool(value) and bool(own) and value not in own


def _holds(rule: RoutingRule, wanted: Wanted) -> bool:
    return (
        _among(wanted.channel, rule.channels)
        and _among(wanted.country, rule.countries)
        and _among(wanted.campaign, rule.campaigns)
        and _among(wanted.language, rule.languages)
        and (not rule.industries or mentions(wanted.industry.casefold(), folded(rule.industries)))
    )


def _among(value: str, listed: Sequence[str]) -> bool:
    return not listed or value.casefold() in [one.casefold() for one in listed]


def _together(rules: Sequence[RoutingRule]) -> Needs:
    return Needs(
        rules=tuple(rule.key for rule in rules),
        teams=frozenset(rule.team for rule in rules if rule.team),
        skills=frozenset(rule.need_skill for rule in rules if rule.need_skill),
        niches=frozenset(rule.need_niche for rule in rules if rule.need_niche),
    )
