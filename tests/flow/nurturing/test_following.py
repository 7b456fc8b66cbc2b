"""Clicks: what people follow counts and brings them back; what machines follow does nothing."""

from datetime import datetime, timedelta

import pytest

from tests.nurture_world import deliver, resting
from tests.world import NOW
from winnow.correspondence.models import Mail
from winnow.flow.finish import Close, close
from winnow.flow.nurturing.following import asked_to_talk, follow_link, judge_due
from winnow.flow.nurturing.stepping import step_due
from winnow.nurture.models import Click, Link, Sign, Stay
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Outcome

SENT = NOW + timedelta(days=7)
READ = SENT + timedelta(hours=3)


@pytest.fixture
def row(cast) -> Prospect:
    """In nurture, with the first mail out."""
    found = resting(cast)
    step_due(SENT)
    deliver(SENT)
    return found


def click(key: str, at: datetime = READ, machine: str = "") -> None:
    follow_link(Link.objects.get(key=key, step="first").token, machine, now=at)


def test_a_marked_link_brings_them_back_with_the_reason(row):
    click("prices")
    judge_due(READ + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.state == "working"
    told = Event.objects.filter(prospect=row).latest("id")
    assert (told.kind, told.reason) == (
        "recycled",
        "They followed the link to “Price list” in a mail of ours.",
    )
    assert Stay.objects.get().left == "marked"


def test_other_clicks_add_up_until_they_are_back(row):
    for hours in (0, 1):
        click("guide", READ + timedelta(hours=hours))
        judge_due(READ + timedelta(hours=hours, minutes=1))
    row.refresh_from_db()
    assert (row.state, Sign.objects.count()) == ("nurture", 2)
    click("guide", READ + timedelta(hours=2))
    judge_due(READ + timedelta(hours=2, minutes=1))
    row.refresh_from_db()
    assert (row.state, Stay.objects.get().left) == ("working", "signal")


def test_interest_that_has_faded_brings_nobody_back(row):
    for days in (0, 60, 120):
        click("guide", READ + timedelta(days=days))
        judge_due(READ + timedelta(days=days, minutes=1))
    row.refresh_from_db()
    assert row.state == "nurture"


def test_interest_earns_the_mail_that_waits_for_it(row):
    for hours in (0, 1):
        click("guide", READ + timedelta(hours=hours))
    judge_due(READ + timedelta(hours=2))
    step_due(READ + timedelta(hours=2))
    assert Mail.objects.latest("id").subject == "More"
    assert Stay.objects.get().next_step == "second"


def test_several_links_at_once_are_a_scanners_and_nobody_comes_back(row):
    click("guide")
    click("prices", READ + timedelta(seconds=5))
    judge_due(READ + timedelta(minutes=1))
    row.refresh_from_db()
    assert (row.state, Sign.objects.count()) == ("nurture", 0)
    assert set(Click.objects.values_list("machine", flat=True)) == {"several links at once"}


def test_what_is_said_to_be_a_machines_is_kept_and_does_nothing(row):
    click("prices", machine="fetched in advance")
    assert judge_due(READ + timedelta(minutes=1)) == 0
    row.refresh_from_db()
    assert row.state == "nurture"


def test_whoever_asks_to_be_called_is_back_at_once(row):
    asked_to_talk(Link.objects.get(key="talk"), now=READ)
    row.refresh_from_db()
    assert (row.state, Stay.objects.get().left) == ("working", "talk")


def test_a_click_takes_up_nobody_who_is_finished_but_their_own_word_does(row, cast):
    close([Close(row.pk, Outcome.NOT_BUYING, READ, cast.cem.pk, "no_need")], now=READ)
    click("prices")
    judge_due(READ + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.state == "closed"
    asked_to_talk(Link.objects.get(key="talk"), now=READ)
    row.refresh_from_db()
    assert row.state == "working"


def test_a_link_that_is_followed_a_thousand_times_is_no_thousand_rows(row):
    for seconds in range(60):
        click("guide", READ + timedelta(minutes=seconds))
    assert Click.objects.count() == 50
