"""`winnow model`: the odds of an order, learned from the company's own outcomes."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, Problem, aside, facts, table

app = typer.Typer(
    no_args_is_help=True,
    help="The odds of an order, learned from the company's own outcomes. The worker trains by itself; "
    "see its table learning in the procedure.",
)
Reason = Annotated[str, typer.Option(help="Why; kept for whoever asks later.")]


@app.command()
def train(
    seed: Annotated[int, typer.Option(help="Of what is drawn by chance; the same seed, the same model.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Learn a model now; it is used if it is the first, or no worse than the one in use."""
    ground.ready()
    from winnow.flow import learning

    try:
        done = learning.train(ground.now(), seed=seed, through="door")
    except learning.Missing as missing:
        raise Problem(str(missing)) from None
    if done.model is None:
        raise Problem(f"Nothing was learned: {done.said}")
    facts(_told(done.model)) if as_json else typer.echo(done.said)
    if done.in_use:
        aside("The worker scores all open prospects by it now.")


@app.command("list")
def list_models(as_json: AsJson = False) -> None:
    """Show which models there are, the newest first."""
    ground.ready()
    from winnow.qualify.odds import queries

    rows = [_told(one) for one in queries.models()]
    if as_json:
        return facts(rows)
    if not rows:
        return aside(_why_none())
    table(
        ["model", "learned", "method", "buyers", "prospects", "state", "reason"],
        [
            [r["number"], r["at"], r["method"], r["orders"], r["prospects"], r["state"], r["reason"]]
            for r in rows
        ],
    )


@app.command()
def show(
    number: Annotated[int | None, typer.Argument(help="Which model; without it, the one in use.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show one model: its method and rivals, what it uses and refuses, and why."""
    ground.ready()
    from winnow.qualify.odds import queries

    model = queries.champion() if number is None else queries.model(number)
    if model is None:
        raise Problem(
            _why_none() if number is None else f"There is no model {number}. `winnow model list` shows them."
        )
    told = _told(model) | {
        "why": model.why, "used": model.data["used"], "refused": model.data["refused"],
        "calibration": model.data["calibration"]["kind"], "validation": model.validation,
        "seed": model.seed, "snapshot": model.snapshot,
    }  # fmt: skip
    if as_json:
        return facts(told)
    typer.echo(f"Model {model.number}: {model.method} ({told['state']})")
    for sentence in model.why:
        typer.echo(f"  {sentence}")
    for name, reason in model.data["refused"]:
        typer.echo(f"  Not used: {name}. {reason}")
    table(
        ["method", "pairs in order", "±", "sales kept of the better half", "±", "log-loss"],
        [
            [one["method"], f"{one['auc']:.1%}", f"{one['auc_error']:.1%}", f"{one['kept']:.1%}",
             f"{one['kept_error']:.1%}", f"{one['log_loss']:.4f}"]
            for one in model.validation.get("rivals", {}).values()
        ],
    )  # fmt: skip


@app.command()
def freeze(reason: Reason, as_json: AsJson = False) -> None:
    """Let no other model take over until `winnow model unfreeze`."""
    model = _changed(lambda learning, now: learning.freeze(reason, by=None, now=now))
    facts(_told(model)) if as_json else typer.echo(f"Model {model.number} is frozen.")


@app.command()
def unfreeze(reason: Reason, as_json: AsJson = False) -> None:
    """Let the next model that is no worse take over again."""
    model = _changed(lambda learning, now: learning.unfreeze(reason, by=None, now=now))
    facts(_told(model)) if as_json else typer.echo(f"Model {model.number} may be replaced again.")


@app.command()
def rollback(
    number: Annotated[int, typer.Argument(metavar="MODEL", help="As `winnow model list` shows it.")],
    reason: Reason,
    as_json: AsJson = False,
) -> None:
    """Use an earlier model again, and freeze it."""
    model = _changed(lambda learning, now: learning.roll_back(number, reason, by=None, now=now))
    facts(_told(model)) if as_json else typer.echo(f"Model {number} is in use again, and frozen.")


def _changed(change: Callable[[Any, datetime], Any]) -> Any:
    """The model that was changed. Raises Problem where that is not possible."""
    ground.ready()
    from winnow.flow import learning
    from winnow.qualify.odds.actions import NotPossible

    try:
        model = change(learning, ground.now())
    except NotPossible as refusal:
        raise Problem(str(refusal)) from None
    model.refresh_from_db(fields=("state", "frozen", "reason"))
    return model


def _why_none() -> str:
    from winnow.flow import learning
    from winnow.procedure.queries import in_force

    return learning.standing(in_force(ground.now())[1]).why_none or "No model is in use."


def _told(model: Any) -> dict[str, Any]:
    state = f"{model.state}, frozen" if model.frozen else str(model.state)
    return {
        "number": model.number, "at": model.at.isoformat(timespec="seconds"), "method": model.method,
        "orders": model.orders, "prospects": model.prospects, "state": state, "reason": model.reason,
    }  # fmt: skip
