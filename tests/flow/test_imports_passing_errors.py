"""A database that is away for a moment does not end an import; what ends an undo says so and can be gone on with."""

import sqlite3

import pytest
from django.db import IntegrityError, OperationalError, connection

from tests.flow.import_files import Clock, brought, row, write
from tests.world import people
from winnow.flow import imports
from winnow.flow.imports import patience, running, undoing
from winnow.flow.scene import Refused
from winnow.intake.models import Import
from winnow.prospects.models import Inquiry, Prospect


@pytest.fixture
def slept(monkeypatch):
    """How long it rested; nobody waits for it here."""
    pauses: list[float] = []
    monkeypatch.setattr(patience, "sleep", pauses.append)
    return pauses


def locked():
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorname = "SQLITE_BUSY"
    error = OperationalError("database is locked")
    error.__cause__ = cause
    return error


def lost():
    return OperationalError("server closed the connection unexpectedly")


class Fails:
    """Raises so many times before it does what it stands for."""

    def __init__(self, error, times, real):
        self.error, self.left, self.real = error, times, real

    def __call__(self, *given, **more):
        if self.left:
            self.left -= 1
            raise self.error()
        return self.real(*given, **more)


@pytest.mark.parametrize("error", [locked, lost])
def test_an_import_outlives_a_database_that_is_away_for_a_moment(cast, tmp_path, monkeypatch, slept, error):
    monkeypatch.setattr(running, "write_entries", Fails(error, 4, running.write_entries))
    done = brought(write(tmp_path / "a.csv", [row(1), row(2)]))
    assert (done.status, done.accepted, Inquiry.objects.count()) == ("done", 2, 2)
    assert slept == sorted(slept)
    assert len(slept) == 4


def test_a_database_that_stays_away_ends_the_import_after_a_bounded_wait(cast, tmp_path, monkeypatch, slept):
    monkeypatch.setattr(running, "write_entries", Fails(lost, 99, running.write_entries))
    with pytest.raises(Refused, match="server closed the connection"):
        brought(write(tmp_path / "a.csv", [row(1)]))
    assert Import.objects.get().status == "failed"
    assert 10 < sum(slept) < 60


def test_what_the_database_refuses_for_good_is_not_waited_for(cast, tmp_path, monkeypatch, slept):
    monkeypatch.setattr(running, "write_entries", Fails(lambda: IntegrityError("no"), 99, None))
    with pytest.raises(Refused):
        brought(write(tmp_path / "a.csv", [row(1)]))
    assert slept == []


def test_a_chunk_whose_commit_was_answered_by_silence_is_not_written_twice(
    cast, tmp_path, monkeypatch, slept
):
    real = running._Run._once

    def committed_but_unheard(self, chunk, foreseen):
        real(self, chunk, foreseen)
        self.row.rows_done -= len(chunk)  # as this process knows it
        monkeypatch.setattr(running._Run, "_once", real)
        raise lost()

    monkeypatch.setattr(running._Run, "_once", committed_but_unheard)
    done = brought(write(tmp_path / "a.csv", [row(1), row(2)]))
    assert (done.status, done.rows_done, done.accepted, Inquiry.objects.count()) == ("done", 2, 2, 2)


def test_an_undo_outlives_a_database_that_is_away_for_a_moment(cast, tmp_path, monkeypatch, slept):
    done = brought(write(tmp_path / "a.csv", [row(1), row(2)]))
    monkeypatch.setattr(undoing, "_withdraw", Fails(lost, 3, undoing._withdraw))
    gone = imports.undo(done.pk, None, Clock(), "Wrong file")
    assert (gone.status, gone.found["undone"]["closed"]) == ("undone", 2)


@pytest.fixture
def stopped(cast, tmp_path, monkeypatch):
    """An import whose undo was stopped by something after its first chunk."""
    done = brought(write(tmp_path / "a.csv", [row(number) for number in range(4)]))
    monkeypatch.setattr(undoing, "CHUNK", 2)
    real, calls = undoing._withdraw, []

    def fails_at_the_second(*given):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("something nobody thought of")
        return real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(undoing, "_withdraw", fails_at_the_second)
        with pytest.raises(Refused, match=r"something nobody thought of.*winnow import undo"):
            imports.undo(done.pk, cast.mia.pk, Clock(), "Wrong file")
    done.refresh_from_db()
    return done


def test_an_undo_that_something_stops_says_so_and_lets_go(stopped):
    assert (stopped.status, stopped.held_by) == ("undo_failed", "")
    assert stopped.error == "something nobody thought of"
    assert Inquiry.objects.filter(withdrawn_at=None).count() == 2


def test_the_worker_does_not_try_a_stopped_undo_again_by_itself(stopped):
    assert not imports.run_due(Clock())


def test_a_stopped_undo_is_gone_on_with_to_its_end(stopped):
    gone = imports.undo(stopped.pk, None, Clock())
    assert (gone.status, gone.error, gone.found["undone"]["closed"]) == ("undone", "", 4)
    assert gone.found["reason"] == "Wrong file"
    assert set(Prospect.objects.values_list("state", flat=True)) == {"closed"}


def test_the_worker_keeps_the_clocks_between_the_chunks_of_an_undo(cast, tmp_path, monkeypatch):
    done = brought(write(tmp_path / "a.csv", [row(number) for number in range(4)]))
    monkeypatch.setattr(undoing, "CHUNK", 2)
    imports.send(done, ("done",), "undoing", undone_by=cast.mia.pk, reason="")
    ticks = []
    assert imports.run_due(Clock(), lambda: ticks.append(1))
    assert len(ticks) == 2


def test_a_worker_that_ends_leaves_the_undo_to_the_next(cast, tmp_path):
    done = brought(write(tmp_path / "a.csv", [row(1)]))
    imports.send(done, ("done",), "undoing", undone_by=cast.mia.pk, reason="Wrong file")

    def ends():
        raise imports.Stop

    imports.run_due(Clock(), ends)
    done.refresh_from_db()
    assert (done.status, done.held_by) == ("undoing", "")
    imports.run_due(Clock())
    done.refresh_from_db()
    assert (done.status, done.found["reason"]) == ("undone", "Wrong file")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ends_is_made_anew(tmp_path, monkeypatch, slept):
    people()
    real, calls = running.write_entries, []

    def cut_off_once(*given):
        calls.append(1)
        if len(calls) == 1:
            connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return real(*given)

    monkeypatch.setattr(running, "write_entries", cut_off_once)
    done = brought(write(tmp_path / "a.csv", [row(1)]))
    assert (done.status, Inquiry.objects.count(), len(slept)) == ("done", 1, 1)
