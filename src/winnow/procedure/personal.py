"""The procedure speaks of nobody; examples in a replay may name who was replayed. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows("procedure.Version", keep=("text", "sha256", "reason")),
    Rows("procedure.Replay", named_in=("found",), gone=True),
)
