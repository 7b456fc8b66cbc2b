"""Ways in: set-up by a one-time link, links for people, passwords, throttles; and that nothing else is a way in."""

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tests.web.ann import PASSWORD, THEN, ann, nobody_tried_before, user_of
from winnow.people import actions, queries
from winnow.people.models import User
from winnow.procedure.queries import in_force

ADMIN = {
    "name": "Eva Lind", "email": "eva@example.com", "password": PASSWORD, "company": 'Pumps "R" Us',
    "timezone": "Europe/Stockholm", "currency": "sek", "country": "se",
}  # fmt: skip
__all__ = ["ann", "nobody_tried_before"]
pytestmark = pytest.mark.django_db


def link_to(user):
    return reverse("sign_in_link", args=[actions.make_link(user, now=timezone.now())])


# First-run set-up


@pytest.fixture
def setup_page():
    return reverse("setup", args=[actions.first_admin(timezone.now())])


def test_set_up_makes_the_first_admin(client, setup_page):
    client.post(setup_page, ADMIN)
    admin = User.objects.get()
    assert (admin.email, admin.role, admin.check_password(PASSWORD)) == ("eva@example.com", "admin", True)


def test_set_up_says_how_to_look_at_a_demo_company_first(client, setup_page):
    assert "winnow demo" in client.get(setup_page).content.decode()


def test_set_up_signs_in_and_goes_on_to_the_people(client, setup_page):
    assert client.post(setup_page, ADMIN)["Location"] == reverse("first_people")
    assert user_of(client)


def test_set_up_publishes_the_companys_own_values(client, setup_page):
    client.post(setup_page, ADMIN)
    number, procedure = in_force()
    said = procedure.company
    assert (number, said.name, said.currency, said.country) == (2, 'Pumps "R" Us', "SEK", "SE")
    assert procedure.hours["default"].timezone == "Europe/Stockholm"


def test_set_up_is_closed_afterwards(client, setup_page):
    client.post(setup_page, ADMIN)
    client.logout()
    assert [client.get(setup_page).status_code, client.post(setup_page, ADMIN).status_code] == [404, 404]


def test_set_up_without_the_link_is_closed(client, setup_page):
    assert client.get(reverse("setup", args=["guessed"])).status_code == 404


def test_an_invitation_never_opens_set_up(client, ann):
    secret = actions.make_link(ann, now=timezone.now())
    assert client.get(reverse("setup", args=[secret])).status_code == 404


def test_a_weak_password_leaves_the_link_usable(client, setup_page):
    assert client.post(setup_page, ADMIN | {"password": "password12"}).status_code == 422
    assert client.post(setup_page, ADMIN).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"currency": "EURO"},
        {"country": "Sweden"},
        {"timezone": "Mars"},
        {"company": "a\x00b"},
        {"email": "eva"},
    ],
)
def test_mistakes_in_set_up_are_told_beside_their_field(client, setup_page, wrong):
    page = client.post(setup_page, ADMIN | wrong)
    assert (page.status_code, list(page.context["form"].errors)) == (422, list(wrong))


def test_a_country_without_known_holidays_is_no_obstacle(client, setup_page):
    client.post(setup_page, ADMIN | {"country": "XX"})
    assert in_force()[1].hours["default"].holidays_of == ""


def test_the_first_link_of_the_command_line_leads_to_set_up(client):
    secret = actions.first_admin(timezone.now())
    assert client.get(reverse("sign_in_link", args=[secret]))["Location"] == reverse("setup", args=[secret])


