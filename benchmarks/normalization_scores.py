"""How often a time expression of news is given its right ISO 8601 value, on MEANTIME's and GUM's annotation.

Gold expressions are resolved against the document's gold creation time, with the tense that the parse shows:
GUM's gold parse, for MEANTIME that of a model if one is named. Vague ones (PRESENT_REF, XXXX-XX-XX) have no
value to be given, so any value for them is wrong. A development score: both corpora are among those that
rules were written with.

    python -m benchmarks.normalization_scores --corpora DIR [--model NAME] [--errors]
"""

import argparse
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Optional

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from transforms.annotation.calendar_times import Anchor, read_day
from transforms.annotation.dates import read_time
from transforms.annotation.tense import direction_of

_QUARTERS = {"Q1": ("01", "03"), "Q2": ("04", "06"), "Q3": ("07", "09"), "Q4": ("10", "12"), "H1": ("01", "06"), "H2": ("07", "12")}


@dataclass(frozen=True)
class Expression:
    """A gold time expression.

    :param text: as it stands.
    :param direction: the tense of its clause.
    :param value: TIMEX3 value.
    :param published: the article's day.
    """

    text: str
    direction: int
    value: str
    published: str


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds meantime/")
    parser.add_argument("--model", help="spaCy pipeline that parses the sentences, for their tense")
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    nlp = spacy.load(options.model) if options.model else spacy.blank("en")
    for corpus, expressions in (
        ("MEANTIME", read_meantime(options.corpora / "meantime", nlp)),
        ("GUM", read_gum(options.corpora / "gum", nlp.vocab)),
    ):
        _print_score(corpus, list(expressions), options.errors)
    return 0


def _print_score(corpus: str, expressions: "list[Expression]", errors: bool) -> None:
    right = wrong = missed = vague = vague_wrong = 0
    for expression in expressions:
        found = read_time(expression.text, Anchor(read_day(expression.published), expression.direction))
        gold, given = iso_value(expression.value), found and found.value
        if gold is None:
            vague, vague_wrong = vague + 1, vague_wrong + (given is not None)
        elif given is None:
            missed += 1
        elif is_same(given, gold):
            right += 1
        else:
            wrong += 1
        if errors and given != gold and not (given and gold and is_same(given, gold)):
            print(f"{expression.published}  {expression.text!r}  gold {expression.value}  given {given}")
    total = right + wrong + missed
    print(f"{corpus}: {total} expressions with a value: {right} right, {wrong} wrong, {missed} not given one")
    print(f"  precision {right / max(1, right + wrong):.3f}  recall {right / max(1, total):.3f}")
    print(f"  {vague} vague expressions: {vague_wrong} given a value")


def count_right(expressions: "list[Expression]") -> "tuple[int, int]":
    """How many expressions with a value are given it, and how many there are."""
    right = total = 0
    for expression in expressions:
        gold = iso_value(expression.value)
        if gold is not None:
            found = read_time(expression.text, Anchor(read_day(expression.published), expression.direction))
            total += 1
            right += found is not None and found.value is not None and is_same(found.value, gold)
    return right, total


def read_meantime(folder: Path, nlp: Language) -> "Iterator[Expression]":
    """The time expressions of MEANTIME's CAT XML files, without their datelines."""
    for file in sorted(folder.rglob("*.xml")):
        root = ElementTree.parse(file).getroot()
        sentences: "dict[str, list[str]]" = {}
        place: "dict[str, tuple[str, int]]" = {}
        for token in root.iter("token"):
            words = sentences.setdefault(token.get("sentence"), [])
            place[token.get("t_id")] = (token.get("sentence"), len(words))
            words.append(token.text or "")
        times = [timex for timex in root.iter("TIMEX3") if timex.get("value")]
        created = [timex for timex in times if timex.get("functionInDocument") == "CREATION_TIME"]
        for timex in times:
            anchors = [place[anchor.get("t_id")] for anchor in timex.iter("token_anchor")]
            if created and anchors and timex not in created:
                indices = [index for _, index in anchors]
                words = sentences[anchors[0][0]]
                doc = nlp(Doc(nlp.vocab, words=words))
                text = " ".join(words[min(indices) : max(indices) + 1])
                text = re.sub(r"\s+(?=[,.;:%]|'s\b|n't)|(?<=[$£€]) ", "", text)
                direction = direction_of(doc[min(indices) : max(indices) + 1])
                yield Expression(text, direction, timex.get("value").strip(), created[0].get("value"))


def read_gum(folder: Path, vocab: Vocab) -> "Iterator[Expression]":
    """The dates of GUM that are marked with their year, in documents whose own date is known."""
    for file in sorted(folder.rglob("*.conllu")):
        content = file.read_text(encoding="utf-8")
        created = re.search(r"^# meta::dateCreated = (\d{4}-\d\d-\d\d)", content, re.MULTILINE)
        for sentence in content.split("\n\n") if created else ():
            rows = [line.split("\t") for line in sentence.splitlines() if re.match(r"\d+\t", line)]
            marks = list(_gum_dates([row[9] for row in rows]))
            if marks:
                doc = _gum_doc(rows, vocab)
                for start, end, value in marks:
                    yield Expression(doc[start:end].text, direction_of(doc[start:end]), value, created[1])


def _gum_dates(misc: "list[str]") -> "Iterator[tuple[int, int, str]]":
    start, value = 0, None
    for index, annotation in enumerate(misc):
        opened = re.search(r'<date when:::"(\d{4}[\d-]*)"', annotation)
        if opened:
            start, value = index, opened[1]
        if "</date>" in annotation and value:
            yield start, index + 1, value
            value = None


def _gum_doc(rows: "list[list[str]]", vocab: Vocab) -> Doc:
    return Doc(
        vocab,
        [row[1] for row in rows],
        ["SpaceAfter=No" not in row[9] for row in rows],
        lemmas=[row[2] for row in rows],
        pos=[row[3] for row in rows],
        tags=[row[4] for row in rows],
        heads=[index if row[6] == "0" else int(row[6]) - 1 for index, row in enumerate(rows)],
        deps=["ROOT" if row[6] == "0" else row[7] for row in rows],
    )


def iso_value(timex: str) -> Optional[str]:
    """The ISO 8601 form of a TIMEX3 value; None for one that names no time of its own."""
    if timex.endswith("_REF") or timex.startswith("XXXX") or re.match(r"PT?X", timex):
        return None
    quarter = re.fullmatch(r"(\d{4})-([QH]\d)", timex)
    if quarter:
        first, last = _QUARTERS[quarter[2]]
        return f"{quarter[1]}-{first}/{quarter[1]}-{last}"
    if re.fullmatch(r"\d{3}", timex):
        return timex + "X"
    if re.fullmatch(r"\d\d", timex):
        return timex + "XX"
    return re.sub(r"T(?:XX|MO|AF|EV|NI|DT|MI)\w*$", "", timex)


def is_same(given: str, gold: str) -> bool:
    """Equal, a time of day without its day, or a recurrence, whose TIMEX3 value is its interval."""
    return given == gold or (given.startswith("T") and gold.endswith(given)) or given == f"R/{gold}"


if __name__ == "__main__":
    raise SystemExit(main())
