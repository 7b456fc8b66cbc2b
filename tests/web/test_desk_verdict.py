"""The verdict and the handover: shown before it is decided, answered with a reason."""

import pytest

from tests.web.desk_steps import Desk, said
from winnow.prospects.models import Event, Touch
from winnow.prospects.words import Queue, Role
from winnow.qualify.models import Handover


def answer_well(desk: Desk, client, **other: str) -> None:
    """The first choice of each required question, said by a document; `other` choices by question."""
    choices = {"need": "problem_now", "desired_outcome": "ours", "time": "now"} | other
    for question, choice in choices.items():
        fields = {"question": question, "choice": choice, "grade": "corroborated"}
        client.post(f"/desk/{desk.prospect}/answer/", fields)


def lead(desk: Desk, **fields: str):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    answer_well(desk, client)
    return client.post(f"/desk/{desk.prospect}/decide/", {"verdict": "qualified", **fields})


def test_to_whom_a_lead_would_go_and_why_is_shown_before_deciding(desk):
    page = said(desk.as_(desk.cast.ben).get(f"/desk/{desk.prospect}/verdict/?verdict=qualified"))
    assert "Goes to <strong>Anna</strong>" in page


def test_qualified_hands_over_to_the_routed_seller_and_logs_the_conversation(desk):
    lead(desk, minutes="12")
    assert (desk.row().stage, desk.row().owner_id) == ("lead", desk.cast.anna.id)
    assert Touch.objects.get().minutes == 12


def test_the_desk_may_hand_over_to_somebody_else(desk):
    lead(desk, to=str(desk.cast.ned.id))
    assert desk.row().owner_id == desk.cast.ned.id


def test_qualified_without_the_answers_it_needs_is_refused_and_logs_nothing(desk):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    fields = {"verdict": "qualified", "minutes": "12", "despite": "A hunch"}
    response = client.post(f"/desk/{desk.prospect}/decide/", fields)
    assert response.status_code == 422
    assert not Touch.objects.exists()


def test_departing_from_the_advice_needs_a_reason(desk):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    answer_well(desk, client, time="later")
    assert client.post(f"/desk/{desk.prospect}/decide/", {"verdict": "qualified"}).status_code == 422
    client.post(
        f"/desk/{desk.prospect}/decide/", {"verdict": "qualified", "despite": "Budget round is in May"}
    )
    assert desk.row().stage == "lead"


def test_nurture_needs_a_reason_and_a_day(desk):
    client = desk.as_(desk.cast.ben)
    assert client.post(f"/desk/{desk.prospect}/decide/", {"verdict": "nurture"}).status_code == 422
    fields = {"verdict": "nurture", "reason": "gathering", "day": "2026-06-01"}
    client.post(f"/desk/{desk.prospect}/decide/", fields)
    assert (desk.row().state, desk.row().due_at.date().isoformat()) == ("nurture", "2026-06-01")


def test_disqualified_needs_a_reason_and_ends_it(desk):
    client = desk.as_(desk.cast.ben)
    assert client.post(f"/desk/{desk.prospect}/decide/", {"verdict": "disqualified"}).status_code == 422
    client.post(f"/desk/{desk.prospect}/decide/", {"verdict": "disqualified", "reason": "no_need"})
    assert (desk.row().state, desk.row().outcome) == ("closed", "not_buying")


def test_a_handover_comes_to_the_seller_in_their_own_queue(desk):
    lead(desk)
    page = said(desk.as_(desk.cast.anna).get("/desk/"))
    assert "A lead is handed over to you" in page
    assert "The answers do not hold" in page


def test_an_accepted_handover_is_an_opportunity_of_the_sellers(desk):
    lead(desk)
    client = desk.as_(desk.cast.anna)
    client.get("/desk/")
    client.post(f"/desk/{desk.prospect}/reply/", {"answer": "yes"})
    assert (desk.row().stage, desk.row().owner_id) == ("opportunity", desk.cast.anna.id)


def test_a_rejected_handover_goes_back_with_its_reason(desk):
    lead(desk)
    client = desk.as_(desk.cast.anna)
    client.get("/desk/")
    client.post(f"/desk/{desk.prospect}/reply/", {"answer": "no_capacity", "note": "Two weeks away"})
    assert desk.row().owner_id == desk.cast.ben.id
    assert (Handover.objects.get().reason, Handover.objects.get().note) == ("no_capacity", "Two weeks away")


def test_an_answer_to_a_handover_that_is_none_is_asked_about(desk):
    lead(desk)
    client = desk.as_(desk.cast.anna)
    client.get("/desk/")
    response = client.post(f"/desk/{desk.prospect}/reply/", {})
    assert response.status_code == 422
    assert "Accept it, or choose why not." in said(response)


def test_nobody_else_answers_a_handover(desk):
    lead(desk)
    response = desk.as_(desk.cast.ben).post(f"/desk/{desk.prospect}/reply/", {"answer": "yes"})
    assert response.status_code == 403


def test_a_seller_who_qualifies_keeps_it(desk):
    desk.cast.ben.role = Role.SELLER
    desk.cast.ben.save()
    lead(desk)
    assert (desk.row().stage, desk.row().owner_id) == ("opportunity", desk.cast.ben.id)
    assert Event.objects.filter(kind="accepted").exists()


def test_who_was_not_tried_enough_is_not_given_up_by_the_verdict(desk):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    fields = {"verdict": "nurture", "reason": "unreachable", "day": "2026-06-01"}
    assert "6 more attempts" in said(client.post(f"/desk/{desk.prospect}/decide/", fields))
    assert desk.row().state == "working"


def test_a_day_promised_with_the_verdict_is_kept_as_a_promise(desk):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    fields = {"verdict": "nurture", "reason": "timing", "day": "2026-06-01", "promised": "on"}
    client.post(f"/desk/{desk.prospect}/decide/", fields)
    assert (desk.row().state, desk.row().queue) == ("nurture", Queue.PROMISED)


@pytest.mark.parametrize(("named", "promised"), [({}, False), ({"promised": "on"}, True)])
def test_of_one_who_is_not_ready_the_day_is_promised_only_if_that_is_said(desk, named, promised):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    fields = {"disposition": "bad_timing", "reason": "timing", "day": "2026-06-01", **named}
    client.post(f"/desk/{desk.prospect}/done/", fields)
    assert desk.row().state == "nurture"
    assert (desk.row().queue == Queue.PROMISED) is promised


def test_who_was_reached_cannot_be_called_not_reached(desk):
    page = said(desk.as_(desk.cast.ben).get(f"/desk/{desk.prospect}/sets/?disposition=bad_timing"))
    assert "Real need, but later" in page
    assert "Never reached" not in page
