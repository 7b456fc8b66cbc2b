"""How learning stands, in words: which model is in use, or why none is."""

from dataclasses import dataclass

from winnow.flow.learning.needed import SAID, is_here
from winnow.flow.learning.training import LEAST_ORDERS
from winnow.procedure.schema import Procedure
from winnow.qualify.odds import queries


@dataclass(frozen=True, slots=True)
class Standing:
    """`orders`: prospects that bought, as far as can be told; `why_none`: why no model is in use."""

    is_in_use: bool
    orders: int
    needed: int
    why_none: str
    is_installed: bool

    @property
    def share(self) -> float:
        """Of the orders that are needed."""
        return min(1.0, self.orders / self.needed)


def standing(procedure: Procedure) -> Standing:
    """One statement while a model is in use, else three at most."""
    here, found = is_here(), queries.in_use()
    if found is not None:
        return Standing(True, 0, LEAST_ORDERS, "", here)
    orders = queries.buyers()
    return Standing(False, orders, LEAST_ORDERS, _why(orders, procedure, here), here)


def _why(orders: int, procedure: Procedure, here: bool) -> str:
    if not here:
        return SAID
    if not procedure.learning.every_days:
        return "The procedure says that nothing is learned (learning, every_days = 0)."
    if orders < LEAST_ORDERS:
        return f"No model yet: {orders} order{'' if orders == 1 else 's'}, {LEAST_ORDERS} are needed."
    if waited := queries.last_waited():
        return f"No model yet: {waited}"
    return "No model yet: the worker learns the first one within a day."
