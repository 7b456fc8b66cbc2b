"""What may be chosen: families of models and averages of them, on all that is known or on what is newest."""

from dataclasses import dataclass

from winnow.qualify.learn.families import BOOSTING, LOGISTIC, SCORECARD


@dataclass(frozen=True, slots=True)
class Pupil:
    """One family, from all rows alike or the newest counting most, from all fields or those that have not moved."""

    family: str
    newest: bool = False
    trusted: bool = False


# Simplest first. The mean of two additive models is again one table for each column, as easily read as
# either of them and less at the mercy of chance: so it goes before them. Trees come last.
ADDITIVE: dict[str, tuple[str, ...]] = {
    f"{SCORECARD} and {LOGISTIC}": (SCORECARD, LOGISTIC),
    SCORECARD: (SCORECARD,),
    LOGISTIC: (LOGISTIC,),
}
WITH_TREES: dict[str, tuple[str, ...]] = {
    f"{SCORECARD}, {LOGISTIC} and {BOOSTING}": (SCORECARD, LOGISTIC, BOOSTING),
    f"{LOGISTIC} and {BOOSTING}": (LOGISTIC, BOOSTING),
    BOOSTING: (BOOSTING,),
}
HEDGED = ", with one voice each for the newest rows and for the fields that have not moved"
TWICE, STAYING, NEWEST = (
    ", the newest counted twice",
    " on fields that have not moved",
    ", the newest counting most",
)

Methods = dict[str, tuple[Pupil, ...]]


def methods(drifting: bool, trees: bool) -> Methods:
    """Every method to be tried, the simplest first; where fields have moved, also those that follow them."""
    plain = {name: tuple(Pupil(family) for family in families) for name, families in ADDITIVE.items()}
    found: Methods = dict(plain)
    if drifting:
        found |= {name + HEDGED: (*p, *_newest(p), *_trusted(p)) for name, p in plain.items()}
        found |= {name + TWICE: (*pupils, *_newest(pupils)) for name, pupils in plain.items()}
        found |= {name + STAYING: _trusted(pupils) for name, pupils in plain.items()}
        found |= {name + NEWEST: _newest(pupils) for name, pupils in plain.items()}
    if trees:
        found |= {name: tuple(Pupil(family) for family in families) for name, families in WITH_TREES.items()}
    return found


def pupils_of(tried: Methods) -> tuple[Pupil, ...]:
    """Each pupil once."""
    return tuple(dict.fromkeys(pupil for pupils in tried.values() for pupil in pupils))


def _newest(pupils: tuple[Pupil, ...]) -> tuple[Pupil, ...]:
    return tuple(Pupil(pupil.family, True, pupil.trusted) for pupil in pupils)


def _trusted(pupils: tuple[Pupil, ...]) -> tuple[Pupil, ...]:
    return tuple(Pupil(pupil.family, pupil.newest, True) for pupil in pupils)
