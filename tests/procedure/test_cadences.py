"""Which cadence is whose, and what a cadence may not say."""

import pytest

from winnow.procedure.actions import default_text
from winnow.procedure.document import document
from winnow.procedure.parse import parse
from winnow.procedure.problems import ProcedureErrors
from winnow.procedure.pursuing import chosen

STEPS = """least_attempts = 1
least_days = 1
steps = [{ kind = "call", after_days = 0 }]
"""
MORE = f"""
[cadences.hot]
bands = ["hot"]
{STEPS}
[cadences.hot_shows]
channels = ["trade_show"]
bands = ["hot"]
{STEPS}
[cadences.deals]
stages = ["opportunity"]
{STEPS}
[cadences.gentle]
text = "Gently, by hand"
{STEPS}
"""


@pytest.mark.parametrize(
    ("channel", "stage", "band", "by_hand", "name"),
    [
        ("web", "inquiry", "cool", "", "default"),
        ("web", "inquiry", "hot", "", "hot"),
        ("trade_show", "inquiry", "cool", "", "trade_show"),
        ("trade_show", "inquiry", "hot", "", "hot_shows"),
        ("web", "opportunity", "cool", "", "deals"),
        ("web", "inquiry", "hot", "gentle", "gentle"),
        ("web", "inquiry", "hot", "forgotten", "hot"),
    ],
)
def test_the_cadence_that_says_most_about_a_prospect_is_its_own(
    channel: str, stage: str, band: str, by_hand: str, name: str
) -> None:
    cadences = parse(default_text() + MORE).cadences
    assert chosen(cadences, channel, stage, band, by_hand) == name


def cadence(more: str, step: str = "") -> str:
    first = f'{{ kind = "call", after_days = 0 }}, {step}' if step else '{ kind = "call", after_days = 0 }'
    return f"\n[cadences.own]\n{more}\nleast_attempts = 1\nsteps = [{first}]\n"


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        (cadence(""), "cadences.own", "needs a text"),
        (cadence('bands = ["hott"]'), "cadences.own.bands[1]", "no score band"),
        (cadence('bands = ["hot"]', '{ kind = "call", template = "first_answer" }'), "cadences.own.steps[2].template",
         'only with kind = "email"'),
        (cadence('bands = ["hot"]', '{ kind = "email", template = "frist_answer" }'), "cadences.own.steps[2].template",
         "no template"),
        (cadence('bands = ["hot"]', '{ kind = "email", automatic = true }'), "cadences.own.steps[2].automatic",
         "needs a template"),
        ('\n[cadences.own]\nbands = ["hot"]\nleast_attempts = 2\nsteps = [{ kind = "call" }, '
         '{ kind = "email", template = "first_answer", automatic = true }]\n', "cadences.own.least_attempts",
         "only 1 steps of a person"),
        ('\n[cadences.own]\nbands = ["hot"]\nleast_attempts = 1\nsteps = [{ kind = "email", template = '
         '"first_answer", automatic = true }, { kind = "call" }]\n', "cadences.own.steps[1].automatic", "a person's"),
    ],
)  # fmt: skip
def test_a_cadence_that_cannot_be_followed_is_refused(text: str, path: str, said: str) -> None:
    with pytest.raises(ProcedureErrors) as refused:
        parse(default_text() + text)
    problem = refused.value.problems[0]
    assert problem.path == path
    assert said in problem.message


def test_no_disposition_gives_up_who_was_not_reached() -> None:
    before, after = default_text().split('key = "bad_timing"')
    text = f'{before}key = "bad_timing"{after.replace("reached = true", "reached = false", 1)}'
    with pytest.raises(ProcedureErrors, match="without having been reached"):
        parse(text)


def test_the_document_tells_whom_a_cadence_is_for_and_what_goes_out_by_itself() -> None:
    mails = cadence(
        'stages = ["lead"]\nbands = ["hot"]',
        '{ kind = "email", template = "first_answer", automatic = true }',
    )
    told = document(parse(default_text() + mails + f'\n[cadences.gentle]\ntext = "Gently"\n{STEPS}'))
    assert "Whoever is at the stage lead and is hot and does not answer" in told
    assert "An e-mail “First answer” one working day later, sent by itself." in told
    assert "Whoever one of us put into “Gently” and who does not answer" in told
