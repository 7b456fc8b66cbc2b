"""People come, change and go, each with an Event, and an admin always remains."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from winnow.people import actions, queries
from winnow.people.models import Absence, Team, User
from winnow.prospects.models import Event

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return User.objects.create_user("eva@example.com", "long enough", name="Eva", role="admin", joined_at=NOW)


def newest():
    return Event.objects.order_by("-id").first()


def test_the_first_admin_is_made_where_nobody_is():
    actions.first_admin(NOW)
    assert list(User.objects.values_list("email", "role")) == [("admin@localhost", "admin")]


def test_the_first_admin_has_no_password():
    actions.first_admin(NOW)
    assert not User.objects.get().has_usable_password()


def test_a_lost_link_of_the_first_admin_is_replaced():
    first, second = actions.first_admin(NOW), actions.first_admin(NOW)
    assert [queries.link_for(first, NOW), queries.link_for(second, NOW).user.email] == [
        None,
        "admin@localhost",
    ]


def test_nobody_is_a_first_admin_where_somebody_is(admin):
    assert actions.first_admin(NOW) is None


def test_the_only_admin_cannot_go(admin):
    with pytest.raises(actions.NotDone, match="the only admin"):
        actions.deactivate(admin, by=admin, now=NOW)


def test_the_only_admin_cannot_take_another_role(admin):
    with pytest.raises(actions.NotDone, match="the only admin"):
        actions.edit_person(admin, by=admin, now=NOW, role="seller")


def test_one_of_two_admins_can_go(admin):
    other = actions.add_person(by=admin, now=NOW, name="Ola", email="ola@example.com", role="admin")
    assert actions.deactivate(other, by=admin, now=NOW).is_active is False


def test_an_edit_is_kept_with_before_and_after(admin):
    actions.edit_person(admin, by=admin, now=NOW, hourly_cost=Decimal("55.50"), skills=["pumps"])
    assert newest().data["changed"] == {"hourly_cost": ["0.00", "55.50"], "skills": [[], ["pumps"]]}


def test_an_edit_that_changes_nothing_is_no_event(admin):
    actions.edit_person(admin, by=admin, now=NOW, name="Eva")
    assert newest() is None


def test_an_address_is_used_once_whatever_its_case(admin):
    with pytest.raises(actions.NotDone, match="already in use"):
        actions.add_person(by=admin, now=NOW, name="Eve", email="EVA@example.com", role="seller")


@pytest.mark.parametrize(
    ("details", "said"),
    [({"role": "owner"}, "is no role"), ({"timezone": "Mars/Olympus"}, "is no time zone")],
)
def test_unknown_words_are_refused(admin, details, said):
    with pytest.raises(actions.NotDone, match=said):
        actions.edit_person(admin, by=admin, now=NOW, **details)


def test_a_password_is_chosen_without_a_trace_of_it(admin):
    actions.choose_password(admin, "correct horse battery", now=NOW)
    assert newest().data == {"person": admin.pk, "name": "Eva"}


def test_days_away_cannot_end_before_they_start(admin):
    with pytest.raises(actions.NotDone, match="Swap the two"):
        actions.add_absence(admin, starts=date(2026, 5, 2), ends=date(2026, 5, 1), by=admin, now=NOW)


def test_days_away_can_be_taken_back(admin):
    away = actions.add_absence(admin, starts=date(2026, 5, 1), ends=date(2026, 5, 2), by=admin, now=NOW)
    actions.drop_absence(away, by=admin, now=NOW)
    assert not Absence.objects.exists()


def test_a_team_with_members_stays(admin):
    team = actions.add_team("Sales", "Europe/Berlin", by=admin, now=NOW)
    actions.edit_person(admin, by=admin, now=NOW, team=team)
    with pytest.raises(actions.NotDone, match="Move them"):
        actions.drop_team(team, by=admin, now=NOW)


def test_two_teams_have_two_names(admin):
    actions.add_team("Sales", "Europe/Berlin", by=admin, now=NOW)
    with pytest.raises(actions.NotDone, match="already"):
        actions.add_team("Sales", "Europe/Paris", by=admin, now=NOW)
    assert Team.objects.count() == 1
