"""The daily mail, through a real SMTP server: one a day, none when there is nothing to do."""

from datetime import datetime, timedelta
from email import policy
from email.parser import BytesParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.mail.conftest import Sink
from tests.mail.world import MAILBOX, firm
from tests.world import NOW, Cast, inquire, raw
from winnow.correspondence.models import Mail
from winnow.flow import Terms, receive
from winnow.flow.telling.digests import write_due
from winnow.followup.blocks import actions as blocks
from winnow.mail.smtp import send_due
from winnow.notices import actions
from winnow.notices.models import Preference
from winnow.people.models import Absence, User
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Actor

MORNING = NOW.replace(hour=6, minute=30) + timedelta(days=1)  # Thursday, 07:30 in Berlin


@pytest.fixture
def cast(db: None) -> Cast:
    return firm()


def post(at: datetime) -> int:
    write_due(at)
    return send_due(lambda: at, "tests", lambda: False)


def taken(sink: Sink) -> list[tuple[str, str, str]]:
    found = [BytesParser(policy=policy.default).parsebytes(content) for _, _, content in sink.taken]
    return [(one["To"].addresses[0].addr_spec, one["Subject"], one.get_content()) for one in found]


def test_each_gets_one_mail_a_day_and_who_has_nothing_gets_none(cast: Cast, sink: Sink) -> None:
    inquire()
    assert post(NOW) == 0  # the first is due at the next such hour
    assert post(MORNING) >= 1
    to = [address for address, _, _ in taken(sink)]
    assert cast.ben.email in to
    assert cast.anna.email not in to
    assert len(to) == len(set(to))
    assert post(MORNING + timedelta(minutes=10)) == 0


def test_an_import_of_a_thousand_rows_is_one_mail(cast: Cast, sink: Sink) -> None:
    post(NOW)
    receive([raw() for _ in range(1000)], now=NOW, terms=Terms(Actor("door")))
    post(MORNING)
    mine = [one for one in taken(sink) if one[0] == cast.ben.email]
    assert len(mine) == 1
    assert mine[0][1].startswith("Your day: 1000 overdue")


def test_the_mail_comes_from_the_mailbox_says_that_no_person_wrote_it_and_names_no_prospect(
    cast: Cast, sink: Sink
) -> None:
    post(NOW)
    inquire(name="Mette Krag", email="mette@krag.test")
    post(MORNING)
    content = next(content for _, to, content in sink.taken if to == [cast.ben.email])
    mail = BytesParser(policy=policy.default).parsebytes(content)
    assert mail["From"].addresses[0].addr_spec == MAILBOX
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Krag" not in mail.get_content()


def test_a_manager_reads_what_the_team_is_about_to_drop(cast: Cast, sink: Sink) -> None:
    post(NOW)
    inquire()
    post(MORNING)
    said = {address: text for address, _, text in taken(sink)}
    assert "- Ben: 1 overdue" in said[cast.cem.email]
    assert cast.nora.email not in said


def test_every_manager_reads_what_whoever_is_in_no_team_is_about_to_drop(cast: Cast, sink: Sink) -> None:
    post(NOW)
    Prospect.objects.filter(id=inquire().prospect).update(owner=cast.mia)
    post(MORNING)
    said = {address: text for address, _, text in taken(sink)}
    assert "- Mia, of no team: 1 overdue" in said[cast.cem.email]
    post(MORNING.replace(hour=14))  # 08:30 in New York
    assert "- Mia, of no team: 1 overdue" in {to: text for to, _, text in taken(sink)}[cast.nora.email]


def test_a_manager_of_no_team_reads_of_all_without_a_word_about_it(cast: Cast, sink: Sink) -> None:
    User.objects.filter(pk=cast.cem.pk).update(team=None)
    post(NOW)
    inquire()
    Prospect.objects.filter(id=inquire().prospect).update(owner=cast.mia)
    post(MORNING.replace(hour=9))
    said = {address: text for address, _, text in taken(sink)}[cast.cem.email]
    assert "- Ben: 1 overdue" in said
    assert "- Mia: 1 overdue" in said


def test_the_mail_says_when_there_is_time_for_prospecting(cast: Cast, sink: Sink) -> None:
    post(NOW)
    inquire()
    blocks.add(cast.ben, MORNING + timedelta(hours=2), MORNING + timedelta(hours=4), now=NOW)
    post(MORNING)
    said = {address: text for address, _, text in taken(sink)}
    assert "Time for prospecting: 09:30 to 11:30." in said[cast.ben.email]


def test_mails_to_many_take_as_many_statements_as_mails_to_few(cast: Cast, sink: Sink) -> None:
    write_due(NOW)
    row = Prospect.objects.get(id=inquire().prospect)
    counts, written = [], []
    for day, owners in ((-1, [cast.ben]), (0, [cast.ben]), (1, [cast.anna, cast.ben, cast.cem, cast.ned])):
        for owner in owners:
            Prospect.objects.filter(id=inquire(now=NOW).prospect).update(owner=owner)
        Preference.objects.update(digest_due_at=MORNING + timedelta(days=day))
        with CaptureQueriesContext(connection) as captured:
            written.append(write_due(MORNING + timedelta(days=day)))
        counts.append(len(captured))
    assert row.owner_id == cast.ben.pk
    assert written[2] > written[1]
    assert counts[2] == counts[1]  # the first looks up what is kept from then on


def test_nobody_is_written_to_on_days_off_or_away_or_who_wants_none(cast: Cast, sink: Sink) -> None:
    post(NOW)
    inquire()
    Absence.objects.create(user=cast.ben, starts=MORNING.date(), ends=MORNING.date())
    actions.choose(cast.cem, {"digest_at": ""}, now=NOW)
    post(MORNING)
    assert {cast.ben.email, cast.cem.email}.isdisjoint(to for to, _, _ in taken(sink))
    sink.taken.clear()
    saturday = MORNING + timedelta(days=2)
    post(saturday)
    assert cast.ben.email not in [to for to, _, _ in taken(sink)]


def test_the_hour_is_ones_own_where_one_is(cast: Cast, sink: Sink) -> None:
    actions.choose(cast.nora, {"digest_at": "09:00"}, now=NOW)
    row = Prospect.objects.get(id=inquire().prospect)
    Prospect.objects.filter(id=row.pk).update(owner=cast.nora)
    at = NOW.replace(hour=14)  # 09:00 in New York
    post(at - timedelta(minutes=1))
    assert not taken(sink)
    post(at)
    assert [to for to, _, _ in taken(sink)] == [cast.nora.email]


def test_without_a_server_nothing_is_written_that_would_go_out_all_at_once_later(cast: Cast) -> None:
    inquire()
    assert write_due(MORNING) == 0
    assert not Mail.objects.exists()
