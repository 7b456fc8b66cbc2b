"""The chapter on time for prospecting. Pure."""

from winnow.procedure.prose.words import many
from winnow.procedure.schema import Procedure


def when_we_prospect(procedure: Procedure) -> str:
    rules = procedure.prospecting
    if not rules.hours_a_week:
        return "No time is set aside for prospecting."
    less = (
        " Whoever has planned such time is given less to do that week."
        if rules.reduces_capacity
        else " It changes nothing about who is given what."
    )
    return (
        f"Each seller and qualifier keeps {hours(rules.hours_a_week)} a week free for prospecting, in blocks of "
        f"{hours(rules.block_hours)}. Winnow proposes them in the second half of the week before, where nothing is "
        "promised and nobody is away. In a block, first attempts come before everything but promises, and nothing "
        f"else disturbs.{less} A block counts as kept if a touch was logged in at least "
        f"{100 * rules.kept_share:g} % of its half-hours."
    )


def hours(count: float) -> str:
    return many(int(count), "hour") if count == int(count) else f"{count:g} hours"
