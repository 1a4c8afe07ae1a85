"""How good the relation rules are, on two open corpora. Development scores: rules were read against both.

CaRB (dev): statements against tuples written by people, words of each slot counted. Precision pairs each
statement with one tuple, recall takes for each tuple its best statement, as CaRB's own matcher does; unlike
it, no confidence threshold is drawn and words are compared in lower case without their counts.

UDS factuality on UD EWT (dev, gold parses): does "asserted and affirmed" agree with people who were asked
whether the thing happened. Beside it what always saying yes would score.

    python -m benchmarks.relation_scores --corpora DIR [--model en_newslake_sm]
"""

import argparse
import json
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Iterator, Sequence

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

import transforms.annotation.mentions  # noqa: F401  registers the factory
import transforms.relations.component  # noqa: F401  registers the factory
from transforms.relations.clauses import find_clauses
from transforms.relations.component import RelationSpan
from transforms.relations.dependencies import Tree
from transforms.relations.modality import ASSERTED, modality
from transforms.relations.polarity import AFFIRMED, polarity

_MAX_SHIFT = 4
_WINDOW = 8
_PREDICATES = frozenset(["VERB", "ADJ", "NOUN", "AUX"])

Slots = "tuple[frozenset[str], frozenset[str], frozenset[str]]"


def score_carb(folder: Path, model: str) -> "tuple[float, float, float, int]":
    """Precision, recall, F1 and number of statements on CaRB's development set."""
    gold = _carb_tuples(folder / "carb" / "dev.tsv")
    nlp = spacy.load(model)
    nlp.add_pipe("newslake_mentions")
    nlp.add_pipe("newslake_relations")
    right = said = covered = wanted = 0.0
    count = 0
    for doc, tuples in nlp.pipe(gold.items(), as_tuples=True):
        found = [_slots(doc.text, each) for each in doc._.relations]
        count += len(found)
        right += sum(_one_to_one(found, tuples))
        said += len(found)
        covered += sum(max((_share(each, one) for one in found), default=0.0) for each in tuples)
        wanted += len(tuples)
    precision, recall = right / max(said, 1), covered / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9), count


def _carb_tuples(path: Path) -> "dict[str, list[Slots]]":
    gold: "dict[str, list[Slots]]" = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        sentence, predicate, subject, *objects = line.split("\t")
        gold[sentence].append((_words(subject), _words(predicate), _words(" ".join(objects))))
    return gold


def _slots(text: str, found: RelationSpan) -> "Slots":
    predicate = text[found.predicate_start : found.predicate_end]
    if found.rule in ("apposition", "title"):
        predicate = "is"
    rest = " ".join(part for part in (found.object, found.time_text) if part)
    return _words(found.subject), _words(predicate), _words(rest)


def _words(text: str) -> "frozenset[str]":
    return frozenset(text.lower().split())


def _share(these: "Slots", others: "Slots") -> float:
    """Share of the words of one tuple that the other has in the same slot; 0 where predicates share none."""
    if not these[1] & others[1]:
        return 0.0
    return sum(len(a & b) for a, b in zip(these, others)) / max(1, sum(map(len, these)))


def _one_to_one(found: "Sequence[Slots]", tuples: "Sequence[Slots]") -> "Iterator[float]":
    pairs = sorted(
        ((_share(one, each), i, j) for i, one in enumerate(found) for j, each in enumerate(tuples)), reverse=True
    )
    taken_found, taken_tuples = set(), set()
    for share, i, j in pairs:
        if i not in taken_found and j not in taken_tuples:
            taken_found.add(i)
            taken_tuples.add(j)
            yield share


def score_factuality(folder: Path) -> "dict[str, float]":
    """Agreement with UDS factuality on the gold parses of EWT's development set."""
    with zipfile.ZipFile(folder / "uds" / "factuality.zip") as archive:
        data = json.loads(archive.read("factuality.json"))["data"]
    sentences = list(_conllu(folder / "ewt" / "en_ewt-ud-dev.conllu"))
    agreed = happened = total = denied = found_denied = 0
    for doc, nodes in _aligned(sentences, data):
        tree = Tree(doc)
        clauses = find_clauses(tree)
        for word, annotation in nodes.items():
            values = list(annotation["factuality"]["factual"]["value"].values())
            if word not in clauses or not clauses[word].subjects or len(set(values)) != 1:
                continue  # nothing that we state, or people disagree
            factual = bool(values[0])
            clause = clauses[word]
            ours = polarity(tree, clauses, clause)[0] == AFFIRMED and modality(tree, clauses, clause)[0] == ASSERTED
            total += 1
            happened += factual
            agreed += ours == factual
            denied += not factual
            found_denied += not factual and not ours
    return {
        "predicates": total,
        "agreement": agreed / max(total, 1),
        "always yes": happened / max(total, 1),
        "recall of what did not happen": found_denied / max(denied, 1),
    }


def _aligned(sentences: "Sequence[Doc]", data: dict) -> "Iterator[tuple[Doc, dict]]":
    """Sentences with their annotations by word.

    UDS counts the sentences of an earlier EWT, which had a few more or less: of the small shifts the one
    is taken under which the annotated words of the sentences around are predicates.
    """
    annotated = [
        {int(node.rsplit("-", 1)[1]) - 1: value for node, value in data.get(f"ewt-dev-{number}", {}).items()}
        for number in range(1, len(sentences) + _MAX_SHIFT + 1)
    ]

    def fits(place: int, shift: int) -> float:
        hits = total = 0
        for at in range(max(0, place - _WINDOW), min(len(sentences), place + _WINDOW)):
            if 0 <= at + shift < len(annotated):
                words = annotated[at + shift]
                total += len(words)
                hits += sum(word < len(sentences[at]) and sentences[at][word].pos_ in _PREDICATES for word in words)
        return hits / max(total, 1)

    for place, doc in enumerate(sentences):
        shift = max(range(-_MAX_SHIFT, _MAX_SHIFT + 1), key=lambda each: fits(place, each))
        if fits(place, shift) > 0.9 and 0 <= place + shift < len(annotated):
            yield doc, annotated[place + shift]


def _conllu(path: Path) -> "Iterator[Doc]":
    vocab = Vocab()
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
        rows = [row for row in rows if row[0].isdigit()]
        yield Doc(
            vocab,
            [row[1] for row in rows],
            ["SpaceAfter=No" not in row[9] for row in rows],
            pos=[row[3] for row in rows],
            tags=[row[4] for row in rows],
            lemmas=[row[2] for row in rows],
            heads=[int(row[6]) - 1 if row[6] != "0" else place for place, row in enumerate(rows)],
            deps=[row[7] if row[6] != "0" else "ROOT" for row in rows],
        )


def main() -> None:
    """Print both scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", required=True, type=Path, help="folder with carb, uds and ewt")
    parser.add_argument("--model", default="en_newslake_sm", help="spaCy pipeline that parses")
    options = parser.parse_args()
    precision, recall, f1, count = score_carb(options.corpora, options.model)
    print(f"CaRB dev: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} ({count} statements)")
    for name, value in score_factuality(options.corpora).items():
        print(f"UDS factuality, {name}: {value:g}")


if __name__ == "__main__":
    main()
