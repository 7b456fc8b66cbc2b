"""Two people change the same thing at the same moment: who comes second is told so, and it is no error of ours."""

import sqlite3

import psycopg
import pytest
from django.db import IntegrityError, OperationalError

from tests.web.desk_steps import Desk, said
from winnow.web.views import prospect_acts


def locked() -> OperationalError:
    error, cause = OperationalError("database is locked"), sqlite3.OperationalError("database is locked")
    cause.sqlite_errorname = "SQLITE_BUSY"
    error.__cause__ = cause
    return error


def deadlocked() -> OperationalError:
    error = OperationalError("deadlock detected")
    error.__cause__ = psycopg.errors.DeadlockDetected("deadlock detected")
    return error


def doubled() -> IntegrityError:
    error = IntegrityError("duplicate key")
    error.__cause__ = psycopg.errors.UniqueViolation("duplicate key")
    return error


def moved(desk: Desk, error: Exception, monkeypatch):
    def fails(*given: object, **more: object) -> None:
        raise error

    monkeypatch.setattr(prospect_acts, "reassign", fails)
    fields = {"to": str(desk.cast.anna.id), "reason": "She knows them"}
    return desk.as_(desk.cast.cem).post(f"/prospects/{desk.prospect}/do/reassign/", fields)


@pytest.mark.parametrize("error", [locked, deadlocked, doubled])
def test_who_comes_second_is_told_to_look_and_send_it_again(desk, monkeypatch, error):
    answer = moved(desk, error(), monkeypatch)
    assert answer.status_code == 409
    assert "Nothing of yours was saved" in said(answer)


@pytest.mark.parametrize("error", [OperationalError("disk full"), IntegrityError("CHECK never_dropped")])
def test_what_is_a_mistake_of_ours_is_not_said_to_be_somebody_elses(desk, monkeypatch, error):
    with pytest.raises(type(error)):
        moved(desk, error, monkeypatch)
