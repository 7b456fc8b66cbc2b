"""Undo of a whole import: what it alone brought goes, what was there before is as it was, what is worked on stays."""

import pytest

from tests.flow.import_files import MAPPING, NOW, Clock, brought, row, write
from tests.world import inquire
from winnow.flow import imports
from winnow.flow.finish import Rest, nurture
from winnow.flow.imports import undoing
from winnow.flow.scene import Refused
from winnow.flow.work import Dispose, dispose
from winnow.intake.models import Held, Import
from winnow.people.models import Load
from winnow.prospects.models import Event, Identity, Inquiry, Prospect

LATER = NOW.replace(day=5)
STATE = ("stage", "state", "outcome", "owner_id", "next_action", "due_at", "available_at", "queue", "check_at",
         "inquiries", "first_inquiry_at", "last_inquiry_at", "clock_started_at", "respond_by", "channel", "campaign_id",
         "score", "closed_at")  # fmt: skip


def undone(done, by=None):
    return imports.undo(done.pk, by, Clock(LATER), "Wrong file")


def as_it_is(number):
    return Prospect.objects.values(*STATE).get(pk=number)


def test_what_the_import_alone_brought_is_closed_and_let_go(cast, tmp_path):
    done = brought(write(tmp_path / "a.csv", [row(1), row(2), row(3, Date="never")]))
    gone = undone(done, cast.mia.pk)
    assert gone.status == "undone"
    assert gone.found["undone"] == {"inquiries": 2, "closed": 2, "held": 1}
    assert set(Prospect.objects.values_list("state", "outcome", "outcome_reason")) == {
        ("closed", "invalid", "import_undone")
    }
    assert not Inquiry.objects.filter(withdrawn_at=None).exists()
    assert not Identity.objects.exists()
    assert Held.objects.get().settlement == "withdrawn"
    assert set(Event.objects.filter(kind="withdrawn").values_list("actor_id", flat=True)) == {cast.mia.pk}
    assert set(Load.objects.values_list("working", flat=True)) <= {0}


def test_the_same_file_comes_in_anew_after_its_undo(cast, tmp_path):
    path = write(tmp_path / "a.csv", [row(1), row(2)])
    undone(brought(path))
    again = brought(path)
    assert (again.accepted, again.repeated) == (2, 0)
    assert Prospect.objects.filter(state="working").count() == 2


@pytest.mark.parametrize("clocks", [False, True])
@pytest.mark.parametrize("state", ["working", "nurture"])
def test_a_prospect_that_was_there_before_is_what_it_was(cast, tmp_path, clocks, state):
    number = inquire(NOW, email="p1@firm1.example.com").prospect
    if state == "nurture":
        nurture([Rest(number, NOW, cast.ben.pk, "Later")], now=NOW)
    before = as_it_is(number)
    done = brought(write(tmp_path / "a.csv", [row(1), row(1, Ref="again", Date="")]), clocks=clocks)
    assert as_it_is(number) != before
    undone(done)
    assert as_it_is(number) == before


def test_a_closed_prospect_that_the_import_reopened_is_closed_again_as_it_was(cast, tmp_path):
    number = inquire(NOW, email="p1@firm1.example.com").prospect
    first = brought(write(tmp_path / "z.csv", [row(9)]))
    undone(first)  # unrelated
    dispose([Dispose(number, "duplicate_or_spam", NOW, cast.cem.pk, reason="spam")], now=NOW)
    before = as_it_is(number)
    done = brought(write(tmp_path / "a.csv", [row(1)]), Clock(LATER), clocks=True)
    assert Prospect.objects.get(pk=number).state == "working"
    undone(done)
    assert as_it_is(number) == before


def test_what_somebody_worked_on_since_stays_with_them_and_is_listed(cast, tmp_path):
    done = brought(write(tmp_path / "a.csv", [row(1), row(2)]))
    worked = Prospect.objects.earliest("id")
    dispose([Dispose(worked.id, "no_answer", LATER, cast.cem.pk)], now=LATER)
    gone = undone(done)
    assert gone.found["kept"] == [worked.id]
    assert Prospect.objects.get(pk=worked.id).state == "working"
    assert gone.found["undone"]["closed"] == 1


def test_another_inquiry_keeps_a_prospect_that_the_import_opened(cast, tmp_path):
    done = brought(write(tmp_path / "a.csv", [row(1)]))
    receipt = inquire(LATER, email="p1@firm1.example.com", channel="phone", campaign="Later")
    undone(done)
    kept = Prospect.objects.get(pk=receipt.prospect)
    assert (kept.state, kept.inquiries, kept.channel) == ("working", 1, "phone")
    assert kept.first_inquiry_at == kept.last_inquiry_at == LATER


def test_an_import_of_the_same_people_undone_leaves_the_other_import_alone(cast, tmp_path):
    first = brought(write(tmp_path / "a.csv", [row(1)]))
    second = brought(write(tmp_path / "b.csv", [row(1, Ref="other")]))
    undone(first)
    only = Prospect.objects.get()
    assert (only.state, only.inquiries) == ("working", 1)
    undone(second)
    assert Prospect.objects.get().outcome == "invalid"


def test_an_undo_that_was_killed_goes_on(cast, tmp_path, monkeypatch):
    done = brought(write(tmp_path / "a.csv", [row(number) for number in range(10)]))
    monkeypatch.setattr(undoing, "CHUNK", 3)
    real, calls = undoing._undo_some, []

    def dies_at_the_third(*given):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*given)

    monkeypatch.setattr(undoing, "_undo_some", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        undone(done)
    assert Inquiry.objects.filter(withdrawn_at=None).count() == 4
    Import.objects.update(held_by="")  # what happens when the process is seen to be dead
    gone = undone(done)
    assert (gone.status, gone.found["undone"]["inquiries"]) == ("undone", 10)


def test_an_import_cannot_be_undone_twice(cast, tmp_path):
    done = brought(write(tmp_path / "a.csv", [row(1)]))
    undone(done)
    with pytest.raises(Refused, match="is undone"):
        undone(done)


def test_an_import_that_is_not_there_is_refused(cast):
    with pytest.raises(Refused, match="no import 99"):
        imports.undo(99, None, Clock())


def test_a_dry_run_writes_nothing_and_says_what_the_run_then_does(cast, tmp_path):
    inquire(NOW, email="p3@firm3.example.com")
    rows = [
        row(1),
        row(2),
        row(1, Ref="b"),
        row(3),
        row(4, Date="x"),
        row(5, Email="y@mailinator.com"),
        row(2),
    ]
    path = write(tmp_path / "a.csv", rows)
    before = (Inquiry.objects.count(), Event.objects.count(), Held.objects.count(), Import.objects.count())
    options = imports.Options(mapping=MAPPING, source="test")
    tried = imports.dry_run(path, options, NOW).as_json()
    assert before == (
        Inquiry.objects.count(),
        Event.objects.count(),
        Held.objects.count(),
        Import.objects.count(),
    )
    done = brought(path)
    names = ("rows", "accepted", "repeated", "quarantined", "rejected", "already")
    assert {name: tried[name] for name in names} == {name: getattr(done, name) for name in names}
    assert {one["status"]: one["examples"] for one in tried["reasons"]} == {
        "rejected": [6],
        "quarantined": [7],
    }
