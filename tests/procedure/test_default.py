"""The procedure that ships is complete, sensible and honest."""

import json
from pathlib import Path

import pytest

from winnow.procedure.parse import parse
from winnow.procedure.schema import Closing, Procedure, Screen
from winnow.prospects.words import Channel, Outcome


def test_the_default_procedure_parses(procedure: Procedure) -> None:
    assert procedure.clock_of(Channel.WEB).respond_within == 30


def test_every_example_in_the_default_can_be_used_as_it_stands(text: str) -> None:
    used = parse(text.replace("#: ", ""))
    assert ("New York" in used.hours, len(used.routing.rules)) == (True, 2)


def test_every_channel_has_a_clock(procedure: Procedure) -> None:
    assert set(procedure.clocks) == {"default", *Channel}


def test_every_outcome_can_be_closed_with(procedure: Procedure) -> None:
    assert set(procedure.closing) == set(Outcome)


def test_buying_demands_nothing_but_the_order(procedure: Procedure) -> None:
    bought = procedure.closing[Outcome.BOUGHT]
    assert bought == Closing(text=bought.text)


def test_keys_one_to_nine_all_choose_a_result(procedure: Procedure) -> None:
    assert {row.on_key for row in procedure.dispositions} >= set("123456789")


def test_a_result_that_needs_a_reason_finds_reasons_to_choose_from(procedure: Procedure) -> None:
    closing = [row for row in procedure.dispositions if row.needs_reason and row.outcome]
    assert all(procedure.closing[row.outcome].reasons for row in closing if row.outcome)


def test_each_cadence_tries_six_times_over_two_weeks_and_more_than_one_part_of_the_day(
    procedure: Procedure,
) -> None:
    for cadence in procedure.cadences.values():
        working_days = sum(step.after_days for step in cadence.steps)
        parts = {step.part_of_day for step in cadence.steps}
        assert (len(cadence.steps) >= 6, working_days >= 10, len(parts) >= 3) == (True, True, True)


def test_good_answers_that_are_only_stated_make_a_lead(procedure: Procedure) -> None:
    asked = procedure.qualification
    best = sum(max(choice.points for choice in question.choices) for question in asked.questions)
    assert best * min(asked.grade_weight.values()) >= asked.qualified_at


HONEST = [
    "Hello, I wanted to know your price for 40 units, delivered to Lyon before June.",
    "We need a quote for the maintenance of two machines. Could you call us tomorrow?",
    "Our website says you also serve hospitals. Do you have SEO experience with medical pages?",
    "Is there a call-to-action on your landing page? I could not find the order form.",
    "We sell marketing software and need more backlinks; do you offer that as a service?",
    "Wir suchen einen Lieferanten für Ersatzteile und bitten um ein Angebot.",
    "Nous cherchons une solution pour réduire les coûts de notre atelier.",
    "Our bank has approved the loan for the new line; when could you deliver?",
]


def spam_points(screen: Screen, message: str) -> int:
    return sum(phrase.weight for phrase in screen.spam_phrases if phrase.text in message.casefold())


@pytest.mark.parametrize("message", HONEST)
def test_an_honest_inquiry_is_not_held_back(procedure: Procedure, message: str) -> None:
    assert spam_points(procedure.screen, message) < procedure.screen.spam_threshold


@pytest.mark.parametrize(
    "message",
    [
        "We guarantee the first page of Google and high authority backlinks.",
        "Kredit ohne Schufa, sofort!",
        "Buy followers today",
        "I was looking at your website and can redesign your website, SEO services included.",
    ],
)
def test_plain_spam_is_held_back(procedure: Procedure, message: str) -> None:
    assert spam_points(procedure.screen, message) >= procedure.screen.spam_threshold


def test_no_phrase_alone_condemns_what_honest_inquirers_also_write(
    procedure: Procedure, shared_data: Path
) -> None:
    found = json.loads((shared_data / "contact_form_spam/messages.json").read_text(encoding="utf-8"))
    asks_the_price = [
        text for text in found if any(word in text.casefold() for word in ("price", "preis", "prix"))
    ]
    assert all(
        spam_points(procedure.screen, text) < procedure.screen.spam_threshold for text in asks_the_price
    )
