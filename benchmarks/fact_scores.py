"""Typed statements against facts: KnowledgeNet (Mesquita et al., EMNLP 2019) and Re-DocRED (Tan et al., EMNLP 2022).

Only statements that are affirmed and asserted are facts, and only types with a Wikidata property that the corpus has.

KnowledgeNet, folds 1-3, its text evaluation with exact spans: a fact is a property and the offsets of its two
arguments. Its own evaluator counts what is wrong only for the properties that a passage was annotated for, which our
copy does not tell. So two precisions: "strict" counts every fact that is not in the passage's; "known" only those of a
property that the passage has a fact of, or any in a passage without facts. "with coreference" adds to each fact those
of the other places where the same entity is named or spoken of in the sentence, as a join of mentions and relations on
entity_id and sentence_index does; the gold standard has all mentions, sentence by sentence.

Re-DocRED dev: a fact is a property between two entities, right if the document has it. An argument is the entity of
which a mention stands at the same place or shares its first or last word. Recall counts the gold facts of which a mention
pair stands in one sentence. P39 is left out: its objects are offices, which are no entities there.
"""

import bisect
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable, Iterator, Optional

from spacy.tokens import Doc

from benchmarks.qasrl_scores import Counts
from transforms.relations.catalogue import load_catalogue
from transforms.relations.component import RelationSpan

# Wikidata property and whether KnowledgeNet states it the other way round.
KNOWLEDGENET = {
    # Who is its chief executive works for a company.
    "P169": [("CEO", False), ("EMPLOYEE_OR_MEMBER_OF", True)],
    "P112": [("FOUNDED_BY", False)],
    "P571": [("DATE_FOUNDED", False)],
    "P159": [("HEADQUARTERS", False)],
    "P108": [("EMPLOYEE_OR_MEMBER_OF", False)],
    "P463": [("EMPLOYEE_OR_MEMBER_OF", False)],
    "P102": [("POLITICAL_AFFILIATION", False)],
    "P27": [("NATIONALITY", False)],
    "P551": [("PLACE_OF_RESIDENCE", False)],
    "P19": [("PLACE_OF_BIRTH", False)],
    "P569": [("DATE_OF_BIRTH", False)],
    "P570": [("DATE_OF_DEATH", False)],
    "P26": [("SPOUSE", False), ("SPOUSE", True)],
    "P40": [("CHILD_OF", True)],
    "P69": [("EDUCATED_AT", False)],
    "P749": [("SUBSIDIARY_OF", False)],
    "P355": [("SUBSIDIARY_OF", True)],
}

Fact = "tuple[str, int, int, int, int]"


@dataclass(frozen=True)
class KnowledgeNetScore:
    """Counts with every other fact wrong, and with those wrong of which it is known; by property too."""

    strict: Counts
    known: Counts
    by_property: "dict[str, Counts]"


def read_texts(file: Path) -> "list[str]":
    """The texts of KnowledgeNet's passages."""
    return [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]


def statements_of(row: RelationSpan, properties: "dict[str, tuple[str, bool]]") -> "Optional[tuple[str, bool]]":
    """The property that a row states as a fact, and whether from object to subject."""
    if row.relation_type is None or row.object is None or (row.polarity, row.modality) != ("affirmed", "asserted"):
        return None
    return properties.get(row.relation_type)


def score_knowledgenet(
    file: Path, annotate: "Callable[[Iterable[str]], Iterator[Doc]]", coreference: bool = False
) -> KnowledgeNetScore:
    """The score on the passages of a file."""
    passages = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    properties = load_catalogue().properties
    right: "Counter[str]" = Counter()
    said: "Counter[str]" = Counter()
    known: "Counter[str]" = Counter()
    asked: "Counter[str]" = Counter()
    for passage, doc in zip(passages, annotate(each["text"] for each in passages)):
        gold = {
            (f["property"], f["subject_start"], f["subject_end"], f["object_start"], f["object_end"])
            for f in passage["facts"]
        }
        ours = set(knowledgenet_facts(doc, properties, coreference))
        present = {fact[0] for fact in gold}
        for fact in ours:
            said[fact[0]] += 1
            right[fact[0]] += fact in gold
            known[fact[0]] += not gold or fact[0] in present
        asked.update(fact[0] for fact in gold)
    total = right.total()
    return KnowledgeNetScore(
        Counts(total, said.total(), asked.total()),
        Counts(total, known.total(), asked.total()),
        {name: Counts(right[name], said[name], asked[name]) for name in sorted(asked)},
    )


