"""The pages of what the desk learns: questions, outcomes, harvesters, the desk itself."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.deals_world import opportunity
from tests.web.desk_steps import Desk, said
from winnow.deals.models import Mirrored
from winnow.flow.finish import Bought, Close, close, order
from winnow.flow.verdicts import Decide, Respond, answer, decide, respond
from winnow.flow.work import Dispose, dispose
from winnow.flow.worths import learn
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event
from winnow.prospects.words import Outcome, Verdict
from winnow.qualify.actions import Said, record_answers

PAGES = ["/learning/", "/learning/outcomes/", "/learning/harvesters/", "/learning/desk/"]


@pytest.fixture
def cem(desk: Desk):
    return desk.as_(desk.cast.cem)


def say(desk: Desk, prospect: int, question: str, choice: str, **more: str) -> None:
    record_answers([Said(prospect, question, choice, desk.now, desk.cast.ben.id, **more)])


def qualified(desk: Desk, prospect: int) -> None:
    questions = in_force(desk.now)[1].qualification.questions
    answer(
        [Said(prospect, one.key, one.choices[0].key, desk.now, desk.cast.ben.id) for one in questions],
        now=desk.now,
    )
    decide(
        [Decide(prospect, Verdict.QUALIFIED, desk.now, desk.cast.ben.id, to=desk.cast.anna.id)], now=desk.now
    )


@pytest.mark.parametrize("page", PAGES[:3])
def test_an_empty_page_says_what_to_do(desk, cem, page):
    text = said(cem.get(page))
    assert 'class="empty' in text


def test_the_library_counts_what_was_learned_and_says_what_to_do(desk, cem):
    for _ in range(3):
        say(desk, desk.arrive(), "money", "budget_set")
    learn(desk.now)
    text = said(cem.get("/learning/"))
    assert "Too early to say" in text
    assert "none old enough" in text


def test_what_was_not_asked_when_we_lost_stands_beside_the_library(desk, cem):
    deal = opportunity(desk.cast, desk.now)
    lost = {"opportunity": deal, "at": desk.now, "outcome": "not_buying", "question": "not_asked"}
    question = in_force(desk.now)[1].qualification.questions[0].text
    for words in ("whether their union must agree!", "Whether their union must agree"):
        Mirrored.objects.create(answer=words, **lost)
    Mirrored.objects.create(answer=question, **lost)
    Mirrored.objects.create(**lost | {"question": "who_decides", "answer": "Ida decides"})
    page = said(cem.get("/learning/"))
    assert "Whether their union must agree" in page
    assert ("The library does not ask this." in page, "It was answered there." in page) == (True, True)
    assert "Ida decides" not in page
    assert "</strong> losses" in page
    assert "their union" not in said(desk.as_(desk.cast.nora).get("/learning/"))


def test_a_question_that_tells_nothing_is_named_on_top(desk, cem, monkeypatch):
    from winnow.qualify.models import Learned

    worths = [["money", "", "", 9000, 9000, 1800], ["money", "budget_set", "", 4500, 4500, 900],
              ["money", "can_be_found", "", 4500, 4500, 900]]  # fmt: skip
    figures = {"shape": 1, "days": 365, "worths": worths, "seconds": {}, "liked": {}, "outcomes": {}}
    Learned.objects.create(at=desk.now, version=1, figures=figures)
    assert "1 question can go" in said(cem.get("/learning/"))


def test_what_another_version_counted_is_counted_anew_instead_of_shown(desk, cem):
    from winnow.flow.worths import learn_if_due
    from winnow.qualify.models import Learned

    Learned.objects.create(at=desk.now, version=1, figures={"days": 365, "worths": {"money": [9000]}})
    assert cem.get("/learning/").status_code == 200
    assert learn_if_due(desk.now)
    assert not learn_if_due(desk.now)


def test_wishes_that_we_do_not_deliver_stand_together(desk, cem):
    for words in ("A swimming pool", "swimming pools", "A car park"):
        say(desk, desk.arrive(), "desired_outcome", "not_ours", text=words)
    text = said(cem.get("/learning/outcomes/"))
    assert "“swimming pools”" in text
    assert text.index("swimming pools") < text.index("A car park")


def test_an_outcome_counts_those_who_wanted_it_and_leads_to_the_customers(desk, cem):
    say(desk, desk.prospect, "desired_outcome", "ours", text="Save money", outcome="lower_cost")
    order([Bought(desk.prospect, Decimal(100), "EUR", desk.now, desk.cast.cem.id)], now=desk.now)
    assert "1 of 1" in said(cem.get("/learning/outcomes/"))
    assert "Mette Krag" in said(cem.get("/learning/outcomes/lower_cost/?stage=customer"))


def test_words_that_match_are_counted_apart_from_what_was_confirmed(desk, cem):
    desk.arrive(desired_outcome="We must save money")
    text = said(cem.get("/learning/outcomes/"))
    row = text.split("The same work costs less", 1)[1].split("</tr>", 1)[0]
    assert '"Confirmed with" class="num">0<' in row
    assert '"Only said" class="num">1<' in row


def test_an_unknown_outcome_is_not_found(desk, cem):
    assert cem.get("/learning/outcomes/immortality/").status_code == 404


def test_a_manager_sees_only_the_teams_customers(desk):
    say(desk, desk.prospect, "desired_outcome", "ours", outcome="lower_cost")
    text = said(desk.as_(desk.cast.nora).get("/learning/outcomes/lower_cost/"))
    assert "Mette Krag" not in text


def ended(desk: Desk, number: int, reason: str = "applicant", **fields: str) -> None:
    one = desk.arrive(
        email=f"x{number}@jobs.test", message="My application for an internship with you", **fields
    )
    close([Close(one, Outcome.INVALID, desk.now, desk.cast.ben.id, reason)], now=desk.now)


def test_a_domain_that_was_ended_again_and_again_is_suggested(desk, cem):
    for number in range(2):
        ended(desk, number)
    text = said(cem.get("/learning/harvesters/"))
    assert "harvester_domains = [&quot;jobs.test&quot;]" in text


def test_words_of_those_who_were_ended_are_suggested(desk, cem):
    for number in range(3):
        ended(desk, number)
        qualified(desk, desk.arrive(email=f"boss{number}@firm{number}.test"))
    assert "application for an internship" in said(cem.get("/learning/harvesters/"))


def test_a_domain_with_a_lead_is_not_suggested(desk, cem):
    for number in range(2):
        ended(desk, number)
    qualified(desk, desk.arrive(email="boss@jobs.test"))
    assert "jobs.test&quot;" not in said(cem.get("/learning/harvesters/"))


def test_suggestions_are_narrowed_by_the_reason_of_the_end(desk, cem):
    for number in range(2):
        ended(desk, number)
    assert "jobs.test&quot;" in said(cem.get("/learning/harvesters/?reason=applicant"))
    assert cem.get("/learning/harvesters/?reason=wrong").status_code == 400


def test_the_desks_page_tells_cost_verdicts_and_what_sellers_took(desk, cem):
    desk.cast.ben.hourly_cost = Decimal(60)
    desk.cast.ben.save()
    dispose([Dispose(desk.prospect, "connected", desk.now, desk.cast.ben.id, minutes=30)], now=desk.now)
    qualified(desk, desk.prospect)
    respond([Respond(desk.prospect, True, desk.now, desk.cast.anna.id)], now=desk.now)
    order([Bought(desk.prospect, Decimal(900), "EUR", desk.now + timedelta(days=1), desk.cast.anna.id)],
          now=desk.now + timedelta(days=1))  # fmt: skip
    desk.later(desk.now + timedelta(days=2))
    row = said(cem.get("/learning/desk/")).split('scope="row">Ben', 1)[1].split("</tr>", 1)[0]
    assert "€30" in row
    assert "€900" in row
    assert "100\u00a0%" in row


def test_why_sellers_gave_leads_back_is_told(desk, cem):
    qualified(desk, desk.prospect)
    respond([Respond(desk.prospect, False, desk.now, desk.cast.anna.id, "no_capacity")], now=desk.now)
    assert "I cannot look after it properly now" in said(cem.get("/learning/desk/"))


def test_who_has_no_verdict_yet_is_counted_as_waiting(desk, cem):
    desk.later(desk.now + timedelta(hours=5))
    text = said(cem.get("/learning/desk/"))
    assert "of 1 inquiries" in text
    assert 'No verdict yet</span>\n<span class="figure-value">1</span>' in text


def test_a_qualifier_sees_their_own_line_only(desk):
    qualified(desk, desk.prospect)
    other = desk.arrive()
    decide([Decide(other, Verdict.DISQUALIFIED, desk.now, desk.cast.cem.id, "no_need")], now=desk.now)
    text = said(desk.as_(desk.cast.ben).get("/learning/desk/"))
    assert 'scope="row">Ben' in text
    assert 'scope="row">Cem' not in text


def test_an_unknown_period_is_refused(desk, cem):
    assert cem.get("/learning/desk/?days=5").status_code == 400


@pytest.mark.parametrize("page", PAGES)
def test_its_file_is_recorded_and_only_for_those_who_may(desk, cem, page):
    response = cem.post(page, {"export": "csv"})
    assert response["Content-Type"].startswith("text/csv")
    assert Event.objects.filter(kind="exported").count() == 1
    assert desk.as_(desk.cast.ben).post(page, {"export": "csv"}).status_code == 403


def test_sellers_find_questions_and_outcomes_and_no_more(desk):
    text = said(desk.as_(desk.cast.anna).get("/learning/"))
    assert "/learning/outcomes/" in text
    assert "/learning/desk/" not in text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_for_many_as_for_few(desk, cem, page, django_assert_max_num_queries):
    for number in range(5):
        say(desk, desk.arrive(), "desired_outcome", "not_ours", text=f"Wish number {number}")
        ended(desk, number)
    learn(desk.now)
    with django_assert_max_num_queries(20):
        cem.get(page)


def test_what_each_claim_is_worth_can_be_taken_out(desk):
    for _ in range(4):
        say(desk, desk.arrive(), "money", "budget_set")
    desk.later(desk.now + timedelta(days=366))
    learn(desk.now)
    response = desk.as_(desk.cast.cem).post("/learning/", {"export": "claims"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[1].startswith('"money","budget_set","","4","0","0.0","0.48')
