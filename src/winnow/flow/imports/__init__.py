"""Whole files: begun, tried dry, run in chunks that survive a kill, and undone as one."""

from winnow.flow.imports.running import run, run_due
from winnow.flow.imports.starting import earlier, keep_file, remember, start, unfinished
from winnow.intake.import_rows import Options

__all__ = ["Options", "earlier", "keep_file", "remember", "run", "run_due", "start", "unfinished"]
