"""A run of an import as a terminal shows it: a bar where there is a terminal, silence in a script."""

import sys
from typing import Any

from winnow.cli import ground


def watched(row: Any) -> Any:
    """Run an import to its end."""
    from winnow.flow import imports

    if not sys.stderr.isatty():
        return imports.run(row.pk, ground.now)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Import {row.pk}", total=row.rows or None, completed=row.rows_done)
        return imports.run(row.pk, ground.now, lambda now: bar.update(task, completed=now.rows_done))
