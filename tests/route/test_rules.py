"""Routing: who may, who should, who instead, and how it is said."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.procedure.schema import Routing, RoutingRule
from winnow.prospects.words import Channel, Role
from winnow.route.rules import Candidate, NobodyToOwn, Routed, Wanted, explain, pick

ANNA = Candidate(
    1, "Anna", Role.SELLER, team="A", territories=frozenset({"DE"}), languages=frozenset({"de", "en"})
)
BEN = Candidate(
    2, "Ben", Role.SELLER, team="B", territories=frozenset({"DE", "FR"}), languages=frozenset({"fr"})
)
CARA = Candidate(
    3, "Cara", Role.SELLER, team="B", skills=frozenset({"tenders"}), niches=frozenset({"health"})
)
MAX = Candidate(8, "Max", Role.MANAGER)
ADA = Candidate(9, "Ada", Role.ADMIN)
MIA = Candidate(7, "Mia", Role.MARKETER)
EVERYBODY = (ANNA, BEN, CARA, MIA, MAX, ADA)

SELLER = Wanted(role=Role.SELLER)
PLAIN = Routing()


def one(wanted: Wanted, people: tuple[Candidate, ...] = EVERYBODY, loads: dict[int, int] | None = None,
        routing: Routing = PLAIN) -> Routed:  # fmt: skip
    return pick([wanted], people, loads or {}, routing)[0]


def ruled(**properties: object) -> Routing:
    return Routing(rules=(RoutingRule(key="special", text="Special", **properties),))  # type: ignore[arg-type]


def test_the_least_load_for_the_capacity_gets_it() -> None:
    people = (replace(ANNA, capacity=100), replace(CARA, capacity=10))
    assert one(SELLER, people, {1: 11, 3: 1}).owner == 3


def test_a_tie_goes_to_the_lower_id() -> None:
    assert one(SELLER).owner == 1


def test_loads_grow_within_the_batch() -> None:
    assert [got.owner for got in pick([SELLER] * 4, EVERYBODY, {}, PLAIN)] == [1, 2, 3, 1]


def test_only_the_wanted_role_is_considered() -> None:
    assert one(Wanted(role=Role.MARKETER), loads={7: 149}).owner == 7


@pytest.mark.parametrize(
    ("wanted", "changed", "code"),
    [
        (replace(SELLER, country="FR"), ANNA, "territory"),
        (replace(SELLER, language="fr"), ANNA, "language"),
        (replace(SELLER, exclude=frozenset({1})), ANNA, "excluded"),
        (SELLER, replace(ANNA, away=True), "away"),
        (SELLER, replace(ANNA, capacity=0), "full"),
    ],
)
def test_who_is_barred_is_skipped_with_the_reason(wanted: Wanted, changed: Candidate, code: str) -> None:
    got = one(wanted, (changed, BEN, CARA))
    assert (got.owner, dict(got.skipped)[1], got.fallback) == (2, code, "")


@pytest.mark.parametrize(
    ("demand", "code"),
    [({"need_skill": "tenders"}, "skill"), ({"need_niche": "health"}, "niche"), ({"team": "B"}, "team")],
)
def test_a_rule_narrows_who_may_take_it(demand: dict[str, str], code: str) -> None:
    got = one(SELLER, (ANNA, CARA), routing=ruled(**demand))
    assert (got.owner, got.skipped, got.rule) == (3, ((1, code),), "special")


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ({"channels": (Channel.WEB,)}, replace(SELLER, channel="web")),
        ({"countries": ("US",)}, replace(SELLER, country="US")),
        ({"campaigns": ("Spring",)}, replace(SELLER, campaign="spring")),
        ({"languages": ("en",)}, replace(SELLER, language="en")),
        ({"industries": ("hospital",)}, replace(SELLER, industry="Hospitals and clinics")),
        ({"message_has": ("RFP", "tender")}, replace(SELLER, message="Our Tenders are open")),
    ],
)
def test_a_rule_holds_only_under_its_conditions(condition: dict[str, object], wanted: Wanted) -> None:
    routing = ruled(need_skill="tenders", **condition)
    people = (replace(ANNA, territories=frozenset()), CARA)
    assert [got.owner for got in pick([wanted, SELLER], people, {}, routing)] == [3, 1]


def test_every_rule_that_holds_counts() -> None:
    both = (RoutingRule(key="a", text="A", team="B"), RoutingRule(key="b", text="B", need_skill="tenders"))
    got = one(SELLER, routing=Routing(rules=both))
    assert (got.owner, got.rule) == (3, "a, b")


def test_matching_of_territory_and_language_can_be_switched_off() -> None:
    wanted = replace(SELLER, country="FR", language="fr")
    assert one(wanted, routing=Routing(match_territory=False, match_language=False)).owner == 1


# The same company


def test_colleagues_stay_with_who_knows_the_company() -> None:
    got = one(replace(SELLER, company_owner=2), loads={2: 100})
    assert (got.owner, got.skipped, got.reason) == (2, (), "knows the company, 100 of 150")


def test_another_office_of_the_company_stays_too() -> None:
    assert one(replace(SELLER, company_owner=1, country="FR", language="fr")).owner == 1


@pytest.mark.parametrize(
    "barred", [{"away": True}, {"capacity": 0}, {"role": Role.QUALIFIER}, {"active": False}]
)
def test_the_company_does_not_stay_with_who_cannot_take_it(barred: dict[str, object]) -> None:
    assert one(replace(SELLER, company_owner=1), (replace(ANNA, **barred), BEN)).owner == 2  # type: ignore[arg-type]


def test_a_rule_comes_before_knowing_the_company() -> None:
    assert one(replace(SELLER, company_owner=1), routing=ruled(need_skill="tenders")).owner == 3


def test_the_company_rule_can_be_switched_off() -> None:
    routing = Routing(same_company_same_owner=False)
    assert one(replace(SELLER, company_owner=2), routing=routing).owner == 1


def test_colleagues_within_one_batch_stay_together() -> None:
    colleague = replace(SELLER, company="acme.example")
    got = pick([colleague, SELLER, colleague, colleague], EVERYBODY, {}, PLAIN)
    assert [each.owner for each in got] == [1, 2, 1, 1]


# Nobody may take it


@pytest.mark.parametrize(
    ("wanted", "people", "owner", "fallback"),
    [
        (SELLER, (replace(ANNA, capacity=0), MAX), 1, "capacity"),
        (replace(SELLER, language="it"), (ANNA, BEN), 1, "language"),
        (replace(SELLER, language="it"), (replace(ANNA, capacity=0),), 1, "capacity+language"),
        (replace(SELLER, country="IT", language="it"), (ANNA, BEN), 1, "territory"),
        (replace(SELLER, channel="web", country="IT"), (replace(BEN, team="C"), MAX), 2, "skill"),
        (SELLER, (replace(ANNA, away=True), MAX, ADA), 8, "manager"),
        (SELLER, (replace(ANNA, away=True), replace(MAX, away=True), ADA), 9, "admin"),
        (SELLER, (replace(ANNA, away=True), MIA), 7, "anybody"),
        (SELLER, (replace(ANNA, away=True),), 1, "away"),
        (replace(SELLER, exclude=frozenset({1})), (ANNA,), 1, "excluded"),
    ],
)
def test_demands_are_given_up_in_their_order_and_it_is_said(
    wanted: Wanted, people: tuple[Candidate, ...], owner: int, fallback: str
) -> None:
    got = one(wanted, people, routing=ruled(channels=(Channel.WEB,), need_skill="tenders"))
    assert (got.owner, got.fallback) == (owner, fallback)


def test_an_overflow_is_shared_out_too() -> None:
    people = (replace(ANNA, capacity=1), replace(CARA, capacity=2))
    owners = [got.owner for got in pick([SELLER] * 9, people, {}, PLAIN)]
    assert (owners.count(1), owners.count(3)) == (3, 6)


def test_with_no_active_person_the_error_says_what_to_do() -> None:
    with pytest.raises(NobodyToOwn, match="Add a person"):
        one(SELLER, (replace(ANNA, active=False),))


# In words


def test_a_routing_is_explained_in_sentences() -> None:
    people = (ANNA, replace(BEN, away=True), CARA)
    got = one(replace(SELLER, country="DE", language="de"), people, {1: 12, 3: 20})
    assert explain(got, people) == [
        "Anna: speaks German, DE territory, 12 of 150.",
        "Ben skipped: away.",
        "Cara skipped: has less room.",
    ]


def test_the_rule_and_what_was_given_up_are_said() -> None:
    got = one(replace(SELLER, language="it"), (replace(CARA, languages=frozenset({"en"}), capacity=0),),
              routing=ruled(need_skill="tenders"))  # fmt: skip
    assert explain(got, EVERYBODY) == [
        "Cara: tenders skill, 0 of 0.",
        "Under the rule special.",
        "Every desk that may take it is full, so it is one too many on this one.",
        "Nobody who may take it speaks the language, so that was given up.",
    ]


def test_many_skipped_for_one_reason_are_counted() -> None:
    people = tuple(replace(ANNA, id=number, name=f"P{number}") for number in range(1, 7))
    assert explain(one(SELLER, people), people)[-1] == "P2, P3, P4 and 2 more skipped: has less room."


# Whatever the people and the batch

SOME = {"max_size": 2}
COUNTRIES, LANGUAGES = st.sampled_from(["DE", "FR", "US"]), st.sampled_from(["de", "fr", "en"])
ROLES = st.sampled_from([Role.SELLER, Role.SELLER, Role.QUALIFIER, Role.MANAGER, Role.ADMIN])


@st.composite
def companies(draw: st.DrawFn) -> tuple[tuple[Candidate, ...], dict[int, int], list[Wanted], Routing]:
    count = draw(st.integers(1, 7))
    people = tuple(
        Candidate(
            number, f"P{number}", draw(ROLES), team=draw(st.sampled_from("AB")),
            territories=draw(st.frozensets(COUNTRIES, **SOME)), languages=draw(st.frozensets(LANGUAGES)),
            skills=draw(st.frozensets(st.just("tenders"))), capacity=draw(st.integers(0, 4)),
            away=draw(st.booleans()), active=number == 1 or draw(st.booleans()),
        )
        for number in range(1, count + 1)
    )  # fmt: skip
    ids = st.integers(1, count)
    wanted = st.builds(
        Wanted, role=ROLES, channel=st.sampled_from(["web", "phone"]),
        country=COUNTRIES | st.just(""), language=LANGUAGES | st.just(""), company_owner=st.none() | ids,
        exclude=st.frozensets(ids, max_size=1), company=st.sampled_from(["", "acme"]),
    )  # fmt: skip
    rules = (
        RoutingRule(key="web", text="Web", channels=(Channel.WEB,), need_skill="tenders"),
        RoutingRule(key="us", text="US", countries=("US",), team="A"),
    )
    loads = draw(st.dictionaries(ids, st.integers(0, 4)))
    return people, loads, draw(st.lists(wanted, min_size=1, max_size=8)), Routing(rules=rules)


def may(person: Candidate, wanted: Wanted) -> bool:
    return (
        person.active
        and not person.away
        and person.role == wanted.role
        and person.id not in wanted.exclude
        and (wanted.channel != "web" or "tenders" in person.skills)
        and (wanted.country != "US" or person.team == "A")
    )


def serves(person: Candidate, wanted: Wanted) -> bool:
    where = not (wanted.country and person.territories) or wanted.country in person.territories
    return where and (not (wanted.language and person.languages) or wanted.language in person.languages)


@given(companies())
def test_nobody_gets_what_they_may_not_take_unless_it_is_said(company) -> None:  # type: ignore[no-untyped-def]
    people, loads, batch, routing = company
    by_id = {person.id: person for person in people}
    for wanted, got in zip(batch, pick(batch, people, loads, routing), strict=True):
        person = by_id[got.owner]
        knows = got.reason.startswith("knows the company")
        assert got.fallback or (may(person, wanted) and (knows or serves(person, wanted)))


@given(companies())
def test_no_desk_runs_over_unless_it_is_said(company) -> None:  # type: ignore[no-untyped-def]
    people, loads, batch, routing = company
    held = {person.id: loads.get(person.id, 0) for person in people}
    capacity = {person.id: person.capacity for person in people}
    for got in pick(batch, people, loads, routing):
        assert held[got.owner] < capacity[got.owner] or "capacity" in got.fallback
        held[got.owner] += 1


@given(companies())
def test_something_is_given_up_only_if_nobody_had_room_who_may(company) -> None:  # type: ignore[no-untyped-def]
    people, loads, batch, routing = company
    held = {person.id: loads.get(person.id, 0) for person in people}
    for wanted, got in zip(batch, pick(batch, people, loads, routing), strict=True):
        free = [
            one for one in people if may(one, wanted) and serves(one, wanted) and held[one.id] < one.capacity
        ]
        assert not (got.fallback and free)
        held[got.owner] += 1


@given(companies(), st.randoms(use_true_random=False))
def test_the_order_of_the_people_changes_nothing(company, shuffler) -> None:  # type: ignore[no-untyped-def]
    people, loads, batch, routing = company
    shuffled = list(people)
    shuffler.shuffle(shuffled)
    assert pick(batch, shuffled, loads, routing) == pick(batch, people, loads, routing)


@given(companies())
def test_a_batch_begins_as_if_it_ended_there(company) -> None:  # type: ignore[no-untyped-def]
    people, loads, batch, routing = company
    assert pick(batch, people, loads, routing)[:3] == pick(batch[:3], people, loads, routing)
