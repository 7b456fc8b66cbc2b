"""The part of the procedure about the cut."""

import pytest

from winnow.procedure.actions import default_text
from winnow.procedure.document import document
from winnow.procedure.parse import parse
from winnow.procedure.problems import ProcedureErrors


def test_five_in_a_hundred_are_worked_all_the_same_with_95_percent_confidence() -> None:
    rules = parse(default_text()).cut
    assert (rules.honest_share, rules.confidence) == (0.05, 0.95)


def test_a_file_of_before_there_was_a_cut_still_holds() -> None:
    text = default_text()
    rules = parse(text[: text.index("[cut]")]).cut
    assert (rules.honest_share, rules.spare_repeats, rules.spare_channels) == (0.05, True, ())


@pytest.mark.parametrize(
    ("line", "wrong"),
    [("honest_share = 0.05", "honest_share = 0"), ("confidence = 0.95", "confidence = 95"),
     ('spare_channels = ["referral"]', 'spare_channels = ["friends"]')],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(line: str, wrong: str) -> None:
    text = default_text().replace(line, wrong)
    with pytest.raises(ProcedureErrors) as found:
        parse(text)
    problem = found.value.problems[0]
    assert text.splitlines()[problem.line - 1].startswith(wrong)


def test_the_document_says_whom_we_set_aside() -> None:
    told = document(parse(default_text()))
    assert "## Whom we set aside" in told
    assert "5 % of those below it, drawn by chance" in told
    assert "16 hours" in told
