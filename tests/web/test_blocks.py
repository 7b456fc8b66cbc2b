"""The page of blocks, the focused desk, and what is kept."""

from datetime import datetime, timedelta

from tests.web.desk_steps import Desk, said
from winnow.flow.blocks import propose_due
from winnow.flow.owed import Owed, deliver, owe
from winnow.followup.blocks.models import Block

A_DAY = timedelta(days=1)
FIELDS = {"day": "2026-03-06", "starts": "10:00", "ends": "12:00"}


def test_what_is_proposed_is_planned_all_at_once(desk: Desk) -> None:
    propose_due(desk.now + A_DAY)
    browser = desk.as_(desk.cast.ben)
    assert "Plan all 3" in said(browser.get("/blocks/"))
    numbers = list(Block.objects.filter(user=desk.cast.ben).values_list("pk", flat=True))
    others = list(Block.objects.exclude(user=desk.cast.ben).values_list("pk", flat=True))
    browser.post("/blocks/accept/", {"block": [*numbers, *others]})
    assert set(Block.objects.filter(state="planned").values_list("user", flat=True)) == {desk.cast.ben.pk}
    assert "6 h planned" in said(browser.get("/blocks/"))


def test_a_block_is_added_by_ones_own_clock_moved_and_dropped_with_a_way_back(desk: Desk) -> None:
    browser = desk.as_(desk.cast.ben)
    browser.post("/blocks/", FIELDS)
    row = Block.objects.get()
    assert row.starts == datetime.fromisoformat("2026-03-06T10:00+01:00")
    browser.post(f"/blocks/{row.pk}/move/", {**FIELDS, "starts": "11:00", "ends": "13:00"})
    row.refresh_from_db()
    assert row.starts == datetime.fromisoformat("2026-03-06T11:00+01:00")
    answer = browser.post(f"/blocks/{row.pk}/drop/", follow=True)
    assert f"/blocks/{row.pk}/restore/" in said(answer)
    browser.post(f"/blocks/{row.pk}/restore/")
    row.refresh_from_db()
    assert row.state == "planned"


def test_a_block_that_meets_another_is_refused_beside_what_was_typed(desk: Desk) -> None:
    browser = desk.as_(desk.cast.ben)
    browser.post("/blocks/", FIELDS)
    answer = browser.post("/blocks/", {**FIELDS, "starts": "11:00", "ends": "13:00"})
    assert answer.status_code == 422
    assert "Another block of yours" in said(answer)


def test_one_key_begins_a_block_and_stops_it_and_the_bell_is_silent_between(desk: Desk) -> None:
    browser = desk.as_(desk.cast.ben)
    owe([Owed("x", desk.cast.ben.pk, None, "new_inquiry", "New.")], now=desk.now)
    deliver(now=desk.now)
    assert "unread" in said(browser.get("/desk/"))
    page = said(browser.post("/blocks/begin/", follow=True))
    assert "Prospecting until" in page
    assert 'data-key="0"' in page
    assert "unread" not in page
    assert "unread" in said(browser.post("/blocks/begin/", {"stop": "1"}, follow=True))


def test_a_manager_reads_what_the_team_kept_and_nobody_of_another(desk: Desk) -> None:
    page = said(desk.as_(desk.cast.cem).get("/blocks/kept/"))
    assert "Ben" in page
    assert "Ned" not in page


def test_nobody_changes_the_block_of_another(desk: Desk) -> None:
    desk.as_(desk.cast.ben).post("/blocks/", FIELDS)
    assert desk.as_(desk.cast.anna).post(f"/blocks/{Block.objects.get().pk}/drop/").status_code == 404


def test_a_proposal_that_is_over_is_no_longer_offered_to_be_planned(desk: Desk) -> None:
    propose_due(desk.now + A_DAY)
    soonest = Block.objects.filter(user=desk.cast.ben).earliest("starts")
    Block.objects.filter(pk=soonest.pk).update(starts=desk.now - 3 * A_DAY / 24, ends=desk.now - A_DAY / 24)
    page = said(desk.as_(desk.cast.ben).get("/blocks/"))
    assert "Proposed, and not planned" in page
    assert f'name="block" value="{soonest.pk}"' not in page
