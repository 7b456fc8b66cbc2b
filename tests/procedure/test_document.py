"""The document says everything that the procedure demands, in sentences and safely."""

import re

import pytest

from winnow.procedure.document import document, document_html
from winnow.procedure.parse import parse
from winnow.procedure.prose.words import BY_CHANNEL, said
from winnow.procedure.schema import Procedure
from winnow.prospects.words import Channel


@pytest.fixture(scope="module")
def told(procedure: Procedure) -> str:
    return document(procedure, 3)


def test_every_clock_is_told(told: str, procedure: Procedure) -> None:
    assert [channel for channel in procedure.clocks if BY_CHANNEL[str(channel)][1:] not in told] == []


def test_a_web_inquiry_is_told_to_be_answered_within_its_clock(told: str) -> None:
    assert "A web inquiry is answered by a person within **30 working minutes**" in told


def test_a_whole_working_day_is_called_so(told: str) -> None:
    assert "A trade-show inquiry is answered by a person within **1 working day**" in told


def test_a_clock_around_the_clock_is_told_so(text: str) -> None:
    always = parse(text.replace("[clocks.phone] ", "[clocks.phone]\naround_the_clock = true #"))
    assert "A phone inquiry is answered by a person within **15 minutes**, day and night" in document(always)


def test_every_question_and_answer_is_told(told: str, procedure: Procedure) -> None:
    questions = procedure.qualification.questions
    texts = [one.text for one in questions] + [choice.text for one in questions for choice in one.choices]
    assert [text for text in texts if said(text) not in told] == []


def test_every_disposition_is_told(told: str, procedure: Procedure) -> None:
    assert [row.text for row in procedure.dispositions if said(row.text) not in told] == []


def test_every_closing_reason_and_check_is_told(told: str, procedure: Procedure) -> None:
    texts = [
        text
        for closing in procedure.closing.values()
        for text in [closing.text, *closing.checklist, *(reason.text for reason in closing.reasons)]
    ]
    assert [text for text in texts if said(text) not in told] == []


def test_every_outcome_score_line_and_verdict_reason_is_told(told: str, procedure: Procedure) -> None:
    asked = procedure.qualification
    reasons = [*asked.disqualify_reasons, *asked.nurture_reasons, *asked.reject_reasons]
    texts = [one.text for one in procedure.outcomes] + [one.text for one in procedure.scorecard.factors]
    texts += [one.text for one in reasons]
    assert [text for text in texts if said(text) not in told] == []


def test_every_cadence_is_told_step_by_step(told: str, procedure: Procedure) -> None:
    steps = sum(len(cadence.steps) for cadence in procedure.cadences.values())
    assert len(re.findall(r"^\d+\. An? (?:call|e-mail)", told, re.MULTILINE)) == steps


def test_rules_and_teams_are_told_when_there_are_some(text: str) -> None:
    told = document(parse(text.replace("#: ", "")))
    assert "“New York” works Monday to Thursday 09:00–17:00 and Friday 09:00–16:00" in told
    assert "If the country is “US” or “CA”, only people in the team “New York” may take it." in told


def test_the_version_is_named_if_there_is_one(procedure: Procedure, told: str) -> None:
    assert ("version 3" in told, "version" in document(procedure)) == (True, False)


def test_no_sentence_is_left_without_words(told: str) -> None:
    assert not re.search(r"None(?! this)|\{|\}|\(\)|  |\.\.|: \.|within \*\*0", told)


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_has_a_name_in_the_document(channel: Channel) -> None:
    assert str(channel) in BY_CHANNEL


def test_words_of_the_company_cannot_become_markup(text: str) -> None:
    hostile = '"<script>alert(1)</script> **bold** [x](javascript:1) | `c`"'
    told = document(parse(text.replace('"No answer or busy"', hostile)))
    page = document_html(told)
    assert not re.search(r"<script|<strong>bold|href", page)


def test_the_page_has_headings_lists_and_tables(told: str) -> None:
    page = document_html(told)
    assert all(tag in page for tag in ("<h1>", "<h2>", "<li>", "<table>", "<ol>"))
