"""Every mistake is named with its line, its field and the nearest valid word, all at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.procedure.conftest import DEFAULT
from winnow.procedure.parse import parse
from winnow.procedure.problems import Problem, ProcedureErrors
from winnow.procedure.schema import Procedure

TEXT = DEFAULT.read_text(encoding="utf-8")


def problems(text: str) -> list[Problem]:
    with pytest.raises(ProcedureErrors) as caught:
        parse(text)
    return caught.value.problems


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


# old, new, the field as it is named, the suggestion
MISSPELT = [
    ("respond_within = 15", "respond_witin = 15", "clocks.phone.respond_witin", "respond_within"),
    ("[clocks.web]", "[clocks.wbe]", "clocks.wbe", "web"),
    ("[screen]", "[sceen]", "sceen", "screen"),
    ("mon = [", "mno = [", "hours.default.week.mno", "mon"),
    ('"Europe/Berlin"', '"Europe/Brelin"', "hours.default.timezone", "Europe/Berlin"),
    ('holidays_of = "DE"', 'holidays_of = "DE-BX"', "hours.default.holidays_of", "DE-BB"),
    ('first_action = "call"', 'first_action = "cal"', "clocks.default.first_action", "call"),
    ('about = "money"', 'about = "monye"', "qualification.questions[3].about", "money"),
    (
        '0, gate = "disqualify"',
        '0, gate = "disqualfy"',
        "qualification.questions[1].choices[5].gate",
        "disqualify",
    ),
    ("stated = 0.7", "statde = 0.7", "qualification.grade_weight.statde", "stated"),
    ('values = ["web"]', 'values = ["wbe"]', "scorecard.factors[3].values[1]", "web"),
    ('first_desk = "qualifier"', 'first_desk = "qualifyer"', "routing.first_desk", "qualifier"),
    ("[cadences.list]", "[cadences.lists]", "cadences.lists", "list"),
    ('kind = "email"', 'kind = "emial"', "cadences.default.steps[3].kind", "email"),
    ('then = "call_back"', 'then = "callback"', "dispositions[4].then", "call_back"),
    ('outcome = "not_buying"', 'outcome = "not_buing"', "dispositions[7].outcome", "not_buying"),
    ("[closing.not_buying]", "[closing.not_buing]", "closing.not_buing", "not_buying"),
    ('working = "reclock"', 'working = "reclok"', "repeat.working", "reclock"),
]


@pytest.mark.parametrize(("old", "new", "path", "suggestion"), MISSPELT)
def test_a_misspelt_word_is_named_with_line_field_and_nearest_word(
    old: str, new: str, path: str, suggestion: str
) -> None:
    broken = TEXT.replace(old, new, 1)
    found = {(one.line, one.path, one.suggestion) for one in problems(broken)}
    assert (line_of(broken, new), path, suggestion) in found


# old, new, the field, a part of what is said
IMPOSSIBLE = [
    ("respond_within = 15", 'respond_within = "15"', "clocks.phone.respond_within", "whole number"),
    ("respond_within = 15", "respond_within = true", "clocks.phone.respond_within", "whole number"),
    ("respond_within = 15", "respond_within = -1", "clocks.phone.respond_within", "at least 0"),
    ("skips_a_day = 3", "skips_a_day = 101", "escalation.skips_a_day", "at most 100"),
    ("notify = false", 'notify = "maybe"', "clocks.list.notify", "true or false"),
    ('currency = "EUR"', 'currency = "euro"', "company.currency", "three letters"),
    ('currency = "EUR"', "currency = 7", "company.currency", "text in quotes"),
    ("holidays = []", 'holidays = ["Easter"]', "hours.default.holidays[1]", "a date such as"),
    ("holidays = []", "holidays = 5", "hours.default.holidays", "list in square brackets"),
    ('start = "08:00"', 'start = "8 am"', "calling.start", "time of day"),
    ('start = "08:00"', 'start = "21:00"', "calling.end", "later than the start"),
    ('"09:00-17:00"', '"9-5"', "hours.default.week.mon[1]", "09:00-17:00"),
    ('"09:00-17:00"', '"09:00-09:00"', "hours.default.week.mon[1]", "no span"),
    ('"09:00-17:00"', '"09:00-24:30"', "hours.default.week.mon[1]", "no span"),
    ('"09:00-17:00"', '"09:00-13:00", "12:00-17:00"', "hours.default.week.mon[2]", "overlaps"),
    (
        'key = "near"',
        'key = "ours"',
        "qualification.questions[2].choices[2].key",
        "taken already, by number 1",
    ),
    ('key = "money"', 'key = "need"', "qualification.questions[3].key", "taken already, by number 1"),
    ('key = "money"', 'key = "Our money"', "qualification.questions[3].key", "is not a key"),
    ('on_key = "2"', 'on_key = "1"', "dispositions[2].on_key", "taken already"),
    ('on_key = "2"', 'on_key = "F2"', "dispositions[2].on_key", "not one key"),
    ('outcome = "not_buying"\n', "", "dispositions[7].outcome", "needs an outcome"),
    ('then = "keep"', 'then = "keep"\noutcome = "invalid"', "dispositions[10].outcome", "goes only with"),
    ('outcome = "invalid"', 'outcome = "bought"', "dispositions[14].outcome", "only an order"),
    ('text = "Cool"\nat_least = 0', 'text = "Cool"\nat_least = 5', "scorecard.bands", "at_least = 0"),
    ("least_attempts = 6", "least_attempts = 9", "cadences.default.least_attempts", "only 8 steps"),
    ('first_action = "call"', 'first_action = "review"', "clocks.default.first_action", "no first attempt"),
    ("at_least = 15", 'at_least = 15\nvalues = ["x"]', "scorecard.factors[8].values", "is a count"),
    ("[clocks.default]", "[clocks.phone]", "", "twice"),
    ('[closing.bought]\ntext = "Bought from us"', "", "closing", "closing.bought"),
]


@pytest.mark.parametrize(("old", "new", "path", "said"), IMPOSSIBLE)
def test_an_impossible_value_is_named_with_its_field_and_what_to_write(
    old: str, new: str, path: str, said: str
) -> None:
    found = problems(TEXT.replace(old, new, 1))
    assert any(said in str(one) for one in found if one.path == path or not path), found


def test_a_team_of_a_rule_needs_hours() -> None:
    rule = '\n[[routing.rules]]\nkey = "x"\ntext = "X"\nteam = "defualt"\n'
    [problem] = problems(TEXT.replace("# ─── How often we try", rule + "# ─── How often we try", 1))
    assert (problem.path, problem.suggestion) == ("routing.rules[1].team", "default")


def test_the_default_tables_must_be_there() -> None:
    renamed = (
        TEXT.replace("[hours.default", "[hours.other")
        .replace("[clocks.default]", "#")
        .replace('respond_within = 240\nfirst_action = "call"', "", 1)
    )
    assert {one.path for one in problems(renamed)} == {"hours", "clocks"}


def test_all_mistakes_are_told_at_once_in_the_order_of_the_text() -> None:
    broken = TEXT.replace("respond_within = 30", "respond_witin = 30").replace('"Europe/Berlin"', '"Berlin"')
    assert [one.path for one in problems(broken)] == [
        "hours.default.timezone",
        "clocks.web.respond_witin",
        "clocks.paid_ad.respond_witin",
    ]


def test_broken_toml_is_named_with_its_line() -> None:
    broken = TEXT.replace("[clocks.web]", "[clocks.web")
    [problem] = problems(broken)
    assert (problem.line, "not valid TOML" in problem.message) == (line_of(broken, "[clocks.web"), True)


def test_an_empty_file_is_told_what_it_needs() -> None:
    assert {one.path for one in problems("")} == {"hours", "clocks", "cadences", "dispositions", "closing"}


def test_a_report_reads_like_a_compiler() -> None:
    broken = TEXT.replace("respond_within = 15", "respond_witin = 15")
    with pytest.raises(ProcedureErrors) as caught:
        parse(broken)
    line = line_of(broken, "respond_witin")
    assert caught.value.report() == [
        f"procedure.toml:{line} clocks.phone.respond_witin: no such field; did you mean respond_within?"
    ]


def test_line_ends_and_byte_order_marks_of_other_systems_change_nothing(procedure: Procedure) -> None:
    assert parse("\ufeff" + TEXT.replace("\n", "\r\n")) == procedure


def test_a_span_may_cross_midnight() -> None:
    assert parse(TEXT.replace('"09:00-17:00"', '"22:00-06:00"', 1)).hours["default"].week["mon"] == (
        "22:00-06:00",
    )


def problems_or_none(text: str) -> list[Problem]:
    try:
        parse(text)
    except ProcedureErrors as errors:
        return errors.problems or [Problem(0, "", "an error without a problem")]
    return []


def parses_or_says_why(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= one.line <= lines and one.message for one in problems_or_none(text))


SNIPPETS = st.sampled_from(
    [
        *"[]{}\"'=#.,\n\\\r\x00\ufeff\ud800", "[[", "]]", '"""', "'''", "true", "nan", "inf",
        "1e999", "9" * 30, "2027-01-01 09:00", "default", "[hours]", "[[hours]]", "= 1\n",
        '"a.b" . c = [[],{}]\n',
    ]
)  # fmt: skip


@given(st.data())
def test_no_mutation_of_the_text_raises_anything_but_named_problems(data: st.DataObject) -> None:
    mutant = TEXT
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(mutant)))
        end = data.draw(st.integers(start, min(len(mutant), start + 40)))
        mutant = mutant[:start] + data.draw(st.one_of(SNIPPETS, st.text(max_size=5))) + mutant[end:]
    parses_or_says_why(mutant)


@given(st.data())
def test_no_exchange_of_lines_raises_anything_but_named_problems(data: st.DataObject) -> None:
    lines = TEXT.split("\n")
    a, b = (data.draw(st.integers(0, len(lines) - 1)) for _ in "ab")
    lines[a], lines[b] = lines[b], lines[a]
    parses_or_says_why("\n".join(lines))


@given(st.text())
def test_any_text_at_all_parses_or_says_why(text: str) -> None:
    parses_or_says_why(text)


def test_endless_nesting_is_refused_in_words() -> None:
    parses_or_says_why("x = " + "[" * 100_000)
