"""The names a model found, with their boundaries put right, whatever model it was.

Statistical models stop at hyphens, take in titles, quotes and the possessive, and run on across
paragraphs. Each repair below answers one of these; a name that nothing is left of is dropped.
"""

import re
from typing import Iterator, Optional, Sequence

from spacy.symbols import ADJ, AUX, VERB
from spacy.tokens import Span

from transforms.annotation.folding import is_acronym
from transforms.annotation.lists import read_lists
from transforms.annotation.organisations import initials
from transforms.annotation.titles import TITLE_LISTS, folded, strip_titles
from transforms.annotation.words import NAME_LABELS, OUTSIDE, VALUE_LABELS, Name, Words, without_overlaps

# What models trained on other corpora call the same.
_SAME_LABELS = {"PER": "PERSON", "ORGANIZATION": "ORG", "LOCATION": "LOC", "FACILITY": "FAC"}

_HYPHENS = frozenset("-‐‑–")
_POSSESSIVES = frozenset(("'s", "’s", "'S", "’S", "'", "’"))
_ARTICLES = frozenset(("the", "a", "an"))
# "The" is part of these names wherever they stand.
_KEEP_ARTICLE = frozenset(("Hague", "Gambia", "Bahamas", "Bronx"))
_HALVES_OF_DAY = frozenset(["am", "pm", "a.m.", "p.m."])
_PAIRS = {")": "(", "]": "[", "}": "{"}
_LEADING_PREPOSITIONS = frozenset("on in at since until till by during from for of to".split())
_COMPASS = frozenset(
    "North South East West Northern Southern Eastern Western Central Northeast Northwest Southeast Southwest".split()
)
_PRONOUNS = frozenset(
    "i me my he him his she her hers it its we us our they them their you your who this that these those mr mrs ms".split()
)
_ADDRESS = re.compile(r"@|://|^www\.|\.(?:com|org|net)\b", re.IGNORECASE)

_PARTICLES = frozenset(map(folded, TITLE_LISTS["particles"]))
_COMPOUNDS = frozenset(map(folded, TITLE_LISTS["compounds"]))
_SUFFIXES = frozenset(map(folded, TITLE_LISTS["suffixes"]))
_LETTERS = frozenset(TITLE_LISTS["letters"])
_GENERATIONS = frozenset(["jr", "sr"])
_QUOTES = {'"': '"', "“": "”", "‘": "’", "``": "''"}
_ORGANISATIONS = read_lists("organisations.yaml")
_COMPANY_FORMS = frozenset(map(folded, _ORGANISATIONS["forms"]))
_ORG_HEADS = frozenset(map(folded, _ORGANISATIONS["heads"]))
_TITLED = frozenset(tuple(name.split()) for name in _ORGANISATIONS["titled"])


def repair(words: Words, entities: Sequence[Span]) -> "list[Name]":
    """The entities with their boundaries repaired, in order and without overlaps."""
    taken = {index for entity in entities for index in range(entity.start, entity.end)}
    found = [Name(entity.start, entity.end, _SAME_LABELS.get(entity.label_, entity.label_)) for entity in entities]
    repaired = []
    for name in found:
        if name.label in NAME_LABELS or name.label in VALUE_LABELS:
            own = range(name.start, name.end)
            taken.difference_update(own)
            for piece in _pieces(words, name):
                whole = _repair_value(words, piece) if name.label in VALUE_LABELS else _repair_name(words, piece, taken)
                if whole is not None:
                    repaired.append(whole)
            taken.update(own)
    return without_overlaps(repaired)


def _pieces(words: Words, name: Name) -> Iterator[Name]:
    """A name that runs across a line break, cut there."""
    start = name.start
    for index in range(name.start, name.end + 1):
        if index == name.end or words.breaks[index]:
            if index > start:
                yield Name(start, index, name.label)
            start = index + 1


def _repair_name(words: Words, name: Name, taken: "set[int]") -> Optional[Name]:
    trimmed = _trim(words, name)
    if trimmed is None or words.text(trimmed).lower() in _ARTICLES:
        return None
    if name.label == "PERSON" and (
        ends_organisation(words, trimmed) or _follows_comma(words, trimmed.end) in _COMPANY_FORMS
    ):
        trimmed = trimmed._replace(label="ORG")
    if trimmed.label == "PERSON":
        trimmed = strip_titles(words, trimmed)
        trimmed = trimmed and _complete_hyphens(words, trimmed, taken)
        trimmed = trimmed and _complete_person(words, trimmed, taken)
    elif trimmed.label == "ORG":
        trimmed = _complete_organisation(words, trimmed, taken)
    elif name.label in ("GPE", "NORP", "LOC"):
        trimmed = _complete_place(words, trimmed)
    if trimmed is None or not _could_be_name(words, trimmed):
        return None
    return trimmed


