"""`winnow cadence`: cadences with who stands where, another one for many at once, attempts planned anew."""

from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.people import tried
from winnow.cli.say import AsJson, Problem, facts, table

app = typer.Typer(help="Cadences: who stands where, another one for many at once, attempts planned anew.")
Only = Annotated[str, typer.Option(help="Only prospects of this kind.")]


@app.command("list")
def listing(as_json: AsJson = False) -> None:
    """Tell each cadence of the procedure in force, and how many prospects wait at each of its steps."""
    ground.ready()
    from winnow.flow.cadences.standing import standings
    from winnow.procedure.queries import in_force
    from winnow.prospects.models import Prospect

    _, procedure = in_force(ground.now())
    counted = standings(procedure, Prospect.objects.all())
    told = [
        {
            "cadence": name, "steps": [step.kind.value for step in cadence.steps],
            "waiting": [counted[name].steps[number] for number in range(len(cadence.steps))],
            "beyond": counted[name].beyond, "promised": counted[name].promised, "others": counted[name].others,
        }
        for name, cadence in procedure.cadences.items()
    ]  # fmt: skip
    if as_json:
        return facts({"cadences": told})
    rows = [(one["cadence"], _steps(one), one["beyond"], one["promised"], one["others"]) for one in told]
    table(("Cadence", "Waiting at each step", "Beyond", "Promised", "Others"), rows)


@app.command("change")
def change(
    to: Annotated[str, typer.Argument(help="The cadence; “procedure” takes back what people chose.")],
    reason: Annotated[
        str, typer.Option(help="Why; without one only the number of those meant is told.")
    ] = "",
    of: Annotated[str, typer.Option("--of", help="Only those who are on this cadence.")] = "",
    channel: Only = "",
    stage: Only = "",
    band: Only = "",
    owner: Annotated[str, typer.Option(metavar="EMAIL", help="Only prospects of this person.")] = "",
    as_json: AsJson = False,
) -> None:
    """Put prospects on desks on another cadence; what was promised stays. Undo: `winnow cadence undo NUMBER`."""
    ground.ready()
    from winnow.flow.cadences.changing import change as change_many
    from winnow.flow.cadences.standing import on_cadence
    from winnow.procedure.queries import in_force
    from winnow.prospects.models import Prospect
    from winnow.prospects.words import State

    now = ground.now()
    _, procedure = in_force(now)
    if of and of not in procedure.cadences:
        raise Problem(f"The procedure has no cadence “{of}”. It has: {', '.join(procedure.cadences)}.")
    said = {"channel": channel, "stage": stage, "band": band, "owner__email__iexact": owner}
    rows = Prospect.objects.filter(
        state=State.WORKING, **{name: value for name, value in said.items() if value}
    )
    meant = on_cadence(procedure, rows, of) if of else list(rows.values_list("id", flat=True))
    if not reason.strip():
        said_so = f"{len(meant)} prospects on desks are meant. Nothing was changed: say why with --reason."
        return facts({"meant": len(meant)}) if as_json else typer.echo(said_so)
    if not meant:
        raise Problem("Nobody is meant.")
    done = tried(lambda: change_many(meant, "" if to == "procedure" else to, by=None, reason=reason, now=now))
    if as_json:
        return facts({"change": done.change.pk, "planned": done.planned, "kept": done.kept})
    typer.echo(
        f"{done.planned + done.kept} changed: {done.planned} planned anew, {done.kept} go on as agreed first. "
        f"Undo: winnow cadence undo {done.change.pk}"
    )


@app.command("undo")
def undo(
    number: Annotated[int, typer.Argument(help="The number of the change.")], as_json: AsJson = False
) -> None:
    """Give everybody the cadence that they had before a change."""
    ground.ready()
    from winnow.flow.cadences.changing import undo as undo_change

    count = tried(lambda: undo_change(number, by=None, now=ground.now()))
    facts({"change": number, "undone": count}) if as_json else typer.echo(f"Undone for {count}.")


@app.command("replan")
def replan(as_json: AsJson = False) -> None:
    """Move attempts to come that lie outside the hours in force, as after a holiday or a team's new time zone."""
    ground.ready()
    from winnow.flow.cadences.planning import replan as plan_anew

    looked, moved = plan_anew(now=ground.now())
    if as_json:
        return facts({"looked_at": looked, "moved": moved})
    typer.echo(f"{looked} attempts looked at, {moved} moved into the hours in force.")


def _steps(one: dict[str, Any]) -> str:
    return " · ".join(f"{kind} {count}" for kind, count in zip(one["steps"], one["waiting"], strict=True))
