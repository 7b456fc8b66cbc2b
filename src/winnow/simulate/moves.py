"""What people do within one slice of time, gathered so that each kind of action is one call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from winnow.flow.customers import caring
from winnow.flow.deals.moving import Told, tell_in
from winnow.flow.finish import Bought, Close, Rest, close_in, nurture_in, order_in
from winnow.flow.mailing.outgoing import Draft, queue_in
from winnow.flow.scene import Scene
from winnow.flow.verdicts import Decide, Respond, answer_in, decide_in, respond_in
from winnow.flow.work import Dispose, dispose_in
from winnow.prospects.models import Prospect
from winnow.qualify.actions import Said, react

Step = Draft | Dispose | Said | Decide | Respond | Told | Bought | Close | Rest | caring.Said | caring.Done


@dataclass
class Moves:
    """A slice's actions; each list names a prospect once, save for answers and what is told of a deal."""

    touches: list[Dispose] = field(default_factory=list)
    letters: list[Draft] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    great: list[tuple[int, str, int, datetime]] = field(default_factory=list)  # prospect, question, by, at
    verdicts: list[Decide] = field(default_factory=list)
    responses: list[Respond] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)  # of deals
    orders: list[Bought] = field(default_factory=list)
    closings: list[Close] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    heard: list[caring.Said] = field(default_factory=list)  # from customers
    cared: list[caring.Done] = field(default_factory=list)

    def carry_out(self, now: datetime) -> dict[int, Prospect]:
        """In the order in which they follow from one another: talk, answers, verdict, handover, end.

        All in one scene and transaction. Returns the prospects concerned, as they stand afterwards.
        """
        steps: list[tuple[Sequence[Step], Callable[[Scene, Any], object]]] = [
            (self.letters, queue_in), (self.touches, dispose_in), (self.said, answer_in), (self.verdicts, decide_in),
            (self.responses, respond_in), (self.told, tell_in), (self.orders, order_in),
            (self.closings, close_in), (self.rests, nurture_in), (self.heard, caring.note_in),
            (self.cared, caring.done_in),
        ]  # fmt: skip
        concerned = {one.prospect for items, _ in steps for one in items}
        if not concerned:
            return {}
        with transaction.atomic():
            scene = Scene.of(concerned, now=now)
            for items, act in steps:
                if items:
                    act(scene, sorted(items, key=lambda one: (one.at, one.prospect)))
            for prospect, question, by, at in self.great:
                react([(prospect, question, by)], at=at)
        return scene.rows
