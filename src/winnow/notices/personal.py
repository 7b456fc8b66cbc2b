"""Colleagues chose these; a message that names a prospect goes with them. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows("notices.Preference", keep=("muted", "chatted", "quiet_from", "quiet_until", "digest_at")),
    Rows(
        "notices.Webhook",
        keep=("address", "form", "events", "secret", "secret_before", "stopped_why"),
    ),
    Rows("notices.Feed", keep=("hash",)),
    Rows("notices.Delivery", named_in=("body",), gone=True),
)
