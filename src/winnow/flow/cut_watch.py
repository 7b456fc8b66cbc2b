"""The promise of the cut, watched for ever: an alarm when it is broken, and a cut that follows the newest model."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from winnow.flow import owed
from winnow.flow.cutting import columns_of
from winnow.flow.learning.needed import is_here
from winnow.flow.owed import Owed
from winnow.flow.scene import Refused
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.words import Role
from winnow.qualify.cutting import actions, queries
from winnow.qualify.cutting.actions import Doer
from winnow.qualify.cutting.models import Cut
from winnow.qualify.models import LearnedModel

EVERY = timedelta(minutes=2)
TOLD = (Role.MANAGER, Role.MARKETER, Role.ADMIN)


def watch_if_due(now: datetime) -> bool:
    """Look whether the promise is kept, and whether a newer model is in use; whether anything was done."""
    cut = queries.in_force() if is_here() else None
    if cut is None or now - cut.watched_at < EVERY:
        return False
    with transaction.atomic():
        held = Cut.objects.select_for_update(of=("self",)).filter(pk=cut.pk, state=Cut.State.IN_FORCE).first()
        if held is None or now - held.watched_at < EVERY:
            return False
        doer = Doer(now, in_force(now)[0], through="worker")
        if _broken(held, doer):
            return True
        model = queries.champion()
        if model is not None and model.pk != held.model_id:
            _follow(held, model, doer)
            return True
        actions.watched(held, now)
        return False


def _broken(cut: Cut, doer: Doer) -> bool:
    """An alarm, told to managers and marketers, and a narrower cut: the last that its own orders bear out."""
    from winnow.qualify.cut import InForce, alarm, step_back
    from winnow.qualify.cut.ranks import HAIR

    if cut.lose >= 1:
        return False
    seen = queries.seen(queries.of_line(cut))
    found = alarm(seen.orders, len(seen.below), max(cut.lose, HAIR), cut.honest, cut.confidence)
    if not found.is_raised:
        return False
    actions.raise_alarm(cut, doer, found.said)
    earlier = [InForce(*one) for one in queries.earlier(cut)]
    share = step_back(earlier, cut.share, cut.lose, cut.honest)
    if share > 0:
        what = f"the cut has gone back to {share:.0%}, the last whose own orders do not speak against it"
        columns = _same(cut) | {"kind": Cut.Kind.SHARE, "value": share, "share": share, "line": None}
        columns |= {"said": f"Widened by itself: {what}.", "reason": found.said[:300]}
        actions.publish(columns, doer, instead_of=cut, kind="cut_widened")
    else:
        what = "no earlier cut was safe, so nobody is thrown away any more"
        actions.withdraw(cut, doer, found.said)
    _tell(f"cut_alarm:{cut.pk}", "cut_alarm", f"{found.said} By itself, {what}.", doer)
    return True


def _follow(cut: Cut, model: LearnedModel, doer: Doer) -> None:
    """The same wish by the newer model, on its newest blocks; or no cut, where it cannot be promised any more."""
    _, procedure = in_force(doer.at)
    try:
        columns = columns_of(cut.kind, cut.value, model, procedure)
    except Refused as refusal:
        actions.withdraw(cut, doer, str(refusal))
        _tell(f"cut_withdrawn:{cut.pk}", "cut_withdrawn", f"The cut was withdrawn. {refusal}", doer)
        return
    kept = {"lose": cut.lose, "honest": cut.honest, "seed": cut.seed, "line": cut.line or cut}
    columns |= {**kept, "reason": f"It follows the model in use, number {model.number}."}
    actions.publish(columns, doer, instead_of=cut, kind="cut_followed")


def _same(cut: Cut) -> dict[str, Any]:
    names = ("kind", "value", "confidence", "share", "lose", "expected", "bound", "orders", "honest", "seed",
             "by_profit", "model_id", "said")  # fmt: skip
    return {name: getattr(cut, name) for name in names}


def _tell(key: str, kind: str, text: str, doer: Doer) -> None:
    users = User.objects.filter(role__in=TOLD, is_active=True).values_list("id", flat=True)
    owed.owe([Owed(f"{key}:{user}", user, None, kind, text) for user in users], now=doer.at)
