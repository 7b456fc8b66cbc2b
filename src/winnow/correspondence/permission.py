"""Whether a mail may be sent to somebody, and if not why. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from winnow.correspondence.words import Purpose, Scope
from winnow.procedure.mailing import Mail as Rules

WITHDRAWN = "They withdrew that we may write to them for this purpose."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known about a mail before it goes out; `scopes` are what its address gets no more."""

    purpose: Purpose
    address: str
    do_not_contact: bool
    scopes: Collection[Scope]
    basis: str
    public_url: str
    withdrawn: bool = False  # what it rested on
    by_itself: bool = False  # nobody wrote it: a step of a cadence owes it


def why_not(asked: Asked, rules: Rules) -> str:
    """The reason in a sentence; "" if it may go out. Asked when it is written and again when it is sent."""
    if asked.do_not_contact:
        return "They asked not to be contacted."
    if not asked.address:
        return "No e-mail address of theirs is known."
    if Scope.EVERYTHING in asked.scopes:
        return f"{asked.address} gets no mail any more: see the list of suppressed addresses."
    if is_unasked(asked.purpose, asked.by_itself):
        return _why_not_unasked(asked, rules)
    return WITHDRAWN if asked.withdrawn else ""


def is_unasked(purpose: str, by_itself: bool) -> bool:
    """Whether it comes without their asking: marketing, and what no person wrote to them."""
    return purpose == Purpose.MARKETING or by_itself


def _why_not_unasked(asked: Asked, rules: Rules) -> str:
    """What they did not ask for goes out only with an address of ours and a way to end it."""
    kind = "marketing mail" if asked.purpose is Purpose.MARKETING else "mail that goes out by itself"
    if Scope.MARKETING in asked.scopes:
        return f"They want no {kind}."
    if asked.withdrawn:
        return WITHDRAWN
    if not rules.postal_address.strip():
        return f"The procedure names no postal address, and no {kind} goes out without one."
    if asked.purpose is Purpose.MARKETING and not asked.basis.strip():
        return "It is not known why we may write to them: neither their inquiry nor the procedure says so."
    if not asked.public_url:
        return (
            "Nobody could unsubscribe: Winnow does not know under which address it is reached (WINNOW_URL)."
        )
    return ""
