"""How well an article's names are gathered into entities, on the coreference of GUM and MEANTIME.

Gold names, not a model's, go through the mentions component. Of all pairs of names in one document:
precision, how many of those given one entity_name are one entity; recall, how many of one entity are given
one name. Printed for all pairs and for those that are spelled differently, which is where it is hard. A
development score: both corpora are among those that rules were written with.

    python -m benchmarks.entity_scores --corpora DIR [--errors]
"""

import argparse
import itertools
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, Optional

import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from transforms.annotation.mentions import find_mentions

_GUM_LABELS = {"person": "PERSON", "organization": "ORG", "place": "GPE"}
_MEANTIME_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}
_OPENING_OR_CLOSING = re.compile(r"\((\d+)-([a-z]+)[^()]*|(\d+)\)|\)")
_WITHIN_NAMES = frozenset({"PROPN", "ADP", "DET", "CCONJ", "PUNCT", "NUM"})


@dataclass(frozen=True)
class GoldName:
    """A name by its tokens, with the number of its entity in the document."""

    start: int
    end: int
    label: str
    entity: str


@dataclass
class GoldDocument:
    """The words of a document with its names; annotation as far as its corpus has it."""

    name: str
    words: "list[str]" = field(default_factory=list)
    spaces: "list[bool]" = field(default_factory=list)
    sentence_starts: "list[bool]" = field(default_factory=list)
    poses: "list[str]" = field(default_factory=list)
    names: "list[GoldName]" = field(default_factory=list)

    def doc(self, vocab: Vocab) -> Doc:
        """As a spaCy Doc whose entities are the gold names."""
        doc = Doc(vocab, self.words, self.spaces, pos=self.poses or None, sent_starts=self.sentence_starts)
        doc.ents = [Span(doc, name.start, name.end, name.label) for name in _without_overlaps(self.names)]
        return doc


@dataclass
class Score:
    """Pairs of names: together rightly, together wrongly, apart wrongly."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        return f"precision {precision:.3f}  recall {recall:.3f}  ({self.right + self.missed} pairs of one entity)"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds gum/ and meantime/")
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    vocab = spacy.blank("en").vocab
    for corpus, documents in (("GUM", read_gum(options.corpora / "gum")), ("MEANTIME", read_meantime(options.corpora / "meantime"))):
        scores = {"all pairs": Score(), "spelled differently": Score()}
        for document in documents:
            _score(document, vocab, scores, options.errors)
        for name, score in scores.items():
            print(f"{corpus:9} {name:20} {score}")
    return 0


def read_gum(folder: Path) -> "Iterator[GoldDocument]":
    """GUM's documents; a name is an entity of a proper noun, cut to its proper nouns."""
    for file in sorted(folder.rglob("*.conllu")):
        document = GoldDocument(file.stem)
        heads: "list[int]" = []
        open_spans: "list[tuple[str, str, int]]" = []
        found: "list[tuple[int, int, str, str]]" = []
        offset = 0
        for line in file.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t")
            if len(columns) != 10 or not columns[0].isdigit():
                continue
            index = len(document.words)
            offset = index if columns[0] == "1" else offset
            misc = dict(part.split("=", 1) for part in columns[9].split("|") if "=" in part)
            document.words.append(columns[1])
            document.poses.append(columns[3])
            document.spaces.append(misc.get("SpaceAfter") != "No")
            document.sentence_starts.append(columns[0] == "1")
            heads.append(offset + int(columns[6]) - 1 if columns[6] != "0" else index)
            _read_entities(misc.get("Entity", ""), index, open_spans, found)
        for start, end, kind, entity in found:
            if kind in _GUM_LABELS:
                name = _gum_name(document, heads, start, end)
                if name:
                    document.names.append(GoldName(*name, _GUM_LABELS[kind], entity))
        yield document


def _read_entities(annotation: str, index: int, open_spans: list, found: list) -> None:
    for mark in _OPENING_OR_CLOSING.finditer(annotation):
        if mark[1]:
            open_spans.append((mark[1], mark[2], index))
            continue
        position = len(open_spans) - 1
        if mark[3]:
            position = next(place for place in reversed(range(len(open_spans))) if open_spans[place][0] == mark[3])
        entity, kind, start = open_spans.pop(position)
        found.append((start, index + 1, kind, entity))


