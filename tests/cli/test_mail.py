"""`winnow mail`: the pipe, and servers that are not there."""

import subprocess
import sys

from tests.cli.installation import Installation

MAIL = (
    "From: Pat Ito <pat@ito1.test>\r\nTo: info@firm.test\r\nSubject: Pumps\r\nMessage-ID: <a@ito1.test>\r\n\r\n"
    "We need ten pumps, please make us an offer.\r\n"
)


def piped(place: Installation, words: list[str], text: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "winnow.cli.main", "mail", *words]
    return subprocess.run(
        command, env=place.environment, input=text, capture_output=True, text=True, timeout=60
    )


def test_a_mail_by_the_pipe_is_taken_once(installed: Installation) -> None:
    first, again = (piped(installed, ["receive"], MAIL) for _ in range(2))
    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    assert (first.stdout.strip(), again.stdout.strip()) == ("unknown, held", "unknown, held, taken before")
    assert installed.sql("select count(*) from correspondence_mail where status = 'held'")[0][0] == 1


def test_a_server_that_does_not_answer_is_written_down_and_told(installed: Installation) -> None:
    said = installed.run("mail", "setup", "smtp", "127.0.0.1", "--port", "1", "--security", "none", code=1)
    assert "does not work yet" in said.stderr
    assert installed.facts("mail", "status")["servers"]["smtp"]["server"] == "127.0.0.1:1"


def test_a_pipe_whose_database_is_away_asks_to_be_given_the_mail_again(installed: Installation) -> None:
    away = Installation(installed.home.parent / "nowhere")
    assert piped(away, ["receive"], MAIL).returncode == 75
