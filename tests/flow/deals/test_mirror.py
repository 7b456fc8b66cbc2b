"""An opportunity is lost only after a look into the mirror, and can be sent back once."""

import pytest

from tests.deals_world import opportunity, refused
from tests.world import NOW, people
from winnow.deals.models import Mirrored
from winnow.flow.customers.coding import Coded, code_losses, suggested
from winnow.flow.deals.sending_back import SendBack, send_back
from winnow.flow.finish import Close, close
from winnow.procedure.queries import in_force
from winnow.prospects.models import Effect, Event, Prospect
from winnow.prospects.words import Outcome

ANSWERS = (
    ("who_decides", "Ida Ott; we spoke once"), ("which_outcome", "Half the paper"), ("not_asked", "Who pays"),
    ("would_have_to", "A smaller first order"),
)  # fmt: skip


@pytest.fixture
def cast(db):
    return people()


@pytest.fixture
def deal(cast):
    return opportunity(cast)


def lose(cast, deal, answers=ANSWERS):
    done = in_force(NOW)[1].closing[Outcome.NOT_BUYING].checklist
    end = Close(deal.pk, Outcome.NOT_BUYING, NOW, cast.anna.id, "no_need", "Gone", "", done, answers)
    return close([end], now=NOW)


def test_without_the_mirror_it_does_not_end(cast, deal):
    with refused("What did we not ask"):
        lose(cast, deal, ANSWERS[:2])
    assert Prospect.objects.get(pk=deal.pk).state == "working"


def test_its_answers_are_kept_for_whoever_learns_from_them(cast, deal):
    lose(cast, deal)
    kept = Mirrored.objects.get(question="not_asked")
    assert (kept.answer, kept.reason, kept.outcome, kept.by_id) == (
        "Who pays",
        "no_need",
        "not_buying",
        cast.anna.id,
    )


def test_an_invalid_one_needs_no_mirror(cast, deal):
    close([Close(deal.pk, Outcome.INVALID, NOW, cast.anna.id, "duplicate")], now=NOW)
    assert not Mirrored.objects.exists()


def test_a_manager_sends_it_back_once_with_a_reason(cast, deal):
    lose(cast, deal)
    with refused("Only a manager"):
        send_back([SendBack(deal.pk, NOW, cast.anna.id, "Ask who pays")], now=NOW)
    with refused("Say what"):
        send_back([SendBack(deal.pk, NOW, cast.cem.id, " ")], now=NOW)
    row = send_back([SendBack(deal.pk, NOW, cast.cem.id, "Ask who pays")], now=NOW)[deal.pk]
    assert (row.state, row.owner_id, row.next_action) == ("working", cast.anna.id, "close_deal")
    assert Effect.objects.filter(user=cast.anna, key=f"sent_back:{deal.pk}").exists()
    lose(cast, deal)
    with refused("once already"):
        send_back([SendBack(deal.pk, NOW, cast.cem.id, "Again")], now=NOW)


def test_one_that_is_open_is_not_sent_back(cast, deal):
    with refused("was lost"):
        send_back([SendBack(deal.pk, NOW, cast.cem.id, "Try")], now=NOW)


def test_what_was_missing_is_coded_to_an_outcome_of_ours(cast, deal):
    lose(cast, deal)
    ours, row = in_force(NOW)[1].outcomes[0], Mirrored.objects.get(question="which_outcome")
    assert suggested(ours.text, in_force(NOW)[1].outcomes) == ours.key
    code_losses([Coded(row.pk, ours.key, NOW, cast.anna.pk)], now=NOW)
    assert Mirrored.objects.get(pk=row.pk).coded == ours.key
    assert Event.objects.filter(prospect=deal.pk).latest("id").data["outcome"] == ours.key
    with refused("not in our catalogue"):
        code_losses([Coded(row.pk, "moon", NOW, cast.anna.pk)], now=NOW)
