"""Matching: whose inquiry is this?"""

from collections.abc import Sequence
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.intake.clean_keys import identity_keys
from winnow.intake.inquiry import Cleaned
from winnow.intake.match import Known, Match, match


def said(
    name: str = "", email: str = "", phone: str = "", external_id: str = "", company: str = ""
) -> Cleaned:
    keys = identity_keys("s", external_id, email, phone, name, "", company)
    return Cleaned(name=name, email=email, phone=phone, company=company, external_id=external_id, keys=keys)


ANNA = said("Anna Weber", "anna@acme.com", "+49301", company="Acme")
BOB = said("Bob Stone", "bob@acme.com", "+49301")


def test_a_stranger_is_a_new_person_who_gets_all_keys() -> None:
    assert match([ANNA], {}) == [Match(new_keys=ANNA.keys)]


def test_a_known_mail_tells_the_person_and_new_keys_are_added() -> None:
    found = match([ANNA], {"e:anna@acme.com": Known(7, "Anna Weber", "anna@acme.com")})
    assert found == [Match(7, None, "email", ("p:+49301", "n:anna weber|acme"))]


def test_the_same_person_twice_in_a_batch_is_one_and_the_first_leads() -> None:
    again = said("Anna Weber", "anna@acme.com", "+49302")
    assert match([ANNA, again], {}) == [
        Match(new_keys=ANNA.keys),
        Match(None, 0, "email", ("p:+49302",)),
    ]


def test_the_same_person_is_found_by_way_of_another_inquiry() -> None:
    mail, phone, both = said(email="a@x.de"), said(phone="+491"), said(email="a@x.de", phone="+491")
    assert [(one.first_in_batch, one.by) for one in match([mail, phone, both], {})] == [
        (None, ""),
        (0, "phone"),
        (0, "email"),
    ]


def test_a_name_at_the_same_firm_is_the_same_person() -> None:
    card, call = said("Anna Weber", "anna@acme.com", company="Acme GmbH"), said("WEBER, Anna", company="ACME")
    assert match([card, call], {})[1] == Match(None, 0, "name")


def test_each_key_names_what_it_was_recognised_by() -> None:
    one = said("Anna Weber", "anna@acme.com", "+49301", "9", "Acme")
    by = [match([one], {key: Known(3, "Anna Weber", "anna@acme.com")})[0].by for key in one.keys]
    assert by == ["external_id", "email", "phone", "name"]


def test_keys_of_two_known_persons_go_to_the_stronger_and_the_other_is_reported() -> None:
    known = {"e:anna@acme.com": Known(7), "n:anna weber|acme": Known(5)}
    assert match([ANNA], known) == [Match(7, None, "email", ("p:+49301",), (5,))]


def test_two_known_persons_are_never_made_one_by_a_third_inquiry() -> None:
    known = {"e:a@x.de": Known(1), "e:b@x.de": Known(2)}
    found = match([said(email="a@x.de", phone="+491"), said(email="b@x.de", phone="+491")], known)
    assert [(one.person_id, one.new_keys, one.also) for one in found] == [(1, ("p:+491",), ()), (2, (), (1,))]


def test_a_switchboard_does_not_make_colleagues_one_person() -> None:
    found = match([ANNA, BOB], {})
    assert (found[1].person_id, found[1].first_in_batch, found[1].also) == (None, None, ())
    assert found[1].new_keys == ("e:bob@acme.com",)


def test_a_switchboard_known_before_is_not_claimed_by_a_colleague() -> None:
    found = match([BOB], {"p:+49301": Known(7, "Anna Weber", "anna@acme.com")})
    assert found == [Match(new_keys=("e:bob@acme.com",))]


def test_one_number_and_one_name_are_one_person_despite_two_mails() -> None:
    private = said("Ana Weber", "anna.weber@web.de", "+49301")
    assert match([ANNA, private], {})[1].first_in_batch == 0


def test_one_number_with_two_names_but_one_mail_missing_is_one_person() -> None:
    assert match([ANNA, said("Bob Stone", phone="+49301")], {})[1].first_in_batch == 0


def test_a_nameless_call_from_a_switchboard_does_not_tie_colleagues_together() -> None:
    found = match([said(phone="+49301"), ANNA, BOB], {})
    assert len({0 if one.first_in_batch is None else 1 for one in found}) == 2
    assert sum(one.person_id is None and one.first_in_batch is None for one in found) == 2


