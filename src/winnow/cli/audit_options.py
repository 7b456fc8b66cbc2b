"""What `winnow audit` can be asked."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILES",
        help="Exports: CSV, TSV, XLSX, XLS, Parquet, XES, folders of them, zip and gz; "
        "or a folder of canonical tables; of spark also an address of one, like s3a://leads/tables.",
        show_default=False,
    ),
]
Report = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write the report: one HTML file, offline."),
]
AsJson = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Write everything as JSON; - prints it.")
]
Ids = Annotated[
    Path | None,
    typer.Option(
        "--ids",
        metavar="FOLDER",
        help="Where the ids behind each finding go, as CSV; else beside the report.",
    ),
]
Mapping = Annotated[
    Path | None,
    typer.Option(
        "--map", metavar="FILE", help="The mapping to follow; if it is not there, the guess is written."
    ),
]
ShowMapping = Annotated[
    bool,
    typer.Option("--show-mapping", help="Print the guess (or the mapping as it was understood) and end."),
]
Unused = Annotated[
    Path | None, typer.Option("--unused", metavar="FILE", help="Write the rows that were left out as CSV.")
]
Home = Annotated[bool, typer.Option("--home", help="Audit the Winnow of this machine instead of files.")]
Engine = Annotated[str, typer.Option("--engine", metavar="NAME", help="What computes: duckdb, or spark.")]
Memory = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="SIZE",
        help="How much the engine may hold in memory, as in 6GB; the rest goes through files in TMPDIR. "
        "Else 1200MB, of spark 2g.",
        show_default=False,
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], help="Up to this day (UTC); else up to the last one in the data."
    ),
]
Zone = Annotated[
    str, typer.Option("--timezone", metavar="ZONE", help="In which months, weekdays and hours are told.")
]
