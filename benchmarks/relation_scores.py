"""How good relations are, on six open corpora: a line for each, beside what is published.

    python -m benchmarks.relation_scores --corpora DIR [--model en_newslake_sm] [--only NAME …]

Development scores: rules were written with these corpora at hand. What each measures, and how, is said at the head of
its module: carb_scores, qasrl_scores, fact_scores, reserve_scores and, for values of times, normalization_scores.
"speed" prints the time that the stage takes beside that of the model, on KnowledgeNet's passages.
"""

import argparse
import time
from pathlib import Path
from typing import Callable, Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import transforms.annotation.mentions  # noqa: F401  registers the factory
import transforms.relations.component  # noqa: F401  registers the factory
from benchmarks import carb_scores, fact_scores, normalization_scores, qasrl_scores, reserve_scores

SPEED_TEXTS = 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", required=True, type=Path, help="folder with carb, qasrl, knowledgenet and so on")
    parser.add_argument("--model", default="en_newslake_sm", help="spaCy pipeline that parses")
    parser.add_argument("--only", nargs="*", choices=sorted(SCORES), default=list(SCORES), help="which to measure")
    options = parser.parse_args()
    nlp = spacy.load(options.model)
    stages = [nlp.add_pipe("newslake_mentions"), nlp.add_pipe("newslake_relations")]
    for name in options.only:
        for line in SCORES[name](options.corpora, nlp, stages):
            print(line, flush=True)


def _carb(folder: Path, nlp: Language, _: "list[Callable]") -> "Iterator[str]":
    rows, joined = carb_scores.score_rows(folder / "carb" / "dev.tsv", nlp.pipe)
    for what, score in (("rows as they stand", rows), ("rows of a clause joined", joined)):
        yield (
            f"CaRB dev, {what}: precision {score.precision:.3f}, recall {score.recall:.3f}, F1 {score.f1:.3f}, "
            f"AUC {score.auc:.3f} ({score.count} tuples); F1 published: {carb_scores.PUBLISHED}"
        )


def _qasrl(folder: Path, nlp: Language, _: "list[Callable]") -> "Iterator[str]":
    predicates, arguments = qasrl_scores.score_arguments(folder / "qasrl", nlp.pipe)
    yield f"QA-SRL Wikinews dev, predicates: {predicates}"
    yield f"QA-SRL Wikinews dev, arguments: {arguments}"


def _knowledgenet(folder: Path, nlp: Language, _: "list[Callable]") -> "Iterator[str]":
    file = folder / "knowledgenet" / "folds1-3.jsonl"
    docs = list(nlp.pipe(text for text in _texts(folder)))
    for what, coreference in (("", False), (" with coreference", True)):
        score = fact_scores.score_knowledgenet(file, lambda texts: iter(docs), coreference)
        yield f"KnowledgeNet folds 1-3, exact spans{what}, known: {score.known}"
        yield f"KnowledgeNet folds 1-3, exact spans{what}, strict: {score.strict}"
    yield "  published, on the test fold: BiLSTM baseline F1 .518, best .81, human .878"
    yield "  by property, with coreference, strict:"
    for name, counts in score.by_property.items():
        yield f"  {name}: {counts}"


def _redocred(folder: Path, nlp: Language, _: "list[Callable]") -> "Iterator[str]":
    score, by_property = fact_scores.score_redocred(folder / "redocred" / "dev_revised.json", nlp.pipe)
    yield f"Re-DocRED dev, within a sentence: {score}"
    for name, counts in by_property.items():
        yield f"  {name}: {counts}"


def _meantime(folder: Path, nlp: Language, _: "list[Callable]") -> "Iterator[str]":
    certainty, polarity = reserve_scores.score_meantime(folder / "meantime", nlp.pipe)
    yield f"MEANTIME, verbs that are not certain: {certainty}"
    yield f"MEANTIME, negative verbs: {polarity}"
    expressions = list(normalization_scores.read_meantime(folder / "meantime", nlp))
    right, total = normalization_scores.count_right(expressions)
    yield f"MEANTIME, TIMEX3 values: {right} of {total} right, accuracy {right / max(total, 1):.3f}"


def _uds(folder: Path, _: Language, __: "list[Callable]") -> "Iterator[str]":
    for name, value in reserve_scores.score_factuality(folder).items():
        yield f"UDS factuality, {name}: {value:.3f}"


def _speed(folder: Path, nlp: Language, stages: "list[Callable]") -> "Iterator[str]":
    texts = list(_texts(folder))[:SPEED_TEXTS]
    with nlp.select_pipes(disable=["newslake_mentions", "newslake_relations"]):
        list(nlp.pipe(texts[:50]))
        start = time.perf_counter()
        docs = list(nlp.pipe(texts))
        model = time.perf_counter() - start
    seconds = []
    for stage in stages:
        start = time.perf_counter()
        for doc in docs:
            stage(doc)
        seconds.append(time.perf_counter() - start)
    words = sum(len(doc) for doc in docs)
    yield (
        f"speed: the model {model:.2f} s for {words} words, mentions {seconds[0] / model:.1%} and relations "
        f"{seconds[1] / model:.1%} of that"
    )


def _texts(folder: Path) -> "Iterable[str]":
    return fact_scores.read_texts(folder / "knowledgenet" / "folds1-3.jsonl")


SCORES = {
    "carb": _carb,
    "qasrl": _qasrl,
    "knowledgenet": _knowledgenet,
    "redocred": _redocred,
    "meantime": _meantime,
    "uds": _uds,
    "speed": _speed,
}


if __name__ == "__main__":
    main()
