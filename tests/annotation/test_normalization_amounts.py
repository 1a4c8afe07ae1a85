"""Amounts as decimal numbers."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.annotation.amounts import LABELS, decimal_text, normalize_amount

CASES = [
    ("£300m", "MONEY", "300000000"),
    ("$1.5 billion", "MONEY", "1500000000"),
    ("US$3bn", "MONEY", "3000000000"),
    ("1.2 million euros", "MONEY", "1200000"),
    ("a million dollars", "MONEY", "1000000"),
    ("about $20", "MONEY", "20"),
    ("99p", "MONEY", "0.99"),
    ("50 cents", "MONEY", "0.5"),
    ("20 per cent", "PERCENT", "20"),
    ("0.5%", "PERCENT", "0.5"),
    ("-5%", "PERCENT", "-5"),
    ("two percentage points", "PERCENT", "2"),
    ("10km", "QUANTITY", "10"),
    ("300m", "QUANTITY", "300"),
    ("2m barrels", "QUANTITY", "2000000"),
    ("5,000 square feet", "QUANTITY", "5000"),
    ("six-mile", "QUANTITY", "6"),
    ("third", "ORDINAL", "3"),
    ("21st", "ORDINAL", "21"),
    ("twenty-first", "ORDINAL", "21"),
    ("fortieth", "ORDINAL", "40"),
    ("ninth", "ORDINAL", "9"),
    ("two dozen", "CARDINAL", "24"),
    ("a dozen", "CARDINAL", "12"),
    ("more than 1,200", "CARDINAL", "1200"),
    ("one hundred and five", "CARDINAL", "105"),
    ("three hundred thousand", "CARDINAL", "300000"),
    ("two million three hundred thousand", "CARDINAL", "2300000"),
    ("half a million", "CARDINAL", "500000"),
    ("two and a half million", "CARDINAL", "2500000"),
    ("a quarter", "CARDINAL", "0.25"),
    ("two-thirds", "CARDINAL", "0.6667"),
    ("2½", "CARDINAL", "2.5"),
    ("No. 1", "CARDINAL", "1"),
]

WITHOUT_A_NUMBER = [
    ("hundreds", "CARDINAL"), ("tens of thousands", "CARDINAL"), ("nineteen eighty", "CARDINAL"), ("50-50", "CARDINAL"),
    ("between 20 and 30", "CARDINAL"), ("twenty ten", "CARDINAL"), ("million", "CARDINAL"), ("and", "CARDINAL"),
    ("1,5", "CARDINAL"), ("$3.5-4bn", "MONEY"), ("20 to 30 percent", "PERCENT"), ("6ft 2in", "QUANTITY"),
    ("10 or 12 miles", "QUANTITY"), ("kilometres", "QUANTITY"), ("last", "ORDINAL"),
    ("9" * 5000, "CARDINAL"), ("one" + " hundred" * 3000, "CARDINAL"), ("9" * 5000 + "th", "ORDINAL"), ("", "MONEY"), ("1/0", "CARDINAL"),
]  # fmt: skip


@pytest.mark.parametrize("text, label, number", CASES)
def test_amounts(text, label, number):
    assert normalize_amount(text, label) == number


@pytest.mark.parametrize("text, label", WITHOUT_A_NUMBER)
def test_no_number_is_made_up(text, label):
    assert normalize_amount(text, label) is None


@given(st.integers(0, 10**15))
def test_digits_in_groups_are_read_as_they_stand(number):
    assert normalize_amount(f"{number:,}", "CARDINAL") == str(number)


def test_large_numbers_are_exact():
    assert normalize_amount("1" + "0" * 28 + "1", "CARDINAL") == "1" + "0" * 28 + "1"


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_decimal_text_is_plain_and_near(number):
    text = decimal_text(number)
    assert re.fullmatch(r"-?\d+(\.\d+)?", text)
    assert abs(Fraction(text) - number) <= Fraction(1, 10**4)


@given(st.text(max_size=30), st.sampled_from(sorted(LABELS)))
def test_any_text_gives_a_number_or_none(text, label):
    number = normalize_amount(text, label)
    assert number is None or re.fullmatch(r"-?\d+(\.\d+)?", number)
