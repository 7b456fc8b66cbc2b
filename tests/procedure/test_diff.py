"""What changes is told in words, and nothing is told where nothing changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.procedure.conftest import DEFAULT
from winnow.procedure.diff import diff
from winnow.procedure.parse import parse
from winnow.procedure.schema import Procedure

TEXT = DEFAULT.read_text(encoding="utf-8")
OLD = parse(TEXT)

# old, new, the sentence
CHANGES = [
    ("web]            # a form on our pages\nrespond_within = 30", "web]\nrespond_within = 15",
     "Web inquiries: answer within 30 → 15 working minutes"),
    ("[clocks.list]", "[clocks.list]\naround_the_clock = true",
     "Contacts from lists: around the clock no → yes"),
    ('fri = ["09:00-17:00"]', 'fri = ["09:00-15:00"]',
     "Default hours, week: fri 09:00-17:00 → 09:00-15:00"),
    ('fri = ["09:00-17:00"]', "", "Default hours, week: fri: removed"),
    ("weight = 30 }", "weight = 35 }", "Spam phrase “backlinks”: weight 30 → 35"),
    ("stated = 0.7", "stated = 0.6", "Weight of evidence: stated 0.7 → 0.6"),
    ("reassign_after = 60", "reassign_after = 90",
     "When late: reassign after 1 working hour → 90 working minutes"),
    ("horizon_days = 730", "horizon_days = 365", "Nurture: horizon days 730 → 365 days"),
    ('then = "keep"', 'then = "retry"',
     "Result “Talked, nothing new: next action stays”: then keep → retry"),
    ("ask_competitor = true", "", "Closing as bought elsewhere: ask who won yes → no"),
    ('  { key = "spam", text = "Spam" },\n', "", "Closing as invalid, reason “Spam”: removed"),
    ("competitor_domains = []", 'competitor_domains = ["rival.example"]',
     "Screening: competitor domains nothing → rival.example"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), CHANGES)
def test_a_change_is_told_in_a_sentence(old: str, new: str, sentence: str) -> None:
    assert old in TEXT
    assert [one.sentence for one in diff(OLD, parse(TEXT.replace(old, new, 1)))] == [sentence]


def test_a_new_rule_is_told_with_what_it_says() -> None:
    [team, *rules] = diff(OLD, parse(TEXT.replace("#: ", "")))
    assert (team.before, rules[1].sentence) == (
        "",
        "Routing rule “Tenders go to who knows how to answer them”: new, message has tender, rfp, "
        "ausschreibung and appel d'offres, need skill tenders",
    )


TRACK = """
[[nurture.tracks]]
key = "short"
text = "Two mails"
steps = [
  { key = "first", text = "The guide", on_day = 7, subject = "A guide", body = "Read it." },
  { key = "warm", text = "For the keen", at_interest = 6, subject = "More", body = "Since you read so much." },
]
"""


def with_track(text: str) -> str:
    return text.replace("#: [[nurture.links]]", f"{TRACK}\n#: [[nurture.links]]", 1)


def test_a_new_track_is_told_with_its_mails() -> None:
    [track] = diff(OLD, parse(with_track(TEXT)))
    assert track.sentence == (
        "Track “Two mails”: new, revisit day 0, steps “The guide” (day 7), "
        "“For the keen” (from 6 points of interest on)"
    )


def test_a_mail_of_a_track_is_told_by_its_name() -> None:
    [mail] = diff(
        parse(with_track(TEXT)), parse(with_track(TEXT).replace("on_day = 7, s", "on_day = 9, s", 1))
    )
    assert mail.sentence == "Track “Two mails”, mail “The guide”: on day 7 → 9"


def test_another_order_is_told() -> None:
    turned = OLD.model_copy(update={"outcomes": OLD.outcomes[::-1]})
    keys = ", ".join(one.key for one in turned.outcomes)
    assert [one.sentence for one in diff(OLD, turned)] == [f"Outcomes: the order is now {keys}"]


def test_another_order_within_a_section_is_told() -> None:
    swapped = OLD.model_copy(
        update={"scorecard": OLD.scorecard.model_copy(update={"bands": OLD.scorecard.bands[::-1]})}
    )
    assert [one.sentence for one in diff(OLD, swapped)] == ["Score: the order is now cool, warm, hot"]


VARIANTS = [
    OLD,
    parse(TEXT.replace("#: ", "")),
    parse(with_track(TEXT)),
    *(parse(TEXT.replace(old, new, 1)) for old, new, _ in CHANGES),
]


@given(st.sampled_from(VARIANTS), st.sampled_from(VARIANTS))
def test_changes_are_told_exactly_if_two_procedures_differ(one: Procedure, other: Procedure) -> None:
    assert (diff(one, other) == []) == (one == other)


@given(st.sampled_from(VARIANTS), st.sampled_from(VARIANTS))
def test_the_way_back_changes_the_same_fields(one: Procedure, other: Procedure) -> None:
    forth, back = diff(one, other), diff(other, one)
    assert sorted(change.path for change in forth) == sorted(change.path for change in back)
