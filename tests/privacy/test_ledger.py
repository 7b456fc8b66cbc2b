"""What an older backup does not know is done again, and lists bring nobody back."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.world import NOW, Cast, inquire, people, raw
from winnow.correspondence.models import Suppression
from winnow.flow.privacy import ledger
from winnow.flow.privacy.catching_up import catch_up
from winnow.flow.privacy.erasing import erase_in
from winnow.flow.privacy.lists import LEFT_OUT, without_erased
from winnow.intake.import_rows import Entry
from winnow.privacy import queries
from winnow.privacy.ledger import Told, as_text, from_text, standing
from winnow.privacy.words import Ledger
from winnow.prospects.models import Person, Prospect

LATER = NOW + timedelta(days=2)


@pytest.fixture
def cast(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("WINNOW_HOME", str(tmp_path))
    return people()


def person_of(prospect: int) -> Person:
    return Prospect.objects.get(id=prospect).person


def erased_elsewhere(person: Person) -> None:
    """The ledger remembers an erasure of which this database, an older one, knows nothing."""
    with transaction.atomic():
        erase_in([person.pk], now=LATER)
        lines = queries.told()
        transaction.set_rollback(True)
    ledger.append(lines)


def test_a_restored_person_is_erased_again(cast: Cast) -> None:
    pat = person_of(inquire(name="Pat Miller", email="pat@miller.test").prospect)
    erased_elsewhere(pat)
    assert catch_up(LATER).erased == 1
    pat.refresh_from_db()
    assert (pat.name, pat.email) == ("", "")
    assert catch_up(LATER).lines == 0


def test_who_came_back_themselves_after_their_erasure_stays(cast: Cast) -> None:
    pat = person_of(inquire(name="Pat Miller", email="pat@miller.test").prospect)
    erased_elsewhere(pat)
    Person.objects.filter(id=pat.pk).update(created_at=LATER + timedelta(days=1))
    assert catch_up(LATER + timedelta(days=2)).erased == 0


def test_an_objection_that_a_backup_forgot_holds_again(cast: Cast) -> None:
    row = inquire(name="Pat Miller", email="pat@miller.test").prospect
    ledger.append([Told(LATER, Ledger.NO_CONTACT, ledger.digest("e:pat@miller.test"))])
    done = catch_up(LATER)
    assert (done.silenced, done.suppressed) == (1, 1)
    assert Prospect.objects.get(id=row).outcome == "do_not_contact"
    assert Suppression.objects.filter(scope="everything", lifted_at=None).count() == 1


def test_an_objection_that_was_lifted_later_does_not(cast: Cast) -> None:
    row = inquire(name="Pat Miller", email="pat@miller.test").prospect
    key = ledger.digest("e:pat@miller.test")
    ledger.append([Told(NOW, Ledger.NO_CONTACT, key), Told(LATER, Ledger.LIFTED, key)])
    assert catch_up(LATER).silenced == 0
    assert Prospect.objects.get(id=row).state == "working"


def test_a_list_brings_nobody_back_and_nothing_of_the_row_is_kept(cast: Cast) -> None:
    pat = person_of(inquire(name="Pat Miller", email="pat@miller.test").prospect)
    erase_in([pat.pk], now=LATER)
    rows = [
        Entry(1, raw(name="Pat Miller", email="PAT@miller.test", source="list")),
        Entry(2, raw(email="ann@miller.test")),
    ]
    first, second = without_erased(rows, "DE")
    assert (first.problem, first.raw.fields, first.raw.payload) == (LEFT_OUT, {}, {})
    assert second == rows[1]


def test_half_a_line_is_no_line() -> None:
    whole = Told(NOW, Ledger.ERASED, "d" * 64, 7, NOW)
    assert from_text(as_text(whole) + as_text(whole)[:40]) == [whole]


LINES = st.builds(
    Told,
    st.datetimes(timezones=st.just(NOW.tzinfo)),  # type: ignore[arg-type]
    st.sampled_from(list(Ledger)),
    st.sampled_from(["a", "b"]),
)


@given(st.lists(LINES, max_size=8))
def test_nothing_stands_that_was_lifted_last(lines: list[Told]) -> None:
    holds = standing(lines)
    for digest in ("a", "b"):
        own = sorted(line for line in lines if line.digest == digest and line.kind is not Ledger.ERASED)
        if own and own[-1].kind is Ledger.LIFTED:
            assert holds[digest] == frozenset()
        elif own:
            assert own[-1].kind in holds[digest]
