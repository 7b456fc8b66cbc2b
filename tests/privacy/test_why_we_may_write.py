"""Each mail rests on something that was written down, and on nothing once it was withdrawn; merges change nothing."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import NOW, Cast, inquire, people
from winnow.correspondence.models import Mail
from winnow.correspondence.queries import digest, marketing_instants
from winnow.correspondence.words import Purpose as Mailed
from winnow.flow.finish import Close, close
from winnow.flow.mailing.claiming import claim
from winnow.flow.mailing.outgoing import Draft, queue
from winnow.flow.mailing.wishes import Wisher, ask_no_contact, choose, take_back, unsubscribe
from winnow.flow.merge import Merge, merge, unmerge
from winnow.flow.privacy.why import note, silent_among, standings, withdraw
from winnow.flow.scene import Refused
from winnow.privacy.grounds import Noted, standing
from winnow.privacy.models import Basis
from winnow.privacy.words import Ground, Purpose
from winnow.prospects.models import Event, Person, Prospect
from winnow.prospects.words import Outcome

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def cast(db: None, settings: pytest.FixtureRequest) -> Cast:
    settings.PUBLIC_URL = "https://leads.example.com"  # type: ignore[attr-defined]
    return people()


def person_of(prospect: int) -> Person:
    return Prospect.objects.get(id=prospect).person


def letter(cast: Cast, prospect: int, key: str, purpose: Mailed = Mailed.PERSONAL) -> str:
    """Why it may not go out; "" if it is owed."""
    return queue([Draft(key, prospect, cast.ben.pk, "Hello", "Text", NOW, purpose)], now=NOW)[0].refused


def test_an_inquiry_says_why_we_may_write_and_when(cast: Cast) -> None:
    person = person_of(inquire(consent_basis="Ticked: send me news").prospect)
    row = Basis.objects.get(person=person)
    assert (row.purpose, row.ground, row.words, row.source, row.at) == (
        "marketing", "consent", "Ticked: send me news", "inquiry", NOW,
    )  # fmt: skip
    assert standings([person.pk], Purpose.MARKETING)[person.pk].words == "Ticked: send me news"


def test_withdrawing_stops_what_waits_and_what_comes_for_that_purpose_alone(cast: Cast) -> None:
    number = inquire(email="pat@miller.test").prospect
    assert letter(cast, number, "first") == ""
    withdraw(person_of(number).pk, Purpose.PERSONAL, why="By phone.", by=cast.ben, now=NOW)
    assert Mail.objects.get(key="first").status == "stopped"
    assert "withdrew" in letter(cast, number, "second")
    assert not standings([person_of(number).pk], Purpose.MARKETING)[person_of(number).pk].withdrawn


def test_a_mail_that_slipped_in_is_stopped_at_sending(cast: Cast) -> None:
    number = inquire(email="pat@miller.test").prospect
    letter(cast, number, "first")
    withdraw(person_of(number).pk, Purpose.PERSONAL, why="By phone.", by=cast.ben, now=NOW)
    Mail.objects.filter(key="first").update(status="waiting", due_at=NOW)
    assert claim(now=LATER, worker="w") == []
    assert Mail.objects.get(key="first").status == "stopped"


def test_written_down_anew_it_holds_again(cast: Cast) -> None:
    number = inquire(email="pat@miller.test").prospect
    person = person_of(number).pk
    withdraw(person, Purpose.PERSONAL, why="By phone.", by=cast.ben, now=NOW)
    note(person, Purpose.PERSONAL, Ground.CONSENT, "Called back and asked for it.", by=cast.ben, now=LATER)
    assert letter(cast, number, "second") == ""


def test_nothing_is_written_down_without_words_or_against_a_wish(cast: Cast) -> None:
    number = inquire(email="pat@miller.test").prospect
    person = person_of(number).pk
    with pytest.raises(Refused, match="Say what it rests on"):
        note(person, Purpose.MARKETING, Ground.CONSENT, " ", by=cast.ben, now=NOW)
    ask_no_contact(Wisher(person, digest("pat@miller.test")), now=NOW)
    with pytest.raises(Refused, match="asked not to be contacted"):
        note(person, Purpose.MARKETING, Ground.CONSENT, "Yes.", by=cast.ben, now=NOW)


def test_unsubscribing_and_taking_it_back_is_written_down(cast: Cast) -> None:
    person = person_of(inquire(email="pat@miller.test", consent_basis="Ticked").prospect)
    who = Wisher(person.pk, digest("pat@miller.test"))
    assert unsubscribe(who, now=NOW)
    assert standings([person.pk], Purpose.MARKETING)[person.pk].withdrawn
    assert take_back(who, now=LATER)
    assert "themselves" in standings([person.pk], Purpose.MARKETING)[person.pk].words
    choose(who, Purpose.PERSONAL, False, now=LATER)
    assert standings([person.pk], Purpose.PERSONAL)[person.pk].withdrawn


def merged(cast: Cast) -> tuple[int, int]:
    keep = inquire(name="Pat Miller", email="pat@miller.test").prospect
    lose = inquire(name="Patrick Miller", email="p.miller@home.test").prospect
    merge(Merge(keep, lose, cast.cem.pk, "Same voice."), now=NOW)
    return keep, lose


def test_who_asks_through_an_old_mail_is_silent_under_the_card_they_were_merged_into(cast: Cast) -> None:
    keep, lose = merged(cast)
    ask_no_contact(Wisher(person_of(lose).pk, digest("p.miller@home.test")), now=LATER)
    row = Prospect.objects.get(id=keep)
    assert (row.state, row.outcome) == ("closed", "do_not_contact")
    assert silent_among([person_of(keep).pk, person_of(lose).pk]) == {person_of(keep).pk, person_of(lose).pk}


def test_a_wish_of_after_a_merge_survives_that_the_merge_is_undone(cast: Cast) -> None:
    keep = inquire(name="Pat Miller", email="pat@miller.test").prospect
    lose = inquire(name="Patrick Miller", email="p.miller@home.test").prospect
    close([Close(lose, Outcome.DO_NOT_CONTACT, NOW, cast.ben.pk, "asked")], now=NOW)
    merge(Merge(keep, lose, cast.cem.pk, "Same voice."), now=LATER)
    ask_no_contact(Wisher(person_of(keep).pk, digest("pat@miller.test")), now=LATER + timedelta(hours=1))
    said = Event.objects.filter(kind="merged", prospect=keep).latest("id")
    unmerge(said.pk, by=cast.cem.pk, now=LATER + timedelta(hours=2))
    assert person_of(keep).do_not_contact_at is not None
    assert person_of(lose).do_not_contact_at is not None


def test_who_never_asked_is_free_again_when_a_merge_is_undone(cast: Cast) -> None:
    keep = inquire(name="Pat Miller", email="pat@miller.test").prospect
    lose = inquire(name="Patrick Miller", email="p.miller@home.test").prospect
    close([Close(lose, Outcome.DO_NOT_CONTACT, NOW, cast.ben.pk, "asked")], now=NOW)
    merge(Merge(keep, lose, cast.cem.pk, "Same voice."), now=LATER)
    said = Event.objects.filter(kind="merged", prospect=keep).latest("id")
    unmerge(said.pk, by=cast.cem.pk, now=LATER + timedelta(hours=2))
    assert person_of(keep).do_not_contact_at is None
    assert person_of(lose).do_not_contact_at is not None


def test_caps_count_what_either_row_got(cast: Cast) -> None:
    keep, lose = merged(cast)
    Mail.objects.create(
        key="news", direction="out", kind="letter", status="sent", purpose="marketing", message_id="<n@w.test>",
        person=person_of(lose), at=NOW, sent_at=NOW,
    )  # fmt: skip
    taken = marketing_instants([person_of(keep).pk], LATER)
    assert taken[person_of(keep).pk] == [NOW]


NOTED = st.builds(Noted, st.datetimes(), st.just("words"), st.booleans())


@given(st.lists(NOTED, max_size=6))
def test_it_rests_on_something_or_was_withdrawn_or_the_procedure_speaks(noted: list[Noted]) -> None:
    found = standing(noted, "procedure")
    assert found.withdrawn == (bool(noted) and all(one.withdrawn for one in noted))
    assert (found.words == "procedure") == (not noted)
