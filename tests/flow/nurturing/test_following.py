"""Clicks: what people follow counts and brings them back; what machines follow does nothing."""

from datetime import datetime, timedelta

import pytest

from tests.nurture_world import deliver, resting
from tests.world import NOW
from winnow.correspondence.models import Mail
from winnow.flow.finish import Close, close
from winnow.flow.merge import Merge, merge
from winnow.flow.nurturing import following
from winnow.flow.nurturing.following import asked_to_talk, follow_link, judge_due
from winnow.flow.nurturing.stepping import step_due
from winnow.followup.models import Failure
from winnow.nurture.models import Click, Link, Sign, Stay
from winnow.prospects.models import Event, Person, Prospect
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


@pytest.fixture
def kept(cast, row) -> Prospect:
    """The prospect that this one was merged into since."""
    found = resting(cast)
    merge(Merge(found.pk, row.pk, cast.cem.pk, "The same person"), now=SENT)
    return found


def test_a_link_sent_to_one_that_was_merged_brings_back_the_one_that_stands(kept):
    click("prices")
    judge_due(READ + timedelta(minutes=1))
    kept.refresh_from_db()
    assert kept.state == "working"


def test_whoever_asks_to_be_called_after_a_merge_is_back_too(kept):
    asked_to_talk(Link.objects.get(key="talk", step="first"), now=READ)
    kept.refresh_from_db()
    assert (kept.state, kept.next_note) == (
        "working",
        "They ask to be called, on the page under a mail of ours.",
    )


def test_a_click_of_whoever_was_erased_meanwhile_keeps_nobody_elses_waiting(cast, row):
    other = resting(cast)
    click("prices")
    Person.objects.filter(id=row.person_id).update(erased_at=READ)
    Stay.objects.filter(prospect=other).update(due_at=SENT)
    step_due(SENT)
    deliver(SENT)
    theirs = Link.objects.get(key="prices", stay__prospect=other)
    follow_link(theirs.token, "", now=READ)
    judge_due(READ + timedelta(minutes=1))
    other.refresh_from_db()
    assert other.state == "working"
    assert not Click.objects.filter(judge_at__isnull=False).exists()


def test_a_click_that_cannot_be_judged_keeps_nobody_elses_waiting_and_surfaces(cast, row, monkeypatch):
    click("prices")
    click("guide", READ + timedelta(minutes=5))
    real = following.bring_back

    def fails(backs, *, now):
        if any("Price" in one.why for one in backs):
            raise ValueError("cannot be")
        return real(backs, now=now)

    monkeypatch.setattr(following, "bring_back", fails)
    judge_due(READ + timedelta(minutes=9))
    assert Failure.objects.get().what == "click"
    assert Sign.objects.get().link.key == "guide"
    assert Click.objects.get(judge_at__gt=READ + timedelta(minutes=9))


def test_a_link_that_is_followed_a_thousand_times_is_no_thousand_rows(row):
    for seconds in range(60):
        click("guide", READ + timedelta(minutes=seconds))
    assert Click.objects.count() == 50
