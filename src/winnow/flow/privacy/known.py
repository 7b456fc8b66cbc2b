"""What every table says of itself: each app's `personal.py`, and here the tables of libraries."""

from functools import cache
from importlib import import_module

from django.apps import apps

from winnow.people.rights import Rows

OF_LIBRARIES = (
    Rows("sessions.Session", keep=("session_key", "session_data"), apart="what was told last in it is taken out"),
    Rows("auth.Permission", keep=("name", "codename")),
    Rows("auth.Group", keep=("name",)),
    Rows("auth.Group_permissions"),
    Rows("contenttypes.ContentType", keep=("app_label", "model")),
    Rows("account.EmailAddress", keep=("email",)),  # of colleagues
    Rows("account.EmailConfirmation", keep=("key",)),
    Rows("mfa.Authenticator", keep=("type", "data")),
    Rows("usersessions.UserSession", keep=("session_key", "user_agent", "data")),
)  # fmt: skip


@cache
def tables() -> tuple[Rows, ...]:
    """Of all apps; one without a `personal.py` has no tables that a person is found in."""
    own = [config.name for config in apps.get_app_configs() if config.name.startswith("winnow.")]
    return (*(rows for name in own for rows in _said_by(name)), *OF_LIBRARIES)


def _said_by(app: str) -> tuple[Rows, ...]:
    try:
        return tuple(import_module(f"{app}.personal").PERSONAL)
    except ModuleNotFoundError as missing:
        if missing.name != f"{app}.personal":
            raise
        return ()
