"""Our standing as a sender, looked up in a real name server on this machine."""

import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rrset
import pytest
from dns.resolver import Resolver

from winnow.mail.sender import looked_up

RECORDS = {
    ("winnow.test.", "TXT"): ['"v=spf1 include:_spf.provider.test -all"'],
    ("_dmarc.winnow.test.", "TXT"): ['"v=DMARC1; p=none"'],
    ("ours._domainkey.winnow.test.", "TXT"): ['"v=DKIM1; k=rsa; p=MIGfMA0G"'],
    ("winnow.test.", "MX"): ["10 mx.winnow.test."],
}


def answer(asked: bytes) -> bytes:
    query = dns.message.from_wire(asked)
    reply = dns.message.make_response(query)
    reply.flags |= dns.flags.RA
    question = query.question[0]
    kind = "TXT" if question.rdtype == 16 else "MX"
    if found := RECORDS.get((question.name.to_text(), kind)):
        reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
    return reply.to_wire()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A name server that knows of one domain."""
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                asked, whom = line.recvfrom(4096)
            except OSError:
                return
            if not asked:
                return
            line.sendto(answer(asked), whom)

    def here() -> Resolver:
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], line.getsockname()[1]
        return resolver

    thread = threading.Thread(target=serve)
    thread.start()
    monkeypatch.setattr("dns.resolver.Resolver", here)
    yield
    line.sendto(b"", line.getsockname())
    thread.join()
    line.close()


def test_what_stands_in_the_dns_is_told(names: None) -> None:
    found = {one.name: one.state for one in looked_up("winnow.test")}
    assert found == {"SPF": "good", "DKIM": "unknown", "DMARC": "weak", "MX": "good"}


def test_a_key_is_found_under_the_name_that_the_provider_uses(names: None) -> None:
    assert [one.state for one in looked_up("winnow.test", "ours") if one.name == "DKIM"] == ["good"]
    assert [one.state for one in looked_up("winnow.test", "theirs") if one.name == "DKIM"] == ["missing"]


def test_a_domain_of_which_nothing_is_published_is_told_so(names: None) -> None:
    assert {one.name: one.state for one in looked_up("elsewhere.test")} == {
        "SPF": "missing", "DKIM": "unknown", "DMARC": "missing", "MX": "missing",
    }  # fmt: skip
