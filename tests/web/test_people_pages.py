"""The admin's desk: what its forms change, and what they cannot."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from winnow.people.models import Absence, Team, Token, User
from winnow.procedure.actions import ensure_default
from winnow.prospects.models import Event

THEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DETAILS = {
    "name": "Ann Baker",
    "email": "ann@example.com",
    "role": "seller",
    "hourly_cost": "40",
    "timezone": "",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return User.objects.create_user("eva@example.com", name="Eva", role="admin", joined_at=THEN)


@pytest.fixture
def desk(client, admin):
    ensure_default(THEN)
    client.force_login(admin)
    return client


@pytest.fixture
def ann():
    return User.objects.create_user("ann@example.com", name="Ann", role="seller", joined_at=THEN)


def test_somebody_is_added_and_their_link_shown(desk):
    page = desk.post(reverse("person_add"), DETAILS)
    assert (User.objects.filter(email="ann@example.com").exists(), "/in/" in page.context["url"]) == (
        True,
        True,
    )


def test_the_hours_in_which_somebody_works_are_shown(desk, ann):
    page = desk.get(reverse("person", args=[ann.pk])).content.decode()
    assert "Monday to Friday 09:00–17:00 (Europe/Berlin time)" in page


def test_words_are_typed_with_commas(desk, ann):
    desk.post(reverse("person", args=[ann.pk]), DETAILS | {"territories": "de, AT,de", "skills": "Pumps"})
    ann.refresh_from_db()
    assert (ann.territories, ann.skills) == (["DE", "AT"], ["pumps"])


@pytest.mark.parametrize(
    "wrong", [{"territories": "Germany"}, {"languages": "<b>"}, {"hourly_cost": "-1"}, {"role": "owner"}]
)
def test_mistakes_are_told_beside_their_field(desk, ann, wrong):
    page = desk.post(reverse("person", args=[ann.pk]), DETAILS | wrong)
    assert (page.status_code, list(page.context["form"].errors)) == (422, list(wrong))


def test_fields_that_no_form_has_change_nothing(desk, ann):
    sent = {
        "is_active": "",
        "password": "x",
        "joined_at": "2000-01-01",
        "is_staff": "1",
        "pk": "99",
        "id": "99",
    }
    desk.post(reverse("person", args=[ann.pk]), DETAILS | sent)
    after = User.objects.get(pk=ann.pk)
    assert (after.is_active, after.password, after.joined_at) == (True, ann.password, THEN)


def test_nobody_gives_themselves_a_role(client, ann):
    ensure_default(THEN)
    client.force_login(ann)
    client.post(reverse("account"), {"role": "admin", "hourly_cost": "1", "single_keys": "on"})
    ann.refresh_from_db()
    assert (ann.role, ann.hourly_cost) == ("seller", 0)


def test_the_only_admin_stays(desk, admin):
    desk.post(reverse("person_deactivate", args=[admin.pk]))
    desk.post(reverse("person", args=[admin.pk]), DETAILS | {"email": admin.email})
    admin.refresh_from_db()
    assert (admin.is_active, admin.role) == (True, "admin")


def test_deactivating_signs_out_everywhere(desk, ann, client):
    from django.test import Client

    theirs = Client()
    theirs.force_login(ann)
    theirs.get(reverse("account"))
    desk.post(reverse("person_deactivate", args=[ann.pk]))
    assert theirs.get(reverse("account")).status_code == 302


def test_deactivating_can_be_undone(desk, ann):
    desk.post(reverse("person_deactivate", args=[ann.pk]))
    desk.post(reverse("person_reactivate", args=[ann.pk]))
    ann.refresh_from_db()
    assert ann.is_active


def test_days_away_are_added_and_taken_back(desk, ann):
    desk.post(reverse("absence_add", args=[ann.pk]), {"starts": "2026-05-01", "ends": "2026-05-02"})
    desk.post(reverse("absence_drop", args=[Absence.objects.get().pk]))
    assert Event.objects.filter(kind__startswith="absence").count() == 2


def test_days_away_the_wrong_way_round_are_refused(desk, ann):
    page = desk.post(reverse("absence_add", args=[ann.pk]), {"starts": "2026-05-02", "ends": "2026-05-01"})
    assert (page.status_code, "Swap the two" in page.content.decode()) == (422, True)


def test_a_token_is_shown_once(desk):
    made = desk.post(reverse("tokens"), {"name": "site", "scopes": ["intake"]}).context["made"]
    assert (made[:3], made in desk.get(reverse("tokens")).content.decode()) == ("wn_", False)


def test_a_token_is_revoked(desk):
    desk.post(reverse("tokens"), {"name": "site", "scopes": ["intake"]})
    desk.post(reverse("token_revoke", args=[Token.objects.get().pk]))
    assert Token.objects.get().revoked_at


def test_tokens_are_narrowed_sorted_and_taken_out(desk):
    for name in ("site", "shop"):
        desk.post(reverse("tokens"), {"name": name, "scopes": ["intake"]})
    desk.post(reverse("token_revoke", args=[Token.objects.get(name="shop").pk]))
    page = desk.get(reverse("tokens"), {"state": "living", "sort": "name"})
    assert [one.name for one in page.context["list"].rows] == ["site"]
    file = desk.post(f"{reverse('tokens')}?sort=name", {"export": "csv"})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0].strip('"') for line in lines] == ["Name", "shop", "site"]
    assert Token.objects.count() == 2


def test_a_team_with_people_is_not_removed(desk, ann):
    User.objects.filter(pk=ann.pk).update(team=Team.objects.create(name="Sales"))
    desk.post(reverse("team_drop", args=[Team.objects.get().pk]))
    assert Team.objects.exists()


def test_pages_have_a_constant_number_of_queries(desk, django_assert_max_num_queries):
    User.objects.bulk_create(
        User(email=f"{n}@example.com", name=f"P{n}", role="seller", joined_at=THEN) for n in range(45)
    )
    desk.get(reverse("people"))
    with django_assert_max_num_queries(9):
        desk.get(reverse("people"))


def test_a_filter_that_does_not_exist_is_explained(desk):
    page = desk.get(reverse("people"), {"password": "x"})
    assert (page.status_code, "cannot be narrowed by" in page.content.decode()) == (400, True)


@pytest.mark.parametrize(
    "query", ["prospect=abc", "prospect=1%20OR%201", "actor=0", "kind=nonsense", "since=31.12.2026"]
)
def test_events_take_no_other_values(desk, query):
    assert desk.get(f"{reverse('events')}?{query}").status_code == 400


def test_events_of_a_day_hold_that_day_alone(desk, ann):
    desk.post(reverse("person_sessions", args=[ann.pk]))
    today = Event.objects.latest("id").at.date().isoformat()
    page = desk.get(reverse("events"), {"since": today, "until": today, "kind": "sessions_ended"})
    assert len(page.context["list"].rows) == 1


@pytest.mark.parametrize("number", ["9" * 30, "x", "-1"])
def test_events_of_a_number_that_no_prospect_can_have_are_a_bad_request(desk, number):
    assert desk.get("/events/", {"prospect": number}).status_code == 400
