"""A small firm's autumn: lawful, and as people believe it to be."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from tests.simulate.lives import END, START, live
from winnow.doctor.report import examine
from winnow.flow.replaying import gathering
from winnow.flow.replaying.run import replay
from winnow.followup.blocks.models import Block
from winnow.intake.models import Held
from winnow.measure.engines import duckdb
from winnow.measure.facts import Facts, gather
from winnow.measure.metrics.money import returns
from winnow.measure.metrics.persistence import coverage
from winnow.measure.metrics.rule45 import left_to_others
from winnow.measure.queries.campaigns import Brought, brought
from winnow.measure.returns import Return
from winnow.measure.snapshot import parts
from winnow.offers.models import Offer
from winnow.people.models import Absence, User
from winnow.practice.models import Attempt, Card
from winnow.procedure.models import Version
from winnow.procedure.parse import parse
from winnow.procedure.queries import in_force, version
from winnow.prospects.models import Event, Inquiry, Order, Prospect, Touch
from winnow.simulate.proof import proof
from winnow.simulate.run import Summary

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: Any) -> Iterator[Summary]:
    """Lived once for all tests here, and taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield live()
        transaction.set_rollback(True)


def test_nothing_is_dropped_and_the_doctor_agrees(lived: Summary) -> None:
    report = examine(END)
    assert lived.dropped == 0
    assert report.offending == {}
    assert report.counts["failures"] == 0


def test_every_promise_comes_up_and_no_mail_goes_where_it_must_not(lived: Summary) -> None:
    found, promises = proof(lived), lived.life.setting.promises
    assert found.holds, found
    assert promises.up_in_time >= 3
    assert lived.life.post.delivered > 20
    assert {"replied", "read"} <= lived.life.post.fates.keys()


def test_everything_that_can_happen_does(lived: Summary) -> None:
    expected = {"opened", "touched", "answered", "qualified", "handed_over", "accepted", "nurtured", "closed",
                "warned", "escalated", "ordered"}  # fmt: skip
    assert expected <= lived.events.keys()
    assert Held.objects.filter(kind="quarantined").exists()


def test_people_do_what_no_queue_demands(lived: Summary) -> None:
    assert Offer.objects.filter(sent_at__isnull=False, opened_at__isnull=False).exists()
    assert Card.objects.filter(state=Card.State.READY).exists()
    assert Attempt.objects.exists()
    assert Block.objects.filter(state=Block.State.PLANNED).exists()


def test_what_happens_to_a_prospect_stands_in_the_order_in_which_it_happened(lived: Summary) -> None:
    last: dict[int, datetime] = {}
    late = 0
    for prospect, at in Event.objects.exclude(prospect=None).order_by("id").values_list("prospect_id", "at"):
        late += at < last.get(prospect, at)
        last[prospect] = at
    assert late == 0


def test_nothing_happens_after_the_end(lived: Summary) -> None:
    assert not Event.objects.exclude(prospect=None).filter(at__gt=END).exists()
    assert not Touch.objects.filter(at__gt=END).exists()
    assert not Inquiry.objects.filter(at__gt=END).exists()


def test_nobody_works_while_away(lived: Summary) -> None:
    away = {
        (one.user_id, one.starts + timedelta(days=day))
        for one in Absence.objects.all()
        for day in range((one.ends - one.starts).days + 1)
    }
    worked = {(by, at.date()) for by, at in Touch.objects.values_list("by_id", "at")}
    assert not worked & away


def test_the_procedure_changes_in_the_middle_and_events_name_both_versions(lived: Summary) -> None:
    assert Version.objects.count() == 2
    assert {1, 2} <= set(Event.objects.filter(kind="opened").values_list("version", flat=True))


def test_addresses_and_numbers_reach_nobody(lived: Summary) -> None:
    addresses = [*User.objects.values_list("email", flat=True)]
    addresses += [one for one in Prospect.objects.values_list("person__email", flat=True) if one]
    assert all(address.endswith(".example") for address in addresses)
    numbers = [one for one in Prospect.objects.values_list("person__phone", flat=True) if one]
    assert all(_kept_free(number) for number in numbers)


def _kept_free(number: str) -> bool:
    german = ("+493023125", "+496990009", "+494066969", "+492214710", "+498999998")
    return number.startswith((*german, "+442079460", "+441614960")) or number[5:9] == "5550"


