"""The buyer's page: read and answered without an account; guessed, replayed, tampered with, flooded in vain."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.deals_world import opportunity
from tests.offers_world import PAGE, offered
from tests.web.desk_steps import Desk, said
from winnow.flow.offers import links
from winnow.flow.offers.making import Changed, change, revoke
from winnow.offers import queries
from winnow.offers.content import Line
from winnow.offers.models import Answer, Offer
from winnow.prospects.models import Event, Order, Prospect

PERSON = {"user-agent": "Mozilla/5.0 (X11; Linux)", "accept": "text/html"}
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def deal(desk: Desk):
    return opportunity(desk.cast, desk.now, amount=Decimal(2_000))


@pytest.fixture
def offer(desk, deal):
    return offered(desk.cast, deal.pk)


@pytest.fixture
def buyer():
    return Client(enforce_csrf_checks=True, headers=PERSON)


def path(offer: Offer) -> str:
    return links.path_of(offer)


def form(offer: Offer, answer: str = "accepted", **more: str) -> dict[str, str]:
    return {"hash": queries.page_of(offer).hash, "answer": answer, "name": "Ida Ott", **more}


def test_a_buyer_reads_accepts_and_finds_it_accepted(buyer, offer):
    page = said(buyer.get(path(offer)))
    assert "Accept for €1,900.00" in page
    assert "Start with less: €400.00" in page
    assert "You pay when it works." in page
    answer = buyer.post(path(offer), form(offer, po_number="PO 7"))
    assert answer.status_code == 302
    page = said(buyer.get(answer["Location"]))
    assert "Accepted. Thank you." in page
    assert "purchase order PO 7" in page
    assert (Order.objects.get().po_number, Answer.objects.get().address) == ("PO 7", "127.0.0.1")


def test_the_small_first_order_is_one_button(buyer, offer):
    buyer.post(path(offer), form(offer, "accepted_less"))
    assert Order.objects.get().amount == 400


def test_other_answers_are_taken_and_thanked_for(buyer, desk, offer, deal):
    for answer, more, thanks in (
        ("question", {"text": "Who trains us?"}, "Your question is with Anna"),
        ("no", {"text": "Too dear"}, "Thank you for telling us why"),
        ("later", {"days": "30"}, "we call you then"),
    ):
        went = buyer.post(path(offer), form(offer, answer, **more))
        assert thanks in said(buyer.get(went["Location"]))
    assert Prospect.objects.get(pk=deal.pk).queue == "1_promised"
    page = said(desk.as_(desk.cast.anna).get(f"/offers/{offer.pk}/"))
    assert "Too dear" in page
    assert "Look into the mirror before it ends" in page


def test_a_buyers_words_are_read_by_their_own_team_only(buyer, desk, offer):
    Offer.objects.update(sent_at=desk.now)
    buyer.post(path(offer), form(offer, "question", text="Who trains Ida?"))
    told = {
        name: said(desk.as_(getattr(desk.cast, name)).get("/offers/slow/")) for name in ("anna", "ned", "ada")
    }
    assert ["Who trains Ida?" in page for page in told.values()] == [True, False, True]


def test_sent_again_it_is_one_order(buyer, offer):
    sent = form(offer)
    assert [buyer.post(path(offer), sent).status_code for _ in range(3)] == [302] * 3
    assert Order.objects.count() == 1


def test_a_changed_page_is_shown_before_it_can_be_accepted(buyer, desk, offer):
    sent = form(offer)
    dearer = replace(PAGE, lines=(Line("Starter set", 2, Decimal(990)),))
    change(Changed(offer.pk, desk.now, desk.cast.anna.pk, dearer, sent["hash"]), now=desk.now)
    answer = buyer.post(path(offer), sent)
    assert answer.status_code == 409
    assert "changed since you opened it" in said(answer)
    assert "Accept for €1,980.00" in said(answer)
    assert 'value="Ida Ott"' in said(answer)
    assert not Order.objects.exists()


def test_too_late_it_says_until_when_it_held(buyer, desk, offer):
    sent = form(offer)
    desk.later(desk.now + timedelta(days=40))
    answer = buyer.post(path(offer), sent)
    assert answer.status_code == 410
    assert "held until 20 March 2026" in said(answer)
    assert 'value="accepted"' not in said(answer)
    desk.later(desk.now + timedelta(days=90))
    assert buyer.get(path(offer)).status_code == 410


def test_a_link_that_was_taken_back_says_so(buyer, desk, offer):
    revoke(offer.pk, by=desk.cast.anna.pk, reason="A wrong price", now=desk.now)
    assert "was taken back" in said(buyer.get(path(offer)))
    assert buyer.post(path(offer), form(offer)).status_code == 410
    assert not Order.objects.exists()


# Attacks


def test_the_database_holds_no_token(offer):
    token = path(offer).strip("/").split("/")[1]
    assert len(token) >= 43
    row = Offer.objects.get()
    assert row.token == links.hashed(token)
    assert token not in " ".join(str(value) for value in vars(row).values())


def test_other_tokens_open_nothing_and_guessing_is_slowed_down(buyer, offer):
    token = path(offer).strip("/").split("/")[1]
    for wrong in (token[:-1], token.swapcase(), f"{token}A", "A" * 43, "é" * 20, "a" * 5_000):
        assert buyer.get(f"/offer/{wrong}/").status_code in (404, 429)
    answers = [buyer.get(f"/offer/{place:043}/").status_code for place in range(20)]
    assert answers[-1] == 429


def test_a_flood_is_answered_with_when_to_come_back(buyer, offer):
    answers = [buyer.get(path(offer)) for _ in range(70)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) >= 1
    assert not Order.objects.exists()


def test_an_answer_without_the_page_it_was_read_on_writes_nothing(buyer, offer):
    for sent in (form(offer) | {"hash": ""}, form(offer) | {"hash": "0" * 64}):
        assert buyer.post(path(offer), sent).status_code == 409
    other = Client(enforce_csrf_checks=True, headers={**PERSON, "origin": "https://evil.example"})
    assert other.post(path(offer), {"answer": "accepted", "name": "Mallory"}).status_code == 409
    assert not Answer.objects.exists()


def test_prices_come_from_the_page_and_not_from_the_post(buyer, offer):
    buyer.post(path(offer), form(offer, amount="1", total="1", price_1="1", less_price="1", order="1"))
    assert Order.objects.get().amount == 1_900


@pytest.mark.parametrize(
    "sent",
    [
        {"answer": "accepted", "name": ""}, {"answer": "question", "text": ""}, {"answer": "later", "days": "1"},
        {"answer": "later", "days": "9" * 30}, {"answer": "no", "text": ""}, {"answer": "won"}, {"answer": ""},
        {"answer": "accepted", "name": "Ida Ott", "po_number": "x" * 81},
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_written(buyer, offer, sent):
    assert buyer.post(path(offer), {"hash": queries.page_of(offer).hash, **sent}).status_code == 422
    assert not Answer.objects.exists()


def test_html_in_every_field_is_text_for_the_buyer_and_for_us(buyer, desk, deal):
    page = replace(
        PAGE, title=SCRIPT, outcome=SCRIPT, terms=SCRIPT, to=SCRIPT, seller=SCRIPT, company=SCRIPT, less=SCRIPT,
        lines=(Line(SCRIPT, 1, Decimal(900)),),
    )  # fmt: skip
    made = offered(desk.cast, deal.pk, page)
    anna = desk.as_(desk.cast.anna)
    seen = [said(buyer.get(path(made)))]
    buyer.post(path(made), form(made, "question", text=SCRIPT, name=SCRIPT))
    buyer.post(path(made), form(made, name=SCRIPT, po_number=SCRIPT))
    seen += [said(buyer.get(path(made))), said(anna.get(f"/offers/{made.pk}/")), said(anna.get("/offers/"))]
    seen += [said(anna.get(f"/prospects/{deal.pk}/"))]
    for shown in seen:
        assert SCRIPT not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;" in shown


def test_nul_and_other_control_characters_are_kept_out(buyer, offer):
    assert buyer.post(path(offer), form(offer, name="Ida\0 Ott\x01")).status_code in (302, 422)
    assert "\0" not in "".join(Answer.objects.values_list("name", flat=True))


def test_the_link_is_told_to_no_other_site_and_kept_in_no_cache(buyer, offer):
    answer = buyer.get(path(offer))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert (
        "frame-ancestors 'none'" in answer["Content-Security-Policy"] or answer["X-Frame-Options"] == "DENY"
    )


def test_only_a_person_opens_it(buyer, desk, offer):
    Client().head(path(offer), headers=PERSON)
    Client().get(path(offer), headers={"user-agent": "Slackbot 1.0", "accept": "text/html"})
    buyer.get(path(offer), headers={"sec-purpose": "prefetch"})
    anna = desk.as_(desk.cast.anna)
    anna.get(path(offer), headers=PERSON)
    offer.refresh_from_db()
    assert (offer.opened, Event.objects.filter(reason__icontains="opened").exists()) == (0, False)
    buyer.get(path(offer))
    offer.refresh_from_db()
    assert (offer.opened, offer.opened_at) == (1, timezone.now())


def test_on_paper_what_people_wrote_is_no_markup(buyer, desk, deal):
    pytest.importorskip("typst")
    page = replace(PAGE, title='#panic("no")', outcome='$x$ #import "a" *', terms='= A\n#read("/etc/passwd")')
    answer = buyer.get(f"{path(offered(desk.cast, deal.pk, page))}pdf/")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")


def test_without_typst_it_says_what_to_install(buyer, monkeypatch, offer):
    monkeypatch.setattr("winnow.web.views.offer_paper.find_spec", lambda name: None)
    answer = buyer.get(f"{path(offer)}pdf/")
    assert answer.status_code == 501
    assert "extra “pdf”" in said(answer)


def test_no_script_is_needed(buyer, offer):
    page = said(buyer.get(path(offer)))
    assert not re.search(r"\son[a-z]+=|style=", page)
    assert page.count("<form") == 4
