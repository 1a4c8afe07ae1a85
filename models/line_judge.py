"""Trains the judge of lines: transforms/cleaning/line_judge.csv.

    python -m models.line_judge [--pages DIR] [--news FILE.zip] [--check] [--output FILE]

It learns from the labelled articles of tests/cleaning/house_styles whose styles are for development, from
models/clutter_lines.txt, also set at random into those articles, and if given from pages with labelled segments (as
models/page_labels has them, flattened, with the lines next to the article) and from sentences of news (the GMB's CSV) as
what articles say. The weights in the repository were made with both, and before the last nineteen styles were written: the
pages' labels are trafilatura's evaluation set (Apache-2.0), the GMB's texts are in the public domain (release ODbL). Words
stand in the weights, sentences do not.

With `--check` each development style is judged by what was learnt from the others, and what would be lost and stay is
counted for several bounds.
"""

import argparse
import csv
import io
import random
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Optional, Sequence

import numpy as np

from benchmarks.cleaning_scores import flatten, read_pages
from benchmarks.house_styles import ARTICLE, DEVELOPMENT, FOLDER, TITLE, read
from models.page_labels import judged_and_labelled
from transforms.cleaning.headline import find_headline
from transforms.cleaning.judge import Unit, is_running, judge
from transforms.cleaning.line_judge import MOST_WORDS, WEIGHTS, features, tokens
from transforms.cleaning.paragraphs import split_paragraphs
from transforms.cleaning.repair import repair
from transforms.letters import letters_of

LINES = Path(__file__).with_name("clutter_lines.txt")
# A word must stand in so many lines, or its weight is chance.
LEAST_LINES = 4
WORD_PENALTY = 0.6
FEATURE_PENALTY = 1.0
STEPS = 400
SETTLED = 0.002  # less than the weights are written with
FOLDS = 5
# So many articles are made up, so often is each seen with other rules forgotten, and so often is a verdict of a rule forgotten.
MADE_UP = 400
TIMES = 3
FORGOTTEN = 0.35
# An article's line that is lost is worse than clutter that stays.
ARTICLE_WEIGHT = 3.0
NEWS_SENTENCES = 6000
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


