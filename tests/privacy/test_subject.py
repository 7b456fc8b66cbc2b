"""A person gets everything that is kept of them, and nothing of anybody else."""

import io
import json
import zipfile

import pytest

from tests.privacy.filled import MARKER, fill
from tests.world import NOW, Cast, inquire, people
from winnow.flow.privacy.subject import archive, as_page, told_of
from winnow.prospects.models import Event, Prospect


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


def test_every_table_that_leads_to_them_is_in_it(cast: Cast) -> None:
    number = inquire(name="Pat Miller", email="pat@miller.test").prospect
    row = Prospect.objects.select_related("person", "owner").get(id=number)
    fill(row)
    with zipfile.ZipFile(io.BytesIO(archive(row.person_id, by=cast.cem, now=NOW))) as packed:
        said = json.loads(packed.read("everything.json"))
        page = packed.read("everything.html").decode()
        assert [name for name in packed.namelist() if name.startswith("attachments/")]
    assert {"prospects.Inquiry", "correspondence.Mail", "qualify.Claim", "deals.Step"} <= set(said["kept"])
    assert page.count(MARKER) > 20
    assert Event.objects.filter(kind="person_told", actor=cast.cem).count() == 1


def test_others_are_not_in_it_and_what_they_wrote_is_shown_as_text(cast: Cast) -> None:
    pat = inquire(name="Pat Miller", email="pat@miller.test", message="<script>alert(1)</script>").prospect
    inquire(name="Ann Hill", email="ann@hill.test", message="Of Ann alone.")
    told = told_of(Prospect.objects.get(id=pat).person_id, now=NOW)
    page = as_page(told)
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "Of Ann alone" not in page
