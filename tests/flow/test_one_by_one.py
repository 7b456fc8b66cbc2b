"""What is due is taken together; one that cannot be taken costs nobody else their turn."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.world import NOW, inquire, people
from winnow.flow.one_by_one import handled
from winnow.followup.models import Failure
from winnow.prospects.models import Prospect

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def three(db: None) -> list[int]:
    people()
    return [inquire().prospect or 0 for _ in range(3)]


class Takes:
    """Marks those it is given, and only then fails if the broken one is among them."""

    def __init__(self, broken: int = 0) -> None:
        self.broken = broken
        self.asked: list[list[int]] = []

    def __call__(self, numbers: Sequence[int]) -> int:
        self.asked.append(list(numbers))
        Prospect.objects.filter(id__in=numbers).update(next_note="Taken")
        if self.broken in numbers:
            raise ValueError("It cannot be read.")
        return len(numbers)


def put_off(number: int) -> tuple[int, str]:
    Prospect.objects.filter(id=number).update(check_at=LATER)
    return number, "a long name " * 9


def taken() -> list[int]:
    return list(Prospect.objects.filter(next_note="Taken").order_by("id").values_list("id", flat=True))


def test_what_can_be_taken_is_taken_together(three: list[int]) -> None:
    take = Takes()
    assert handled(three, take, put_off, now=NOW) == [3]
    assert (take.asked, taken()) == ([three], three)
    assert not Failure.objects.exists()


def test_one_that_fails_is_taken_back_put_off_and_surfaces_and_the_others_are_taken(three: list[int]) -> None:
    first, broken, last = three
    assert handled(three, Takes(broken), put_off, now=NOW) == [1, 1]
    assert taken() == [first, last]
    assert list(Prospect.objects.filter(check_at=LATER).values_list("id", flat=True)) == [broken]
    failure = Failure.objects.get()
    assert (failure.prospect_id, failure.at) == (broken, NOW)
    assert (len(failure.what), failure.error) == (60, "ValueError: It cannot be read.")


def test_one_alone_that_fails_is_not_tried_twice(three: list[int]) -> None:
    take = Takes(three[0])
    assert handled(three[:1], take, put_off, now=NOW) == []
    assert (take.asked, Failure.objects.count()) == ([three[:1]], 1)


def test_with_nothing_due_nothing_is_asked(django_assert_num_queries, db: None) -> None:
    with django_assert_num_queries(0):
        assert handled([], Takes(), put_off, now=NOW) == []
