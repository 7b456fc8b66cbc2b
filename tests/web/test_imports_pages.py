"""The wizard in the web: a file goes from upload to result and back, and nothing in it is trusted."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.world import NOW, inquire, people
from winnow.flow import imports
from winnow.intake.models import Import, Mapping
from winnow.prospects.models import Inquiry, Prospect

LIST = (
    b"Email,Full Name,Message\n"
    b"pat@firm.example.com,Pat Lee,Ten machines please\n"
    b"kim@other.example.com,Kim Roe,<script>alert(1)</script>\n"
    b"nonsense,,\n"
)


@pytest.fixture
def cast(db):
    return people()


@pytest.fixture
def mia(client, cast):
    client.force_login(cast.mia)
    return client


def uploaded(client, content=LIST, name="fair.csv"):
    answer = client.post(reverse("import_new"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("id")


def tried(client, row, **rules):
    columns = {"c0": "email", "c1": "name", "c2": "message"}
    assert client.post(reverse("import_columns", args=[row.pk]), columns).status_code == 302
    answer = client.post(
        reverse("import_rules", args=[row.pk]), {"timezone": "UTC", "channel": "trade_show", **rules}
    )
    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    return row


def test_a_file_goes_through_the_wizard_to_its_result(mia, cast):
    row = tried(mia, uploaded(mia), campaign="Hannover")
    assert row.found["tried"]["accepted"] == 2
    assert not Inquiry.objects.exists()
    mia.post(reverse("import_run", args=[row.pk]))
    assert imports.run_due(timezone.now)
    row.refresh_from_db()
    assert (row.status, row.accepted, row.rejected) == ("done", 2, 1)
    assert set(Inquiry.objects.values_list("channel", "campaign__name")) == {("trade_show", "Hannover")}


def test_the_rejected_rows_can_be_downloaded_with_their_reasons(mia):
    row = tried(mia, uploaded(mia))
    mia.post(reverse("import_run", args=[row.pk]))
    imports.run_due(timezone.now)
    file = b"".join(mia.get(reverse("import_errors", args=[row.pk])).streaming_content).decode()
    assert file.splitlines()[0] == '"Email","Full Name","Message","Row","Why it was rejected"'
    assert "nonsense" in file


def test_undo_by_the_button_withdraws_what_the_file_brought(mia):
    row = tried(mia, uploaded(mia))
    mia.post(reverse("import_run", args=[row.pk]))
    imports.run_due(timezone.now)
    mia.post(reverse("import_undo", args=[row.pk]), {"reason": "Wrong file"})
    assert imports.run_due(timezone.now)
    row.refresh_from_db()
    assert row.status == "undone"
    assert set(Prospect.objects.values_list("state", "outcome")) == {("closed", "invalid")}
    assert "Wrong file" in mia.get(reverse("import", args=[row.pk])).content.decode()


def test_a_confirmed_mapping_is_remembered_for_the_next_file_with_these_headers(mia):
    tried(mia, uploaded(mia))
    assert Mapping.objects.get().columns == {"email": "Email", "name": "Full Name", "message": "Message"}
    page = mia.get(reverse("import_columns", args=[uploaded(mia).pk])).content.decode()
    assert "as they were for the last file" in page


def test_hostile_text_of_a_file_is_shown_as_text(mia):
    header = b"Email,<img src=x onerror=alert(1)>\n"
    row = uploaded(mia, header + b'pat@firm.example.com,"<script>alert(2)</script>"\n', "<b>x.csv")
    page = mia.get(reverse("import_columns", args=[row.pk])).content.decode()
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;x.csv" in page


def test_what_is_no_table_is_refused_and_not_kept(mia):
    answer = mia.post(reverse("import_new"), {"file": SimpleUploadedFile("empty.csv", b"")})
    assert answer.status_code == 422
    assert not Import.objects.exists()


def test_two_columns_cannot_be_the_same_field(mia):
    row = uploaded(mia)
    answer = mia.post(reverse("import_columns", args=[row.pk]), {"c0": "email", "c1": "email", "c2": ""})
    assert answer.status_code == 422
    assert "already" in answer.content.decode()


def test_a_mapping_that_names_nobody_is_refused(mia):
    row = uploaded(mia)
    answer = mia.post(reverse("import_columns", args=[row.pk]), {"c0": "", "c1": "", "c2": "message"})
    assert "No column says who inquired" in answer.content.decode()


def test_dates_with_two_readings_are_asked_about(mia):
    row = uploaded(mia, b"Email,Date\npat@firm.example.com,03/04/2024\n")
    mia.post(reverse("import_columns", args=[row.pk]), {"c0": "email", "c1": "received_at"})
    answer = mia.post(reverse("import_rules", args=[row.pk]), {"timezone": "UTC"})
    assert "day or the month first" in answer.content.decode()
    answer = mia.post(reverse("import_rules", args=[row.pk]), {"timezone": "UTC", "dayfirst": "yes"})
    assert answer.status_code == 302


def test_an_encoding_that_cannot_be_told_is_asked_about(mia):
    row = uploaded(
        mia, "Name;E-Mail\nMüller;m@firm.example.com\nJürgen Groß;j@firm.example.com\n".encode("cp1252")
    )
    answer = mia.post(
        reverse("import_reading", args=[row.pk]), {"encoding": "cp1252", "delimiter": ";"}, follow=True
    )
    assert "Jürgen Groß" in answer.content.decode()


def test_a_run_whose_process_is_gone_can_be_gone_on_with(mia, cast):
    row = tried(mia, uploaded(mia))
    gone = timezone.now() - timedelta(minutes=5)
    Import.objects.filter(pk=row.pk).update(status="running", held_by="elsewhere:1", held_until=gone)
    assert "It stopped" in mia.get(reverse("import", args=[row.pk])).content.decode()
    mia.post(reverse("import_run", args=[row.pk]))
    assert imports.run_due(timezone.now)
    row.refresh_from_db()
    assert row.status == "done"


def test_progress_is_shown_until_the_worker_has_done_it(mia):
    row = tried(mia, uploaded(mia))
    mia.post(reverse("import_run", args=[row.pk]))
    assert "Waiting for the worker" in mia.get(reverse("import_progress", args=[row.pk])).content.decode()
    imports.run_due(timezone.now)
    assert mia.get(reverse("import_progress", args=[row.pk]))["HX-Refresh"] == "true"


def test_a_file_can_be_forgotten_before_it_is_brought_in(mia):
    row = uploaded(mia)
    mia.post(reverse("import_discard", args=[row.pk]))
    assert not Import.objects.exists()


def test_a_worker_that_is_told_to_end_leaves_the_import_waiting(mia):
    row = tried(mia, uploaded(mia))
    mia.post(reverse("import_run", args=[row.pk]))

    def told_to_end():
        raise imports.Stop

    assert imports.run_due(timezone.now, told_to_end)
    row.refresh_from_db()
    assert (row.status, row.held_by) == ("waiting", "")
    assert imports.run_due(timezone.now)
    row.refresh_from_db()
    assert row.status == "done"


def test_an_import_that_has_begun_is_not_said_to_be_forgotten(mia):
    row = tried(mia, uploaded(mia))
    mia.post(reverse("import_run", args=[row.pk]))
    page = mia.post(reverse("import_discard", args=[row.pk]), follow=True).content.decode()
    assert "forgotten" not in page
    assert "Undo it instead" in page


def test_a_manager_reads_no_names_of_another_teams_prospects_after_an_undo(client, cast):
    kept = inquire(name="Mette Krag", email="mette@krag.test").prospect
    row = Import.objects.create(
        file_name="a.csv",
        sha256="",
        path="",
        status="undone",
        created_at=NOW,
        found={"kept": [kept], "undone": {}},
    )
    client.force_login(cast.nora)
    assert "Mette Krag" not in client.get(reverse("import", args=[row.pk])).content.decode()


def test_a_stopped_undo_shows_its_error_and_a_way_on(mia):
    row = tried(mia, uploaded(mia))
    mia.post(reverse("import_run", args=[row.pk]))
    imports.run_due(timezone.now)
    Import.objects.filter(pk=row.pk).update(
        status="undo_failed", error="The disk is full", found={"reason": "Wrong file"}
    )
    page = mia.get(reverse("import", args=[row.pk])).content.decode()
    assert "The disk is full" in page
    mia.post(reverse("import_undo", args=[row.pk]))
    assert imports.run_due(timezone.now)
    row.refresh_from_db()
    assert (row.status, row.found["reason"]) == ("undone", "Wrong file")
    assert "Undo stopped" in mia.get(reverse("imports")).content.decode()  # as a state to filter by


def test_the_result_leads_to_just_the_prospects_that_the_file_brought(mia, cast):
    inquire(email="other@elsewhere.example.com")
    row = tried(mia, uploaded(mia))
    mia.post(reverse("import_run", args=[row.pk]))
    imports.run_due(timezone.now)
    link = f"{reverse('prospects')}?import={row.pk}"
    assert link in mia.get(reverse("import", args=[row.pk])).content.decode()
    page = mia.get(link).content.decode()
    assert all(name in page for name in ("Pat Lee", "Kim Roe"))
    assert "other@elsewhere" not in page


def test_dates_of_a_file_are_at_first_read_in_the_time_zone_of_who_brings_it(mia, cast):
    cast.mia.timezone = "Europe/Berlin"
    cast.mia.save()
    row = uploaded(mia)
    assert imports.Options.of(row.options).timezone == "Europe/Berlin"
