"""Who is to be forgotten: a list like the others, however many wait."""

from datetime import timedelta

from tests.web.desk_steps import Desk, said
from winnow.flow.privacy.erasing import ask
from winnow.privacy.models import Sweep
from winnow.privacy.words import Kept


def test_who_waits_to_be_erased_is_found_by_reason_and_taken_out_as_a_file(desk: Desk) -> None:
    ask(desk.row().person_id, "Asked by letter.", by=desk.cast.cem, now=desk.now)
    cem = desk.as_(desk.cast.cem)
    person = str(desk.row().person)
    assert person in said(cem.get("/privacy/?q=letter&sort=-asked"))
    assert "Nobody like that waits" in said(cem.get("/privacy/?q=telegram"))
    file = b"".join(cem.post("/privacy/?q=letter", {"export": "csv"})).decode()
    assert file.count("\r\n") == 2
    assert person in file


def test_whatever_went_in_a_month_is_told(desk: Desk) -> None:
    Sweep.objects.bulk_create(
        Sweep(at=desk.now - timedelta(hours=n), kind=Kept.REJECTED, count=5000 + n) for n in range(180)
    )
    page = said(desk.as_(desk.cast.cem).get("/privacy/"))
    assert all(f"<strong>{5000 + n:,}</strong>" in page for n in range(180))


def test_where_nobody_waits_it_says_how_it_is_asked_for(desk: Desk) -> None:
    assert "It is asked for on the page of a prospect" in said(desk.as_(desk.cast.cem).get("/privacy/"))
