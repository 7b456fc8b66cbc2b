"""What belongs to no team is every manager's; whoever is to call somebody reads what is known of them meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.deals_world import opportunity
from tests.nurture_world import PUBLIC, deliver, resting, tracks
from tests.web.desk_steps import as_user, said
from tests.world import Cast, inquire
from winnow.correspondence.models import Mail
from winnow.customers.models import Customer
from winnow.customers.queries import seen_by as customers_seen
from winnow.flow.asking.putting import ask, draw
from winnow.nurture.models import Question
from winnow.people.models import User
from winnow.prospects.access import visible
from winnow.prospects.models import Inquiry, Prospect
from winnow.prospects.words import Role

EVERYBODY = ("anna", "ben", "cem", "mia", "ada", "ned", "nora")
OVERSEEING = {"cem", "nora", "mia", "ada"}


@pytest.fixture
def cast(db: None, settings) -> Cast:
    settings.PUBLIC_URL = PUBLIC
    return tracks()


def readers(cast: Cast, address: str) -> set[str]:
    """Who may open it."""
    return {name for name in EVERYBODY if as_user(getattr(cast, name)).get(address).status_code == 200}


def without_team(role: Role) -> User:
    return User.objects.create_user(
        f"{role}@nowhere.example.com", None, name=f"A {role} of no team", role=role, joined_at=timezone.now()
    )


# What belongs to no team


def test_whoever_rests_with_marketing_is_seen_by_the_managers_of_every_team(cast: Cast) -> None:
    row = resting(cast, name="Mette Krag")
    assert row.owner == cast.mia
    assert readers(cast, f"/prospects/{row.pk}/") == OVERSEEING
    for name in ("cem", "nora"):
        assert "Mette Krag" in said(as_user(getattr(cast, name)).get("/prospects/"))
    assert "Mette Krag" not in said(as_user(cast.ben).get("/prospects/"))


def test_so_is_whoever_has_no_owner_any_more(cast: Cast) -> None:
    row = resting(cast)
    Prospect.objects.filter(pk=row.pk).update(
        state="closed", outcome="not_buying", owner=None, closed_at=timezone.now(), next_action="",
        due_at=None, available_at=None, check_at=None,
    )  # fmt: skip
    assert readers(cast, f"/prospects/{row.pk}/") == OVERSEEING


def test_so_is_whom_a_seller_without_a_team_has_and_another_such_seller_sees_only_their_own(
    cast: Cast,
) -> None:
    seller, manager, qualifier = (without_team(role) for role in (Role.SELLER, Role.MANAGER, Role.QUALIFIER))
    row = Prospect.objects.get(pk=inquire().prospect)
    Prospect.objects.filter(pk=row.pk).update(owner=seller)
    assert readers(cast, f"/prospects/{row.pk}/") == OVERSEEING
    assert [visible(one).filter(pk=row.pk).exists() for one in (seller, manager, qualifier)] == [
        True, True, False,
    ]  # fmt: skip


def test_what_a_team_owns_is_no_other_managers(cast: Cast) -> None:
    row = Prospect.objects.get(pk=inquire().prospect)
    assert row.owner == cast.ben
    assert readers(cast, f"/prospects/{row.pk}/") == OVERSEEING - {"nora"} | {"anna", "ben"}


def test_any_manager_brings_them_back_to_a_desk_and_nobody_else_of_a_team_does(cast: Cast) -> None:
    row = resting(cast)
    path = f"/prospects/{row.pk}/do/reopen/"
    for name in ("ben", "anna", "ned"):
        assert as_user(getattr(cast, name)).post(path, {"reason": "x"}).status_code == 404
    as_user(cast.nora).post(path, {"reason": "They wait for us"})
    row.refresh_from_db()
    assert (row.state, row.owner) == ("working", cast.ben)


def test_a_customer_whom_nobodys_team_looks_after_is_every_managers(cast: Cast) -> None:
    made = Customer.objects.create(
        owner=without_team(Role.SELLER), next_step="check_in", due_at=timezone.now(),
        since=timezone.now(),
    )  # fmt: skip
    assert {name for name in EVERYBODY if made in customers_seen(getattr(cast, name))} == OVERSEEING


def test_their_opportunities_are_on_every_managers_board_as_in_their_list(cast: Cast) -> None:
    deal = opportunity(cast)
    Prospect.objects.filter(pk=deal.pk).update(owner=without_team(Role.SELLER))
    for name in EVERYBODY:
        user = getattr(cast, name)
        if user.role == Role.QUALIFIER:
            continue
        shown = f"/opportunities/{deal.pk}/" in said(as_user(user).get("/opportunities/"))
        assert shown is (name in OVERSEEING) is visible(user).filter(pk=deal.pk).exists(), name


# Whoever is to call


@pytest.fixture
def drawn(cast: Cast) -> Question:
    """Silent, and drawn by lot for ben to call; their owner, mia, has no team."""
    row, now = (
        resting(cast, name="Mette Krag", email="mette@nordlys.example.com", phone="+4520123456"),
        timezone.now(),
    )
    Prospect.objects.filter(id=row.pk).update(last_inquiry_at=now - timedelta(days=200))
    ask(182, now - timedelta(days=16))
    deliver(now - timedelta(days=15))
    draw(now)
    one = Question.objects.get(call_at__isnull=False)
    assert (one.caller, one.prospect.owner) == (cast.ben, cast.mia)
    return one


def pages_of(one: Question) -> list[str]:
    inquiry, mail = Inquiry.objects.get(prospect=one.prospect_id), Mail.objects.latest("id")
    return [f"/prospects/{one.prospect_id}/", f"/inquiries/{inquiry.pk}/", f"/mail/{mail.pk}/"]


def test_whoever_is_to_ask_reads_the_person_their_inquiries_and_mails(cast: Cast, drawn: Question) -> None:
    for page in pages_of(drawn):
        assert readers(cast, page) == OVERSEEING | {"ben"}, page
    assert f'href="/prospects/{drawn.prospect_id}/"' in said(
        as_user(cast.ben).get(f"/nurture/calls/{drawn.pk}/")
    )


def test_they_act_on_nothing_else_and_find_them_in_no_list(cast: Cast, drawn: Question) -> None:
    ben = as_user(cast.ben)
    page = said(ben.get(f"/prospects/{drawn.prospect_id}/"))
    assert "You can read this prospect" in page
    sent = ben.post(f"/prospects/{drawn.prospect_id}/do/reassign/", {"to": cast.ben.pk, "reason": "Mine"})
    assert sent.status_code == 404
    assert "Mette Krag" not in said(ben.get("/prospects/"))


@pytest.mark.parametrize("end", ["answered", "not reached", "ran out", "worked on"])
def test_when_the_call_is_theirs_no_more_the_history_is_not_either(
    cast: Cast, drawn: Question, end: str
) -> None:
    ben, path = as_user(cast.ben), f"/nurture/calls/{drawn.pk}/"
    if end == "answered":
        ben.post(path, {"answer": "elsewhere", "whom": "Rival Ltd"})
    elif end == "not reached":
        ben.post(f"{path}missed/")
    elif end == "ran out":
        Question.objects.update(expires_at=timezone.now())
    else:
        as_user(cast.nora).post(f"/prospects/{drawn.prospect_id}/do/reopen/", {"reason": "Back"})
        Prospect.objects.update(owner=cast.ned)
    assert [ben.get(page).status_code for page in pages_of(drawn)] == [404, 404, 404]


def test_a_call_that_is_a_colleagues_opens_nothing(cast: Cast, drawn: Question) -> None:
    Question.objects.update(caller=cast.ned)
    assert readers(cast, pages_of(drawn)[0]) == OVERSEEING | {"ned"}
