"""Apache Spark as the engine: for those whose tables do not fit one machine. Needs `pyspark` and Java 17.

The metrics are the same expressions; only how a source is opened differs. A cluster needs a session of its own, or
Spark's settings in the environment, and a folder that all its machines see (object storage).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import ibis

from winnow.measure.canonical import TABLES, Tables
from winnow.measure.engines.opening import EVENTFUL, SPARK, instant, known, micros, plainly, select

MEMORY = "2g"  # of a local session
SETTINGS = (
    "SPARK_CONF_DIR",
    "PYSPARK_SUBMIT_ARGS",
    "PYSPARK_GATEWAY_PORT",
)  # the last is set by spark-submit


def connect(session: Any = None, *, memory: str = MEMORY, settings: bool = False) -> Any:
    """Spark by way of a session, or by Spark's own `settings` (of a cluster); else inside this process.

    `memory` is that of a local session.
    """
    session = session or _session(memory, settings)
    session.conf.set("spark.sql.session.timeZone", "UTC")
    session.conf.set("spark.sql.ansi.enabled", "false")
    plainly()
    return _settling(ibis.pyspark.connect(session))


def _session(memory: str, settings: bool) -> Any:
    from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]

    builder = SparkSession.builder.appName("winnow")
    if settings:
        return builder.getOrCreate()
    local = {
        "spark.driver.memory": memory,
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.showConsoleProgress": "false",
        "spark.ui.enabled": "false",
    }
    return builder.master("local[*]").config(map=local).getOrCreate()


def _settling(connection: Any) -> Any:
    """With cached tables worked out at once and cut off from their plans.

    Spark caches a table when it is first read, and plans all that it came from again with each question: facts are
    made of facts, and after a dozen such steps planning takes minutes.
    """

    def create(name: str, expression: ibis.Expr) -> ibis.Table:
        connection._run_pre_execute_hooks(expression)  # tables in memory are made known
        frame = connection._session.sql(connection.compile(expression)).localCheckpoint(eager=True)
        frame.createTempView(name)
        return connection.table(name)

    def drop(name: str) -> None:
        connection._session.catalog.dropTempView(name)

    connection._create_cached_table, connection._drop_cached_table = create, drop
    return connection


def open_folder(
    folder: str, as_of: datetime | None = None, *, only_days: Iterable[str] = (), connection: Any = None
) -> Tables:
    """`<table>.parquet` files or folders, on whatever storage Spark reads, as canonical tables. Raises NotCanonical."""
    connection = connection or connect()
    found = {name: _read(connection, f"{str(folder).rstrip('/')}/{name}.parquet") for name in TABLES}
    return _opened(connection, {name: frame for name, frame in found.items() if frame}, as_of, only_days)


def open_frames(
    frames: Mapping[str, Any],
    as_of: datetime | None = None,
    *,
    only_days: Iterable[str] = (),
    connection: Any = None,
) -> Tables:
    """Frames of Spark by table name as canonical tables. Raises NotCanonical."""
    given = {name: frames[name] for name in TABLES.keys() & frames.keys()}
    return _opened(connection or connect(), given, as_of, only_days)


def _read(connection: Any, path: str) -> Any:
    """A Parquet file as a frame; None if there is none."""
    from pyspark.errors import AnalysisException  # type: ignore[import-not-found, unused-ignore]

    try:
        return connection._session.read.parquet(path)
    except AnalysisException:
        return None


def _opened(
    connection: Any, frames: Mapping[str, Any], as_of: datetime | None, only_days: Iterable[str]
) -> Tables:
    days = [
        f"{name}.{column}"
        for name, frame in frames.items()
        for column, kind in frame.dtypes
        if kind == "date"
    ]
    there = known({name: frame.columns for name, frame in frames.items()}, [*only_days, *days])
    session = connection._session
    for name, frame in frames.items():
        frame.createOrReplaceTempView(f"given_{name}")
    until = micros(as_of) if as_of else _last(session, frames)
    for table in TABLES:
        query = select(table, there.columns.get(table, ()), f"given_{table}", SPARK, until)
        session.sql(query).createOrReplaceTempView(table)
    opened = {table: connection.table(table) for table in TABLES}
    return Tables(**opened, as_of=as_of or instant(until), known=there)


def _last(session: Any, frames: Mapping[str, Any]) -> int:
    """The last instant in the data, in microseconds."""
    lasts = [
        session.sql(f"SELECT max(unix_micros(CAST(`at` AS TIMESTAMP))) FROM given_{table}").first()[0]  # noqa: S608
        for table in EVENTFUL
        if table in frames and table != "costs"  # a budget may be dated ahead
    ]
    return max((last for last in lasts if last is not None), default=0)