def test_orders_have_margins_and_numbers(lived: Summary) -> None:
    for one in Order.objects.all():
        assert one.margin is not None
        assert 0 < one.margin < one.amount
        assert one.po_number


def test_most_inquirers_buy_from_somebody_or_nobody_and_some_from_us(lived: Summary) -> None:
    touched = Prospect.objects.filter(first_touch_at__isnull=False).count()
    assert touched > 0.9 * lived.prospects
    assert 0.15 < lived.events["qualified"] / lived.prospects < 0.5
    assert 0.01 < lived.orders / lived.prospects < 0.2
    assert lived.promises.kept > lived.promises.broken


def test_under_the_procedures_that_were_in_force_history_is_decided_again_as_it_was(lived: Summary) -> None:
    found = replay(gathering.gather(START, END, lambda _share: None), in_force(END)[1], lambda _share: None)
    same = found["same_as_recorded"]
    assert same["screening"] == {"same": found["inquiries"], "different": 0}
    assert same["clocks"]["different"] == 0
    assert same["clocks"]["same"] > 0.7 * found["pursued"]


def test_a_procedure_that_says_the_same_changes_nothing(lived: Summary) -> None:
    middle = START + (END - START) / 2 + timedelta(days=1)
    found = replay(gathering.gather(middle, END, lambda _share: None), in_force(END)[1], lambda _share: None)
    assert found["clocks"]["before"] == found["clocks"]["after"]
    assert found["expected"]["orders"] == {"low": 0, "value": 0, "high": 0}
    assert found["purge"]["before"] == found["purge"]["after"]
    assert all(one["hours_before"] == one["hours_after"] for one in found["load"])
    assert (found["routing"]["elsewhere"], found["cadence"]["given_up_sooner"]) == (0, 0)


def test_another_procedure_moves_work_clocks_and_what_is_held_back(lived: Summary) -> None:
    text = version(in_force(END)[0]).text
    for before, after in (
        ("match_territory = true", "match_territory = false"),
        ("match_language = true", "match_language = false"),
        ("blocked_domains = []", 'blocked_domains = ["de-privat.example", "example"]'),
        ("on = true", "on = false"),
    ):
        assert before in text
        text = text.replace(before, after)
    found = replay(gathering.gather(START, END, lambda _share: None), parse(text), lambda _share: None)
    assert found["screening"]["held_after"] > found["screening"]["held_before"]
    assert found["expected"]["orders"]["value"] < 0
    assert found["purge"]["after"]["prospects"] == 0


# What campaigns brought is counted live for their pages, and aside by the metrics: it is the same


@pytest.fixture(scope="module")
def facts(lived: Summary, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    folder = tmp_path_factory.mktemp("figures")
    with django_db_blocker.unblock():
        parts.refresh(folder, "EUR")
    return gather(duckdb.open_folder(folder / "tables", as_of=END))


def by_campaign() -> dict[int | None, Brought]:
    """Counted live; None: without a campaign."""
    return {of: one for of, one in brought(END).items() if one.prospects or one.money}


def number(of: str | None) -> int | None:
    return None if of is None else int(of)


def sums(money: Return) -> tuple[Decimal | int | None, ...]:
    return money.cost, money.sold.orders, money.revenue, money.sold.margin, money.sold.margins


def test_as_many_prospects_and_buyers(facts: Facts) -> None:
    found = {number(one.of): one.yardstick for one in left_to_others(facts)}
    assert {of: (one.inquirers, one.bought, one.elsewhere) for of, one in found.items()} == {
        of: (one.prospects, one.bought, one.elsewhere) for of, one in by_campaign().items() if one.prospects
    }


def test_as_many_followed_up(facts: Facts) -> None:
    found = {number(one.of): one.followed for one in coverage(facts, by="campaign")}
    assert found == {of: one.followed for of, one in by_campaign().items() if one.prospects}


def test_the_same_money(facts: Facts) -> None:
    counted = {(number(one.of), one.money.currency): sums(one.money) for one in returns(facts)}
    assert counted == {
        (of, money.currency): sums(money) for of, one in by_campaign().items() for money in one.money
    }


def test_as_many_leads(facts: Facts) -> None:
    leads = {number(one.of): one.leads for one in returns(facts) if one.inquiries}
    assert leads == {of: one.qualified for of, one in by_campaign().items() if of in leads}
