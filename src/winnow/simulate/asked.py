"""Calls to those who were drawn by lot for the one question, “did you buy?”: whoever is to call does so, once a day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from winnow.flow.asking.answering import Answered, answer, not_reached
from winnow.nurture.models import Question
from winnow.nurture.queries import to_call
from winnow.simulate.cases import Setting

A_DAY = 5  # for each who calls


@dataclass
class Calls:
    """Who has called today already."""

    setting: Setting
    seed: int
    done: dict[int, date] = field(default_factory=dict)

    def make(self, there: Collection[int], busy: Collection[int], at: datetime) -> list[int]:
        """What each of those who are there is to ask today, whoever is on the line left out; whom it was about."""
        callers = [one for one in there if self.done.get(one) != at.date()]
        if not callers:
            return []
        self.done |= dict.fromkeys(callers, at.date())
        made: dict[int, int] = defaultdict(int)
        concerned = []
        for one in to_call(callers, at):
            if one.prospect_id not in busy and made[one.caller_id or 0] < A_DAY:
                made[one.caller_id or 0] += 1
                self._call(one, at)
                concerned.append(one.prospect_id)
        return concerned

    def _call(self, one: Question, at: datetime) -> None:
        case, by = self.setting.cases.get(one.prospect_id), one.caller_id or 0
        known = case.inquirer.fields.get("email", "") if case else ""
        rng = Random(f"{self.seed}/asked/{known}/{at.isoformat()}")
        if case is None or not case.truth.number_works or rng.random() >= case.truth.reach:
            not_reached(one.pk, by=by, now=at)
            return
        case.heard_at = at
        said, whom = case.became(at)
        answer(Answered(one.pk, said, whom, by=by), now=at)
