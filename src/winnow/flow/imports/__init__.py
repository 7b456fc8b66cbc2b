"""Whole files: begun, tried dry, run in chunks that survive a kill, and undone as one."""

from winnow.flow.imports.due import run_due
from winnow.flow.imports.opening import complete, open_table, suggestion
from winnow.flow.imports.running import Stop, run
from winnow.flow.imports.starting import (
    begin_outcomes,
    discard,
    earlier,
    remember,
    send,
    set_options,
    start,
    try_dry,
    upload,
)  # fmt: skip
from winnow.flow.imports.trying import Tried, dry_run
from winnow.flow.imports.undoing import undo
from winnow.intake.import_outcomes import OutcomeOptions
from winnow.intake.import_rows import Options

__all__ = [
    "Options", "OutcomeOptions", "Stop", "Tried", "begin_outcomes", "complete", "discard", "dry_run", "earlier",
    "open_table", "remember", "run", "run_due", "send", "set_options", "start", "suggestion", "try_dry", "undo",
    "upload",
]  # fmt: skip
