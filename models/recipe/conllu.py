"""Reads CoNLL-U, the format of Universal Dependencies (https://universaldependencies.org/format.html)."""

import dataclasses
from pathlib import Path
from typing import Iterator


@dataclasses.dataclass
class Word:
    """One syntactic word. `head` is the index in the sentence of its governor, its own for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    misc: "dict[str, str]"
    space_after: bool = True


@dataclasses.dataclass
class Sentence:
    """A sentence with its comments; `starts_document` and `starts_paragraph` are the file's own marks."""

    sent_id: str
    text: str
    words: "list[Word]"
    starts_document: bool
    starts_paragraph: bool


def read_conllu(path: Path) -> Iterator[Sentence]:
    """The sentences of a file whose forms spell its text. Empty nodes of enhanced graphs are left out.

    A sentence whose text can't be put together from its words is passed over (typos mended by
    the annotators), since spaCy must see the text as it was written.
    """
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        comments = [line for line in lines if line.startswith("#")]
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        if not rows:
            continue
        values = dict(
            (part.strip() for part in line[1:].split("=", 1)) for line in comments if "=" in line
        )
        sentence = Sentence(
            sent_id=values.get("sent_id", ""),
            text=values.get("text", ""),
            words=_words(rows),
            starts_document=any(line.startswith("# newdoc") for line in comments),
            starts_paragraph=any(line.startswith(("# newdoc", "# newpar")) for line in comments),
        )
        if "".join(word.form + " " * word.space_after for word in sentence.words).strip() == sentence.text.strip():
            yield sentence


def _words(rows: "list[list[str]]") -> "list[Word]":
    words: "list[Word]" = []
    contracted_until, contraction_spaced = 0, True
    for row in rows:
        if "-" in row[0]:
            contracted_until = int(row[0].split("-")[1])
            contraction_spaced = "SpaceAfter=No" not in row[9]
        elif row[0].isdigit():
            words.append(_word(row))
            number = int(row[0])
            if number < contracted_until:
                words[-1].space_after = False
            elif number == contracted_until:
                words[-1].space_after = contraction_spaced
    return words


def _word(row: "list[str]") -> Word:
    misc = dict(pair.split("=", 1) for pair in row[9].split("|") if "=" in pair)
    index, head = int(row[0]) - 1, int(row[6])
    return Word(
        form=row[1],
        lemma=row[2],
        upos=row[3],
        xpos=row[4],
        feats=row[5],
        head=head - 1 if head else index,
        deprel="ROOT" if row[7] == "root" else row[7],
        misc=misc,
        space_after=misc.get("SpaceAfter") != "No",
    )
