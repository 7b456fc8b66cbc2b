"""Every address against the one table of rules: five roles of the own and of another team, and strangers.

A route that is in no rule fails here, and so does a rule without a route, a GET that writes, and a state change
that needs no token of ours.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web.samples import EVERYWHERE, Sample, all_samples
from tests.web.samples.world import World
from winnow.config.urls import RULES
from winnow.web.access import MACHINE

SAMPLES = all_samples()
WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE|COPY)\b", re.IGNORECASE)
SESSIONS = ("django_session", "usersessions_usersession")  # the library keeps its own books
pytestmark = pytest.mark.django_db


def named_routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address that can be resolved, by the name that the gate looks up."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named_routes(pattern, inner)
        else:
            yield f"{space}{pattern.name or ''}", pattern


ROUTES = dict(named_routes(get_resolver()))


def test_every_address_has_a_name():
    unnamed = [str(pattern.pattern) for _, pattern in named_routes(get_resolver()) if not pattern.name]
    assert not unnamed


def test_every_address_has_a_rule():
    assert not sorted(set(ROUTES) - set(RULES))


def test_every_rule_has_an_address():
    assert not sorted(set(RULES) - set(ROUTES))


def test_every_sample_has_an_address():
    assert not sorted(set(SAMPLES) - set(ROUTES))


def test_every_address_with_parameters_has_a_sample():
    lacking = [name for name, pattern in ROUTES.items() if pattern.pattern.converters and name not in SAMPLES]
    assert not lacking, "add them to tests/web/samples/<area>.py"


def sample_of(route: str) -> Sample:
    return SAMPLES.get(route, Sample())


def address(route: str, world: World) -> str:
    return reverse(route, kwargs=dict(sample_of(route).kwargs(world)))


def asked(call) -> tuple[int, str, list[str]]:
    """Status, where it leads, and what was written."""
    with CaptureQueriesContext(connection) as captured:
        answer = call()
    said = [query["sql"] for query in captured.captured_queries]
    writes = [sql for sql in said if WRITING.match(sql) and not any(table in sql for table in SESSIONS)]
    return answer.status_code, answer.headers.get("Location", ""), writes


def expected(route: str, team: str, role: str) -> int:
    rule, sample = RULES[route], sample_of(route)
    if rule == MACHINE:
        return 401  # a session is no token
    if rule & {role, "anonymous"}:
        return sample.expected(role, team != "other")
    return 302 if role == "anonymous" else 403


STRANGERS_SEE = {"account_login": 200, "account_logout": 302}


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_a_page_opens_for_just_those_whom_its_rule_names_and_looking_writes_nothing(route, world, browsers):
    page, offences = address(route, world), []
    for team, role, client in browsers:
        wanted = expected(route, team, role)
        if role == "anonymous":
            wanted = STRANGERS_SEE.get(route, wanted)
        status, leads_to, writes = asked(lambda client=client: client.get(page))
        if status != wanted:
            offences.append(f"{role} of {team or 'nobody'}: {status} instead of {wanted} {leads_to}")
        if (
            status == 302
            and role == "anonymous"
            and not RULES[route] & {"anonymous"}
            and "/login/" not in leads_to
        ):
            offences.append(f"a stranger is led to {leads_to}")
        if writes and not sample_of(route).writes_on_get:
            offences.append(f"{role}: looking writes {writes[0][:120]}")
    assert not offences, "\n".join([page, *offences])


# Refused before anything is asked of a database but who they are: the same beside each, so asked once.
refused_early = pytest.mark.sqlite


@refused_early
@pytest.mark.parametrize("route", sorted(ROUTES))
def test_a_change_without_a_token_of_ours_is_refused_and_writes_nothing(route, world, browsers):
    if sample_of(route).no_csrf:
        return
    page, offences, wanted = address(route, world), [], 401 if RULES[route] == MACHINE else 403
    for team, role, client in browsers:
        client.handler.enforce_csrf_checks = True
        status, _, writes = asked(lambda client=client: client.post(page, sample_of(route).post or {}))
        client.handler.enforce_csrf_checks = False
        if status != wanted or writes:
            offences.append(f"{role} of {team}: {status} {writes[:1]}")
    assert not offences, "\n".join([page, *offences])


@refused_early
@pytest.mark.parametrize("route", sorted(ROUTES))
def test_a_change_by_those_whom_no_rule_names_is_refused_and_writes_nothing(route, world, browsers):
    page, offences, sample = address(route, world), [], sample_of(route)
    for team, role, client in browsers:
        stranger_to_it = team == "other" and sample.other_team and role not in EVERYWHERE
        if RULES[route] & {role, "anonymous", "token"} and not stranger_to_it:
            continue
        status, _, writes = asked(lambda client=client: client.post(page, sample.post or {}))
        if status not in (302, 403, 404, 405) or writes:
            offences.append(f"{role} of {team}: {status} {writes[:1]}")
    assert not offences, "\n".join([page, *offences])