def main() -> int:
    """Train and write the weights, or check them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="folder that holds segments.json and html/")
    parser.add_argument("--news", type=Path, help="the GMB's ner_dataset.csv.zip")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    shuffled = random.Random(7)
    documents = list(_labelled())
    loose = list(_loose())
    made_up = list(_made_up(documents, loose, shuffled))
    pages = list(_pages(options.pages)) if options.pages else []
    news = [Line(text, None, False, 0.5, fold % FOLDS) for fold, text in enumerate(_news(options.news))] if options.news else []
    lines = [line for document in (*documents, *pages) for line in document.lines] + loose + news
    by_fold = {fold: learn_words([line for line in lines if line.fold != fold]) for fold in range(FOLDS)}
    everything = [*documents, *made_up, *pages]
    if options.check:
        _check(everything, documents, by_fold, shuffled)
        return 0
    weights = _learn_features([_rows(document, by_fold, shuffled) for document in everything for _ in range(TIMES)])
    with options.output.open("w", encoding="utf-8", newline="") as output:
        table = csv.writer(output, lineterminator="\n")
        table.writerow(["kind", "name", "weight"])
        table.writerows(("word", word, f"{weight:.2f}") for word, weight in learn_words(lines).items() if abs(weight) >= 0.1 or not word)
        table.writerows(("feature", index, f"{weight:.3f}") for index, weight in enumerate(weights))
    print(f"{len(lines)} lines, {len(everything)} texts")
    return 0


def _labelled() -> Iterator[Document]:
    """The articles of the development styles, as plain text; their pages flattened."""
    for number, style in enumerate(DEVELOPMENT):
        for path in sorted((FOLDER / style).glob("[0-9]*.*")):
            one = read(path)
            raw = one.item.content.decode()
            if path.suffix == ".html":
                raw = flatten(one.item.content)
            units = judge(split_paragraphs(repair(raw)))
            headline = find_headline(units)
            title = next((part.text for part in one.parts if part.label == TITLE), None)
            parts = [(letters_of(part.text), part.label in (ARTICLE, TITLE)) for part in one.parts if part.text]
            lines = []
            for index, unit in enumerate(units):
                letters = letters_of(unit.text)
                if index == headline or not letters or letters == letters_of(title or ""):
                    continue
                exact = {wanted for text, wanted in parts if text == letters}
                within = exact or {wanted for text, wanted in parts if letters in text or text in letters}
                # What is of both, or of neither, tells nothing.
                lines.append(Line(unit.text, unit.reason, True not in within, 1.0 if len(within) == 1 else 0.0, number % FOLDS))
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
    sentences = _news(news) if news else ()
    return [
        *(line for document in _labelled() for line in document.lines),
        *_loose(),
        *(Line(text, None, False, 0.5, fold % FOLDS) for fold, text in enumerate(sentences)),
    ]


def _news(path: Path) -> Iterator[str]:
    """The first sentences of the GMB."""
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".csv"))
        words: "list[str]" = []
        count = 0
        for row in csv.reader(io.TextIOWrapper(archive.open(name), "latin-1")):
            if row[0].startswith("Sentence:"):
                if words:
                    yield " ".join(words)
                    count += 1
                    if count >= NEWS_SENTENCES:
                        return
                words = []
            words.append(row[1])


def said_of(text: str, words: "dict[str, float]") -> float:
    """What the words of a line say, by their weights: the logarithm of the odds that it is clutter."""
    if len(text) > 8 * MOST_WORDS:
        return -3.0
    return words[""] + sum(words.get(token, 0.0) for token in tokens(text))


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


def _rows(document: Document, by_fold: "dict[int, dict[str, float]]", shuffled: random.Random):
    """Features, labels and weights of a text, some of its rules forgotten."""
    said = []
    for line in document.lines:
        said.append(said_of(line.text, by_fold[line.fold]))
    reasons = [line.reason if shuffled.random() >= FORGOTTEN else None for line in document.lines]
    rows = features([line.text for line in document.lines], reasons, said, document.title, range(len(said)))
    use = [len(line.text.split()) <= MOST_WORDS for line in document.lines]
    labels = np.array([line.clutter for line in document.lines], dtype=float)
    weights = [line.weight if line.clutter else ARTICLE_WEIGHT * line.weight for line in document.lines]
    return rows[use], labels[use], np.array(weights)[use]


def _learn_features(parts) -> np.ndarray:
    rows, labels, weights = (np.concatenate(part) for part in zip(*parts))
    found = np.zeros(rows.shape[1])
    for _ in range(15):
        likely = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        gradient = rows.T @ (weights * (likely - labels)) + FEATURE_PENALTY * found
        curvature = (rows * (weights * likely * (1 - likely) + 1e-6)[:, None]).T @ rows + FEATURE_PENALTY * np.eye(len(found))
        found -= np.linalg.solve(curvature, gradient)
    return found


def _check(everything: Sequence[Document], documents: Sequence[Document], by_fold, shuffled: random.Random) -> None:
    """Print, for several bounds, what of the development styles is lost and gone, alone and together with the rules."""
    chances, lines = [], []
    for fold in range(FOLDS):
        styles = {style for number, style in enumerate(DEVELOPMENT) if number % FOLDS == fold}
        train = [document for document in everything if document.style not in styles]
        weights = _learn_features([_rows(document, by_fold, shuffled) for document in train for _ in range(TIMES)])
        for document in documents:
            if document.style in styles:
                said = [
                    by_fold[fold][""] + sum(by_fold[fold].get(t, 0.0) for t in tokens(line.text)) for line in document.lines
                ]
                rows = features(
                    [line.text for line in document.lines], [line.reason for line in document.lines], said, document.title, range(len(said))
                )
                found = 1 / (1 + np.exp(-rows @ weights))
                chances += [chance for chance, line in zip(found, document.lines) if line.weight]
                lines += [line for line in document.lines if line.weight]
    for bound in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        gone = [chance >= bound and len(line.text.split()) <= MOST_WORDS for chance, line in zip(chances, lines)]
        clutter = sum(line.clutter for line in lines)
        alone = sum(g and line.clutter for g, line in zip(gone, lines)) / clutter
        rules = sum(line.reason is not None and line.clutter for line in lines) / clutter
        both = sum((g or line.reason is not None) and line.clutter for g, line in zip(gone, lines)) / clutter
        lost = [line for g, line in zip(gone, lines) if g and not line.clutter]
        print(f"{bound}: alone {alone:.3f}, rules {rules:.3f}, both {both:.3f}; lost {len(lost)} of {len(lines) - clutter}")
    stay = [(f"{c:.2f}", line.text[:100]) for c, line in zip(chances, lines) if line.clutter and line.reason is None and c < 0.5]
    print("\n".join(map(str, stay)))


if __name__ == "__main__":
    raise SystemExit(main())
