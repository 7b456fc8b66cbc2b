"""A firm on a simulated clock: inquiries come in, people work, time passes, all through the real actions."""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import transaction

from winnow.flow import Terms, receive
from winnow.flow.deals.purging import purge, review
from winnow.flow.due import what_is_due
from winnow.flow.held import dismiss
from winnow.flow.scene import Refused
from winnow.flow.tick import tick
from winnow.flow.worths import learn
from winnow.followup.queries import calendar
from winnow.followup.worktime import is_open, working_between
from winnow.intake.models import Held
from winnow.nurture.words import Bought
from winnow.people.models import User
from winnow.procedure.actions import publish
from winnow.procedure.queries import in_force
from winnow.prospects import bulk
from winnow.prospects.transitions import Actor
from winnow.prospects.words import Queue, Role
from winnow.simulate.arrivals import Coming, arrivals
from winnow.simulate.asked import Calls
from winnow.simulate.beside import Beside
from winnow.simulate.board import Board
from winnow.simulate.cases import Case, Setting, Tally
from winnow.simulate.desk import Desks
from winnow.simulate.fates import Fate
from winnow.simulate.firm import Firm
from winnow.simulate.house import Member, move_in
from winnow.simulate.moves import Moves
from winnow.simulate.post import Post
from winnow.simulate.written import WHY_REVISED, revised_text

TIME_ACTS = timedelta(hours=3)  # so long passes at least between two ticks
QUIET = timedelta(hours=4)  # at most so long time passes at once
A_DAY, SLICE = timedelta(days=1), timedelta(minutes=60)
LAST_HOURS = timedelta(hours=10)  # of working time, in which things are left for today
AN_HOUR = timedelta(hours=1)
HELD_FOR = timedelta(days=6)  # what is held back waits so long for the marketer
REVIEW = (4, 12)  # Fridays at noon
WORKERS_BATCH = 2000
MOST_AT_ONCE = 500
SINCE = 'SELECT "prospect_id" FROM "prospects_event" WHERE "id" > %s'
TAKEN_UP = f"{SINCE} AND \"kind\" = 'reopened'"
HEARD = (Fate.REPLIED, Fate.CLICKED, Fate.ANSWERED)
WHY_PURGED = "Our rule: big, or moving"

Progress = Callable[[float, str], None]


