"""A small firm's autumn: lawful, the same for the same seed, and as people believe it to be."""

import hashlib
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from winnow.doctor.report import examine
from winnow.intake.models import Form, Held
from winnow.people.models import Absence, User
from winnow.procedure.models import Version
from winnow.prospects.models import Campaign, Cost, Event, Inquiry, Order, Prospect, Touch
from winnow.simulate.demo import NotEmpty, build, is_built
from winnow.simulate.firm import firm
from winnow.simulate.run import Summary, simulate

pytestmark = pytest.mark.django_db
START = datetime(2025, 9, 1, 5, 0, tzinfo=UTC)
MONTHS, INQUIRIES = 2, 90
END = START + timedelta(days=365 / 12 * MONTHS)


def live(seed: int = 7) -> Summary:
    return simulate(firm(), MONTHS, INQUIRIES, seed, START)


def digest() -> str:
    """Everything that happened, without the ids that a database gives."""
    rows = Event.objects.order_by("id").values_list(
        "at", "kind", "actor__email", "by", "reason", "version", "stage", "state", "outcome", "owner__email",
        "prospect__person__email", "prospect__person__phone",
    )  # fmt: skip
    lines = [repr([*(at.isoformat(),), *rest]) for at, *rest in rows.iterator()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@pytest.fixture
def lived() -> Summary:
    return live()


def test_nothing_is_dropped_and_the_doctor_agrees(lived: Summary) -> None:
    report = examine(END)
    assert lived.dropped == 0
    assert report.offending == {}
    assert report.counts["failures"] == 0


def test_everything_that_can_happen_does(lived: Summary) -> None:
    expected = {"opened", "touched", "answered", "qualified", "handed_over", "accepted", "nurtured", "closed",
                "warned", "escalated", "ordered"}  # fmt: skip
    assert expected <= lived.events.keys()
    assert Held.objects.filter(kind="quarantined").exists()


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


def test_the_same_seed_lives_the_same_life_and_another_seed_another() -> None:
    from django.db import transaction

    digests = []
    for seed in (3, 3, 4):
        with transaction.atomic():
            simulate(firm(), 0.5, 40, seed, START)
            digests.append(digest())
            transaction.set_rollback(True)
    assert digests[0] == digests[1] != digests[2]


def test_the_demo_is_there_only_once_it_is_complete() -> None:
    assert not is_built()
    told: list[float] = []
    build(1, END, lambda share, _words: told.append(share), inquiries=20)
    assert is_built()
    assert told[-1] == 1.0
    with pytest.raises(NotEmpty):
        build(1, END, lambda _share, _words: None)


def test_the_firm_has_what_a_demo_needs() -> None:
    build(1, END, lambda _share, _words: None, inquiries=20)
    roles = Counter(User.objects.values_list("role", flat=True))
    assert roles == {"qualifier": 2, "seller": 4, "marketer": 1, "manager": 1, "admin": 1}
    assert Campaign.objects.count() == 12
    assert Counter(Campaign.objects.values_list("channel", flat=True)).keys() == {
        "trade_show", "paid_ad", "direct_mail", "web",
    }  # fmt: skip
    assert not Campaign.objects.filter(costs=None).exists()
    assert Cost.objects.filter(at__gt=END).count() == 0
    assert Form.objects.count() == 1
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_orders_have_margins_and_numbers(lived: Summary) -> None:
    for one in Order.objects.all():
        assert one.margin is not None
        assert 0 < one.margin < one.amount
        assert one.po_number
