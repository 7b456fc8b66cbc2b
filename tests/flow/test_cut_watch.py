"""The promise of the cut, watched."""

from datetime import datetime, timedelta
from decimal import Decimal

from tests.cut_world import champion, scored, unseen
from tests.world import NOW, Cast
from winnow.flow import cutting
from winnow.flow.cut_watch import watch_if_due
from winnow.flow.finish import Bought, order
from winnow.flow.tick import tick
from winnow.prospects.models import Event, Notification, Order
from winnow.qualify.cut import InForce, alarm, step_back
from winnow.qualify.cutting import queries
from winnow.qualify.models import Cut, LearnedModel, Placement

LATER = NOW + timedelta(hours=1)


def buy(numbers: list[int], cast: Cast, at: datetime = LATER) -> None:
    order([Bought(number, Decimal(1_000), "EUR", at, cast.cem.id) for number in numbers], now=at)


def placed(
    cut: Cut, model: LearnedModel, above: int, below: int, at: datetime = NOW
) -> tuple[list[int], list[int]]:
    """Prospects above the cut, and of its honest sample."""
    numbers = scored(model, [0.5] * (above + below), at)
    rows = [
        Placement(
            prospect_id=number, cut=cut, model=model, at=at, batch=1, worth=0.5, probability=0.5, rank=0.5,
            below=place >= above, sampled=place >= above,
        )
        for place, number in enumerate(numbers)
    ]  # fmt: skip
    Placement.objects.bulk_create(rows)
    return numbers[:above], numbers[above:]


def half(cast: Cast, share: float = 0.5, at: datetime = NOW) -> Cut:
    return cutting.publish("share", share, by=cast.cem, now=at, reason="Too many")


def test_orders_above_and_in_the_sample_are_seen_and_those_nobody_worked_are_unlabelled(cast, model):
    cut = half(cast)
    above, sampled = placed(cut, model, 10, 4)
    Placement.objects.filter(prospect=sampled[3]).update(sampled=False)
    buy([*above[:3], sampled[0], sampled[3]], cast)
    seen = queries.seen(queries.of_line(cut))
    assert (seen.above, seen.below, seen.unlabelled) == (3, (0.05,), 1)


def test_an_order_that_was_taken_back_or_came_before_does_not_count(cast, model):
    cut = half(cast)
    above, _ = placed(cut, model, 4, 0)
    buy(above[:2], cast)
    Order.objects.filter(prospect=above[0]).update(withdrawn_at=LATER)
    Order.objects.filter(prospect=above[1]).update(at=NOW - timedelta(days=9))
    assert queries.seen(queries.of_line(cut)).orders == 0


def test_a_promise_that_is_kept_raises_no_alarm(cast, model):
    cut = half(cast)
    above, _ = placed(cut, model, 40, 4)
    buy(above, cast)
    assert not watch_if_due(LATER)
    assert queries.in_force() == cut


def test_a_broken_promise_tells_managers_and_marketers_and_ends_the_cut_that_has_no_safe_one_before(
    cast, model
):
    cut = half(cast)
    above, sampled = placed(cut, model, 6, 6)
    buy([*above, *sampled], cast)
    assert alarm(12, 6, cut.lose, 0.05).is_raised
    tick(LATER, worker="w")
    cut.refresh_from_db()
    assert cut.state == "withdrawn"
    assert "honest sample" in cut.alarm
    assert {"cut_alarm", "cut_withdrawn"} <= set(Event.objects.values_list("kind", flat=True))
    tick(LATER, worker="w")
    told = Notification.objects.filter(kind="cut_alarm").values_list("user__name", flat=True)
    assert set(told) == {"Mia", "Cem", "Nora", "Ada"}


def test_a_broken_promise_widens_the_cut_to_the_last_safe_one(cast, model):
    first = half(cast, 0.3)
    above, _ = placed(first, model, 40, 2)
    buy(above, cast)
    second = half(cast, 0.7, NOW + timedelta(minutes=1))
    above, sampled = placed(second, model, 6, 12)
    buy([*above, *sampled], cast)
    assert watch_if_due(LATER)
    now = queries.in_force()
    assert now is not None
    assert (now.share, now.kind, now.by_id, now.before_id) == (0.3, "share", None, second.pk)
    assert now.share == step_back([InForce(0.3, 40, 0)], 0.7, second.lose)
    assert Event.objects.get(kind="cut_widened").by == "worker"


def test_a_broken_promise_speaks_against_all_cuts_that_made_it(cast, model):
    cut = half(cast)
    newer = champion(2, LATER, unseen=unseen(seed=2))
    watch_if_due(LATER)
    above, sampled = placed(cut, newer, 6, 6)
    buy([*above, *sampled], cast)
    watch_if_due(LATER + timedelta(hours=1))
    assert queries.in_force() is None
    assert not Cut.objects.filter(alarm="").exists()
    assert queries.proved("share", 0.5) is None


def test_a_cut_is_looked_at_now_and_then(cast, model):
    half(cast)
    assert not watch_if_due(NOW + timedelta(seconds=5))
    assert not watch_if_due(LATER)
    assert Cut.objects.get().watched_at == LATER


def test_a_newer_model_is_followed_with_the_same_promise_and_its_evidence(cast, model):
    cut = cutting.publish("lose_at_most", 0.05, by=cast.cem, now=NOW, reason="Five")
    above, _ = placed(cut, model, 5, 0)
    buy(above, cast)
    newer = champion(2, LATER, unseen=unseen(seed=2))
    assert watch_if_due(LATER)
    now = queries.in_force()
    assert now is not None
    assert (now.model_id, now.line_id, now.lose, now.seed) == (newer.pk, cut.pk, 0.05, cut.seed)
    assert queries.seen(queries.of_line(now)).above == 5


def test_a_promise_that_the_newer_model_cannot_make_is_withdrawn_and_people_are_told(cast, model):
    cutting.publish("lose_at_most", 0.05, by=cast.cem, now=NOW, reason="Five")
    champion(2, LATER, unseen=unseen(strength=0))
    assert watch_if_due(LATER)
    assert queries.in_force() is None
    assert "Not with these data" in Cut.objects.get().ended_reason
    tick(LATER, worker="w")
    assert Notification.objects.filter(kind="cut_withdrawn").count() == 4


def test_with_too_few_orders_left_that_no_cut_has_sifted_the_share_stands_as_it_was_proved(cast, model):
    cut = cutting.publish("lose_at_most", 0.05, by=cast.cem, now=NOW, reason="Five")
    newer = champion(2, LATER, unseen=unseen(size=600))
    assert watch_if_due(LATER)
    now = queries.in_force()
    assert now is not None
    assert (now.model_id, now.share, now.lose, now.line_id) == (newer.pk, cut.share, 0.05, cut.pk)


def test_after_an_alarm_a_newer_model_does_not_make_the_cut_larger_again(cast, model):
    first = half(cast, 0.3)
    above, _ = placed(first, model, 40, 2)
    buy(above, cast)
    second = cutting.publish("lose_at_most", 0.05, by=cast.cem, now=NOW + timedelta(minutes=1), reason="Five")
    above, sampled = placed(second, model, 6, 12)
    buy([*above, *sampled], cast)
    watch_if_due(LATER)
    champion(2, LATER, unseen=unseen(seed=2))
    watch_if_due(LATER + timedelta(hours=1))
    now = queries.in_force()
    assert now is None or now.share <= 0.3
