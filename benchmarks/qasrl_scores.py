"""QA-SRL's gold standard (Roit et al., ACL 2020), Wikinews dev: are the predicates and their arguments found.

Gold are the answers to questions about each verb of 500 sentences. An argument of ours is a subject, an object, a
time or a place of a statement whose predicate ends with that verb, or the source that the verb attributes something to.
As in the paper's unlabelled evaluation two arguments match if the words they share are at least half of the words of
both together, and are paired one to one. Precision counts the arguments given to gold verbs. Not scored: questions.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable, Iterator

from spacy.tokens import Doc

from transforms.relations.component import RelationSpan

MATCHING = 0.5

Span = "tuple[int, int]"


@dataclass(frozen=True)
class Counts:
    """What was right, what was said and what was asked for."""

    right: int
    said: int
    asked: int

    @property
    def precision(self) -> float:
        """Share of what was said that is right."""
        return self.right / max(self.said, 1)

    @property
    def recall(self) -> float:
        """Share of what was asked for that was found."""
        return self.right / max(self.asked, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(self.said + self.asked, 1)

    def __str__(self) -> str:
        scores = f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f}"
        return f"{scores} ({self.said} said, {self.asked} asked)"


def score_arguments(
    folder: Path, annotate: "Callable[[Iterable[str]], Iterator[Doc]]"
) -> "tuple[Counts, Counts]":
    """The counts of predicates, and of arguments."""
    gold = read_gold(folder / "wikinews.dev.gold.csv")
    sentences = read_sentences(folder / "wikinews.dev.full.csv", set(gold))
    verbs_right = verbs_said = verbs_asked = right = said = asked = 0
    for doc, verbs in zip(annotate(sentences.values()), (gold[key] for key in sentences)):
        found = arguments(doc)
        verbs_right += len(found.keys() & verbs.keys())
        verbs_said += len(found)
        verbs_asked += len(verbs)
        for verb, answers in verbs.items():
            ours = found.get(verb, set())
            right += paired(answers, ours)
            said += len(ours)
            asked += len(answers)
    return Counts(verbs_right, verbs_said, verbs_asked), Counts(right, said, asked)


def read_gold(file: Path) -> "dict[str, dict[int, set[Span]]]":
    """For each sentence the answers, as first word and end, by the place of their verb."""
    gold: "dict[str, dict[int, set[Span]]]" = defaultdict(lambda: defaultdict(set))
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for answer in row["answer_range"].split("~!~"):
                first, _, end = answer.partition(":")
                gold[row["qasrl_id"]][int(row["verb_idx"])].add((int(first), int(end)))
    return gold


def read_sentences(file: Path, wanted: "set[str]") -> "dict[str, str]":
    """The sentences with a gold standard, their tokens parted by blanks."""
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["qasrl_id"]: row["tokens"] for row in csv.DictReader(lines) if row["qasrl_id"] in wanted}


def arguments(doc: Doc) -> "dict[int, set[Span]]":
    """Our arguments by the place of their verb; places are counted in blanks."""
    found: "dict[int, set[Span]]" = defaultdict(set)
    for row in doc._.relations:
        verb = verb_of(doc, row)
        if verb is not None:
            found[verb].update(in_words(doc.text, start, end) for start, end in _spans(row))
    return found


def verb_of(doc: Doc, row: RelationSpan) -> "int | None":
    """The last verb of a predicate."""
    span = doc.char_span(row.predicate_start, row.predicate_end, alignment_mode="expand")
    for word in reversed(span):
        if word.tag_.startswith("VB") and word.lemma_ != "be":
            return doc.text.count(" ", 0, word.idx)
    return None


def _spans(row: RelationSpan) -> "Iterator[Span]":
    yield row.subject_start, row.subject_end
    if row.object_start is not None and row.object_end is not None:
        yield row.object_start, row.object_end
    for text in (row.time_text, row.place):
        place = row.sentence.find(text) if text else -1
        if text and place >= 0:
            yield row.sentence_start + place, row.sentence_start + place + len(text)


def in_words(text: str, start: int, end: int) -> "Span":
    """Offsets as first word and end, counted in blanks."""
    return text.count(" ", 0, start), text.count(" ", 0, end) + 1


def paired(gold: "set[Span]", ours: "set[Span]") -> int:
    """How many can be paired one to one."""
    pairs: "dict[Span, list[Span]]" = {
        one: [other for other in gold if overlap(one, other) >= MATCHING] for one in sorted(ours)
    }
    partner: "dict[Span, Span]" = {}

    def place(one: "Span", tried: "set[Span]") -> bool:
        for other in pairs[one]:
            if other not in tried:
                tried.add(other)
                if other not in partner or place(partner[other], tried):
                    partner[other] = one
                    return True
        return False

    return sum(place(one, set()) for one in pairs)


def overlap(one: "Span", other: "Span") -> float:
    """Words shared by the words of both together."""
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)
