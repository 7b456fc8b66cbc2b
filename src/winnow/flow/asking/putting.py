"""Once a day, whoever has come to an age of the procedure without an order is asked; some silent ones are called."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from winnow.correspondence.words import Purpose
from winnow.flow import owed
from winnow.flow.mailing.filling import values_of
from winnow.flow.mailing.outgoing import Draft, queue_in
from winnow.flow.owed import Owed
from winnow.flow.scene import Scene
from winnow.nurture import actions, queries
from winnow.nurture.models import Question
from winnow.procedure.merging import Unfilled, fill
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Role

AT_ONCE = 500
KIND = "asked"
WEEK = timedelta(days=7)


def ask_if_due(now: datetime) -> bool:
    """Whether this worker went through everybody today."""
    procedure = in_force(now)[1]
    if not procedure.did_you_buy.on or queries.looked(KIND, now.date()):
        return False
    for age in ages(procedure):
        while ask(age, now) == AT_ONCE:
            pass
    draw(now)
    return actions.looked(KIND, now.date())


def ages(procedure: Procedure) -> tuple[int, ...]:
    """Days after the last inquiry at which we ask."""
    asked = procedure.did_you_buy
    last = (procedure.nurture.horizon_days,) if asked.at_horizon and procedure.nurture.horizon_days else ()
    return tuple(sorted({*asked.after_days, *last}))


def ask(age: int, now: datetime) -> int:
    """Ask those who have just come to this age, by mail where we may; returns how many."""
    procedure = in_force(now)[1]
    reached = now - timedelta(days=age)
    since = reached - timedelta(days=procedure.did_you_buy.late_days)
    quiet = now + timedelta(days=procedure.nurture.quiet_before_promise_days)
    numbers = queries.to_be_asked(age, since, reached, quiet, AT_ONCE)
    if numbers:
        with transaction.atomic():
            scene = Scene.of(numbers, now=now, merged=True)
            again = set(queries.to_be_asked(age, since, reached, quiet, AT_ONCE))
            _put(scene, [row for row in scene.rows.values() if row.pk in again], age)
    return len(numbers)


def _put(scene: Scene, rows: Sequence[Prospect], age: int) -> None:
    asked = [_question(scene, row, age) for row in rows]
    drafts = {one.token: draft for one in asked if (draft := _draft(scene, one))}
    answers = {one.key: one for one in queue_in(scene, list(drafts.values()))}
    for one in asked:
        draft = drafts.get(one.token)
        one.mail = answers[draft.key].mail if draft else None
    actions.put(asked)
    changes = [
        Change(one.prospect_id, Kind.ASKED, scene.now, _said(one), data={"age": one.age, "mail": one.mail})
        for one in asked
    ]
    scene.apply(changes, scene.actor(None, "worker"))


def _question(scene: Scene, row: Prospect, age: int) -> Question:
    word = f"{row.pk}:{row.last_inquiry_at.isoformat()}:{age}"
    token = salted_hmac("winnow.asked", word, algorithm="sha256").hexdigest()[:40]
    return Question(
        prospect_id=row.pk, person_id=row.person_id, inquired_at=row.last_inquiry_at, age=age, at=scene.now,
        token=token, expires_at=scene.now + timedelta(days=scene.procedure.did_you_buy.open_days),
        stratum=f"{row.state}:{age}",
    )  # fmt: skip


def _draft(scene: Scene, one: Question) -> Draft | None:
    """The mail that asks; None where it cannot be written, so that they may be called."""
    row, rules = scene.row(one.prospect_id), scene.procedure.did_you_buy
    by = _writer(scene, row)
    if not settings.PUBLIC_URL or not scene.procedure.mail.postal_address.strip() or not by:
        return None
    values = values_of(scene.procedure, scene.person(row.pk), scene.users[by])
    try:
        text = fill(rules.body.strip().replace("{ask}", address_of(one.token)), values)
        subject = fill(rules.subject, values)
    except Unfilled:
        return None
    return Draft(
        f"{queries.ASKED}{one.token}",
        row.pk,
        by,
        subject,
        text,
        scene.now,
        purpose=Purpose.MARKETING,
        template="did_you_buy",
    )


def _writer(scene: Scene, row: Prospect) -> int:
    """Whose name stands under it: its owner's; of a closed one a marketer's."""
    user = scene.users.get(row.owner_id or 0)
    return user.pk if user and user.is_active else scene.pick(row.pk, Role.MARKETER).owner


def address_of(token: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}/asked/{token}/"


def _said(one: Question) -> str:
    way = "by mail" if one.mail else "no mail may or can go there"
    return f"Asked whether they bought, {one.age} days after their inquiry: {way}."


def draw(now: datetime) -> int:
    """Draw by lot, among those who are silent, whom to call this week; what has run out is called no more."""
    rules = in_force(now)[1].did_you_buy
    with transaction.atomic():
        actions.expire_calls(now)
        room = rules.calls_a_week - queries.drawn_since(now - WEEK)
        silent = queries.silent(now, now - timedelta(days=rules.call_after_days), max(room, 0))
        if silent:
            _hand_out(silent, now)
        return len(silent)


def _hand_out(silent: Sequence[Question], now: datetime) -> None:
    scene = Scene.of({one.prospect_id for one in silent}, now=now, merged=True)
    role = Role(scene.procedure.routing.first_desk)
    for one in silent:
        one.caller_id, one.call_at, one.drawn_at = scene.pick(one.prospect_id, role).owner, now, now
    actions.hand_out(silent)
    owed.owe(
        [
            Owed(f"asked:{one.pk}:call", one.caller_id or 0, one.prospect_id, "ask_by_call",
                 f"{scene.person(one.prospect_id)}: drawn by lot for one question, “did you buy?”. Call and note it.")
            for one in silent
        ],
        now=now,
    )  # fmt: skip