def _trim(words: Words, name: Name) -> Optional[Name]:
    """Punctuation, possessives and articles off; None if nothing else is left."""
    start, end, texts = name.start, name.end, words.texts
    named = name.label in NAME_LABELS
    while True:
        before = start, end
        if end - start > 2 and _PAIRS.get(texts[end - 1]) == texts[start]:
            start, end = start + 1, end - 1
        while start < end and (_begins_outside(texts, start, end) or named and _is_sign(texts[start])):
            start += 1
        while start < end and (_ends_outside(texts, start, end) or named and _is_sign(texts[end - 1])):
            end -= 1
        if end - start > 1 and name.label != "WORK_OF_ART" and texts[start].lower() in _ARTICLES:
            if named and not _keeps_article(words, start):
                start += 1
        if (start, end) == before:
            return Name(start, end, name.label) if start < end else None


def _is_sign(text: str) -> bool:
    """It has no letter or digit and is no bracket."""
    return not any(char.isalnum() for char in text) and text not in _PAIRS and text not in _PAIRS.values()


def _begins_outside(texts: "list[str]", start: int, end: int) -> bool:
    first = texts[start]
    if first in _PAIRS.values():
        return all(_PAIRS.get(text) != first for text in texts[start:end])
    return first in OUTSIDE or first.isspace() or first in _PAIRS or first == "."


def _ends_outside(texts: "list[str]", start: int, end: int) -> bool:
    last = texts[end - 1]
    if last in _PAIRS:
        return _PAIRS[last] not in texts[start : end - 1]
    return last in OUTSIDE or last in _POSSESSIVES or last.isspace() or last in _PAIRS.values() or last == "."


def _keeps_article(words: Words, index: int) -> bool:
    """ "The Hague" always; any other only as part of a name that the writer capitalised within a sentence."""
    if words.texts[index] != "The":
        return False
    return words.texts[index + 1] in _KEEP_ARTICLE or not words.starts_sentence(index)


def _complete_hyphens(words: Words, name: Name, taken: "set[int]") -> Name:
    """ "Kim Jong" + "-un", "al-" + "Assad": the rest of a word of which a part was found."""
    start, end, texts = name.start, name.end, words.texts
    while (
        end + 1 < len(texts) and words.joined(end) and texts[end] in _HYPHENS and words.joined(end + 1)
        and not {end, end + 1} & taken and _is_name_part(words, end + 1, several=end - start > 1)
    ):  # fmt: skip
        end += 2
    while (
        start >= 2 and words.joined(start) and texts[start - 1] in _HYPHENS and words.joined(start - 1)
        and not {start - 1, start - 2} & taken
        and (folded(texts[start - 2]) in _PARTICLES or texts[start - 2][:1].isupper() and words.is_proper(start - 2))
    ):  # fmt: skip
        start -= 2
    return Name(start, end, name.label)


# In a given name the part after a hyphen is a syllable ("un", "moon", "hyung"). Taggers seldom know them.
_LONGEST_SYLLABLE = 5


def _is_name_part(words: Words, index: int, several: bool) -> bool:
    text = words.texts[index]
    if text[0].isupper():
        return text.isalpha() and words.is_proper(index)
    return several and text.isalpha() and len(text) <= _LONGEST_SYLLABLE and text not in _COMPOUNDS


def _complete_person(words: Words, name: Name, taken: "set[int]") -> Name:
    """The rest of a name that the parse says goes on; "von der Leyen" and "Jr."."""
    end = _after_particles(words, name.end, taken)
    while end < len(words.texts) and end not in taken and not words.breaks[end] and words.texts[end][:1].isupper():
        token = words.doc[end]
        flat = token.dep_.startswith("flat") and name.start <= token.head.i < end and words.is_proper(end)
        if not flat and folded(words.texts[end]) not in _SUFFIXES:
            break
        end += 1
    end = _after_nickname(words, end)
    if _follows_comma(words, end) in _GENERATIONS:
        end += 2  # "Hugh McColl, Jr."
    return Name(name.start, _before_letters(words, name.start, end), name.label)


# As many words between the quotation marks of a nickname, and of the name behind it.
_LONGEST_NICKNAME = 3


def _after_nickname(words: Words, end: int) -> int:
    """The end of a name that goes on behind a nickname: 'Dwayne "The Rock" Johnson'; else its own."""
    texts = words.texts
    if texts[end : end + 1] == [] or texts[end] not in _QUOTES:
        return end
    closing = [end + 1 + length for length in range(1, _LONGEST_NICKNAME + 1)]
    close = next((index for index in closing if index < len(texts) and texts[index] == _QUOTES[texts[end]]), None)
    if close is None or not all(word[:1].isupper() for word in texts[end + 1 : close]):
        return end
    after = close + 1
    while after < min(len(texts), close + 1 + _LONGEST_NICKNAME) and texts[after][:1].isupper() and words.is_proper(after):
        after += 1
    return after if after > close + 1 and not any(words.breaks[end:after]) else end


def _follows_comma(words: Words, end: int) -> str:
    """The word behind a comma that stands right behind a name, folded; empty where there is none."""
    if words.texts[end : end + 1] != [","] or end + 1 >= len(words.texts):
        return ""
    return folded(words.texts[end + 1])


