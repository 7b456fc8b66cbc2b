"""A small firm for tests: two teams, every role, and inquiries that come in through the real flow."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from winnow.flow import Terms, receive
from winnow.intake.arrival import Receipt
from winnow.intake.inquiry import Raw
from winnow.people.models import Team, User
from winnow.procedure.actions import ensure_default
from winnow.prospects.transitions import Actor
from winnow.prospects.words import Channel, Role

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # a Wednesday, 10:00 in Berlin
_number = count(1)


class Cast:
    """Who works here: anna sells, ben qualifies, mia markets, cem manages, ada is admin; ned and nora in New York."""

    def __init__(self) -> None:
        self.berlin = Team.objects.create(name="Berlin", timezone="Europe/Berlin")
        self.new_york = Team.objects.create(name="New York", timezone="America/New_York")
        self.anna = _user("anna", Role.SELLER, self.berlin)
        self.ben = _user("ben", Role.QUALIFIER, self.berlin)
        self.mia = _user("mia", Role.MARKETER, None)
        self.cem = _user("cem", Role.MANAGER, self.berlin)
        self.ada = _user("ada", Role.ADMIN, None)
        self.ned = _user("ned", Role.SELLER, self.new_york, territories=["US", "CA"])
        self.nora = _user("nora", Role.MANAGER, self.new_york)


def people() -> Cast:
    """The cast, with the default procedure in force since before NOW."""
    ensure_default(datetime(2020, 1, 1, tzinfo=UTC))
    return Cast()


def _user(name: str, role: Role, team: Team | None, **fields: Any) -> User:
    joined = datetime(2025, 1, 1, tzinfo=UTC)
    return User.objects.create_user(
        f"{name}@winnow.example",
        None,
        name=name.capitalize(),
        role=role,
        team=team,
        joined_at=joined,
        **fields,
    )


def raw(**fields: Any) -> Raw:
    """One raw inquiry; without an address of its own it gets a new one, and a number that belongs to no country."""
    number = next(_number)
    known = {"channel", "campaign", "source", "external_id", "received_at", "door", "payload"}
    own = {name: value for name, value in fields.items() if name not in known}
    if not own.keys() & {"email", "phone", "name"} and not fields.get("external_id"):
        own["email"] = f"pat{number}@customer{number}.test"
        own["phone"] = f"+800{10_000_000 + number}"
    own.setdefault("message", "Please send us an offer for ten of your machines.")
    return Raw(
        fields=own,
        payload=fields.get("payload", dict(own)),
        channel=Channel(fields.get("channel", "web")),
        door=fields.get("door", "api"),
        campaign=fields.get("campaign", ""),
        source=fields.get("source", "test"),
        external_id=fields.get("external_id", ""),
        received_at=fields.get("received_at"),
    )


def inquire(now: datetime = NOW, terms: Terms | None = None, **fields: Any) -> Receipt:
    """One inquiry through the real flow."""
    return receive([raw(**fields)], now=now, terms=terms or Terms(Actor("door")))[0]
