"""The navigation has one key and one place for every page."""

from collections import Counter

import pytest

from winnow.prospects.words import Role
from winnow.web.access import rules
from winnow.web.places import GROUPS, in_order

PLACES = [place for places in GROUPS.values() for place in places]


def test_no_two_places_answer_to_the_same_key() -> None:
    assert [key for key, times in Counter(place.key for place in PLACES).items() if times > 1] == []


def test_every_place_has_a_rule() -> None:
    assert [place.route for place in PLACES if place.route not in rules()] == []


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_the_same_places_each_once(role: Role) -> None:
    assert sorted(place.route for _, place in in_order(role)) == sorted(place.route for place in PLACES)


def test_a_marketers_day_begins_with_marketing() -> None:
    assert in_order(Role.MARKETER)[0][0] == "Marketing"


def test_everybody_elses_groups_stay_in_the_order_they_are_written() -> None:
    assert list(dict.fromkeys(name for name, _ in in_order(Role.SELLER))) == list(GROUPS)