@dataclass
class Life:
    """One firm from `start` to `end`."""

    firm: Firm
    start: datetime
    end: datetime
    inquiries: int
    seed: int
    members: dict[int, Member] = field(init=False, default_factory=dict)
    setting: Setting = field(init=False)
    desks: Desks = field(init=False)
    board: Board = field(init=False, default_factory=Board)
    coming: list[Coming] = field(init=False)
    post: Post = field(init=False)
    asking: Calls = field(init=False)
    on_the_line: Collection[int] = field(init=False, default=())  # whom the last step was about
    tracks: bool = True  # from the beginning, else with the revised procedure
    acts_every: timedelta = TIME_ACTS
    step: timedelta = SLICE  # between two looks at what is due
    purges_from: float = (
        0.5  # the share of the life after which the manager takes up purging; 1 and more: never
    )
    beside: timedelta = timedelta(0)  # so long before the end people begin to do what no queue demands
    calls: bool = False  # whoever was drawn for the question “did you buy?” is called
    revised: bool = field(init=False, default=False)
    acted: datetime = field(init=False)  # when time itself last did what was due
    seen: int = field(
        init=False, default=0
    )  # the last event that was asked whether it takes somebody up again
    last_hours: datetime = field(init=False)

    def live(self, progress: Progress) -> Tally:
        """All of it, each day in one transaction of its own, or all in the caller's."""
        rng = Random(f"{self.seed}/{self.firm.name}")
        self.start, self.end = self.start.astimezone(UTC), self.end.astimezone(UTC)
        self.coming = arrivals(self.firm, self.inquiries, self.start, self.end, rng)
        self.coming.reverse()  # taken from the end
        with transaction.atomic():
            self.members = move_in(self.firm, self.start, self.end, self.tracks)
        self.setting = Setting(self.firm, rng, in_force(self.start)[1])
        self.desks, self.post = Desks(self.setting), Post(self.seed, self._says)
        self.asking = Calls(self.setting, self.seed)
        self.last_hours, self.acted = self._last_hours(), self.start
        whole = self.end - self.start
        for opens, closes in _spans(self.start, self.end, A_DAY):
            with transaction.atomic():
                self._day(opens, closes)
            progress((closes - self.start) / whole, f"{closes:%d %B %Y}")
        learn(self.end)
        return self.setting.tally

    def _day(self, opens: datetime, closes: datetime) -> None:
        if not self.revised and opens >= self.start + (self.end - self.start) / 2:
            self._revise(opens)
        self.desks.forget(opens - 3 * A_DAY)
        for start, end in self._steps(opens, closes):
            self._slice(start, end)

    def _steps(self, opens: datetime, closes: datetime) -> Iterator[tuple[datetime, datetime]]:
        """One step after the other; those in which nobody is there pass together, as only time itself acts then."""
        began, are_there = opens, self._anybody(opens)
        for _, end in _spans(opens, closes, self.step):
            comes = self._anybody(end)
            if are_there or comes or end == closes or end - began >= QUIET:
                yield began, end
                began = end
            are_there = comes

    def _anybody(self, at: datetime) -> bool:
        return any(self._is_there(one, at) for one in self.members.values())

    def _review(self, at: datetime) -> None:
        """Once a week the marketer looks at what was held back, and dismisses it."""
        waiting = Held.objects.filter(settled_at=None, at__lt=at - HELD_FOR)
        numbers = list(waiting.order_by("id").values_list("id", flat=True))
        marketer = next(one for one in self.members.values() if one.worker.role == Role.MARKETER)
        if numbers:
            dismiss(numbers, by=User.objects.get(pk=marketer.id), now=at)

    def _purge(self, at: datetime) -> None:
        """The manager lets go of what the rule holds to be neither big nor moving."""
        if (
            at < self.start + (self.end - self.start) * self.purges_from
            or not self.setting.procedure.deals.purge.on
        ):
            return
        doubtful = list(review(at).due)
        manager = next(one for one in self.members.values() if one.worker.role == Role.MANAGER)
        for start in range(0, len(doubtful), MOST_AT_ONCE):
            with suppress(Refused):  # all of them were promised something that is due
                purge(doubtful[start : start + MOST_AT_ONCE], by=manager.id, reason=WHY_PURGED, now=at)
        self.board.reread(doubtful)

    def _last_hours(self) -> datetime:
        """Since when it is the end: at weekends and at night that is longer ago."""
        hours, at = calendar(self.setting.procedure, "", self.end), self.end
        while working_between(hours, at, self.end) < LAST_HOURS:
            at -= AN_HOUR
        return at

    def _slice(self, start: datetime, end: datetime) -> None:
        """One step: what comes in, what people do, and every few hours what time itself does."""
        self.setting.until, self.setting.wrapping_up = end, end > self.last_hours
        if start.weekday() == REVIEW[0] and start.hour <= REVIEW[1] < start.hour + (end - start) / AN_HOUR:
            self._review(start)
            self._purge(start)
            if start >= self.end - self.beside:
                self.board.reread(Beside(self.setting, self.seed, self.on_the_line).week(start))
        self._bring(start)
        self._take_in(end)
        self._begin_anew()
        moves = Moves()
        self._work(start, end, moves)
        moved = moves.carry_out(end)
        self.on_the_line = moved.keys()
        self.board.learn(moved.values())
        if self.calls:
            there = [one.id for one in self.members.values() if self._is_there(one, start)]
            self.board.reread(self.asking.make(there, moved.keys(), end))
        if end - self.acted >= self.acts_every or end == self.end:
            self._let_time_act(end)

    def _let_time_act(self, at: datetime) -> None:
        """The worker's tick and post; then whatever was promised must be there."""
        self.acted = at
        due = self.board.due(at)
        if what_is_due(at):
            before = _last_event()
            tick(at, worker="simulator", limit=WORKERS_BATCH)
            self.board.reread([*due, *_concerned_since(before)])
        self.board.reread(self.post.take(at))
        self.setting.promises.look(at, self.board, self.setting.heard_at)

    def _bring(self, at: datetime) -> None:
        """What has come back by mail."""
        heard = self.post.bring(at, self.on_the_line)
        for prospect, fate in heard.items():
            if (case := self.setting.cases.get(prospect)) and fate in HEARD:
                case.heard_at, case.wrote = at, case.wrote or fate is Fate.REPLIED
        self.board.reread(heard)

    def _says(self, prospect: int, at: datetime) -> tuple[Bought, str]:
        """What they answer when they are asked whether they bought."""
        case = self.setting.cases.get(prospect)
        return case.became(at) if case else (Bought.DECIDING, "")

    def _work(self, start: datetime, end: datetime, moves: Moves) -> None:
        """Whoever is there works on their queue; who sits in a meeting leaves it for a promised call only."""
        there = [one for one in self.members.values() if self._is_there(one, start)]
        if not there:
            return
        offered = self.board.queues([one.id for one in there], end)
        for one in there:
            rows = offered[one.id]
            if self.setting.rng.random() >= one.worker.presence:
                rows = [row for row in rows if row.queue == Queue.PROMISED]
            self.desks.work(one, rows, start, end, moves)

    def _take_in(self, until: datetime) -> None:
        while self.coming and self.coming[-1].at <= until:
            self._receive(min(self.coming[-1].at + self.step, until))

    def _receive(self, until: datetime) -> None:
        """What comes in until an instant, at least one, in one batch."""
        batch = [self.coming.pop()]
        while self.coming and self.coming[-1].at <= until:
            batch.append(self.coming.pop())
        receipts = receive([one.raw for one in batch], now=batch[-1].at, terms=Terms(Actor("door")))
        for one, receipt in zip(batch, receipts, strict=True):
            if one.inquirer and receipt.prospect:
                self._remember(receipt.prospect, one)
        self.board.reread(receipt.prospect for receipt in receipts if receipt.prospect)

    def _remember(self, prospect: int, one: Coming) -> None:
        """Who inquires again long after deciding has a new wish; else it is the one that is known."""
        if one.inquirer is None:
            return
        case = self.setting.cases.get(prospect)
        if case is None:
            self.setting.cases[prospect] = Case(one.inquirer, one.inquirer.truth, one.at)
            return
        case.heard_at = one.at
        if one.at > case.decides_at:
            case.renew(self.setting.rng, self.firm, one.at)

    def _begin_anew(self) -> None:
        """Who was taken up again, by whatever door, must say again what was said before."""
        last, self.seen = self.seen, _last_event()
        for (prospect,) in bulk.read(TAKEN_UP, [last]):
            if case := self.setting.cases.get(prospect):
                case.answers.clear()

    def _is_there(self, one: Member, at: datetime) -> bool:
        """Somebody who works on prospects, in working hours, on a day that is not off."""
        if not one.worker.presence or not is_open(calendar(self.setting.procedure, one.team, at), at):
            return False
        return at.astimezone(one.zone).date() not in one.away

    def _revise(self, at: datetime) -> None:
        manager = next(one for one in self.members.values() if one.worker.role == Role.MANAGER)
        publish(
            revised_text(self.firm, self.tracks),
            now=at,
            by=User.objects.get(pk=manager.id),
            reason=WHY_REVISED,
        )
        self.setting.procedure, self.revised = in_force(at)[1], True


def _last_event() -> int:
    return int(bulk.read('SELECT MAX("id") FROM "prospects_event"')[0][0] or 0)


def _concerned_since(event: int) -> set[int]:
    """The prospects that something happened to."""
    return {number for (number,) in bulk.read(SINCE, [event]) if number}


def _spans(start: datetime, end: datetime, length: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """From start to end in pieces that begin at whole multiples of `length`, the first and last cut."""
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    opens = start
    while opens < end:
        closes = min(midnight + ((opens - midnight) // length + 1) * length, end)
        yield opens, closes
        opens = closes
