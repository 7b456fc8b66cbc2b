"""Qualifiers of one process, each in a thread: next, dispose, until nothing is left; prints who held what."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from winnow.cli.ground import set_up

set_up()

from winnow.flow.claims import next_for  # noqa: E402
from winnow.flow.work import Dispose, dispose  # noqa: E402
from winnow.people.models import User  # noqa: E402


def works_until_empty(number: int, now: datetime) -> list[int]:
    """The prospects that this person held, in order."""
    user, held = User.objects.get(id=number), []
    while prospect := next_for(user, now=now):
        held.append(prospect.id)
        dispose([Dispose(prospect.id, "no_answer", now, user.id, holding=True)], now=now)
    return held


def main(instant: str, *numbers: str) -> None:
    now = datetime.fromisoformat(instant)
    with ThreadPoolExecutor(len(numbers)) as threads:
        for held in threads.map(lambda number: works_until_empty(int(number), now), numbers):
            sys.stdout.writelines(f"{prospect}\n" for prospect in held)


if __name__ == "__main__":
    main(*sys.argv[1:])
