"""How numbers, times and telephone numbers are written. Pure: the present moment is an argument."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

NONE = "–"
SPACE = "\u00a0"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
UNITS = ((31_536_000, "y"), (2_592_000, "mo"), (86_400, "d"), (3_600, "h"), (60, "min"))


def span(seconds: float) -> str:
    """A length of time in its largest fitting unit, as people say it: 4 min, 3 h, 12 d."""
    seconds = abs(seconds)
    for size, unit in UNITS:
        if seconds >= size:
            return f"{int(seconds // size)}{SPACE}{unit}"
    return "now"


def relative(at: datetime, now: datetime) -> str:
    """An instant as seen from now: "3 h ago", "in 2 d", "just now"."""
    seconds = (at - now).total_seconds()
    words = span(seconds)
    if words == "now":
        return "just now" if seconds <= 0 else "in under a minute"
    return f"in {words}" if seconds > 0 else f"{words} ago"


def decimal(value: Any) -> Decimal | None:
    """A number, or None if the value is not one."""
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def money(value: Any, currency: str = "", cents: bool = False) -> str:
    """An amount with its currency and grouped digits; cents where there are any, or always if asked."""
    amount = decimal(value)
    if amount is None:
        return NONE
    whole = amount == amount.to_integral_value() and not cents
    digits = f"{abs(amount):,.0f}" if whole else f"{abs(amount):,.2f}"
    sign = "−" if amount < 0 else ""
    if currency in SYMBOLS:
        return f"{sign}{SYMBOLS[currency]}{digits}"
    return f"{sign}{digits}{SPACE}{currency}" if currency else f"{sign}{digits}"


def minutes(value: Any) -> str:
    """A length given in minutes, as "45 min", "1 h 35 min" or "3 d 4 h" (days of 24 hours)."""
    amount = decimal(value)
    if amount is None:
        return NONE
    if 0 < amount < 1:
        return f"<{SPACE}1{SPACE}min"
    days, rest = divmod(round(amount), 1440)
    hours, left = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (left, "min")]
    said = [f"{number}{SPACE}{unit}" for number, unit in parts if number][:2]
    return SPACE.join(said) or f"0{SPACE}min"


def percent(value: Any, digits: int = 0) -> str:
    """A share between 0 and 1 in per cent, with so many digits after the point."""
    share = decimal(value)
    return NONE if share is None else f"{share * 100:,.{int(digits)}f}{SPACE}%"


def number(value: Any, digits: int = 0) -> str:
    """A number with grouped digits and a true minus sign."""
    amount = decimal(value)
    return NONE if amount is None else f"{amount:,.{int(digits)}f}".replace("-", "−")


def phone(value: str) -> str:
    """A telephone number as it is written internationally; what cannot be read is shown unchanged."""
    import phonenumbers  # heavy metadata: loaded when the first number is shown

    if not value:
        return NONE
    try:
        parsed = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL).replace(
        " ", SPACE
    )


def tel(value: str) -> str:
    """The address to dial: "tel:" with the plus sign and digits alone."""
    return "tel:" + re.sub(r"[^\d+]", "", value or "")


def initials(name: str) -> str:
    """One or two capitals that stand for a name."""
    words = [word for word in re.split(r"[\s@._-]+", name or "") if word]
    if not words:
        return "?"
    picked = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in picked).upper()
