"""`winnow import opportunities`: what they are worth, of what and whose they are."""

from pathlib import Path
from typing import Annotated

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, Problem, facts


def opportunities(
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, TSV, XLSX or XLS.")],
    match: Annotated[
        str, typer.Option(metavar="FIELD=COLUMN", help="Whose: by external_id, email or phone.")
    ],
    source: Annotated[
        str, typer.Option(help="The source within which ids are unique, as in the import.")
    ] = "",
    amount: Annotated[
        str, typer.Option(metavar="COLUMN", help="What it is worth; without it, the list price.")
    ] = "",
    product: Annotated[
        str, typer.Option(metavar="COLUMN", help="A product of the procedure's catalogue.")
    ] = "",
    seller: Annotated[str, typer.Option(metavar="COLUMN", help="Who had it: a name or address.")] = "",
    currency: Annotated[str, typer.Option(help="Of the amounts; without it, the company's.")] = "",
    as_json: AsJson = False,
) -> None:
    """Bring in what opportunities are worth, of what and whose they are; after their outcomes were brought in."""
    ground.ready()
    from winnow.flow.deals.history import Columns, bring
    from winnow.flow.scene import Refused

    field, _, column = match.partition("=")
    if not column:
        raise Problem("Write --match as FIELD=COLUMN, as in --match external_id=ID.")
    columns = Columns(field, column, amount, product, seller, currency.upper(), source)
    try:
        counts = bring(path, columns, now=ground.now())
    except Refused as refusal:
        raise Problem(str(refusal)) from refusal
    told = {name: counts[name] for name in ("rows", "told", "sellers", "no_opportunity", "unknown")}
    if as_json:
        return facts(told)
    typer.echo(", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in told.items()) + ".")
