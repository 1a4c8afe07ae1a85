"""Amounts as numbers: "£300m" → "300000000", "20 per cent" → "20", "two dozen" → "24", "third" → "3".

A compact grammar of English numerals in the tradition of TIMEX3-style normalisers (Strötgen & Gertz
2010, HeidelTime; Chang & Manning 2012, SUTime): a phrase is read whole or not at all. Whatever the
grammar does not cover (ranges, "hundreds", "6ft 2in") has no value rather than a guessed one.
Approximators ("about", "more than") are not part of a number and are read over.
"""

import re
from fractions import Fraction
from typing import Optional

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
_TEENS = "sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: value for value, word in enumerate(_ONES + _TEENS)}
SMALL.update({word: 20 + 10 * index for index, word in enumerate(_TENS)})

# "billion" and "trillion" as news has used them since the 1970s: powers of a thousand.
SCALES = {
    "thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_SHORT_SCALES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9, "t": 10**12,
    "tn": 10**12, "trn": 10**12,
}  # fmt: skip

_IRREGULAR_ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
_REGULAR = {word: value for word, value in SMALL.items() if value not in _IRREGULAR_ORDINALS.values() and value}
ORDINALS = dict(_IRREGULAR_ORDINALS)
ORDINALS.update({(word[:-1] + "ie" if word.endswith("y") else word) + "th": value for word, value in _REGULAR.items()})
ORDINALS.update({"hundredth": 100, "thousandth": 1000, "millionth": 10**6})

_FRACTIONS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4}
_FRACTIONS.update({word: value for word, value in ORDINALS.items() if 3 <= value <= 10 or value in (100, 1000)})
_FRACTIONS.update({word + "s": value for word, value in ORDINALS.items() if 3 <= value <= 10 or value in (100, 1000)})
_VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅛": "1/8"}

# Fractions without a finite decimal are rounded to so many places ("two-thirds" → "0.6667").
_FRACTION_PLACES = 4

# No amount of news is larger; digits without end are something else, and slow to reckon with.
_LARGEST = 10**30
_MOST_DIGITS = 40

_APPROXIMATELY = re.compile(
    r"^(?:(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|over|under|above|below|only|just"
    r"|(?:no |slightly |a little |well )?(?:more|less|fewer|greater|higher|lower) than|at (?:least|most)|up to|well over"
    r"|as (?:many|much|few|little|high|low) as|an? estimated|estimated|an? additional|another|close to|a total of"
    r"|upwards? of|the|~|≈|>|<)\s*(?=\S))+",
    re.IGNORECASE,
)
_OR_SO = re.compile(r"(?:\s+or (?:so|more|less)|\s*\+|\s+plus)$", re.IGNORECASE)

_NUMERAL = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_DIGITS = re.compile(rf"({_NUMERAL})([a-z]*)$")
_SYMBOLS = "$£€¥₹₩₽₺₪₴₦฿"
_CODES = "usd eur gbp jpy cny rmb chf aud cad nzd hkd sgd inr krw rub brl zar sek nok dkk pln try mxn ils rs"
_CURRENCIES = (
    r"dollars?|pounds?(?: sterling)?|sterling|euros?|yen|yuan|renminbi|rupees?|rupiah|r(?:o)?ubles?|won|francs?|kron(?:a|e|or|er)"
    r"|pesos?|reais|real|rand|lira|shekels?|zloty|forints?|dirhams?|riyals?|dinars?|baht|ringgit|naira|hryvnias?|bucks?"
)
_NATIONALITIES = r"(?:(?:u\.?s\.?|american|canadian|australian|hong kong|singapore|british|swiss) )?"
_CURRENCY = re.compile(
    rf"(?:\b(?:us|a|au|c|ca|nz|hk|s|r|nt))?[{_SYMBOLS}]|\b(?:{_CODES.replace(' ', '|')})\b\.?|{_NATIONALITIES}\b(?:{_CURRENCIES})\b"
)
_HUNDREDTHS = re.compile(r"(?<=\d)p$|\s*\b(?:cents?|pence|penny|pennies)$|(?<=\d)¢$")
_PERCENT = re.compile(r"\s*-?(?:%|\bper\s?cent\b|\bpct\.?|\bpercentage points?\b|\bpercentage\b)")
_METRES = re.compile(rf"(?:{_NUMERAL})m$")
_ORDINAL_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)$")
_MINUS = re.compile(r"^(?:-|minus )(?=[\d.£$€])")
_NUMBER_SIGN = re.compile(r"^(?:no\.?|number|nos\.?|#)\s*(?=[\da-z])")