def _gum_name(document: GoldDocument, heads: "list[int]", start: int, end: int) -> "Optional[tuple[int, int]]":
    head = next(index for index in range(start, end) if not start <= heads[index] < end or heads[index] == index)
    if document.poses[head] != "PROPN":
        return None
    while start < end and document.poses[start] == "DET":
        start += 1
    inner = document.poses[start:end]
    if set(inner) <= _WITHIN_NAMES and inner[0] == inner[-1] == "PROPN" and "," not in document.words[start:end]:
        return start, end
    first = last = head
    while first > start and _belongs(document, first - 1):
        first -= 1
    while last + 1 < end and _belongs(document, last + 1):
        last += 1
    return first, last + 1


def _belongs(document: GoldDocument, index: int) -> bool:
    """A proper noun, or another capitalised word of a name ("United")."""
    pos, word = document.poses[index], document.words[index]
    return pos == "PROPN" or (pos in ("ADJ", "VERB") and word[:1].isupper() and not document.sentence_starts[index])


def read_meantime(folder: Path) -> "Iterator[GoldDocument]":
    """MEANTIME's documents; a name is a mention marked so whose words are capitalised."""
    for file in sorted(folder.rglob("*.xml")):
        root = ElementTree.parse(file).getroot()
        document = GoldDocument(file.stem)
        places, previous = {}, None
        for index, token in enumerate(root.iter("token")):
            places[token.get("t_id")] = index
            document.words.append(token.text or "")
            document.spaces.append(True)
            document.sentence_starts.append(token.get("sentence") != previous)
            previous = token.get("sentence")
        kinds = {entity.get("m_id"): entity.get("ent_type") for entity in root.iter("ENTITY")}
        entities = {
            source.get("m_id"): link.find("target").get("m_id")
            for link in root.iter("REFERS_TO")
            for source in link.iter("source")
        }
        for mention in root.iter("ENTITY_MENTION"):
            entity = entities.get(mention.get("m_id"))
            label = _MEANTIME_LABELS.get(kinds.get(entity, ""))
            indices = [places[anchor.get("t_id")] for anchor in mention.iter("token_anchor")]
            if label and indices and mention.get("syntactic_type") in ("NAM", "PRE.NAM"):
                words = document.words[min(indices) : max(indices) + 1]
                if all(word[:1].isupper() or word in ("of", "the", "and", "for", "&", "-") for word in words):
                    document.names.append(GoldName(min(indices), max(indices) + 1, label, entity))
        yield document


def _without_overlaps(names: "list[GoldName]") -> "list[GoldName]":
    kept, taken = [], set()
    for name in sorted(names, key=lambda name: (name.start - name.end, name.start)):
        if taken.isdisjoint(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            kept.append(name)
    return sorted(kept, key=lambda name: name.start)


def _score(document: GoldDocument, vocab: Vocab, scores: "dict[str, Score]", errors: bool) -> None:
    doc = document.doc(vocab)
    entities = {name.start: name.entity for name in _without_overlaps(document.names)}
    gold = {}
    for span in doc.ents:
        gold.update({index: entities[span.start] for index in range(span.start, span.end)})
    found = []
    for mention in find_mentions(doc):
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span.start in gold and mention.label in _GUM_LABELS.values():
            found.append((mention, gold[span.start]))
    for (one, entity), (two, other) in itertools.combinations(found, 2):
        together, same = one.entity_name == two.entity_name, entity == other
        for score in [scores["all pairs"]] + [scores["spelled differently"]] * (one.text.casefold() != two.text.casefold()):
            score.right += together and same
            score.wrong += together and not same
            score.missed += same and not together
        if errors and together != same:
            print(f"{document.name}: {one.text!r} and {two.text!r} {'together' if together else 'apart'}")


if __name__ == "__main__":
    raise SystemExit(main())
