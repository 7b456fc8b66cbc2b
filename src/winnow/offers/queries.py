"""Reads of offers."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from winnow.offers.models import Answer, Offer, Sheet
from winnow.offers.words import Answered
from winnow.prospects.models import Prospect


def by_token(hashed: str) -> Offer | None:
    """The offer under a link."""
    return (
        Offer.objects.select_related("prospect__person", "prospect__company", "by")
        .filter(token=hashed)
        .first()
    )


def locked(offer: int) -> Offer:
    """For whoever changes or accepts it: one at a time."""
    return Offer.objects.select_for_update(of=("self",)).select_related("prospect").get(pk=offer)


def page_of(offer: Offer) -> Sheet:
    """The page that holds."""
    return Sheet.objects.get(offer=offer, number=offer.sheet)


def pages(offers: Iterable[Offer]) -> dict[int, Sheet]:
    """The same of many."""
    numbers = {one.pk: one.sheet for one in offers}
    rows = Sheet.objects.filter(offer__in=list(numbers))
    return {row.offer_id: row for row in rows if numbers[row.offer_id] == row.number}


def acceptance(offer: int) -> Answer | None:
    return Answer.objects.select_related("order").filter(offer=offer, kind=Answered.ACCEPTED).first()


def with_acceptance(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    """Each with `accepted`."""
    return rows.annotate(accepted=Exists(Answer.objects.filter(offer=OuterRef("pk"), kind=Answered.ACCEPTED)))


def answers(offer: int) -> QuerySet[Answer]:
    return Answer.objects.filter(offer=offer).order_by("at", "id")


def smaller(offer: int) -> QuerySet[Offer]:
    """The small first orders that stand beside an offer: neither accepted nor taken back."""
    taken = Answer.objects.filter(offer=OuterRef("pk"), kind=Answered.ACCEPTED)
    rows = Offer.objects.filter(~Exists(taken), smaller_of=offer, revoked_at=None)
    return with_acceptance(rows).order_by("-id")


def pairs(since: datetime) -> list[tuple[int, int]]:
    """(smaller, larger) of offers that went out since."""
    rows = Offer.objects.filter(smaller_of__isnull=False, smaller_of__sent_at__gte=since)
    return [(number, larger or 0) for number, larger in rows.values_list("id", "smaller_of")]


def accepted(offers: Iterable[int]) -> set[int]:
    """Those that were."""
    rows = Answer.objects.filter(offer__in=set(offers), kind=Answered.ACCEPTED, order__withdrawn_at=None)
    return set(rows.values_list("offer", flat=True))


def of_prospect(prospect: int) -> QuerySet[Offer]:
    return with_acceptance(Offer.objects.filter(prospect=prospect)).select_related("by").order_by("-id")


def ages(since: datetime) -> QuerySet[Offer]:
    """What was sent since: when it was sent, opened, answered; for the figures."""
    return with_acceptance(Offer.objects.filter(sent_at__gte=since)).order_by("sent_at")


def questions(since: datetime, prospects: QuerySet[Prospect] | None = None) -> list[tuple[str, str]]:
    """(template, question) of what was asked since, by these prospects (None: by anybody), newest first."""
    rows = Answer.objects.filter(kind=Answered.QUESTION, at__gte=since).order_by("-at")
    if prospects is not None:
        rows = rows.filter(offer__prospect__in=prospects)
    return list(rows.values_list("offer__template", "text"))


def accepted_page(order: int) -> tuple[Sheet, bool] | None:
    """The page that an order accepted, and whether it was the small first order."""
    found = Answer.objects.filter(order=order).values_list("offer", "sheet", "less").first()
    if found is None:
        return None
    return Sheet.objects.get(offer=found[0], number=found[1]), found[2]
