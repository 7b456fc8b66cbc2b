"""What is personal in the rows about people's rights. That a right was used, and when, stays. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows(
        "privacy.Basis",
        of=("person",),
        blank=("words", "withdrawn_why"),
        keep=("purpose", "ground", "source"),
    ),
    Rows("privacy.Erasure", of=("person",), blank=("reason", "error"), keep=("gone",)),
    Rows("privacy.Line", keep=("kind", "digest")),
    Rows("privacy.Sweep", keep=("kind",)),
)