def knowledgenet_facts(
    doc: Doc, properties: "dict[str, tuple[str, bool]]", coreference: bool
) -> "Iterator[Fact]":
    """The facts of a passage that are among KnowledgeNet's properties."""
    others = _same_entity(doc) if coreference else {}
    for row in doc._.relations:
        stated = statements_of(row, properties)
        if stated is None:
            continue
        subjects = {(row.subject_start, row.subject_end), *others.get((row.sentence_start, row.subject_entity_id), ())}
        objects = {(row.object_start, row.object_end), *others.get((row.sentence_start, row.object_entity_id), ())}
        for name, swapped in KNOWLEDGENET.get(stated[0], ()):
            for subject in subjects:
                for found in objects:
                    one, other = (found, subject) if swapped != stated[1] else (subject, found)
                    yield (name, *one, *other)


def _same_entity(doc: Doc) -> "dict[tuple[int, str], set[tuple[int, int]]]":
    """The places where an entity is named, or spoken of in a statement, by the start of the sentence and entity_id."""
    found: "dict[tuple[int, str], set[tuple[int, int]]]" = defaultdict(set)
    starts = [sentence.start_char for sentence in doc.sents]
    for mention in doc._.mentions:
        if mention.label in ("PERSON", "ORG"):
            found[starts[bisect.bisect_right(starts, mention.start) - 1], mention.entity_id].add((mention.start, mention.end))
    for row in doc._.relations:
        if row.subject_label in ("PERSON", "ORG"):
            found[row.sentence_start, row.subject_entity_id].add((row.subject_start, row.subject_end))
        if row.object_label in ("PERSON", "ORG") and row.object_start is not None:
            found[row.sentence_start, row.object_entity_id].add((row.object_start, row.object_end))
    return found


def facts_of(row: RelationSpan, properties: "dict[str, tuple[str, bool]]") -> "Iterator[Fact]":
    """The facts of a row as it stands."""
    stated = statements_of(row, properties)
    for name, swapped in KNOWLEDGENET.get(stated[0], ()) if stated is not None else ():
        one, other = (row.subject_start, row.subject_end), (row.object_start, row.object_end)
        yield (name, *other, *one) if swapped != stated[1] else (name, *one, *other)


def score_redocred(
    file: Path, annotate: "Callable[[Iterable[str]], Iterator[Doc]]"
) -> "tuple[Counts, dict[str, Counts]]":
    """The counts over the properties that the catalogue shares, and each property's."""
    documents = json.loads(file.read_text(encoding="utf-8"))
    properties = load_catalogue().properties
    shared = {wikidata for wikidata, _ in properties.values() if wikidata != "P39"} & {
        label["r"] for document in documents for label in document["labels"]
    }
    right: "Counter[str]" = Counter()
    said: "Counter[str]" = Counter()
    asked: "Counter[str]" = Counter()
    texts = [" ".join(" ".join(words) for words in document["sents"]) for document in documents]
    for document, doc in zip(documents, annotate(texts)):
        entities = list(_entities(document))
        gold = {(label["r"], label["h"], label["t"]) for label in document["labels"] if label["r"] in shared}
        sentences = _sentences(document)
        asked.update(r for r, h, t in gold if sentences[h] & sentences[t])
        ours = set()
        for row in doc._.relations:
            stated = statements_of(row, properties)
            if stated is None or stated[0] not in shared:
                continue
            one = _entity(entities, row.subject_start, row.subject_end)
            other = _entity(entities, row.object_start, row.object_end)
            if one is not None and other is not None and one != other:
                ours.add((stated[0], other, one) if stated[1] else (stated[0], one, other))
        said.update(fact[0] for fact in ours)
        right.update(fact[0] for fact in ours & gold)
    return (
        Counts(right.total(), said.total(), asked.total()),
        {name: Counts(right[name], said[name], asked[name]) for name in sorted(shared)},
    )


def _entities(document: dict) -> "Iterator[tuple[int, int, int]]":
    """Offsets of each mention, with the number of its entity."""
    starts, ends, at = [], [], 0
    for words in document["sents"]:
        starts.append([])
        ends.append([])
        for word in words:
            starts[-1].append(at)
            ends[-1].append(at + len(word))
            at += len(word) + 1
    for number, mentions in enumerate(document["vertexSet"]):
        for mention in mentions:
            first, end = mention["pos"]
            yield starts[mention["sent_id"]][first], ends[mention["sent_id"]][end - 1], number


def _sentences(document: dict) -> "list[set[int]]":
    return [{mention["sent_id"] for mention in mentions} for mentions in document["vertexSet"]]


def _entity(entities: "list[tuple[int, int, int]]", start: int, end: int) -> "Optional[int]":
    exact = [number for first, last, number in entities if (first, last) == (start, end)]
    ending = [number for first, last, number in entities if last == end or first == start]
    return next(iter(exact or ending), None)
