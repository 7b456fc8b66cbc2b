"""Who gets which track, what comes next, and that what was promised to a person comes first."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from winnow.nurture.tracks import Seen, choose, ripe, room, upcoming
from winnow.procedure.nurturing import Track, TrackStep

ENTERED = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def step(key: str, on_day: int | None = None, at_interest: int | None = None) -> TrackStep:
    return TrackStep(key=key, text=key, on_day=on_day, at_interest=at_interest, subject="S", body="B")


def track(key: str, *steps: TrackStep, **lists: tuple[str, ...]) -> Track:
    return Track(key=key, text=key, steps=steps, **lists)


def test_the_first_track_whose_lists_all_hold_is_chosen():
    tracks = [
        track("steel", industries=("Steel",), bands=("hot",)), track("money", reasons=("money_later",)), track("rest"),
    ]  # fmt: skip
    assert choose(tracks, Seen(band="hot", words="Krag STEELWORKS")).track == "steel"
    assert choose(tracks, Seen(band="cool", words="steel", reason="money_later")).track == "money"
    assert choose(tracks, Seen()).track == "rest"


def test_an_industry_that_is_known_counts_and_not_what_its_name_sounds_like():
    tracks = [track("steel", industries=("Steel",)), track("rest")]
    assert choose(tracks, Seen(words="Steel Street Hotels", industry="Hotels")).track == "rest"
    assert choose(tracks, Seen(words="Krag", industry="steelworks")).because == "industry steelworks"


def test_where_no_track_fits_it_is_said():
    found = choose([track("later", reasons=("timing",), outcomes=("less_cost",))], Seen(reason="timing"))
    assert (found.track, found.because) == ("", "no track of the procedure fits")


def test_the_earliest_mail_that_they_have_not_got_comes_next():
    mails = track("a", step("late", 90), step("soon", 7), step("warm", at_interest=5))
    assert upcoming(mails, ENTERED, (), 730).step == "soon"
    after = upcoming(mails, ENTERED, {"soon"}, 730)
    assert (after.step, after.at) == ("late", ENTERED + timedelta(days=90))
    assert upcoming(mails, ENTERED, {"soon", "late"}, 730).at is None


def test_nothing_comes_after_the_horizon():
    assert upcoming(track("a", step("late", 90)), ENTERED, (), 60).step == ""


def test_interest_earns_its_mail_once():
    mails = track("a", step("warm", at_interest=5))
    found = ripe(mails, (), 5.0)
    assert found is not None
    assert found.key == "warm"
    assert ripe(mails, (), 4.9) is None
    assert ripe(mails, {"warm"}, 9.0) is None


@given(st.integers(-30, 400), st.integers(0, 60))
def test_in_the_days_before_a_promise_nothing_may_go_out(days_ahead: int, quiet: int):
    promised = ENTERED + timedelta(days=days_ahead)
    found = room(ENTERED, promised, quiet)
    if found.later is not None:
        assert found.later == promised
        assert promised - timedelta(days=quiet) <= ENTERED < promised
    if found.until is not None:
        assert ENTERED < found.until == promised - timedelta(days=quiet)


def test_without_a_promise_there_is_always_room():
    assert room(ENTERED, None, 7).until is None
    assert room(ENTERED, None, 7).later is None
