"""Marketing's pages: nobody without a next step, tracks, who came back; the question and its calls."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from tests.nurture_world import PUBLIC, resting, tracks
from tests.web.desk_steps import as_user
from tests.world import NOW, Cast, inquire
from winnow.flow.asking.answering import Answered, answer
from winnow.flow.asking.putting import ask, draw
from winnow.flow.nurturing.stepping import step_due
from winnow.flow.owed import deliver
from winnow.nurture.models import Question, Stay
from winnow.nurture.queries import overview
from winnow.nurture.words import Bought
from winnow.people.models import User
from winnow.prospects.models import Campaign, Notification, Order, Prospect, Touch
from winnow.web.views.nurture import STAYS


@pytest.fixture
def cast(db: None, settings) -> Cast:
    settings.PUBLIC_URL = PUBLIC
    return tracks()


def test_it_shows_where_everybody_waits_and_that_nobody_is_without_a_next_step(cast):
    for _ in range(3):
        resting(cast)
    step_due(NOW + timedelta(days=7))
    found = overview.standing(NOW + timedelta(days=8))
    assert (found.there, found.adrift, found.unrecorded) == (3, 0, 0)
    assert found.places[("short", "second")].waiting == 3
    page = as_user(cast.mia).get("/nurture/").content.decode()
    assert "Two mails" in page
    assert "Without a next step" in page


def test_it_says_why_nothing_goes_out(cast, settings):
    resting(cast)
    settings.PUBLIC_URL = ""
    assert "No mail of a track goes out for now" in as_user(cast.mia).get("/nurture/").content.decode()


def test_an_order_counts_for_the_last_time_that_they_came_back(cast):
    now = timezone.now()
    row = resting(cast, email="mette@nordlys.example.com")
    inquire(now - timedelta(days=40), email="mette@nordlys.example.com")
    Stay.objects.update(left_at=now - timedelta(days=40))
    Order.objects.create(prospect=row, at=now - timedelta(days=10), amount=5, currency="EUR", recorded_at=now)
    found = overview.ordered(now)
    assert (found.back, found.ordered, found.median_days) == (1, 1, 30)
    page = as_user(cast.mia).get("/nurture/").content.decode()
    assert "Inquired again 1" in page


def test_names_and_answers_are_read_by_who_may_see_those_people(cast):
    User.objects.filter(pk=cast.mia.pk).update(
        team=cast.berlin
    )  # whose manager is cem; of no team all would see them
    row = resting(cast, name="Mette Krag", email="mette@nordlys.example.com")
    ask(182, NOW + timedelta(days=182, hours=1))
    one = Question.objects.get()
    Question.objects.update(answered_at=one.at, answer=Bought.ELSEWHERE, why="Rival was cheaper")
    for path, word in (("/nurture/tracks/short/", "Mette Krag"), ("/nurture/asked/", "Rival was cheaper")):
        assert word in as_user(cast.mia).get(path).content.decode()
        page = as_user(cast.nora).get(path).content.decode()
        assert word not in page
        assert f"/prospects/{row.pk}/" not in page


def test_everybody_in_a_track_is_reached_filtered_and_taken_out(cast, monkeypatch):
    monkeypatch.setattr("winnow.web.views.nurture.STAYS", replace(STAYS, size=2))
    for n in range(3):
        resting(cast, name=f"Person {n}.", email=f"p{n}@far{n}.example.com")
    mia = as_user(cast.mia)
    page = mia.get("/nurture/tracks/short/?sort=name").content.decode()
    further = unescape(re.search(r'href="([^"]+)" rel="next"', page)[1])
    assert "Person 2." in mia.get(f"/nurture/tracks/short/{further}").content.decode()
    assert "Nobody like that" in mia.get("/nurture/tracks/short/?q=moon").content.decode()
    assert b"".join(mia.post("/nurture/tracks/short/?q=Person", {"export": "csv"})).count(b"\r\n") == 4


def test_a_track_shows_each_mail_as_a_real_prospect_would_get_it(cast):
    resting(cast, name="Mette Krag", email="mette@nordlys.example.com")
    page = as_user(cast.mia).get("/nurture/tracks/short/").content.decode()
    assert "A guide for Mette" in page
    assert "Price list: https://www.winnow.example/prices" in page
    assert as_user(cast.mia).get("/nurture/tracks/moon/").status_code == 404


@pytest.fixture
def drawn(cast) -> Question:
    """Silent, and drawn by lot for ben to call."""
    row, now = resting(cast, campaign="Spring"), timezone.now()
    Prospect.objects.filter(id=row.pk).update(last_inquiry_at=now - timedelta(days=200))
    ask(182, now - timedelta(days=16))
    draw(now)
    return Question.objects.get(call_at__isnull=False)


def test_a_call_is_noted_by_whoever_has_it_and_nobody_else_sees_it(cast, drawn):
    assert drawn.caller == cast.ben
    path = f"/nurture/calls/{drawn.pk}/"
    assert as_user(cast.anna).get(path).status_code == 404
    assert as_user(cast.mia).get(path).status_code == 200
    assert str(drawn.prospect.person) in as_user(cast.ben).get("/nurture/calls/").content.decode()
    as_user(cast.ben).post(path, {"answer": "elsewhere", "whom": "Rival Ltd"})
    assert Prospect.objects.get(id=drawn.prospect_id).outcome == "bought_elsewhere"
    assert as_user(cast.ben).get(path).status_code == 404


def test_whoever_is_not_reached_is_not_called_again_for_it(cast, drawn):
    as_user(cast.ben).post(f"/nurture/calls/{drawn.pk}/missed/")
    drawn.refresh_from_db()
    assert (drawn.call_at, drawn.answer) == (None, "")
    assert Touch.objects.filter(prospect=drawn.prospect_id, attempt=True).count() == 1


def test_the_page_of_answers_says_rate_interval_and_what_cannot_be_known(cast, drawn):
    answer(Answered(drawn.pk, Bought.ELSEWHERE, "Rival Ltd", by=cast.ben.pk), now=timezone.now())
    page = as_user(cast.mia).get("/nurture/asked/").content.decode()
    assert "What cannot be known" in page
    assert "Rival Ltd" in page
    assert as_user(cast.ben).get("/nurture/asked/").status_code == 403


def test_the_rule_of_45_of_a_campaign_knows_who_bought_elsewhere_and_what_cannot_be_known(cast, drawn):
    path = f"/campaigns/{Campaign.objects.get().pk}/"
    before = as_user(cast.mia).get(path).content.decode()
    assert "1 of them were asked what became of it, 0 answered" in before
    answer(Answered(drawn.pk, Bought.ELSEWHERE, "Rival Ltd", by=cast.ben.pk), now=timezone.now())
    page = as_user(cast.mia).get(path).content.decode()
    assert "100\xa0% of those asked bought elsewhere" in page


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A working hour, whenever these tests are run."""
    at = timezone.now().replace(hour=11, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: at)


