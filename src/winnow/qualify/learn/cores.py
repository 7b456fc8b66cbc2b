"""How many cores learning takes: one, so that the desks keep the others.

Threads that wait for one another by turning in circles make learning twenty times slower when somebody else works on
the same machine, and hardly a third faster when nobody does.
"""

from contextlib import AbstractContextManager

from threadpoolctl import threadpool_limits


def on_one_core() -> AbstractContextManager[object]:
    """Inside, the numeric libraries that are loaded by now keep to the calling thread."""
    limit: AbstractContextManager[object] = threadpool_limits(1)
    return limit
