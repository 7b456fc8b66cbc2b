"""What both public doors do with a post: count it, hand it in, and say how it went."""

import logging
import math
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest

from winnow.flow.gather import Overloaded, Unsure, gatherer
from winnow.flow.intake import Terms
from winnow.flow.together import Work
from winnow.intake.arrival import Receipt
from winnow.intake.idempotency import Asked
from winnow.intake.inquiry import Raw
from winnow.intake.limits import Limit, take
from winnow.intake.models import Form
from winnow.procedure.queries import NoProcedure
from winnow.prospects.transitions import Actor
from winnow.route.rules import NobodyToOwn

TERMS = Terms(Actor("door"), may_create_campaigns=False)
BODY_CAP = 256 * 1024
ADDRESS_BURST, ADDRESS_PER_MINUTE = 30, 30.0  # an office behind one address may send twenty a minute
FORM_BURST, FORM_PER_MINUTE = 600, 600.0
COME_BACK = 5  # seconds
TAKEN, REFUSED = 303, 422

log = logging.getLogger("winnow.public")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`status` 303: taken (or held for review, which looks the same from outside); else why not and what to do."""

    status: int
    said: Sequence[str] = ()
    retry_after: int = 0


def address_of(request: HttpRequest) -> str:
    """The sender's network address; where a proxy of ours stands in front (WINNOW_URL), what that one says."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    if (
        settings.PUBLIC_URL
        and told
        and _is_address(told)
        and _is_address(direct)
        and ip_address(direct).is_private
    ):
        return told
    return direct


def crowded(request: HttpRequest, form: Form, now: datetime) -> Outcome | None:
    """Whether this address or this form had too much; then when to come back."""
    limits = [
        Limit(f"address:{network(address_of(request))}", ADDRESS_BURST, ADDRESS_PER_MINUTE),
        Limit(f"form:{form.pk}", FORM_BURST, FORM_PER_MINUTE),
    ]
    try:
        wait = take(settings.HOME / "limits.sqlite3", limits, now.timestamp())
    except sqlite3.Error as error:
        log.warning("posts are not counted: %s. Delete limits.sqlite3 if this goes on.", error)
        return None  # an inquiry is worth more than a limit
    if not wait:
        return None
    seconds = math.ceil(wait)
    said = f"Too much was sent in a short time. What you wrote is still here: send it again in {seconds} seconds."
    return Outcome(429, [said], seconds)


def hand_in(raw: Raw, asked: Asked) -> Outcome:
    """Write it; the same thing posted twice within a day is one inquiry."""
    try:
        answer = gatherer().submit(Work([raw], TERMS, asked, _status))
    except (Overloaded, Unsure, DatabaseError, NoProcedure, NobodyToOwn):
        said = (
            "It could not be stored just now. What you wrote is still here: send it again in a few seconds."
        )
        return Outcome(503, [said], COME_BACK)
    if answer.status == REFUSED:
        return Outcome(REFUSED, [reason for one in answer.receipts for reason in one.reasons])
    return Outcome(TAKEN)


def once(form: Form, nonce: str, posted: bytes) -> Asked:
    """By its words and the nonce of the showing: a double click is one inquiry, going back to say more is two."""
    return Asked(f"form:{form.pk}", f"{nonce}:{sha256(posted).hexdigest()}", "")


def _status(receipts: Sequence[Receipt]) -> tuple[int, str]:
    return (REFUSED, "") if receipts[0].status == "rejected" else (TAKEN, "")


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def network(address: str) -> str:
    """Whose address it is: of the newer ones, a household has 2⁶⁴."""
    if not _is_address(address) or ip_address(address).version == 4:
        return address
    return str(ip_network(f"{address}/64", strict=False))
