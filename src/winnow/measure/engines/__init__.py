"""Where the canonical tables are computed: DuckDB in this process, or Apache Spark; no metric knows which."""

from importlib import import_module
from typing import Any

ENGINES = {"duckdb": "winnow.measure.engines.duckdb", "spark": "winnow.measure.engines.spark"}


def engine(name: str) -> Any:
    """The module of an engine: `connect`, `open_folder` and `open_frames`. KeyError for one there is not."""
    return import_module(ENGINES[name])
