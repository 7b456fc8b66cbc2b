"""The queue hands each prospect to one person, whoever else reaches for it at the same instant."""

from datetime import timedelta

import pytest

from tests.world import NOW, Cast, inquire, people
from winnow.flow import claims
from winnow.flow.claims import next_for
from winnow.flow.scene import Held
from winnow.flow.work import Dispose, Reassign, dispose, reassign
from winnow.followup import actions as followup
from winnow.people.models import User

LATER = NOW + timedelta(days=2)


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


def no_answer(prospect: int, user: User, *, holding: bool = True, after: timedelta = timedelta(0)) -> None:
    at = LATER + after
    dispose([Dispose(prospect, "no_answer", at, user.id, holding=holding)], now=at)


def test_what_a_colleague_finished_meanwhile_is_not_handed_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    prospect = inquire().prospect
    claim = followup.claim

    def after_ben(*given, **more):
        monkeypatch.setattr(followup, "claim", claim)
        no_answer(prospect, cast.ben, holding=False)
        return claim(*given, **more)

    monkeypatch.setattr(followup, "claim", after_ben)
    assert next_for(cast.ben, now=LATER) is None


def test_who_held_it_too_long_cannot_dispose_of_it(cast: Cast) -> None:
    inquire()
    held = next_for(cast.ben, now=LATER)
    assert held
    with pytest.raises(Held):
        no_answer(held.id, cast.ben, after=timedelta(hours=3))


def test_what_is_held_is_offered_to_nobody_else(cast: Cast) -> None:
    prospect = inquire().prospect
    bea = User.objects.create_user(
        "bea@winnow.example", None, name="Bea", role="qualifier", team=cast.berlin, joined_at=NOW
    )
    assert next_for(cast.ben, now=LATER)
    assert next_for(bea, now=LATER) is None
    with pytest.raises(Held):
        claims.hold(prospect, bea, now=LATER)


def test_with_an_empty_desk_what_is_stuck_with_a_manager_is_taken_over(cast: Cast) -> None:
    prospect = inquire().prospect
    reassign([Reassign(prospect, NOW, cast.ada.id, "stuck", cast.cem.id)], now=NOW)
    taken = next_for(cast.ben, now=LATER)
    assert taken
    assert (taken.id, taken.owner_id, taken.claimed_by_id) == (prospect, cast.ben.id, cast.ben.id)
