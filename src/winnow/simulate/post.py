"""The post: takes what Winnow sends, in this process, and brings back what the world makes of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush

from django.db import transaction

from winnow.correspondence.models import Mail
from winnow.correspondence.words import Purpose
from winnow.flow.asking.answering import Answered, answer
from winnow.flow.mailing import sending, wishes
from winnow.flow.mailing.claiming import Envelope, claim
from winnow.flow.mailing.incoming import take_in
from winnow.flow.mailing.returned import bounced
from winnow.flow.nurturing.following import asked_to_talk, follow_link
from winnow.flow.nurturing.links import TALK
from winnow.nurture.queries import question
from winnow.nurture.words import Bought
from winnow.prospects import bulk
from winnow.simulate import replies
from winnow.simulate.fates import Drawn, Fate, draw

BATCH = 500
ROUNDS_AT_MOST = 10_000  # a mail that stays due for ever must not keep a life
ASKS = "did_you_buy"  # the template of the mail that asks
OBJECTION = frozenset({Fate.OBJECTS, Fate.UNSUBSCRIBED, Fate.COMPLAINED})


Says = Callable[
    [int, datetime], tuple[Bought, str]
]  # what became of a prospect's wish: bought, and from whom


@dataclass(frozen=True, slots=True)
class Delivered:
    """One mail as the world outside has it."""

    person: int
    prospect: int
    recipient: str
    marketing: bool
    content: bytes


@dataclass
class Post:
    """What was delivered to whom and when, as seen from outside; independent of what Winnow wrote down."""

    seed: int
    says: Says = lambda _prospect, _at: (Bought.DECIDING, "")
    fates: Counter[str] = field(default_factory=Counter)
    delivered: int = 0
    doubled: int = 0
    letters: dict[int, list[datetime]] = field(
        default_factory=lambda: defaultdict(list)
    )  # marketing, by person
    after_objection: int = 0
    _seen: set[str] = field(default_factory=set)
    _objected: dict[str, bool] = field(default_factory=dict)  # address: to everything (True), or to marketing
    _coming: list[tuple[datetime, int, Fate, Delivered]] = field(default_factory=list)
    _number: int = 0

    def bring(self, now: datetime, busy: Collection[int]) -> dict[int, Fate]:
        """What has come back until now, in its order: the last thing for each prospect. Those on the line wait."""
        concerned: dict[int, Fate] = {}
        waiting = []
        while self._coming and self._coming[0][0] <= now:
            one = heappop(self._coming)
            _, number, fate, mail = one
            if mail.prospect in busy:
                waiting.append(one)
                continue
            self._react(fate, mail, number, now)
            if mail.prospect:
                concerned[mail.prospect] = fate
        for one in waiting:
            heappush(self._coming, one)
        return concerned

    def take(self, now: datetime) -> set[int]:
        """Everything that Winnow has to send now; returns the prospects concerned."""
        concerned: set[int] = set()
        for _ in range(ROUNDS_AT_MOST):
            due = claim(now=now, worker="simulator", limit=BATCH)
            if not due:
                break
            concerned |= self._batch(due, now)
            if len(due) < BATCH:
                break
        return concerned - {0}

    def _batch(self, due: Sequence[Envelope], now: datetime) -> set[int]:
        rows = bulk.rows(Mail, [one.mail for one in due])
        taken = []
        for one in due:
            row = rows[one.mail]
            marketing, asks = row.purpose == Purpose.MARKETING, row.template == ASKS
            drawn = draw(self.seed, one.recipient, row.subject, now, marketing=marketing, asks=asks)
            self.fates[drawn.fate] += 1
            if drawn.fate is Fate.DEFERRED:
                sending.put_off(one.mail, "451 4.7.1 come back later", now=now)
            elif drawn.fate is Fate.REFUSED:
                with transaction.atomic():
                    bounced(
                        Mail.objects.select_for_update().get(pk=one.mail), "550 5.1.1 nobody here", now=now
                    )
            else:
                taken.append(one.mail)
                self._deliver(one, row, drawn, now)
        sending.sent_all(taken, now=now)
        return {row.prospect_id or 0 for row in rows.values()}

    def _deliver(self, one: Envelope, row: Mail, drawn: Drawn, now: datetime) -> None:
        marketing = row.purpose == Purpose.MARKETING
        self.delivered += 1
        self.doubled += row.message_id in self._seen
        self._seen.add(row.message_id)
        objected = self._objected.get(one.recipient)
        self.after_objection += objected is True or (objected is False and marketing)
        if marketing:
            self.letters[row.person_id or 0].append(now)
        if drawn.fate is not Fate.READ:
            self._number += 1
            mail = Delivered(row.person_id or 0, row.prospect_id or 0, one.recipient, marketing, one.content)
            heappush(self._coming, (drawn.at, self._number, drawn.fate, mail))

    def _react(self, fate: Fate, mail: Delivered, number: int, at: datetime) -> None:
        if fate is Fate.CLICKED:
            self._click(mail, at)
            return
        if fate is Fate.ANSWERED:
            self._answer(mail, at)
            return
        if fate in OBJECTION:
            self._objected[mail.recipient] = fate is not Fate.UNSUBSCRIBED or self._objected.get(
                mail.recipient, False
            )
        if fate in (Fate.OBJECTS, Fate.UNSUBSCRIBED):
            token = replies.unsubscribe_link(mail.content).rstrip("/").rpartition("/")[2]
            who = wishes.wisher(token)
            if who is None:
                raise ValueError("A marketing mail went out without a link under which to object.")
            (wishes.ask_no_contact if fate is Fate.OBJECTS else wishes.unsubscribe)(who, now=at)
            return
        take_in(replies.raw(fate, mail.content, f"{fate}-{self.seed}-{number}", at), now=at)

    def _click(self, mail: Delivered, at: datetime) -> None:
        """On a link of ours; on the page that offers a call, they ask for it."""
        link = follow_link(replies.marked_link(mail.content), "", now=at)
        if link is not None and link.key == TALK:
            asked_to_talk(link, now=at)

    def _answer(self, mail: Delivered, at: datetime) -> None:
        """They follow the link of the question, and say what became of it."""
        asked = question(replies.question(mail.content))
        if asked is None:
            raise ValueError("A mail that asks whether they bought went out without the link to its page.")
        said, whom = self.says(mail.prospect, at)
        answer(Answered(asked.pk, said, whom), now=at)

    def over_cap(self, a_week: int, a_month: int) -> int:
        """How many marketing mails came to somebody who had their fill of the last seven or thirty days."""
        return sum(_over(sorted(instants), a_week, a_month) for instants in self.letters.values())


def _over(instants: Sequence[datetime], a_week: int, a_month: int) -> int:
    count = 0
    for place, at in enumerate(instants):
        days = [(at - before).total_seconds() / 86_400 for before in instants[:place]]
        count += sum(day < 7 for day in days) >= a_week or sum(day < 30 for day in days) >= a_month
    return count
