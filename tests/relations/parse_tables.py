"""Docs made by hand: a line for each word, `text head label pos tag lemma`; head 0 is the root, words count from 1.

Columns from pos on may be left out. An empty line starts a sentence; heads count within it. `names` are
(text, label) pairs, each for the first place where its text stands.
"""

from typing import Sequence

from spacy.tokens import Doc
from spacy.vocab import Vocab

from schemas.ids import entity_id
from transforms.annotation.mentions import MentionSpan
from transforms.relations.catalogue import load_catalogue
from transforms.relations.component import RelationSpan, find_relations

VOCAB = Vocab()
_NO_SPACE_BEFORE = (",", ".", "?", ":", "'s", "n't", "”")
_CATALOGUE = load_catalogue()


def doc_of(table: str) -> Doc:
    words, spaces, heads, labels, pos, tags, lemmas, starts = [], [], [], [], [], [], [], []
    for sentence in table.strip().split("\n\n"):
        first = len(words)
        for number, line in enumerate(sentence.strip().splitlines()):
            text, head, label, *rest = line.split()
            part, tag, lemma = (rest + ["NOUN", "NN", text.lower()][len(rest) :])[:3]
            if words and (text in _NO_SPACE_BEFORE or words[-1] in ("“", "`")):
                spaces[-1] = False
            words.append(text)
            spaces.append(True)
            heads.append(first + (int(head) - 1 if int(head) else number))
            labels.append(label)
            pos.append(part)
            tags.append(tag)
            lemmas.append(lemma)
            starts.append(number == 0)
    return Doc(
        VOCAB, words, spaces, pos=pos, tags=tags, lemmas=lemmas, heads=heads, deps=labels, sent_starts=starts
    )


def name(doc: Doc, text: str, label: str, full: str = "", days: Sequence[str] = (None, None)) -> MentionSpan:
    start = doc.text.index(text)
    full = full or text
    return MentionSpan(start, start + len(text), text, label, entity_id(label, full), full, None, *days)


def relations(table: str, *names: Sequence[str]) -> "list[RelationSpan]":
    doc = doc_of(table)
    mentions = sorted((name(doc, *each) for each in names), key=lambda mention: mention.start)
    return find_relations(doc, mentions, _CATALOGUE)


def triples(found: "list[RelationSpan]") -> "set[tuple]":
    return {(each.subject, each.predicate, each.object) for each in found}
