"""Steps go out once, when they are due, to whom they may; and never in the days before a promise."""

from datetime import timedelta

from tests.nurture_world import deliver, resting
from tests.world import NOW
from winnow.correspondence import actions as correspondence
from winnow.correspondence.models import Mail
from winnow.correspondence.words import Cause, Scope
from winnow.flow.nurturing import stepping
from winnow.flow.nurturing.stepping import step_due
from winnow.followup.models import Failure
from winnow.nurture.models import Link, Stay, Taken
from winnow.prospects.models import Person

DAY_7, DAY_30 = NOW + timedelta(days=7), NOW + timedelta(days=30)


def test_the_mails_of_a_track_go_out_on_their_days_and_once_each(cast):
    row = resting(cast, name="Mette Krag", email="mette@nordlys.example.com")
    for days in range(45):
        step_due(NOW + timedelta(days=days, minutes=1))
        step_due(NOW + timedelta(days=days, minutes=2))
    mails = Mail.objects.order_by("id")
    assert [(one.subject, one.purpose, one.user) for one in mails] == [
        ("A guide for Mette", "marketing", cast.mia), ("Prices", "marketing", cast.mia),
    ]  # fmt: skip
    assert set(Taken.objects.values_list("step", "mail")) == {("first", mails[0].pk), ("second", mails[1].pk)}
    assert Stay.objects.get(prospect=row).due_at is None


def test_every_link_of_a_mail_is_a_row_whose_address_cannot_be_guessed(cast):
    resting(cast)
    step_due(DAY_7)
    text = Mail.objects.get().text
    links = {one.key: one for one in Link.objects.all()}
    assert set(links) == {"guide", "prices", "talk"}
    assert all(f"http://testserver/l/{one.token}/" in text for one in links.values())
    assert min(len(one.token) for one in links.values()) == 40
    assert (links["guide"].url, links["guide"].marked) == (
        "https://www.winnow.example/guide?from=mail",
        False,
    )
    assert "winnow.example/guide" not in text


def test_nothing_goes_out_in_the_days_before_a_promise_and_the_promise_stays(cast):
    promised = NOW + timedelta(days=12)
    row = resting(cast, promised, promised=True)
    for days in range(5, 12):
        step_due(NOW + timedelta(days=days))
    row.refresh_from_db()
    assert (Mail.objects.count(), row.due_at) == (0, promised)
    assert Stay.objects.get().due_at == promised


def test_well_before_a_promise_the_track_goes_on(cast):
    resting(cast, NOW + timedelta(days=100), promised=True)
    step_due(DAY_7)
    assert Mail.objects.count() == 1


def test_a_date_that_nobody_promised_holds_no_mail_back(cast):
    resting(cast, NOW + timedelta(days=10))
    step_due(DAY_7)
    assert Mail.objects.count() == 1


def test_who_wants_no_marketing_gets_none_and_it_is_said_why(cast):
    row = resting(cast)
    correspondence.suppress(row.person.email, Scope.MARKETING, Cause.UNSUBSCRIBED, now=NOW)
    step_due(DAY_7)
    assert not Mail.objects.exists()
    assert Taken.objects.get().why_not == "They want no marketing mail."
    assert Stay.objects.get().next_step == "second"


def test_while_the_company_cannot_send_the_step_waits_and_is_not_lost(cast, settings):
    resting(cast)
    settings.PUBLIC_URL = ""
    step_due(DAY_7)
    assert (Mail.objects.count(), Taken.objects.count()) == (0, 0)
    settings.PUBLIC_URL = "http://testserver"
    step_due(DAY_7 + timedelta(days=1))
    assert Mail.objects.count() == 1


def test_after_a_standstill_not_everything_goes_out_at_once(cast):
    resting(cast)
    step_due(DAY_30 + timedelta(days=5))
    assert Mail.objects.count() == 1
    step_due(DAY_30 + timedelta(days=6))
    assert Mail.objects.count() == 2


def test_one_that_fails_holds_nobody_up_and_surfaces(cast, monkeypatch):
    bad, good = resting(cast), resting(cast)
    real = stepping.values_of

    def values_of(procedure, person, user):
        if person.pk == bad.person_id:
            raise RuntimeError("broken")
        return real(procedure, person, user)

    monkeypatch.setattr(stepping, "values_of", values_of)
    step_due(DAY_7)
    assert Mail.objects.get().prospect == good
    assert "broken" in Failure.objects.get().error


def test_a_batch_of_steps_costs_no_query_for_each(cast, django_assert_max_num_queries):
    for _ in range(2):
        resting(cast)
    with django_assert_max_num_queries(60) as few:
        step_due(DAY_7)
    deliver(DAY_7)
    Person.objects.update(timezone="")
    for _ in range(12):
        resting(cast)
    with django_assert_max_num_queries(len(few) + 2):
        step_due(DAY_7)
    assert Mail.objects.count() == 14
