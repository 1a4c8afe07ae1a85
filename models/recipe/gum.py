"""GUM: names picked from its nested entity annotation; gold, several genres.

GUM marks every referring expression. Those headed by a proper noun are names; the name is that noun
with the proper nouns tied to it. What stays a proper noun without being part of a name is left open.
"""

import re
from pathlib import Path
from typing import Iterator, Optional

from models.recipe.conllu import Sentence, Word, read_conllu
from models.recipe.labels import DATE_WORDS, MISSING, TITLES, known_label, other_label, place_label, title_length
from models.recipe.named import NamedSentence, flat
from models.recipe.uner import nationalities


_NAME_PARTS = frozenset({"compound", "flat", "nummod", "goeswith", "nmod:unmarked"})


def dev_documents(splits: Path) -> "set[str]":
    """The names of the documents that the corpus's own split keeps for development."""
    names: "set[str]" = set()
    for section in splits.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        if heading.strip() == "dev":
            names.update(re.findall(r"\* (\S+)", body))
    return names


def read_gum(path: Path) -> Iterator[NamedSentence]:
    """The sentences of one document with our labels."""
    open_entities: "list[tuple[str, str, int]]" = []
    for sentence in read_conllu(path):
        mentions = list(_mentions(sentence, open_entities))
        open_entities.clear()  # mentions don't cross sentences; one left open would be an annotation error
        words = [word.form for word in sentence.words]
        names = [name for mention in mentions if (name := _name(sentence, *mention))]
        names = flat(names + nationalities(sentence))
        covered = {index for start, end, _ in names for index in range(start, end)}
        names += [
            (index, index + 1, MISSING)
            for index, word in enumerate(sentence.words)
            if word.upos == "PROPN"
            and index not in covered
            and word.form.lower() not in TITLES
            and not DATE_WORDS.fullmatch(word.form)
        ]
        yield NamedSentence(words, [word.space_after for word in sentence.words], names, sentence.starts_document)


def _mentions(sentence: Sentence, stack: "list[tuple[str, str, int]]") -> Iterator["tuple[int, int, str]"]:
    """(start, end, entity type) of each mention, from the brackets of the Entity field."""
    for index, word in enumerate(sentence.words):
        for bracket in re.findall(r"\([^()]+\)|\([^()]+|[^()]+\)", word.misc.get("Entity", "")):
            if bracket.startswith("("):
                identity, kind = bracket.strip("()").split("-")[:2]
                if bracket.endswith(")"):
                    yield index, index + 1, kind
                else:
                    stack.append((identity, kind, index))
            else:
                identity = bracket.strip("()").split("-")[0]
                for position in range(len(stack) - 1, -1, -1):
                    if stack[position][0] == identity:
                        _, kind, start = stack.pop(position)
                        yield start, index + 1, kind
                        break


def _name(sentence: Sentence, start: int, end: int, kind: str) -> "Optional[tuple[int, int, str]]":
    words = sentence.words
    head = next((i for i in range(start, end) if not start <= words[i].head < end or words[i].head == i), None)
    if head is None or kind == "time":
        return None
    if words[head].upos == "PROPN":
        inside = _tied(words, head, start, end, with_complements=kind != "person")
    else:
        inside = _described_name(words, head, end)
        if not inside:
            return None
    first, last = min(inside), max(inside) + 1
    while first < last and words[first].upos in ("PUNCT", "DET", "ADP"):
        first += 1
    while last > first and words[last - 1].upos in ("PUNCT", "SYM", "DET", "ADP", "PART"):
        last -= 1
    forms = [word.form for word in words[first:last]]
    if kind == "person":
        length = title_length(forms)
        first, forms = first + length, forms[length:]
    if not forms or DATE_WORDS.fullmatch(forms[0]):
        return None
    return first, last, _label(forms, kind)


def _described_name(words: "list[Word]", head: int, end: int) -> "set[int]":
    """The proper nouns that a description in lower case bears ("senior researcher Mu Li")."""
    inside: "set[int]" = set()
    index = head + 1
    while index < end and (words[index].upos == "PROPN" or (inside and words[index].xpos == "HYPH")):
        if words[index].deprel != "flat" and words[index].xpos != "HYPH" and words[index].head not in inside:
            break
        inside.add(index)
        index += 1
    return inside


def _tied(words: "list[Word]", head: int, start: int, end: int, with_complements: bool) -> "set[int]":
    """The words of the name around its head: proper nouns and their ties, without descriptions."""
    inside = {head}
    pending = [head]
    while pending:
        governor = pending.pop()
        for index in range(start, end):
            word = words[index]
            if word.head != governor or index in inside or word.form in ("'s", "’s", "'", "’"):
                continue
            proper = word.upos == "PROPN" or (word.upos in ("ADJ", "NOUN", "NUM", "VERB") and word.form[:1].isupper())
            part = word.deprel in _NAME_PARTS and (proper or word.upos == "NUM" or word.xpos == "FW")
            hyphen = word.xpos == "HYPH"
            described = word.deprel == "amod" and proper and index < governor
            tied = word.deprel in ("nmod", "nmod:poss", "conj") and word.upos == "PROPN"
            complement = with_complements and tied and _of(words, index)
            if part or hyphen or described or complement:
                inside.add(index)
                pending.append(index)
    first = last = head
    while first - 1 in inside or (first - 1 >= start and _bridges(words, first - 1, inside)):
        first -= 1
    while last + 1 in inside or (last + 1 < end and _bridges(words, last + 1, inside)):
        last += 1
    return set(range(first, last + 1))


def _of(words: "list[Word]", index: int) -> bool:
    """Whether a complement is tied by "of", "for" or "and" as in "Bank of England"."""
    return any(word.head == index and word.form in ("of", "for", "and", "&") for word in words)


def _bridges(words: "list[Word]", index: int, inside: "set[int]") -> bool:
    """Whether a small word stands between two parts of the name ("of the")."""
    small = ("of", "for", "and", "the", "&", "-", "'s", "’s")
    after = index + 1
    while after < len(words) and words[after].form in small:
        after += 1
    before = index - 1
    while before >= 0 and words[before].form in small:
        before -= 1
    return words[index].form in small and after in inside and before in inside


def _label(words: "list[str]", kind: str) -> str:
    known = known_label(words)
    if known:
        return known
    if kind == "person":
        return "PERSON"
    if kind == "organization":
        return "ORG"
    if kind == "place":
        return place_label(words)
    if kind == "event":
        return "EVENT"
    return other_label(words)
