"""Migrations, each in one transaction with the note that it was applied: who is killed simply starts again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor


def apply_all() -> None:
    """Bring the tables to what this program knows."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    state = None
    with _references_unchecked():
        for migration, backwards in plan:
            # Django notes some migrations only after their tables are committed; killed between, it stumbles for ever.
            with transaction.atomic():
                state = executor.migrate([], plan=[(migration, backwards)], state=state)
    call_command("migrate", verbosity=0, interactive=False)  # nothing is left but to tell the libraries


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
