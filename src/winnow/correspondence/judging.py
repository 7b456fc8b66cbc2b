"""What a mail for us is, from what it says and what is known of its sender. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from winnow.correspondence.reading import Letter
from winnow.correspondence.words import Kind, Status


@dataclass(frozen=True, slots=True)
class Known:
    """What the database says about a letter.

    `ours` are those of its ids that are of our own mails; `own_domains` where we write from; `logging` the address
    of the colleague whose secret address it reached; `intake` the address for inquiries that it reached.
    """

    ours: Sequence[str] = ()
    reported: bool = False  # what a report is about is a mail of ours
    own_domains: frozenset[str] = field(default_factory=frozenset)
    logging: str = ""
    intake: str = ""
    sender_known: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    kind: Kind
    status: Status
    why: tuple[str, ...] = ()


def judge(letter: Letter, known: Known, trusted: bool = False) -> Judged:
    """Its kind, and whether somebody must look at it first. `trusted`: somebody has, and said that it is genuine."""
    if letter.report and not (_failed(letter) and not trusted):
        return _of_report(letter, known)
    if letter.faults and not trusted:
        return Judged(Kind.UNKNOWN, Status.HELD, letter.faults)
    if known.logging:
        return _of_copy(letter, known, trusted)
    if letter.automatic and not trusted and _is_colleagues_machine(letter, known):
        return Judged(Kind.AUTOMATIC, Status.DISMISSED, (letter.automatic,))
    if not trusted and (why := why_forged(letter, known)):
        return Judged(Kind.UNKNOWN, Status.HELD, (why,))
    if letter.automatic and not trusted:
        return _of_machine(letter, known)
    if known.ours:
        return Judged(Kind.REPLY, Status.FILED)
    if known.intake:
        return Judged(Kind.INQUIRY, Status.FILED)
    if known.sender_known:
        return Judged(Kind.REPLY, Status.FILED)
    if trusted:
        return Judged(Kind.INQUIRY, Status.FILED)
    said = (
        "It answers no mail of ours, came to no address for inquiries, and nobody with this address is known."
    )
    return Judged(Kind.UNKNOWN, Status.HELD, (said,))


def why_forged(letter: Letter, known: Known) -> str:
    """Why its sender may not be who it says; "" if nothing speaks for that."""
    if _failed(letter):
        return f"Our mail server found that {letter.from_address} did not send it (DMARC failed)."
    if _says_to_be_ours(letter, known) and letter.checks.get("dmarc") != "pass":
        return "It says to be from one of us, but came neither from Winnow nor to a secret address."
    return ""


def _says_to_be_ours(letter: Letter, known: Known) -> bool:
    return letter.from_address.rpartition("@")[2] in known.own_domains


def _is_colleagues_machine(letter: Letter, known: Known) -> bool:
    """Somebody of us is away, and their daily mail is answered: nobody need look at that."""
    return _says_to_be_ours(letter, known) and not known.intake and not _failed(letter)


def _failed(letter: Letter) -> bool:
    return letter.checks.get("dmarc") == "fail"


def _of_machine(letter: Letter, known: Known) -> Judged:
    """An out-of-office notice is filed; what a website sends to an address for inquiries may be an inquiry."""
    if known.ours or (known.sender_known and not known.intake):
        return Judged(Kind.AUTOMATIC, Status.FILED, (letter.automatic,))
    if known.intake:
        said = (
            f"It says to be written by a machine ({letter.automatic}). If it is an inquiry, take it as one."
        )
        return Judged(Kind.UNKNOWN, Status.HELD, (said,))
    return Judged(Kind.AUTOMATIC, Status.DISMISSED, (letter.automatic,))


def _of_report(letter: Letter, known: Known) -> Judged:
    report = letter.report
    kind = Kind.COMPLAINT if report and report.kind == "complaint" else Kind.BOUNCE
    if not known.reported:
        return Judged(kind, Status.DISMISSED, ("It reports about a mail that is not ours.",))
    return Judged(kind, Status.FILED)


def _of_copy(letter: Letter, known: Known, trusted: bool) -> Judged:
    if (letter.from_address == known.logging and not _failed(letter)) or trusted:
        return Judged(Kind.COPY, Status.SENT)
    if _failed(letter):
        return Judged(Kind.UNKNOWN, Status.HELD, (why_forged(letter, known),))
    said = f"It came to the secret address of {known.logging}, but not from them."
    return Judged(Kind.UNKNOWN, Status.HELD, (said,))
