"""Finding people for commands, and what a refused change sounds like."""

from collections.abc import Iterator
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