def invite(client, rows):
    form = {"team": "Sales", "form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0}
    form |= {f"form-{n}-{field}": value for n, row in enumerate(rows) for field, value in row.items()}
    return client.post(reverse("first_people"), form)


def test_first_people_get_links_that_let_them_in(client, setup_page):
    client.post(setup_page, ADMIN)
    page = invite(client, [{"name": "Ben", "email": "Ben@example.com", "role": "seller"}, {"role": "seller"}])
    (invited,) = page.context["invited"]
    client.logout()
    client.post(invited["url"])
    assert user_of(client) == str(User.objects.get(email="ben@example.com", team__name="Sales").pk)


def test_first_people_twice_with_one_address_is_told(client, setup_page):
    client.post(setup_page, ADMIN)
    row = {"name": "Eva", "email": "eva@example.com", "role": "seller"}
    assert invite(client, [row]).status_code == 422


# One-time links


def test_looking_at_a_link_uses_nothing(client, ann):
    page = link_to(ann)
    assert [client.get(page).status_code, client.get(page).status_code, user_of(client)] == [200, 200, None]


def test_a_link_lets_in_once(client, ann):
    page = link_to(ann)
    client.post(page)
    assert user_of(client) == str(ann.pk)
    client.logout()
    assert (client.post(page).status_code, user_of(client)) == (410, None)


def test_a_link_needs_a_page_of_ours_to_be_used(ann):
    from django.test import Client

    page = link_to(ann)
    assert Client(enforce_csrf_checks=True).post(page).status_code == 403
    assert queries.link_for(page.split("/")[2], timezone.now())


def test_whoever_came_by_link_chooses_a_password_without_the_old_one(client, ann):
    client.post(link_to(ann))
    client.post(reverse("account_set_password"), {"password": "another long password"})
    ann.refresh_from_db()
    assert (ann.check_password("another long password"), user_of(client)) == (True, str(ann.pk))


def test_whoever_signed_in_by_password_needs_the_old_one(client, ann):
    client.force_login(ann)
    page = client.post(reverse("account_set_password"), {"password": "another long password"})
    ann.refresh_from_db()
    assert (page["Location"], ann.check_password(PASSWORD)) == (reverse("account_change_password"), True)


def test_the_link_of_one_chooses_no_password_for_another(client, ann):
    ben = User.objects.create_user("ben@example.com", PASSWORD, name="Ben", role="seller", joined_at=THEN)
    client.post(link_to(ann))
    client.post(link_to(ben))
    session = client.session
    session["came_by_link"] = ann.pk
    session.save()
    client.post(reverse("account_set_password"), {"password": "another long password"})
    ben.refresh_from_db()
    assert ben.check_password(PASSWORD)


def test_a_second_factor_is_asked_for_after_a_link_too(client, ann):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(ann, generate_totp_secret())
    assert client.post(link_to(ann))["Location"].startswith(reverse("mfa_authenticate"))
    assert not user_of(client)


# Passwords


def sign_in(client, email="ann@example.com", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_a_password_lets_in(client, ann):
    sign_in(client)
    assert user_of(client) == str(ann.pk)


def test_somebody_deactivated_is_out_at_once(client, ann):
    sign_in(client)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert client.get(reverse("account")).status_code == 302


def test_a_new_password_ends_the_other_sessions(client, ann):
    from django.test import Client

    other = Client()
    sign_in(other)
    client.post(link_to(ann))
    client.post(reverse("account_set_password"), {"password": "another long password"})
    assert other.get(reverse("account")).status_code == 302


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_sign_in_leads_to_no_other_site(client, ann, place):
    assert sign_in(client, next=place)["Location"] == "/"


@pytest.mark.parametrize(
    "route", ["account_signup", "account_email", "account_confirm_email", "account_reset_password_from_key"]
)
def test_the_rest_of_the_library_has_no_address(route):
    with pytest.raises(NoReverseMatch):
        reverse(route)


def test_a_second_factors_secret_is_unreadable_in_the_database(ann):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(ann, secret)
    assert secret not in str(Authenticator.objects.get().data)


# Headers


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Content-Security-Policy", ["default-src 'none'", "frame-ancestors 'none'", "script-src 'self'"]),
        ("X-Content-Type-Options", ["nosniff"]),
        ("Referrer-Policy", ["same-origin"]),
        ("X-Frame-Options", ["DENY"]),
        ("Cache-Control", ["no-store", "private"]),
    ],
)
def test_every_page_carries_its_guards(client, ann, header, words):
    client.force_login(ann)
    said = client.get(reverse("account")).headers[header]
    assert [word for word in words if word not in said] == []


def test_no_inline_script_or_style_may_run(client, ann):
    client.force_login(ann)
    assert "unsafe" not in client.get(reverse("account")).headers["Content-Security-Policy"]
