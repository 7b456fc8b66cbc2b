"""What is personal in what the desk learned; keys of the procedure, points and verdicts stay. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows("qualify.Cut", keep=("kind", "state", "said", "reason", "ended_reason", "alarm")),
    Rows("qualify.Placement", of=("prospect",), keep=("spared",)),
    Rows(
        "qualify.Answer", of=("prospect",), blank=("text", "evidence"),
        keep=("question", "choice", "grade", "outcome"),
    ),
    Rows(
        "qualify.Claim", of=("prospect",), blank=("text", "evidence"),
        keep=("question", "choice", "grade", "outcome"),
    ),
    Rows("qualify.Reaction", of=("prospect",), keep=("question",)),
    Rows("qualify.Learned", keep=("figures",)),
    Rows("qualify.Decision", of=("prospect",), blank=("note",), facts=("answers",), keep=("verdict", "reason")),
    Rows("qualify.Handover", of=("prospect",), blank=("note",), keep=("reason",)),
    Rows(
        "qualify.LearnedModel",
        keep=("snapshot", "method", "data", "validation", "unseen", "why", "state", "reason"),
    ),
    Rows("qualify.ModelChange", keep=("kind", "by", "reason")),
    Rows("qualify.Odds", of=("prospect",), facts=("steps",)),
)  # fmt: skip
