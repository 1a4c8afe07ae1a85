"""Universal NER on EWT: persons, organisations, places; gold, web text."""

from pathlib import Path
from typing import Iterator

from models.recipe.conllu import Sentence, read_conllu
from models.recipe.iob import iob_spans
from models.recipe.labels import MISSING, known_label, other_label, place_label
from models.recipe.named import NamedSentence, flat


def read_tags(path: Path) -> "dict[str, list[str]]":
    """The IOB2 tags of each sentence by its sent_id; the junk tag `B-O` of the first version is `O`."""
    tags: "dict[str, list[str]]" = {}
    sent_id = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id = "):
            sent_id = line.removeprefix("# sent_id = ").strip()
            tags[sent_id] = []
        elif line and not line.startswith("#"):
            tag = line.split("\t")[2]
            tags[sent_id].append("O" if tag == "B-O" else tag)
    return tags


def read_uner(tags_path: Path, treebank_path: Path) -> Iterator[NamedSentence]:
    """The sentences with our labels; the treebank gives their spacing.

    `OTH` (nationalities, works, events, …) becomes NORP where it is one, and otherwise missing.
    """
    tags = read_tags(tags_path)
    for sentence in read_conllu(treebank_path):
        found = tags.get(sentence.sent_id)
        if found is not None and len(found) == len(sentence.words):
            yield _named(sentence, found)


def _named(sentence: Sentence, tags: "list[str]") -> NamedSentence:
    words = [word.form for word in sentence.words]
    names = [
        (start + (words[start] == "the"), end, _label(words[start:end], label))
        for start, end, label in iob_spans(tags)
    ] + nationalities(sentence)
    spaces = [word.space_after for word in sentence.words]
    return NamedSentence(words, spaces, flat(names), sentence.starts_document)


def nationalities(sentence: Sentence) -> "list[tuple[int, int, str]]":
    """Words for peoples, which the treebanks' name annotation leaves out: NORP if so tagged, else missing."""
    spans = []
    for index, word in enumerate(sentence.words):
        if known_label([word.form]) == "NORP":
            spans.append((index, index + 1, "NORP" if word.xpos in ("JJ", "NNPS", "NNS") else MISSING))
    return spans


def _label(words: "list[str]", label: str) -> str:
    if label == "PER":
        return "PERSON"
    if label == "ORG":
        return "ORG"
    if label == "LOC":
        return place_label(words)
    return other_label(words)