LABELS = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})


def normalize_amount(text: str, label: str) -> Optional[str]:
    """The number a phrase names, as decimal text, or None where it names no single number.

    Money is in the currency's main unit ("99p" → "0.99"), a percentage in per cent, a quantity in the
    unit its own text names.
    """
    phrase = _OR_SO.sub("", _APPROXIMATELY.sub("", _plain(text)))
    positive = _MINUS.sub("", phrase)
    value = _READERS[label](positive)
    if value is None:
        return None
    return decimal_text(value if positive == phrase else -value)


def decimal_text(value: Fraction) -> str:
    """A number without exponent or trailing zeros; rounded to four places where it has no end."""
    places, rest = 0, value.denominator
    while rest % 10 == 0 or rest % 5 == 0 or rest % 2 == 0:
        places, rest = places + 1, rest // (10 if rest % 10 == 0 else 5 if rest % 5 == 0 else 2)
    if rest != 1:
        places = _FRACTION_PLACES
    digits = str(round(abs(value) * 10**places)).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".") if places else digits
    return f"-{text}" if value < 0 and text != "0" else text


def read_number(phrase: str) -> Optional[Fraction]:
    """The number written in digits or words ("2.5 million", "one hundred and five", "two-thirds"), or None."""
    words = [word for word in re.split(r"[\s-]+", phrase.strip().lower()) if word]
    if not words:
        return None
    if words == ["dozen"]:
        return Fraction(12)
    mixed = "half" in words or words[-1] in _FRACTIONS or "/" in phrase
    number = _read_mixed(words) if mixed else _read_words(words)
    return number if number is not None and number < _LARGEST else None


def _plain(text: str) -> str:
    for sign, fraction in _VULGAR.items():
        if sign in text:
            text = re.sub(rf"(\d){sign}", rf"\1 and {fraction}", text).replace(sign, fraction)
    text = re.sub(r"[‐‑‒–—−]", "-", text.replace("’", "'").lower())
    return " ".join(text.split())


def _read_words(words: "list[str]") -> Optional[Fraction]:
    """Numerals read from left to right: small numbers gather, scales multiply what has gathered."""
    total, gathered, scale_limit = Fraction(0), None, None
    if words[0] in ("a", "an") and len(words) > 1 and (words[1] in SCALES or words[1] in ("hundred", "dozen", "score")):
        words = ["one", *words[1:]]
    for index, word in enumerate(words):
        if word == "and":
            if not 0 < index < len(words) - 1 or words[index - 1] not in (*SCALES, "hundred"):
                return None
            continue
        if word in ("hundred", "dozen", "score"):
            if gathered is None:
                return None
            gathered *= {"hundred": 100, "dozen": 12, "score": 20}[word]
            continue
        digits = _DIGITS.match(word)
        scale = SCALES.get(word) or (digits and _SHORT_SCALES.get(digits[2]))
        if digits:
            if gathered is not None or (digits[2] and not scale):
                return None
            gathered = _fraction(digits[1])
        elif word in SMALL:
            gathered = _add_small(gathered, SMALL[word])
        elif not scale:
            return None
        if gathered is None:
            return None
        if scale:
            if scale_limit is not None and scale >= scale_limit:
                return None
            total, gathered, scale_limit = total + gathered * scale, None, scale
    return total if gathered is None else total + gathered


def _add_small(gathered: Optional[Fraction], value: int) -> Optional[Fraction]:
    """twenty + five, hundred + twenty; but not nineteen + eighty, which is a year."""
    if gathered is None:
        return Fraction(value)
    if gathered and gathered % 100 == 0:
        return gathered + value
    if 0 < value < 10 and gathered.denominator == 1 and 20 <= gathered % 100 and gathered % 10 == 0:
        return gathered + value
    return None


