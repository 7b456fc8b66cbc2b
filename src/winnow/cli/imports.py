"""`winnow import`: bring files in, see what would come, go on after a stop, and undo."""

from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core

from winnow.cli import ground
from winnow.cli.import_opportunities import opportunities
from winnow.cli.import_progress import watched
from winnow.cli.say import AsJson, Problem, aside, facts, table

COUNTED = ("rows", "accepted", "repeated", "quarantined", "rejected")
Pairs = Annotated[
    list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="Which column is what.")
]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, TSV, XLSX or XLS.")]
Number = Annotated[int, typer.Argument(metavar="ID", help="As `winnow import list` shows it.")]
Encoding = Annotated[str | None, typer.Option(help="Instead of the one found, for example cp1252.")]
Delimiter = Annotated[
    str | None, typer.Option(help="Instead of the one found: a comma, semicolon, tab or |.")
]
Zone = Annotated[str, typer.Option("--timezone", help="Of dates without one, for example Europe/Berlin.")]
DayFirst = Annotated[
    bool | None, typer.Option("--dayfirst/--monthfirst", help="How 03/04/2024 is meant, if it is not plain.")
]


class FileOrCommand(typer.core.TyperGroup):
    """`winnow import FILE …` is `winnow import file FILE …`: what is no command is a file."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["file", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=FileOrCommand,
    no_args_is_help=True,
    help="Bring files of inquiries in: `winnow import FILE --channel trade_show --campaign 'Hannover 2026'`. "
    "The rows are history unless --clocks says otherwise: nothing is sent, no clock starts, but every open prospect "
    "gets an owner and a dated next action.",
)


@app.command("file")
def file(
    path: File,
    channel: Annotated[str, typer.Option(help="How they came, where no column tells it.")] = "",
    campaign: Annotated[str, typer.Option(help="By which campaign, where no column tells it.")] = "",
    pairs: Pairs = None,
    preset: Annotated[str, typer.Option(help="Whose export it is: hubspot, salesforce, pipedrive, …")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    source: Annotated[str, typer.Option(help="Where from; ids of the file are unique within it.")] = "",
    consent: Annotated[str, typer.Option(help="On what ground they may be contacted.")] = "",
    timezone: Zone = "UTC",
    dayfirst: DayFirst = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    skip_known: Annotated[
        bool, typer.Option("--skip-known", help="Leave out who is known, instead of a second inquiry.")
    ] = False,
    clocks: Annotated[
        bool, typer.Option("--clocks", help="These are live inquiries: start their clocks.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring a file of inquiries in; what `winnow import FILE` does."""
    ground.ready()
    from winnow.flow import imports

    options = imports.Options(
        mapping=_pairs(pairs, "--map", "email=E-mail"), preset=preset, channel=channel, campaign=campaign,
        source=source, consent=consent, skip_known=skip_known, timezone=timezone, dayfirst=dayfirst,
        clocks=clocks, encoding=encoding, delimiter=_delimiter(delimiter),
    )  # fmt: skip
    if dry_run:
        return _dry(path, options, as_json)
    with refusing():
        row, said = imports.start(path, options, None, ground.now())
        _say(said)
        if before := imports.earlier(row.sha256, besides=row.pk):
            aside(f"The same file was brought in before, as import {before.pk}: its rows are repeats now.")
        _tell(watched(row), as_json)


