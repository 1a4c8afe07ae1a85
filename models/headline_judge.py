"""Trains what finds headlines: transforms/cleaning/headline_trees.csv.

    python -m models.headline_judge --corpora DIR [--check] [--output DIR]

run in newslake's environment and with models/line_judge_requirements.txt. It learns from the labelled articles of
tests/cleaning/house_styles whose styles are for development and from the Wikinews articles of MEANTIME (CC BY 4.0), with what stands
above the headlines of others, without what comes between headline and text, with a sentence of the text for a standfirst,
with a few words of their headlines only, and without them. With `--check` each style is read with what was learnt from the
others, as it is and under few words of its headline above a standfirst.
"""

import argparse
import random
import re
from pathlib import Path
from typing import Iterator, Mapping, Sequence

import numpy as np

from benchmarks.news_texts import meantime_articles
from models.boosting import boosted
from models.line_lessons import FOLDS, development_texts, read_lessons, words_by_fold
from transforms.cleaning.headline import LEAST_ODDS, TREES, candidates, headline_features, seen_with
from transforms.cleaning.judge import judge
from transforms.cleaning.line_judge import said_of
from transforms.cleaning.paragraphs import split_paragraphs
from transforms.cleaning.repair import repair
from transforms.cleaning.trees import Trees, write_trees
from transforms.cleaning.unit import Unit
from transforms.letters import letters_of
from transforms.sentences import is_running

# So often an article is seen with the lines above another's headline; shares of these times what else is changed.
TIMES = 6
UNSIGNED, NO_STANDFIRST, HALF_HEAD, NO_HEAD, NO_HEADLINE = 0.4, 0.3, 0.3, 0.3, 0.2
SHORT, NEW_STANDFIRST = 0.25, 0.25
SHORT_WORDS = (2, 5)
STANDFIRST_WORDS = (9, 28)
PARAGRAPH_SENTENCES = (1, 1, 2, 3)
SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z“\"])")
BOOSTING = {
    "max_iter": 150, "max_leaf_nodes": 6, "learning_rate": 0.07, "l2_regularization": 10.0, "min_samples_leaf": 30,
}  # fmt: skip


class Headed:
    """A text's units and its headline's letters; `fold` is that of its style."""

    def __init__(self, units: "Sequence[Unit]", headline: str, fold: int) -> None:
        self.units, self.headline, self.fold = list(units), headline, fold

    @property
    def place(self) -> int:
        """Where the headline stands; -1 if it does not stand in a unit of its own."""
        return next((index for index, unit in enumerate(self.units) if letters_of(unit.text) == self.headline), -1)


