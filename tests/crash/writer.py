"""Takes in inquiries one commit at a time, as fast as it can; prints what went wrong, if anything did."""

import sys

from winnow.cli.ground import set_up

set_up()

from datetime import UTC, datetime  # noqa: E402

from django.db import DatabaseError  # noqa: E402

from tests.world import raw  # noqa: E402
from winnow.flow import Terms, receive  # noqa: E402
from winnow.prospects.transitions import Actor  # noqa: E402


def main(writer: str, number: str) -> None:
    for n in range(int(number)):
        one = raw(email=f"kim{n}@writer{writer}.example")
        try:
            receive([one], now=datetime.now(UTC), terms=Terms(Actor("door")))
        except DatabaseError as error:
            sys.stdout.write(f"{error}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
