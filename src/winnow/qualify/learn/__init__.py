"""The score, learned from the company's own outcomes; needs neither Django nor the application."""

from winnow.qualify.learn.choice import Validated
from winnow.qualify.learn.fitting import fit
from winnow.qualify.learn.frame import Frame
from winnow.qualify.learn.history import History, Prior
from winnow.qualify.learn.leak import Refused, find_leaks
from winnow.qualify.learn.scorer import OutOfTime, Scorer, Scores, Step

__all__ = [
    "Frame", "History", "OutOfTime", "Prior", "Refused", "Scorer", "Scores", "Step", "Validated",
    "find_leaks", "fit",
]  # fmt: skip
