"""What computes an audit, and within how much memory."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import typer

from winnow.cli.say import Problem

SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?(MB|GB)", re.IGNORECASE)
MEGABYTES = {"MB": 1, "GB": 1_000}
LEAST = 200  # megabytes: below it not even a small audit can be computed
UNITS = {"duckdb": "MB", "spark": "m"}  # how each says megabytes
# Where Spark looks for settings of its own; the last is there under spark-submit.
SPARK_SETTINGS = ("SPARK_CONF_DIR", "PYSPARK_SUBMIT_ARGS", "PYSPARK_GATEWAY_PORT")
FULL = ("OutOfMemoryException", "OutOfMemoryError")


@dataclass(frozen=True)
class Computing:
    """An engine; `megabytes` that it may hold in memory, None: as many as it is given by default."""

    name: str
    megabytes: int | None

    @property
    def module(self) -> Any:
        if self.name == "duckdb":
            from winnow.measure.engines import duckdb

            return duckdb
        from winnow.measure.engines import spark

        return spark

    def connect(self) -> Any:
        memory = {} if self.megabytes is None else {"memory": f"{self.megabytes}{UNITS[self.name]}"}
        settings = {"settings": spark_is_told()} if self.name == "spark" else {}
        return self.module.connect(**memory, **settings)


def spark_is_told() -> bool:
    """Whether somebody has told Spark where to run, as one does for a cluster."""
    return any(name in os.environ for name in SPARK_SETTINGS)


def computing(name: str, memory: str | None) -> Computing:
    """From what was asked for; a Problem if there is no such engine, a wrong use if there is no such size."""
    if name not in UNITS:
        raise Problem(f"There is no engine {name}: duckdb or spark.")
    if name == "spark" and not find_spec("pyspark"):
        raise Problem("The engine spark needs pyspark and Java 17: install pyspark beside Winnow.")
    return Computing(name, None if memory is None else _megabytes(memory))


def _megabytes(said: str) -> int:
    size = SIZE.fullmatch(said.strip())
    found = int(float(size[1]) * MEGABYTES[size[2].upper()]) if size else 0
    if found < LEAST:
        raise typer.BadParameter(f"--memory is a size from {LEAST}MB on, like 800MB or 6GB, not {said}.")
    return found


@contextmanager
def enough(memory: str | None) -> Iterator[None]:
    """Says what to do where an engine has not enough memory, or no room for its files."""
    try:
        yield
    except Exception as error:
        if not _is_full(error):
            raise
        raise Problem(
            f"The engine had not enough memory with {memory or 'what it is given by default'}: allow more with "
            "--memory, as in --memory 6GB. No report was written. What does not fit goes through files in TMPDIR, "
            "which need room, too."
        ) from error


def _is_full(error: BaseException) -> bool:
    """DuckDB says so by its class, Spark in the words of Java."""
    return type(error).__name__ in FULL or (
        type(error).__name__ == "Py4JJavaError" and any(word in str(error) for word in FULL)
    )
