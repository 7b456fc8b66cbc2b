"""Winnow's own rows as canonical tables, and the facts that pages show: complete, up to date, as old as said."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars
import pytest
from django.db import transaction

from tests.world import NOW, Cast, inquire
from winnow.flow import measuring
from winnow.flow.finish import Bought, Close, close, order
from winnow.flow.merge import Merge, merge
from winnow.flow.takeback import TakeBack, take_back
from winnow.flow.work import Dispose, dispose
from winnow.measure.edition import edition
from winnow.measure.shown import newest, shown
from winnow.measure.snapshot import parts
from winnow.prospects.models import Event, Prospect, Touch
from winnow.prospects.words import Outcome

LATER = NOW + timedelta(days=2, microseconds=123_456)


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    """A refreshed table's rows."""
    parts.refresh(folder, "EUR")
    file = folder / "tables" / f"{name}.parquet"
    return polars.read_parquet(file / "*.parquet" if file.is_dir() else file).to_dicts()


def called(number: int, cast: Cast, at: datetime = LATER) -> None:
    dispose([Dispose(number, "no_answer", at, cast.ben.id, minutes=4)], now=at)


def lost(number: int, cast: Cast) -> None:
    close([Close(number, Outcome.NOT_BUYING, LATER, cast.cem.id, "no_need")], now=LATER)


def test_an_inquiry_is_told_with_its_source_and_what_was_promised(cast: Cast, tmp_path: Path) -> None:
    one = inquire(campaign="Hannover", source="fair")

    [row] = table(tmp_path, "inquiries")

    row_of = Prospect.objects.get(id=one.prospect)
    assert (row["prospect_id"], row["at"], row["source"]) == (str(one.prospect), NOW, "fair")
    assert (row["campaign_id"], row["promised_at"]) == (str(row_of.campaign_id), row_of.respond_by)


def test_the_promise_of_an_earlier_clock_outlives_a_repeat(cast: Cast, tmp_path: Path) -> None:
    one = inquire(email="pat@firm1.test")
    promised = Prospect.objects.get(id=one.prospect).respond_by
    called(one.prospect, cast)
    inquire(email="pat@firm1.test", now=LATER + timedelta(days=1))

    first, second = sorted(table(tmp_path, "inquiries"), key=lambda row: row["at"])

    assert first["promised_at"] == promised
    assert second["promised_at"] == Prospect.objects.get(id=one.prospect).respond_by != promised


def test_a_touch_keeps_its_instant_to_the_microsecond(cast: Cast, tmp_path: Path) -> None:
    called(inquire().prospect, cast)

    [row] = table(tmp_path, "touches")

    assert (row["at"], row["by"], row["minutes"]) == (LATER, str(cast.ben.id), Decimal(4))
    assert (row["kind"], row["direction"], row["reached"]) == ("call", "out", False)


def test_a_mail_that_no_person_wrote_is_told_as_automatic(cast: Cast, tmp_path: Path) -> None:
    one = inquire().prospect
    Touch.objects.create(prospect_id=one, at=LATER, kind="email", disposition="automatic", attempt=False)

    [row] = table(tmp_path, "touches")

    assert (row["kind"], row["by"]) == ("automatic", None)


def test_money_is_told_to_the_cent_and_withdrawn_orders_are_not(cast: Cast, tmp_path: Path) -> None:
    one, two = inquire().prospect, inquire().prospect
    order([Bought(one, Decimal("10.10"), "EUR", LATER, cast.anna.id, Decimal("3.30"), "A1")], now=LATER)
    order([Bought(two, Decimal("20.20"), "EUR", LATER, cast.anna.id, None, "A2")], now=LATER)
    with transaction.atomic():
        take_back(TakeBack(two, Event.objects.latest("id").id, LATER, cast.cem.id, "Typed twice"), now=LATER)

    [row] = table(tmp_path, "orders")

    assert (row["prospect_id"], row["amount"], row["margin"]) == (str(one), Decimal("10.10"), Decimal("3.30"))


