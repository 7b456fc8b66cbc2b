"""What is personal in nurture: what they answered, and the secret words of their links. Counts and days stay. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows("nurture.Stay", of=("prospect", "person"), blank=("because",), keep=("reason", "track", "next_step", "left")),
    Rows("nurture.Taken", of=("stay__prospect", "person"), unique=("why_not",), keep=("step",)),
    Rows("nurture.Link", of=("stay__prospect",), unique=("token",), keep=("step", "key", "url")),
    Rows("nurture.Click", of=("link__stay__prospect",), keep=("machine",)),
    Rows("nurture.Sign", of=("stay__prospect",), keep=("kind",)),
    Rows(
        "nurture.Question", of=("prospect", "person"), blank=("whom", "why", "call_at"), unique=("token",),
        keep=("stratum", "answer"),
    ),
    Rows("nurture.Look", keep=("kind",)),
)  # fmt: skip
