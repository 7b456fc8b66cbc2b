"""The desk: one's own prospects, and those that one holds."""

from tests.web.samples import Sample
from tests.web.samples.world import World


def prospect(world: World) -> dict[str, int]:
    return {"prospect": world.prospect.pk}


TO_POST = Sample(prospect, get=405, other_team=405)
NOT_THE_OWNER = {"qualifier": 403}  # the prospect is the seller's

SAMPLES = {
    "desk": Sample(writes_on_get="the prospect shown is claimed, so that no two people get the same"),
    "desk_sets": Sample(prospect, by_role=NOT_THE_OWNER, other_team=404),
    "desk_hold": Sample(prospect, by_role=NOT_THE_OWNER, other_team=404),
    "desk_verdict": Sample(prospect, by_role=NOT_THE_OWNER, other_team=404),
    "desk_done": TO_POST,
    "desk_skip": TO_POST,
    "desk_snooze": TO_POST,
    "desk_keep": TO_POST,
    "desk_take": TO_POST,
    "desk_answer": TO_POST,
    "desk_great": TO_POST,
    "desk_not_ours": TO_POST,
    "desk_fits": Sample(prospect, by_role=NOT_THE_OWNER | {"marketer": 403}, other_team=404),
    "desk_decide": TO_POST,
    "desk_reply": TO_POST,
}
