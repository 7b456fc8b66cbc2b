"""How a phrase is found in what somebody wrote."""

import pytest

from winnow.procedure.phrases import folded, mentions


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("two orders", "Order"),
        ("(quote)", "quote"),
        ("our rfp!", "RFP"),
        ("border, order", "order"),
        ("a c++ job", "c++"),
    ],
)
def test_a_phrase_is_found_where_a_word_begins(text: str, phrase: str) -> None:
    assert mentions(text, folded([phrase]))


@pytest.mark.parametrize(
    ("text", "phrase"), [("border", "order"), ("director", "cto"), ("rfps", "rfp"), ("x", " ")]
)
def test_a_phrase_inside_a_word_is_not_found(text: str, phrase: str) -> None:
    assert not mentions(text, folded([phrase]))
