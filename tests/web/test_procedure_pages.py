"""The procedure on the web: read by all, published by an admin, its mistakes told by line."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from winnow.people.models import User
from winnow.procedure.actions import default_text, ensure_default
from winnow.procedure.queries import in_force
from winnow.web.company import with_company

THEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    ensure_default(THEN)
    client.force_login(User.objects.create_user("eva@example.com", name="Eva", role="admin", joined_at=THEN))
    return client


def send(desk, text, reason="We answer sooner", **button):
    return desk.post(
        reverse("procedure_publish"), {"text": text, "reason": reason, **(button or {"publish": "1"})}
    )


def sooner():
    return default_text().replace("respond_within = 240", "respond_within = 120", 1)


def test_a_changed_text_is_put_in_force(desk):
    send(desk, sooner())
    assert (in_force()[0], in_force()[1].clocks["default"].respond_within) == (2, 120)


def test_line_ends_of_browsers_change_nothing(desk):
    assert "word for word" in send(desk, default_text().replace("\n", "\r\n")).content.decode()


def test_mistakes_are_told_by_line_and_nothing_is_published(desk):
    wrong = default_text().replace('currency = "EUR"', 'currency = "Euro"')
    page = send(desk, wrong)
    line = wrong[: wrong.index('currency = "Euro"')].count("\n") + 1
    assert (page.status_code, f"Line {line}" in page.content.decode(), in_force()[0]) == (422, True, 1)


def test_a_check_publishes_nothing_and_says_what_would_change(desk):
    page = send(desk, sooner(), check="1")
    assert ("What would change" in page.content.decode(), in_force()[0]) == (True, 1)


def test_a_version_without_a_reason_is_refused(desk):
    assert (send(desk, sooner(), reason="").status_code, in_force()[0]) == (422, 1)


def test_the_text_comes_back_as_it_was_published(desk):
    assert desk.get(reverse("procedure_text", args=[1])).content.decode() == default_text()


def test_a_version_that_never_was_is_not_found(desk):
    assert desk.get(reverse("procedure_version", args=[7])).status_code == 404


def test_markup_in_a_procedure_stays_text(desk):
    send(desk, with_company(default_text(), {"name": "<img src=x onerror=alert(1)>"}))
    assert "<img src=x" not in desk.get(reverse("procedure")).content.decode()


def test_the_companys_values_change_only_their_lines():
    ours = with_company(default_text(), {"name": 'A "B" \\ C', "timezone": "Asia/Tokyo"})
    changed = [
        new for old, new in zip(default_text().splitlines(), ours.splitlines(), strict=True) if old != new
    ]
    assert changed == ['name = "A \\"B\\" \\\\ C"', 'timezone = "Asia/Tokyo"']
