"""What a manager of another team may not undo: each finding of a search through all routes, kept."""

from tests.web.desk_steps import Desk, said
from winnow.flow.privacy.erasing import ask
from winnow.followup.models import CadenceChange
from winnow.privacy.models import Erasure


def test_a_change_of_cadence_is_undone_only_by_who_may_change_all_of_them(desk: Desk) -> None:
    change = {"channel": "web", "to": "list", "reason": "Slower"}
    desk.as_(desk.cast.cem).post("/cadences/change/", change)
    address = f"/cadences/change/{CadenceChange.objects.get().pk}/undo/"
    page = desk.as_(desk.cast.nora).post(address, follow=True)
    assert "that you may undo" in said(page)
    assert desk.row().cadence == "list"
    desk.as_(desk.cast.cem).post(address)
    assert desk.row().cadence == ""


def test_who_is_to_be_forgotten_is_known_to_their_own_team_and_only_they_keep_them(desk: Desk) -> None:
    person = desk.row().person
    ask(person.pk, "By mail.", by=desk.cast.cem, now=desk.now)
    nora = desk.as_(desk.cast.nora)
    assert str(person) not in nora.get("/privacy/").content.decode()
    assert nora.post(f"/privacy/{Erasure.objects.get().pk}/keep/").status_code == 404
    assert Erasure.objects.get().cancelled_at is None
    cem = desk.as_(desk.cast.cem)
    assert str(person) in cem.get("/privacy/").content.decode()
    cem.post(f"/privacy/{Erasure.objects.get().pk}/keep/")
    assert Erasure.objects.get().cancelled_at is not None
