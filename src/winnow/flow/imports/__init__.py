"""Whole files: begun, tried dry, run in chunks that survive a kill, and undone as one."""

from winnow.flow.imports.running import run, run_due
from winnow.flow.imports.starting import (
    begin_outcomes,
    earlier,
    keep_file,
    remember,
    start,
    unfinished,
)
from winnow.flow.imports.trying import Tried, dry_run
from winnow.flow.imports.undoing import undo
from winnow.intake.import_outcomes import OutcomeOptions
from winnow.intake.import_rows import Options

__all__ = ["Options", "OutcomeOptions", "Tried", "begin_outcomes", "dry_run", "earlier", "keep_file", "remember",
           "run", "run_due", "start", "undo", "unfinished"]  # fmt: skip
