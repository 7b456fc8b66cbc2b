"""Words that strangers chose, on everything that leaves the house: paper, calendars, mails, digests, tables, print.

What leaves is read again as its reader would read it, and the words must be words there and nothing else.
"""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email import policy
from email.parser import BytesParser
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from winnow.correspondence.composing import Outgoing, compose
from winnow.notices import digest
from winnow.notices.ical import Entry, calendar
from winnow.offers.content import Content, Line, plain
from winnow.offers.content import digest as hash_of
from winnow.offers.models import Sheet
from winnow.procedure.document import document_html
from winnow.procedure.prose.words import said
from winnow.tables.writing import write_csv
from winnow.web.views.offer_paper import paper

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
MARKS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "Pat\r\nBcc: all@evil.test", "Pat\nX-Evil: 1",
    "\u202etxt.exe", "=HYPERLINK(\"http://evil.test\")", "+1", "-1+2", "@SUM(1)", "\t=1", "A" * 10_000, "nu\x00ll",
    "[x](javascript:alert(1))", "![x](http://evil.test/x.png)", "#panic(\"typst\")", "$ a^2 $",
    "\\ #read(\"/etc/passwd\")",
    "BEGIN:VEVENT\r\nSUMMARY:Evil\r\nEND:VEVENT", "{{ 1 }}", "'; drop table people; --", "\u2028line",
    "--", "1. ", "2) ", "+ ", "===",
)  # fmt: skip
hostile = st.lists(st.sampled_from(MARKS) | st.text(max_size=30), min_size=1, max_size=4).map("".join)


class Seen(HTMLParser):
    """The elements, with their attributes, that a browser would make of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@given(hostile)
def test_a_procedure_in_print_shows_words_and_follows_and_loads_nothing(words: str) -> None:
    seen = Seen(document_html(f"# {said(words)}\n\n- {said(words)}\n")).tags
    assert [tag for tag, _ in seen] == ["h1", "ul", "li"]


@given(hostile)
def test_a_calendar_has_one_event_and_no_line_of_theirs(words: str) -> None:
    entry = Entry("prospect-7", words, NOW, NOW + timedelta(hours=1), NOW)
    raw = calendar(words, "UTC", "w.example", [entry])
    events = Calendar.from_ical(raw).walk("VEVENT")
    assert len(events) == 1
    assert not any(line.startswith((b"X-Evil", b"Bcc", b"ATTACH")) for line in raw.splitlines())
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


@given(hostile, hostile)
def test_a_mail_has_the_headers_that_we_wrote_and_one_plain_part(subject: str, text: str) -> None:
    one = Outgoing(
        "<1@w.example>", "Anna", "anna@w.example", subject[:200], "pat@there.test", subject, text, NOW,
        unsubscribe="https://w.example/u/1/", footing="Example Ltd",
    )  # fmt: skip
    try:
        raw = compose(one)
    except ValueError:
        return  # refused, in words for who wrote it
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    assert set(mail.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted",
        "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    }  # fmt: skip
    assert (mail.get_content_type(), mail.is_multipart()) == ("text/plain", False)
    assert [one.addr_spec for one in mail["To"].addresses] == ["pat@there.test"]
    told = mail["To"].addresses[0].display_name  # the parser of 3.11 puts spaces between encoded words
    assert "".join(told.split()) == "".join(subject[:200].split())
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@given(hostile)
def test_a_digest_keeps_its_lines_whatever_people_are_called(name: str) -> None:
    usual = digest.Day("Anna", "UTC", NOW, overdue=1, team=[digest.Member("Ben", 2, 1)])
    evil = digest.Day(name, "UTC", NOW, overdue=1, team=[digest.Member(name, 2, 1)])
    assert "\n" not in digest.subject(evil)
    lines = digest.text(evil, "https://w.example").splitlines()
    assert len(lines) == len(digest.text(usual, "https://w.example").splitlines())


@given(st.lists(hostile, min_size=1, max_size=3))
def test_a_table_has_no_formula_and_a_row_for_each_row(cells: list[str]) -> None:
    out = io.StringIO()
    write_csv([cells, cells], out)
    rows = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert [len(row) for row in rows] == [len(cells)] * 2
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in rows for cell in row)


@pytest.mark.parametrize("words", MARKS)
def test_an_offer_on_paper_is_a_pdf_without_links_or_actions(words: str) -> None:
    pytest.importorskip("typst")
    content = Content(
        words, words, (Line(words, 1, Decimal(5)),), words, "EUR", date(2026, 4, 1), words, words, words, words,
        Decimal(1),
    )  # fmt: skip
    sheet = Sheet(
        offer_id=7,
        number=1,
        at=NOW,
        content=plain(content),
        hash=hash_of(content),
        valid_until=date(2026, 4, 1),
    )
    answer = paper(sheet)
    assert answer.content.startswith(b"%PDF-")
    assert not any(
        sign in answer.content
        for sign in (b"/JavaScript", b"/Launch", b"/URI", b"/OpenAction", b"/EmbeddedFile")
    )
    assert answer["Content-Disposition"] == 'attachment; filename="offer-7.pdf"'
