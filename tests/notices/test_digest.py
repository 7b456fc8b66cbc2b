"""The daily mail's words."""

from datetime import UTC, datetime, timedelta

from winnow.notices.digest import Day, Member, Promise, subject, text

TODAY = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)


def day(**fields: object) -> Day:
    return Day("Anna", "Europe/Berlin", TODAY, **fields)  # type: ignore[arg-type]


def test_a_day_with_nothing_to_do_is_empty() -> None:
    assert day(unread=3, team=[Member("Ben", 0, 0)]).is_empty
    assert not day(team=[Member("Ben", 1, 0)]).is_empty


def test_the_subject_says_how_the_day_stands() -> None:
    assert subject(day(overdue=2, due=5, handovers=1)) == (
        "Your day: 2 overdue, 5 due today, 1 waiting for your yes or no"
    )


def test_the_mail_names_promises_by_their_instant_there_and_their_page() -> None:
    said = text(day(promises=[Promise(7, TODAY + timedelta(hours=3), "call back")]), "https://w.example")
    assert "- 10:30 call back: https://w.example/prospects/7/" in said
    assert "https://w.example/account/notifications/" in said


def test_a_manager_reads_who_is_about_to_drop_something() -> None:
    assert "- Ben: 4 overdue, 1 escalated." in text(day(team=[Member("Ben", 4, 1), Member("Cy", 0, 0)]), "")