def _before_letters(words: Words, start: int, end: int) -> int:
    """The end of a name without the letters of honours and offices behind it: "Kazuo Ishiguro OBE"."""
    while end - start > 2 and words.texts[end - 1] in _LETTERS:
        end -= 1
    return end


def _after_particles(words: Words, end: int, taken: "set[int]") -> int:
    """The end of a name that goes on with particles in small letters and a capitalised word; else its own."""
    index = end
    while index < len(words.texts) and words.texts[index].islower() and words.texts[index] in _PARTICLES:
        index += 1
    if end < index < len(words.texts) and index not in taken and words.texts[index][0].isupper() and words.is_proper(index):
        return index + 1
    return end


def _complete_organisation(words: Words, name: Name, taken: "set[int]") -> Name:
    """ "Reuters" + "News Agency": capitalised words up to one that ends an organisation's name, or up to its acronym."""
    spelled_out = _spelled_out(words, name, taken)
    if spelled_out is not None:
        return spelled_out
    end = name.end
    for index in range(name.end, min(name.end + 3, len(words.texts))):
        if index in taken or words.breaks[index] or not words.texts[index][:1].isupper() or not words.is_proper(index):
            break
        if folded(words.texts[index]) in _ORG_HEADS:
            end = index + 1
    if _follows_comma(words, end) in _COMPANY_FORMS:
        end += 2  # "Acme, Inc."
    return Name(name.start, end, name.label)


# As far as from a part of an organisation's name to the brackets with its acronym, and to the name's first word.
_LONGEST_REST = 8
_LONGEST_START = 4


def _spelled_out(words: Words, name: Name, taken: "set[int]") -> Optional[Name]:
    """ "Intergovernmental Panel" + "on Climate Change" (IPCC): the words that the acronym after them stands for."""
    brackets = range(name.end, min(name.end + _LONGEST_REST, len(words.texts)))
    end = next((index for index in brackets if acronym_after(words, index)), None)
    if end is None or any(words.breaks[name.end : end]) or not taken.isdisjoint(range(name.end, end)):
        return None
    acronym = acronym_after(words, end)
    for start in range(name.start, max(name.start - _LONGEST_START, 0) - 1, -1):
        if start in taken or words.breaks[start]:
            return None
        if words.texts[start][0].isupper() and acronym in initials(words.text(Name(start, end, name.label))):
            return Name(start, end, name.label)
    return None


def acronym_after(words: Words, end: int) -> Optional[str]:
    """The acronym that stands alone in brackets at a place, if one does."""
    if words.texts[end : end + 1] == ["("] and words.texts[end + 2 : end + 3] == [")"] and is_acronym(words.texts[end + 1]):
        return words.texts[end + 1]
    return None


def _complete_place(words: Words, name: Name) -> Name:
    """ "North" + "Korean"."""
    before = name.start - 1
    if before >= 0 and words.texts[before] in _COMPASS and words.spaced[before]:
        return name._replace(start=before)
    return name


def ends_organisation(words: Words, name: Name) -> bool:
    """Its last word is one that ends the names of organisations, or it is one that begins like a title."""
    key = words.key(name)
    return len(key) > 1 and (folded(key[-1]) in _ORG_HEADS or key in _TITLED)


def _could_be_name(words: Words, name: Name) -> bool:
    text = words.text(name)
    plain = text.replace(" ", "").isalpha()  # so that it needs no look at each of its signs
    if not plain and (not any(char.isalnum() for char in text) or _ADDRESS.search(text)):
        return False
    return text.casefold() not in _PRONOUNS and not text.islower()


def _repair_value(words: Words, name: Name) -> Optional[Name]:
    trimmed = _trim(words, name)
    if trimmed is None:
        return None
    start, end, texts = trimmed.start, trimmed.end, words.texts
    while end - start > 1 and (texts[start].isspace() or _is_preposition(texts, start)):
        start += 1
    if name.label == "CARDINAL" and texts[end - 1].isdigit() and end < len(texts) and texts[end].lower() in _HALVES_OF_DAY:
        return Name(end - 1, end + 1, "TIME")  # "about 3" + "am"
    if end - start == 1 and not _is_value(words, start, name.label):
        return None
    if not any(char.isalnum() for index in range(start, end) for char in texts[index]):
        return None
    return Name(start, end, name.label)


def _is_preposition(texts: "list[str]", index: int) -> bool:
    """It leads to a value and is no part of it, as that of "at least" is."""
    return texts[index].lower() in _LEADING_PREPOSITIONS and texts[index + 1].lower() not in ("least", "most")


def _is_value(words: Words, index: int, label: str) -> bool:
    """Not the verb "may" or "march", nor a preposition or article left alone."""
    text = words.texts[index]
    if label == "DATE" and text.lower() in ("may", "march", "sun", "sat", "mar", "second"):
        verbal = words.poses is not None and words.poses[index] in (AUX, VERB, ADJ)
        return text[0].isupper() and not verbal
    return text.lower() not in _ARTICLES and text.lower() not in _LEADING_PREPOSITIONS
