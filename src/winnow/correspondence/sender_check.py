"""What DNS records say about a domain as a sender of mail, in words. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["good", "weak", "missing", "unknown"]
SELECTORS = (
    "default",
    "selector1",
    "selector2",
    "google",
    "k1",
    "k2",
    "s1",
    "s2",
    "mail",
    "dkim",
    "mx",
    "smtp",
)
ALL = re.compile(r"(?:^|\s)([-~?+]?)all\b")
LOOK_UPS = re.compile(r"(?:^|\s)[-~?+]?(?:include:|a\b|mx\b|ptr\b|exists:)|redirect=")
LOOK_UPS_MOST = 10  # RFC 7208


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that receivers look at; `todo` says what to do where something is wrong."""

    name: str
    state: State
    said: str
    todo: str = ""


NO_ANSWER = "The DNS did not answer, so this cannot be known now."


def spf(records: Sequence[str] | None) -> Finding:
    """RFC 7208: who may send for the domain. None: nobody answered."""
    if records is None:
        return Finding("SPF", "unknown", NO_ANSWER)
    found = [one for one in records if one.lower().startswith("v=spf1")]
    if len(found) != 1:
        said = "There is none." if not found else f"There are {len(found)}; receivers then heed none of them."
        return Finding(
            "SPF",
            "missing",
            said,
            "Publish one TXT record that names your provider's servers, ending in -all.",
        )
    ends = ALL.search(found[0].lower())
    if ends and ends[1] in ("+", ""):
        return Finding(
            "SPF", "weak", "It lets everybody send in your name (+all).", "End it with -all or ~all."
        )
    if len(LOOK_UPS.findall(found[0].lower())) > LOOK_UPS_MOST:
        return Finding(
            "SPF", "weak", "It asks for more than ten look-ups, and fails for that.", "Name fewer includes."
        )
    if not ends and "redirect=" not in found[0].lower():
        return Finding(
            "SPF", "weak", "It does not say what holds for all others.", "End it with -all or ~all."
        )
    return Finding("SPF", "good", found[0])


def dmarc(records: Sequence[str] | None) -> Finding:
    """RFC 7489: what receivers do with mail that only says to be ours."""
    if records is None:
        return Finding("DMARC", "unknown", NO_ANSWER)
    found = [one for one in records if one.lower().replace(" ", "").startswith("v=dmarc1")]
    if len(found) != 1:
        todo = "Publish a TXT record at _dmarc with v=DMARC1; p=none at least; large receivers ask for it."
        return Finding("DMARC", "missing", "There is none." if not found else "There are several.", todo)
    policy = re.search(r"\bp\s*=\s*(none|quarantine|reject)", found[0].lower())
    if not policy or policy[1] == "none":
        todo = "When SPF and DKIM hold for all your mail, go on to p=quarantine or p=reject."
        return Finding(
            "DMARC", "weak", "It only watches: forged mail in your name is still delivered (p=none).", todo
        )
    return Finding("DMARC", "good", found[0])


def dkim(by_selector: Mapping[str, Sequence[str] | None], named: str = "") -> Finding:
    """RFC 6376: keys are found by a selector that only the signer knows: `named`, or else the usual ones."""
    if by_selector and all(one is None for one in by_selector.values()):
        return Finding("DKIM", "unknown", NO_ANSWER)
    keys = {
        name: text
        for name, texts in by_selector.items()
        for text in texts or ()
        if "p=" in text.replace(" ", "")
    }
    good = [name for name, text in keys.items() if re.search(r"p\s*=\s*[A-Za-z0-9+/]", text)]
    if good:
        return Finding("DKIM", "good", f"There is a key under {', '.join(sorted(good))}.")
    if named:
        todo = "Publish the TXT record that your provider gives you for it, or look how they write the name."
        return Finding("DKIM", "missing", f"There is no key under {named}.", todo)
    said = "No key under the usual names. That proves nothing: your provider may use another one."
    return Finding(
        "DKIM",
        "unknown",
        said,
        "Ask your provider for its selector, and look at a mail of yours that arrived.",
    )


def forgeries(checked_by: str) -> Finding:
    """Whether forged mail to us can be told: only our own server can have checked it, and must be believed by name."""
    name = "Forged mail to us"
    if checked_by:
        return Finding(name, "good", f"What fails DMARC by the word of {checked_by} is held.")
    return Finding(
        name, "weak", "Nobody’s word on senders is believed, so only mail that says to be from us is held.",
        "Look into the Authentication-Results of a mail you got, and name its server under [mail] checked_by.",
    )  # fmt: skip


def mx(hosts: Sequence[str] | None) -> Finding:
    """Where answers go."""
    if hosts is None:
        return Finding("MX", "unknown", NO_ANSWER)
    if not hosts:
        return Finding(
            "MX", "missing", "Nobody takes mail for this domain.", "Answers and bounces need an MX record."
        )
    return Finding("MX", "good", ", ".join(sorted(hosts)[:5]))
