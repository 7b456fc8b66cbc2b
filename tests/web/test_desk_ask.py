"""Asking at the desk: the next question, evidence, great questions, the outcome they want, and passing on early."""

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from tests.web.desk_steps import Desk, said
from winnow.flow.work import Dispose, dispose
from winnow.flow.worths import learn
from winnow.prospects.models import Event, Prospect
from winnow.qualify.actions import Said, record_answers
from winnow.qualify.models import Answer, Claim, Reaction

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ben(desk: Desk):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    return client


def answer(desk: Desk, client, **fields: str):
    return client.post(f"/desk/{desk.prospect}/answer/", fields, headers=HTMX)


def first_asked(page: str) -> str:
    return page.split("question-next", 1)[1].split('name="question" value="', 1)[1].split('"', 1)[0]


def test_the_next_question_stands_on_top_with_a_key_for_each_answer(desk, ben):
    page = said(ben.get("/desk/"))
    assert "Ask this next." in page
    assert 'name="choice" value="' in page.split("question-next", 1)[1]
    assert 'data-key="r 1"' in page


def test_no_key_of_the_desk_does_two_things(desk, ben):
    dispose([Dispose(desk.prospect, "no_answer", desk.now, desk.cast.ben.id)], now=desk.now)
    desk.later(desk.row().available_at)
    page = said(ben.get("/desk/"))
    keys = Counter(re.findall(r'data-key="([^"]+)"', page))
    assert "Put it off, with a reason" in page
    assert [key for key, times in keys.items() if times > 1] == []


def test_an_answer_brings_the_next_question(desk, ben):
    before = first_asked(said(ben.get("/desk/")))
    after = first_asked(said(answer(desk, ben, question=before, choice=first_choice(desk, before))))
    assert after != before


def first_choice(desk: Desk, question: str) -> str:
    from winnow.procedure.queries import in_force

    rules = in_force(desk.now)[1].qualification
    return next(one for one in rules.questions if one.key == question).choices[0].key


def test_a_question_may_be_put_out_of_turn(desk, ben):
    answer(desk, ben, question="fit", choice="edge")
    assert Answer.objects.get().question == "fit"


def test_evidence_and_grade_are_kept_with_the_claim(desk, ben):
    answer(desk, ben, question="money", choice="budget_set", grade="corroborated", evidence="Board minutes")
    one = Claim.objects.get()
    assert (one.grade, one.evidence) == ("corroborated", "Board minutes")
    assert "Board minutes" in said(ben.get("/desk/"))


def test_an_ungraded_claim_counts_as_stated(desk, ben):
    answer(desk, ben, question="money", choice="budget_set", grade="sworn")
    assert Answer.objects.get().grade == "stated"


def test_the_time_between_two_answers_is_what_the_second_took(desk, ben):
    answer(desk, ben, question="need", choice="project")
    desk.later(desk.now + timedelta(seconds=50))
    answer(desk, ben, question="money", choice="unknown")
    assert list(Claim.objects.order_by("id").values_list("seconds", flat=True)) == [None, 50]


def test_a_correction_takes_no_time_of_its_own(desk, ben):
    answer(desk, ben, question="need", choice="project")
    desk.later(desk.now + timedelta(seconds=50))
    answer(desk, ben, question="need", choice="curious")
    assert list(Claim.objects.order_by("id").values_list("seconds", flat=True)) == [None, None]


def test_what_a_claim_was_worth_stands_beside_its_choice(desk, ben):
    for _ in range(4):
        record_answers([Said(desk.arrive(), "money", "budget_set", desk.now, None)])
    desk.later(desk.now + timedelta(days=366))
    learn(desk.now)
    page = said(desk.as_(desk.cast.ben).get(f"/prospects/{desk.prospect}/"))
    assert "0\u00a0% of 4 bought (0–49 %)" in page


def test_a_great_question_is_marked_and_taken_back(desk, ben):
    where = f"/desk/{desk.prospect}/great/"
    page = said(ben.post(where, {"question": "need"}, headers=HTMX))
    assert 'aria-pressed="true"' in page
    ben.post(where, {"question": "need"}, headers=HTMX)
    assert not Reaction.objects.exists()


