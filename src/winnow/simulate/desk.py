"""How somebody works through their queue: in its order, one at a time, each with habits of their own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from winnow.prospects.words import NextAction, Queue, Role, Stage
from winnow.simulate import deals
from winnow.simulate.attempts import attempt
from winnow.simulate.board import Row
from winnow.simulate.cases import Setting
from winnow.simulate.customers import care
from winnow.simulate.house import Member
from winnow.simulate.moves import Moves
from winnow.simulate.qualifying import decide

BETWEEN = timedelta(minutes=1)  # two prospects
ON_TIME = timedelta(minutes=15)  # a promised call within this is a promise kept
# Minutes until somebody begins, on average, when they do it at once and when they put it aside.
AT_ONCE = {Queue.NEW: 7.0, Queue.PROMISED: 2.0}
PUT_ASIDE = {Queue.NEW: 120.0, Queue.PROMISED: 300.0}
OF_HANDOVERS = (60.0, 600.0)
TOMORROW = 1500.0
HURRIED = 0.72  # of what they usually do at once, in the last hours
OTHERWISE = (25.0, 500.0)

Waiting = tuple[int, datetime, int]  # prospect, due, owner: the same thing to do by the same person


@dataclass
class Desks:
    """Everybody's desk; remembers what people have put aside and until when they are busy."""

    setting: Setting
    aside: dict[Waiting, datetime] = field(default_factory=dict)
    busy: dict[int, datetime] = field(default_factory=dict)

    def work(self, who: Member, rows: list[Row], start: datetime, end: datetime, moves: Moves) -> None:
        """What this person does between two instants."""
        at = max(start, self.busy.get(who.id, start))
        ready = [(self._begins(who, row, at), row) for row in rows]
        while ready and at < end:
            turn = next((one for one in ready if one[0] <= at), None)
            if turn is None:
                at = min(begins for begins, _ in ready)
                continue
            ready.remove(turn)
            minutes = self._do(who, turn[1], at, moves)
            at += timedelta(minutes=round(minutes * who.worker.pace)) + BETWEEN
        self.busy[who.id] = at if at > end and len(ready) < len(rows) else end

    def forget(self, before: datetime) -> None:
        """What was begun or moved long ago."""
        self.aside = {key: begins for key, begins in self.aside.items() if begins > before}

    def _begins(self, who: Member, row: Row, at: datetime) -> datetime:
        """When they get to it: chosen once for each thing to do."""
        key = (row.id, row.due_at, who.id)
        if key not in self.aside:
            since = max(row.available_at, at)
            self.aside[key] = since + timedelta(seconds=round(60 * self._delay(who, row)))
        return max(self.aside[key], row.available_at)

    def _delay(self, who: Member, row: Row) -> float:
        rng, queue = self.setting.rng, Queue(row.queue)
        at_once, aside = AT_ONCE.get(queue, OTHERWISE[0]), PUT_ASIDE.get(queue, OTHERWISE[1])
        if row.next_action == NextAction.ACCEPT:
            at_once, aside = OF_HANDOVERS
            if self.setting.wrapping_up:
                return TOMORROW
        reliable = who.worker.promise if queue is Queue.PROMISED else who.worker.diligence
        if self.setting.wrapping_up and queue is not Queue.PROMISED:
            reliable *= HURRIED
        return rng.expovariate(1 / (at_once if rng.random() < reliable else aside))

    def _do(self, who: Member, row: Row, at: datetime, moves: Moves) -> int:
        setting, case = self.setting, self.setting.cases[row.id]
        if row.queue == Queue.PROMISED:
            on_time = at - row.due_at <= ON_TIME
            setting.tally.kept += on_time
            setting.tally.broken += not on_time
        case.answered_at = case.answered_at or at
        setting.promises.tried[row.id] = at
        if row.next_action == NextAction.ACCEPT:
            return deals.respond(setting, who, row, at, moves)
        if row.stage == Stage.CUSTOMER and case.has_ordered and row.next_action != NextAction.ACCEPT:
            return care(setting, who, row, at, moves)
        if row.stage == Stage.OPPORTUNITY or (row.stage == Stage.CUSTOMER and who.worker.role == Role.SELLER):
            return deals.go_on(setting, who, row, at, moves)
        if row.next_action == NextAction.QUALIFY and case.answers:
            return decide(setting, who, row, at, moves)
        return attempt(setting, who, row, at, moves)
