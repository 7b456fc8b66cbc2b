"""What is personal in opportunities: words, and who took part. Stages and money stay. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows(
        "deals.Opportunity", of=("prospect",),
        blank=("about", "decides_evidence", "wanted_words", "competitors", "doubt", "kept_because"),
        keep=("stage", "currency", "decides_grade", "wanted"),
    ),
    Rows("deals.Line", of=("opportunity__prospect",), keep=("product", "text")),
    Rows("deals.Participant", of=("opportunity__prospect",), gone=True),
    Rows("deals.Step", of=("opportunity__prospect",), blank=("evidence",), keep=("stage", "grade")),
    Rows(
        "deals.Mirrored", of=("opportunity__prospect",), blank=("competitor", "answer"),
        keep=("outcome", "reason", "question", "coded"),
    ),
    Rows("deals.Look"),
    Rows("deals.Purge", keep=("reason", "told")),
    Rows("deals.Purged", of=("opportunity__prospect",), blank=("why",)),
)  # fmt: skip
