"""What an offer says, how it is kept and compared, and how it stands."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.offers.content import Content, Line, differs, digest, lacks, part_of, plain, read
from winnow.offers.standing import looks_human, standing

PAGE = Content(
    "Half the paper", "Nobody searches for orders any more", (Line("Starter set", 2, Decimal("950.00"), "starter"),),
    "You pay when it works.", "EUR", date(2026, 4, 1), "Ida Ott", "Anna", "Morgenrot",
)  # fmt: skip
PRICES = st.decimals(0, 10_000_000, places=2)
LINES = st.builds(Line, st.text(min_size=1), st.integers(1, 1_000), PRICES, st.text(max_size=9))
CONTENTS = st.builds(
    Content, st.text(), st.text(), st.lists(LINES, max_size=5).map(tuple), st.text(), st.just("EUR"), st.dates(),
    st.text(), st.text(), st.text(), st.text(), PRICES,
)  # fmt: skip


@given(CONTENTS)
def test_what_is_kept_is_read_back_with_the_same_hash(content):
    assert read(plain(content)) == content
    assert digest(read(plain(content))) == digest(content)


@given(CONTENTS, CONTENTS)
def test_two_pages_have_one_hash_only_if_they_say_the_same(one, other):
    assert (digest(one) == digest(other)) == (plain(one) == plain(other))


def test_every_word_and_cent_counts():
    dearer = replace(PAGE, lines=(replace(PAGE.lines[0], price=Decimal("950.01")),))
    for other in (
        dearer,
        replace(PAGE, terms="You pay before."),
        replace(PAGE, valid_until=date(2026, 4, 2)),
    ):
        assert digest(other) != digest(PAGE)
    assert differs(PAGE, dearer) == ["the price"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "Say what it is."),
        ({"lines": ()}, "at least one line"),
        ({"lines": (Line("Set", 1, Decimal(-1)),)}, "cannot be negative"),
        ({"lines": (Line("Set", 0, Decimal(1)),)}, "how many"),
        ({"terms": "x" * 8_001}, "do not fit"),
        ({"less": "A part", "less_price": Decimal(1_900)}, "costs less"),
    ],
)
def test_what_cannot_be_offered_is_said(wrong, said):
    assert lacks(PAGE) == []
    assert said in " ".join(lacks(replace(PAGE, **wrong)))


def test_a_small_first_order_is_less_than_all_of_it():
    assert part_of(Decimal(1_900), 0.2) == 380
    assert part_of(Decimal(1), 0.2) == 0
    assert part_of(Decimal(0), 0.2) == 0


def test_an_offer_holds_through_the_day_that_it_names():
    known = [
        standing(date(2026, 4, 1), date(2026, month, day), 30)
        for month, day in ((4, 1), (4, 2), (5, 1), (5, 2))
    ]
    assert known == ["open", "expired", "expired", "ended"]
    assert standing(date(2026, 4, 1), date(2027, 1, 1), 30, accepted=True) == "accepted"
    assert standing(date(2026, 4, 1), date(2026, 1, 1), 30, revoked=True) == "revoked"


def test_a_machine_that_fetches_a_page_has_not_opened_it():
    person = {"user-agent": "Mozilla/5.0", "accept": "text/html,*/*"}
    assert looks_human("GET", person)
    assert not looks_human("HEAD", person)
    assert not looks_human("GET", person | {"sec-purpose": "prefetch;prerender"})
    assert not looks_human("GET", person | {"user-agent": "Slackbot-LinkExpanding 1.0"})
    assert not looks_human("GET", person | {"accept": "*/*"})
    assert not looks_human("GET", {"accept": "text/html"})
