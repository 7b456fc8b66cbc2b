"""Pre-qualification: the desk, the score, the cut. The learned score is loaded when it is asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from winnow.qualify.learn import (
        Frame,
        History,
        OutOfTime,
        Prior,
        Refused,
        Scorer,
        Scores,
        Step,
        Validated,
        find_leaks,
        fit,
    )  # fmt: skip

__all__ = [
    "Frame", "History", "OutOfTime", "Prior", "Refused", "Scorer", "Scores", "Step", "Validated",
    "find_leaks", "fit",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """What `winnow.qualify.learn` offers, without importing numpy before anyone needs it."""
    if name in __all__:
        return getattr(import_module("winnow.qualify.learn"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
