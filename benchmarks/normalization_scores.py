"""How often a time expression of news is given its right ISO 8601 value, on MEANTIME's TIMEX3 annotation.

Gold expressions are resolved against the article's gold creation time, with the tense that the model's
parse shows if a model is named. Vague ones (PRESENT_REF, XXXX-XX-XX) have no value to be given, so any value
for them is wrong. A development score: MEANTIME is among the corpora that rules were written with.

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

from transforms.annotation.dates import UNKNOWN, Anchor, read_day, read_time
from transforms.annotation.tense import direction_of

_QUARTERS = {"Q1": ("01", "03"), "Q2": ("04", "06"), "Q3": ("07", "09"), "Q4": ("10", "12"), "H1": ("01", "06"), "H2": ("07", "12")}


@dataclass(frozen=True)
class Expression:
    """A gold time expression.

    :param sentence: the words of its sentence.
    :param start: its first word there.
    :param end: after its last.
    :param value: TIMEX3 value.
    :param published: the article's day.
    """

    sentence: "tuple[str, ...]"
    start: int
    end: int
    value: str
    published: str

    @property
    def text(self) -> str:
        """As it stands, the spaces before punctuation taken out."""
        text = " ".join(self.sentence[self.start : self.end])
        return re.sub(r"\s+(?=[,.;:%]|'s\b|n't)|(?<=[$£€]) ", "", text)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds meantime/")
    parser.add_argument("--model", help="spaCy pipeline that parses the sentences, for their tense")
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    nlp = spacy.load(options.model) if options.model else None
    files = sorted((options.corpora / "meantime").rglob("*.xml"))
    if not files:
        parser.error(f"{options.corpora}/meantime holds no XML")
    right = wrong = missed = vague_right = vague_wrong = 0
    for expression in (one for file in files for one in read_expressions(file)):
        anchor = Anchor(read_day(expression.published), _direction(nlp, expression))
        found = read_time(expression.text, anchor)
        gold, given = iso_value(expression.value), found and found.value
        if gold is None:
            vague_right, vague_wrong = vague_right + (given is None), vague_wrong + (given is not None)
        elif given is None:
            missed += 1
        elif is_same(given, gold):
            right += 1
        else:
            wrong += 1
        if options.errors and given != gold and not (given and gold and is_same(given, gold)):
            print(f"{expression.published}  {expression.text!r}  gold {expression.value}  given {given}")
    total = right + wrong + missed
    print(f"{total} expressions with a value: {right} right, {wrong} wrong, {missed} not given one")
    print(f"precision {right / (right + wrong):.3f}  recall {right / total:.3f}")
    print(f"{vague_right + vague_wrong} vague expressions: {vague_wrong} given a value")
    return 0


def read_expressions(file: Path) -> "Iterator[Expression]":
    """The time expressions of one CAT XML file, without its dateline."""
    root = ElementTree.parse(file).getroot()
    sentences: "dict[str, list[str]]" = {}
    place: "dict[str, tuple[str, int]]" = {}
    for token in root.iter("token"):
        words = sentences.setdefault(token.get("sentence"), [])
        place[token.get("t_id")] = (token.get("sentence"), len(words))
        words.append(token.text or "")
    times = [timex for timex in root.iter("TIMEX3") if timex.get("value")]
    created = next((timex.get("value") for timex in times if timex.get("functionInDocument") == "CREATION_TIME"), None)
    for timex in times:
        anchors = [place[anchor.get("t_id")] for anchor in timex.iter("token_anchor")]
        if created and anchors and timex.get("functionInDocument") != "CREATION_TIME":
            sentence, indices = anchors[0][0], [index for _, index in anchors]
            yield Expression(tuple(sentences[sentence]), min(indices), max(indices) + 1, timex.get("value").strip(), created)


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


def _direction(nlp: Optional[Language], expression: Expression) -> int:
    if nlp is None:
        return UNKNOWN
    doc = nlp(Doc(nlp.vocab, words=list(expression.sentence)))
    return direction_of(doc[expression.start : expression.end])


if __name__ == "__main__":
    raise SystemExit(main())
