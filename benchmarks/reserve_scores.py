"""Certainty and polarity against MEANTIME (Minard et al., LREC 2016), factuality against UDS (Rudinger et al., 2018).

MEANTIME: verbs marked as events, in the sentences with annotation. A verb is uncertain where the gold certainty is
POSSIBLE or PROBABLE, negative where its polarity is NEG; UNDERSPECIFIED and empty values are left out. Ours is the
reserve of the statement whose predicate ends with the verb; a verb that no statement has counts as certain and positive,
so it is missed. What is planned or wanted is certain and in the future in most of MEANTIME, so only possible and
conditional count as uncertain.

UDS factuality on UD EWT (dev, gold parses): does "asserted and affirmed" agree with people who were asked whether the
thing happened. Beside it what always saying yes would score.
"""

import json
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable, Iterator, Sequence

from spacy.tokens import Doc
from spacy.vocab import Vocab

from benchmarks.qasrl_scores import Counts
from transforms.relations.clauses import find_clauses
from transforms.relations.component import RelationSpan
from transforms.relations.dependencies import Tree
from transforms.relations.modality import ASSERTED, modality
from transforms.relations.polarity import AFFIRMED, NEGATED, polarity

_UNCERTAIN = frozenset(["POSSIBLE", "PROBABLE"])
_MAX_SHIFT = 4
_WINDOW = 8
_PREDICATES = frozenset(["VERB", "ADJ", "NOUN", "AUX"])


@dataclass(frozen=True)
class Event:
    """A verb of MEANTIME: its sentence, place in it, and whether it is uncertain and negative; None: not said."""

    sentence: str
    place: int
    uncertain: "bool | None"
    negative: "bool | None"


def score_meantime(folder: Path, annotate: "Callable[[Iterable[str]], Iterator[Doc]]") -> "tuple[Counts, Counts]":
    """The counts of uncertain verbs, and of negative ones."""
    events = list(read_meantime(folder))
    sentences = sorted({event.sentence for event in events})
    found = {doc.text: _reserves(doc) for doc in annotate(sentences)}
    counts: "Counter[tuple[str, str]]" = Counter()
    for event in events:
        uncertain, negative = found[event.sentence].get(event.place, (False, False))
        for name, gold, ours in (("certainty", event.uncertain, uncertain), ("polarity", event.negative, negative)):
            if gold is not None:
                counts[name, "right"] += gold and ours
                counts[name, "said"] += ours
                counts[name, "asked"] += gold
    certainty, sign = (
        Counts(*(counts[name, what] for what in ("right", "said", "asked"))) for name in ("certainty", "polarity")
    )
    return certainty, sign


def _reserves(doc: Doc) -> "dict[int, tuple[bool, bool]]":
    """Whether the verb at a place, counted in blanks, is uncertain and negative to us."""
    found = {}
    for row in doc._.relations:
        span = doc.char_span(row.predicate_start, row.predicate_end, alignment_mode="expand")
        verbs = [word for word in span if word.pos_ in ("VERB", "AUX")]
        cue = doc.text.rfind(row.modality_cue or "\0", row.sentence_start, row.predicate_start)
        if cue >= 0 and row.rule != "clause":
            # "Need to" and its like stand for a verb of their own, which shares a negation before it.
            negated = row.polarity == NEGATED and doc.text.find(row.polarity_cue, row.sentence_start, cue) >= 0
            found.setdefault(doc.text.count(" ", 0, cue), (False, negated))
        if verbs:
            found[doc.text.count(" ", 0, verbs[-1].idx)] = (_is_uncertain(row), row.polarity == NEGATED)
    return found


def _is_uncertain(row: RelationSpan) -> bool:
    return row.modality in ("possible", "conditional")


def read_meantime(folder: Path) -> "Iterator[Event]":
    """The verbs of MEANTIME's CAT XML files that are marked as events."""
    for file in sorted(folder.rglob("*.xml")):
        root = ElementTree.parse(file).getroot()
        sentences: "dict[str, list[str]]" = {}
        place: "dict[str, tuple[str, int]]" = {}
        for token in root.iter("token"):
            words = sentences.setdefault(token.get("sentence"), [])
            place[token.get("t_id")] = (token.get("sentence"), len(words))
            words.append((token.text or "_").replace(" ", "_"))
        for event in root.iter("EVENT_MENTION"):
            anchors = [place[anchor.get("t_id")] for anchor in event.iter("token_anchor")]
            if anchors and event.get("pos") == "VERB":
                certainty, sign = event.get("certainty"), event.get("polarity")
                yield Event(
                    " ".join(sentences[anchors[0][0]]),
                    anchors[0][1],
                    None if certainty in ("", "UNDERSPECIFIED", None) else certainty in _UNCERTAIN,
                    None if sign in ("", "UNDERSPECIFIED", None) else sign == "NEG",
                )


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
