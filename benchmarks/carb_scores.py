"""CaRB (Bhardwaj, Aggarwal and Mausam, EMNLP 2019): statements against tuples that people wrote.

The measure is that of CaRB's own scorer, its default "binary lenient match" (dair-iitd/CaRB, carb.py and matcher.py):

- a tuple is a predicate, a first argument and all others joined; words are split at white space and compared as
  they stand, with their counts, so nothing is stemmed and case tells; "be" stands for one form of be;
- a predicted tuple whose predicate shares no word with the reference's scores nothing, nor does one without a
  second argument; the precision of a pair is the share of the predicted words that match, its recall that of the
  reference's. Where the reference's predicate holds a word of saying, the arguments may also be the other way round;
- precision pairs each prediction with one reference at most, best precision first, and divides by all predictions;
  recall takes for each reference its best prediction; both over every threshold of confidence. Reported is the point
  of the best F1, and the area under the curve with the point of precision 1 and recall 0 added.

A difference: a sentence in which nothing is found counts in the denominator of recall, as there.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Callable, Iterable, Iterator, Sequence

from spacy.tokens import Doc

from transforms.relations.component import RelationSpan

PUBLISHED = "on the test set ClausIE .450, OpenIE4 .488, OpenIE5 .467, OpenIE6 .527"

_FORMS_OF_BE = ("be", "is", "am", "are", "was", "were", "been", "being")
_AUXILIARIES = frozenset(
    "be is am are was were been being have has had do does did will would shall should can could may might must "
    "to not n't 's 've 'd 'll never also".split()
)
_BEFORE_NAMES = frozenset(["the", "a", "an", "mr.", "mrs.", "ms.", "dr."])
# As substrings of the predicate, as in the original.
_SAYING = ("said", "told", "added", "adds", "says")


@dataclass(frozen=True)
class Extraction:
    """A predicted tuple; its words are split at white space."""

    predicate: str
    first: str
    rest: str
    confidence: float = 1.0


@dataclass(frozen=True)
class CarbScore:
    """The best point of the curve, the area below it, and the number of predictions."""

    precision: float
    recall: float
    f1: float
    auc: float
    count: int


def score_rows(file: Path, annotate: "Callable[[Iterable[str]], Iterator[Doc]]") -> "tuple[CarbScore, CarbScore]":
    """The score of the rows as they stand, and of the rows of a clause joined to one tuple of many arguments."""
    gold = read_gold(file)
    rows: "dict[str, list[Extraction]]" = {}
    joined: "dict[str, list[Extraction]]" = {}
    for doc in annotate(gold):
        rows[doc.text] = [extraction(doc.text, [each]) for each in doc._.relations]
        joined[doc.text] = list(_by_clause(doc.text, doc._.relations))
    return score(gold, rows), score(gold, joined)


def read_gold(file: Path) -> "dict[str, list[Extraction]]":
    """The reference tuples by sentence."""
    gold: "dict[str, list[Extraction]]" = defaultdict(list)
    for line in file.read_text(encoding="utf-8").splitlines():
        sentence, predicate, *arguments = line.split("\t")
        gold[sentence].append(Extraction(predicate, *(arguments[:1] or [""]), " ".join(arguments[1:])))
    return gold


def _by_clause(text: str, found: "Iterable[RelationSpan]") -> "Iterator[Extraction]":
    """One tuple for a subject and a verb; objects that share a predicate are alternatives, and stay apart."""

    def clause(each: RelationSpan) -> "tuple[int, int, int, str]":
        return each.predicate_start, each.subject_start, each.subject_end, each.rule in ("title", "apposition", "affiliation")

    for _, group in groupby(sorted(found, key=clause), key=clause):
        by_predicate: "dict[str, list[RelationSpan]]" = defaultdict(list)
        for each in group:
            by_predicate[each.predicate].append(each)
        for alternative in range(max(map(len, by_predicate.values()))):
            rows = [each[min(alternative, len(each) - 1)] for each in by_predicate.values()]
            yield extraction(text, sorted(rows, key=lambda row: row.object_start or 0))


def extraction(text: str, rows: "Sequence[RelationSpan]") -> Extraction:
    """The rows of a subject and verb as one tuple."""
    first = rows[0]
    if first.rule in ("apposition", "title", "affiliation"):
        predicate = "is"
    else:
        predicate = text[_verb_group(text, first) : first.predicate_end]
    if first.rule == "agent" and first.object is not None:
        # The text has it the other way round, and so do the references.
        subject, found = _object(text, first), _subject(text, first)
        return Extraction(f"{predicate} by", subject, _with_setting(first, [found]), first.confidence)
    rest = [_object(text, first)]
    for row in rows[1:]:
        rest += [text[row.predicate_start : row.predicate_end].rpartition(" ")[2], _object(text, row)]
    confidence = max(row.confidence for row in rows)
    return Extraction(predicate, _subject(text, first), _with_setting(first, list(filter(None, rest))), confidence)


def _subject(text: str, row: RelationSpan) -> str:
    return text[_article(text, row.subject_start) : row.subject_end]


def _object(text: str, row: RelationSpan) -> str:
    return "" if row.object_start is None else text[_article(text, row.object_start) : row.object_end]


def _article(text: str, start: int) -> int:
    """Where an argument starts with the article or form of address that our names leave out and CaRB's keep."""
    before = text[:start].rstrip().rpartition(" ")[2]
    return start - len(before) - 1 if before.lower() in _BEFORE_NAMES else start


