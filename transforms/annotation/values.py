"""Finds times and amounts that the model left out: plain, common forms only.

One pass of one pattern over the text. A value found here gives way to any name, and to a value of the
model's that says more.
"""

import functools
import re
from typing import Iterable

from transforms.annotation.words import VALUE_LABELS, Name, Words

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%,.]*\d)"
_YEAR = r"(?:1[5-9]|20)\d\d(?![\d:%]|[,.]\d)"
# A number that is a year though nothing says so ("the 2018 election"); a round one may be a count ("2000 people").
_BARE_YEAR = r"(?<![\w.,$£€#/\[-])(?:1[6-9]|20)(?!00)\d\d(?![\w%/-]|[.,:]\d)"
_TO = r"\s?(?:[-–—]|to|and)\s?"
_COUNT = (
    r"(?:\d[\d,.]*|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight"
    r"|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|a|an|several|a few|a couple of|many|a dozen|two dozen))"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen|lakh|crore)"
_SHORT_SCALE = r"(?:bn|mn|tn|trn|[kmb])"
_NUMBER = rf"(?:(?:{_DIGITS})(?:\s?{_SHORT_SCALE}\b|[ -]{_SCALE}\b)?|(?:a|one|two|three|four|five|six|seven|eight|nine|ten|half a)\s{_SCALE}\b)"
_PERIOD = r"(?:day|week|month|year|decade|fortnight|centurie)s?"
_PART = r"(?: (?:morning|afternoon|evening|night))"

# In the order in which they are tried at a place of the text: the fuller form before its parts.
_FORMS = {
    "DATE": [
        rf"(?:{_WEEKDAY},? )?(?:{_DAY}(?:{_TO}{_DAY})? (?:of )?{_MONTH}|{_MONTH} {_DAY}(?:{_TO}{_DAY})?\b)(?:,? {_YEAR})?",
        rf"(?:(?:early|mid|late)[ -])?{_MONTH},? {_YEAR}",
        r"\b\d{4}-\d\d-\d\d\b",
        rf"(?:New Year['’]s (?:Eve|Day)|Christmas(?: Eve| Day)?|Boxing Day|Halloween|Valentine['’]s Day),? {_YEAR}",
        rf"\b(?<!Black )(?<!Good )(?<!Bloody )(?<!Ash )(?<!Cyber )(?<!Super )(?:(?:last|next|this|early|late) )?{_WEEKDAY}"
        rf"(?:s\b(?! [A-Z])|\b(?!{_PART}))",
        rf"(?<=\b[Ii]n )(?:(?:early|mid|late)[ -])?{_MONTH}(?! [A-Z])|(?<=\b[Ss]ince ){_MONTH}(?! [A-Z])|(?:last|next|early|late|mid)[ -]{_MONTH}\b",
        r"\b[Yy]esterday\b|\b[Tt]oday\b|\b[Tt]omorrow\b",
        r"\b(?<![Tt]he )(?:[Ll]ast|[Nn]ext|[Tt]his|[Ee]arlier this|[Ll]ater this) (?:week|month|year|decade|quarter|weekend|century|spring|summer|autumn|winter)\b",
        rf"(?<=\b[Ii]n )(?:(?:early|mid|late)[ -])?{_YEAR}(?!s)|(?<=\b(?:[Bb]y|of) ){_YEAR}(?=[.,;:)]|$)"
        rf"|(?<=\b(?:[Ss]ince|until|after|[Uu]ntil|[Aa]fter) ){_YEAR}(?!s)|(?:early|mid|late)[ -]{_YEAR}(?!s)",
        rf"{_BARE_YEAR}(?!s)",
        rf"(?<=\()(?:{_YEAR}[-–]{_YEAR}|{_YEAR})(?=\))|\b[Ff]rom {_YEAR} to {_YEAR}|\b{_YEAR}[-–](?:{_YEAR}|\d\d\b)(?!\d)",
        r"\b(?:the )?(?:(?:early|mid|late)[ -])?(?:1\d|20)\d0s\b",
        rf"\b(?:the )?(?:first|second|third|fourth)[ -]quarter\b(?: of (?:{_YEAR}|(?:last|this|next) year))?|\bQ[1-4](?: {_YEAR})?\b",
        r"\b(?:the )?(?:\d\d?(?:st|nd|rd|th)|(?:nine|eigh|seven)teenth|twentieth|twenty-first) century\b",
        rf"\b{_COUNT}[ -](?:{_PERIOD} ago|years? old|year-olds?|{_PERIOD})\b|\b{_COUNT} and a half {_PERIOD}\b",
    ],
    "TIME": [
        rf"\b{_WEEKDAY}{_PART}\b|\b(?:[Tt]his (?:morning|afternoon|evening)|[Ll]ast night|[Tt]onight)\b",
        r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock)(?: \(?(?:GMT|UTC|E[SD]?T|P[SD]?T|C[SD]?T|BST|CEST)\b\)?)?",
        r"\b(?:\d{1,2}[:.]\d\d|\d{4}) (?:GMT|UTC|BST|CET|CEST)\b|\b(?:noon|midday|midnight)\b",
        rf"\b(?:half an hour|{_COUNT}[ -](?:hours?|minutes?|seconds)(?: ago)?|\d+[ -]second)\b",
    ],
    "MONEY": [
        rf"(?:\b(?:US|A|C|HK|NZ|S|R))?[$£€¥₹₩₽]\s?{_NUMBER}|\bRs\.?\s?{_NUMBER}",
        rf"\b{_NUMBER}(?: US| U\.S\.)? (?:dollars?|euros?|yen|yuan|rupees|roubles|rubles|won|francs|pesos|cents|pence|USD|EUR|GBP)\b",
        rf"\b{_NUMBER}(?<=illion) pounds\b",
        r"\b(?:USD|EUR|GBP|CHF|JPY)\s?" + _NUMBER,
    ],
    "PERCENT": [rf"\b{_NUMBER}(?:\s?%|[ -](?:percent|per cent|pct\b|percentage points?))"],
    "QUANTITY": [
        rf"\b{_NUMBER}[ -]?(?:(?:square|cubic) )?(?:km|kilometers?|kilometres?|miles?|met(?:er|re)s?|feet|foot|ft|inch(?:es)?|yards?|cm|mm|kg"
        r"|kilograms?|kilos?|grams?|tons?|tonnes?|pounds?|lbs?|ounces?|lit(?:er|re)s?|gallons?|barrels|acres?|hectares?|mph|kph|km/h|knots"
        r"|degrees?(?: (?:Celsius|Fahrenheit))?|°\s?[CF]|megawatts?|gigawatts?|MW|GW)\b"
    ],
    "ORDINAL": [r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))\b(?!-)"],
    "CARDINAL": [
        rf"(?<![\w.,$£€#/\[-]){_NUMBER}(?![\w/%-]|[.,]\d)",
        rf"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
        rf"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?)(?: {_SCALE})*\b(?!-)|\b(?:a|half a|dozens|hundreds|thousands) (?:dozen|hundred|thousand|million)\b",
    ],
}  # fmt: skip

