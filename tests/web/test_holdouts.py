"""The page of a campaign's hold-outs: a file goes in, the file of those to be touched comes out."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.world import NOW, Cast, people
from winnow.people.models import User
from winnow.prospects.models import Campaign, HoldOut

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def address(cast: Cast) -> str:
    fair = Campaign.objects.create(
        name="Spring letter", channel="direct_mail", created_at=NOW - timedelta(days=9)
    )
    return f"/campaigns/{fair.pk}/hold-outs/"


def letter(rows: int) -> SimpleUploadedFile:
    lines = [f"kim@firm{number}.test" for number in range(rows)]
    return SimpleUploadedFile("list.csv", "\n".join(["email", *lines]).encode())


def test_the_file_that_comes_back_has_those_to_be_touched_only(cast: Cast, address: str) -> None:
    answer = signed_in(cast.mia).post(address, {"file": letter(200), "per_cent": "25"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(lines) == 1 + 150
    assert HoldOut.objects.get().held == 50
    assert "50" in signed_in(cast.mia).get(address).content.decode()


def test_a_file_without_addresses_says_which_columns_it_has(cast: Cast, address: str) -> None:
    wrong = SimpleUploadedFile("list.csv", b"Name,Town\nKim,Kiel\n")
    answer = signed_in(cast.mia).post(address, {"file": wrong, "per_cent": "25"})
    assert answer.status_code == 422
    assert "Name, Town" in answer.content.decode()
    assert not HoldOut.objects.exists()
