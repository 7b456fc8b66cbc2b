"""The page of the cut."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cut_world import champion, scored, unseen
from tests.web.desk_steps import Desk, said
from winnow.flow.cut_watch import watch_if_due
from winnow.flow.finish import Bought, order
from winnow.flow.tick import tick
from winnow.flow.verdicts import Decide, answer, decide
from winnow.people.models import User
from winnow.procedure.actions import default_text
from winnow.procedure.actions import publish as put_in_force
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event
from winnow.prospects.words import Verdict
from winnow.qualify.actions import Said
from winnow.qualify.models import Cut, Placement

FORTY = [number / 50 for number in range(1, 41)]
HALF = {"kind": "share", "value": "50", "reason": "Too many for five sellers"}


@pytest.fixture
def cem(desk: Desk):
    return desk.as_(desk.cast.cem)


def published(desk: Desk, client) -> Cut:
    champion(at=desk.now)
    assert client.post("/cut/publish/", HALF).status_code == 302
    return Cut.objects.get()


def test_without_a_model_the_page_teaches_what_is_missing(desk, cem):
    page = said(cem.get("/cut/"))
    assert "There are 0 orders; a promise to lose at most 5 % needs 59" in page
    assert "How a cut comes to be" in page
    assert "Publish this cut" not in page


def test_a_model_without_signal_is_refused_with_what_would_change_it(desk, cem):
    champion(at=desk.now, unseen=unseen(strength=0))
    page = said(cem.get("/cut/"))
    assert "Not with these data" in page
    assert "What would change it" in page


def test_a_model_that_kept_nothing_still_has_a_page(desk, cem):
    champion(at=desk.now, unseen={})
    assert "nothing can be drawn" in said(cem.get("/cut/"))


def test_the_picture_stands_beside_the_price_of_every_twentieth(desk, cem):
    champion(at=desk.now)
    page = said(cem.get("/cut/"))
    assert '<svg class="cut-picture"' in page
    assert page.count("?kind=share&amp;value=") == 19


def test_a_choice_is_priced_before_it_is_published(desk, cem):
    champion(at=desk.now)
    page = said(cem.get("/cut/", {"kind": "lose_at_most", "value": "5"}))
    assert "can be thrown away: with 95 % confidence at most 5 %" in page
    assert "this choice" in page
    assert not Cut.objects.exists()


def test_a_choice_that_cannot_be_promised_is_refused_on_the_page(desk, cem):
    champion(at=desk.now, unseen=unseen(size=900))
    page = said(cem.get("/cut/", {"kind": "lose_at_most", "value": "2"}))
    assert "Not with these data: a promise to lose at most 2 %" in page


@pytest.mark.parametrize("value", ["0", "100", "x", ""])
def test_a_value_out_of_range_is_said_at_its_field(desk, cem, value):
    champion(at=desk.now)
    assert cem.get("/cut/", {"kind": "share", "value": value}).status_code == 200
    answer = cem.post("/cut/publish/", HALF | {"value": value})
    assert answer.status_code == 422
    assert "field-error" in said(answer) or "error" in said(answer)


def test_published_it_is_in_force_and_can_be_undone(desk, cem):
    cut = published(desk, cem)
    page = said(cem.get("/cut/"))
    assert "In force" in page
    assert "Too many for five sellers" in page
    assert f"/cut/{cut.pk}/take-back/" in page
    cem.post(f"/cut/{cut.pk}/take-back/")
    assert "No cut is in force" in said(cem.get("/cut/"))
    assert Event.objects.filter(kind="cut_taken_back", actor=desk.cast.cem).exists()


def test_a_cut_that_cannot_be_published_says_why_and_keeps_what_was_typed(desk, cem):
    answer = cem.post("/cut/publish/", HALF)
    assert answer.status_code == 422
    assert "no learned model" in said(answer)


def test_a_cut_needs_a_reason(desk, cem):
    champion(at=desk.now)
    answer = cem.post("/cut/publish/", HALF | {"reason": ""})
    assert answer.status_code == 422
    assert not Cut.objects.exists()


def test_it_is_ended_with_a_reason_and_that_can_be_undone(desk, cem):
    cut = published(desk, cem)
    assert cem.post("/cut/withdraw/", {"reason": ""}).status_code == 422
    cem.post("/cut/withdraw/", {"reason": "Quiet month"})
    page = said(cem.get("/cut/"))
    assert "Quiet month" in page
    cem.post(f"/cut/{cut.pk}/resume/")
    cut.refresh_from_db()
    assert cut.state == "in_force"


def test_those_thrown_away_are_listed_for_marketing_and_come_back_when_wished(desk, cem):
    model = champion(at=desk.now)
    numbers = scored(model, FORTY, desk.now)
    cem.post("/cut/publish/", HALF)
    tick(desk.now, worker="w")
    mia = desk.as_(desk.cast.mia)
    gone = Placement.objects.filter(below=True, sampled=False).count()
    first = Placement.objects.filter(below=True, sampled=False).earliest("prospect").prospect_id
    assert "Below the cut: in its batch" in said(mia.get(f"/prospects/{first}/"))
    assert said(mia.get("/cut/prospects/")).count('data-label="Odds"') == gone
    cem.post("/cut/withdraw/", {"reason": "Quiet", "bring_back": "on"})
    assert said(mia.get("/cut/prospects/?state=working")).count('data-label="Odds"') == gone
    assert len(numbers) == 40


def test_no_list_shows_who_is_in_the_honest_sample(desk):
    model = champion(at=desk.now)
    scored(model, [number / 300 for number in range(1, 251)], desk.now)
    mia = desk.as_(desk.cast.mia)
    mia.post("/cut/publish/", HALF)
    tick(desk.now, worker="w")
    sampled = Placement.objects.filter(sampled=True).values_list("prospect_id", flat=True)
    assert sampled
    export = b"".join(mia.post("/cut/prospects/", {"export": "csv"}).streaming_content).decode()
    listed = {int(line.split(",")[0].strip('"')) for line in export.splitlines()[1:]}
    assert not listed & set(sampled)
    ada = desk.as_(desk.cast.ada)
    for number in sampled:
        assert "sample" not in said(ada.get(f"/prospects/{number}/"))


def test_what_the_sample_shows_stands_beside_the_promise(desk, cem):
    model = champion(at=desk.now)
    numbers = scored(model, FORTY, desk.now)
    cem.post("/cut/publish/", HALF)
    tick(desk.now, worker="w")
    later = desk.now + timedelta(days=1)
    order([Bought(one, Decimal(10), "EUR", later, desk.cast.cem.id) for one in numbers[-3:]], now=later)
    page = said(cem.get("/cut/"))
    assert "0 of 3 orders seen" in page
    assert "Promise not contradicted" in page


def test_a_broken_promise_is_shown_before_and_after_the_worker_has_seen_it(desk, cem):
    model = champion(at=desk.now)
    numbers = scored(model, FORTY, desk.now)
    cem.post("/cut/publish/", HALF)
    cut = Cut.objects.get()
    Placement.objects.bulk_create(
        Placement(
            prospect_id=one, cut=cut, model=model, at=desk.now, batch=1, worth=0.1, probability=0.1, rank=0.1,
            below=True, sampled=True,
        )
        for one in numbers[:8]
    )  # fmt: skip
    later = desk.now + timedelta(days=1)
    order([Bought(one, Decimal(10), "EUR", later, desk.cast.cem.id) for one in numbers[:8]], now=later)
    assert "Promise broken" in said(cem.get("/cut/"))
    watch_if_due(later)
    assert "No cut is in force" in (page := said(cem.get("/cut/")))
    assert "came from the honest sample below it" in page
    assert "All of them together lost 100.0" in page


def test_prices_go_out_as_a_file_and_that_is_recorded(desk, cem):
    champion(at=desk.now)
    text = b"".join(cem.post("/cut/", {"export": "csv"}).streaming_content).decode()
    assert text.splitlines()[0].startswith('"Thrown away","Sales lost","From","To","At most","Money lost"')
    assert len(text.splitlines()) == 22
    assert Event.objects.filter(kind="exported").exists()


@pytest.mark.parametrize(
    ("name", "status"), [("anna", 403), ("ben", 403), ("mia", 200), ("cem", 200), ("ada", 200)]
)
def test_five_roles(desk, name, status):
    champion(at=desk.now)
    user: User = getattr(desk.cast, name)
    client = desk.as_(user)
    assert client.get("/cut/").status_code == status
    assert client.get("/cut/prospects/").status_code == status
    assert client.get("/cut/waiting/").status_code == status
    assert client.post("/cut/publish/", HALF).status_code == (302 if status == 200 else 403)
    assert Cut.objects.exists() == (status == 200)


def test_the_desks_room_is_shown_where_the_cut_follows_it(desk, cem):
    champion(at=desk.now)
    cem.post("/cut/publish/", {"kind": "capacity", "value": "5", "reason": "As many as can be worked"})
    assert "48&nbsp;h of work ahead" in said(cem.get("/cut/")).replace(" h of", "&nbsp;h of")


def test_the_manager_sees_who_waits_for_a_seller_and_who_is_full(desk, cem):
    text = default_text().replace("wip_limit = 0", "wip_limit = 1")
    put_in_force(text, now=desk.now - timedelta(days=1), by=None, reason="One at a time")
    assert "No lead waits for a seller" in said(cem.get("/cut/waiting/"))
    questions = in_force(desk.now)[1].qualification.questions
    for number in (desk.arrive(country="DE"), desk.arrive(country="DE", name="Kim Holm")):
        by = desk.cast.ben.id
        answer([Said(number, one.key, one.choices[0].key, desk.now, by) for one in questions], now=desk.now)
        decide([Decide(number, Verdict.QUALIFIED, desk.now, by)], now=desk.now)
    page = said(cem.get("/cut/waiting/"))
    assert page.count('data-label="Answer due"') == 1
    assert "Kim Holm" in page
    assert "Full" in page
    assert "Ned" not in page
    assert "Kim Holm" in said(cem.get("/cut/waiting/?q=holm"))
    assert "No lead like that waits" in said(cem.get("/cut/waiting/?q=somebody else"))
    nora = desk.as_(desk.cast.nora)
    assert "Kim Holm" not in said(nora.get("/cut/waiting/"))
