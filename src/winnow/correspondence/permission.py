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


def why_not(asked: Asked, rules: Rules) -> str:
    """The reason in a sentence; "" if it may go out. Asked when it is written and again when it is sent."""
    if asked.do_not_contact:
        return "They asked not to be contacted."
    if not asked.address:
        return "No e-mail address of theirs is known."
    if Scope.EVERYTHING in asked.scopes:
        return f"{asked.address} gets no mail any more: see the list of suppressed addresses."
    if asked.purpose is Purpose.MARKETING:
        return _why_no_marketing(asked, rules)
    return WITHDRAWN if asked.withdrawn else ""


def _why_no_marketing(asked: Asked, rules: Rules) -> str:
    if Scope.MARKETING in asked.scopes:
        return "They want no marketing mail."
    if asked.withdrawn:
        return WITHDRAWN
    if not rules.postal_address.strip():
        return "The procedure names no postal address, and no marketing mail goes out without one."
    if not asked.basis.strip():
        return "It is not known why we may write to them: neither their inquiry nor the procedure says so."
    if not asked.public_url:
        return (
            "Nobody could unsubscribe: Winnow does not know under which address it is reached (WINNOW_URL)."
        )
    return ""
