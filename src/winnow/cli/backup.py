"""`winnow backup`: the whole installation in one file."""

from pathlib import Path
from typing import Annotated

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, Problem, facts

app = typer.Typer()


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A new file; it will be readable by you alone.")],
    as_json: AsJson = False,
) -> None:
    """Write the database as it is at this instant, the keys and the imported files into one checksummed file.

    Winnow can go on working meanwhile. Keep the file as you keep passwords: it opens everything.
    """
    ground.ready()
    if file.exists():
        raise Problem(f"{file} is there already, and a backup overwrites nothing. Choose another name.")
    if not file.absolute().parent.is_dir():
        raise Problem(f"There is no folder {file.absolute().parent}. Make it first.")
    from winnow.backup.save import save

    try:
        manifest = save(file.absolute(), ground.now())
    except OSError as error:
        raise Problem(
            f"The backup was not written: {error.strerror or error}. Nothing is left of it."
        ) from None
    rows = sum(manifest.rows.values())
    told = {
        "file": str(file),
        "bytes": file.stat().st_size,
        "made_at": manifest.made_at,
        "rows": manifest.rows,
    }
    facts(told) if as_json else typer.echo(f"{file}: {rows:,} rows, {file.stat().st_size:,} bytes.")
