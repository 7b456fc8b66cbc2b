"""Days and times as people mistype them: said beside the field, never stored as they are."""

import pytest

from tests.web.desk_steps import Desk

DAYS = ("0001-01-01", "0202-03-04", "9999-12-31")


@pytest.mark.parametrize("day", DAYS)
def test_no_order_is_kept_of_a_day_that_cannot_be_meant(desk: Desk, day: str) -> None:
    bought = {"amount": "100", "currency": "EUR", "day": day}
    answer = desk.as_(desk.cast.ada).post(f"/prospects/{desk.prospect}/do/order/", bought)
    assert answer.status_code == 422


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_no_time_that_cannot_be_meant_makes_a_page_fail(desk: Desk, day: str, zone: str) -> None:
    desk.cast.ada.timezone = zone
    desk.cast.ada.save()
    moved = {"when": f"{day}T23:59", "zone": "mine", "reason": "later"}
    answer = desk.as_(desk.cast.ada).post(f"/prospects/{desk.prospect}/do/reschedule/", moved)
    assert answer.status_code == 422


def test_a_form_that_was_tampered_with_is_refused(desk: Desk) -> None:
    ben = desk.as_(desk.cast.ben)
    ben.post(f"/desk/{desk.prospect}/take/")
    done = {"disposition": "no_answer", "next_why": "because", "next_action": "email", "was_action": "dance",
            "was_when": "x"}  # fmt: skip
    assert ben.post(f"/desk/{desk.prospect}/done/", done).status_code == 422
