"""What is personal in offers: the page, which names its reader, and what was answered from where. Sums stay. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows("offers.Offer", of=("prospect",), keep=("key", "template", "token", "nonce")),
    Rows("offers.Sheet", of=("offer__prospect",), blank=("content",), keep=("hash", "currency")),
    Rows(
        "offers.Answer", of=("offer__prospect",), blank=("name", "text", "po_number", "address"),
        keep=("hash", "kind"),
    ),
)  # fmt: skip
