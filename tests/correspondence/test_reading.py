"""Strangers' mails, read without trust: whatever they hold becomes text, facts and downloads, and never an error."""

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.correspondence.reading import Letter, Limits, read

LIMITS = Limits(25_000_000, 10_000_000, "mx.winnow.example")
HEAD = b"From: Pat Ito <pat@ito1.test>\r\nTo: sales@w.test\r\nSubject: Hello\r\nMessage-ID: <a@b.test>\r\n"


def simple(body: bytes = b"Hello\r\n", more: bytes = b"") -> Letter:
    return read(HEAD + more + b"\r\n" + body, LIMITS)


def test_an_ordinary_mail_is_read_whole():
    letter = simple(
        more=b"In-Reply-To: <x@y.test>\r\nReferences: <v@y.test> <x@y.test>\r\nDate: Wed, 4 Mar 2026 10:00:00 +0100\r\n"
    )
    assert (letter.from_name, letter.from_address, letter.subject) == ("Pat Ito", "pat@ito1.test", "Hello")
    assert letter.about == ("<x@y.test>", "<v@y.test>")
    assert (letter.text.strip(), letter.written_at.hour, letter.faults) == ("Hello", 9, ())


def test_html_becomes_the_words_that_a_reader_sees():
    html = b"<html><head><style>p{}</style><title>t</title><body><p>Hello <b>you</b></p><script>alert(1)</script><a href='https://x.test/'>here</a>"
    letter = simple(html, b"Content-Type: text/html; charset=utf-8\r\n")
    assert letter.text == "Hello you\nhere (https://x.test/)"


def test_plain_text_is_taken_before_html():
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "pat@ito1.test", "<a@b.test>"
    mail.set_content("plain")
    mail.add_alternative("<p>html</p>", subtype="html")
    assert read(mail.as_bytes(), LIMITS).text.strip() == "plain"


@pytest.mark.parametrize("depth", [100, 3_000])
def test_parts_nested_too_deeply_are_not_followed(depth):
    body = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth)
    )
    letter = read(HEAD + body + b"\r\nHello", LIMITS)
    assert "nested too deeply" in letter.faults[0]
    assert letter.subject == "Hello"


def test_of_a_mail_over_the_cap_only_the_head_is_read():
    letter = read(HEAD + b"\r\n" + b"x" * 2_000, Limits(1_000, 1_000))
    assert (letter.text, letter.subject) == ("", "Hello")
    assert "too large" in letter.faults[0]


@pytest.mark.parametrize(
    "sender",
    [b"", b"From: a@b.test\r\nFrom: c@d.test\r\n", b"From: a@b.test, c@d.test\r\n", b"From: nobody\r\n"],
)
def test_a_mail_that_does_not_say_whom_it_is_from_is_held(sender):
    assert "whom it is from" in read(sender + b"Subject: x\r\n\r\nHello", LIMITS).faults[0]


def test_file_names_lose_paths_and_what_cannot_stand_in_a_name():
    mail = EmailMessage()
    mail["From"] = "pat@ito1.test"
    mail.add_attachment(b"x", maintype="image", subtype="svg+xml", filename="..\\..\\a<b>.svg")
    assert [one.name for one in read(mail.as_bytes(), LIMITS).parts] == ["a_b_.svg"]


def test_only_the_topmost_word_of_our_own_server_counts():
    more = (
        b"Authentication-Results: mx.winnow.example; spf=pass; dmarc=fail\r\n"
        b"Authentication-Results: mx.winnow.example; dmarc=pass\r\nAuthentication-Results: evil.test; dmarc=pass\r\n"
    )
    assert simple(more=more).checks == {"spf": "pass", "dmarc": "fail"}


def test_the_same_mail_without_an_id_has_the_same_one_twice():
    one, two = (read(b"From: a@b.test\r\n\r\nHello", LIMITS) for _ in range(2))
    assert one.message_id == two.message_id


@pytest.mark.parametrize(
    ("header", "automatic"),
    [(b"Auto-Submitted: auto-replied", True), (b"Auto-Submitted: no", False), (b"X-Autoreply: yes", True),
     (b"Precedence: bulk", True), (b"List-Id: <l.x>", True), (b"X-Other: 1", False)],
)  # fmt: skip
def test_a_machine_is_known_by_its_headers(header, automatic):
    assert bool(simple(more=header + b"\r\n").automatic) is automatic


def test_an_out_of_office_notice_is_known_by_its_subject():
    raw = HEAD.replace(b"Subject: Hello", b"Subject: Abwesenheitsnotiz: Re: News") + b"\r\nWeg."
    assert read(raw, LIMITS).automatic


@settings(max_examples=150)
@given(st.binary(max_size=400), st.binary(max_size=400))
def test_no_bytes_raise_or_give_text_that_a_database_refuses(head, body):
    for raw in (head + b"\r\n\r\n" + body, HEAD + head + b"\r\n\r\n" + body):
        letter = read(raw, LIMITS)
        for text in (
            letter.subject,
            letter.text,
            letter.from_name,
            letter.message_id,
            *(one.name for one in letter.parts),
        ):
            text.encode()
            assert "\0" not in text
