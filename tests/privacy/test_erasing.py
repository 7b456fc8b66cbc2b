"""A person is forgotten: no trace anywhere, while counts and money stay."""

from datetime import timedelta

import pytest

from tests.privacy.filled import MARKER, fill, traces
from tests.world import NOW, Cast, inquire, people
from winnow.correspondence.models import Mail
from winnow.flow.privacy.erasing import ask, cancel, carry_out_due, erase_in, preview
from winnow.flow.scene import Refused
from winnow.privacy.models import Basis, Erasure, Line
from winnow.prospects.models import Event, Identity, Inquiry, Person, Prospect

LATER = NOW + timedelta(hours=25)


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


@pytest.fixture
def marked(cast: Cast) -> Prospect:
    receipt = inquire(
        name=f"Pat {MARKER}", email=f"pat@{MARKER}.example.com", company=f"{MARKER} Ltd", phone="+4930901820",
        title=MARKER, city=MARKER, message=f"I am {MARKER}.", desired_outcome=MARKER, value_hint=MARKER,
        consent_basis=f"said {MARKER}", external_id=f"id-{MARKER}",
    )  # fmt: skip
    row = Prospect.objects.select_related("person", "owner").get(id=receipt.prospect)
    Basis.objects.update(withdrawn_at=NOW)
    fill(row)
    return row


def test_no_column_of_any_table_holds_the_marker_afterwards(marked: Prospect) -> None:
    assert len(traces()) > 30  # or it proves nothing
    erase_in([marked.person_id], now=NOW)
    assert traces() == []


def test_counts_money_stages_and_instants_stay(cast: Cast) -> None:
    number = inquire(name="Pat Miller", email="pat@miller.test").prospect
    before = (Inquiry.objects.count(), Prospect.objects.count(), Event.objects.count())
    at = Inquiry.objects.get(prospect=number).at
    erase_in([Prospect.objects.get(id=number).person_id], now=NOW)
    assert (Inquiry.objects.count(), Prospect.objects.count()) == before[:2]
    assert Event.objects.count() >= before[2]
    assert Inquiry.objects.get(prospect=number).at == at
    assert Prospect.objects.get(id=number).state == "closed"


def test_other_people_are_not_touched(cast: Cast) -> None:
    pat = inquire(name="Pat Miller", email="pat@miller.test", message="One.").prospect
    ann = inquire(name="Ann Miller", email="ann@miller.test", message="Two.").prospect
    erase_in([Prospect.objects.get(id=pat).person_id], now=NOW)
    row = Prospect.objects.select_related("person__company").get(id=ann)
    assert (row.person.name, row.person.company.domain) == ("Ann Miller", "miller.test")
    assert Inquiry.objects.get(prospect=ann).message == "Two."


def test_asking_silences_at_once_and_erases_when_the_hours_are_over(cast: Cast) -> None:
    number = inquire(name="Pat Miller", email="pat@miller.test").prospect
    person = Prospect.objects.get(id=number).person
    ask(person.pk, "By mail on 3 March.", by=cast.cem, now=NOW)
    row = Prospect.objects.select_related("person").get(id=number)
    assert (row.outcome, row.person.do_not_contact_at) == ("do_not_contact", NOW)
    assert carry_out_due(NOW + timedelta(hours=23)) == 0
    assert carry_out_due(LATER) == 1
    person.refresh_from_db()
    assert (person.name, person.email, person.erased_at) == ("", "", LATER)
    assert not Identity.objects.filter(person=person).exists()
    assert Erasure.objects.get().gone["prospects.Person"] == 1


def test_taken_back_in_time_everything_is_as_it_was(cast: Cast) -> None:
    number = inquire(name="Pat Miller", email="pat@miller.test").prospect
    before = Prospect.objects.values("stage", "state", "owner", "next_action", "due_at", "queue").get(
        id=number
    )
    asked = ask(Prospect.objects.get(id=number).person_id, "By phone.", by=cast.cem, now=NOW)
    assert cancel(asked.pk, by=cast.cem, now=NOW + timedelta(hours=1)) == []
    after = Prospect.objects.values("stage", "state", "owner", "next_action", "due_at", "queue").get(
        id=number
    )
    assert after == before
    assert Person.objects.get(prospects=number).do_not_contact_at is None
    assert carry_out_due(LATER) == 0


def test_an_erasure_needs_a_reason_and_happens_once(cast: Cast) -> None:
    person = Prospect.objects.get(id=inquire().prospect).person_id
    with pytest.raises(Refused, match="Say who asks"):
        ask(person, " ", by=cast.cem, now=NOW)
    ask(person, "By mail.", by=cast.cem, now=NOW)
    with pytest.raises(Refused, match="already"):
        ask(person, "By mail.", by=cast.cem, now=NOW)


def test_the_ledger_names_nobody(cast: Cast) -> None:
    number = inquire(name="Pat Miller", email="pat@miller.test").prospect
    erase_in([Prospect.objects.get(id=number).person_id], now=NOW)
    assert Line.objects.filter(kind="erased").count() >= 3
    assert traces("miller") == []


def test_looking_at_what_would_go_writes_nothing(cast: Cast) -> None:
    number = inquire(name="Pat Miller", email="pat@miller.test").prospect
    person = Prospect.objects.get(id=number).person_id
    told = preview(person)
    assert told.rows["prospects.Inquiry"] == 1
    assert Person.objects.get(id=person).name == "Pat Miller"


def test_what_colleagues_were_told_of_them_goes_too(cast: Cast) -> None:
    number = inquire(name="Pat Miller", email="pat@miller.test").prospect
    Mail.objects.create(
        key="digest", direction="out", kind="letter", status="waiting", due_at=NOW, message_id="<1@w.test>", at=NOW,
        subject="Your day", text="Call Pat Miller (pat@miller.test) at ten.", to_address="ben@winnow.example",
    )  # fmt: skip
    erase_in([Prospect.objects.get(id=number).person_id], now=NOW)
    told = Mail.objects.get(key="digest")
    assert (told.text, told.status, told.due_at) == ("", "stopped", None)


def test_what_others_wrote_about_them_stays_with_the_others(cast: Cast) -> None:
    pat = inquire(name="Pat Miller", email="pat@miller.test").prospect
    ann = inquire(name="Ann Hill", email="ann@hill.test", message="Pat Miller told me of you.").prospect
    erase_in([Prospect.objects.get(id=pat).person_id], now=NOW)
    assert Inquiry.objects.get(prospect=ann).message == "Pat Miller told me of you."
