"""What each route needs to be opened in tests, and how it answers those whom its rule lets in.

An area adds `tests/web/samples/<area>.py` with `SAMPLES`: route name → Sample. A route without parameters that
answers a GET with 200 needs none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tests.web.samples.world import World

EVERYWHERE = ("admin", "marketer")  # belong to all teams
Kwargs = Callable[[World], Mapping[str, Any]]


def nothing(world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Sample:
    """How a route is opened, and the statuses it answers with.

    `kwargs` names something of the own team. `get` is what a GET answers whom the rule lets in; `by_role` what it
    answers these roles instead. `other_team` is what a GET answers people of another team (None: it is theirs
    too); where it is said, their POST must be refused and write nothing. `post` is what a well-formed POST
    carries. `writes_on_get` and `no_csrf` are exceptions, each with its reason.
    """

    kwargs: Kwargs = nothing
    get: int = 200
    by_role: Mapping[str, int] | None = None
    other_team: int | None = None
    post: Mapping[str, Any] | None = None
    writes_on_get: str = ""
    no_csrf: str = ""

    def expected(self, role: str, own: bool) -> int:
        """The status of a GET for somebody whom the rule lets in."""
        if not own and self.other_team and role not in EVERYWHERE:
            return self.other_team
        return (self.by_role or {}).get(role, self.get)


def all_samples() -> dict[str, Sample]:
    found: dict[str, Sample] = {}
    for module in iter_modules(__path__):
        found |= getattr(import_module(f"{__name__}.{module.name}"), "SAMPLES", {})
    return found
