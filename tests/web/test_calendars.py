"""A person's calendar address, and what it opens."""

from datetime import date, timedelta

import pytest
from django.test import Client
from icalendar import Calendar, Event

from tests.web.desk_steps import Desk, said
from winnow.followup.blocks import actions as blocks
from winnow.notices.actions import new_feed
from winnow.notices.models import Feed
from winnow.people.models import Absence
from winnow.prospects.models import Prospect

HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def page(desk: Desk) -> str:
    return f"/calendar/{new_feed(desk.cast.ben, now=desk.now)}.ics"


def promise(desk: Desk, number: int) -> None:
    at = desk.now + A_DAY
    Prospect.objects.filter(id=number).update(
        queue="1_promised", next_action="call_back", available_at=at, due_at=at
    )


def events(page: str) -> dict[str, Event]:
    whole = Calendar.from_ical(Client().get(page).content)
    return {str(one["uid"]).split("@")[0]: one for one in whole.walk("VEVENT")}


def test_promises_blocks_and_days_away_stand_in_it_and_nothing_of_others(desk: Desk, page: str) -> None:
    promise(desk, desk.prospect)
    theirs = desk.arrive()
    promise(desk, theirs)
    Prospect.objects.filter(id=theirs).update(owner=desk.cast.anna)
    block = blocks.add(desk.cast.ben, desk.now + 2 * A_DAY, desk.now + 2 * A_DAY + 2 * HOUR, now=desk.now)
    away = Absence.objects.create(user=desk.cast.ben, starts=date(2026, 3, 9), ends=date(2026, 3, 11))
    found = events(page)
    assert set(found) == {f"prospect-{desk.prospect}", f"block-{block.pk}", f"away-{away.pk}"}
    assert str(found[f"prospect-{desk.prospect}"]["summary"]).startswith("Call back Mette Krag")
    assert found[f"away-{away.pk}"].decoded("dtend") == date(2026, 3, 12)


def test_a_block_that_is_moved_keeps_its_name_and_has_a_higher_number(desk: Desk, page: str) -> None:
    row = blocks.add(desk.cast.ben, desk.now + HOUR, desk.now + 3 * HOUR, now=desk.now)
    before = events(page)[f"block-{row.pk}"]
    blocks.move(row, desk.now + 4 * HOUR, desk.now + 6 * HOUR, now=desk.now + HOUR)
    after = events(page)[f"block-{row.pk}"]
    earlier, later = ((int(one["sequence"]), one.decoded("dtstamp")) for one in (before, after))
    assert later[0] > earlier[0]
    assert later[1] > earlier[1]
    blocks.drop(row, now=desk.now)
    assert not events(page)


def test_what_has_not_changed_is_not_sent_again(desk: Desk, page: str) -> None:
    promise(desk, desk.prospect)
    first = Client().get(page)
    again = Client().get(page, headers={"If-None-Match": first["ETag"]})
    assert (first["Content-Type"], again.status_code, again.content) == (
        "text/calendar; charset=utf-8",
        304,
        b"",
    )
    blocks.add(desk.cast.ben, desk.now + HOUR, desk.now + 3 * HOUR, now=desk.now)
    assert Client().get(page, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_an_address_is_told_once_kept_as_a_hash_and_opens_nothing_once_ended(desk: Desk) -> None:
    browser = desk.as_(desk.cast.ben)
    made = said(browser.post("/account/calendar/"))
    word = made.split("/calendar/")[-1].split(".ics")[0]
    assert len(word) >= 43
    assert word not in said(browser.get("/account/calendar/"))
    assert word not in Feed.objects.get().hash
    assert Client().get(f"/calendar/{word}.ics").status_code == 200
    browser.post("/account/calendar/", {"end": "1"})
    assert Client().get(f"/calendar/{word}.ics").status_code == 404


def test_a_new_address_ends_the_one_before_and_so_does_leaving(desk: Desk, page: str) -> None:
    other = f"/calendar/{new_feed(desk.cast.ben, now=desk.now)}.ics"
    assert (Client().get(page).status_code, Client().get(other).status_code) == (404, 200)
    type(desk.cast.ben).objects.filter(pk=desk.cast.ben.pk).update(is_active=False)
    assert Client().get(other).status_code == 404


def test_it_is_for_reading_only(page: str) -> None:
    assert Client().post(page).status_code == 405
