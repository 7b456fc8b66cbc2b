"""The chapter on what is learned from how it ended. Pure."""

from winnow.procedure.prose.words import many
from winnow.procedure.schema import Procedure


def what_we_learn(procedure: Procedure) -> str:
    rules = procedure.learning
    if not rules.every_days:
        return "Nothing is learned from our outcomes: the written score alone says who comes first."
    return (
        f"Every {many(rules.every_days, 'day')} we learn anew from our own outcomes how likely each prospect is to "
        f"order within {many(rules.horizon_days, 'day')}: from what was known when it was decided, at most "
        f"{many(rules.decide_after_days, 'day')} after the inquiry. At first the written score alone rules; with "
        f"{many(rules.scorecard_worth, 'order')} to learn from, both count the same. A new model takes over only if "
        "it does no worse on the newest prospects, and a marketer or manager can hold or reverse that."
        f"{_vouched_for(rules.known_before)}"
    )


def _vouched_for(columns: tuple[str, ...]) -> str:
    if not columns:
        return ""
    return f" We know that these were filled in before the outcome, whatever they look like: {', '.join(columns)}."
