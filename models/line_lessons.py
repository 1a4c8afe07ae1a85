"""What the judges of lines learn from: labelled lines of articles and pages, and the weights of words that these give.

Lines come from the labelled articles of tests/cleaning/house_styles whose styles are for development; from
models/clutter_lines.txt, also set at random into those articles; from pages with labelled segments (as models/page_labels
has them, flattened, with the lines next to the article); and from sentences of news (the GMB's CSV) as what articles say.
The pages' labels are trafilatura's evaluation set (Apache-2.0), the GMB's texts are in the public domain (release ODbL).
Words stand in the weights, sentences do not.
"""

import itertools
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Optional, Sequence

import numpy as np

from benchmarks.cleaning_scores import flatten, read_pages
from benchmarks.house_styles import ARTICLE, DEVELOPMENT, FOLDER, TITLE, Labelled, read
from models.page_labels import judged_and_labelled
from models.recipe.gmb import read_rows
from transforms.cleaning.judge import judge
from transforms.cleaning.line_judge import MOST_WORDS, tokens
from transforms.cleaning.paragraphs import split_paragraphs
from transforms.cleaning.repair import repair
from transforms.cleaning.unit import Unit
from transforms.letters import letters_of
from transforms.sentences import is_running

LINES = Path(__file__).with_name("clutter_lines.txt")
# A word must stand in so many lines, or its weight is chance.
LEAST_LINES = 4
WORD_PENALTY = 0.6
STEPS = 400
SETTLED = 0.002  # less than the weights are written with
FOLDS = 5
# So many articles are made up.
MADE_UP = 400
NEWS = Path("gmb/ner_dataset.csv.zip")
NEWS_SENTENCES = 6000
NEWS_WEIGHT = 0.5
# Lines of a page before and after its article that a scrape takes along.
AROUND = (6, 25)
PAGE_WEIGHT = 0.3


@dataclass(frozen=True)
class Line:
    """A unit of a text, why the rules take it for clutter, whether it is, and how much that weighs; `fold` is that of its style."""

    text: str
    reason: Optional[str]
    clutter: bool
    weight: float
    fold: int


@dataclass(frozen=True)
class Document:
    """The units of a text, and its headline."""

    title: Optional[str]
    lines: "tuple[Line, ...]"
    style: str


@dataclass(frozen=True)
class Lessons:
    """All that the judge of lines learns from: whole texts, and lines that stand alone."""

    labelled: "tuple[Document, ...]"
    made_up: "tuple[Document, ...]"
    pages: "tuple[Document, ...]"
    alone: "tuple[Line, ...]"

    @property
    def documents(self) -> "tuple[Document, ...]":
        """All texts."""
        return (*self.labelled, *self.made_up, *self.pages)

    def lines(self) -> "list[Line]":
        """The lines that words are learnt from, each as often as it was written."""
        return [line for document in (*self.labelled, *self.pages) for line in document.lines] + list(self.alone)


def read_lessons(corpora: Path, seed: int = 7) -> Lessons:
    """
    :param corpora: folder with pages (segments.json, html/) and gmb (ner_dataset.csv.zip).
    """
    labelled, loose = tuple(_labelled()), tuple(_loose())
    made_up = tuple(_made_up(labelled, loose, random.Random(seed)))
    return Lessons(labelled, made_up, tuple(_pages(corpora / "pages")), (*loose, *_of_news(corpora / NEWS)))


def development_texts() -> "Iterator[tuple[str, int, Labelled, list[Unit], Optional[str]]]":
    """The articles of the development styles: style, fold, labels, their units as plain text, pages flattened, and headline."""
    for number, style in enumerate(DEVELOPMENT):
        for path in sorted((FOLDER / style).glob("[0-9]*.*")):
            one = read(path)
            raw = flatten(one.item.content) if path.suffix == ".html" else one.item.content.decode()
            title = next((part.text for part in one.parts if part.label == TITLE), None)
            yield style, number % FOLDS, one, judge(split_paragraphs(repair(raw))), title


def _labelled() -> Iterator[Document]:
    for style, fold, one, units, title in development_texts():
        parts = [(letters_of(part.text), part.label in (ARTICLE, TITLE)) for part in one.parts if part.text]
        lines = []
        for unit in units:
            letters = letters_of(unit.text)
            if not letters or letters == letters_of(title or ""):
                continue
            exact = {wanted for text, wanted in parts if text == letters}
            within = exact or {wanted for text, wanted in parts if letters in text or text in letters}
            # What is of both, or of neither, tells nothing.
            lines.append(Line(unit.text, unit.reason, True not in within, 1.0 if len(within) == 1 else 0.0, fold))
        yield Document(title, tuple(lines), style)


def _loose() -> Iterator[Line]:
    for number, line in enumerate(LINES.read_text(encoding="utf-8").splitlines()):
        label, _, text = line.partition("| ")
        if text and not line.startswith("#"):
            [unit, *_] = judge([text])
            yield Line(text, unit.reason, label != "A", 1.0, number % FOLDS)