def _read_mixed(words: "list[str]") -> Optional[Fraction]:
    """Fractions: "half a million", "two-thirds", "two and a half million", "1/2", "1 and 3/4"."""
    if words[0] in ("half", "quarter") and len(words) > 1 and words[1] in ("a", "an"):
        rest = _read_words(["one", *words[2:]])
        return None if rest is None else rest / _FRACTIONS[words[0]]
    scale = 1
    if len(words) > 1 and words[-1] in SCALES:
        scale, words = SCALES[words[-1]], words[:-1]
    whole = Fraction(0)
    if "and" in words:
        cut = words.index("and")
        whole = _read_words(words[:cut]) if cut else None
        words = words[cut + 1 :]
    part = _read_fraction(words)
    return None if whole is None or part is None else (whole + part) * scale


def _read_fraction(words: "list[str]") -> Optional[Fraction]:
    if len(words) == 1 and (written := re.fullmatch(r"(\d{1,3})/(\d{1,3})", words[0])):
        return Fraction(int(written[1]), int(written[2])) if int(written[2]) else None
    if not words or words[-1] not in _FRACTIONS:
        return None
    counted = words[:-1]
    if not counted:
        # "third" alone is an ordinal, "quarters" a place to sleep.
        return Fraction(1, 2) if words[-1] == "half" else None
    number = Fraction(1) if counted in (["a"], ["an"]) else _read_words(counted)
    return None if number is None else number / _FRACTIONS[words[-1]]


def _fraction(digits: str) -> Optional[Fraction]:
    return Fraction(digits.replace(",", "")) if len(digits) <= _MOST_DIGITS and digits.isascii() else None


def _read_money(phrase: str) -> Optional[Fraction]:
    hundredths = _HUNDREDTHS.search(phrase)
    if hundredths:
        number = read_number(phrase[: hundredths.start()])
        return None if number is None else number / 100
    rest, currencies = _CURRENCY.subn(" ", phrase)
    return read_number(_APPROXIMATELY.sub("", rest.strip())) if currencies else read_number(rest)


def _read_percent(phrase: str) -> Optional[Fraction]:
    rest, signs = _PERCENT.subn("", phrase)
    return read_number(rest) if signs == 1 else None


def _read_quantity(phrase: str) -> Optional[Fraction]:
    """The number in front of a unit: everything up to the longest prefix that is a number."""
    if _METRES.match(phrase):
        return read_number(phrase[:-1])
    words = re.sub(rf"^({_NUMERAL})(?=[a-z°])", r"\1 ", phrase).replace("-", " ").split()
    if len(words) > 2 and f"{words[0]}{words[1]}" in phrase and words[1] in _SHORT_SCALES:
        words = [words[0] + words[1], *words[2:]]  # "2m barrels" is two million of them
    for end in range(len(words) - 1, 0, -1):
        if any(char.isdigit() for word in words[end:] for char in word):
            return None
        number = read_number(" ".join(words[:end]))
        if number is not None:
            return number if words[end] != "to" and words[end] != "or" else None
    return None


def _read_ordinal(phrase: str) -> Optional[Fraction]:
    digits = _ORDINAL_DIGITS.match(phrase)
    if digits:
        return _fraction(digits[1])
    words = re.split(r"[\s-]+", phrase)
    if words[-1] not in ORDINALS:
        return None
    last = ORDINALS[words[-1]]
    if len(words) == 1:
        return Fraction(last)
    before = read_number(" ".join(words[:-1]))
    if before is None:
        return None
    return before * last if last >= 100 else _add_small(before, last)


def _read_cardinal(phrase: str) -> Optional[Fraction]:
    return read_number(_NUMBER_SIGN.sub("", phrase))


_READERS = {
    "MONEY": _read_money,
    "PERCENT": _read_percent,
    "QUANTITY": _read_quantity,
    "CARDINAL": _read_cardinal,
    "ORDINAL": _read_ordinal,
}
