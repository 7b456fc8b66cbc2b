"""A server that cannot be reached: what was claimed for it waits again, and no mail is to blame."""

from datetime import timedelta

from tests.mail.world import firm, prospect
from tests.world import NOW
from winnow.correspondence.models import Mail
from winnow.correspondence.words import Status
from winnow.flow.mailing import Draft, queue, sending
from winnow.flow.mailing.claiming import claim


def test_mails_that_are_let_go_are_written_together(db: None, django_assert_num_queries) -> None:
    firm()
    rows = [prospect(email=f"p{n}@big.test", name=f"P{n} Big") for n in range(3)]
    queue([Draft(f"step:{row.pk}", row.pk, row.owner_id, "Offer", "Here.", NOW) for row in rows], now=NOW)
    numbers = [one.mail for one in claim(now=NOW, worker="w")]
    Mail.objects.filter(pk=numbers[0]).update(attempts=0)
    Mail.objects.filter(pk=numbers[1]).update(status=Status.SENT, due_at=None)
    later = NOW + timedelta(hours=1)
    with django_assert_num_queries(1):
        sending.let_go(numbers, later)
    standing = Mail.objects.filter(pk__in=numbers).order_by("pk").values_list("status", "due_at", "attempts")
    assert list(standing) == [(Status.WAITING, later, 0), (Status.SENT, None, 1), (Status.WAITING, later, 0)]
