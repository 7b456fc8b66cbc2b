"""Money: the decimal mark is shown by the column, or asked for."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.measure.exports import amounts

B = pl.col("bare")


def read(*texts, decimal=None, kind="csv"):
    frame = pl.DataFrame({"t": texts}, schema={"t": pl.String}).with_columns(
        amounts.bare(pl.col("t")).alias("bare")
    )
    seen = frame.select(amounts.evidence(B, "e")).row(0, named=True)
    how = amounts.notation("t", seen, "e", decimal, kind)
    return how.question or frame.select(amounts.read(B, how)).to_series().to_list()


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (["1,234.50"], "1234.50"),
        (["1.234,50"], "1234.50"),
        (["€ 1 234,5"], "1234.50"),
        (["1,234", "0.5"], "1234.00"),
        (["1,234", "0,5"], "1.23"),
        (["1.234.567"], "1234567.00"),
        (["(12.50)"], "-12.50"),
        (["12.50-"], "-12.50"),
        (["CHF 1'250.00"], "1250.00"),
        (["1e3"], "1000.00"),
        (["42"], "42.00"),
    ],
)
def test_usual_notations_are_read(texts, first):
    assert read(*texts)[0] == Decimal(first)


@pytest.mark.parametrize("texts", [["1,234"], ["1.234", "7"], ["1,5", "1.5"]])
def test_a_mark_that_nothing_tells_is_asked_for(texts):
    assert "decimal" in read(*texts)


def test_the_mapping_tells_the_mark():
    assert read("1,234", decimal=".") == [Decimal("1234.00")]
    assert read("1,234", decimal=",") == [Decimal("1.23")]


@pytest.mark.parametrize("text", ["nan", "inf", "=1+2", "abc", "1,2,3", "12..5", "1e999", "--5", "1.2.3,4"])
def test_what_is_no_amount_is_null(text):
    assert read(text, decimal=".") == [None]


@settings(max_examples=25, deadline=None)
@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_what_is_written_is_read(amount):
    written = f"{amount:,.2f}"
    assert read(written) == [amount]
    assert read(written.translate(str.maketrans(",.", ".,"))) == [amount]
