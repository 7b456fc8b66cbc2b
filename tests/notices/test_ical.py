"""A calendar as other programs read it."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from winnow.notices.ical import Entry, calendar

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def read(entries: list[Entry], zone: str = "Europe/Berlin") -> Calendar:
    return Calendar.from_ical(calendar("Anna", zone, "w.example", entries))


def test_an_appointment_keeps_its_local_time_over_the_change_of_clocks() -> None:
    at = datetime(2026, 4, 1, 8, tzinfo=UTC)
    whole = read([Entry("prospect-7", "Call back Pat", at, at + HOUR, NOW, 3)])
    event = whole.walk("VEVENT")[0]
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert event.decoded("dtstart") == at
    assert event.decoded("dtstart").hour == 10
    assert (str(event["uid"]), event["sequence"]) == ("prospect-7@w.example", 3)
    assert [str(one["tzid"]) for one in whole.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_days_away_are_whole_days() -> None:
    event = read([Entry("away-1", "Away", date(2026, 3, 9), date(2026, 3, 12), NOW, busy=False)]).walk(
        "VEVENT"
    )[0]
    assert event.decoded("dtstart") == date(2026, 3, 9)
    assert str(event["transp"]) == "TRANSPARENT"


def test_an_empty_calendar_is_one_too() -> None:
    assert read([])["x-wr-calname"] == "Winnow: Anna"


@given(st.text(min_size=1, max_size=200))
def test_no_title_can_smuggle_in_a_line(title: str) -> None:
    events = read([Entry("x", title, NOW, NOW + HOUR, NOW)]).walk("VEVENT")
    assert len(events) == 1
    assert set(events[0]) == {
        "UID", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "CLASS", "TRANSP",
    }  # fmt: skip


def test_the_same_things_are_the_same_bytes_in_any_order() -> None:
    entries = [Entry(f"block-{number}", "Prospecting", NOW, NOW + HOUR, NOW) for number in range(3)]
    assert calendar("Anna", "UTC", "h", entries) == calendar("Anna", "UTC", "h", entries[::-1])
