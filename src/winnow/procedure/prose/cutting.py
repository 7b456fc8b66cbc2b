"""The chapter on the cut: whom the sellers are spared, and how we know what that costs. Pure."""

from winnow.procedure.prose.words import listed, many
from winnow.procedure.schema import Procedure


def whom_we_set_aside(procedure: Procedure) -> str:
    rules = procedure.cut
    channels = listed(f"prospects by {one.replace('_', ' ')}" for one in rules.spare_channels)
    spared = [
        *(["whoever has inquired before"] if rules.spare_repeats else []),
        *([channels] if channels else []),
    ]
    never = f" Never set aside are {listed(['whoever was promised a call', *spared])}."
    return (
        "A manager or marketer can publish a cut: fresh prospects that nobody has touched are ranked, and those below "
        "the cut go to nurture, with the reason and their odds, instead of to a desk. Any new inquiry brings them "
        f"back.{never}\n\n"
        f"What a cut loses at most is promised with {100 * rules.confidence:g} % confidence, or it cannot be "
        f"published. {100 * rules.honest_share:g} % of those below it, drawn by chance, are worked as if above it, so "
        "that what it really loses is measured for ever; a promise that is broken raises an alarm, and the cut is "
        f"widened by itself. Where it follows the desks, each person has {many_hours(rules.hours_ahead)} of work ahead."
    )


def many_hours(hours: float) -> str:
    return many(int(hours), "hour") if hours == int(hours) else f"{hours:g} hours"
