"""`winnow holdout`: what a campaign caused, by leaving a part of its audience untouched by chance."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, Problem, facts

app = typer.Typer(help="What a campaign caused: a part of its audience is left untouched, drawn by chance.")


@app.command()
def draw(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with a column of e-mail addresses.", exists=True)],
    campaign: Annotated[str, typer.Option(help="Its name or code.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the addresses to be touched go.")],
    per_cent: Annotated[float, typer.Option(help="How many of a hundred are left untouched, 1 to 50.")] = 20,
    column: Annotated[
        str, typer.Option(help="The column of the addresses, if it is not called e-mail.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Divide an audience before the campaign starts; write to those in the output only."""
    ground.ready()
    from winnow.flow import holding_out
    from winnow.people.actions.record import NotDone
    from winnow.tables import TableError, read, write_csv

    if output.exists():
        raise Problem(f"{output} is there already; say another name.")
    try:
        people = holding_out.audience(read(file), column)
        share = Decimal(str(per_cent)) / 100
        made = holding_out.draw(_campaign(campaign), people, share, by=None, now=ground.now())
    except (NotDone, TableError) as error:
        raise Problem(str(error)) from None
    with output.open("x", newline="", encoding="utf-8") as opened:
        write_csv([["email"], *([one] for one in made.touch)], opened)
    told = {
        "holdout": made.holdout.pk, "touched": made.holdout.touched, "held": made.holdout.held,
        "repeated": people.repeated, "unread": [list(one) for one in people.unread], "file": str(output),
    }  # fmt: skip
    if as_json:
        return facts(told)
    row = made.holdout
    typer.echo(
        f"Hold-out {row.pk}: {row.touched:,} to be touched are in {output}, {row.held:,} are left alone, "
        f"{len(people.unread):,} lines had no address. Later: winnow holdout compare {row.pk}"
    )


@app.command()
def compare(
    number: Annotated[int, typer.Argument(help="The hold-out.")],
    as_json: AsJson = False,
) -> None:
    """What both parts have ordered since, and what the campaign added."""
    ground.ready()
    from winnow.flow import holding_out
    from winnow.measure.canonical import Unknown
    from winnow.prospects.models import HoldOut

    row = HoldOut.objects.select_related("campaign").filter(pk=number).first()
    if row is None:
        raise Problem(f"There is no hold-out {number}.")
    one = holding_out.compared(row, ground.now())
    told: dict[str, Any] = {
        "holdout": row.pk, "campaign": row.campaign.name, "drawn_at": row.drawn_at,
        "touched": [one.touched.part, one.touched.whole], "held": [one.held.part, one.held.whole],
        "currency": one.currency, "cost": one.cost,
    }  # fmt: skip
    if isinstance(one.found, Unknown):
        told["unknown"] = one.found.reason
    else:
        told |= {
            "difference": [one.found.difference, one.found.low, one.found.high], "level": one.found.level,
            "orders": list(one.found.orders), "money": one.found.money and list(one.found.money),
        }  # fmt: skip
    facts(told) if as_json else typer.echo(_said(told))


def _said(told: dict[str, Any]) -> str:
    (bought, touched), (anyway, held) = told["touched"], told["held"]
    text = f"{bought:,} of {touched:,} touched have ordered, {anyway:,} of {held:,} left untouched. "
    if "unknown" in told:
        return text + str(told["unknown"])
    value, low, high = told["orders"]
    return text + f"Orders that would not have come: {value:,.1f} ({low:,.1f} to {high:,.1f}, 90 %)."


def _campaign(words: str) -> Any:
    from django.db.models import Q

    from winnow.prospects.models import Campaign

    found = Campaign.objects.filter(Q(name__iexact=words) | (Q(code__iexact=words) & ~Q(code=""))).first()
    if found is None:
        raise Problem(f"There is no campaign “{words}”.")
    return found
