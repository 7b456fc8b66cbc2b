"""What may stay in the pipeline."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from winnow.deals.rules import Deal, Held, judge, said, tops_of
from winnow.procedure.dealing import Purge

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
RULE = Purge(on=True, top_share=0.2, floor=10_000)
OLD = NOW - timedelta(days=60)
PLAIN = Deal(1, 7, 3, "EUR", Decimal(100), None, "", OLD, OLD)


def judged_all(deals, rule):
    return judge(deals, tops_of(held_by(deals), rule.top_share), rule, NOW, "EUR")


def held_by(deals):
    found: dict[tuple[int, int, str], list[Decimal | None]] = {}
    for one in deals:
        found.setdefault((one.owner, one.team, one.currency), []).append(one.amount)
    return [
        Held(owner, team, currency, len(some), [amount for amount in some if amount])
        for (owner, team, currency), some in found.items()
    ]


def judged(deal, *others, rule=RULE):
    return judged_all([deal, *others], rule)[0]


def rivals(amount, count=4, owner=7):
    return [
        replace(PLAIN, prospect=number, amount=Decimal(amount), owner=owner) for number in range(2, 2 + count)
    ]


def test_neither_big_nor_moving_says_what_it_lacks():
    found = judged(PLAIN, *rivals(500))
    assert not found.stays
    assert said(found.why, RULE, "EUR") == [
        "Not big", "Nobody knows when they decide", "Nothing has moved for 14 days",
    ]  # fmt: skip


def test_big_is_the_top_share_of_the_seller_or_the_team_or_the_floor():
    assert judged(replace(PLAIN, amount=Decimal(600)), *rivals(500)).why == ("seller", "team")
    assert judged(replace(PLAIN, owner=8), *rivals(500)).why == ("seller",)  # the only one of its seller
    assert "floor" in judged(replace(PLAIN, amount=Decimal(10_000)), *rivals(20_000)).why
    assert not judged(replace(PLAIN, amount=None), *rivals(500)).is_big


def test_currencies_are_not_compared():
    dollars = replace(PLAIN, currency="USD", amount=Decimal(20_000))
    assert (
        judged(dollars, replace(dollars, prospect=2, amount=Decimal(30_000)), *rivals(500)).why[0] == "small"
    )


def test_moving_needs_a_known_near_timeline_and_progress():
    moving = replace(
        PLAIN, decides_by=date(2026, 4, 18), grade="stated", progress_at=NOW - timedelta(days=14)
    )
    assert judged(moving, *rivals(500)).is_moving
    assert judged(replace(moving, decides_by=date(2026, 4, 19)), *rivals(500)).why == ("small", "far")
    assert judged(replace(moving, decides_by=date(2026, 3, 3)), *rivals(500)).why == ("small", "past")
    assert judged(replace(moving, progress_at=OLD), *rivals(500)).why == ("small", "still")
    strict = RULE.model_copy(update={"timeline_grade": "corroborated"})
    assert judged(moving, *rivals(500), rule=strict).why == ("small", "unknown")


def test_a_new_one_and_one_that_is_kept_stay():
    assert judged(replace(PLAIN, opened_at=NOW), *rivals(500)).why == ("young",)
    assert judged(replace(PLAIN, kept_until=NOW + timedelta(days=1)), *rivals(500)).why == ("kept",)
    assert not judged(replace(PLAIN, kept_until=NOW), *rivals(500)).stays


@given(st.lists(st.integers(1, 1_000), min_size=1, max_size=40), st.floats(0.05, 1))
def test_the_top_share_is_never_empty_and_holds_no_smaller_one_instead_of_a_larger(amounts, share):
    deals = [replace(PLAIN, prospect=place, amount=Decimal(one)) for place, one in enumerate(amounts)]
    found = judged_all(deals, RULE.model_copy(update={"top_share": share, "floor": 0}))
    stays = [one for one, judgement in zip(amounts, found, strict=True) if judgement.stays]
    goes = [one for one, judgement in zip(amounts, found, strict=True) if not judgement.stays]
    assert stays
    assert min(stays) > max(goes, default=0)
    assert len([one for one in amounts if one > min(stays)]) < max(share * len(amounts), 1)
