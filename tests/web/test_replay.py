"""A procedure tried on history: asked for, done by the worker, read, and published with its reason."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cut_world import FORTY, champion, half, scored
from tests.deals_world import opportunity
from tests.web.desk_steps import Desk, said
from tests.world import inquire
from winnow.flow.deals.moving import Sized, tell
from winnow.flow.replaying import jobs
from winnow.flow.replaying.run import MODELLED
from winnow.flow.tick import tick
from winnow.flow.work import Dispose, dispose
from winnow.procedure.actions import default_text
from winnow.procedure.models import Replay, Version

SOONER = default_text().replace("respond_within = 30", "respond_within = 5", 1)


@pytest.fixture
def replayed(desk: Desk) -> Replay:
    for number, minutes in enumerate((3, 12, 25)):
        receipt = inquire(email=f"pat{number}@miller{number}.com", now=desk.now)
        at = desk.now + timedelta(minutes=minutes)
        dispose([Dispose(receipt.prospect, "no_answer", at, receipt.owner)], now=at)
    row = jobs.ask(SOONER, 3, by=desk.cast.ada, now=desk.now)
    assert jobs.run(jobs.due(desk.now), lambda: desk.now + timedelta(days=2))
    row.refresh_from_db()
    return row


def test_a_text_is_handed_to_the_worker_and_followed(desk: Desk) -> None:
    client = desk.as_(desk.cast.cem)
    answer = client.post("/procedure/replay/", {"text": SOONER, "months": "6"})
    row = Replay.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/procedure/replay/{row.pk}/")
    assert "Waiting for the worker" in said(client.get(answer.url))
    assert (row.months, row.status) == (6, "waiting")


def test_another_cut_is_asked_for_in_per_cent_and_told_by_rank(desk: Desk) -> None:
    numbers = scored(champion(at=desk.now), FORTY, at=desk.now)
    half(desk.cast)
    tick(desk.now + timedelta(minutes=5), worker="w")
    client = desk.as_(desk.cast.cem)
    assert client.post("/procedure/replay/", {"text": SOONER, "months": "3", "cut": "100"}).status_code == 422
    url = client.post("/procedure/replay/", {"text": SOONER, "months": "3", "cut": "80"}).url
    assert jobs.run(jobs.due(desk.now), lambda: desk.now + timedelta(days=1))
    cut, page = Replay.objects.get().found["cut"], said(client.get(url))
    assert (cut["share"], cut["placed"]) == (0.8, len(numbers))
    assert "of each batch are set aside" in page
    assert "0–10\u00a0%" in page


def test_it_says_what_is_decided_again_taken_and_modelled_and_from_which_curves(
    desk: Desk, replayed: Replay
) -> None:
    page = said(desk.as_(desk.cast.cem).get(f"/procedure/replay/{replayed.pk}/"))
    for words in ("Decided again", "Taken from history", "What cannot be known", "The curve of orders",
                  "The curve of attempts", *MODELLED):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(("who", "reads"), [("cem", True), ("nora", False)])
def test_who_would_be_let_go_is_named_to_who_may_see_them(desk: Desk, who: str, reads: bool) -> None:
    deal = opportunity(desk.cast, desk.now, amount=Decimal(500))
    other = opportunity(desk.cast, desk.now, amount=Decimal(90_000))
    for number, amount in ((deal.pk, 500), (other.pk, 90_000)):
        tell([Sized(number, desk.now, desk.cast.anna.pk, Decimal(amount))], now=desk.now)
    row = jobs.ask(SOONER, 12, by=desk.cast.ada, now=desk.now)
    assert jobs.run(row.pk, lambda: desk.now + timedelta(days=90))
    row.refresh_from_db()
    assert [one["prospect"] for one in row.found["purge"]["after"]["gone"]] == [deal.pk]
    page = said(desk.as_(getattr(desk.cast, who)).get(f"/procedure/replay/{row.pk}/"))
    assert "Whom the purge would let go of" in page
    assert (str(deal.prospect.person) in page, "Not your team's" in page) == (reads, not reads)


def test_mistakes_in_the_text_are_named_and_nothing_is_replayed(desk: Desk) -> None:
    answer = desk.as_(desk.cast.cem).post("/procedure/replay/", {"text": "nonsense = ", "months": "6"})
    assert answer.status_code == 422
    assert "Line 1" in said(answer)
    assert not Replay.objects.exists()


def test_sooner_clocks_are_missed_more_often(desk: Desk, replayed: Replay) -> None:
    clocks = replayed.found["clocks"]
    assert (replayed.status, clocks["before"]["missed"], clocks["after"]["missed"]) == (
        "done",
        1,
        3,
    )  # one was never tried
    page = said(desk.as_(desk.cast.cem).get(f"/procedure/replay/{replayed.pk}/"))
    assert "What cannot be known" in page
    assert "for 4 of 4" in page
    assert "75.0" in page


def test_it_is_published_from_there_by_an_admin_with_a_reason_and_once(desk: Desk, replayed: Replay) -> None:
    url = f"/procedure/replay/{replayed.pk}/publish/"
    assert desk.as_(desk.cast.cem).post(url, {"reason": "Sooner"}).status_code == 403
    admin = desk.as_(desk.cast.ada)
    assert admin.post(url, {"reason": ""}).status_code == 422
    assert admin.post(url, {"reason": "Sooner"}).status_code == 302
    assert Version.objects.order_by("-number").values_list("text", "reason").first() == (SOONER, "Sooner")
    assert admin.post(url, {"reason": "Again"}).status_code == 422


def test_what_fails_says_so_and_stops_nothing_else(desk: Desk) -> None:
    row = jobs.ask(SOONER, 3, by=desk.cast.ada, now=desk.now)
    Replay.objects.update(text="broken")
    assert jobs.run(jobs.due(desk.now), lambda: desk.now)
    assert not jobs.due(desk.now)
    assert "It could not be replayed" in said(desk.as_(desk.cast.cem).get(f"/procedure/replay/{row.pk}/"))


def test_no_more_than_a_few_wait(desk: Desk) -> None:
    for _ in range(3):
        jobs.ask(SOONER, 3, by=desk.cast.ada, now=desk.now)
    answer = desk.as_(desk.cast.cem).post("/procedure/replay/", {"text": SOONER, "months": "6"})
    assert answer.status_code == 422
    assert "waiting already" in said(answer)
