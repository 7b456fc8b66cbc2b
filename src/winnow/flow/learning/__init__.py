"""The odds of an order: learned from the company's own past, put in use, held or taken back, and kept up to date."""

from winnow.flow.learning.changing import freeze, roll_back, unfreeze
from winnow.flow.learning.scoring import look_after, score_due
from winnow.flow.learning.standing import Standing, standing
from winnow.flow.learning.training import LEAST_ORDERS, Missing, Trained, train, train_if_due

__all__ = [
    "LEAST_ORDERS", "Missing", "Standing", "Trained", "freeze", "look_after", "roll_back", "score_due", "standing",
    "train", "train_if_due", "unfreeze",
]  # fmt: skip
