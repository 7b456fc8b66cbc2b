"""What became of each prospect, worked out by hand."""

import pytest

from tests.measure.company import AS_OF, asked, at, facts, moved, ordered, rows_of, touched
from winnow.measure.engines.opening import micros


@pytest.fixture(scope="module")
def people():
    found = facts(
        inquiries=[
            asked("ann", at(days=1), inquiry_id="2", channel="phone", campaign_id="later"),
            asked(
                "ann", at(), inquiry_id="1", channel="web", campaign_id="spring", promised_at=at(minutes=30)
            ),
            asked("bob", at(), channel="web"),
            asked("cat", at(), channel="email"),
            asked("dan", at(), channel="email"),
        ],
        touches=[
            touched("ann", at(minutes=1), kind="automatic"),
            touched("ann", at(hours=-1), by="una", minutes="5"),  # before they inquired: answers nothing
            touched("ann", at(minutes=20), by="una", minutes="3"),
            touched("ann", at(hours=2), by="vic", minutes="4", reached=True),
            touched("ann", at(days=3), by="vic", minutes="10"),
            touched("bob", at(minutes=5), direction="in"),
            touched("cat", at(days=2), by="una"),
        ],
        stages=[
            moved("ann", at(), state="working", owner="una"),
            moved("ann", at(days=2), event="qualified", stage="lead", owner="vic", grade="stated"),
            moved("ann", at(days=4), stage="opportunity", event="accepted"),
            moved("bob", at(), state="working"),
            moved("bob", at(days=9), state="closed", outcome="not_buying", reason="no budget"),
            moved("dan", at(days=1), state="closed", outcome="not_buying"),
            moved("dan", at(days=2), state="working"),
        ],
        orders=[ordered("ann", at(days=10)), ordered("ann", at(days=20)), ordered("zoe", at(days=1))],
        people=[{"person_id": "vic", "team": "north", "role": "seller"}],
    )
    return rows_of(found.prospects)


def test_the_first_inquiry_tells_channel_and_campaign(people):
    ann = people["ann"]
    assert (ann["first_at"], ann["channel"], ann["campaign_id"], ann["inquiries"]) == (
        micros(at()),
        "web",
        "spring",
        2,
    )


def test_neither_automatic_nor_earlier_touches_are_the_first_human_one(people):
    ann = people["ann"]
    assert (ann["first_touch_at"], ann["first_touch_by"], ann["touches"]) == (
        micros(at(minutes=20)),
        "una",
        3,
    )


def test_minutes_are_those_of_all_touches(people):
    assert people["ann"]["minutes"] == 22


def test_touches_are_counted_until_contact_verdict_and_order(people):
    ann = people["ann"]
    assert (ann["touches_to_contact"], ann["touches_to_verdict"], ann["touches_to_order"]) == (2, 2, 3)


def test_what_came_in_is_contact_but_no_follow_up(people):
    bob = people["bob"]
    assert (bob["contact_at"], bob["touches"], bob["first_touch_at"]) == (micros(at(minutes=5)), 0, None)


def test_each_stage_is_dated_and_a_customer_passed_them_all(people):
    ann = people["ann"]
    days = [(ann[name] - micros(at())) / 86_400e6 for name in ("lead_at", "opportunity_at", "customer_at")]
    assert (days, ann["orders"]) == ([2, 4, 10], 2)


def test_the_owner_is_the_last_one_and_else_who_touched_first(people):
    assert (people["ann"]["owner"], people["cat"]["owner"], people["dan"]["owner"]) == ("vic", "una", None)
    assert people["ann"]["team"] == "north"


def test_the_first_decision_is_the_verdict(people):
    assert (people["ann"]["verdict"], people["bob"]["verdict"], people["bob"]["verdict_reason"]) == (
        "qualified", "disqualified", "no budget",
    )  # fmt: skip


def test_who_is_working_again_has_not_ended(people):
    assert (people["dan"]["state"], people["dan"]["ended_at"]) == ("working", None)
    assert people["bob"]["ended_at"] == micros(at(days=9))


def test_a_wait_lasts_until_the_first_human_touch_the_end_or_now(people):
    waits = {name: row["response_at"] for name, row in people.items()}
    assert waits == {
        "ann": micros(at(minutes=20)),
        "bob": micros(at(days=9)),
        "cat": micros(at(days=2)),
        "dan": micros(AS_OF),
    }


def test_only_who_inquired_is_a_prospect_but_every_order_is_kept():
    found = facts(inquiries=[asked("ann")], orders=[ordered("ann", at(days=1)), ordered("zoe", at(days=1))])
    assert (found.prospects.count().execute(), found.orders.count().execute()) == (1, 2)


def test_the_evidence_before_an_order_is_kept_with_its_instant(people):
    assert (people["ann"]["grade"], people["ann"]["grade_at"]) == ("stated", micros(at(days=2)))


def test_days_and_hours_are_those_of_the_zone():
    found = facts(
        inquiries=[asked("ann", at(hours=15))], zone="Asia/Tokyo"
    )  # Monday midnight in UTC, nine in Tokyo
    ann = rows_of(found.prospects)["ann"]
    assert (ann["hour"], ann["weekday"], ann["month"]) == (9, 1, 24_314)
