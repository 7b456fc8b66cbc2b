"""E-mail addresses, whose mail they are, and the firms behind their domains."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given, settings
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from winnow.intake.clean_mail import checked, domain_of_mail, domain_of_site, registrable


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("Anna.Weber@ACME.Com", "Anna.Weber@acme.com"),
        ("INFO@acme.com", "info@acme.com"),
        ("anna+pumps@acme.com", "anna+pumps@acme.com"),
        ("anna@müller.de", "anna@müller.de"),
        ("anna@xn--mller-kva.de", "anna@müller.de"),
        ("Anna Weber <anna@acme.com>", "anna@acme.com"),
        ("anna@firm.test", "anna@firm.test"),
        ("anna@firm.example", "anna@firm.example"),
        ("o'neil@acme.ie", "o'neil@acme.ie"),
    ],
)
def test_a_valid_address_gets_its_normal_form(address: str, normal: str) -> None:
    assert checked(address) == (normal, "")


@pytest.mark.parametrize(
    "address",
    [
        "foo@",
        "@acme.com",
        "foo",
        "a..b@acme.com",
        "a@b",
        "a@acme.c0m1",
        "a b@acme.com",
        "a@-x.com",
        "a@x.local",
    ],
)
def test_a_broken_address_is_refused_with_a_reason(address: str) -> None:
    normal, fault = checked(address)
    assert normal == ""
    assert fault.endswith(".")


def _by_the_library(address: str) -> str:
    try:
        return validate_email(
            address, check_deliverability=False, test_environment=True, allow_display_name=True
        ).normalized
    except EmailNotValidError:
        return ""


LOCALS = st.from_regex(r"[A-Za-z0-9_+.-]{0,20}", fullmatch=True) | st.sampled_from(
    ["INFO", "a" * 65, "x" * 250]
)
LABELS = st.from_regex(r"[A-Za-z0-9-]{0,12}", fullmatch=True) | st.sampled_from(
    ["b" * 63, "b" * 64, "xn--a", "ab--c"]
)
ENDS = st.sampled_from(
    ["com", "DE", "test", "local", "invalid", "example", "c0", "xn--p1ai", "onion", "arpa", ""]
)


@settings(max_examples=1_000)
@given(LOCALS, st.lists(LABELS, max_size=4), ENDS)
def test_the_short_way_equals_the_library(local: str, labels: list[str], end: str) -> None:
    address = f"{local}@{'.'.join([*labels, end])}"
    assert checked(address)[0] == _by_the_library(address)


@pytest.mark.parametrize(
    ("domain", "kind", "firm"),
    [
        ("mail.acme.co.uk", "business", "acme.co.uk"),
        ("gmail.com", "free", ""),
        ("web.de", "free", ""),
        ("posteo.de", "free", ""),
        ("mailinator.com", "disposable", ""),
        ("team.mailinator.com", "disposable", ""),
    ],
)
def test_mail_is_of_a_firm_free_or_disposable(domain: str, kind: str, firm: str) -> None:
    assert domain_of_mail(domain) == (domain, kind, firm)


@pytest.mark.parametrize(
    ("site", "firm"),
    [
        ("https://www.Acme.de/contact", "acme.de"),
        ("shop.acme.com.au:8080", "acme.com.au"),
        ("http://user@acme.de?x", "acme.de"),
        ("gmail.com", ""),
        ("not a site", ""),
        ("localhost", ""),
        ("co.uk", ""),
    ],
)
def test_a_web_address_tells_the_firm(site: str, firm: str) -> None:
    assert domain_of_site(site) == firm


def test_a_public_suffix_is_nobodys_domain() -> None:
    assert registrable("co.uk") == ""


@pytest.mark.parametrize(
    "domain",
    [
        "mail.acme.co.uk", "a.b.ck", "www.ck", "städte.müller.de", "shop.例子.公司.cn", "a.xn--55qx5d.cn", "b.xn--p1ai",
        "x.рф", "sub.xn--mller-kva.de", "one.github.io", "city.kawasaki.jp", "a.b.kawasaki.jp", "unknown.tld.zz",
    ],
)  # fmt: skip
def test_the_list_is_read_without_what_the_domain_has_no_use_for(domain: str) -> None:
    assert registrable(domain) == (PublicSuffixList().privatesuffix(domain) or "")
