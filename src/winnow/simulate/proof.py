"""What a life must never show, counted from the database and from outside."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from winnow.correspondence.models import Mail
from winnow.prospects.models import Event, Prospect, Touch
from winnow.prospects.words import Direction, State
from winnow.simulate.run import Summary

TOLD = (
    "at", "kind", "actor__email", "by", "reason", "version", "stage", "state", "outcome", "owner__email",
    "prospect__person__email", "prospect__person__phone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """All of them ought to be 0."""

    dropped: int
    promises_broken: int
    over_cap: int
    after_objection: int
    doubled: int

    @property
    def holds(self) -> bool:
        return not any(
            (self.dropped, self.promises_broken, self.over_cap, self.after_objection, self.doubled)
        )


def proof(done: Summary) -> Proof:
    """Look at everything after a life."""
    life, rules = done.life, done.life.setting.procedure.mail
    return Proof(
        dropped=done.dropped + _nobody_looks(),
        promises_broken=len(life.setting.promises.broken),
        over_cap=life.post.over_cap(rules.most_a_week, rules.most_a_month),
        after_objection=life.post.after_objection + _contacted_after_objection(),
        doubled=life.post.doubled + _twice(),
    )


def _nobody_looks() -> int:
    """In nurture, and the worker will never look again."""
    return Prospect.objects.filter(state=State.NURTURE, check_at=None).count()


def _contacted_after_objection() -> int:
    """Touches of ours after they asked for none, unless they themselves inquired since."""
    asked = F("prospect__person__do_not_contact_at")
    since = Q(prospect__last_inquiry_at__gt=asked)
    return Touch.objects.filter(direction=Direction.OUT, at__gt=asked).exclude(since).count()


def _twice() -> int:
    """Mails that one step owed twice."""
    same = Mail.objects.filter(direction=Direction.OUT).order_by().values("key").annotate(times=Count("id"))
    return same.filter(times__gt=1).count()


def digest() -> str:
    """Everything that happened, without the ids that a database gives."""
    rows = Event.objects.order_by("id").values_list(*TOLD)
    told = hashlib.sha256()
    for at, *rest in rows.iterator(chunk_size=5000):
        told.update(f"{[at.isoformat(), *rest]!r}\n".encode())
    return told.hexdigest()


def facts(done: Summary, seconds: float) -> dict[str, Any]:
    """The whole of it as `winnow simulate --json` prints it; only the seconds differ between two runs."""
    life, found = done.life, proof(done)
    promises, tally = life.setting.promises, life.setting.tally
    return {
        "prospects": done.prospects, "dropped": found.dropped, "promises_broken": found.promises_broken,
        "over_cap": found.over_cap, "after_objection": found.after_objection, "outcomes": done.outcomes,
        "seconds": round(seconds, 1), "holds": found.holds,
        "inquiries": done.inquiries, "states": done.states, "orders": done.orders, "events": done.events,
        "people": sum(bool(one.worker.presence) for one in life.members.values()),
        "mails": {"delivered": life.post.delivered, "doubled": found.doubled,
                  "marketing": sum(map(len, life.post.letters.values())), **dict(sorted(life.post.fates.items()))},
        "promises": {"made": promises.made, "up_in_time": promises.up_in_time, "superseded": promises.superseded,
                     "called_on_time": tally.kept, "called_late": tally.broken,
                     "broken": [(number, when.isoformat(), how) for number, when, how in promises.broken]},
        "digest": digest(), "cpu_seconds": round(done.seconds, 1),
    }  # fmt: skip
