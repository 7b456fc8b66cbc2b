"""The only writers of people: who works here, in which role, and who no longer does."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import Q

from winnow.people.actions.keys import make_link
from winnow.people.actions.record import NotDone, change, known_zone, record
from winnow.people.models import Absence, Team, User
from winnow.prospects.words import Role

FIRST_ADMIN = "admin@localhost"


class Details(TypedDict, total=False):
    """What can be said of a person; hourly cost in the company's currency, capacity in open prospects."""

    name: str
    email: str
    role: str
    team: Team | None
    territories: list[str]
    languages: list[str]
    skills: list[str]
    niches: list[str]
    capacity: int | None
    hourly_cost: Decimal
    timezone: str


@transaction.atomic
def first_admin(now: datetime, hours: float = 24) -> str | None:
    """The secret of a link that opens first-run set-up, or None once set-up is closed.

    While the first admin has not set anything up, a new link takes the place of the old.
    """
    others = User.objects.select_for_update().all()[:2]
    if not others:
        admin = User.objects.create_user(FIRST_ADMIN, name="Admin", role=Role.ADMIN, joined_at=now)
        record("set_up_opened", by=None, now=now)
    elif len(others) == 1 and others[0].email == FIRST_ADMIN and not others[0].has_usable_password():
        admin = others[0]
    else:
        return None
    return make_link(admin, now=now, hours=hours)


@transaction.atomic
def add_person(*, by: User | None, now: datetime, **details: Unpack[Details]) -> User:
    """Somebody who can sign in once they used a link. Raises `NotDone` if the address is taken."""
    given = _checked(details)
    email = given.pop("email", "")
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, joined_at=now, **given)
    except IntegrityError:
        raise NotDone(f"{email} is already in use, perhaps by somebody deactivated.") from None
    record("person_added", by=by, now=now, person=person.pk, name=person.name, email=email, role=person.role)
    return person


@transaction.atomic
def edit_person(person: User, *, by: User | None, now: datetime, **details: Unpack[Details]) -> User:
    """Change what is given, and record what was before. Raises `NotDone` if it may not be."""
    given = _checked(details)
    demotes = "role" in given and given["role"] != Role.ADMIN
    row = _not_the_last(person, "has another role") if demotes else _locked(person)
    try:
        with transaction.atomic():
            changed = change(row, given)
    except IntegrityError:
        raise NotDone(f"{given.get('email')} is already in use by somebody else.") from None
    if changed:
        record("person_edited", by=by, now=now, person=row.pk, name=row.name, changed=changed)
    return row


@transaction.atomic
def deactivate(person: User, *, by: User | None, now: datetime) -> User:
    """No signing in, nothing new to do, their keys dead; what they hold stays theirs until reassigned."""
    row = _not_the_last(person, "is deactivated")
    if change(row, {"is_active": False}):
        row.links.filter(used_at=None).update(used_at=now)
        keys = row.tokens.filter(revoked_at=None).update(revoked_at=now)
        record("person_deactivated", by=by, now=now, person=row.pk, name=row.name, tokens_revoked=keys)
    return row


@transaction.atomic
def reactivate(person: User, *, by: User | None, now: datetime) -> User:
    """Let somebody in again; their old tokens stay dead."""
    row = _locked(person)
    if change(row, {"is_active": True}):
        record("person_reactivated", by=by, now=now, person=row.pk, name=row.name)
    return row


@transaction.atomic
def choose_password(person: User, password: str, *, now: datetime) -> User:
    """Set a person's own password; every session that was signed in with another one ends by it."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record("password_chosen", by=person, now=now, person=person.pk, name=person.name)
    return person


@transaction.atomic
def prefer(person: User, *, now: datetime, single_keys: bool, timezone: str) -> User:
    """What a person sets for themselves: shortcuts of a single key, and the time zone they read in."""
    if timezone:
        known_zone(timezone)
    if changed := change(person, {"single_keys": single_keys, "timezone": timezone}):
        record("person_edited", by=person, now=now, person=person.pk, name=person.name, changed=changed)
    return person


@transaction.atomic
def add_absence(
    person: User, *, starts: date, ends: date, by: User | None, now: datetime, reason: str = ""
) -> Absence:
    """Days on which a person gets nothing new, both included. `NotDone` if they end before they start."""
    if ends < starts:
        raise NotDone("The last day away is before the first. Swap the two.")
    away = Absence.objects.create(user=person, starts=starts, ends=ends, reason=reason)
    record("absence_added", by=by, now=now, person=person.pk, name=person.name, days=[str(starts), str(ends)])
    return away


@transaction.atomic
def drop_absence(away: Absence, *, by: User | None, now: datetime) -> None:
    """They are there after all."""
    days = [str(away.starts), str(away.ends)]
    record("absence_dropped", by=by, now=now, person=away.user_id, name=away.user.name, days=days)
    away.delete()


def _checked(details: Details) -> dict[str, Any]:
    given: dict[str, Any] = dict(details)
    if "role" in details and details["role"] not in set(Role):
        raise NotDone(f"{details['role']!r} is no role. Roles are {', '.join(Role)}.")
    if "email" in details:
        given["email"] = details["email"].strip().lower()
    if details.get("timezone"):
        known_zone(details["timezone"])
    return given


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


def _not_the_last(person: User, what: str) -> User:
    """The person, locked along with all admins in one order: of two who demote each other one waits for the other."""
    admins = Q(role=Role.ADMIN, is_active=True)
    rows = {
        one.pk: one
        for one in User.objects.select_for_update().filter(admins | Q(pk=person.pk)).order_by("pk")
    }
    row = rows.pop(person.pk)
    if row.role == Role.ADMIN and row.is_active and not rows:
        raise NotDone(f"{row.name} is the only admin. Make somebody else one before {row.name} {what}.")
    return row
