"""Two cards that are given the same number at the same moment: one has it, the other is told whose it is."""

import threading

import pytest
from django.db import connections

from tests.world import NOW, inquire, people
from winnow.prospects.actions.edit import Edit, Taken, edit
from winnow.prospects.models import Identity, Person, Prospect
from winnow.prospects.transitions import Actor

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_of_two_who_add_the_same_keys_at_once_one_is_told_that_it_is_taken():
    people()
    for turn in range(12):
        pair = [inquire(email=f"one@a{turn}.test").prospect, inquire(email=f"two@b{turn}.test").prospect]
        keys = [f"p:+49309018{turn:02d}", f"p:+49309019{turn:02d}"]
        said: list[str] = []
        together = threading.Barrier(2)

        def put(
            number: int, mine: list[str], said: list[str] = said, together: threading.Barrier = together
        ) -> None:
            together.wait(30)
            try:
                edit(Edit(number, {"phone": mine[0][2:]}, mine), now=NOW, version=1, actor=Actor("user"))
                said.append("done")
            except Taken as taken:
                said.append(f"taken by {taken.person}")
            except Exception as error:  # whatever else reaches a person would be a page of error 500
                said.append(repr(error))
            finally:
                connections.close_all()

        threads = [
            threading.Thread(target=put, args=each) for each in zip(pair, (keys, keys[::-1]), strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        holder = set(Identity.objects.filter(key__in=keys).values_list("person_id", flat=True))
        assert len(holder) == 1
        assert sorted(said) == ["done", f"taken by {holder.pop()}"]
        assert (
            Person.objects.filter(
                id__in=Prospect.objects.filter(id__in=pair).values("person"), phone=""
            ).count()
            == 1
        )
