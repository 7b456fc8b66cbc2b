"""What an audit reads: files of other systems, a folder of canonical tables, or the Winnow of this machine."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from winnow.cli import ground
from winnow.cli.audit_engine import Computing
from winnow.cli.say import Problem
from winnow.config.extras import the_extra


def of_export(export: Any, files: list[str], notes: list[str]) -> Any:
    """What the files told, for the report."""
    from winnow.measure.report.source import Source

    return Source(
        name=", ".join(PurePath(path).name or path for path in files),
        rows=dict(export.rows),
        known={name: sorted(columns) for name, columns in export.known.columns.items()},
        only_days=sorted(export.known.only_days),
        roles=[role.as_json() for role in export.roles],
        questions=list(export.questions),
        notes=[*notes, *export.notes],
        unused=export.unused.to_dicts(),
        doubtful=export.doubtful.to_dicts(),
    )


def of_tables(name: str, tables: Any, notes: Sequence[str] = ()) -> Any:
    """What canonical tables hold, for the report."""
    from winnow.measure.canonical import TABLES
    from winnow.measure.report.source import Source

    known = tables.known
    return Source(
        name=name,
        rows={table: int(getattr(tables, table).count().execute()) for table in TABLES},
        known={table: sorted(columns) for table, columns in known.columns.items()},
        only_days=sorted(known.only_days),
        notes=list(notes),
    )


def of_home(by: Computing) -> tuple[Any, Any]:
    """(facts, tables) of this installation, brought up to date; its figures are DuckDB's files."""
    if by.name != "duckdb":
        raise Problem("This Winnow's own figures are computed by duckdb: leave --engine out with --home.")
    ground.ready()
    from winnow.flow import measuring

    if not measuring.is_possible():
        raise Problem(f"The audit needs {the_extra('measure')}")
    measuring.refresh(ground.now())
    from winnow.measure.engines import duckdb
    from winnow.measure.kept import kept
    from winnow.measure.shown import newest

    folder = newest(measuring.place())
    connection = by.connect()
    facts = kept(folder, connection) if folder else None
    if facts is None:
        raise Problem(
            "There are no figures of this installation yet: run `winnow measure refresh`, then this again."
        )
    return facts, duckdb.open_folder(measuring.place() / "tables", facts.as_of, connection=connection)
