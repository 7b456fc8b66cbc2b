"""Reports of mail servers."""

import pytest

from winnow.correspondence.reading import Limits, read

LIMITS = Limits(1_000_000, 1_000_000)


def bounce(status: str, action: str = "failed"):
    raw = (
        "From: MAILER-DAEMON@mx.test\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; Pat@Ito.test\r\n"
        f"Action: {action}\r\nStatus: {status}\r\n"
        "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <ours@w.test>\r\n\r\nHi\r\n--b--\r\n"
    )
    return read(raw.encode(), LIMITS).report


@pytest.mark.parametrize(
    ("status", "hard"),
    [("5.1.1", True), ("5.0.0", True), ("5.2.1", True), ("5.2.2", False), ("5.7.1", False), ("4.2.2", False)],
)
def test_only_an_address_that_does_not_exist_is_hard(status, hard):
    report = bounce(status)
    assert (report.is_hard, report.about, report.recipient) == (hard, ("<ours@w.test>",), "pat@ito.test")


def test_a_delay_is_no_bounce():
    assert bounce("4.4.1", "delayed").kind == "delay"


def test_a_delivery_that_was_made_is_no_report():
    assert bounce("2.0.0", "delivered") is None


def test_prose_of_an_older_server_is_a_bounce_about_the_mail_that_it_quotes():
    raw = "From: mailer-daemon@old.test\r\n\r\n550 5.1.1 no such user\r\nMessage-ID: <ours@w.test>\r\n"
    report = read(raw.encode(), LIMITS).report
    assert (report.kind, report.status, "<ours@w.test>" in report.about) == ("bounce", "5.1.1", True)


def test_an_ordinary_mail_is_no_report():
    assert read(b"From: a@b.test\r\n\r\nHello", LIMITS).report is None
