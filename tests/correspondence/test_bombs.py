"""Mails made to take days or gigabytes of whoever reads them: read at once, or held with their head.

Nothing is timed: before each was mended, its test did not end.
"""

import pytest

from tests.correspondence.test_reading import HEAD, LIMITS
from winnow.correspondence.html_text import text_of
from winnow.correspondence.reading import Letter, read

MANY = 400_000
PARTS = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
DISPOSITION = b"Content-Disposition: attachment"


def simple(more: bytes = b"", body: bytes = b"Hello") -> Letter:
    return read(HEAD + more + b"\r\n" + body, LIMITS)


@pytest.mark.parametrize(
    "field",
    [b'Content-Type: text/plain; a="' + b";" * MANY, b'Content-Type: multipart/mixed; a="' + b";" * MANY,
     DISPOSITION + b'; a="' + b";" * 200_000, b"Content-Type: text/plain" + b";\r\n a=b" * 20_000,
     DISPOSITION + b"".join(b"; filename*%d=x" % n for n in range(8_000))],
    ids=["type", "multipart", "disposition", "folded", "continued"],
)  # fmt: skip
def test_a_part_that_describes_itself_at_length_is_not_parsed(field: bytes) -> None:
    letter = simple(field + b"\r\n")
    assert (letter.subject, letter.text, len(letter.faults)) == ("Hello", "", 1)


def test_the_same_is_seen_in_parts_inside() -> None:
    inside = b'--b\r\nContent-Type: text/plain; a="' + b";" * MANY + b'"\r\n\r\nx\r\n--b--\r\n'
    assert "describe themselves" in read(HEAD + PARTS + inside, LIMITS).faults[0]


@pytest.mark.parametrize(
    "raw",
    [HEAD + PARTS + b"--b\r\n\r\n" * MANY,
     HEAD + PARTS.replace(b'"b"', b"<b>") + b"--b\r\r" * MANY,
     HEAD + b"Content-Type: multipart/mixed; boundary*0=b; boundary*1=c\r\n\r\n" + b"--bc\n\n" * MANY,
     HEAD + b"Content-Type: message/delivery-status\r\n\r\n" + b"a: b\r\n\r\n" * MANY,
     HEAD + b"Content-Type: message/delivery-status\r\n\r\n" + b"\n" * MANY],
    ids=["quoted", "bracketed", "in pieces", "report", "empty report"],
)  # fmt: skip
def test_of_a_mail_of_thousands_of_parts_only_the_head_is_read(raw: bytes) -> None:
    letter = read(raw, LIMITS)
    assert (letter.subject, "parts" in letter.faults[0]) == ("Hello", True)


def test_an_ordinary_report_with_a_long_mail_that_came_back_is_read() -> None:
    raw = HEAD + b"Content-Type: message/delivery-status\r\n\r\n" + b"a: b\r\n\r\n" * 1_000
    assert read(raw, LIMITS).faults == ()


def test_a_text_of_many_lines_that_begin_with_dashes_is_read() -> None:
    mail = PARTS + b"--b\r\nContent-Type: text/plain\r\n\r\n" + b"-- select 1;\r\n" * 2_000 + b"--b--\r\n"
    assert read(HEAD + mail, LIMITS).text.count("select") == 2_000


@pytest.mark.parametrize(
    "header", [b"X: y\r\n" * 100_000, b"X: y\r\n" + b" more\r\n" * 100_000, b"To: a@b.test\r\n" * 100_000]
)
def test_of_a_head_of_a_megabyte_only_the_beginning_is_read(header: bytes) -> None:
    letter = simple(header)
    assert (letter.subject, "head is too large" in letter.faults[0]) == ("Hello", True)


@pytest.mark.parametrize("word", [b"=?a?q?", b"=?utf-8?q?a?= ", b"=?punycode?q?a-9a9a9a?= "])
def test_a_subject_of_encoded_words_is_read_as_far_as_it_is_shown(word: bytes) -> None:
    assert read(HEAD.replace(b"Hello", word * 10_000) + b"\r\nHello", LIMITS).text == "Hello"


def test_thousands_of_brackets_among_the_recipients_leave_them_out() -> None:
    letter = simple(b"Cc: " + b"(" * 50_000 + b"\r\n")
    assert (letter.to, letter.text) == ((), "Hello")


@pytest.mark.parametrize("charset", [b"punycode", b"idna", b"unicode_escape", b"undefined", b"zlib", b"\0"])
def test_what_is_no_charset_of_mail_is_not_asked(charset: bytes) -> None:
    body = b"a\\x41-" + b"9a" * MANY
    letter = simple(b"Content-Type: text/plain; charset=" + charset + b"\r\n", body)
    assert letter.text.startswith("a\\x41-9a")


def test_half_of_a_character_is_none() -> None:
    assert simple(b"Content-Type: text/plain; charset=utf-7\r\n", b"+2AA-").text == "?"


@pytest.mark.parametrize(
    "broken",
    ["<!--", "<!", "<![", "<?", "</", "<a ", "<a a=", "<a b='", '<a b="', "<script>", "<script></scrip", "<svg>",
     "<svg></svg>", "&#", "&#9", "<br> ", "\n \t", "<a href=", "= ", "<title>", "<style></style"],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "<a ", "<script>"])
def test_html_that_is_never_closed_is_read_once(broken: str, before: str) -> None:
    text_of("Hello " + before + broken * (200_000 // len(broken)))


def test_html_with_a_number_that_no_character_has_is_read() -> None:
    assert text_of("a &#" + "9" * 5_000 + "; b &lt;i&gt; &#65;") == "a b <i> A"


def test_what_a_script_says_of_tags_is_not_shown() -> None:
    html = (
        "<script>if (a<b) x='<p>no</p>'</script>yes<!-- <p>no</p> --><a title='>' href='javascript:x'>k</a>"
    )
    assert text_of(html) == "yesk"


def test_a_link_is_shown_with_where_it_really_leads() -> None:
    html = (
        '<a class="x" data-href="https://no.test" HREF = https://evil.test/?a=1&amp;b=2>https://bank.test</a>'
    )
    assert text_of(html) == "https://bank.test (https://evil.test/?a=1&b=2)"


@pytest.mark.parametrize(
    ("name", "kept"),
    [("invoice\u202efdp.exe", "invoicefdp.exe"), ("a\r\nX-Evil: 1.pdf", "aX-Evil_ 1.pdf"),
     ("../../etc/passwd", "passwd"), ("...", "part-1.bin"), ("C:\\Windows\\a.exe", "a.exe"),
     ("a" * 500 + ".svg", "a" * 150),
     ("\x85\x00", "part-1.bin")],
)  # fmt: skip
def test_file_names_that_lie(name: str, kept: str) -> None:
    encoded = "".join(f"%{byte:02x}" for byte in name.encode())
    letter = simple(DISPOSITION + f"; filename*=utf-8''{encoded}\r\n".encode())
    assert [one.name for one in letter.parts] == [kept]
