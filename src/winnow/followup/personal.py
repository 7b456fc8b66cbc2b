"""What is personal in the follow-up. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows("followup.Skip", of=("prospect",), blank=("reason",)),
    Rows("followup.Failure", of=("prospect",), gone=True),
    Rows("followup.Block", keep=("state",)),
    Rows("followup.Replanning", keep=("moved",)),
    Rows("followup.CadenceChange", named_in=("reason",), blank=("reason",), keep=("cadence", "prospects")),
)
