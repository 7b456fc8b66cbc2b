"""Due work is taken together; where that fails each is taken by itself, and what fails even so comes later."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from winnow.followup import actions as followup

Done = TypeVar("Done")


def handled(
    numbers: Sequence[int],
    take: Callable[[Sequence[int]], Done],
    put_off: Callable[[int], tuple[int | None, str]],
    *,
    now: datetime,
) -> list[Done]:
    """What `take` returned, for each transaction that stands: one for all, or where that fails one for each.

    `put_off` moves a failing one's deadline on, and says whose prospect it is, if anybody's, and what failed; both
    are kept with the reason, so that it surfaces and holds nobody up.
    """
    if not numbers:
        return []
    try:
        with transaction.atomic():
            return [take(numbers)]
    except Exception as error:
        if len(numbers) == 1:
            with transaction.atomic():
                prospect, what = put_off(numbers[0])
                followup.record_failure(prospect, what[:60], f"{type(error).__name__}: {error}", now=now)
            return []
    return [done for number in numbers for done in handled([number], take, put_off, now=now)]
