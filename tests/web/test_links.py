"""Wherever a page leads, there is something: every link that a role is shown opens for that role."""

import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.web.samples.world import NOW
from winnow.people.models import Team, User
from winnow.procedure.actions import ensure_default

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LEAVES = re.compile(r"/(logout|static|l|login)/")
ALIKE = 2  # pages of one address that differ only in numbers


class Links(HTMLParser):
    """Where the links of a page lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found = page, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        leads_to = dict(attrs).get("href") if tag == "a" else None
        if leads_to:
            self.found.append(urljoin(self.page, leads_to))


def shape(address: str) -> tuple[str, ...]:
    """What two addresses have in common that are one page with other contents."""
    parts = urlsplit(address)
    try:
        route = resolve(parts.path).view_name
    except Resolver404:
        route = parts.path
    return (route, *sorted(parse_qs(parts.query, keep_blank_values=True)))


def walked(client: Client) -> Iterator[tuple[str, str, int]]:
    """Page, link on it, and the status that the link answers with; each kind of link a few times."""
    ahead, seen = deque([("", "/")]), dict[tuple[str, ...], set[str]]()
    while ahead:
        page, address = ahead.popleft()
        same = seen.setdefault(shape(address), set())
        if address in same or len(same) >= ALIKE:
            continue
        same.add(address)
        answer = client.get(address, follow=True)
        yield page, address, answer.status_code
        if answer.status_code == 200 and "text/html" in answer.headers.get("Content-Type", ""):
            links = Links(address)
            links.feed(answer.content.decode())
            own = (
                one.partition("#")[0] for one in links.found if one.startswith("/") and not LEAVES.match(one)
            )
            ahead.extend((address, one) for one in own)


ROLES = ["qualifier", "seller", "manager", "marketer", "admin"]


def led_astray(client: Client) -> list[str]:
    found = list(walked(client))
    assert len(found) > 30, "hardly anything was walked"
    return [f"{page} leads to {address}: {status}" for page, address, status in found if status >= 400]


@pytest.mark.parametrize("role", ROLES)
def test_every_link_that_is_shown_opens(role, browsers):
    assert not led_astray(next(client for team, its, client in browsers if (team, its) == ("own", role)))


@pytest.mark.parametrize("role", ROLES)
def test_on_the_first_day_too(role):
    ensure_default(NOW)
    team = Team.objects.create(name="Sales")
    first = User.objects.create_user(f"{role}@example.com", name=role, role=role, team=team, joined_at=NOW)
    client = Client()
    client.force_login(first)
    assert not led_astray(client)
