"""How often the statements of each rule are right: where the confidences of rules.py come from.

Judges have the last word: a rule's share is what they found right of its statements on the sheets beside this file, as far
as these are still extracted. Few of a rule were judged, so that PRIOR more are counted, right as often as the corpora below
say, less what judges find wrong more often than corpora do. The rules were changed by what all sheets but the newest showed, so
that their statements are too often right: all shares are lowered to what was right on the newest, which few rules were made with.
Rules that no judge saw have what the corpora say. In two halves of the newest sheet, what the rest says of one is printed
beside what its judge said.

A statement counts as right
- on CaRB dev, if at least half of its words stand in the same slots of one reference tuple;
- on QA-SRL Wikinews dev, for a verb with a gold standard, if subject and object each stand in an answer about that verb
  or hold one, whole; an answer that is another name of the same thing counts against it;
- on KnowledgeNet, for a typed statement whose property is known to be annotated in the passage, if the fact is gold.

Both kinds of corpora forgive what is cut off, and call some right statements wrong, for what they annotate is less than what a
sentence states. Their shares have two right in two added for a rule seldom seen. Long sentences and vague subjects take away
what their shares are relative to those of the other statements, and a rule's confidence is divided by it.

    python -m benchmarks.relation_calibration --corpora DIR [--model en_newslake_sm]
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Callable, Iterable, Iterator

import spacy
from spacy.tokens import Doc

import transforms.annotation.mentions  # noqa: F401  registers the factory
import transforms.relations.component  # noqa: F401  registers the factory
from benchmarks import carb_scores, fact_scores, judged_statements, qasrl_scores
from transforms.relations.catalogue import load_catalogue
from transforms.relations.component import LONG_SENTENCE, LONG_WEIGHT, VAGUE, VAGUE_WEIGHT, RelationSpan
from transforms.relations.rules import RULES

Judged = "tuple[RelationSpan, bool]"
Sheet = "list[judged_statements.Judged]"
# Statements of a rule that weigh as much as all that the corpora say of it: a rule seldom judged keeps close to them.
PRIOR = 15


def main() -> None:
    """Print right and judged statements by rule, by length of sentence and by kind of subject."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", required=True, type=Path, help="folder with carb, qasrl and knowledgenet")
    parser.add_argument("--model", default="en_newslake_sm", help="spaCy pipeline that parses")
    options = parser.parse_args()
    nlp = spacy.load(options.model)
    nlp.add_pipe("newslake_mentions")
    nlp.add_pipe("newslake_relations")
    statements = judged(options.corpora, nlp.pipe)
    for line in report(statements):
        print(line)
    *known, fresh = (
        still_extracted(judged_statements.read_sheet(file), options.corpora, nlp.pipe) for file in judged_statements.SHEETS
    )
    for line in calibration(shares(statements), [each for sheet in known for each in sheet], fresh):
        print(line)


def judged(folder: Path, annotate: "Callable[[Iterable[str]], Iterator[Doc]]") -> "list[Judged]":
    """The statements on which the corpora have a say, and whether they are right."""
    return [
        *_by_carb(folder / "carb" / "dev.tsv", annotate),
        *_by_qasrl(folder / "qasrl", annotate),
        *_by_knowledgenet(folder / "knowledgenet" / "folds1-3.jsonl", annotate),
    ]


def _by_carb(file: Path, annotate: "Callable[[Iterable[str]], Iterator[Doc]]") -> "Iterator[Judged]":
    gold = carb_scores.read_gold(file)
    for doc in annotate(gold):
        for row in doc._.relations:
            ours = carb_scores.extraction(doc.text, [row])
            if ours.rest:
                yield row, max(carb_scores.match(one, ours)[0] for one in gold[doc.text]) >= 0.5


def _by_qasrl(folder: Path, annotate: "Callable[[Iterable[str]], Iterator[Doc]]") -> "Iterator[Judged]":
    gold = qasrl_scores.read_gold(folder / "wikinews.dev.gold.csv")
    sentences = qasrl_scores.read_sentences(folder / "wikinews.dev.full.csv", set(gold))
    for key, doc in zip(sentences, annotate(sentences.values())):
        for row in doc._.relations:
            answers = gold[key].get(qasrl_scores.verb_of(doc, row))
            if answers:
                spans = [(row.subject_start, row.subject_end), (row.object_start, row.object_end)]
                words = [qasrl_scores.in_words(doc.text, start, end) for start, end in spans if start is not None]
                yield row, all(any(_holds(one, other) for other in answers) for one in words)


def _holds(one: "tuple[int, int]", other: "tuple[int, int]") -> bool:
    return one[0] <= other[0] and other[1] <= one[1] or other[0] <= one[0] and one[1] <= other[1]


