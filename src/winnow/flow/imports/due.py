"""What the worker does for imports: runs those that wait, undoes those that are to be undone, goes on with the dead."""

import logging
from collections.abc import Callable

from winnow.flow.imports.lease import Clock
from winnow.flow.imports.running import run
from winnow.flow.imports.undoing import undo
from winnow.flow.scene import Refused
from winnow.intake.models import Import

log = logging.getLogger("winnow.imports")


def run_due(clock: Clock, between: Callable[[], object] | None = None) -> bool:
    """Do one of them to its end; False if there is nothing to do.

    `between` is called after each chunk of a run, so that a worker can meanwhile keep the clocks; it may raise Stop.
    """
    now = clock()
    for row in Import.objects.filter(status__in=("waiting", "running", "undoing")).order_by("id"):
        is_dead = row.held_until is not None and row.held_until < now
        if is_dead or (not row.held_by and row.status != "running"):
            try:
                _do(row, clock, between)
            except Refused as error:
                log.warning("%s", error)
            return True
    return False


def _do(row: Import, clock: Clock, between: Callable[[], object] | None) -> None:
    progress = (lambda _: between()) if between else None
    if row.status == "undoing":
        undo(row.pk, row.found.get("undone_by"), clock, row.found.get("reason", ""), progress)
    else:
        run(row.pk, clock, progress)
