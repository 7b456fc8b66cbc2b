"""Pages of cadences; the desk puts off."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.desk_steps import Desk, said
from tests.world import inquire
from winnow.flow.work import Dispose, dispose
from winnow.followup.models import CadenceChange, Replanning
from winnow.prospects.models import Prospect


@pytest.fixture
def tried(desk: Desk) -> Prospect:
    dispose([Dispose(desk.prospect, "no_answer", desk.now, desk.cast.ben.pk)], now=desk.now)
    return desk.row()


def manager(desk: Desk) -> Client:
    return desk.as_(desk.cast.cem)


def test_the_page_shows_each_step_and_who_stands_there(desk: Desk, tried: Prospect) -> None:
    page = said(manager(desk).get("/cadences/"))
    assert "At least 6 attempts over at least 14 days" in page
    assert page.count("cadence-here") == 1
    assert "Change for many" in page
    assert "Change for many" not in said(desk.as_(desk.cast.ben).get("/cadences/"))


def test_looking_tells_how_many_are_meant_and_writes_nothing(desk: Desk, tried: Prospect) -> None:
    page = said(manager(desk).get("/cadences/change/", {"channel": "web"}))
    assert '<strong class="num">1</strong> prospect on desks' in page
    assert not CadenceChange.objects.exists()
    assert '<strong class="num">0</strong>' in said(
        manager(desk).get("/cadences/change/", {"channel": "phone"})
    )


def test_many_are_changed_with_a_reason_and_back_again(desk: Desk, tried: Prospect) -> None:
    client = manager(desk)
    assert client.post("/cadences/change/", {"channel": "web", "to": "list"}).status_code == 422
    answer = client.post(
        "/cadences/change/", {"channel": "web", "to": "list", "reason": "Slower"}, follow=True
    )
    assert "1 changed: 1 planned anew, 0 go on as agreed first." in said(answer)
    assert desk.row().cadence == "list"
    client.post(f"/cadences/change/{CadenceChange.objects.get().pk}/undo/")
    assert desk.row().cadence == ""


def test_a_manager_of_another_team_changes_nobody_here(desk: Desk, tried: Prospect) -> None:
    page = desk.as_(desk.cast.nora).post("/cadences/change/", {"to": "list", "reason": "All"})
    assert page.status_code == 422
    assert "Nobody is meant" in said(page)


def test_a_manager_of_another_team_neither_reads_nor_is_offered_to_undo_it(
    desk: Desk, tried: Prospect
) -> None:
    manager(desk).post("/cadences/change/", {"channel": "web", "to": "list", "reason": "Slower for Larsen"})
    made = CadenceChange.objects.get()
    Replanning.objects.create(version=1, at=desk.now, looked=5, moved=[tried.pk], done_at=desk.now)
    mine, other = manager(desk), desk.as_(desk.cast.nora)
    assert f"/cadences/change/{made.pk}/undo/" in said(mine.get("/cadences/change/"))
    assert "Slower for Larsen" not in said(other.get("/cadences/change/"))
    assert "/cadences/replanned/" in said(mine.get("/cadences/"))
    assert "/cadences/replanned/" not in said(other.get("/cadences/"))


@pytest.mark.parametrize("address", ["/cadences/", "/cadences/change/"])
def test_a_page_asks_once_whose_prospects_all_its_changes_are(
    desk: Desk, tried: Prospect, address: str
) -> None:
    client = manager(desk)
    made = {"at": desk.now, "cadence": "list", "reason": "Slower", "prospects": [tried.pk]}
    asked = []
    for count in (2, 18):
        CadenceChange.objects.bulk_create(CadenceChange(by=desk.cast.cem, **made) for _ in range(count))
        first = Replanning.objects.count() + 1
        Replanning.objects.bulk_create(
            Replanning(version=first + one, at=desk.now, looked=5, moved=[tried.pk], done_at=desk.now)
            for one in range(count)
        )
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            page = said(client.get(address))
        assert page.count("/undo/") >= 2
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_one_change_among_others_that_moved_another_teams_prospect_is_not_theirs_to_undo(
    desk: Desk, tried: Prospect
) -> None:
    other = Prospect.objects.get(pk=inquire(desk.now).prospect)
    Prospect.objects.filter(pk=other.pk).update(owner=desk.cast.ned)
    made = {"at": desk.now, "cadence": "list", "by": desk.cast.cem}
    mine = CadenceChange.objects.create(**made, reason="Ours", prospects=[tried.pk])
    both = CadenceChange.objects.create(**made, reason="Both", prospects=[tried.pk, other.pk])
    gone = CadenceChange.objects.create(**made, reason="Gone", prospects=[tried.pk, other.pk + 999])
    page = said(manager(desk).get("/cadences/change/"))
    assert [f"/cadences/change/{one.pk}/undo/" in page for one in (mine, both, gone)] == [True, False, False]


def test_attempts_are_planned_anew_by_a_button(desk: Desk, tried: Prospect) -> None:
    assert "1 attempts looked at, 0 moved" in said(manager(desk).post("/cadences/replan/", follow=True))


def test_the_desk_puts_off_with_a_reason_and_can_undo(desk: Desk, tried: Prospect) -> None:
    client = desk.as_(desk.cast.ben)
    assert tried.available_at
    desk.later(tried.available_at)
    page = said(client.get("/desk/"))
    assert "Put it off, with a reason" in page
    assert "Why not now?" in page
    address = f"/desk/{desk.prospect}/snooze/"
    until = desk.now + timedelta(days=1)
    assert client.post(address, {"until": f"{until:%Y-%m-%dT%H:%M}", "reason": ""}).status_code == 422
    far = client.post(address, {"until": f"{until + timedelta(days=30):%Y-%m-%dT%H:%M}", "reason": "Away"})
    assert "at most 14 days" in said(far)
    done = client.post(address, {"until": f"{until:%Y-%m-%dT%H:%M}", "reason": "Away"}, follow=True)
    assert "is put off" in said(done)
    assert "undo" in said(done).lower()
    assert desk.row().next_note == "Snoozed: Away"


def test_the_page_says_what_a_published_procedure_moved_and_a_manager_can_undo_it(
    desk: Desk, tried: Prospect
) -> None:
    round_ = Replanning.objects.create(version=1, at=desk.now, looked=5, moved=[tried.pk], done_at=desk.now)
    page = said(manager(desk).get("/cadences/"))
    assert "Planned anew by itself" in page
    assert f"/cadences/replanned/{round_.pk}/undo/" in page
    assert f"/cadences/replanned/{round_.pk}/undo/" not in said(desk.as_(desk.cast.ben).get("/cadences/"))
    desk.as_(desk.cast.nora).post(f"/cadences/replanned/{round_.pk}/undo/")
    round_.refresh_from_db()
    assert round_.undone_at is None, "by the manager of another team"
    manager(desk).post(f"/cadences/replanned/{round_.pk}/undo/")
    round_.refresh_from_db()
    assert round_.undone_at is not None