def test_colleagues_behind_a_switchboard_are_still_recognised_among_themselves() -> None:
    found = match(
        [ANNA, BOB, said("Anna Weber", "a.weber@acme.com", "+49301"), said("Bob Stone", "b@x.de", "+49301")],
        {},
    )
    assert [one.first_in_batch for one in found] == [None, None, 0, 1]


def test_a_thousand_names_behind_one_number_stay_a_thousand_persons() -> None:
    batch = [
        said(f"P{number:04} Q{number * 7919 % 10007:05}", f"{number}@x.de", "+49300")
        for number in range(1000)
    ]
    assert all(one.first_in_batch is None for one in match(batch, {}))


# ── properties ───────────────────────────────────────────────────────────────────────────────────────────

NAMES = ["", "Anna Weber", "Bob Stone", "Carla Diaz", "Ana Weber"]


def inquiries(names: Sequence[str]) -> st.SearchStrategy[Cleaned]:
    return st.builds(
        said,
        name=st.sampled_from(names),
        email=st.sampled_from(["", "", "a@x.de", "b@x.de", "c@x.de", "d@x.de"]),
        phone=st.sampled_from(["", "", "+491", "+492", "+493"]),
        external_id=st.sampled_from(["", "", "", "1", "2"]),
        company=st.sampled_from(["", "Acme", "Beta"]),
    )


batches = st.lists(inquiries(NAMES), max_size=9)
KEYS = ["e:a@x.de", "e:b@x.de", "p:+491", "p:+492", "x:s|1", "n:anna weber|acme", "n:bob stone|acme"]
persons = st.builds(
    Known, st.integers(1, 4), st.sampled_from(NAMES), st.sampled_from(["", "a@x.de", "z@x.de"])
)


@st.composite
def knowledge(draw: st.DrawFn) -> dict[str, Known]:
    """What a database may say: each person has one name and one mail, whatever key leads to them."""
    people = {
        number: Known(number, draw(st.sampled_from(NAMES)), draw(st.sampled_from(["", "z@x.de"])))
        for number in range(1, 5)
    }
    return {key: people[draw(st.integers(1, 4))] for key in draw(st.sets(st.sampled_from(KEYS)))}


def lead(found: Sequence[Match], index: int) -> str:
    """A name for the person an inquiry was given to."""
    one = found[index]
    if one.person_id is not None:
        return f"person {one.person_id}"
    return f"new {index if one.first_in_batch is None else one.first_in_batch}"


def stored(batch: Sequence[Cleaned], found: Sequence[Match], known: dict[str, Known]) -> dict[str, Known]:
    """What the database says after a batch: claimed keys lead to their person, new ones numbered from 100."""
    after = dict(known)
    people = {f"person {one.person_id}": one for one in known.values()}
    for index, one in enumerate(found):
        person = people.setdefault(
            lead(found, index), Known(100 + len(after) * 10 + index, batch[index].name, batch[index].email)
        )
        after |= dict.fromkeys(one.new_keys, person)
    return after


@settings(max_examples=500)
@given(batches, knowledge())
def test_every_inquiry_gets_exactly_one_person_and_no_key_is_given_out_twice(
    batch: list[Cleaned], known: dict[str, Known]
) -> None:
    found = match(batch, known)
    assert len(found) == len(batch)
    claimed = [key for one in found for key in one.new_keys]
    assert len(claimed) == len(set(claimed))
    assert not known.keys() & set(claimed)
    for index, one in enumerate(found):
        assert set(one.new_keys) <= set(batch[index].keys)
        assert one.person_id is None or one.first_in_batch is None
        assert one.person_id not in one.also
        if one.first_in_batch is not None:
            assert lead(found, one.first_in_batch) == lead(found, index)
            assert one.first_in_batch < index


@settings(max_examples=500)
@given(batches, knowledge())
def test_no_key_is_left_without_an_owner(batch: list[Cleaned], known: dict[str, Known]) -> None:
    after = stored(batch, match(batch, known), known)
    assert {key for one in batch for key in one.keys} <= after.keys()


@settings(max_examples=500)
@given(batches, knowledge())
def test_matching_again_what_is_stored_changes_nothing(batch: list[Cleaned], known: dict[str, Known]) -> None:
    """But for inquiries without any key: nobody can know them again."""
    once = match(batch, known)
    after = stored(batch, once, known)
    again = match(batch, after)
    number = {
        f"new {index}": after[batch[index].keys[0]].person_id
        for index in range(len(batch))
        if batch[index].keys and once[index].person_id is None and once[index].first_in_batch is None
    }
    for index, one in enumerate(again):
        assert one.new_keys == ()
        if batch[index].keys:
            before = once[index].person_id or number[lead(once, index)]
            assert one.person_id == before


