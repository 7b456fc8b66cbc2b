"""Which answers count now: what was said before a prospect was taken up again counts only once it is confirmed."""

from collections.abc import Collection
from dataclasses import dataclass, field

from winnow.prospects import bulk
from winnow.prospects.whole import whole_rows
from winnow.qualify.models import Answer

# The answers of before the prospect was last taken up again.
BEFORE = """SELECT a."id" FROM "qualify_answer" a WHERE a."prospect_id" {among} AND a."at" <
    (SELECT e."at" FROM "prospects_event" e WHERE e."prospect_id" = a."prospect_id" AND e."kind" = 'reopened'
        ORDER BY e."id" DESC LIMIT 1)"""


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest answer to each question, parted by whether it counts. To give it again is to confirm it."""

    counting: dict[str, Answer] = field(default_factory=dict)
    before: dict[str, Answer] = field(default_factory=dict)


def standing(prospects: Collection[int]) -> dict[int, Standing]:
    """By prospect; two statements."""
    found = {number: Standing() for number in prospects}
    before = {number for (number,) in bulk.look_up(BEFORE, prospects)}
    among, wanted = bulk.given(prospects)
    for row in whole_rows(Answer, f'WHERE "prospect_id" {among} ORDER BY "id"', [wanted]):
        mine = found[row.prospect_id]
        (mine.before if row.pk in before else mine.counting)[row.question] = row
    return found
