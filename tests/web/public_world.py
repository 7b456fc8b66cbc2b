"""A form on a site, and the writer in the browser's own thread and transaction."""

from datetime import UTC, datetime
from typing import Any

import pytest

from winnow.flow.gather import Gatherer
from winnow.intake.models import Form
from winnow.prospects.models import Campaign
from winnow.web.views import public_door

SAID = {
    "name": "Mette Krag",
    "email": "mette@nordlys-pumper.example",
    "phone": "",
    "company": "Nordlys Pumper",
    "message": "Please send us an offer for ten of your pumps.",
}


@pytest.fixture
def written_at_once(monkeypatch, tmp_path):
    """Tests see what is written inside their own transaction, and have their own limits."""

    def hand_in(self, work):
        work.done.set_running_or_notify_cancel()
        self._write([work])

    monkeypatch.setattr(Gatherer, "_hand_in", hand_in)
    monkeypatch.setattr(public_door, "take", lambda file, *rest: _take(tmp_path / "limits", *rest))


_take = public_door.take


def a_form(slug: str = "contact", **fields: Any) -> Form:
    made = datetime(2026, 1, 1, tzinfo=UTC)
    campaign, _ = Campaign.objects.get_or_create(
        name="Spring", defaults={"channel": "web", "created_at": made}
    )
    known = {"title": "Contact", "thanks": "We call you within an hour.", "consent_text": "You may call me."}
    return Form.objects.create(slug=slug, campaign=campaign, created_at=made, **{**known, **fields})