@settings(max_examples=500)
@given(batches, knowledge(), st.randoms(use_true_random=False))
def test_the_order_of_the_batch_does_not_decide_who_is_grouped_with_whom(
    batch: list[Cleaned], known: dict[str, Known], chance: object
) -> None:
    order = list(range(len(batch)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    straight = match(batch, known)
    mixed = match([batch[index] for index in order], known)
    place = {index: at for at, index in enumerate(order)}
    for one in range(len(batch)):
        assert straight[one].person_id == mixed[place[one]].person_id
        for other in range(one):
            assert (lead(straight, one) == lead(straight, other)) == (
                lead(mixed, place[one]) == lead(mixed, place[other])
            )


def connected(batch: Sequence[Cleaned], found: Sequence[Match], names: Sequence[str]) -> dict[str, str]:
    """Each inquiry and person with the least name of all it is connected to, by `also` too."""
    links: dict[str, set[str]] = {}
    for index, one in enumerate(found):
        for other in (names[index], *(f"person {number}" for number in one.also)):
            links.setdefault(f"inquiry {index}", set()).add(other)
            links.setdefault(other, set()).add(f"inquiry {index}")
    least: dict[str, str] = {}
    for start in sorted(links):
        waiting = [] if start in least else [start]
        while waiting:
            node = waiting.pop()
            if node not in least:
                least[node] = start
                waiting += links[node]
    return least


def in_two(batch: list[Cleaned], known: dict[str, Known], cut: int) -> tuple[list[Match], list[str]]:
    """The halves matched one after the other, with a name for each inquiry's person."""
    first = match(batch[:cut], known)
    after = stored(batch[:cut], first, known)
    second = match(batch[cut:], after)
    names = []
    for index in range(cut):
        own = [after[key].person_id for key in first[index].new_keys]
        leader = first[index].first_in_batch if first[index].first_in_batch is not None else index
        own = own or [after[key].person_id for key in first[leader].new_keys]
        number = first[index].person_id or (own[0] if own else None)
        names.append(f"person {number}" if number else f"keyless {index}")
    for index in range(cut, len(batch)):
        label = lead(second, index - cut)
        names.append(label if label.startswith("person") else f"second {label}")
    return [*first, *second], names


@settings(max_examples=800)
@given(st.lists(inquiries(["", "Anna Weber"]), max_size=9), knowledge(), st.integers(0, 9))
def test_halves_one_after_the_other_connect_the_same_inquiries_as_all_at_once(
    batch: list[Cleaned], known: dict[str, Known], cut: int
) -> None:
    """Exactly so where no number is shared by clearly different names: persons, with those reported in `also`
    put together, hold the same inquiries. (A name learned between the halves can tell two sides of a number
    apart that were not told apart before, or the other way round.)"""
    known = {key: Known(one.person_id, "Anna Weber", one.email) for key, one in known.items()}
    cut = min(cut, len(batch))
    at_once = match(batch, known)
    whole = connected(batch, at_once, [lead(at_once, index) for index in range(len(batch))])
    halves, names = in_two(batch, known, cut)
    parts = connected(batch, halves, names)
    for one in range(len(batch)):
        for other in range(one):
            first, second = f"inquiry {one}", f"inquiry {other}"
            assert (whole[first] == whole[second]) == (parts[first] == parts[second])


@settings(max_examples=500)
@given(batches, knowledge(), st.integers(0, 9))
def test_however_it_is_cut_inquiries_with_one_mail_or_one_id_stay_connected(
    batch: list[Cleaned], known: dict[str, Known], cut: int
) -> None:
    halves, names = in_two(batch, known, min(cut, len(batch)))
    parts = connected(batch, halves, names)
    for one in range(len(batch)):
        for other in range(one):
            if {key for key in batch[one].keys if key[0] != "p"} & set(batch[other].keys):
                assert parts[f"inquiry {one}"] == parts[f"inquiry {other}"]


def test_a_nameless_call_joins_the_same_colleague_whoever_comes_first() -> None:
    call = said(phone="+49301")
    joined = set()
    for order in permutations([call, ANNA, BOB]):
        found = match(order, {})
        joined.add(
            next(
                one.email
                for one in (ANNA, BOB)
                if lead(found, order.index(one)) == lead(found, order.index(call))
            )
        )
    assert len(joined) == 1
