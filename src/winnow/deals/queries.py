"""Reads of opportunities: all open ones set-wise, one with what hangs on it, what the purge would free and cost."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum

from winnow.deals.models import Look, Opportunity, Participant, Purge, Purged
from winnow.deals.rules import Deal
from winnow.deals.standing import Standing
from winnow.deals.worth import Usual
from winnow.prospects import bulk
from winnow.prospects.models import Order, Touch
from winnow.prospects.words import Outcome, Role, Stage, State

OPEN = Q(prospect__stage=Stage.OPPORTUNITY, prospect__state=State.WORKING)
# Asked of the whole pipeline for each board and each look at it: through the ORM it takes six times as long.
PIPELINE = """
    SELECT d."prospect_id", p."owner_id", COALESCE(u."team_id", 0), d."currency", d."amount", d."decides_by",
        d."decides_grade", d."opened_at", d."progress_at", d."kept_until", d."stage", d."low", d."high", d."margin",
        d."doubted_at", d."review_at", o."probability", o."margin", o."hours"
    FROM "prospects_prospect" p JOIN "deals_opportunity" d ON d."prospect_id" = p."id"
    LEFT JOIN "people_user" u ON u."id" = p."owner_id" LEFT JOIN "qualify_odds" o ON o."prospect_id" = p."id"
    WHERE p."stage" = 'opportunity' AND p."state" = 'working'
"""


def pipeline() -> list[Standing]:
    """Every open opportunity, of everybody: shares of a team are shares of all that it has."""
    return [_standing(row) for row in bulk.read(PIPELINE)]


def _standing(row: tuple[Any, ...]) -> Standing:
    (number, owner, team, currency, amount, by, grade, opened, progress, kept, stage, low, high, margin, doubted,
     review, odds, odds_margin, hours) = row  # fmt: skip
    deal = Deal(
        number, owner or 0, team, currency, _money(amount), _day(by), grade, _instant(opened), _instant(progress),
        _instant(kept) if kept else None,
    )  # fmt: skip
    return Standing(
        deal, stage, _money(low), _money(high), _money(margin), _instant(doubted) if doubted else None,
        _instant(review) if review else None, odds, odds_margin, hours,
    )  # fmt: skip


def _money(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _instant(value: Any) -> datetime:
    """SQLite hands out instants without their zone, which is UTC."""
    at: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def rows(prospects: Iterable[int]) -> dict[int, Opportunity]:
    return {row.pk: row for row in Opportunity.objects.filter(pk__in=set(prospects))}


def open_ones() -> QuerySet[Opportunity]:
    return Opportunity.objects.filter(OPEN)


def at_stage(owner: int, stage: str) -> int:
    """How many open ones a seller has at a stage."""
    return open_ones().filter(prospect__owner=owner, stage=stage).count()


def participant(prospect: int, number: int) -> str:
    found = Participant.objects.filter(opportunity=prospect, pk=number).values_list("name", flat=True)
    return found.first() or ""


def minutes(prospects: Collection[int], since: datetime | None = None) -> dict[int, int]:
    """Minutes of touches by prospect; those without any are not in it."""
    touches = Touch.objects.filter(prospect__in=prospects)
    if since is not None:
        touches = touches.filter(at__gte=since)
    found = touches.order_by().values_list("prospect").annotate(spent=Sum("minutes"))
    return {number: spent for number, spent in found if spent}


def minutes_of_pipeline(since: datetime) -> dict[int, int]:
    """The same of all open ones since an instant, in one statement."""
    sql = """SELECT t."prospect_id", SUM(t."minutes") FROM "prospects_touch" t
        JOIN "prospects_prospect" p ON p."id" = t."prospect_id"
        WHERE p."stage" = 'opportunity' AND p."state" = 'working' AND t."at" >= %s GROUP BY t."prospect_id" """
    return {number: int(spent) for number, spent in bulk.read(sql, [_asked(since)]) if spent}


def _asked(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def looked_at() -> datetime | None:
    """When the pipeline was looked at last."""
    return Look.objects.order_by("-at").values_list("at", flat=True).first()


def usual(now: datetime) -> Usual:
    """What the orders of the last year brought, by the hours that sellers spent in it."""
    since = now - timedelta(days=365)
    orders = Order.objects.filter(at__gte=since, withdrawn_at=None, margin__isnull=False)
    of = orders.aggregate(margin=Sum("margin"), amount=Sum("amount"), number=Count("id"))
    spent = Touch.objects.filter(at__gte=since, role=Role.SELLER).aggregate(spent=Sum("minutes"))["spent"]
    if not of["number"]:
        return Usual()
    margin = float(of["margin"])
    return Usual(
        an_hour=margin / (spent / 60) if spent else None,
        share=margin / float(of["amount"]) if of["amount"] else None,
        of_order=margin / of["number"],
    )


def open_by_owner() -> dict[int, int]:
    """How many open ones each has."""
    return dict(open_ones().order_by().values_list("prospect__owner").annotate(number=Count("pk")))


# What purging does


def first_purge() -> datetime | None:
    """Of those that were not undone."""
    return Purge.objects.filter(undone_at=None).order_by("at").values_list("at", flat=True).first()


def purged_count() -> int:
    return Purged.objects.filter(undone_at=None).count()


def ended(since: datetime, until: datetime) -> list[tuple[datetime, datetime, bool, bool]]:
    """When opened, when ended, won, purged: of opportunities that were bought, lost or purged within that time.

    What was no inquiry at all, or asked not to be contacted, is neither won nor lost.
    """
    lost = [Outcome.BOUGHT, Outcome.BOUGHT_ELSEWHERE, Outcome.NOT_BUYING]
    closed = Opportunity.objects.filter(
        prospect__outcome__in=lost, prospect__closed_at__gte=since, prospect__closed_at__lt=until
    ).values_list("opened_at", "prospect__closed_at", "prospect__outcome")
    gone = Purged.objects.filter(undone_at=None, purge__at__gte=since, purge__at__lt=until).exclude(
        opportunity__prospect__state=State.CLOSED  # it has come to an end of its own since
    )
    rows = [(opened, at, outcome == Outcome.BOUGHT, False) for opened, at, outcome in closed if at]
    return rows + [
        (opened, at, False, True) for opened, at in gone.values_list("opportunity__opened_at", "purge__at")
    ]


def minutes_between(since: datetime, until: datetime) -> int:
    """Of touches on opportunities, from when they were opened on."""
    touches = Touch.objects.filter(
        at__gte=since,
        at__lt=until,
        prospect__opportunity__isnull=False,
        at__gt=F("prospect__opportunity__opened_at"),
    )
    return int(touches.aggregate(spent=Sum("minutes"))["spent"] or 0)
