"""Who works here is no prospect: these rows speak of colleagues, and end with their employment. Pure."""

from winnow.people.rights import Rows

PERSONAL = (
    Rows("people.Team", keep=("name", "timezone")),
    Rows(
        "people.User",
        keep=(
            "password",
            "email",
            "name",
            "role",
            "territories",
            "languages",
            "skills",
            "niches",
            "timezone",
        ),
    ),
    Rows("people.Absence", keep=("reason",)),
    Rows("people.Load"),
    Rows("people.Token", keep=("name", "hash", "prefix", "scopes")),
    Rows("people.SignInLink", keep=("hash",)),
    Rows("people.Counted", keep=("cache_key", "value")),
)
