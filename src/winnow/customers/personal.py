"""What is personal about customers: notes, and what a person told us. Who ordered and when stays. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows(
        "customers.Customer", of=("members__prospect",), blank=("next_note", "ended_because"), keep=("next_step",),
    ),
    Rows("customers.Member", of=("prospect",)),
    Rows("customers.Told", of=("prospect",), gone=True),
)  # fmt: skip
