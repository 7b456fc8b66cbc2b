"""The procedure speaks of nobody. Pure."""

from winnow.people.rights import Rows

PERSONAL = (Rows("procedure.Version", keep=("text", "sha256", "reason")),)