@app.command("outcomes")
def outcomes(
    path: File,
    match: Annotated[str, typer.Option(metavar="FIELD=COLUMN", help="Whose: by external_id, email or phone.")],
    date: Annotated[str, typer.Option("--won-date", "--date", metavar="COLUMN", help="When it was so.")],
    source: Annotated[str, typer.Option(help="The source within which ids are unique, as in the import.")] = "",
    amount: Annotated[str, typer.Option(metavar="COLUMN", help="The order's amount; without it, 0.")] = "",
    currency: Annotated[str, typer.Option(help="Of the amounts; without it, the company's.")] = "",
    verdict_by: Annotated[str, typer.Option(metavar="COLUMN", help="Who qualified: a name or address.")] = "",
    verdict_date: Annotated[str, typer.Option(metavar="COLUMN", help="When; without it, the date.")] = "",
    outcome: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN:VALUE=WORD", help="What a value means: bought, bought_elsewhere/price, "
                     "not_buying, invalid, do_not_contact, lead, opportunity, as_it_is."),
    ] = None,
    timezone: Zone = "UTC",
    dayfirst: DayFirst = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Bring in what became of prospects that are known: verdicts, orders and ends, with their own dates."""
    ground.ready()
    from winnow.flow import imports

    field, column = next(iter(_pairs([match], "--match", "external_id=ID").items()))
    says, words = _words(outcome or [])
    options = imports.OutcomeOptions(
        match=field, column=column, date=date, source=source, amount=amount, currency=currency.upper(),
        verdict_by=verdict_by, verdict_date=verdict_date, says=says, words=words, timezone=timezone,
        dayfirst=dayfirst, encoding=encoding, delimiter=_delimiter(delimiter),
    )  # fmt: skip
    with refusing():
        _tell(watched(imports.begin_outcomes(path, options, None, ground.now())), as_json)


app.command("opportunities")(opportunities)


@app.command("list")
def list_imports(as_json: AsJson = False) -> None:
    """Show all imports and how far each is."""
    ground.ready()
    from winnow.intake.models import Import

    rows = [{**_facts(row), "file": row.file_name, "kind": row.kind, "status": row.status,
             "created_at": row.created_at.isoformat(timespec="seconds"), "error": row.error}
            for row in Import.objects.exclude(status="draft").order_by("id")]  # fmt: skip
    if as_json:
        return facts(rows)
    heads = ("import_id", "file", "kind", "status", *COUNTED)
    table([head.replace("_", " ") for head in heads], [[row[head] for head in heads] for row in rows])
    for row in rows:
        if row["error"]:
            on = "undo" if row["status"] == "undo_failed" else "resume"
            aside(
                f"Import {row['import_id']} stopped: {row['error'].rstrip('.')}. "
                f"Go on with `winnow import {on} {row['import_id']}`."
            )


@app.command("resume")
def resume(number: Number, as_json: AsJson = False) -> None:
    """Go on with an import that stopped: each row is applied once, whatever happened."""
    ground.ready()
    with refusing():
        _tell(watched(_row(number)), as_json)


@app.command("undo")
def undo(
    number: Number,
    reason: Annotated[str, typer.Option(help="Why; it is kept with every prospect concerned.")] = "",
    as_json: AsJson = False,
) -> None:
    """Undo a whole import; what somebody has worked on since stays and is listed."""
    ground.ready()
    from winnow.flow import imports

    with refusing():
        row = imports.undo(_row(number).pk, None, ground.now, reason)
    counts, kept = row.found.get("undone", {}), row.found.get("kept", [])
    if as_json:
        return facts({"import_id": row.pk, "status": row.status, **counts, "kept_prospects": kept})
    typer.echo(
        f"Import {row.pk} is undone: " + ", ".join(f"{count:,} {name}" for name, count in counts.items())
    )
    if kept:
        typer.echo(f"Worked on since, and kept: prospects {', '.join(map(str, kept))}.")


class refusing:
    """Says a refusal of the flow as this command's problem."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        from winnow.flow.scene import Refused

        if isinstance(error, Refused):
            raise Problem(str(error)) from error
        if isinstance(error, KeyboardInterrupt):
            raise Problem("Stopped. `winnow import list` shows how far it got; `resume` goes on.") from error


def _dry(path: Path, options: Any, as_json: bool) -> None:
    from winnow.flow import imports

    began = ground.now()
    with refusing():
        tried = imports.dry_run(path, options, began)
    seconds = round((ground.now() - began).total_seconds(), 2)
    _say(tried.said)
    found = {**tried.as_json(), "errors_file": None, "import_id": None, "dry_run": True, "seconds": seconds}
    if as_json:
        return facts(found)
    typer.echo("Nothing was written. " + _counts(found))
    for one in found["reasons"]:
        rows = ", ".join(map(str, one["examples"]))
        typer.echo(
            f"  {one['status']}: {one['rows']:,} × {one['reason']} (row {rows}{', …' if one['rows'] > 5 else ''})"
        )


def _tell(row: Any, as_json: bool) -> None:
    told = _facts(row)
    if as_json:
        return facts(told)
    typer.echo(f"Import {row.pk}: {_counts(told)}")
    if told["errors_file"]:
        typer.echo(f"The rejected rows with their reasons: {told['errors_file']}")


def _facts(row: Any) -> dict[str, Any]:
    from winnow.config.home import home

    errors = str(home() / row.errors_path) if row.errors_path else None
    return {**{name: getattr(row, name) for name in COUNTED}, "errors_file": errors, "import_id": row.pk,
            "already": row.already, "seconds": round(row.seconds, 2)}  # fmt: skip


def _counts(told: dict[str, Any]) -> str:
    rows, *counts = (f"{told[name]:,} {name}" for name in COUNTED)
    return f"{rows}: {', '.join(counts)}."


def _say(said: tuple[str, ...]) -> None:
    for words in said:
        if words:
            aside(words)


def _row(number: int) -> Any:
    from winnow.intake.models import Import

    row = Import.objects.filter(pk=number).first()
    if row is None:
        raise Problem(f"There is no import {number}. `winnow import list` shows those there are.")
    return row


def _pairs(given: list[str] | None, option: str, example: str) -> dict[str, str]:
    pairs = {}
    for pair in given or []:
        field, equals, column = pair.partition("=")
        if not (field and equals and column):
            raise Problem(f"Write {option} {example}, not {option} {pair}.")
        pairs[field.strip()] = column.strip()
    return pairs


def _words(given: list[str]) -> tuple[str, dict[str, str]]:
    """The one column that says what became of them, and what its values mean."""
    words: dict[str, str] = {}
    columns = set()
    for one in given:
        said, equals, word = one.rpartition("=")
        column, colon, value = said.partition(":")
        if not (equals and colon and word):
            raise Problem(f"Write --outcome COLUMN:VALUE=WORD, as in status:Won=bought, not {one}.")
        columns.add(column)
        words[value] = word
    if len(columns) > 1:
        raise Problem(f"Outcomes come from one column, not from {', '.join(sorted(columns))}.")
    return next(iter(columns), ""), words


def _delimiter(given: str | None) -> str | None:
    return {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}.get(given or "", given)
