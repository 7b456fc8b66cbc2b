"""What runs beside the worker outlives its failures, and ends when it is told to."""

import threading

import pytest

from winnow.worker import beside
from winnow.worker.beside import Beside


@pytest.fixture(autouse=True)
def connections_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are those of other tests here."""
    monkeypatch.setattr(beside, "close_old_connections", lambda: None)
    monkeypatch.setattr(beside.connections, "close_all", lambda: None)


def test_a_round_that_fails_is_logged_and_another_follows(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(beside, "AFTER_A_FAILURE", 0.01)
    stop, rounds = threading.Event(), []

    def a_round() -> int:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise OSError("the neighbour is away")
        stop.set()
        return 1

    Beside("mail", stop, a_round).run()
    assert rounds == [0, 1]
    assert "a round of mail failed" in caplog.text


def test_it_does_nothing_once_it_is_told_to_stop() -> None:
    stop, rounds = threading.Event(), []

    def a_round() -> int:
        rounds.append(1)
        return 1

    stop.set()
    Beside("mail", stop, a_round).run()
    assert rounds == []
