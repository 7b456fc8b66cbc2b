"""When a delivery is tried again, and when it is given up: the example schedule of Standard Webhooks. Pure."""

from datetime import timedelta
from hashlib import sha256

PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
ATTEMPTS = len(PAUSES) + 1
LONGEST_WISH = timedelta(days=1)
JITTER = 0.1


def pause(attempts: int, key: str = "", retry_after: int = 0) -> timedelta | None:
    """How long to wait after so many attempts; None when it is given up.

    With a `key` up to a tenth is added, the same for the same delivery, so that many do not come back at once.
    `retry_after` are the seconds that the other side asked for.
    """
    if attempts >= ATTEMPTS:
        return None
    usual = PAUSES[max(attempts, 1) - 1]
    digest = int.from_bytes(sha256(f"{key}:{attempts}".encode()).digest()[:4]) if key else 0
    wished = min(timedelta(seconds=max(retry_after, 0)), LONGEST_WISH)
    return max(usual * (1 + JITTER * digest / 2**32), wished)


def retry_after(text: str) -> int:
    """Seconds of a Retry-After header; 0 for none, and for a date."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def told(code: int) -> str:
    """What an answer's number means for us; the answer's own words are never shown."""
    if 200 <= code < 300:
        return "Taken."
    if 300 <= code < 400:
        return "It leads elsewhere; redirects are not followed."
    if code == 410:
        return "Gone: nobody wants it there any more."
    return "Not taken." if code < 500 else "The other side has failed."
