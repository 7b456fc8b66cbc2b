"""What was known at an instant is never changed by anything that happens later."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.learning_world import known
from tests.world import NOW, Cast, inquire, people
from winnow.flow.finish import Bought, order
from winnow.flow.merge import Merge, merge
from winnow.flow.scene import Refused
from winnow.flow.verdicts import answer
from winnow.flow.work import Dispose, dispose
from winnow.procedure.queries import in_force
from winnow.prospects.actions.edit import Edit, edit
from winnow.prospects.lifecycle import NotAllowed
from winnow.prospects.models import Campaign, Inquiry, Person, Prospect
from winnow.prospects.transitions import Actor
from winnow.prospects.words import Grade
from winnow.qualify.actions import Said

HOUR = timedelta(hours=1)


def _again(number: int, cast: Cast, at: Any) -> None:
    person = Prospect.objects.get(id=number).person
    inquire(
        now=at,
        email=person.email,
        phone="+49 30 901820",
        language="de",
        message="Again, and longer than before",
    )


def _answer(number: int, cast: Cast, at: Any) -> None:
    question = in_force(at)[1].qualification.questions[0]
    said = Said(
        number, question.key, question.choices[at.hour % 2].key, at, cast.ben.id, grade=Grade.CORROBORATED
    )
    answer([said], now=at)


def _touch(number: int, cast: Cast, at: Any) -> None:
    dispose([Dispose(number, "no_answer", at, cast.ben.id, minutes=3)], now=at)


def _edit(number: int, cast: Cast, at: Any) -> None:
    card = {"country": "FR", "language": "fr", "phone": "", "mail_kind": "free"}
    edit(Edit(number, card, ()), now=at, version=1, actor=Actor("user", cast.ben.id))


def _order(number: int, cast: Cast, at: Any) -> None:
    order([Bought(number, Decimal(100), "EUR", at, cast.anna.id)], now=at)


def _merge(number: int, cast: Cast, at: Any) -> None:
    other = inquire(now=at, name="The same", message="A colleague wrote for me").prospect
    _answer(other, cast, at)
    merge(Merge(number, other, cast.ben.id, "Same person."), now=at)


def _withdraw(number: int, cast: Cast, at: Any) -> None:
    Inquiry.objects.filter(prospect=number, withdrawn_at=None).update(withdrawn_at=at)


def _rename(number: int, cast: Cast, at: Any) -> None:
    Campaign.objects.update(name=f"Renamed at {at}")


DEEDS = (_again, _answer, _touch, _edit, _order, _merge, _withdraw, _rename)


@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=1, max_size=5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_that_happens_later_changes_what_was_known(deeds, db):
    with transaction.atomic():
        cast = people()
        one = inquire(campaign="Spring", email="mette@nordlys.test", country="DK", company="Nordlys").prospect
        instants = [NOW]
        before = [known([one], NOW)]
        for place, deed in enumerate(deeds, 1):
            at = NOW + place * HOUR
            with suppress(Refused, NotAllowed), transaction.atomic():  # what its state forbids by now
                deed(one, cast, at)
            instants.append(at)
            before.append(known([one], at))
        after = [known([one], at) for at in instants]
        transaction.set_rollback(True)
    assert [repr(found) for found in after] == [repr(found) for found in before]


def test_each_deed_is_known_once_it_has_happened(cast):
    one = inquire(email="mette@nordlys.test", country="DK").prospect
    for place, deed in enumerate((_again, _answer, _touch, _edit), 1):
        before = known([one], NOW + place * HOUR)
        deed(one, cast, NOW + place * HOUR)
        assert repr(known([one], NOW + place * HOUR)) != repr(before), deed.__name__


def test_before_the_inquiry_nothing_is_known(cast):
    one = inquire(email="mette@nordlys.test").prospect
    found = known([one], NOW - HOUR)
    assert {value for values in found.values() for value in map(str, values)} <= {"None", "nan", "0.0"}


def test_columns_come_from_the_inquiry_and_not_from_the_card(cast):
    one = inquire(email="mette@nordlys.test", country="DK", language="da", phone="+45 33 12 34 56").prospect
    Person.objects.update(country="FR", language="fr", phone="", mail_kind="free")
    found = known([one], NOW)
    assert [found[name] for name in ("country", "language", "mail", "phone")] == [
        ["DK"],
        ["da"],
        ["business"],
        ["yes"],
    ]


def test_the_written_score_is_that_of_the_newest_known_inquiry(cast):
    one = inquire(email="mette@nordlys.test").prospect
    was = Prospect.objects.get(id=one).score
    _again(one, cast, NOW + HOUR)
    assert known([one], NOW)["written score"] == [was]


def test_any_number_of_prospects_takes_the_same_statements(cast):
    few = [inquire().prospect]
    many = few + [inquire().prospect for _ in range(12)]
    counts = []
    for some in (few, many):
        with CaptureQueriesContext(connection) as asked:
            known(some, NOW + HOUR)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
