"""The cut: which prospects can be thrown away, what that costs, and whether what was promised is kept.

Plain arrays in, values with reasons out; needs neither Django nor the application.
"""

from winnow.qualify.cut.alarm import Alarm, InForce, alarm, step_back
from winnow.qualify.cut.capacity import Filled, fill, room
from winnow.qualify.cut.decide import Decision, decide
from winnow.qualify.cut.evaluate import Evaluation, evaluate
from winnow.qualify.cut.held_out import Untestable
from winnow.qualify.cut.honest import Loss, drawn, is_drawn, loss
from winnow.qualify.cut.past import Past, in_blocks, past
from winnow.qualify.cut.price import Price, price, prices
from winnow.qualify.cut.profit import worth_an_hour
from winnow.qualify.cut.promise import Of, Promise, promise
from winnow.qualify.cut.ranks import ranks, thrown_away

__all__ = [
    "Alarm",
    "Decision",
    "Evaluation",
    "Filled",
    "InForce",
    "Loss",
    "Of",
    "Past",
    "Price",
    "Promise",
    "Untestable",
    "alarm",
    "decide",
    "drawn",
    "evaluate",
    "fill",
    "in_blocks",
    "is_drawn",
    "loss",
    "past",
    "price",
    "prices",
    "promise",
    "ranks",
    "room",
    "step_back",
    "thrown_away",
    "worth_an_hour",
]  # fmt: skip
