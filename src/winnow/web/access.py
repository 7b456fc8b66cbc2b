"""The one table of who may open what. The gate enforces it; a route that is missing here opens for nobody."""

from winnow.prospects.words import Role

PUBLIC = frozenset({"anonymous", *(role.value for role in Role)})
SIGNED_IN = frozenset(role.value for role in Role)
ADMIN = frozenset({Role.ADMIN.value})

# Route name → who may open it. What they see there is narrowed further by `prospects.access`.
RULES: dict[str, frozenset[str]] = {
    "account_login": PUBLIC,
    "account_logout": SIGNED_IN,
    "home": SIGNED_IN,
}
