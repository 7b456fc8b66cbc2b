"""The purge review, its undo, the proof; a lost opportunity and what was seen in the mirror."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.deals_world import opportunity
from tests.web.desk_steps import Desk, said
from winnow.deals.models import Mirrored, Purge
from winnow.flow.deals.purging import look_if_due
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect

MIRROR = {
    "mirror_who_decides": "Ida Ott", "mirror_which_outcome": "Half the paper", "mirror_not_asked": "Who pays",
    "mirror_would_have_to": "A smaller first order",
}  # fmt: skip


@pytest.fixture
def cem(desk: Desk):
    return desk.as_(desk.cast.cem)


@pytest.fixture
def small(desk: Desk):
    """In the review by now."""
    opportunity(desk.cast, desk.now, amount=Decimal(90_000))
    deal = opportunity(desk.cast, desk.now, amount=Decimal(500))
    look_if_due(desk.now + timedelta(days=20))
    desk.later(desk.now + timedelta(days=35))
    return deal


def test_the_seller_is_told_at_the_desk_and_on_the_board(desk, small):
    anna = desk.as_(desk.cast.anna)
    page = said(anna.get(f"/prospects/{small.pk}/"))
    assert "Neither big nor moving: a manager decides" in page
    assert "1 in doubt" in said(anna.get("/opportunities/"))


def test_the_review_lists_why_and_a_purge_is_undone(desk, small, cem):
    page = said(cem.get("/purge/"))
    assert "Not big. Nobody knows when they decide. Nothing has moved for 14 days." in page
    assert cem.post("/purge/run/", {"pick": small.pk, "reason": "Too small"}).status_code == 302
    assert Prospect.objects.get(pk=small.pk).state == "nurture"
    desk.later(desk.now + timedelta(hours=1))
    assert "Won of those decided" in said(cem.get("/purge/proof/"))
    cem.post(f"/purge/{Purge.objects.get().pk}/undo/")
    assert Prospect.objects.get(pk=small.pk).owner_id == desk.cast.anna.pk
    assert "Nothing was purged yet" in said(cem.get("/purge/proof/"))


def test_one_is_kept_with_a_reason(desk, small, cem):
    assert cem.post(f"/purge/keep/{small.pk}/", {"reason": "", "days": "5"}).status_code == 422
    assert cem.post(f"/purge/keep/{small.pk}/", {"reason": "Door opener", "days": "31"}).status_code == 422
    assert cem.post(f"/purge/keep/{small.pk}/", {"reason": "Door opener", "days": "5"}).status_code == 302
    assert "Nothing to review" in said(cem.get("/purge/"))
    assert "Door opener" in said(cem.get(f"/opportunities/{small.pk}/"))


def test_nothing_ticked_is_said_and_others_teams_are_out_of_reach(desk, small, cem):
    assert "Tick those" in said(cem.post("/purge/run/", {"reason": "All"}))
    nora = desk.as_(desk.cast.nora)
    assert nora.post("/purge/run/", {"pick": small.pk, "reason": "Mine now"}).status_code == 422
    assert nora.post(f"/purge/keep/{small.pk}/", {"reason": "Mine", "days": "5"}).status_code == 404
    assert Prospect.objects.get(pk=small.pk).state == "working"


def test_a_purge_is_seen_and_undone_by_the_managers_of_its_team_only(desk, small, cem):
    cem.post("/purge/run/", {"pick": small.pk, "reason": "Too small"})
    purge, nora = Purge.objects.get(), desk.as_(desk.cast.nora)
    assert "Too small" not in said(nora.get("/purge/"))
    assert nora.post(f"/purge/{purge.pk}/undo/").status_code == 404
    assert "Too small" in said(desk.as_(desk.cast.ada).get("/purge/"))
    assert Prospect.objects.get(pk=small.pk).state == "nurture"


def test_a_loss_asks_the_mirror_and_can_be_sent_back_once(desk, cem):
    deal, anna = opportunity(desk.cast, desk.now), desk.as_(desk.cast.anna)
    form = {
        "outcome": "bought_elsewhere", "reason": "price", "competitor": "Rival", "note": "Half our price",
        "checked": anna_checks(desk),
    }  # fmt: skip
    path = f"/prospects/{deal.pk}/do/close/"
    assert "What did we not ask?" in said(anna.post(path, form))
    assert anna.post(path, form | MIRROR).status_code == 302
    assert Mirrored.objects.count() == 4
    page = said(cem.get("/opportunities/lost/?question=not_asked"))
    assert "Who pays" in page
    assert "Rival" in page
    assert anna.post(f"/opportunities/{deal.pk}/send-back/", {"reason": "Again"}).status_code == 403
    assert cem.post(f"/opportunities/{deal.pk}/send-back/", {"reason": ""}).status_code == 422
    assert cem.post(f"/opportunities/{deal.pk}/send-back/", {"reason": "Ask who pays"}).status_code == 302
    assert "Sent back: Ask who pays" in said(anna.get(f"/opportunities/{deal.pk}/"))


def anna_checks(desk: Desk) -> tuple[str, ...]:
    return in_force(desk.now)[1].closing["bought_elsewhere"].checklist
