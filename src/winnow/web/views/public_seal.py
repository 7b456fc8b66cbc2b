"""What a hosted form carries unseen: when it was shown, its nonce, and what the first visit brought."""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing
from django.http import HttpRequest, HttpResponse

from winnow.intake.posted import TRACES

SEAL = signing.Signer(salt="winnow.public.form")
COOKIE, COOKIE_DAYS, COOKIE_SIZE = "winnow_first", 180, 3_000
TRACE_SIZE = 500
Touch = dict[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One showing of a form: its nonce makes a double click one inquiry."""

    nonce: str
    at: datetime


def seal(form: int, now: datetime) -> str:
    return SEAL.sign(f"{form}.{secrets.token_urlsafe(12)}.{now.timestamp():.3f}")


def unseal(text: str, form: int) -> Shown | None:
    """None if it is missing, forged, or of another form."""
    try:
        number, nonce, at = SEAL.unsign(text).split(".", 2)
        return Shown(nonce, datetime.fromtimestamp(float(at), UTC)) if int(number) == form else None
    except (signing.BadSignature, ValueError, OverflowError):
        return None


def last_touch(request: HttpRequest) -> Touch:
    """What this visit came with, raw."""
    found = {key: text[:TRACE_SIZE] for key in TRACES if (text := request.GET.get(key, ""))}
    referrer = request.META.get("HTTP_REFERER", "")
    if referrer:
        found.setdefault("referrer", referrer[:TRACE_SIZE])
    return {**found, "landing_page": request.build_absolute_uri()[:TRACE_SIZE]}


def first_touch(request: HttpRequest) -> Touch:
    """What the first visit came with, if it is remembered; whatever else somebody put there is left out."""
    try:
        kept = json.loads(signing.Signer(salt=COOKIE).unsign(request.COOKIES.get(COOKIE, "")))
    except (signing.BadSignature, ValueError):
        return {}
    return {key: str(kept[key])[:TRACE_SIZE] for key in (*TRACES, "at") if key in kept}


def remember_first(request: HttpRequest, response: HttpResponse, touch: Touch, now: datetime) -> None:
    """Once; later visits leave it as it is."""
    if COOKIE in request.COOKIES:
        return
    text = json.dumps({**touch, "at": now.isoformat(timespec="seconds")}, ensure_ascii=True)
    if len(text) <= COOKIE_SIZE:
        response.set_cookie(
            COOKIE,
            signing.Signer(salt=COOKIE).sign(text),
            max_age=COOKIE_DAYS * 86_400,
            path="/f/",
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
