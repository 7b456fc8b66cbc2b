"""Offers as sellers make, send, change and follow them."""

from decimal import Decimal

import pytest

from tests.deals_world import opportunity
from tests.web.desk_steps import Desk, said
from winnow.correspondence.composing import compose
from winnow.correspondence.models import Mail
from winnow.flow.mailing.outgoing import outgoing
from winnow.flow.offers import links
from winnow.offers import queries
from winnow.offers.models import Offer
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect

TYPED = {
    "key": "a" * 32, "title": "Half the paper", "outcome": "Nobody searches", "terms": "You pay when it works.",
    "currency": "EUR", "valid_until": "2026-03-20", "less": "One set first", "less_price": "400", "margin": "500",
    "text_1": "Starter set", "quantity_1": "2", "price_1": "950",
}  # fmt: skip


@pytest.fixture
def anna(desk: Desk):
    return desk.as_(desk.cast.anna)


@pytest.fixture
def deal(desk: Desk):
    return opportunity(desk.cast, desk.now, amount=Decimal(2_000))


@pytest.fixture
def offer(anna, deal):
    assert anna.post(f"/offers/new/{deal.pk}/", TYPED).status_code == 302
    return Offer.objects.get(smaller_of=None)


def test_the_form_is_filled_in_from_the_opportunity_and_the_template(anna, deal):
    page = said(anna.get(f"/offers/new/{deal.pk}/"))
    assert 'value="As agreed"' in page
    assert 'value="2000.00"' in page
    assert "You pay when it works" in page
    assert f"/offers/new/{deal.pk}/" in said(anna.get(f"/opportunities/{deal.pk}/"))


def test_what_is_typed_becomes_the_page(anna, offer):
    page = said(anna.get(f"/offers/{offer.pk}/"))
    assert "€1,900.00" in page
    assert links.path_of(offer) in page
    assert "One set first" in page
    assert queries.page_of(Offer.objects.get(smaller_of=offer)).total == 400
    assert "Half the paper" in said(anna.get("/offers/?stands=open"))


def test_a_double_click_makes_one(anna, deal, offer):
    anna.post(f"/offers/new/{deal.pk}/", TYPED)
    assert Offer.objects.count() == 2  # with the one to start with less


def test_what_cannot_be_offered_is_said_with_everything_still_typed(anna, deal):
    answer = anna.post(f"/offers/new/{deal.pk}/", TYPED | {"price_1": "", "title": "Kept"})
    assert answer.status_code == 422
    assert "What does it cost?" in said(answer)
    assert 'value="Kept"' in said(answer)
    answer = anna.post(f"/offers/new/{deal.pk}/", TYPED | {"valid_until": "2020-01-01"})
    assert "a day that lies ahead" in said(answer)


def test_the_mail_holds_the_link_only_on_its_way_out(anna, offer, settings):
    settings.PUBLIC_URL = "https://sales.example.com"
    Prospect.objects.get(pk=offer.prospect_id)
    mark = links.mark_of(offer)
    answer = anna.post(f"/offers/{offer.pk}/send/", {"subject": "Our offer", "text": f"Here: {mark}"})
    assert answer.status_code == 302
    mail = Mail.objects.get()
    token = links.token_of(offer.key, offer.nonce)
    assert token not in mail.text
    assert f"https://sales.example.com/offer/{token}/".encode() in compose(
        outgoing(mail, in_force()[1].mail)
    ).replace(b"=\r\n", b"")
    offer.refresh_from_db()
    assert offer.sent_at is not None


def test_a_mail_without_the_link_is_refused(anna, offer):
    answer = anna.post(f"/offers/{offer.pk}/send/", {"subject": "Our offer", "text": "Here it is"})
    assert answer.status_code == 422
    assert "must hold the link" in said(answer)


def test_the_link_of_another_prospects_offer_is_put_into_no_mail(offer):
    text = f"Look: {links.mark_of(offer)}"
    assert links.put_in(text, offer.prospect_id + 1) == text


def test_it_is_changed_under_the_same_link_and_taken_back(anna, offer):
    typed = TYPED | {"hash": queries.page_of(offer).hash, "price_1": "990"}
    assert anna.post(f"/offers/{offer.pk}/change/", typed).status_code == 302
    assert "€1,980.00" in said(anna.get(f"/offers/{offer.pk}/"))
    assert "Somebody else has changed" in said(anna.post(f"/offers/{offer.pk}/change/", typed))
    assert anna.post(f"/offers/{offer.pk}/revoke/", {"reason": "A wrong price"}).status_code == 302
    assert "Taken back" in said(anna.get(f"/offers/{offer.pk}/"))
    assert anna.get(f"/offers/{offer.pk}/change/").status_code == 200
    assert "was taken back" in said(anna.post(f"/offers/{offer.pk}/change/", typed))


def test_a_catalogue_price_is_filled_in(desk, anna, deal, monkeypatch):
    from winnow.procedure.actions import default_text, publish

    product = '\n[[deals.products]]\nkey = "starter"\ntext = "Starter set"\nprice = 950\n'
    publish(default_text() + product, now=desk.now, by=desk.cast.ada, reason="A catalogue")
    answer = anna.post(f"/offers/new/{deal.pk}/", TYPED | {"price_1": ""})
    assert answer.status_code == 302
    assert queries.page_of(Offer.objects.get(smaller_of=None)).content["lines"] == [
        ["Starter set", 2, "950.00", "starter"]
    ]


def test_other_teams_see_and_change_nothing(desk, offer):
    ned = desk.as_(desk.cast.ned)
    assert ned.get(f"/offers/{offer.pk}/").status_code == 404
    assert ned.post(f"/offers/{offer.pk}/revoke/", {"reason": "Mine"}).status_code == 404
    assert "Half the paper" not in said(ned.get("/offers/"))


def test_to_start_with_less_is_an_offer_of_its_own_with_products_to_change(anna, deal, offer):
    form = said(anna.get(f"/offers/new/{deal.pk}/?smaller_of={offer.pk}"))
    assert 'name="less"' not in form
    assert 'value="Starter set"' in form
    typed = {**TYPED, "key": "b" * 32, "smaller_of": str(offer.pk), "quantity_1": "1", "title": "One set"}
    assert anna.post(f"/offers/new/{deal.pk}/", typed).status_code == 302
    assert "The larger offer" in said(anna.get(f"/offers/{Offer.objects.latest('id').pk}/")).replace(
        "the l", "The l"
    )
    public = said(anna.get(links.path_of(offer)))
    assert "Start with less: One set, €950.00" in public
    assert anna.get(f"/offers/new/{deal.pk}/?smaller_of=999999").status_code == 404


def test_of_many_offers_five_are_shown_and_the_rest_unfolds(anna, deal):
    for number in range(7):
        typed = {**TYPED, "key": f"{number}" * 32, "title": f"Paper {number}.", "less": "", "less_price": ""}
        assert anna.post(f"/offers/new/{deal.pk}/", typed).status_code == 302
    page = said(anna.get(f"/opportunities/{deal.pk}/"))
    assert page.index("Paper 6.") < page.index("2 more") < page.index("Paper 0.")