_VALUE = re.compile(r"(?<!\w)(?:" + "|".join(f"(?P<{label}>{'|'.join(forms)})" for label, forms in _FORMS.items()) + ")")

# What a form may start with: a digit or sign of money, or one of these words. The forms are tried at no other word,
# which takes a third of the time.
_SIGNS = frozenset("0123456789$£€¥₹₩₽")
_STARTS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr aug sep sept oct nov dec"
    " monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays"
    " yesterday today tomorrow tonight last next this early late mid earlier later from the noon midday midnight half q q1 q2 q3 q4"
    " new christmas boxing halloween valentine a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    " twenty thirty forty fifty sixty seventy eighty ninety twentieth several few many dozens hundreds thousands nineteenth eighteenth"
    " seventeenth twenty-first first second third fourth fifth sixth seventh eighth ninth tenth us c hk nz s r rs usd eur gbp chf jpy"
    .split()
)  # fmt: skip

_BARE = frozenset({"CARDINAL"})
_FIRST_WORD = re.compile(r"\w*")
_BARE_NUMBER = re.compile(r"\d+")


def add_values(words: Words, names: "list[Name]") -> "list[Name]":
    """The names and values with those values added, or put in place of parts of them, that the model left out."""
    covering = {index: name for name in names for index in range(name.start, name.end)}
    kept, added = set(names), []
    for value in find_values(words):
        over = {covering[index] for index in range(value.start, value.end) if index in covering}
        if all(_gives_way(name, value) for name in over):
            kept -= over
            added.append(value)
    return sorted([*kept, *added]) if added else names


def find_values(words: Words) -> "Iterable[Name]":
    """Times and amounts of plain form, in order, that begin and end with words of the Doc."""
    done = 0
    for start, word in enumerate(words.texts):
        if start < done or not _may_start(word):
            continue
        match = _VALUE.match(words.string, words.starts[start])
        end = match and words.end_at(match.end(), start)
        if not end or any(words.breaks[start:end]):
            continue
        label = match.lastgroup
        if (label in _BARE or _BARE_NUMBER.fullmatch(match[0])) and _is_part(words, start, end):
            continue
        done = end
        yield Name(start, end, label)


@functools.lru_cache(maxsize=20_000)
def _may_start(token: str) -> bool:
    """A value may start with it; of a token like "Sept." or "five-year", which some tokenisers leave whole, its first word tells."""
    return token[0] in _SIGNS or _FIRST_WORD.match(token)[0].lower() in _STARTS


def _is_part(words: Words, start: int, end: int) -> bool:
    """A bare number that is part of a name ("Boeing 787", "iPhone 8"), or numbers an item of a list."""
    if start == 0 or words.breaks[start - 1]:
        return words.texts[end : end + 1] in (["."], [")"])
    before = words.texts[start - 1]
    return words.is_proper(start - 1) or (not before.islower() and before.isalpha() and not words.starts_sentence(start - 1))


def _gives_way(name: Name, value: Name) -> bool:
    """A value gives way to one that covers more of the text; a one-word name to a date of several words ("May" in "9 May")."""
    inside = value.start <= name.start and name.end <= value.end and value.end - value.start > name.end - name.start
    if name.label == "CARDINAL" and value.label == "DATE":
        return value.start <= name.start and name.end <= value.end  # "1828-1893"
    if name.label in VALUE_LABELS:
        return inside
    return inside and value.label == "DATE" and name.end - name.start == 1