def _made_up(documents: Sequence[Document], loose: Sequence[Line], shuffled: random.Random) -> Iterator[Document]:
    """Articles of the development styles with other lines than their own about and between their paragraphs."""
    clutter = [line for line in loose if line.clutter]
    articles = [line for line in loose if not line.clutter]
    for _ in range(MADE_UP):
        document = shuffled.choice(documents)
        body = [line for line in document.lines if not line.clutter and line.reason is None]
        if len(body) < 5:
            continue
        fold = shuffled.randrange(FOLDS)
        some = [line for line in clutter if line.fold == fold]
        lines = shuffled.sample(some, shuffled.randrange(0, 5))
        for index, line in enumerate(body):
            lines.append(line)
            chance = shuffled.random()
            if chance < 0.12:
                at = shuffled.randrange(len(some) - 4)
                lines += some[at : at + shuffled.choice((1, 1, 1, 2, 4))]
            elif chance < 0.26:
                at = shuffled.randrange(len(articles) - 6)
                lines += articles[at : at + shuffled.choice((1, 1, 2, 3, 6))]
        for _ in range(shuffled.randrange(0, 5)):
            at = shuffled.randrange(len(some) - 5)
            lines += some[at : at + shuffled.randrange(1, 5)]
        yield Document(document.title, tuple(lines), document.style)


def _pages(folder: Path) -> Iterator[Document]:
    """Pages flattened, from a few lines before their article to some after it."""
    for number, page in enumerate(read_pages(folder)):
        units, labels = judged_and_labelled(page)
        if lines := about_article(units, labels, number % FOLDS):
            yield Document(units[0].text, lines, "page")


def about_article(units: Sequence[Unit], labels: "Sequence[tuple[bool, float]]", fold: int) -> "tuple[Line, ...]":
    """The lines of a page from a few before its article to some after it; none if it has hardly an article."""
    wanted = [index for index, (label, _) in enumerate(labels) if label and is_running(units[index].text)]
    if len(wanted) < 3:
        return ()
    start, end = max(0, wanted[0] - AROUND[0]), wanted[-1] + AROUND[1]
    return tuple(
        Line(unit.text, unit.reason, not label, min(1.0, weight) * PAGE_WEIGHT, fold)
        for unit, (label, weight) in zip(units[start:end], labels[start:end])
    )


def known_lines(news: Optional[Path]) -> "list[Line]":
    """All lines to learn from that are not of pages."""
    return [*(line for document in _labelled() for line in document.lines), *_loose(), *(_of_news(news) if news else ())]


def _of_news(path: Path) -> Iterator[Line]:
    for number, (words, _) in enumerate(itertools.islice(read_rows(path), NEWS_SENTENCES)):
        yield Line(" ".join(words), None, False, NEWS_WEIGHT, number % FOLDS)


def words_by_fold(lessons: Lessons) -> "list[dict[str, float]]":
    """For each fold the weights of words without its own lines, as those of a new paper are not known either."""
    lines = lessons.lines()
    return [learn_words([line for line in lines if line.fold != fold]) for fold in range(FOLDS)]


def learn_words(lines: Sequence[Line]) -> "dict[str, float]":
    """The weights of words, by gradient descent with momentum; that of no word is ""."""
    short = [line for line in lines if len(line.text.split()) <= MOST_WORDS]
    parts = [tokens(line.text) for line in short]
    counts = Counter(token for tokens_ in parts for token in tokens_)
    vocabulary = {token: index + 1 for index, token in enumerate(sorted(t for t, count in counts.items() if count >= LEAST_LINES))}
    owner = np.concatenate([np.full(len(p), i) for i, p in enumerate(parts)])
    which = np.array([vocabulary.get(token, 0) for p in parts for token in p])
    owner, which = owner[which > 0], which[which > 0]
    labels = np.array([line.clutter for line in short], dtype=float)
    weights = np.array([line.weight for line in short])
    found, speed = np.zeros(len(vocabulary) + 1), np.zeros(len(vocabulary) + 1)
    penalty = np.full(len(found), WORD_PENALTY)
    penalty[0] = 0
    curvature = np.bincount(which, weights[owner], len(found)) / 4 * 6 + penalty
    curvature[0] = weights.sum() / 4
    for _ in range(STEPS):
        odds = found[0] + np.bincount(owner, found[which], len(short))
        error = weights * (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - labels)
        gradient = np.bincount(which, error[owner], len(found)) + penalty * found
        gradient[0] = error.sum()
        speed = 0.9 * speed - 0.15 * gradient / curvature
        found += speed
        if np.abs(speed).max() < SETTLED:
            break
    return {"": float(found[0]), **{token: float(found[index]) for token, index in vocabulary.items()}}
