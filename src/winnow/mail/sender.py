"""What can be known about us as a sender: by asking the DNS, and by trying our own servers."""

import smtplib
from collections.abc import Sequence

from winnow.correspondence import sender_check
from winnow.correspondence.models import Server
from winnow.correspondence.sender_check import SELECTORS, Finding
from winnow.intake.clean_mail import registrable
from winnow.mail.imap import signed_in
from winnow.mail.smtp import connect, hang_up, told

SECONDS = 3.0  # for one answer
ALL_SECONDS = 6.0


def looked_up(domain: str, selector: str = "") -> list[Finding]:
    """SPF, DKIM, DMARC and MX of a domain; where nobody answers, that is what is said.

    `selector` is the name of the key that the provider signs with, if it is known; otherwise the usual ones are tried.
    """
    from dns.resolver import Resolver

    try:
        resolver = Resolver()
    except Exception:  # no DNS is set up on this machine at all
        return [
            sender_check.spf(None),
            sender_check.dkim({"": None}),
            sender_check.dmarc(None),
            sender_check.mx(None),
        ]
    resolver.timeout, resolver.lifetime = SECONDS, ALL_SECONDS
    spf = texts(resolver, domain)
    if spf is None:
        return [
            sender_check.spf(None),
            sender_check.dkim({"": None}),
            sender_check.dmarc(None),
            sender_check.mx(None),
        ]
    firm = registrable(domain) or domain
    policy = texts(resolver, f"_dmarc.{domain}") or texts(resolver, f"_dmarc.{firm}")
    keys = {
        name: texts(resolver, f"{name}._domainkey.{domain}")
        for name in ([selector] if selector else SELECTORS)
    }
    return [
        sender_check.spf(spf),
        sender_check.dkim(keys, selector),
        sender_check.dmarc(policy),
        sender_check.mx(hosts(resolver, domain)),
    ]


def texts(resolver: object, name: str) -> Sequence[str] | None:
    """The TXT records; () if there are none, None if nobody answers."""
    found = _asked(resolver, name, "TXT")
    return None if found is None else [b"".join(one.strings).decode(errors="replace") for one in found]


def hosts(resolver: object, name: str) -> Sequence[str] | None:
    found = _asked(resolver, name, "MX")
    return None if found is None else [str(one.exchange).rstrip(".") for one in found]


def _asked(resolver: object, name: str, kind: str):  # type: ignore[no-untyped-def]
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer

    try:
        return list(resolver.resolve(name, kind))  # type: ignore[attr-defined]
    except (NXDOMAIN, NoAnswer):
        return []
    except (DNSException, OSError, ValueError, UnicodeError):
        return None


def tried(server: Server) -> str:
    """What is wrong when we speak with it; "" if it lets us in."""
    try:
        if server.kind == "smtp":
            hang_up(connect(server))
        else:
            with signed_in(server):
                pass
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return told(error)
    except Exception as error:  # whatever a strange server makes of the protocol
        return f"{type(error).__name__}: {error}"[:300]
    return ""
