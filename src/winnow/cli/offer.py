"""`winnow offer`: offers listed, shown, made and taken back from a terminal."""

from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.people import active, all_or_nothing
from winnow.cli.say import AsJson, Problem, facts, table

app = typer.Typer(no_args_is_help=True, help="Offers: what was offered, and what became of it.")
Number = Annotated[int, typer.Argument(help="The number of the offer.")]
By = Annotated[str, typer.Option(metavar="EMAIL", help="In whose name.")]


@app.command("list")
def listed(
    prospect: Annotated[int, typer.Option(help="Only those to this prospect.")] = 0,
    most: Annotated[int, typer.Option(min=1, max=10_000, help="The newest so many.")] = 25,
    as_json: AsJson = False,
) -> None:
    """The newest offers."""
    ground.ready()
    from winnow.flow.offers.told import told
    from winnow.offers.models import Offer

    now = ground.now()
    rows = Offer.objects.filter(prospect=prospect) if prospect else Offer.objects.all()
    found = [told(row, now, link=False) for row in rows.order_by("-id")[:most]]
    if as_json:
        return facts(found)
    table(
        ("Offer", "Prospect", "What", "Price", "Stands", "Until"),
        [(one["id"], one["prospect"], one["title"], f"{one['total']} {one['currency']}", one["stands"],
          one["valid_until"]) for one in found],
    )  # fmt: skip


@app.command("show")
def show(number: Number, as_json: AsJson = False) -> None:
    """One offer, its page, and its link: whoever has that can answer."""
    ground.ready()
    from winnow.flow.offers.told import told

    found = told(_offer(number), ground.now())
    if as_json:
        return facts(found)
    for name, value in found.items():
        if name == "lines":
            for line in value:
                typer.echo(
                    f"line: {line['quantity']} × {line['text']} at {line['price']} {found['currency']}"
                )
        elif value not in (None, ""):
            typer.echo(f"{name}: {value}")


@app.command("make")
def make(
    prospect: Annotated[int, typer.Argument(help="The number of the prospect.")],
    by: By,
    template: Annotated[str, typer.Option(help="A template of the procedure; without it, the first.")] = "",
    title: Annotated[str, typer.Option(help="What it is; without it, as the template says.")] = "",
    line: Annotated[
        list[str] | None,
        typer.Option(metavar="QUANTITY:WHAT[:PRICE]", help="A product's key, or a text with its price."),
    ] = None,
    smaller_of: Annotated[int, typer.Option(help="The offer of which this is a small first order.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Make an offer from the template and the opportunity; it is not sent."""
    ground.ready()
    import secrets

    from winnow.flow.offers.brief import Brief, offer
    from winnow.flow.offers.told import told
    from winnow.prospects.models import Prospect

    user, now = active(by), ground.now()
    row = Prospect.objects.select_related("person").filter(pk=prospect).first()
    if row is None:
        raise Problem(f"There is no prospect {prospect}.")
    larger = _offer(smaller_of) if smaller_of else None
    brief = Brief(
        row, user, now, f"cli:{secrets.token_hex(16)}", secrets.token_hex(16), template, title,
        lines=tuple(_line(text) for text in line or ()), smaller_of=larger,
    )  # fmt: skip
    found = told(all_or_nothing(lambda: offer(brief, now=now)), now)
    if as_json:
        return facts(found)
    typer.echo(
        f"Offer {found['id']}: {found['title']}, {found['total']} {found['currency']}\n{found['link']}"
    )


@app.command("withdraw")
def withdraw(
    number: Number, by: By, reason: Annotated[str, typer.Option(help="Why.")], as_json: AsJson = False
) -> None:
    """Take an offer back: its link says so from now on."""
    ground.ready()
    from winnow.flow.offers import making
    from winnow.flow.offers.told import told

    user, row, now = active(by), _offer(number), ground.now()
    all_or_nothing(lambda: making.revoke(row.pk, by=user.pk, reason=reason, now=now))
    facts(told(_offer(number), now, link=False)) if as_json else typer.echo(f"Offer {number} is taken back.")


def _line(text: str) -> Any:
    from decimal import Decimal, InvalidOperation

    from winnow.flow.offers.brief import Wanted

    count, _, rest = text.partition(":")
    what, _, price = rest.rpartition(":") if ":" in rest else (rest, "", "")
    try:
        return (
            Wanted(text=what, quantity=int(count), price=Decimal(price))
            if price
            else Wanted(what, "", int(count))
        )
    except (ValueError, InvalidOperation):
        raise Problem(f"“{text}” is no line. Write it as 2:starter or 1:Training:400.") from None


def _offer(number: int) -> Any:
    from winnow.offers.models import Offer

    found = Offer.objects.filter(pk=number).first()
    if found is None:
        raise Problem(f"There is no offer {number}.")
    return found
