"""Replays beside the worker: begun anew when their process is killed, not for ever, and given up at its end."""

from datetime import timedelta
from typing import Any

import pytest

from tests.world import NOW, people
from winnow.flow.replaying import aside, jobs
from winnow.flow.replaying.aside import TRIES, Aside
from winnow.procedure.actions import default_text
from winnow.procedure.models import Replay


class Process:
    """One that goes on until it is told to end."""

    started: list[list[str]] = []

    def __init__(self, command: list[str], **_: Any) -> None:
        self.started.append(command)
        self.returncode: int | None = None
        Replay.objects.filter(pk=int(command[-1])).update(status="running", held_until=NOW + jobs.LEASE)

    def poll(self) -> int | None:
        return self.returncode

    def wait(self) -> None:
        self.returncode = self.returncode or 0

    def terminate(self) -> None:
        self.returncode = -15


@pytest.fixture
def replays(db: None, monkeypatch: pytest.MonkeyPatch) -> Aside:
    cast = people()
    jobs.ask(default_text(), 3, by=cast.ada, now=NOW)
    monkeypatch.setattr(Process, "started", [])
    monkeypatch.setattr(aside.subprocess, "Popen", Process)
    return Aside()


def status() -> str:
    return Replay.objects.values_list("status", flat=True).get()


def killed(replays: Aside) -> None:
    assert isinstance(replays.process, Process)
    replays.process.returncode = -9


def test_one_process_is_started_for_it_and_no_second_one(replays: Aside) -> None:
    replays.look_after(NOW)
    replays.look_after(NOW)
    assert [command[-1] for command in Process.started] == [str(Replay.objects.get().pk)]


def test_a_killed_one_is_begun_anew_and_given_up_after_some_tries(replays: Aside) -> None:
    for _ in range(TRIES):
        replays.look_after(NOW)
        killed(replays)
    replays.look_after(NOW)
    assert (len(Process.started), status()) == (TRIES, "failed")


def test_at_the_workers_end_it_waits_for_another(replays: Aside) -> None:
    replays.look_after(NOW)
    replays.end()
    assert status() == "waiting"


def test_another_worker_takes_it_only_when_its_lease_is_over(replays: Aside) -> None:
    replays.look_after(NOW)
    assert not jobs.due(NOW)
    assert jobs.due(NOW + jobs.LEASE + timedelta(seconds=1))
    assert not jobs.run(Replay.objects.get().pk, lambda: NOW)
