"""The sentences of news corpora as plain text, without their annotation."""

import itertools
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Iterator, Sequence

from models.recipe.gmb import read_gmb
from models.recipe.named import guess_spaces


def gmb_sentences(corpora: Path) -> Iterator[str]:
    """The sentences of the Voice of America's news in `gmb/`, in order; where an article ends isn't told."""
    for sentence in read_gmb(next((corpora / "gmb").glob("*.zip"))):
        yield "".join(_spaced(sentence.words))


def meantime_articles(corpora: Path) -> "Iterator[tuple[str, list[str]]]":
    """The name and the sentences of each Wikinews article in `meantime/`; the first is its headline."""
    for file in sorted((corpora / "meantime").glob("corpus_*/*.xml")):
        tokens = ElementTree.parse(file).getroot().iter("token")
        groups = [list(group) for _, group in itertools.groupby(tokens, key=lambda token: token.get("sentence"))]
        yield file.stem, ["".join(_spaced([token.text or "" for token in group])) for group in groups]


def _spaced(words: "Sequence[str]") -> "Iterator[str]":
    opened = False
    spaces = guess_spaces(list(words))
    for place, word in enumerate(words):
        if word == '"':
            opened = not opened
        before_closing = place + 1 < len(words) and words[place + 1] == '"' and opened and word != '"'
        yield word + (" " if spaces[place] and not before_closing and not (word == '"' and opened) else "")
