"""Who was ended as no buyer, by domain and in their words, beside who was not: what a list of harvesters could say."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from winnow.prospects.models import Inquiry, Prospect
from winnow.prospects.words import Outcome, Stage

NEWEST = 3000  # messages read of each side
LEAST, MOST = 2, 200  # prospects of a domain, and domains
NOT_OF_THE_SENDER = ("duplicate", "import_undone", "wrong")  # reasons that say nothing about who they are
NEVER_A_BUYER = "not_a_buyer"  # the reason that ships; a firm's own are chosen by name
ANY = "any"
REACHED = Q(stage__in=[Stage.LEAD, Stage.OPPORTUNITY, Stage.CUSTOMER]) | Q(order_count__gt=0)


class Domain(NamedTuple):
    """One firm's domain: how many of its prospects were ended, how many ever became leads, and all of them."""

    domain: str
    ended: int
    leads: int
    all: int


def ended(reason: str = "") -> QuerySet[Prospect]:
    """Closed without having been a lead: as no inquiry or never a buyer, for ANY reason, or for the one named."""
    rows = Prospect.objects.filter(
        merged_into=None, stage=Stage.INQUIRY, outcome__in=[Outcome.NOT_BUYING, Outcome.INVALID]
    ).exclude(outcome_reason__in=NOT_OF_THE_SENDER)
    if reason == ANY:
        return rows
    if reason:
        return rows.filter(outcome_reason=reason)
    return rows.filter(Q(outcome=Outcome.INVALID) | Q(outcome_reason=NEVER_A_BUYER))


def reasons() -> list[tuple[str, int]]:
    """The reasons by which they were ended, and how many by each."""
    rows = ended(ANY).order_by().values_list("outcome_reason").annotate(count=Count("id"))
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def domains(reason: str = "") -> list[Domain]:
    """Domains of which several were ended and nobody became a lead; two statements."""
    found = dict(_by_domain(ended(reason)))
    whole = Prospect.objects.filter(merged_into=None, company__domain__in=list(found))
    rows = whole.order_by().values_list("company__domain")
    all_of = rows.annotate(leads=Count("id", filter=REACHED), all=Count("id"))
    lines = [Domain(domain, found[domain], leads, count) for domain, leads, count in all_of if not leads]
    return sorted(lines, key=lambda one: (-one.ended, one.domain))


def _by_domain(rows: QuerySet[Prospect]) -> list[tuple[str, int]]:
    counted = rows.filter(company__domain__gt="").order_by().values_list("company__domain")
    several = counted.annotate(count=Count("id")).filter(Q(count__gte=LEAST))
    return list(several.order_by("-count", "company__domain")[:MOST])


def messages(reason: str = "") -> tuple[list[str], list[str]]:
    """The newest message of those ended, and of those who were not; two statements."""
    gone = ended(reason).order_by("-id").values("id")[:NEWEST]
    others = Prospect.objects.filter(REACHED, merged_into=None).order_by("-id").values("id")[:NEWEST]
    return _newest(list(gone.values_list("id", flat=True))), _newest(
        list(others.values_list("id", flat=True))
    )


def _newest(prospects: Sequence[int]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(prospects), 500):
        some = Inquiry.objects.filter(prospect_id__in=prospects[start : start + 500], withdrawn_at=None)
        newest = some.order_by().values("prospect_id").annotate(newest=Max("id")).values("newest")
        found += Inquiry.objects.filter(id__in=newest).exclude(message="").values_list("message", flat=True)
    return found
