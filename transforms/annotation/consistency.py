"""One name, one reading: what a model found several times in an article and missed or misread once.

Precision before recall: only exact, capitalised repetitions count.
"""

from collections import Counter, defaultdict

from transforms.annotation.known import CONFUSED, settle_known
from transforms.annotation.titles import is_title
from transforms.annotation.words import Key, Name, Words, without_overlaps

_REPEATED = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC"})

# A label is a slip if the same name has another label so many times, and so many times as often.
_MAJORITY, _MARGIN = 2, 2
# A name of one word must have been found so often before its other occurrences are added.
_FOUND_ONE_WORD = 2


def make_consistent(words: Words, names: "list[Name]") -> "list[Name]":
    """The names with slips of label put right and missed repetitions added, in order, without overlaps."""
    return _add_repetitions(words, _settle_labels(words, settle_known(words, names)))


def _settle_labels(words: Words, names: "list[Name]") -> "list[Name]":
    """The label of the clear majority for names that differ in nothing else.

    A last name that is also a place's (Washington) stays a person where a fuller name of that person
    stands in the article.
    """
    labels: "dict[Key, Counter]" = defaultdict(Counter)
    for name in names:
        if name.label in CONFUSED:
            labels[words.key(name)][name.label] += 1
    people = [name for name in names if name.label == "PERSON" and name.end - name.start > 1]
    surnames = {words.key(name)[-1] for name in people}
    settled = _settle_surnames(words, names, people)
    for key, counts in labels.items():
        if len(counts) > 1 and key not in settled:
            (label, most), (_, next_most) = counts.most_common(2)
            if most >= _MAJORITY and most >= _MARGIN * next_most and not (len(key) == 1 and key[0] in surnames and label != "PERSON"):
                settled[key] = label
    if not settled:
        return names
    return [
        name._replace(label=settled.get(words.key(name), name.label)) if name.label in CONFUSED else name
        for name in names
    ]


def _settle_surnames(words: Words, names: "list[Name]", people: "list[Name]") -> "dict[Key, str]":
    """PERSON for a last name taken for something else, if the person is introduced before it ever stands alone.

    Companies that are named after persons stand before their founders' names as a rule; places keep their label.
    """
    introduced: "dict[Key, int]" = {}
    for person in people:
        introduced.setdefault(words.key(person)[-1:], person.start)
    alone: "dict[Key, Name]" = {}
    for name in names:
        if name.end - name.start == 1 and name.label in CONFUSED:
            alone.setdefault(words.key(name), name)
    places = {words.key(name) for name in names if name.label in ("GPE", "LOC")}
    return {
        key: "PERSON"
        for key, first in alone.items()
        if key in introduced and introduced[key] < first.start and key not in places and _is_surname(key[0])
    }


def _add_repetitions(words: Words, names: "list[Name]") -> "list[Name]":
    wanted = _wanted(words, names)
    if not wanted:
        return names
    taken = {index for name in names for index in range(name.start, name.end)}
    added = [
        Name(start, start + len(key), label)
        for key, label in wanted.items()
        for start in words.occurrences(key)
        if taken.isdisjoint(range(start, start + len(key))) and _stands_alone(words, start, start + len(key), taken)
    ]
    return without_overlaps([*names, *added]) if added else names


def _wanted(words: Words, names: "list[Name]") -> "dict[Key, str]":
    """The names to look for: those of several words, those of one word found often, and last names of persons."""
    labels: "dict[Key, Counter]" = defaultdict(Counter)
    for name in names:
        labels[words.key(name)][name.label] += 1
    wanted = {}
    for key, counts in labels.items():
        if len(counts) == 1:
            ((label, count),) = counts.items()
            if label in _REPEATED and all(word[:1].isupper() or not word.isalpha() or len(key) > 1 for word in key):
                if len(key) > 1 or count >= _FOUND_ONE_WORD:
                    wanted[key] = label
                if label == "PERSON" and len(key) > 1 and _is_surname(key[-1]):
                    wanted.setdefault((key[-1],), "PERSON")
    return {key: label for key, label in wanted.items() if len(key) > 1 or set(labels.get(key, {label})) == {label}}


def _is_surname(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and word.isalpha() and not word.isupper()


def _stands_alone(words: Words, start: int, end: int, taken: "set[int]") -> bool:
    """It is a proper noun and not part of a longer one that nobody found."""
    if not all(words.is_proper(index) or not words.texts[index].isalpha() for index in range(start, end)):
        return False
    if words.poses is None and words.starts_sentence(start) and end - start == 1:
        return False
    return not _continues(words, start - 1, taken) and not _continues(words, end, taken)


def _continues(words: Words, index: int, taken: "set[int]") -> bool:
    """The neighbour is a capitalised proper noun, or tied to it by a hyphen."""
    if not 0 <= index < len(words.texts) or words.breaks[index]:
        return False
    text = words.texts[index]
    if text in ("-", "‐", "‑"):
        return True
    if is_title(text) or (words.poses is None and words.starts_sentence(index)):
        return False
    return index not in taken and text[:1].isupper() and words.is_proper(index) and text.isalpha() and len(text) > 1
