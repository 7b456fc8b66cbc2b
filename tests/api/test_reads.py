"""Reads: newest first, by cursor, only what the token's person may see, and never by what is not on the list."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from tests.api.conftest import Door
from tests.api.test_intake import is_problem
from tests.conftest import REPOSITORY
from tests.world import Cast, inquire, people
from winnow.api import reference
from winnow.api.operations import described
from winnow.api.urls import MACHINE, RULES
from winnow.people.actions import create_token
from winnow.people.models import User
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import lock

LISTS = ("prospects", "inquiries", "events")


class Reader:
    """A client with a token that reads, of somebody or of a machine."""

    def __init__(self, user: User | None = None) -> None:
        from django.utils import timezone

        self.secret, _ = create_token("report", ["read"], user=user, now=timezone.now())
        self.client = Client(raise_request_exception=False)

    def get(self, address: str):
        return self.client.get(f"/api/v1/{address}", headers={"Authorization": f"Bearer {self.secret}"})

    def ids(self, address: str) -> list[int]:
        return [row["id"] for row in self.get(address).json()["items"]]


@pytest.fixture
def cast(db) -> Cast:
    made = people()
    for _ in range(3):
        inquire()
    return made


@pytest.fixture
def elsewhere(cast) -> Prospect:
    """A prospect of the other team."""
    Prospect.objects.filter(pk=(row := Prospect.objects.first()).pk).update(owner=cast.ned)
    return lock([row.pk])[row.pk]


def test_a_prospect_is_told_with_its_person_owner_and_next_action(cast):
    row = Prospect.objects.select_related("person").first()
    told = Reader().get(f"prospects/{row.pk}").json()
    assert (told["person"]["email"], told["owner"]) == (row.person.email, row.owner_id)
    assert told["next_action"] == row.next_action


@pytest.mark.parametrize("kind", LISTS)
def test_pages_follow_one_another_without_a_gap(cast, kind):
    reader, seen, after = Reader(), [], ""
    while True:
        page = reader.get(f"{kind}?limit=2{after}").json()
        seen += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == reader.ids(kind) == sorted(seen, reverse=True)
    assert len(seen) >= 3


@pytest.mark.parametrize("kind", LISTS)
def test_a_person_of_another_team_is_not_told(cast, elsewhere, kind):
    owner = "id" if kind == "prospects" else "prospect"
    told = {row[owner] for row in Reader(cast.nora).get(kind).json()["items"]}
    assert told == {elsewhere.pk}


def test_one_prospect_of_another_team_is_not_there(cast, elsewhere):
    assert is_problem(Reader(cast.ben).get(f"prospects/{elsewhere.pk}"), 404)


def test_somebody_who_left_reads_nothing(cast):
    reader = Reader(cast.mia)
    assert reader.get("prospects").status_code == 200
    User.objects.filter(pk=cast.mia.pk).update(is_active=False)
    assert is_problem(reader.get("prospects"), 401)


def test_a_list_is_narrowed(cast, elsewhere):
    assert Reader().ids(f"prospects?owner={cast.ned.pk}&stage=inquiry") == [elsewhere.pk]


@pytest.mark.parametrize(
    "question", ["order_by=-score", "person__email=x", "stage__in=lead", "fields=password", "q"]
)
@pytest.mark.parametrize("kind", LISTS)
def test_what_is_not_on_the_list_is_refused(cast, kind, question):
    assert is_problem(Reader().get(f"{kind}?{question}"), 400)


@pytest.mark.parametrize(
    "question", ["limit=0", "limit=201", "after=x", "after=-1", "after=99999999999999999999"]
)
@pytest.mark.parametrize("kind", LISTS)
def test_what_cannot_be_meant_is_refused(cast, kind, question):
    assert is_problem(Reader().get(f"{kind}?{question}"), 422)


@pytest.mark.parametrize("address", ["prospects", "prospects/1", "inquiries", "events"])
def test_a_token_that_only_sends_reads_nothing(db, address):
    people()
    door = Door()
    refused = door.client.get(f"/api/v1/{address}", headers={"Authorization": f"Bearer {door.secret}"})
    assert is_problem(refused, 403)


@pytest.mark.parametrize("address", ["prospects", "prospects/1", "inquiries", "events"])
def test_without_a_token_nothing_is_read(db, address):
    assert is_problem(Client().get(f"/api/v1/{address}"), 401)


@pytest.mark.parametrize("address", ["/api/v1/prospects", "/healthz", "/api/openapi.json"])
def test_what_cannot_be_posted_to_says_so(db, address):
    assert is_problem(Client().post(address), 405)


@pytest.mark.parametrize("address", ["/api/", "/api/v1/leads", "/api/v2/inquiries", "/api/v1/prospects/x"])
def test_what_is_not_there_is_a_problem(db, address):
    assert is_problem(Client().get(address), 404)


def test_it_is_healthy_while_the_database_answers(db):
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_it_is_not_healthy_while_the_database_is_away(db, monkeypatch):
    def away() -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        answer = Client().get("/healthz")
    assert is_problem(answer, 503)


def test_the_description_is_openapi_3_1_with_every_error_of_the_intake(db):
    told = Client().get("/api/openapi.json").json()
    answers = told["paths"]["/api/v1/inquiries"]["post"]["responses"]
    assert told["openapi"].startswith("3.1")
    assert {"201", "202", "400", "401", "403", "409", "413", "415", "422", "503"} <= set(answers)


def test_every_reference_of_the_description_leads_somewhere(db):
    told = Client().get("/api/openapi.json")
    names = {one.split('"')[0] for one in told.content.decode().split("#/components/schemas/")[1:]}
    assert names <= set(told.json()["components"]["schemas"])


def test_every_address_for_machines_is_described(db):
    told = {path.replace("{number}", "1") for path in Client().get("/api/openapi.json").json()["paths"]}
    numbered = {"api_prospect": {"number": 1}, "api_offer": {"number": 1}}
    machines = {reverse(name, kwargs=numbered.get(name)) for name, rule in RULES.items() if rule == MACHINE}
    assert told == machines


def test_the_written_reference_is_current():
    written = (REPOSITORY / "docs" / "api-reference.md").read_text()
    assert written == reference.text(described()) + "\n", (
        "run: winnow reference --api > docs/api-reference.md"
    )


def test_people_can_read_the_description(db):
    page = Client().get("/api/docs").content.decode()
    assert "/api/v1/inquiries" in page
