"""Where a webhook may lead: out into the world, never to a neighbour of this machine. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

LONGEST = 500
NAT64 = ip_network("64:ff9b::/96")
NOWHERE = (ip_network("100.64.0.0/10"), ip_network("64:ff9b:1::/48"))  # shared by carriers; local translation
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart; `path` begins with / and holds the query."""

    scheme: str
    host: str
    port: int
    path: str


class Forbidden(ValueError):
    """An address that a webhook may not lead to; says why."""


def target(url: str, *, loopback: bool = False) -> Target:
    """The parts of an address. Raises Forbidden for one that cannot be a webhook's."""
    if len(url) > LONGEST or any(ord(sign) <= 32 or ord(sign) == 127 for sign in url) or "\\" in url:
        raise Forbidden("An address is one line without blanks, of at most 500 characters.")
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    except (ValueError, UnicodeError):
        raise Forbidden("This is no address. Write it as https://example.com/path.") from None
    if parts.scheme not in PORTS or (parts.scheme == "http" and not loopback):
        raise Forbidden("A webhook's address begins with https://.")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("An address must not hold a user name or password.")
    if not host:
        raise Forbidden("The address names no host.")
    path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    path += f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, host, port, path.encode("ascii", "replace").decode())


def pinned(found: Sequence[str], *, loopback: bool = False) -> str:
    """The one address to connect to, of those that a host's name leads to. Raises Forbidden if one is ours."""
    if not found:
        raise Forbidden("Nobody knows this host.")
    for one in found:
        if not is_allowed(one, loopback=loopback):
            raise Forbidden("The host leads into a private network, or to this machine.")
    return found[0]


def is_allowed(text: str, *, loopback: bool = False) -> bool:
    """Whether an IP address is one of the open Internet; `loopback` lets this machine itself be reached."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(address)
    if inner is not None:
        return is_allowed(str(inner), loopback=loopback)
    if address.is_loopback:
        return loopback
    return (
        address.is_global
        and not (
            address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
        )
        and not any(address in one for one in NOWHERE if one.version == address.version)
    )


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return None
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
