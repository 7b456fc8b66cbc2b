"""How an offer stands at an instant, and what a time to call again means. Pure."""

from datetime import date, datetime, timedelta

from winnow.offers.words import Standing


def standing(
    valid_until: date, today: date, link_days: int, *, accepted: bool = False, revoked: bool = False
) -> Standing:
    """`today` is the company's; an offer holds through the last day that it names."""
    if accepted:
        return Standing.ACCEPTED
    if revoked:
        return Standing.REVOKED
    if today > valid_until + timedelta(days=link_days):
        return Standing.ENDED
    return Standing.EXPIRED if today > valid_until else Standing.OPEN


def looks_human(method: str, headers: dict[str, str]) -> bool:
    """Whether a person seems to have opened it: a hint, as mail programs and scanners open links like people do."""
    if method != "GET":
        return False
    told = " ".join(
        headers.get(name, "") for name in ("purpose", "sec-purpose", "x-purpose", "x-moz")
    ).lower()
    agent = headers.get("user-agent", "").lower()
    machines = ("bot", "crawl", "spider", "preview", "scan", "curl", "python", "wget", "http-client", "java/")
    if "prefetch" in told or "preview" in told or not agent or any(one in agent for one in machines):
        return False
    return "text/html" in headers.get("accept", "")


def due(answered_at: datetime, days: int) -> datetime:
    """When to call, if they said: in so many days."""
    return answered_at + timedelta(days=days)
