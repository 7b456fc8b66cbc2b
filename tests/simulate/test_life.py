"""What somebody told before they were lost counts no more once they are taken up again, by whatever door."""

from datetime import timedelta
from random import Random

import pytest

from tests.simulate.lives import END, START
from tests.world import NOW, inquire, people
from winnow.flow.finish import Close, Reopen, close, reopen
from winnow.procedure.queries import in_force
from winnow.prospects.words import Grade, Outcome
from winnow.qualify.answers import Given
from winnow.simulate.arrivals import arrivals
from winnow.simulate.cases import Case, Setting
from winnow.simulate.firm import firm
from winnow.simulate.life import Life


@pytest.fixture
def prospect(db: None) -> int:
    people()
    found = inquire(now=NOW).prospect
    assert found is not None
    return found


@pytest.fixture
def case(prospect: int) -> Case:
    inquirer = next(one.inquirer for one in arrivals(firm(), 9, START, END, Random(1)) if one.inquirer)
    return Case(inquirer, inquirer.truth, NOW, {"need": Given("clear", Grade.STATED)})


@pytest.fixture
def life(prospect: int, case: Case) -> Life:
    made = Life(firm(), START, END, 9, 1)
    made.setting = Setting(firm(), Random(1), in_force(NOW)[1], {prospect: case})
    return made


def test_they_are_asked_anew(life: Life, prospect: int, case: Case) -> None:
    close([Close(prospect, Outcome.NOT_BUYING, NOW, None, "no_need")], now=NOW)
    life._begin_anew()
    assert case.answers
    again = NOW + timedelta(days=90)
    reopen([Reopen(prospect, again, None, "They called.")], now=again)
    life._begin_anew()
    assert not case.answers
