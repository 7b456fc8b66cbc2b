"""What the doctor and the pages say of a file that came in, as the tests count it anew from the file."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.world import Cast
from winnow.doctor.refusals import OF_ONE_PROSPECT, OF_THE_WHOLE
from winnow.doctor.report import examine
from winnow.prospects.models import Campaign


def shown_as_counted(cast: Cast, came: Counter[str], ended: Counter[str], won: Counter[str]) -> None:
    """`came`, `ended` and `won` are counts of rows by the name of their campaign; without one it is empty."""
    the_doctor_says(sum(came.values()), sum(ended.values()))
    browser = Client()
    browser.force_login(cast.ada, backend="django.contrib.auth.backends.ModelBackend")
    of_campaigns(browser, came, won)
    of_coverage(browser, came - ended)


def the_doctor_says(prospects: int, ended: int) -> None:
    told = examine(datetime.now(UTC)).facts()
    assert (told["prospects"], told["inquiries"], told["open"]) == (prospects, prospects, prospects - ended)
    refusals = [one.name for one in (*OF_ONE_PROSPECT, *OF_THE_WHOLE)]
    assert [name for name in refusals if told[name]] == []
    assert {"without_owner", "without_next_action"} <= set(refusals)
    assert told["offending"] == {}


def of_campaigns(browser: Client, came: Counter[str], won: Counter[str]) -> None:
    page = browser.get(reverse("campaigns")).context
    by_name = {line.campaign.name: line.brought for line in page["lines"]}
    by_name |= {"": page["none"]} if page["none"] else {}
    assert {name: one.inquiries for name, one in by_name.items()} == came
    assert {name: one.prospects for name, one in by_name.items()} == came
    assert Counter({name: one.orders for name, one in by_name.items()}) == won


def of_coverage(browser: Client, still_open: Counter[str]) -> None:
    """All that is open is on a desk, and by now overdue: history is long ago, or was spread over days gone by."""

    def held(query: str) -> Any:
        return browser.get(reverse("coverage") + query).context["total"].duties.held

    assert held("") == sum(still_open.values())
    numbers = {row.name: row.pk for row in Campaign.objects.all()} | {"": 0}
    assert {name: held(f"?campaign={numbers[name]}") for name in still_open} == dict(still_open)