def test_an_unknown_question_is_no_great_one(desk, ben):
    assert ben.post(f"/desk/{desk.prospect}/great/", {"question": "age"}, headers=HTMX).status_code == 422


def test_their_words_find_the_outcome_that_we_deliver(desk, ben):
    page = said(ben.get(f"/desk/{desk.prospect}/fits/", {"text": "we must save money"}))
    assert 'value="lower_cost"' in page
    assert "a word we know for it" in page


def test_confirming_an_outcome_answers_the_question(desk, ben):
    answer(desk, ben, question="desired_outcome", confirm="lower_cost", text="We must save money")
    one = Answer.objects.get()
    assert (one.choice, one.outcome, one.text) == ("ours", "lower_cost", "We must save money")


def test_an_outcome_that_we_do_not_deliver_cannot_be_confirmed(desk, ben):
    assert answer(desk, ben, question="desired_outcome", confirm="immortality").status_code == 422


def test_an_answer_that_fails_its_gate_unconfirms_the_outcome(desk, ben):
    answer(desk, ben, question="desired_outcome", confirm="lower_cost")
    answer(desk, ben, question="desired_outcome", choice="not_ours", outcome="lower_cost")
    assert (Answer.objects.get().choice, Answer.objects.get().outcome) == ("not_ours", "")


def not_ours(desk: Desk, client, **fields: str) -> Any:
    return client.post(f"/desk/{desk.prospect}/not-ours/", fields)


def test_wanting_what_we_do_not_deliver_ends_it_at_once_in_their_words(desk, ben):
    response = not_ours(desk, ben, text="A swimming pool")
    assert response.status_code == 302
    assert (desk.row().state, desk.row().outcome, desk.row().outcome_reason) == (
        "closed",
        "not_buying",
        "other_outcome",
    )
    assert (Answer.objects.get().choice, Answer.objects.get().text) == ("not_ours", "A swimming pool")


def test_it_can_be_undone(desk, ben):
    not_ours(desk, ben, text="A swimming pool")
    newest = Event.objects.filter(prospect=desk.prospect).latest("id").id
    ben.post(f"/prospects/{desk.prospect}/undo/{newest}/")
    assert desk.row().state == "working"


def test_it_needs_words_if_they_have_written_none(desk, ben):
    response = not_ours(desk, ben)
    assert response.status_code == 422
    assert "Say in their words" in said(response)
    assert desk.row().state == "working"


def test_the_words_of_their_inquiry_do(desk):
    desk.prospect = desk.arrive(desired_outcome="A swimming pool")
    client = desk.as_(desk.cast.cem)
    not_ours(desk, client)
    assert Answer.objects.get().text == "A swimming pool"


def test_only_who_has_the_prospect_passes_it_on(desk):
    assert not_ours(desk, desk.as_(desk.cast.anna), text="A pool").status_code == 403


def test_the_clock_of_the_verdict_is_shown(desk, ben):
    assert "the verdict" in said(ben.get("/desk/"))


def test_who_asks_again_and_again_and_is_never_spoken_with_is_marked(desk, ben, monkeypatch):
    from winnow.procedure.actions import default_text, publish

    publish(
        default_text().replace("harvester_inquiries = 0", "harvester_inquiries = 2"),
        now=desk.now,
        by=None,
        reason="x",
    )
    Prospect.objects.filter(id=desk.prospect).update(inquiries=2)
    assert "2 inquiries and not one conversation" in said(ben.get("/desk/"))


def test_asking_costs_the_desk_four_queries_whatever_was_learned(desk, ben, django_assert_num_queries):
    from winnow.procedure.queries import in_force
    from winnow.web.views.desk_ask import asking

    row, procedure = desk.row(), in_force(desk.now)[1]
    with django_assert_num_queries(
        4
    ):  # which answers are from before, all of them, what was learned, great questions
        asking(row, procedure)


def test_what_is_in_nurture_is_not_passed_on_again(desk, ben):
    fields = {"verdict": "nurture", "reason": "gathering", "day": "2026-06-01"}
    ben.post(f"/desk/{desk.prospect}/decide/", fields)
    page = said(desk.as_(desk.cast.mia).get(f"/prospects/{desk.prospect}/"))
    assert "Ask this next." in page
    assert "Not one we deliver" not in page
