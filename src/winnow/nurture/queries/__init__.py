"""Reads of nurture: who stays, what is due, what was sent and followed."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from winnow.nurture.models import Click, Link, Question, Sign, Stay, Taken
from winnow.nurture.replies import Stratum
from winnow.prospects import bulk
from winnow.prospects.models import Prospect
from winnow.prospects.whole import whole_rows
from winnow.prospects.words import Outcome, Queue, State


def open_stays(prospects: Collection[int]) -> dict[int, Stay]:
    """By prospect."""
    if not prospects:
        return {}
    among, wanted = bulk.given(prospects)
    rows = whole_rows(Stay, f'WHERE "left_at" IS NULL AND "prospect_id" {among} ORDER BY "id"', [wanted])
    return {one.prospect_id: one for one in rows}


def due(now: datetime, limit: int) -> list[int]:
    """The prospects whose stay has a step to be taken."""
    rows = Stay.objects.filter(due_at__lte=now, due_at__isnull=False).order_by("due_at")
    return list(rows.values_list("prospect_id", flat=True)[:limit])


def taken(stays: Collection[int]) -> dict[int, set[str]]:
    """The steps that were taken, by stay."""
    found: dict[int, set[str]] = defaultdict(set)
    for stay, step in Taken.objects.filter(stay_id__in=stays).values_list("stay_id", "step"):
        found[stay].add(step)
    return found


def mails_of(stays: Collection[int]) -> list[int]:
    """The numbers of the mails that were written in these stays."""
    rows = Taken.objects.filter(stay_id__in=stays, mail__isnull=False)
    return [number for number in rows.values_list("mail", flat=True) if number is not None]


def mails_of_steps(steps: Collection[tuple[int, str]]) -> dict[int, tuple[int, str]]:
    """(stay, step) by the number of its mail."""
    rows = Taken.objects.filter(stay_id__in={stay for stay, _ in steps}, mail__isnull=False)
    found = {number: (stay, step) for number, stay, step in rows.values_list("mail", "stay_id", "step")}
    return {number or 0: one for number, one in found.items() if one in set(steps)}


def stay_of(key: str) -> int:
    """The stay that a step's mail was written in, by the key of the mail; 0 for any other mail."""
    kind, _, rest = key.partition(":")
    number = rest.partition(":")[0]
    return int(number) if kind == "track" and number.isascii() and number.isdigit() else 0


def over(stays: Collection[int]) -> set[int]:
    """Those of them that have ended."""
    ended = Stay.objects.filter(id__in=stays, left_at__isnull=False) if stays else Stay.objects.none()
    return set(ended.values_list("id", flat=True))


def link(token: str) -> Link | None:
    return Link.objects.select_related("stay").filter(token=token).first()


def prospects_of_clicks(clicks: Collection[int]) -> set[int]:
    return set(Click.objects.filter(id__in=clicks).values_list("link__stay__prospect_id", flat=True))


def unjudged(now: datetime, limit: int, among: Collection[int] | None = None) -> list[Click]:
    """The clicks whose moment is over, first made first."""
    rows = Click.objects.filter(judge_at__lte=now, judge_at__isnull=False).order_by("judge_at", "id")
    rows = rows if among is None else rows.filter(id__in=among)
    return list(rows.select_related("link__stay__person")[:limit])


def clicks_on(steps: Collection[tuple[int, str]]) -> list[Click]:
    """All clicks on the links of these mails that may be a person's."""
    rows = Click.objects.filter(link__stay_id__in={stay for stay, _ in steps}, machine="")
    wanted = set(steps)
    return [one for one in rows.select_related("link") if (one.link.stay_id, one.link.step) in wanted]


def signs(stays: Collection[int]) -> dict[int, list[tuple[datetime, int]]]:
    """When each sign was given in these stays, and its points."""
    found: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for stay, at, points in Sign.objects.filter(stay_id__in=stays).values_list("stay_id", "at", "points"):
        found[stay].append((at, points))
    return found


def looked(kind: str, day: date) -> bool:
    on = connection.ops.adapt_datefield_value(day)
    return bool(bulk.read('SELECT 1 FROM "nurture_look" WHERE "kind" = %s AND "day" = %s', [kind, on]))


def without_a_stay(limit: int) -> list[int]:
    """Prospects that rest without a row of their own: they were there before there were stays."""
    there = Stay.objects.filter(prospect=OuterRef("pk"), left_at=None)
    rows = Prospect.objects.filter(~Exists(there), state=State.NURTURE).order_by("id")
    return list(rows.values_list("id", flat=True)[:limit])


