"""Addresses as an attacker, or a broken link, writes them: answered in words, never by a failure."""

from tests.web.desk_steps import Desk

ENDLESS = "9" * 5_000
STRANGE = ("9" * 30, ENDLESS, "\0", "-1", "²", "٣", "'\";--", "9999-12-31", "0001-01-01")
LISTS = {
    "/prospects/": ("q", "owner", "campaign", "country", "after", "before", "sort", "due"),
    "/events/": ("prospect", "actor", "since", "until", "kind", "after"),
    "/search/": ("q",),
    "/people/": ("q", "team", "after"),
    "/campaigns/": ("q", "channel", "days", "sort"),
    "/coverage/": ("team", "owner", "campaign", "days"),
    "/coverage/prospects/": ("what", "owner", "campaign", "after"),
    "/imports/": ("q", "after"),
    "/quarantine/": ("q", "since"),
    "/notifications/": ("after", "sort"),
    "/entry/": ("saved", "phone"),
    "/entry/known/": ("phone", "email", "name", "company", "channel"),
}
ONES = ("people", "inquiries", "prospects", "held", "imports", "campaigns", "costs", "forms", "teams")


def failures(desk: Desk, asked: list[tuple[str, dict[str, str]]]) -> list[str]:
    client = desk.as_(desk.cast.ada)
    client.raise_request_exception = False
    answers = [(path, given, client.get(path, given).status_code) for path, given in asked]
    return [f"{path} {str(given)[:60]}: {status}" for path, given, status in answers if status >= 500]


def test_no_value_of_a_list_makes_it_fail(desk):
    asked = [(path, {name: value}) for path, names in LISTS.items() for name in names for value in STRANGE]
    assert failures(desk, asked) == []


def test_no_value_of_a_prospects_pages_makes_them_fail(desk):
    of = f"/prospects/{desk.prospect}/"
    desk_of = f"/desk/{desk.prospect}/"
    parts = {
        of: ("do", "outcome", "all"),
        f"{of}merge/": ("q", "with"),
        f"{desk_of}sets/": ("disposition",),
        f"{desk_of}verdict/": ("verdict",),
    }
    asked = [(path, {name: value}) for path, names in parts.items() for name in names for value in STRANGE]
    assert failures(desk, asked) == []


def test_numbers_of_no_row_are_not_found(desk):
    assert (
        failures(desk, [(f"/{what}/{number}/", {}) for what in ONES for number in ("9" * 30, ENDLESS)]) == []
    )
