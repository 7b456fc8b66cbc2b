"""What is handed in together: written together, answered once, failing alone."""

import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError

from tests.world import NOW, raw
from winnow.flow import gather
from winnow.flow.gather import Gatherer, Overloaded, Unsure
from winnow.flow.intake import Terms
from winnow.flow.together import Answer, Work
from winnow.intake.idempotency import Asked
from winnow.prospects.models import Inquiry
from winnow.prospects.transitions import Actor

TERMS = Terms(Actor("door"))


def work(key: str = "", fingerprint: str = "f", **fields) -> Work:
    asked = Asked("token:1", key, fingerprint) if key else None
    made = Work(
        [raw(**fields)], TERMS, asked, lambda own: (422 if own[0].status == "rejected" else 201, "{}")
    )
    made.done.set_running_or_notify_cancel()
    return made


def write(*works: Work) -> list[Answer]:
    Gatherer(lambda: NOW)._write(list(works))
    return [one.done.result(0) for one in works]


def test_fifty_at_once_with_one_key_are_one_inquiry_and_forty_nine_replays(cast):
    answers = write(*(work("k", email="pat@firm.example.com") for _ in range(50)))
    assert [one.replayed for one in answers] == [False, *[True] * 49]
    assert Inquiry.objects.count() == 1


def test_one_key_with_two_bodies_at_once_takes_the_first(cast):
    answers = write(work("k", "f1"), work("k", "f2"))
    assert [one.status for one in answers] == [201, 422]


def test_one_key_with_two_bodies_at_once_of_which_the_first_is_refused_asks_to_try_again(cast):
    answers = write(work("k", "f1", name="", phone="1"), work("k", "f2"))
    assert [one.status for one in answers] == [422, 409]


def test_a_poisonous_inquiry_fails_alone(cast, monkeypatch):
    real = gather.write_together

    def choking(batch, now):
        if any("poison" in one.raws[0].fields["message"] for one in batch):
            raise ValueError("poison")
        return real(batch, now)

    monkeypatch.setattr(gather, "write_together", choking)
    works = [work(message="poison" if number == 7 else "A fine inquiry.") for number in range(20)]
    Gatherer(lambda: NOW)._write(works)
    assert [number for number, one in enumerate(works) if one.done.exception()] == [7]
    assert Inquiry.objects.count() == 19


def test_when_another_process_was_first_it_is_tried_again(cast, monkeypatch):
    real, tries = gather.write_together, iter([1, 1])

    def clashing(batch, now):
        if next(tries, None):
            raise IntegrityError("answered_once")
        return real(batch, now)

    monkeypatch.setattr(gather, "write_together", clashing)
    assert write(work())[0].status == 201


def test_a_full_disk_refuses_all_and_writes_nothing(cast, monkeypatch):
    def full(batch, now):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(gather, "write_together", full)
    monkeypatch.setattr(gather, "_is_gone", lambda: False)
    works = [work(), work()]
    Gatherer(lambda: NOW)._write(works)
    assert all(isinstance(one.done.exception(), OperationalError) for one in works)


def test_while_the_server_restarts_it_is_tried_again(monkeypatch):
    failures, slept = iter([OperationalError("gone"), InterfaceError("closed")]), []

    def restarting(self, batch):
        if error := next(failures, None):
            raise error
        return [Answer([], 201, "{}") for _ in batch]

    monkeypatch.setattr(Gatherer, "_once", restarting)
    monkeypatch.setattr(gather, "_is_gone", lambda: True)
    monkeypatch.setattr(gather.time, "sleep", slept.append)
    assert write(work())[0].status == 201
    assert slept == list(gather.PATIENCE[:2])


def test_what_waits_too_long_is_refused_and_never_written(monkeypatch):
    started, go_on, written = threading.Event(), threading.Event(), []

    def slowly(batch, now):
        started.set()
        go_on.wait(5)
        written.extend(batch)
        return [Answer([], 201, "{}") for _ in batch]

    at_work = Gatherer()
    monkeypatch.setattr(Gatherer, "_once", lambda self, batch: slowly(batch, self.clock()))
    first = threading.Thread(target=at_work.submit, args=[Work([raw()], TERMS)])
    first.start()
    started.wait(5)
    late = Work([raw()], TERMS)
    with pytest.raises(Overloaded):
        at_work.submit(late, timeout=0.05)
    go_on.set()
    first.join(5)
    assert at_work.submit(Work([raw()], TERMS)).status == 201
    assert late not in written


def test_beyond_what_may_wait_work_is_turned_away(monkeypatch):
    at_work = Gatherer(waiting=1)
    monkeypatch.setattr(at_work, "_run", lambda: time.sleep(0.2))
    at_work._hand_in(Work([raw()], TERMS))
    with pytest.raises(Overloaded):
        at_work._hand_in(Work([raw()], TERMS))


def test_a_commit_of_unknown_end_is_only_tried_again_with_a_key(monkeypatch):
    answers, keyed, bare = iter([gather._AtTheCommit()]), work("k"), work()

    def breaking(self, batch):
        if error := next(answers, None):
            raise error
        return [Answer([], 201, "{}") for _ in batch]

    monkeypatch.setattr(Gatherer, "_once", breaking)
    Gatherer(lambda: NOW)._write([keyed, bare])
    assert keyed.done.result(0).status == 201
    assert isinstance(bare.done.exception(), Unsure)


def test_a_writer_that_died_is_replaced_and_its_work_refused(monkeypatch):
    def dying(self, batch):
        raise SystemExit

    at_work = Gatherer(lambda: datetime.now(UTC))
    with monkeypatch.context() as patch:
        patch.setattr(Gatherer, "_once", dying)
        with pytest.raises(SystemExit):
            at_work.submit(Work([raw()], TERMS))
    monkeypatch.setattr(Gatherer, "_once", lambda self, batch: [Answer([], 201, "{}") for _ in batch])
    assert at_work.submit(Work([raw()], TERMS)).status == 201


def test_what_waits_when_it_is_stopped_is_written_first(monkeypatch):
    written = []

    def slowly(self, batch):
        time.sleep(0.05)
        written.extend(batch)
        return [Answer([], 201, "{}") for _ in batch]

    monkeypatch.setattr(Gatherer, "_once", slowly)
    monkeypatch.setattr(gather, "MOST", 1)
    at_work, works = Gatherer(), [Work([raw()], TERMS) for _ in range(4)]
    for one in works:
        at_work._hand_in(one)
    at_work.stop()
    assert written == works
    assert at_work.thread is None
