"""What `winnow cut evaluate` may be told: the file, and what its columns are."""

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="Past prospects, one a row: CSV, TSV, XLSX, XLS or Parquet.")
]
Label = Annotated[str, typer.Option("--label", metavar="COLUMN", help="Which column says who bought.")]
Positive = Annotated[
    str | None,
    typer.Option("--positive", metavar="VALUE", help="What stands there for bought, if it is not plain."),
]
Time = Annotated[
    str | None,
    typer.Option(
        "--time",
        metavar="COLUMN",
        help="When each came; the newest fifth is then the test. Dates or numbers.",
    ),
]
InOrder = Annotated[
    bool, typer.Option("--in-order", help="No column tells the time, but the rows stand in its order.")
]
Identity = Annotated[
    str | None, typer.Option("--id", metavar="COLUMN", help="What merely names the prospect.")
]
Amount = Annotated[
    str | None, typer.Option("--amount", metavar="COLUMN", help="Money of the order, to price cuts in it.")
]
KnownBefore = Annotated[
    list[str] | None,
    typer.Option(
        "--known-before",
        metavar="COLUMN",
        help="Was known before the outcome, for certain: used, whatever its values look like. Any number of times.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="COLUMN", help="Is not to be used. Any number of times."),
]
Seed = Annotated[
    int, typer.Option("--seed", help="Of what is drawn by chance; the same seed, the same answer.")
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="report.html", help="Write a page with the picture.")
]
