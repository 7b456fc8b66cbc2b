"""Cards are freed of names before they are used; what colleagues practise is theirs. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows(
        "practice.Card", blank=("prompt", "good", "buyer"), keep=("kind", "source", "state"),
        named_in=("prompt", "good", "buyer"),
    ),
    Rows("practice.Schedule", keep=("memory",)),
    Rows("practice.Attempt", keep=("way",)),
    Rows("practice.Pairing", keep=("code",)),
)  # fmt: skip
