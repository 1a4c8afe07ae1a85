"""Durations, ages, recurrences and times of the clock in ISO 8601: P3Y, R/P1D, T10:30.

Rules of the grammar of dates.py: each a pattern for a whole phrase and a function that resolves it.
"""

import re
from fractions import Fraction
from typing import Optional

from transforms.annotation.amounts import decimal_text, read_number
from transforms.annotation.calendar_times import UNIT_SIZES, Anchor, Rule, Time, rule

_UNITS = {"day": "D", "week": "W", "fortnight": "W", "month": "M", "year": "Y", "decade": "Y", "century": "Y"}
_CLOCK_UNITS = {"second": "S", "minute": "M", "min": "M", "hour": "H"}
_ZONES = {"gmt": "Z", "utc": "Z", "z": "Z", "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00",
          "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00", "cet": "+01:00", "cest": "+02:00",
          "bst": "+01:00", "jst": "+09:00"}  # fmt: skip
_RECURRING = {
    "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "fortnightly": "P2W", "monthly": "P1M", "quarterly": "P3M",
    "yearly": "P1Y", "annual": "P1Y", "annually": "P1Y", "hourly": "PT1H",
}  # fmt: skip

# Pieces of the patterns.
UNIT = r"(?P<unit>day|week|fortnight|month|year|decade|century|centurie)s?"
COUNT = r"(?P<n>(?:an?|one|a full|a couple of|[\d,.]+|[a-z]+(?:[ -][a-z]+){0,3}?))"
_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?(?:[:.][0-5]\d)?\s?"
    r"(?:(?P<half>[ap])\.?\s?m\b\.?|o'?clock|hours|hrs)?"
    r"(?: (?P<daypart>in the morning|in the afternoon|in the evening|at night))?"
    rf"(?:\s?\(?(?P<zone>{'|'.join(_ZONES)}|local(?: time)?|[a-z]{{2,4}} time|[a-z]{{1,3}}t)\)?)?"
)
CLOCK_SPAN = (
    r"(?:\d\d?(?:[:.]\d\d)?\s?[ap]\.?\s?m\b\.?|\d\d?[:.]\d\d|\d{4}(?= ?(?:gmt|utc|hours|hrs)))(?: ?\(?(?:[a-z]{1,3}t|utc|hours|hrs)\b\)?)?"
    r"|noon|midnight|midday"
)


def read_count(words: Optional[str]) -> Optional[Fraction]:
    """How many units: "three", "a", "a couple of"; one where no number is given."""
    if not words or words in ("a", "an", "one full", "a full"):
        return Fraction(1)
    if words == "a couple of":
        return Fraction(2)
    return read_number(words)


def _duration(match: re.Match, anchor: Anchor) -> Optional[Time]:
    number = read_count(match["n"])
    if number is None:
        return None
    if match["half"]:
        number += Fraction(1, 2)
    unit = "century" if match["unit"] == "centurie" else match["unit"]
    number *= UNIT_SIZES.get(unit, 1)
    if unit in _CLOCK_UNITS:
        if unit == "hour" and number.denominator != 1 and (number * 60).denominator == 1:
            number, unit = number * 60, "minute"
        return Time(f"PT{decimal_text(number)}{_CLOCK_UNITS[unit]}")
    return Time(f"P{decimal_text(number)}{_UNITS[unit]}")


def _age(match: re.Match, anchor: Anchor) -> Optional[Time]:
    number = read_number(match["n"] or match["digits"])
    return None if number is None else Time(f"P{decimal_text(number)}Y")


def _recurring(match: re.Match, anchor: Anchor) -> Optional[Time]:
    word = match["word"]
    if word:
        return Time(f"R/{_RECURRING[word]}")
    size = 2 if match["other"] else 1
    unit = "century" if match["unit"] == "centurie" else match["unit"]
    return Time(f"R/P{UNIT_SIZES.get(unit, 1) * size}{_UNITS[unit]}")


def _clock(match: re.Match, anchor: Anchor) -> Optional[Time]:
    if match["named"]:
        return Time("T12:00" if match["named"] in ("noon", "midday") else "T00:00")
    hour, half = int(match["hour"]), match["half"]
    if not half and match["daypart"]:
        half = "a" if match["daypart"] == "in the morning" else "p"
    if not (half or match["minute"] or match["zone"]) and not re.search("clock|hours|hrs", match[0]):
        return None
    if half and hour > 12:
        half = None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    zone = _ZONES.get(match["zone"] or "", "")
    return Time(f"T{hour:02d}:{match['minute'] or '00'}{zone}")


def _military_clock(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return Time(f"T{match['hh']}:{match['mm']}{_ZONES.get(match['zone'], '')}")


RULES: "list[Rule]" = [
    rule(r"(?:aged? )?(?P<n>\d+|[a-z]+(?:-[a-z]+)?)[ -]years?[ -]olds?|aged? (?P<digits>\d+)", _age),
    rule(
        rf"(?:(?:the|this|these|those) )?(?:(?:last|past|next|coming|first|final) )?{COUNT}(?: (?:full|whole|straight|consecutive|more|long))?"
        r"[ -](?P<unit>day|week|fortnight|month|year|decade|century|centurie|hour|minute|min|second)s?'?(?P<half> and a half)?(?: long)?",
        _duration,
    ),
    rule(rf"(?:(?:the|this) )?past (?P<n>){UNIT}(?P<half>)", _duration),
    rule(rf"(?:every|each|per|once an?) (?P<other>other |second )?{UNIT}(?P<word>)", _recurring),
    rule(rf"(?P<word>{'|'.join(_RECURRING)})(?P<other>)(?P<unit>)", _recurring),
    rule(rf"(?:(?P<named>noon|midday|midnight)|{_CLOCK})", _clock),
    rule(r"(?P<hh>[01]\d|2[0-3])(?P<mm>[0-5]\d) ?(?:hours|hrs)? ?(?P<zone>gmt|utc|hours|hrs)", _military_clock),
]
