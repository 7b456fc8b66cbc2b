"""What is older than the procedure's months goes; looking takes nothing."""

from datetime import timedelta

import pytest

from tests.world import NOW, Cast, inquire, people
from winnow.correspondence.models import Mail
from winnow.flow.finish import Close, close
from winnow.flow.privacy.erasing import carry_out_due
from winnow.flow.privacy.retention import look, sweep, sweep_if_due
from winnow.intake.models import Held
from winnow.privacy.models import Erasure
from winnow.privacy.words import Kept
from winnow.procedure.actions import publish
from winnow.procedure.models import Version
from winnow.prospects.models import Person, Prospect
from winnow.prospects.words import Outcome

YEARS = NOW + timedelta(days=4 * 366)


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


def old_mail() -> Mail:
    return Mail.objects.create(
        key="old", direction="in", kind="reply", status="filed", message_id="<o@w.test>", at=NOW, subject="Old",
        text="Words",
    )  # fmt: skip


def test_looking_tells_what_would_go_and_takes_nothing(cast: Cast) -> None:
    old_mail()
    due = {one.kind: one.count for one in look(YEARS)}
    assert due[Kept.MAIL_TEXTS] == 1
    assert Mail.objects.get().text == "Words"


def test_the_text_goes_and_the_fact_stays(cast: Cast) -> None:
    old_mail()
    assert sweep(YEARS)[Kept.MAIL_TEXTS] == 1
    row = Mail.objects.get()
    assert (row.subject, row.text, row.kind, row.at) == ("", "", "reply", NOW)


def test_what_is_young_stays(cast: Cast) -> None:
    old_mail()
    assert not any(sweep(NOW + timedelta(days=30)).values())


def test_what_was_held_back_and_never_looked_at_is_emptied_and_settled(cast: Cast) -> None:
    Held.objects.create(
        kind="rejected",
        at=NOW,
        received_at=NOW,
        door="api",
        channel="web",
        fields={"name": "x"},
        payload={"name": "x"},
    )
    assert sweep(NOW + timedelta(days=200))[Kept.REJECTED] == 1
    row = Held.objects.get()
    assert (row.fields, row.payload, row.settlement) == ({}, {}, "dismissed")
    assert look(YEARS)[1].count == 0


def test_once_a_day(cast: Cast) -> None:
    old_mail()
    assert sweep_if_due(YEARS) == 1
    Mail.objects.update(text="Again")
    assert sweep_if_due(YEARS + timedelta(hours=2)) == 0


def test_people_who_did_not_buy_go_only_if_the_procedure_says_so_and_can_be_kept(cast: Cast) -> None:
    number = inquire(name="Pat Miller", email="pat@miller.test").prospect
    other = inquire(name="Ann Hill", email="ann@hill.test").prospect
    close([Close(number, Outcome.DO_NOT_CONTACT, NOW, cast.ben.pk, "asked")], now=NOW)
    assert sweep(YEARS)[Kept.CLOSED] == 0
    text = Version.objects.latest("number").text.replace("closed_months = 0 ", "closed_months = 36 ")
    publish(text, now=NOW, by=None, reason="We forget.")
    assert sweep(YEARS)[Kept.CLOSED] == 1
    assert Erasure.objects.get().person_id == Prospect.objects.get(id=number).person_id
    carry_out_due(YEARS + timedelta(hours=25))
    assert Person.objects.get(prospects=number).name == ""
    assert Person.objects.get(prospects=other).name == "Ann Hill"
