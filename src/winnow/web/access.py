"""Who may open what: each area's `urls` module says it of its own routes in `RULES`; the gate enforces it.

A route whose name is in no `RULES` opens for nobody. What people see behind an open route is narrowed further
by `prospects.access`.
"""

from functools import cache
from importlib import import_module

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from winnow.people.models import User
from winnow.prospects.words import Role

Rule = frozenset[str]
Rules = dict[str, Rule]


def roles(*names: Role) -> Rule:
    """A rule for just these roles."""
    return frozenset(role.value for role in names)


SIGNED_IN = roles(*Role)
PUBLIC = SIGNED_IN | {"anonymous"}
MACHINE = frozenset({"token"})  # the door itself asks for a bearer token
ADMIN = roles(Role.ADMIN)
MANAGING = roles(Role.MANAGER, Role.ADMIN)
MARKETING = roles(Role.MARKETER, Role.MANAGER, Role.ADMIN)
DESK = roles(Role.QUALIFIER, Role.SELLER, Role.MANAGER, Role.ADMIN)
EXPORTING = MARKETING


@cache
def rules() -> Rules:
    """Route name → who may open it, of all areas."""
    return dict(import_module(settings.ROOT_URLCONF).RULES)


def may_open(route: str, user: User | AnonymousUser) -> bool:
    """Whether the route has a rule that lets this person in."""
    rule = rules().get(route, frozenset())
    return bool(rule & {"anonymous", "token"}) or (user.is_authenticated and user.role in rule)


def may_export(user: User | AnonymousUser) -> bool:
    """Whether this person may take lists out as files: sellers and qualifiers may not."""
    return user.is_authenticated and user.role in EXPORTING
