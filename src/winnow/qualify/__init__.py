"""Pre-qualification: the desk, the score, the cut. The learned score is loaded when it is asked for."""

from importlib import import_module

LEARNED = frozenset(
    {
        "Frame",
        "History",
        "OutOfTime",
        "Prior",
        "Refused",
        "Scorer",
        "Scores",
        "Step",
        "Validated",
        "find_leaks",
        "fit",
    }
)


def __getattr__(name: str) -> object:
    """What `winnow.qualify.learn` offers, without importing numpy before anyone needs it."""
    if name in LEARNED:
        return getattr(import_module("winnow.qualify.learn"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
