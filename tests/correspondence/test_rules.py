"""The pure rules of mail: what goes out, how much, from whom a mail is, what the DNS says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.correspondence import sender_check
from winnow.correspondence.caps import MONTH, WEEK, allowed_at
from winnow.correspondence.composing import Outgoing, compose, is_address, wire
from winnow.correspondence.html_text import text_of
from winnow.correspondence.judging import Known, judge
from winnow.correspondence.reading import Letter
from winnow.correspondence.words import Kind, Status
from winnow.procedure.merging import Unfilled, fill, unknown_fields

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
ONE = Outgoing("<a@w.test>", "Anna", "anna@w.test", "Mette Krag", "mette@krag.test", "Hello", "Text\n", NOW)


# What goes out


def test_without_a_link_no_header_says_that_there_is_one():
    mail = message_from_bytes(compose(ONE))
    assert (mail["List-Unsubscribe"], mail["Message-ID"]) == (None, "<a@w.test>")


@pytest.mark.parametrize(
    "change",
    [{"subject": "a\nBcc: x@y.test"}, {"to_name": "a\r\nb"}, {"from_name": "a\0"},
     {"to_address": "a@b.test\nBcc: c@d.test"}, {"to_address": "a@b.test, c@d.test"}],
)  # fmt: skip
def test_no_header_carries_a_second_one(change):
    fields = {name: getattr(ONE, name) for name in ONE.__slots__} | change
    with pytest.raises(ValueError, match=r"control characters|no address"):
        compose(Outgoing(**fields))


def test_an_answer_names_what_it_answers_and_what_came_before():
    fields = {name: getattr(ONE, name) for name in ONE.__slots__} | {
        "in_reply_to": "<b@x.test>",
        "references": "<a@x.test>",
    }
    mail = message_from_bytes(compose(Outgoing(**fields)))
    assert (mail["In-Reply-To"], mail["References"].split()) == ("<b@x.test>", ["<a@x.test>", "<b@x.test>"])


def test_what_is_no_message_id_is_not_answered():
    sent = compose(replace(ONE, in_reply_to="<a@b>\r\nBcc: <x@y.test>", references="nonsense"))
    assert b"Bcc" not in sent
    assert b"References" not in sent


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=400))
def test_the_text_arrives_as_the_standard_library_would_have_sent_it(text):
    ours = message_from_bytes(compose(replace(ONE, text=text)), policy=SMTP)
    usual = EmailMessage(policy=SMTP.clone(max_line_length=78))
    usual.set_content(f"{text.strip()}\n", cte="quoted-printable")
    assert ours.get_content() == message_from_bytes(usual.as_bytes(), policy=SMTP).get_content()


def test_a_domain_with_accents_goes_over_the_wire_as_servers_write_it():
    assert wire("info@müller.test") == "info@xn--mller-kva.test"
    assert not is_address(wire("jürgen@müller.test"))


# Templates


def test_a_field_is_looked_up_and_what_it_holds_is_not_read_again():
    assert fill("Hello {name}", {"name": "{my_name} {0.__class__}"}) == "Hello {my_name} {0.__class__}"
    assert fill("Hello {first_name|there}", {}) == "Hello there"


def test_all_that_cannot_be_filled_in_is_named():
    with pytest.raises(Unfilled, match=r"no field “age”.*the company is not known"):
        fill("{age} {company}", {})
    assert unknown_fields("{name} {__class__} {x|y}") == ["__class__", "x"]


# Caps

INSTANTS = st.lists(
    st.integers(-40 * 24, 40 * 24).map(lambda hours: NOW + timedelta(hours=hours)), max_size=12
)


@given(INSTANTS, st.integers(1, 3), st.integers(1, 6))
def test_one_more_never_breaks_a_cap_that_was_kept(taken, week, month):
    kept: list[datetime] = []
    for one in sorted(taken):
        at = allowed_at(kept, one, week, month) or one - MONTH
        assert at >= one
        kept.append(at)
    for at in kept:
        assert sum(at <= other < at + WEEK for other in kept) <= week
        assert sum(at <= other < at + MONTH for other in kept) <= month


def test_a_cap_of_none_forbids_it_for_ever():
    assert allowed_at([], NOW, 0, 5) is None


# Whose it is


def letter(**fields):
    return Letter(**{"message_id": "<a@b>", "from_address": "pat@ito.test", **fields})


@pytest.mark.parametrize(
    ("of", "known", "kind", "status"),
    [
        (letter(), Known(ours=["<x>"]), Kind.REPLY, Status.FILED),
        (letter(), Known(sender_known=True), Kind.REPLY, Status.FILED),
        (letter(), Known(intake="info@w.test", sender_known=True), Kind.INQUIRY, Status.FILED),
        (letter(), Known(), Kind.UNKNOWN, Status.HELD),
        (letter(automatic="Precedence: bulk"), Known(), Kind.AUTOMATIC, Status.DISMISSED),
        (letter(automatic="Auto-Submitted: x"), Known(ours=["<x>"]), Kind.AUTOMATIC, Status.FILED),
        (letter(automatic="Auto-Submitted: x"), Known(intake="info@w.test"), Kind.UNKNOWN, Status.HELD),
        (letter(faults=("too large",)), Known(ours=["<x>"]), Kind.UNKNOWN, Status.HELD),
        (letter(checks={"dmarc": "fail"}), Known(ours=["<x>"]), Kind.UNKNOWN, Status.HELD),
        (letter(), Known(ours=["<x>"], own_domains=frozenset({"ito.test"})), Kind.UNKNOWN, Status.HELD),
        (letter(checks={"dmarc": "pass"}), Known(intake="i", own_domains=frozenset({"ito.test"})), Kind.INQUIRY,
         Status.FILED),
        (letter(), Known(logging="pat@ito.test", own_domains=frozenset({"ito.test"})), Kind.COPY, Status.SENT),
        (letter(), Known(logging="anna@w.test"), Kind.UNKNOWN, Status.HELD),
    ],
)  # fmt: skip
def test_a_mail_is_judged_by_what_it_says_and_what_is_known(of, known, kind, status):
    judged = judge(of, known)
    assert (judged.kind, judged.status) == (kind, status)
    assert judged.why or status in (Status.FILED, Status.SENT)


# HTML

HOSTILE = [
    "<script>x()</script>", "<img src=x onerror=x()>", "<svg onload=x()>", "<a href='javascript:x()'>go</a>",
    "<iframe src=x></iframe>", "<<b>script>x()</script>", "<style>@import 'x'</style>", "<base href=x>",
]  # fmt: skip


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_of_html_is_left_but_words(html):
    text = text_of(f"<p>before</p>{html}<p>after</p>")
    assert "before" in text
    assert "javascript:" not in text
    assert "onerror" not in text


# The DNS


@pytest.mark.parametrize(
    ("records", "state"),
    [(None, "unknown"), ([], "missing"), (["v=spf1 include:x.test -all"], "good"), (["v=spf1 +all"], "weak"),
     (["v=spf1 a", "v=spf1 b"], "missing"), (["v=spf1 a mx"], "weak"),
     (["v=spf1 " + "include:a.test " * 11 + "-all"], "weak"),
     (["v=spf1 redirect=_spf.x.test"], "good")],
)  # fmt: skip
def test_spf_is_told_in_words(records, state):
    assert sender_check.spf(records).state == state


@pytest.mark.parametrize(
    ("records", "state"),
    [
        (None, "unknown"),
        ([], "missing"),
        (["v=DMARC1; p=none"], "weak"),
        (["v=DMARC1; p=reject; rua=x"], "good"),
    ],
)
def test_dmarc_is_told_in_words(records, state):
    assert sender_check.dmarc(records).state == state


def test_a_dkim_key_that_is_not_found_proves_nothing():
    assert sender_check.dkim({"google": []}).state == "unknown"
    assert sender_check.dkim({"google": ["v=DKIM1; k=rsa; p="]}).state == "unknown"
    assert sender_check.dkim({"google": ["v=DKIM1; k=rsa; p=MIGf"]}).state == "good"


def test_a_key_that_is_not_under_the_name_that_the_provider_gave_is_missing():
    assert sender_check.dkim({"mine": []}, "mine").state == "missing"
    assert sender_check.dkim({"mine": None}, "mine").state == "unknown"
    assert sender_check.dkim({"mine": ["v=DKIM1; p=MIGf"]}, "mine").state == "good"


def test_whether_forged_mail_to_us_can_be_told_is_said():
    assert (sender_check.forgeries("").state, sender_check.forgeries("mx.winnow.example").state) == (
        "weak",
        "good",
    )


def test_a_domain_that_takes_no_mail_is_told():
    assert (sender_check.mx(None).state, sender_check.mx([]).state, sender_check.mx(["mx.test"]).state) == (
        "unknown", "missing", "good",
    )  # fmt: skip


# What machines read of what we write


@pytest.mark.parametrize("length", [10, 60, 200, 600])
def test_links_and_ids_stand_in_their_headers_as_they_are_however_long(length):
    link, first, last = (
        f"https://w.test/u/{'x' * length}/",
        f"<{'a' * length}@x.test>",
        f"<{'b' * length}@x.test>",
    )
    fields = {name: getattr(ONE, name) for name in ONE.__slots__} | {
        "message_id": f"<{'m' * length}@w.test>", "in_reply_to": last, "references": f"{first} {first}",
        "unsubscribe": link,
    }  # fmt: skip
    wire_bytes = compose(Outgoing(**fields))
    mail = message_from_bytes(wire_bytes)
    assert mail["List-Unsubscribe"].strip() == f"<{link}>"
    assert mail["Message-ID"].strip() == f"<{'m' * length}@w.test>"
    assert (mail["In-Reply-To"].strip(), mail["References"].split()) == (last, [first, first, last])
    assert max(map(len, wire_bytes.split(b"\r\n"))) <= 998


def test_a_strangers_id_of_other_signs_is_not_repeated():
    fields = {name: getattr(ONE, name) for name in ONE.__slots__} | {
        "in_reply_to": "<b@x.test>",
        "references": "<a\ufffd@x.test> <a\x01@x.test> <c@x.test>",
    }
    assert message_from_bytes(compose(Outgoing(**fields)))["References"].split() == [
        "<c@x.test>",
        "<b@x.test>",
    ]


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
def test_whatever_names_and_subjects_say_there_are_only_our_headers(subject, name, text):
    fields = {name: getattr(ONE, name) for name in ONE.__slots__}
    try:
        content = compose(Outgoing(**fields | {"subject": subject, "to_name": name, "text": text}))
    except ValueError:
        return
    assert message_from_bytes(content).keys() == message_from_bytes(compose(ONE)).keys()
