"""What learning needs beyond the base installation."""

from functools import cache
from importlib.util import find_spec

NEEDED = ("numpy", "scipy", "sklearn")
SAID = 'Learning the odds needs numpy, scipy and scikit-learn: install Winnow with the extra "ml".'


class Missing(Exception):
    """They are not installed; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(SAID)


@cache
def is_here() -> bool:
    """Whether this installation can learn and score."""
    return all(find_spec(name) for name in NEEDED)


def need() -> None:
    """Raises Missing if it cannot."""
    if not is_here():
        raise Missing
