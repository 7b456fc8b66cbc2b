"""Matching: whose inquiry is this?"""

from itertools import permutations

from tests.intake.matching import lead, said
from winnow.intake.match import Known, Match, match

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
