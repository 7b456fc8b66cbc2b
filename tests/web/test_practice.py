"""Practice: from what was lost to a card, five minutes, one's own grades, and two at one card."""

from datetime import timedelta

import pytest

from tests.web.desk_steps import Desk, said
from winnow.deals.models import Mirrored, Opportunity
from winnow.people.models import User
from winnow.practice.models import Attempt, Card, Pairing, Schedule
from winnow.prospects.words import Role

READY = {
    "prompt": "Your price is twice theirs", "good": "Ask what half the price has cost others",
    "buyer": "You were let down", "state": "ready",
}  # fmt: skip


@pytest.fixture
def ready(desk: Desk) -> Card:
    return Card.objects.create(kind="objection", made_at=desk.now, edited_by=desk.cast.mia, **READY)


def test_a_loss_becomes_a_card_once_nobody_is_named_in_it(desk):
    known = {
        "opened_at": desk.now,
        "stage_at": desk.now,
        "progress_at": desk.now,
        "stage": "wants",
        "currency": "EUR",
    }
    deal = Opportunity.objects.create(prospect_id=desk.prospect, **known)
    lost = {"at": desk.now, "outcome": "not_buying", "question": "not_asked"}
    row = Mirrored.objects.create(opportunity=deal, answer="Mette said we are too dear for Nordlys", **lost)
    mia = desk.as_(desk.cast.mia)
    assert "too dear" in said(mia.get("/practice/cards/"))
    nora = desk.as_(desk.cast.nora)
    assert "too dear" not in said(nora.get("/practice/cards/"))
    assert nora.post("/practice/cards/take/", {"source": f"mirror:{row.pk}"}).status_code == 404
    mia.post("/practice/cards/take/", {"source": f"mirror:{row.pk}"})
    path = f"/practice/cards/{Card.objects.get().pk}/"
    answer = mia.post(path, {**READY, "prompt": row.answer})
    assert answer.status_code == 422
    assert "Still named: Mette" in said(answer)
    assert mia.post(path, {**READY, "good": ""}).status_code == 422
    assert mia.post(path, READY).status_code == 302
    assert Card.objects.get().state == "ready"


def test_cards_are_filtered_and_taken_out_as_a_file(desk, ready):
    mia = desk.as_(desk.cast.mia)
    assert "twice theirs" in said(mia.get("/practice/cards/?state=ready&sort=-new"))
    assert "No card like that" in said(mia.get("/practice/cards/?state=draft"))
    assert b"twice theirs" in b"".join(mia.post("/practice/cards/?q=price", {"export": "csv"}))


def test_a_grade_sets_the_next_day_and_the_next_card_comes(desk, ready):
    anna = desk.as_(desk.cast.anna)
    assert "twice theirs" in said(anna.get("/practice/"))
    shown = int((desk.now - timedelta(seconds=90)).timestamp())
    anna.post(f"/practice/grade/{ready.pk}/", {"grade": "4", "way": "aloud", "shown": shown})
    assert Attempt.objects.get().seconds == 90
    assert Schedule.objects.get().due_at > desk.now
    assert "Nothing is due" in said(anna.get("/practice/"))
    assert "2\xa0min of 5\xa0min today" in said(anna.get("/practice/"))


def test_what_was_written_counts_as_written_and_is_not_kept(desk, ready):
    given = {"grade": "3", "way": "aloud", "answer": "Half the price costs twice"}
    desk.as_(desk.cast.anna).post(f"/practice/grade/{ready.pk}/", given)
    assert Attempt.objects.get().way == "written"


def test_what_is_no_grade_is_not_kept(desk, ready):
    desk.as_(desk.cast.anna).post(f"/practice/grade/{ready.pk}/", {"grade": "9"})
    assert not Attempt.objects.exists()


def test_after_five_minutes_it_is_enough_for_today(desk, ready):
    Attempt.objects.create(user=desk.cast.anna, card=ready, at=desk.now, grade=3, way="aloud", seconds=310)
    anna = desk.as_(desk.cast.anna)
    assert "That was your five minutes" in said(anna.get("/practice/"))
    assert "twice theirs" in said(anna.get("/practice/?more=1"))


@pytest.mark.parametrize("role", list(Role))
def test_weak_spots_and_grades_are_shown_to_nobody_else(desk, ready, role):
    Attempt.objects.create(user=desk.cast.anna, card=ready, at=desk.now, grade=1, way="aloud", seconds=60)
    other = User.objects.exclude(pk=desk.cast.anna.pk).filter(role=role).first() or desk.cast.ned
    assert "twice theirs" in said(desk.as_(desk.cast.anna).get("/practice/mine/"))
    pages = [desk.as_(other).get(path) for path in ("/practice/mine/", "/practice/participation/")]
    assert all("twice theirs" not in said(page) for page in pages)
    assert "No weak spots" in said(pages[0])
    if role in (Role.MANAGER, Role.ADMIN):
        assert "Anna" in said(pages[1])
    else:
        assert pages[1].status_code == 403


def test_two_people_share_a_card_each_seeing_their_own_side(desk, ready):
    anna, ben, ned = (desk.as_(one) for one in (desk.cast.anna, desk.cast.ben, desk.cast.ned))
    path = anna.post("/practice/partner/").headers["Location"]
    assert "You were let down" in said(anna.get(path))
    code = Pairing.objects.get().code
    assert ben.get(path).status_code == 404
    assert ben.post("/practice/partner/", {"code": code.lower()}).status_code == 302
    seller = said(ben.get(path))
    assert "You were let down" not in seller
    assert "How did it go?" in seller
    assert ned.post("/practice/partner/", {"code": code}).status_code == 422
    assert ned.get(path).status_code == 404


def test_before_prospecting_five_minutes_are_offered(desk, ready):
    assert "Five minutes of practice first" in said(desk.as_(desk.cast.anna).get("/blocks/"))


@pytest.mark.parametrize(
    ("name", "way_on"), [("mia", "Make the first"), ("anna", "A marketer or manager makes them")]
)
def test_where_no_card_was_made_yet_it_says_where_they_come_from(desk, name, way_on):
    page = said(desk.as_(getattr(desk.cast, name)).get("/practice/"))
    assert "There are no cards yet" in page
    assert way_on in page