def test_the_question_stands_on_the_desk_of_the_one_who_is_to_call(cast, noon, drawn):
    page = as_user(cast.ben).get("/desk/").content.decode()
    assert str(drawn.prospect.person) in page
    assert 'data-key-label="Bought from somebody else"' in page
    keys = re.findall(r' data-key="(\w)"', page)
    assert sorted(keys) == sorted(set(keys)), "one key does one thing"
    assert "did you buy" not in as_user(cast.anna).get("/desk/").content.decode()


def test_the_caller_is_led_to_their_history_and_a_notice_to_the_calls(cast, noon, drawn):
    """Who rests is a marketer's, of no team; the caller has the call, and reads what is known for it."""
    ben, history = as_user(cast.ben), f"/prospects/{drawn.prospect_id}/"
    for path in ("/desk/", f"/nurture/calls/{drawn.pk}/"):
        assert f'href="{history}"' in ben.get(path).content.decode()
    assert ben.get(history).status_code == 200
    deliver(now=timezone.now())
    told = Notification.objects.get(user=cast.ben, kind="ask_by_call")
    opened = ben.post(f"/notifications/{told.pk}/open/", follow=True)
    assert (opened.status_code, opened.redirect_chain[0][0]) == (200, "/nurture/calls/")


def test_a_notice_names_whom_it_is_about_until_it_is_somebody_elses_which_it_says(cast):
    row = Prospect.objects.get(id=inquire(timezone.now(), name="Mette Krag", email="m@nordlys.test").prospect)
    deliver(now=timezone.now())
    told = Notification.objects.filter(user=row.owner)[0]
    assert "Mette Krag" in as_user(row.owner).get("/notifications/").content.decode()
    Prospect.objects.filter(id=row.pk).update(owner=cast.ned)
    opened = as_user(row.owner).post(f"/notifications/{told.pk}/open/", follow=True)
    assert opened.status_code == 200
    assert "Others have this prospect by now" in opened.content.decode()
    assert "Mette Krag" not in opened.content.decode()


def test_what_one_was_told_is_filtered_and_taken_out_by_those_who_may(cast):
    told = inquire(timezone.now(), name="Mette Krag", email="m@nordlys.test")
    deliver(now=timezone.now())
    owner = as_user(Prospect.objects.get(id=told.prospect).owner)
    assert "Mette Krag" in owner.get("/notifications/?state=unread").content.decode()
    assert "Nothing like that was told" in owner.get("/notifications/?state=read").content.decode()
    assert owner.post("/notifications/", {"export": "csv"}).status_code == 403
    file = as_user(cast.cem).post("/notifications/?state=unread", {"export": "csv"})
    assert b"".join(file).startswith(b'"At","Text","Prospect","Read at"')


def test_calls_are_found_by_name_and_none_is_beyond_the_page(cast, drawn):
    ben, manager = as_user(cast.ben), as_user(cast.cem)
    name = str(drawn.prospect.person)
    assert name in ben.get("/nurture/calls/", {"q": name, "sort": "-ends"}).content.decode()
    assert "No call like that" in ben.get("/nurture/calls/?q=nobody").content.decode()
    assert b"".join(manager.post("/nurture/calls/", {"export": "csv"})).startswith(b'"Prospect","Name"')


def test_what_they_said_is_noted_from_the_desk_and_the_next_thing_comes(cast, noon, drawn):
    said = {"answer": "elsewhere", "whom": "Rival Ltd", "reason": "price", "back": "desk"}
    answer = as_user(cast.ben).post(f"/nurture/calls/{drawn.pk}/", said)
    assert answer.url == "/desk/"
    drawn.refresh_from_db()
    assert (drawn.answer, drawn.whom, drawn.by_call) == ("elsewhere", "Rival Ltd", True)


def test_an_answer_without_a_choice_is_asked_for_again_on_the_desk(cast, noon, drawn):
    answer = as_user(cast.ben).post(f"/nurture/calls/{drawn.pk}/", {"back": "desk"})
    assert (answer.status_code, "What did they say?" in answer.content.decode()) == (422, True)


def test_a_running_clock_comes_before_the_question_and_it_can_be_put_off(cast, noon, drawn):
    client = as_user(cast.ben)
    assert "did you buy" not in client.get("/desk/?later=question").content.decode()
    number = inquire(timezone.now(), name="Ola Berg", email="ola@other.test").prospect
    Prospect.objects.filter(id=number).update(owner=cast.ben)
    assert "Ola Berg" in client.get("/desk/").content.decode()
