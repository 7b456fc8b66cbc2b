"""Finding people for commands, and what a refused change sounds like."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from winnow.cli.say import Problem


@contextmanager
def only_done() -> Iterator[None]:
    """A refusal by the rooms becomes this command's Problem."""
    from winnow.people.actions import NotDone

    try:
        yield
    except NotDone as refusal:
        raise Problem(str(refusal)) from None


def person(email: str) -> Any:
    """The person of that address, or a Problem."""
    from winnow.people.models import User

    found = User.objects.filter(email=email.strip().lower()).first()
    if not found:
        raise Problem(f"Nobody has the address {email}. `winnow user list` shows who there is.")
    return found


def active(email: str) -> Any:
    """The person of that address who can act here now, or a Problem."""
    from winnow.people.models import User

    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise Problem(f"Nobody active here has the address {email}.")
    return found


def tried(act: Callable[[], Any]) -> Any:
    """What an action answers; its refusal becomes this command's Problem."""
    from winnow.flow.scene import Refused

    try:
        return act()
    except Refused as refusal:
        raise Problem(str(refusal)) from refusal


def all_or_nothing(act: Callable[[], Any]) -> Any:
    """The same in one transaction: what is refused has left nothing behind."""
    from django.db import transaction

    def within() -> Any:
        with transaction.atomic():
            return act()

    return tried(within)