def _with_setting(row: RelationSpan, words: "list[str]") -> str:
    """The arguments after the first with time and place, where they are not among them."""
    spoken = " ".join(words)
    return " ".join([spoken, *(each for each in (row.place, row.time_text) if each and each not in spoken)]).strip()


def _verb_group(text: str, row: RelationSpan) -> int:
    """Where the predicate starts with the auxiliaries and negations before it, which CaRB's annotators wrote too."""
    start = row.predicate_start
    while True:
        word = text[:start].rstrip().rpartition(" ")[2]
        if word.lower() not in _AUXILIARIES or start <= row.sentence_start:
            return start
        start = text[:start].rstrip().rfind(" ") + 1


def match(reference: Extraction, prediction: Extraction) -> "tuple[float, float]":
    """Precision and recall of a pair."""
    straight = _match(reference, prediction.predicate, prediction.first, prediction.rest)
    if any(word in reference.predicate for word in _SAYING) and prediction.rest:
        return max(straight, _match(reference, prediction.predicate, prediction.rest, prediction.first))
    return straight


def _match(reference: Extraction, predicate: str, first: str, rest: str) -> "tuple[float, float]":
    if not rest:
        return 0.0, 0.0
    wanted, given = reference.predicate.split(), predicate.split()
    left = list(given)
    matched = _common(wanted, left)
    if "be" in left and any(form in wanted for form in _FORMS_OF_BE):
        matched += 1
    if not matched:
        return 0.0, 0.0
    said, asked = len(given), len(wanted)
    for gold, ours in ((reference.first, first), (reference.rest, rest)):
        matched += _common(gold.split(), ours.split())
        said += len(ours.split())
        asked += len(gold.split())
    return matched / said, matched / asked


def _common(wanted: "list[str]", given: "list[str]") -> int:
    """How many words two lists share, counted; what is matched is taken from the second."""
    count = 0
    for word in wanted:
        if word in given:
            given.remove(word)
            count += 1
    return count


def score(gold: "dict[str, list[Extraction]]", found: "dict[str, list[Extraction]]") -> CarbScore:
    """The curve over all thresholds of confidence, its best point and area."""
    thresholds = sorted({each.confidence for group in found.values() for each in group})
    pairs = {
        sentence: [[match(one, each) for each in found.get(sentence, ())] for one in tuples]
        for sentence, tuples in gold.items()
    }
    curve = [_at(gold, found, pairs, threshold) for threshold in thresholds]
    if not curve:
        return CarbScore(0, 0, 0, 0, 0)
    best = max(curve, key=lambda point: point[2])
    points = [(precision, recall) for precision, recall, _ in curve] + [(1.0, 0.0)]
    area = sum((a[0] + b[0]) / 2 * (a[1] - b[1]) for a, b in zip(points, points[1:]))
    return CarbScore(*best, area, sum(map(len, found.values())))


def _at(gold, found, pairs, threshold: float) -> "tuple[float, float, float]":
    right = said = covered = wanted = 0.0
    for sentence in gold:
        kept = [place for place, each in enumerate(found.get(sentence, ())) if each.confidence >= threshold]
        matrix = [[row[place] for place in kept] for row in pairs[sentence]]
        right += sum(_one_to_one(matrix))
        said += len(kept)
        covered += sum(max((recall for _, recall in row), default=0.0) for row in matrix)
        wanted += len(matrix)
    precision, recall = right / said if said else 1.0, covered / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _one_to_one(matrix: "list[list[tuple[float, float]]]") -> "Iterator[float]":
    """The precision of the pairs that are made greedily, best first."""
    cells = sorted(((cell[0], -i, -j) for i, row in enumerate(matrix) for j, cell in enumerate(row)), reverse=True)
    rows: "set[int]" = set()
    columns: "set[int]" = set()
    for precision, i, j in cells:
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            yield precision