def test_stages_are_told_in_the_words_of_the_canonical_table(cast: Cast, tmp_path: Path) -> None:
    one = inquire().prospect
    lost(one, cast)

    last = max(table(tmp_path, "stages"), key=lambda row: row["at"])

    assert (last["event"], last["stage"], last["state"]) == ("closed", "inquiry", "closed")
    assert (last["outcome"], last["by"]) == ("not_buying", str(cast.cem.id))


def test_what_was_taken_back_is_not_told(cast: Cast, tmp_path: Path) -> None:
    one = inquire().prospect
    lost(one, cast)
    assert "closed" in {row["event"] for row in table(tmp_path, "stages")}

    with transaction.atomic():
        take_back(TakeBack(one, Event.objects.latest("id").id, LATER, cast.cem.id, "Wrong row"), now=LATER)

    assert "closed" not in {row["event"] for row in table(tmp_path, "stages")}


def test_the_rows_of_a_merged_prospect_are_told_of_the_one_it_became(cast: Cast, tmp_path: Path) -> None:
    keep, lose = inquire().prospect, inquire().prospect
    called(lose, cast)
    table(tmp_path, "touches")

    merge(Merge(keep, lose, cast.cem.id, "The same person"), now=LATER)

    assert {row["prospect_id"] for row in table(tmp_path, "touches")} == {str(keep)}
    assert {row["prospect_id"] for row in table(tmp_path, "inquiries")} == {str(keep)}
    assert {row["state"] for row in table(tmp_path, "stages")} == {"working"}


def test_only_young_and_changed_parts_are_written_anew(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", 1)
    monkeypatch.setattr(parts, "FRESH", 1)
    first, *_ = [inquire().prospect for _ in range(5)]
    parts.refresh(tmp_path, "EUR")

    young = parts.refresh(tmp_path, "EUR")
    assert young == 3  # the newest of inquiries, touches and Events

    lost(first, cast)
    with transaction.atomic():
        take_back(TakeBack(first, Event.objects.latest("id").id, LATER, cast.cem.id, "Wrong row"), now=LATER)
    # The one inquiry, and of the Events the first, the end, and what took it back.
    assert parts.refresh(tmp_path, "EUR") == young + 3


def test_facts_are_as_old_as_they_say_and_due_when_something_has_happened(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "home", lambda: tmp_path)
    inquire()
    assert measuring.is_due(LATER)

    done = measuring.refresh(LATER)

    assert done is not None
    assert (done.prospects, done.as_of) == (1, LATER.isoformat())
    with shown(measuring.place()) as facts:
        assert facts is not None
        assert facts.as_of.astimezone(UTC) == LATER
    much_later = LATER + timedelta(hours=1)
    assert not measuring.is_due(much_later)
    inquire(now=much_later)
    assert measuring.is_due(much_later)
    assert not measuring.is_due(LATER + timedelta(seconds=5))  # so soon after the last round


def test_facts_that_newer_ones_replace_are_let_go_at_once(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "home", lambda: tmp_path)
    inquire()
    measuring.refresh(LATER)
    with shown(measuring.place()) as before:
        assert before is not None
        assert before.prospects.count().execute() == 1
    inquire(now=LATER)
    measuring.refresh(LATER + timedelta(hours=1))

    with shown(measuring.place()) as facts:
        assert facts is not None
        assert facts.prospects.count().execute() == 2

    with pytest.raises(duckdb.ConnectionException):
        before.prospects.count().execute()


def test_facts_of_another_version_are_due_though_nothing_has_happened(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "home", lambda: tmp_path)
    inquire()
    measuring.refresh(LATER)
    file = next(tmp_path.glob("measure/facts-*/facts.json"))
    old = {**json.loads(file.read_text()), "edition": "of before"}

    file.write_text(json.dumps(old))  # as an earlier Winnow left it

    assert measuring.is_due(LATER + timedelta(hours=1))


def test_of_older_facts_one_folder_is_left_for_who_still_reads_it(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tmp_path / f"facts-2026{n}" for n in range(4)]
    for folder in folders:
        folder.mkdir()
        (folder / "facts.json").write_text(json.dumps({"edition": edition()}))

    from winnow.measure.shown import clear

    clear(tmp_path)

    assert sorted(tmp_path.glob("facts-*")) == folders[2:]
    assert newest(tmp_path) == folders[3]