def _by_knowledgenet(file: Path, annotate: "Callable[[Iterable[str]], Iterator[Doc]]") -> "Iterator[Judged]":
    passages = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    properties = load_catalogue().properties
    for passage, doc in zip(passages, annotate(each["text"] for each in passages)):
        gold = {
            (f["property"], f["subject_start"], f["subject_end"], f["object_start"], f["object_end"])
            for f in passage["facts"]
        }
        present = {fact[0] for fact in gold}
        for row in doc._.relations:
            facts = set(fact_scores.facts_of(row, properties))
            if facts and not present.isdisjoint(fact[0] for fact in facts):
                yield row, bool(facts & gold)


def report(statements: "list[Judged]") -> "Iterator[str]":
    """Lines of counts and shares."""
    by_rule: "Counter[tuple[str, bool]]" = Counter((row.rule, right) for row, right in statements)
    for rule in RULES:
        yield _line(rule, by_rule[rule, True], by_rule[rule, False])
    for name, test in (
        ("long sentences", lambda row: len(row.sentence.split()) > LONG_SENTENCE),
        ("vague subjects", lambda row: row.subject_name is None and row.subject.lower() in VAGUE),
    ):
        ours = Counter(right for row, right in statements if test(row))
        others = Counter(right for row, right in statements if not test(row))
        yield _line(name, ours[True], ours[False])
        yield _line(f"no {name}", others[True], others[False])
    yield "confidence: what of the statements is right"
    for low in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
        within = Counter(right for row, right in statements if low <= row.confidence < (low + 0.1 if low else 0.5))
        yield _line(f"{low:.1f} to {low + 0.1 if low else 0.5:.1f}", within[True], within[False])


def still_extracted(sheet: Sheet, corpora: Path, annotate: "Callable[[Iterable[str]], Iterator[Doc]]") -> Sheet:
    """The statements of a sheet that today's extractor makes, whatever it says of their certainty."""
    today = {said[:6] for said in judged_statements.extracted_again(sheet, corpora, annotate)}
    return [each for each in sheet if each.stated[:6] in today]


def shares(statements: "list[Judged]") -> "dict[str, float]":
    """The share that is right by rule on the corpora."""
    counts = Counter((row.rule, right) for row, right in statements)
    return {rule: (counts[rule, True] + 2) / (counts[rule, True] + counts[rule, False] + 2) for rule in RULES}


def confidences(of_corpora: "dict[str, float]", known: Sheet, fresh: Sheet) -> "dict[str, float]":
    """The confidence of each rule in a plain sentence.

    :param of_corpora: shares that are right on the corpora.
    :param known: judged statements that rules were made with.
    :param fresh: those of the newest sheet, which say how often a statement is right on the whole.
    """
    sheet = [*known, *fresh]
    right = Counter(each.rule for each in sheet if each.verdict != judged_statements.WRONG)
    all_ = Counter(each.rule for each in sheet)
    stricter = min(1.0, right.total() / sum(of_corpora[each.rule] for each in sheet))
    found = {rule: (right[rule] + PRIOR * of_corpora[rule] * stricter) / (all_[rule] + PRIOR) for rule in all_}
    good = sum(each.verdict != judged_statements.WRONG for each in fresh)
    level = good / sum(found[each.rule] * weight(each) for each in fresh)
    return {**of_corpora, **{rule: min(0.97, share * level) for rule, share in found.items()}}


def weight(each: "judged_statements.Judged") -> float:
    """What a long sentence and a vague subject leave of a rule's confidence."""
    long = LONG_WEIGHT if len(each.sentence.split()) > LONG_SENTENCE else 1.0
    return long * (VAGUE_WEIGHT if each.subject.lower() in VAGUE else 1.0)


def calibration(of_corpora: "dict[str, float]", known: Sheet, fresh: Sheet) -> "Iterator[str]":
    """The confidences, and for each third of the fresh statements by what the rest makes of them, what is right."""
    yield "confidence by rule, from the judged sheets and the corpora"
    for rule, confidence in confidences(of_corpora, known, fresh).items():
        yield f"{rule:18} {confidence:.2f}"
    said = []
    for half in (0, 1):
        rules = confidences(of_corpora, known, fresh[1 - half :: 2])
        said += [(rules[each.rule] * weight(each), each.verdict != judged_statements.WRONG) for each in fresh[half::2]]
    yield "the newest sheet by halves: confidence on average and what is right"
    for third in range(3):
        part = sorted(said)[len(said) * third // 3 : len(said) * (third + 1) // 3]
        if part:
            mean = sum(confidence for confidence, _ in part) / len(part)
            yield f"  {mean:.2f} {sum(right for _, right in part) / len(part):.2f} ({len(part)})"


def _line(name: str, right: int, wrong: int) -> str:
    return f"{name:18} {right:5} of {right + wrong:5}  {(right + 2) / (right + wrong + 2):.2f}"


if __name__ == "__main__":
    main()
