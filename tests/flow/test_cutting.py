"""The cut, published by people and applied by the worker."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cut_world import FORTY, champion, give_odds, half, scored, states, thrown, unseen
from tests.world import NOW, inquire
from winnow.doctor.report import examine
from winnow.flow import cutting
from winnow.flow.claims import next_for
from winnow.flow.scene import Refused
from winnow.flow.tick import tick
from winnow.flow.work import Dispose, Reschedule, dispose, reschedule
from winnow.procedure.actions import default_text
from winnow.procedure.actions import publish as put_in_force
from winnow.prospects.models import Event, Prospect
from winnow.qualify.models import Cut, Placement

LATER = NOW + timedelta(minutes=5)


# Publishing


def test_without_a_model_nothing_is_published_and_what_is_missing_is_named(cast):
    with pytest.raises(Refused, match=r"no learned model .* 0 orders; .* 59 "):
        cutting.publish("lose_at_most", 0.05, by=cast.cem, now=NOW, reason="Try")
    assert not Cut.objects.exists()


def test_what_these_data_cannot_promise_is_refused_in_a_sentence(cast):
    champion(unseen=unseen(strength=0))
    with pytest.raises(Refused, match="Not with these data"):
        cutting.publish("lose_at_most", 0.05, by=cast.cem, now=NOW, reason="Try")


def test_too_few_orders_are_refused_with_how_many_more_would_do(cast):
    champion(unseen=unseen(size=800))
    with pytest.raises(Refused, match="more order"):
        cutting.publish("lose_at_most", 0.02, by=cast.cem, now=NOW, reason="Try")


def test_a_share_is_published_with_its_price(cast, model):
    cut = half(cast)
    assert cut.share == 0.5
    assert 0 < cut.expected < cut.bound == cut.lose < 0.5
    event = Event.objects.get(kind="cut_published")
    assert (event.actor_id, event.reason, event.version) == (cast.cem.id, "Too many for five sellers", 1)


def test_a_promise_is_published_with_its_share(cast, model):
    cut = cutting.publish("lose_at_most", 0.05, by=cast.mia, now=NOW, reason="Five is fine")
    assert cut.lose == 0.05
    assert 0.1 < cut.share < 0.9
    assert cut.bound <= 0.05 + 1e-9


@pytest.mark.parametrize(("value", "reason"), [(0.0, "x"), (1.0, "x"), (0.5, " ")])
def test_a_cut_needs_a_share_and_a_reason(cast, model, value, reason):
    with pytest.raises(Refused):
        cutting.publish("share", value, by=cast.cem, now=NOW, reason=reason)


def test_a_new_cut_replaces_the_one_before(cast, model):
    first = half(cast)
    second = cutting.publish("share", 0.3, by=cast.cem, now=LATER, reason="Less")
    first.refresh_from_db()
    assert (first.state, first.ended_at, second.before_id) == ("replaced", LATER, first.pk)


# Applying


def test_the_worker_throws_the_worse_half_into_nurture_with_reason_and_odds(cast, model):
    numbers = scored(model, FORTY)
    half(cast)
    assert tick(LATER, worker="w").cut == 40
    below = set(Placement.objects.filter(below=True).values_list("prospect_id", flat=True))
    assert below == set(numbers[:20])
    one = Prospect.objects.get(id=thrown(numbers)[0])
    event = Event.objects.filter(prospect=one).latest("id")
    assert (one.state, one.owner, one.next_action) == ("nurture", cast.mia, "revisit")
    assert (event.kind, event.by) == ("nurtured", "worker")
    assert event.data["odds"]["probability"] == pytest.approx(FORTY[numbers.index(one.id)])
    assert "Below the cut" in event.reason


def test_those_above_keep_their_desk_and_clock(cast, model):
    numbers = scored(model, FORTY)
    before = list(Prospect.objects.filter(id__in=numbers[20:]).values("id", "owner", "due_at"))
    half(cast)
    tick(LATER, worker="w")
    assert list(Prospect.objects.filter(id__in=numbers[20:]).values("id", "owner", "due_at")) == before


def test_the_honest_sample_stays_on_the_desk_and_nothing_shows_it(cast, model):
    numbers = scored(model, [number / 500 for number in range(1, 401)])
    half(cast)
    tick(LATER, worker="w")
    sampled = list(Placement.objects.filter(sampled=True).values_list("prospect_id", flat=True))
    assert 3 <= len(sampled) <= 20
    assert set(states(sampled)) == {"working"}
    assert set(sampled) <= set(numbers[:200])
    events = Event.objects.filter(prospect__in=sampled).values_list("kind", flat=True)
    assert set(events) <= {"opened", "warned"}


def test_each_is_placed_once(cast, model):
    scored(model, FORTY)
    half(cast)
    tick(LATER, worker="w")
    assert tick(LATER, worker="w").cut == 0
    assert Placement.objects.count() == 40


def test_without_a_cut_nobody_is_placed(cast, model):
    scored(model, FORTY)
    assert tick(LATER, worker="w").cut == 0


def test_who_has_no_odds_yet_waits(cast, model):
    scored(model, FORTY)
    late = inquire().prospect
    half(cast)
    tick(LATER, worker="w")
    assert not Placement.objects.filter(prospect=late).exists()
    give_odds(model, {late: 0.001}, LATER)
    tick(LATER, worker="w")
    assert Placement.objects.get(prospect=late).below


def test_whom_somebody_has_begun_to_work_is_not_cut(cast, model):
    tried, promised, shown, *rest = scored(model, [0.001] * 3 + FORTY)
    by = Prospect.objects.get(id=tried).owner_id
    dispose([Dispose(tried, "no_answer", NOW, by)], now=NOW)
    dispose([Dispose(promised, "call_back", NOW, by, when=NOW + timedelta(days=1))], now=NOW)
    Prospect.objects.filter(id=shown).update(claimed_by_id=by, claimed_until=NOW + timedelta(hours=1))
    half(cast)
    tick(LATER, worker="w")
    assert states([tried, promised, shown]) == ["working"] * 3
    assert Placement.objects.count() == len(rest)


def test_who_inquired_again_or_was_recommended_is_spared(cast, model):
    scored(model, FORTY)
    again = inquire(email="again@firm7.test").prospect
    inquire(email="again@firm7.test")
    friend = inquire(channel="referral").prospect
    give_odds(model, {again: 0.001, friend: 0.001})
    half(cast)
    tick(LATER, worker="w")
    spared = Placement.objects.filter(prospect__in=[again, friend]).order_by("prospect")
    assert list(spared.values_list("below", "spared")) == [(False, "repeat"), (False, "referral")]
    assert states([again, friend]) == ["working"] * 2


def test_the_procedure_may_spare_nobody(cast, model):
    text = default_text().replace("spare_repeats = true", "spare_repeats = false")
    put_in_force(text.replace('["referral"]', "[]"), now=NOW - timedelta(days=1), by=None, reason="Nobody")
    scored(model, FORTY)
    friend = inquire(channel="referral").prospect
    give_odds(model, {friend: 0.001})
    half(cast)
    tick(LATER, worker="w")
    assert Placement.objects.get(prospect=friend).below


def test_another_inquiry_brings_somebody_back_for_good(cast, model):
    addresses = [f"pat@firm{number}.test" for number in range(40)]
    numbers = [inquire(email=one).prospect for one in addresses]
    give_odds(model, dict(zip(numbers, FORTY, strict=True)))
    half(cast)
    tick(LATER, worker="w")
    gone = thrown(numbers)[0]
    inquire(now=LATER, email=addresses[numbers.index(gone)])
    tick(LATER, worker="w")
    assert states([gone]) == ["working"]
    assert Event.objects.filter(prospect=gone).latest("id").kind == "recycled"


def test_the_seller_is_offered_only_those_above(cast, model):
    numbers = scored(model, FORTY)
    half(cast)
    tick(LATER, worker="w")
    offered = next_for(cast.ben, now=LATER)
    assert offered is not None
    assert offered.id not in thrown(numbers)
    assert not examine(LATER).offending


def test_a_marketer_can_move_the_day_of_one_thrown_away(cast, model):
    numbers = scored(model, FORTY)
    half(cast)
    tick(LATER, worker="w")
    gone = thrown(numbers)[0]
    when = LATER + timedelta(days=7)
    reschedule([Reschedule(gone, when, LATER, cast.mia.id, "After the fair")], now=LATER)
    assert Prospect.objects.get(id=gone).due_at == when


@pytest.mark.parametrize(
    "wrong", [{"confidence": 0}, {"confidence": 1}, {"confidence": 95}, {"lose": 1.5}], ids=str
)
def test_the_database_refuses_a_cut_without_a_confidence(cast, model, wrong):
    cut = half(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cut.objects.filter(pk=cut.pk).update(**wrong)
