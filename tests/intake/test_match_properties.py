"""Matching: what holds for any batch and anything known."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.matching import lead, said
from winnow.intake.inquiry import Cleaned
from winnow.intake.match import Known, Match, match

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


@st.composite
def knowledge(draw: st.DrawFn) -> dict[str, Known]:
    """What a database may say: each person has one name and one mail, whatever key leads to them."""
    people = {
        number: Known(number, draw(st.sampled_from(NAMES)), draw(st.sampled_from(["", "z@x.de"])))
        for number in range(1, 5)
    }
    return {key: people[draw(st.integers(1, 4))] for key in draw(st.sets(st.sampled_from(KEYS)))}


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


@settings(max_examples=200)
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


@settings(max_examples=200)
@given(batches, knowledge())
def test_no_key_is_left_without_an_owner(batch: list[Cleaned], known: dict[str, Known]) -> None:
    after = stored(batch, match(batch, known), known)
    assert {key for one in batch for key in one.keys} <= after.keys()


@settings(max_examples=200)
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


@settings(max_examples=200)
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


@settings(max_examples=300)
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


@settings(max_examples=200)
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
