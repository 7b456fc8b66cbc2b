"""What many prospects pass through at once asks the database as often as for a few."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import NOW, Cast, inquire
from winnow.flow.deals.moving import Advance, Sized, Timeline, tell
from winnow.flow.mailing.claiming import claim
from winnow.flow.mailing.outgoing import Draft, queue
from winnow.flow.mailing.sending import sent_all
from winnow.flow.verdicts import Decide, Respond, answer, decide, respond
from winnow.flow.work import Dispose, dispose
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect
from winnow.prospects.words import TouchKind, Verdict
from winnow.qualify.actions import Said

FEW, MANY = 2, 11
LATER = NOW + timedelta(minutes=5)
EVIDENCE = "Mail of Tuesday by their head of purchasing"


def arrive(count: int, mark: str) -> list[int]:
    return [
        inquire(name=f"Mette {mark}{one}", email=f"m{mark}{one}@firm-{mark}{one}.example.com").prospect
        for one in range(count)
    ]


def asked(act: Callable[[], object]) -> int:
    """How many statements it took."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def life(cast: Cast, numbers: list[int]) -> dict[str, int]:
    """From the first call to a deal on its way: the statements of each act."""
    questions = in_force(NOW)[1].qualification.questions
    stage = in_force(NOW)[1].deals.stages[1].key
    letters = [Draft(f"l:{one}", one, cast.ben.id, "Yours", "Hello", NOW, at_once=True) for one in numbers]
    counted = {
        "mail owed": asked(lambda: queue(letters, now=NOW)),
        "touches": asked(
            lambda: dispose(
                [Dispose(one, "email_sent", NOW, cast.ben.id, kind=TouchKind.EMAIL) for one in numbers],
                now=NOW,
            )
        ),
        "answers": asked(
            lambda: answer(
                [
                    Said(one, ask.key, ask.choices[0].key, NOW, cast.ben.id)
                    for one in numbers
                    for ask in questions
                ],
                now=NOW,
            )
        ),
        "verdicts": asked(
            lambda: decide([Decide(one, Verdict.QUALIFIED, NOW, cast.ben.id) for one in numbers], now=NOW)
        ),
    }
    takers = dict(Prospect.objects.filter(id__in=numbers).values_list("id", "owner_id"))
    yes = [Respond(one, True, LATER, takers[one]) for one in numbers]
    told = [
        said
        for one in numbers
        for said in (
            Sized(one, LATER, takers[one], 100),
            Timeline(one, LATER, takers[one], LATER.date(), EVIDENCE),
            Advance(one, LATER, takers[one], stage, EVIDENCE),
        )
    ]
    counted["handovers"] = asked(lambda: respond(yes, now=LATER))
    counted["deals"] = asked(lambda: tell(told, now=LATER))
    taken: list[int] = []
    counted["mail claimed"] = asked(
        lambda: taken.extend(one.mail for one in claim(now=LATER, worker="w", limit=50))
    )
    assert len(taken) == len(numbers)
    counted["mail sent"] = asked(lambda: sent_all(taken, now=LATER))
    return counted


@pytest.fixture
def counted(cast: Cast) -> tuple[dict[str, int], dict[str, int]]:
    life(cast, arrive(1, "w"))  # whatever is asked once and then known
    return life(cast, arrive(FEW, "f")), life(cast, arrive(MANY, "m"))


def test_each_act_asks_as_often_for_many_as_for_few(
    counted: tuple[dict[str, int], dict[str, int]],
) -> None:
    few, many = counted
    assert many == few
