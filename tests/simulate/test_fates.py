"""What becomes of mails outside: drawn by seed; caps are counted from what arrived."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes

from winnow.correspondence.composing import Outgoing, compose
from winnow.correspondence.reading import Limits, read
from winnow.simulate.fates import LONGEST, Fate, draw, is_dead
from winnow.simulate.post import Post
from winnow.simulate.replies import question, raw, unsubscribe_link
from winnow.simulate.staff import staffed

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LINK = "https://leads.example/u/" + "a" * 90 + "/"
OURS = compose(
    Outgoing("<1@us.example>", "Us", "us@us.example", "Pat Müller", "pat@them.example", "Grüße", "Hello", AT,
             unsubscribe=LINK)
)  # fmt: skip


def test_a_fate_is_the_same_for_the_same_seed_and_heard_of_within_days() -> None:
    drawn = [draw(1, f"p{n}@x.example", "Hello", AT, marketing=True) for n in range(3000)]
    assert drawn == [draw(1, f"p{n}@x.example", "Hello", AT, marketing=True) for n in range(3000)]
    assert {one.fate for one in drawn} >= set(Fate) - {Fate.COMPLAINED, Fate.OBJECTS, Fate.ANSWERED}
    assert all(AT <= one.at <= AT + LONGEST for one in drawn)


def test_many_answer_the_question_whether_they_bought_and_none_another_mail() -> None:
    drawn = [draw(1, f"p{n}@x.example", "Did you?", AT, marketing=True, asks=True).fate for n in range(2000)]
    assert 0.15 < drawn.count(Fate.ANSWERED) / len(drawn) < 0.3


def test_the_page_that_asks_is_found_in_the_mail_itself() -> None:
    assert question(OURS.replace(b"Hello", b"Here: https://leads.example/asked/0a1b2c/")) == "0a1b2c"
    assert question(OURS) == ""


def test_an_address_that_reaches_nobody_never_does() -> None:
    dead = next(f"p{n}@x.example" for n in range(1000) if is_dead(7, f"p{n}@x.example"))
    fates = {draw(7, dead, "Hi", AT + timedelta(days=n), marketing=False).fate for n in range(20)}
    assert fates == {Fate.REFUSED, Fate.BOUNCED}


def test_what_comes_back_is_read_as_what_it_is() -> None:
    limits = Limits(1_000_000, 1_000_000, "")
    answer = read(raw(Fate.REPLIED, OURS, "1", AT), limits)
    away = read(raw(Fate.AWAY, OURS, "2", AT), limits)
    bounce = read(raw(Fate.BOUNCED, OURS, "3", AT), limits)
    complaint = read(raw(Fate.COMPLAINED, OURS, "4", AT), limits)
    assert (answer.from_address, answer.about, answer.automatic) == (
        "pat@them.example",
        ("<1@us.example>",),
        "",
    )
    assert away.automatic
    assert bounce.report is not None
    assert bounce.report.is_hard
    assert complaint.report is not None
    assert complaint.report.kind == "complaint"


def test_the_link_to_unsubscribe_is_found_in_the_mail_itself() -> None:
    assert unsubscribe_link(OURS) == LINK
    assert "List-Unsubscribe" in message_from_bytes(OURS)


def test_mails_beyond_a_cap_are_counted_from_what_arrived() -> None:
    post = Post(1)
    post.letters[5] = [AT + timedelta(days=day) for day in (0, 1, 2, 3, 8)]
    assert post.over_cap(3, 8) == 1
    assert post.over_cap(5, 4) == 1
    assert post.over_cap(5, 8) == 0


def test_a_firm_grows_with_its_inquiries() -> None:
    from winnow.simulate.firm import firm

    small, large = staffed(firm(), 250, 1), staffed(firm(), 750, 1)
    assert small == firm()
    assert sum(one.role == "seller" for one in large.staff) == 3 * sum(
        one.role == "seller" for one in small.staff
    )
    assert sum(one.role == "admin" for one in large.staff) == 1
    assert len({one.key for one in large.staff}) == len(large.staff)
