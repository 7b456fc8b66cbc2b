"""The queue hands each prospect to one person, whoever else reaches for it at the same instant."""

from datetime import timedelta

import pytest

from tests.world import NOW, Cast, inquire
from winnow.flow import claims
from winnow.flow.claims import next_for
from winnow.flow.finish import Close, close
from winnow.flow.scene import Held
from winnow.flow.work import Dispose, Reassign, dispose, reassign
from winnow.followup import actions as followup
from winnow.people.models import User
from winnow.prospects.words import Outcome

LATER = NOW + timedelta(days=2)


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


def test_what_is_stuck_with_the_manager_of_another_team_is_not_handed_out(cast: Cast) -> None:
    prospect = inquire().prospect
    reassign([Reassign(prospect, NOW, cast.ada.id, "stuck", cast.cem.id)], now=NOW)
    assert next_for(cast.ned, now=LATER) is None


def test_what_is_stuck_with_somebody_without_a_team_is_taken_over_by_any(cast: Cast) -> None:
    prospect = inquire().prospect
    reassign([Reassign(prospect, NOW, cast.ada.id, "stuck", cast.ada.id)], now=NOW)
    taken = next_for(cast.ned, now=LATER)
    assert taken
    assert taken.id == prospect


def test_what_somebody_ends_while_it_is_taken_over_leaves_the_desk_empty(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    prospect = inquire().prospect
    reassign([Reassign(prospect, NOW, cast.ada.id, "stuck", cast.cem.id)], now=NOW)
    ends = Close(prospect, Outcome.INVALID, LATER, cast.cem.id, "spam", "Nobody there.")

    def ended(rows, *given):  # type: ignore[no-untyped-def]
        found = claimed(rows, *given)
        if found:
            close([ends], now=LATER)
        return found

    claimed = claims._claimed
    monkeypatch.setattr(claims, "_claimed", ended)
    assert next_for(cast.ben, now=LATER) is None
