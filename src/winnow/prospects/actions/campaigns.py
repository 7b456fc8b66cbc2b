"""Campaigns and their dated costs: their only writers. Each change is an Event with what was before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from winnow.people.actions.record import NotDone, change, record
from winnow.people.models import User
from winnow.prospects.models import Campaign, Cost
from winnow.prospects.words import Channel


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a campaign: inquiries name it by `name`, or by `code` on cards and in links."""

    name: str
    channel: Channel
    code: str = ""
    starts: date | None = None
    ends: date | None = None

    @property
    def values(self) -> dict[str, Any]:
        return {
            "name": " ".join(self.name.split()), "channel": self.channel, "code": self.code.strip(),
            "starts": self.starts, "ends": self.ends,
        }  # fmt: skip


@transaction.atomic
def add_campaign(told: Told, *, by: User, now: datetime) -> Campaign:
    """A new campaign. Raises NotDone if its name or code means another one, or its dates are turned around."""
    _check(told)
    try:
        with transaction.atomic():
            row = Campaign.objects.create(**told.values, created_at=now)
    except IntegrityError:
        raise NotDone(f"There is a campaign “{told.name}” already.") from None
    record("campaign_added", by=by, now=now, campaign=row.pk, name=row.name, channel=row.channel)
    return row


@transaction.atomic
def edit_campaign(row: Campaign, told: Told, *, by: User, now: datetime) -> Campaign:
    """Say something else of it; inquiries stay with it. Raises NotDone like `add_campaign`."""
    _check(told, row.pk)
    try:
        with transaction.atomic():
            changed = change(row, told.values)
    except IntegrityError:
        raise NotDone(f"There is a campaign “{told.name}” already.") from None
    if changed:
        record("campaign_edited", by=by, now=now, campaign=row.pk, name=row.name, changed=changed)
    return row


def _check(told: Told, own: int = 0) -> None:
    """Inquiries find their campaign by name or code, whatever the case: no two may answer to one word."""
    values = told.values
    if not values["name"]:
        raise NotDone("Give the campaign a name.")
    if told.starts and told.ends and told.ends < told.starts:
        raise NotDone("The campaign ends before it starts. Change one of the two days.")
    for word in filter(None, (values["name"], values["code"])):
        meant = Campaign.objects.filter(Q(name__iexact=word) | Q(code__iexact=word)).exclude(pk=own).first()
        if meant:
            raise NotDone(f"“{word}” already stands for the campaign “{meant.name}”. Choose another.")


@transaction.atomic
def add_cost(
    campaign: Campaign, at: date, amount: Decimal, currency: str, note: str = "", *, by: User, now: datetime
) -> Cost:
    """Money spent on that day. Raises NotDone for a negative amount or what is no currency."""
    row = Cost.objects.create(campaign=campaign, **_cost(at, amount, currency, note))
    record("cost_added", by=by, now=now, campaign=campaign.pk, name=campaign.name, cost=_said(row))
    return row


@transaction.atomic
def edit_cost(
    row: Cost, at: date, amount: Decimal, currency: str, note: str = "", *, by: User, now: datetime
) -> Cost:
    """Correct it. Raises NotDone like `add_cost`."""
    changed = change(row, _cost(at, amount, currency, note))
    if changed:
        record(
            "cost_edited", by=by, now=now, campaign=row.campaign_id, name=row.campaign.name, changed=changed
        )
    return row


@transaction.atomic
def drop_cost(row: Cost, *, by: User, now: datetime) -> Mapping[str, str]:
    """Remove it; returns what it was, so that it can be put back."""
    was = _said(row)
    record("cost_dropped", by=by, now=now, campaign=row.campaign_id, name=row.campaign.name, cost=was)
    row.delete()
    return was


@transaction.atomic
def restore_cost(campaign: Campaign, number: int, was: Mapping[str, str], *, by: User, now: datetime) -> Cost:
    """Undo of `drop_cost`, under its old number: so it comes back once. Raises NotDone if it is there."""
    given = _cost(date.fromisoformat(was["at"]), Decimal(was["amount"]), was["currency"], was["note"])
    try:
        with transaction.atomic():
            row = Cost.objects.create(pk=number, campaign=campaign, **given)
    except IntegrityError:
        raise NotDone("The cost is back already.") from None
    record("cost_added", by=by, now=now, campaign=campaign.pk, name=campaign.name, cost=_said(row))
    return row


def _cost(at: date, amount: Decimal, currency: str, note: str) -> dict[str, Any]:
    if amount < 0:
        raise NotDone("A cost cannot be negative. If money came back, correct the cost it belongs to.")
    code = currency.strip().upper()
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise NotDone(f"“{currency}” is no currency. Write its three letters, as in EUR.")
    return {"at": at, "amount": amount, "currency": code, "note": note.strip()[:200]}


def _said(row: Cost) -> dict[str, str]:
    return {"at": str(row.at), "amount": str(row.amount), "currency": row.currency, "note": row.note}
