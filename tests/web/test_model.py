"""The page of the model, and the odds on a prospect's page."""

from html import unescape

import pytest
from django.utils import timezone

from tests.web.desk_steps import as_user
from tests.world import Cast, inquire, people
from winnow.qualify.models import LearnedModel, ModelChange, Odds

pytestmark = pytest.mark.django_db

DATA = {
    "used": ["channel", "answer: time"],
    "refused": [["source", "Knows the outcome too well."]],
    "reliability": [[40, 0.05, 0.025], [40, 0.4, 0.5]],
    "calibration": {"kind": "Platt"},
    "margin": {"reliability": [[20, 900.0, 1000.0]]},
    "hours": {"reliability": []},
}
RIVAL = {"auc_error": 0.02, "kept": 0.8, "kept_error": 0.03, "log_loss": 0.3}
STEPS = [
    ["base", "Every prospect starts with", 0.1], ["channel", "channel: web", 2.0],
    ["answer: time", "answer: time: now", 1.5], ["message length", "message length: 27.5 to 31.5", 0.5],
]  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return people()


def model(number: int = 1, state: str = "champion") -> LearnedModel:
    rivals = {
        name: {"method": name, "auc": auc, **RIVAL} for name, auc in (("logistic", 0.8), ("scorecard", 0.7))
    }
    return LearnedModel.objects.create(
        number=number, at=timezone.now(), seed=1, snapshot="a" * 64, method="logistic", data=DATA, orders=80,
        prospects=900, validation={"rivals": rivals, "base": 0.09}, state=state, why=["It is the simplest."], version=1,
    )  # fmt: skip


def read(user, address: str = "/model/") -> str:
    return as_user(user).get(address).content.decode()


def test_without_a_model_the_page_says_how_many_orders_are_needed(cast):
    assert "No model yet: 0 orders, 59 are needed." in read(cast.anna)


def test_the_page_shows_method_rivals_and_why(cast):
    model()
    page = read(cast.anna)
    assert all(word in page for word in ("Model 1 is in use", "It is the simplest.", "scorecard", "80.0"))


def test_what_is_refused_is_said_with_its_reason(cast):
    model()
    assert "Knows the outcome too well." in read(cast.anna)


def test_how_to_vouch_for_what_is_refused_stands_beside_it(cast):
    model()
    assert 'known_before = ["source"]' in unescape(read(cast.anna))


def test_the_picture_stands_beside_a_table_of_the_same(cast):
    model()
    page = read(cast.anna)
    assert page.count('class="cut-dot"') == 2
    assert "50.0" in page


def test_a_marketer_freezes_with_a_reason(cast):
    model()
    as_user(cast.mia).post("/model/freeze/", {"reason": "We compare two fairs."})
    assert LearnedModel.objects.get().frozen
    assert ModelChange.objects.get().actor == cast.mia


def test_without_a_reason_nothing_is_frozen(cast):
    model()
    answer = as_user(cast.mia).post("/model/freeze/", {"reason": ""})
    assert (answer.status_code, LearnedModel.objects.get().frozen) == (422, False)


def test_a_seller_may_not(cast):
    model()
    assert as_user(cast.anna).post("/model/freeze/", {"reason": "Mine."}).status_code == 403
    assert "No other takes over" not in read(cast.anna)


def test_a_manager_takes_an_earlier_model_back(cast):
    earlier = model(1, "retired")
    model(2)
    as_user(cast.cem).post("/model/1/use/", {"reason": "The second favours fairs."})
    earlier.refresh_from_db()
    assert (earlier.state, earlier.frozen) == ("champion", True)


def test_a_model_that_does_not_exist_is_refused_in_words(cast):
    model()
    answer = as_user(cast.cem).post("/model/7/use/", {"reason": "Try."})
    assert answer.status_code == 422
    assert "There is no model 7." in answer.content.decode()


def test_a_prospect_shows_its_odds_in_words(cast):
    one = inquire(email="mette@nordlys.test").prospect
    Odds.objects.create(
        prospect_id=one, model=model(), at=timezone.now(), probability=0.13, margin=400, steps=STEPS
    )
    page = read(cast.cem, f"/prospects/{one}/")
    assert "Odds of an order within a year" in page
    assert "Message length: 28 to 31" in page
    assert "×2.00" in page


def test_a_prospect_without_odds_says_why(cast):
    one = inquire(email="mette@nordlys.test").prospect
    assert "59 are needed" in read(cast.cem, f"/prospects/{one}/")