def main() -> int:
    """Train and write the trees, or check them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with pages, gmb and meantime")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--output", type=Path, default=TREES.parent)
    options = parser.parse_args()
    by_fold = words_by_fold(read_lessons(options.corpora))
    texts = [Headed(units, letters_of(title or ""), fold) for _, fold, _, units, title in development_texts()]
    texts = [text for text in texts if text.place >= 0]
    wikinews = list(plain_news(options.corpora))
    if options.check:
        check(texts, wikinews, by_fold)
        return 0
    write_trees(options.output / TREES.name, *learn([*texts, *wikinews], by_fold))
    print(f"{len(texts)} and {len(wikinews)} texts")
    return 0


def plain_news(corpora: Path) -> "Iterator[Headed]":
    """The articles of MEANTIME: a headline and paragraphs, and no clutter."""
    rng = random.Random(0)
    for number, (_, [headline, *sentences]) in enumerate(meantime_articles(corpora)):
        paragraphs = [headline]
        while sentences:
            count = rng.choice(PARAGRAPH_SENTENCES)
            paragraphs.append(" ".join(sentences[:count]))
            sentences = sentences[count:]
        yield Headed(judge(split_paragraphs(repair("\n\n".join(paragraphs)))), letters_of(headline), number % FOLDS)


def learn(texts: "Sequence[Headed]", by_fold: "Sequence[Mapping[str, float]]") -> "tuple[float, list]":
    """
    :param by_fold: the weights of words, as `words_by_fold` gives them.
    """
    rng = random.Random(5)
    parts = [_rows(text, by_fold) for text in (*texts, *_varied(texts, rng))]
    rows, labels = (np.concatenate(part) for part in zip(*(part for part in parts if len(part[1]))))
    return boosted(rows, labels, **BOOSTING)


def _varied(texts: "Sequence[Headed]", rng: random.Random) -> "Iterator[Headed]":
    """Each text under the lines that stand above the headlines of others of its fold."""
    for text in texts:
        others = [other for other in texts if other.fold == text.fold and other.place > 0]
        for _ in range(TIMES):
            other = rng.choice(others)
            above, below = other.units[: other.place], text.units[text.place :]
            if rng.random() < UNSIGNED:
                first = next((index for index, unit in enumerate(below) if is_running(unit.text)), 0)
                below = [
                    unit
                    for index, unit in enumerate(below)
                    if index >= first or unit.reason not in ("byline", "timestamp")
                ]
            if rng.random() < NO_STANDFIRST:
                first = next((index for index, unit in enumerate(below) if is_running(unit.text)), 0)
                below = [
                    unit for index, unit in enumerate(below) if index == 0 or index >= first or unit.reason is not None
                ]
            headline = text.headline
            if rng.random() < SHORT:
                headline, below = _shortened(below, rng)
            if rng.random() < NEW_STANDFIRST:
                below = _with_standfirst(below, rng)
            if rng.random() < HALF_HEAD:
                above = above[len(above) // 2 :]
            if rng.random() < NO_HEAD:
                above = []
            if rng.random() < NO_HEADLINE:
                below = below[1:]
            yield Headed([*above, *below], headline, text.fold)


def _shortened(below: "Sequence[Unit]", rng: random.Random) -> "tuple[str, list[Unit]]":
    """A text that begins with its headline, with the first words of that only; and their letters."""
    words = below[0].text.split()[: rng.randint(*SHORT_WORDS)]
    while len(words) > SHORT_WORDS[0] and words[-1].islower() and len(words[-1]) <= 4:
        words.pop()
    [short] = judge([" ".join(words).rstrip(",;:–—-")])
    return letters_of(short.text), [short, *below[1:]]


def _with_standfirst(below: "Sequence[Unit]", rng: random.Random) -> "list[Unit]":
    """A text that begins with its headline, with a sentence of it after that."""
    running = [unit.text for unit in below[1:] if unit.reason is None and is_running(unit.text)]
    sentences = [SENTENCE_END.split(text, maxsplit=1)[0] for text in running[1:]]
    fitting = [text for text in sentences if STANDFIRST_WORDS[0] <= len(text.split()) <= STANDFIRST_WORDS[1]]
    if not fitting:
        return list(below)
    chosen = rng.choice(fitting)
    at = 1 if rng.random() < 0.7 else 1 + sum(1 for unit in below[1:3] if unit.reason == "byline")
    return [*below[:at], Unit(chosen.rstrip(".") if rng.random() < 0.6 else chosen), *below[at:]]


def _rows(text: Headed, by_fold: "Sequence[Mapping[str, float]]") -> "tuple[np.ndarray, np.ndarray]":
    indices = candidates(text.units)
    if not indices:
        return np.zeros((0, 0)), np.zeros(0)
    odds = [said_of(unit.text, by_fold[text.fold]) for unit in seen_with(text.units, indices)]
    labels = [letters_of(text.units[index].text) == text.headline for index in indices]
    return headline_features(text.units, indices, odds), np.array(labels)


def check(texts: "Sequence[Headed]", wikinews: "Sequence[Headed]", by_fold: "Sequence[Mapping[str, float]]") -> None:
    """Print how many headlines are found, as they are and shortened above a standfirst, and in how many texts without
    theirs another line is taken for it."""
    rng = random.Random(1)
    found = short_found = taken = 0
    for fold in range(FOLDS):
        trees = Trees(*learn([text for text in (*texts, *wikinews) if text.fold != fold], by_fold))
        for text in (*texts, *wikinews):
            if text.fold == fold:
                found += _best(text, trees, by_fold) is True
                headline, below = _shortened(text.units[text.place :], rng)
                shortened = [*text.units[: text.place], *_with_standfirst(below, rng)]
                short_found += _best(Headed(shortened, headline, fold), trees, by_fold) is True
                without = [unit for unit in text.units if letters_of(unit.text) != text.headline]
                taken += _best(Headed(without, text.headline, fold), trees, by_fold) is False
    print(f"of {len(texts) + len(wikinews)} headlines {found} found, of as many shortened ones {short_found}; without them, in {taken} "
          "another line is taken for one")


def _best(text: Headed, trees: Trees, by_fold: "Sequence[Mapping[str, float]]") -> "bool | None":
    """Whether the likeliest line is the headline; None if none is likely."""
    rows, labels = _rows(text, by_fold)
    if not len(labels):
        return None
    odds = trees.odds(rows)
    return bool(labels[odds.argmax()]) if odds.max() >= LEAST_ODDS else None


if __name__ == "__main__":
    raise SystemExit(main())
