"""Migrations, each in one transaction with the note that it was applied: who is killed simply starts again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations import CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


def apply_all() -> None:
    """Bring the tables to what this program knows."""
    apply()
    call_command("migrate", verbosity=0, interactive=False)  # nothing is left but to tell the libraries


def apply(up_to: Sequence[tuple[str, str]] = ()) -> None:
    """What is missing of these, named by app and name, and of what they stand on; without any, of all."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(list(up_to) or executor.loader.graph.leaf_nodes())
    state = None
    with _references_unchecked():
        for migration, backwards in plan:
            # Django notes some migrations only after their tables are committed; killed between, it stumbles for ever.
            migration.operations = tables_together(migration.operations)  # type: ignore[misc]  # its own list
            with transaction.atomic():
                state = executor.migrate([], plan=[(migration, backwards)], state=state)


class Together(Operation):
    """Tables that are made one after the other, and the models of all of them only once.

    Django makes the models of whatever is related anew for each table, and here nearly everything is: most of the time
    that a new database took.
    """

    def __init__(self, tables: list[Operation]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # made, all of them, when next asked for
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)


def tables_together(operations: Sequence[Operation]) -> list[Operation]:
    """The same operations; tables made one after the other as one of them."""
    found: list[Operation] = []
    for are_tables, run in groupby(operations, lambda one: type(one) is CreateModel):
        some = list(run)
        found += [Together(some)] if are_tables else some
    return found


@contextmanager
def _references_unchecked() -> Iterator[None]:
    """SQLite rebuilds whole tables, and lets go of its references only outside a transaction; each step checks them."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()