ASKED = "asked:"  # keys of the mails that ask begin so


def _undecided(prospect: str = "") -> Q:
    """Of whom it is not known what became of it, and on whom nobody works just now; `prospect` is the way to them.

    Not in it: whether the person asked for no contact. Who is asked or called is asked that as well; before a mail
    goes out it is one of several reasons for silence, which are looked up for every mail.
    """
    state, outcome = Q((f"{prospect}state", State.NURTURE)), Q((f"{prospect}outcome", Outcome.NOT_BUYING))
    return (state | outcome) & Q((f"{prospect}merged_into", None), (f"{prospect}order_count", 0))


def may_be_asked(row: Prospect) -> bool:
    """The same as `_undecided`, of a row that is read already."""
    unknown = row.state == State.NURTURE or row.outcome == Outcome.NOT_BUYING
    return unknown and row.merged_into_id is None and not row.order_count


def to_be_asked(age: int, since: datetime, until: datetime, quiet: datetime, limit: int) -> list[int]:
    """Prospects whose last inquiry is of this time, that have no order and were not asked at this age.

    Left out for now: those to whom something is promised before `quiet`. A further opportunity is never asked:
    whoever inquired is.
    """
    asked = Question.objects.filter(prospect=OuterRef("pk"), inquired_at=OuterRef("last_inquiry_at"), age=age)
    rows = Prospect.objects.filter(
        _undecided(), ~Q(queue=Queue.PROMISED, due_at__lte=quiet), ~Exists(asked), further_of=None,
        last_inquiry_at__gt=since, last_inquiry_at__lte=until, person__do_not_contact_at=None,
    )  # fmt: skip
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


OPEN = _undecided("prospect__") & Q(
    person__do_not_contact_at=None
)  # of questions: who may still be called for one


def asks(key: str) -> bool:
    """Whether a mail puts the question, by its key."""
    return key.startswith(ASKED)


def drawn_since(at: datetime) -> int:
    return Question.objects.filter(drawn_at__gt=at).count()


def silent(now: datetime, asked_until: datetime, limit: int) -> list[Question]:
    """Who has not answered and can be called, in the order of the lot: nobody can choose the words of the links."""
    waited = Q(mail__isnull=True) | Q(at__lte=asked_until)
    rows = Question.objects.filter(
        waited, OPEN, answered_at=None, drawn_at=None, expires_at__gt=now,
    ).exclude(person__phone="")  # fmt: skip
    return list(rows.order_by("token")[:limit])


def to_call(callers: Collection[int], now: datetime) -> QuerySet[Question]:
    """Those whom these people are to call for the one question, first drawn first.

    Whoever objected, ordered, or is worked on since then is not.
    """
    rows = Question.objects.filter(
        OPEN, caller_id__in=callers, call_at__isnull=False, call_at__lte=now, expires_at__gt=now
    )
    return rows.order_by("call_at", "id")


def is_to_call(caller: int, prospect: int, now: datetime) -> bool:
    """Whether this person is to call that prospect for the one question."""
    return to_call([caller], now).filter(prospect=prospect).exists()


def calls_of(caller: int, now: datetime) -> list[Question]:
    """The first of those that this person is to call."""
    return list(to_call([caller], now).select_related("prospect__person", "prospect__company")[:20])


def question(token: str) -> Question | None:
    return Question.objects.filter(token=token).first()


def prospect_of_question(number: int) -> int:
    return Question.objects.values_list("prospect_id", flat=True).get(id=number)


def strata(rows: QuerySet[Question]) -> list[Stratum]:
    """Those who were asked, by stratum, with what they answered; one statement."""
    asked: dict[str, int] = defaultdict(int)
    said: dict[bool, dict[str, dict[str, int]]] = {True: defaultdict(dict), False: defaultdict(dict)}
    counted = rows.order_by().values_list("stratum", "answer", "by_call").annotate(number=Count("id"))
    for stratum, answer, by_call, number in counted:
        asked[stratum] += number
        if answer:
            mine = said[by_call][stratum]
            mine[answer] = mine.get(answer, 0) + number
    return [
        Stratum(name, count, said[False].get(name, {}), said[True].get(name, {}))
        for name, count in sorted(asked.items())
    ]
