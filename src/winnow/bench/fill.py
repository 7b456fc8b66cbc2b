"""Fills an installation: desks with people, and open prospects on them. `python -m winnow.bench.fill NUMBER INSTANT`.

Prints a session for each qualifier, so that pages can be asked for as they do.
"""

import os
import sys
from datetime import datetime, timedelta
from typing import Any

CHUNK = 1_000
APART = timedelta(minutes=10)  # from chunk to chunk, as no desk has everything due at one instant
DESKS = 20


def main(number: str, instant: str) -> None:
    """So many prospects, taken in from that instant on through the real flow."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "winnow.config.settings")
    django.setup()
    then = datetime.fromisoformat(instant)
    from winnow.prospects.settling import settle

    staff = people(then)
    _prospects(int(number), then)
    settle()  # as a large import does
    sys.stdout.writelines(f"{_session(person)}\n" for person in staff)


def people(now: datetime) -> list[Any]:
    from winnow.people.actions import add_person, add_team

    team = add_team("Berlin", "Europe/Berlin", by=None, now=now)
    wanted = [("manager", 1), ("seller", 2), ("qualifier", DESKS)]
    added = [
        add_person(
            by=None, now=now, name=f"{role} {n}", email=f"{role}{n}@bench.example", role=role, team=team
        )
        for role, count in wanted
        for n in range(count)
    ]
    return [person for person in added if person.role in ("qualifier", "manager")]


def _prospects(number: int, now: datetime) -> None:
    from winnow.bench.load import inquiry
    from winnow.flow import Terms, receive
    from winnow.intake.inquiry import Raw
    from winnow.prospects.transitions import Actor
    from winnow.prospects.words import Channel

    for done in range(0, number, CHUNK):
        sent = [inquiry(n) for n in range(done, min(done + CHUNK, number))]
        raws = [Raw(fields=one, payload=one, channel=Channel.WEB, door="api", source="bench") for one in sent]
        receive(raws, now=now + APART * (done // CHUNK), terms=Terms(Actor("door")))


def _session(person: Any) -> str:
    """Role and session key of somebody who is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{person.role} {session.session_key}"


if __name__ == "__main__":
    main(*sys.argv[1:])
