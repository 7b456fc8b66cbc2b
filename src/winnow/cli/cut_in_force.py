"""`winnow cut` on the application's data: publish, end, show."""

from collections.abc import Mapping
from typing import Any

import typer

from winnow.cli import ground
from winnow.cli.say import Problem, facts, table


def change(asked: Mapping[str, str | None], off: bool, bring_back: bool, reason: str, as_json: bool) -> None:
    """Do the one thing that was asked. Raises Problem with the refusal."""
    wishes = [(kind, value) for kind, value in asked.items() if value is not None]
    if len(wishes) + off != 1:
        raise Problem("Say one of --share 50, --lose-at-most 2%, --capacity 5%, --off, or `winnow cut show`.")
    ground.ready()
    from winnow.flow import cutting
    from winnow.flow.scene import Refused

    now = ground.now()
    try:
        if off:
            back = cutting.withdraw(by=None, now=now, reason=reason, bring_back=bring_back)
            said = (
                f"No cut is in force any more. {back:,} came back."
                if bring_back
                else "No cut is in force any more."
            )
            return facts({"in_force": None, "came_back": back}) if as_json else typer.echo(said)
        kind, value = wishes[0]
        cut = cutting.publish(kind, fraction(value), by=None, now=now, reason=reason)
    except Refused as refusal:
        raise Problem(str(refusal)) from refusal
    facts(_told(cut)) if as_json else typer.echo(f"In force: {cut.said}")


def fraction(text: str) -> float:
    """`50`, `50%` or `2.5 %` as a share. Raises Problem for what could mean two things, or nothing."""
    plain = text.strip()
    try:
        value = float(plain.removesuffix("%").strip())
    except ValueError as error:
        raise Problem(f"{text!r} is no share. Write 50 or 50%.") from error
    if value < 1 and not plain.endswith("%"):
        raise Problem(f"{text!r} could be {value:g} % or {value:.0%}. Write it with the sign.")
    return value / 100


def show(as_json: bool) -> None:
    """What is in force, what was promised and what was seen."""
    ground.ready()
    from winnow.flow import cut_told

    told = cut_told.told(ground.now())
    found = {
        "in_force": _told(told.cut) if told.cut else None,
        "seen": _seen(told.loss) if told.loss else None,
        "refusal": told.refusal,
        "prices": [
            {"share": one.share, "lost": one.lost, "low": one.low, "high": one.high, "bound": one.bound}
            for one in told.tags
        ],
    }
    facts(found) if as_json else _say(told)


def _say(told: Any) -> None:
    typer.echo(f"In force: {told.cut.said}" if told.cut else "No cut is in force.")
    if told.cut and told.loss:
        typer.echo(told.seen_in_words)
    if told.refusal:
        typer.echo(told.refusal)
    if told.tags:
        table(
            ["thrown away", "sales lost", "between", "and", "at most"],
            [
                [f"{one.share:.0%}", *(f"{value:.1%}" for value in (one.lost, one.low, one.high, one.bound))]
                for one in told.tags
            ],
        )


def _told(cut: Any) -> dict[str, Any]:
    return {
        "cut": cut.pk, "since": cut.at, "kind": cut.kind, "asked": cut.value, "share": cut.share,
        "lose_at_most": cut.lose, "confidence": cut.confidence, "expected": cut.expected, "said": cut.said,
        "reason": cut.reason, "model": cut.model_id,
    }  # fmt: skip


def _seen(loss: Any) -> dict[str, Any]:
    return {
        "lost": loss.share, "low": loss.low, "high": loss.high, "orders": loss.orders, "below": loss.below,
        "unlabelled": loss.unlabelled,
    }  # fmt: skip
