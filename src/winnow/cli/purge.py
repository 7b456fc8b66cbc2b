"""`winnow purge`: what is neither big nor moving in the pipeline, and letting it go."""

from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.people import active, all_or_nothing
from winnow.cli.say import AsJson, Problem, facts, table

app = typer.Typer(help="What is neither big nor moving in the pipeline, and letting it go.")
SHOWN = 25  # rows at a terminal; all with --json


@app.callback(invoke_without_command=True)
def purge(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go; the default.")] = False,
    reason: Annotated[
        str,
        typer.Option(
            help="Purge what stands in the review, for this reason; without one nothing is written."
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Tell what stands in the purge review, what its going frees and may cost; with --reason, let it go to nurture.

    It can be undone: `winnow purge undo NUMBER`.
    """
    if context.invoked_subcommand is not None:
        return
    ground.ready()
    from winnow.flow.deals import purging

    now = ground.now()
    found = purging.review(now)
    if dry_run or not reason.strip():
        return facts(_told(found, now)) if as_json else _show(found, now)
    numbers = list(found.due)
    if not numbers:
        raise Problem("Nothing stands in the review.")
    done = all_or_nothing(lambda: purging.purge(numbers, by=None, reason=reason, now=now))
    told = {"purge": done.purge.pk, "purged": done.purge.count, "left": done.left}
    said = f"{done.purge.count} went to nurture. Undo: winnow purge undo {done.purge.pk} --by EMAIL"
    facts(told) if as_json else typer.echo(said)


@app.command("keep")
def keep(
    prospect: Annotated[int, typer.Argument(help="The number of the prospect.")],
    reason: Annotated[str, typer.Option(help="Why it stays all the same.")],
    by: Annotated[str, typer.Option(metavar="EMAIL", help="The manager who keeps it.")],
    days: Annotated[int, typer.Option(min=1, help="For how long.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Keep one that stands in the review, so often as the procedure allows."""
    ground.ready()
    from winnow.flow.deals import purging

    now, user = ground.now(), active(by).pk
    until = now + timedelta(days=days)
    all_or_nothing(lambda: purging.keep(prospect, by=user, reason=reason, until=until, now=now))
    if as_json:
        return facts({"prospect": prospect, "until": until})
    typer.echo(f"Prospect {prospect} stays until {until:%Y-%m-%d}.")


@app.command("undo")
def undo(
    number: Annotated[int, typer.Argument(help="The number of the purge.")],
    by: Annotated[str, typer.Option(metavar="EMAIL", help="Who undoes it.")],
    as_json: AsJson = False,
) -> None:
    """Bring back what a purge took, within the days of the procedure."""
    ground.ready()
    from winnow.flow.deals import purging

    user = active(by).pk
    back, problems = all_or_nothing(lambda: purging.undo(number, by=user, now=ground.now()))
    if as_json:
        return facts({"back": back, "problems": problems})
    typer.echo(f"{back} came back to their sellers.")
    for problem in problems:
        typer.echo(problem)


def _told(found: Any, now: datetime) -> dict[str, Any]:
    worth = found.worth
    return {
        "in_review": found.count, "warned": found.warned, "next": found.fresh, "open": found.open,
        "hours": worth.hours, "frees": worth.frees, "an_hour": worth.an_hour, "without_amount": worth.unknown,
        "costs": [
            {"currency": one.currency, "margin": one.margin, "between": [one.low, one.high]} for one in worth.costs
        ],
        "opportunities": _opportunities(list(found.due), now),
    }  # fmt: skip


def _opportunities(numbers: list[int], now: datetime) -> list[dict[str, Any]]:
    from winnow.deals import queries
    from winnow.flow.deals.judging import Judgement
    from winnow.flow.deals.purging import SPENT_SINCE

    rows, judgement = queries.shown(numbers), Judgement.at(now)
    judged, spent = judgement.of(rows.values()), queries.minutes(numbers, now - SPENT_SINCE)
    return [
        {
            "prospect": number, "owner": rows[number].prospect.owner_id, "amount": rows[number].amount,
            "currency": rows[number].currency, "minutes": spent.get(number, 0), "why": judgement.why(judged[number]),
        }
        for number in numbers
    ]  # fmt: skip


def _show(found: Any, now: datetime) -> None:
    worth, currency = found.worth, found.procedure.company.currency
    frees = (
        ""
        if worth.frees is None
        else f", worth {worth.frees:,.0f} {currency} of margin{_an_hour(worth.an_hour, currency)}"
    )
    typer.echo(
        f"{found.count:,} of {found.open:,} open opportunities stand in the review; "
        f"{found.warned:,} are warned, {found.fresh:,} would be next.\n"
        f"They took {worth.hours:,.1f} hours in the last 90 days{frees}."
    )
    for one in worth.costs:
        between = f"({one.low:,.0f} to {one.high:,.0f}, 95 %)"
        typer.echo(f"They may yet bring {one.margin:,.0f} {one.currency} of margin {between}.")
    rows = _opportunities(list(found.due)[:SHOWN], now)
    table(
        ["prospect", "amount", "minutes", "why"],
        [[one["prospect"], one["amount"], one["minutes"], "; ".join(one["why"])] for one in rows],
    )


def _an_hour(value: float | None, currency: str) -> str:
    return "" if value is None else f", {value:,.0f} {currency} an hour"
