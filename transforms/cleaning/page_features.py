"""What the judge of pages' dumps sees of each unit: its own look, its neighbours, its place, and its topic.

The first rows know only the text and what the rules and the judge of lines say. Those after a pass know too what that pass
said: of the unit, of those around it and of those that share its words. An article goes on about one thing; what else a page
shows, teasers of other articles above all, goes on about others.
"""

import re
from typing import Optional, Sequence

import numpy as np

from transforms.bylines import names_of
from transforms.cleaning.line_features import DATE
from transforms.cleaning.stretch import GAIN, LOSS, main_stretch
from transforms.sentences import STEM, ends_sentence, stems_of, straight

Array = np.ndarray

_STOP_WORDS = frozenset(
    "a about after all also an and any are as at be because been before but by can could did do does for from had "
    "has have he her him his how i "
    "if in into is it its just like may me more most my no not now of on one only or other our out over said she "
    "should so some than that the "
    "their them then there these they this those through to under up us was we were what when where which while who "
    "will with would you "
    "your".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ADDRESS = re.compile(r"https?:|www\.|@\w|\.(?:com|org|net|co)\b", re.IGNORECASE)
_SECOND = frozenset("you your yours yourself".split())
_FIRST = frozenset("i my me we our us".split())
_REACH = 3
_LATER_REACH = 4
_CONTEXT = 9  # of a unit's own features, the first few are also its neighbours'
_NAME = re.compile(r"(?<![.!?:“\"] )(?<!^)\b[A-ZÀ-Þ][\w'’-]{2,}")
# "… is a senior writer at …", "… writes about …"
_BIOGRAPHY = re.compile(
    r"\b(?:is|was|has been) (?:an? |the )?(?:[\w'’-]+ ){0,5}(?:reporter|editor|writer|journalist|correspondent|columnist|"
    r"author|producer|blogger|contributor|fellow)\b|\b(?:covers|writes about|reports on|has covered|has written for)\b",
    re.IGNORECASE,
)
SHORT = 12  # words; fewer of a line's words are known by chance
_WINDOWS = (1, 3, 15, 40)  # units before and after


class Topics:
    """Which units of a text share words, for any belief about which of them are the article's."""

    def __init__(self, words: "Sequence[frozenset[str]]") -> None:
        """:param words: those of each unit that say what it is about."""
        number: "dict[str, int]" = {}
        self._unit = np.repeat(np.arange(len(words)), [len(some) for some in words])
        self._word = np.array([number.setdefault(word, len(number)) for some in words for word in some], dtype=np.int64)
        self._count = np.maximum(1, [len(some) for some in words])
        self._any = np.array([bool(some) for some in words], dtype=np.float64)

    def features(self, likely: Array) -> Array:
        """A row for each unit: has it such words; how many of them do others of the article have; how much more often
        than what is none of it.

        :param likely: how likely each unit is the article's.
        """
        own = likely[self._unit]
        inside = np.bincount(self._word, own)[self._word] - own
        outside = np.bincount(self._word, 1 - own)[self._word] - (1 - own)
        known = self._mean(np.minimum(inside, 2) / 2)
        return np.column_stack([self._any, known, self._mean(np.log((inside + 0.2) / (outside + 0.2))) / 3])

    def _mean(self, values: Array) -> Array:
        return np.bincount(self._unit, values, len(self._count)) / self._count


class Seen:
    """What each pass sees of a text's units."""

    def __init__(
        self, texts: Sequence[str], reasons: "Sequence[Optional[str]]", said: Sequence[float], title: Optional[str]
    ) -> None:
        """
        :param reasons: why the rules take each unit for clutter, or None.
        :param said: what the judge of lines takes from its words, as the logarithm of odds.
        :param title: the headline, if it is known.
        """
        self.first = features(texts, reasons, said, title)
        self._words = np.array([len(text.split()) for text in texts], dtype=np.float64)
        self._stems = Topics([stems_of(text) for text in texts])
        self._names = Topics([frozenset(name[:STEM] for name in _NAME.findall(text)) for text in texts])

    def after(self, likely: Array) -> Array:
        """The rows for the pass after the one that said how likely each unit is the article's."""
        start, end = main_stretch(_gains(self._words, likely))
        index = np.arange(len(likely))
        inside = ((index >= start) & (index < end)).astype(np.float64)
        stems, names = self._stems.features(likely), self._names.features(likely)
        mass = self._words * likely
        whole = max(1.0, mass.sum())
        main = np.full(len(likely), (mass * inside).sum() / whole)
        return np.column_stack(
            [
                self.first,
                _likelihood_features(likely),
                stems,
                names,
                stems * (self._words < SHORT)[:, None],
                stems * (1 - inside)[:, None],
                inside,
                inside * main,
                main,
                *_sides(index, start, end),
                np.cumsum(mass) / whole,
                *(_window(likely, reach) for reach in _WINDOWS),
            ]
        )


def _gains(words: Array, likely: Array) -> Array:
    """What each unit adds to the main stretch, if it is the article's, and takes from it, if not."""
    return np.minimum(words, GAIN) * np.maximum(0, 2 * likely - 1) - LOSS * (1 - likely)


def _likelihood_features(likely: Array) -> Array:
    """What the pass before said of each unit, of its neighbours, and of all before and after it."""
    count = len(likely)
    padded = np.concatenate([np.zeros(_LATER_REACH), likely, np.zeros(_LATER_REACH)])
    around = np.stack([padded[step : step + count] for step in range(2 * _LATER_REACH + 1)], axis=1)
    clipped = np.clip(likely, 1e-4, 1 - 1e-4)
    before = np.maximum.accumulate(likely)
    after = np.maximum.accumulate(likely[::-1])[::-1]
    return np.column_stack(
        [
            around,
            np.log(clipped / (1 - clipped)) / 5,
            around.min(axis=1),
            around.max(axis=1),
            before,
            after,
            _window(likely, 7),
            np.minimum(before, after),
        ]
    )


def _window(values: Array, reach: int) -> Array:
    """The mean of the values so far about each, what is beyond the ends being 0."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    index = np.arange(len(values))
    return (sums[np.minimum(len(values), index + reach + 1)] - sums[np.maximum(0, index - reach)]) / (2 * reach + 1)


def _sides(index: Array, start: int, end: int) -> "tuple[Array, Array, Array, Array]":
    """How far each unit is before a stretch, and after it, and whether it is."""
    before = np.log1p(np.maximum(0, start - index)) / 4
    after = np.log1p(np.maximum(0, index - end + 1)) / 4
    return before, before > 0, after, after > 0


def features(
    texts: Sequence[str], reasons: "Sequence[Optional[str]]", said: Sequence[float], title: Optional[str]
) -> Array:
    """A row of features for each unit, by its own look, its neighbours' and its place.

    :param reasons: why the rules take it for clutter, or None.
    :param said: what the judge of lines takes from its words, as the logarithm of odds.
    :param title: the headline, if it is known.
    """
    own = _own_features(texts, reasons, said, title)
    padded = np.vstack([np.full((_REACH, own.shape[1]), -0.1), own, np.full((_REACH, own.shape[1]), -0.1)])
    count = len(texts)
    around = [padded[_REACH + step : _REACH + step + count, :_CONTEXT] for step in range(-_REACH, _REACH + 1) if step]
    return np.hstack([own, *around, _place_features(own, reasons)])


def _own_features(
    texts: Sequence[str], reasons: "Sequence[Optional[str]]", said: Sequence[float], title: Optional[str]
) -> Array:
    lowered = [_WORD.findall(straight(text).lower()) for text in texts]
    seen: "dict[str, int]" = {}
    for text in texts:
        seen[text] = seen.get(text, 0) + 1
    vocabulary: "dict[str, int]" = {}
    for words in lowered:
        if len(words) >= 15:
            for word in set(words) - _STOP_WORDS:
                vocabulary[word] = vocabulary.get(word, 0) + 1
    titled = set(_WORD.findall(straight(title or "").lower())) - _STOP_WORDS
    authors = _surnames(texts, reasons)
    rows = []
    for text, words, reason, odds in zip(texts, lowered, reasons, said):
        count = max(1, len(words))
        content = [word for word in set(words) if word not in _STOP_WORDS and len(word) > 2]
        tokens = text.split()
        full_stop = ends_sentence(text)
        rows.append(
            (
                np.log1p(len(tokens)) / 4,
                full_stop,
                full_stop and len(tokens) >= 12,
                sum(word in _STOP_WORDS for word in words) / count,
                sum(token[:1].isupper() for token in tokens) / max(1, len(tokens)),
                reason is not None,
                reason in ("related", "navigation", "social", "cookies", "subscription", "newsletter", "app"),
                reason == "comments",
                min(4.0, max(-4.0, odds)) / 4,
                reason in ("caption", "credit"),
                reason in ("byline", "timestamp"),
                min(text.count(","), 5) / 5,
                sum(character.isdigit() for character in text) / max(1, len(text)),
                any(word in _SECOND for word in words),
                any(word in _FIRST for word in words),
                any(mark in text for mark in '“”"'),
                text.endswith(("?", "!")),
                text.endswith(("…", "...")),
                DATE.search(text) is not None,
                _ADDRESS.search(text) is not None,
                len(titled.intersection(content)) / max(1, len(content)),
                sum(vocabulary.get(word, 0) >= 2 + (len(words) >= 15) for word in content) / max(1, len(content)),
                seen[text] > 1,
                len(tokens) <= 3,
                len(tokens) >= 40,
                not authors.isdisjoint(tokens[:4]),
                _BIOGRAPHY.search(text) is not None,
            )
        )
    return np.array(rows, dtype=np.float64)


def _surnames(texts: Sequence[str], reasons: "Sequence[Optional[str]]") -> "set[str]":
    """The last names of those whom bylines name."""
    bylines = [text for text, reason in zip(texts, reasons) if reason == "byline"]
    return {name.split()[-1] for byline in bylines for name in names_of(byline)}


def _place_features(own: Array, reasons: "Sequence[Optional[str]]") -> Array:
    count = len(own)
    running = own[:, 2] * (1 - own[:, 5])
    words = np.expm1(own[:, 0] * 4)
    start, end = main_stretch(np.where(running > 0, np.minimum(words, GAIN), -LOSS))
    index = np.arange(count)
    inside = (index >= start) & (index < end)
    sides = _sides(index, start, end)
    after = sides[2]
    total = np.cumsum(running * words)
    comments = np.cumsum([reason == "comments" for reason in reasons])
    links = np.cumsum([reason == "related" for reason in reasons])
    window = np.convolve(running, np.ones(11) / 11, "same") if count >= 11 else np.full(count, running.mean())
    near = np.convolve(own[:, 3], np.ones(5) / 5, "same") if count >= 5 else np.full(count, own[:, 3].mean())
    return np.column_stack(
        [
            inside,
            inside * own[:, 2],
            inside * own[:, 0],
            *sides,
            index / max(1, count - 1),
            total / max(1.0, total[-1]),
            np.minimum(comments, 3) / 3,
            np.minimum(comments, 3) / 3 * (after > 0),
            np.minimum(links, 5) / 5,
            window,
            near,
            _distance(running, 1),
            _distance(running, -1),
            np.full(count, running.mean()),
            np.full(count, min(1.0, np.log1p(count) / 7)),
            np.ones(count),
        ]
    )


def _distance(running: Array, step: int) -> Array:
    """How far the next unit of running text is, before (step 1) or after (step -1) each unit."""
    found = np.zeros(len(running))
    distance = 30.0
    order = range(len(running)) if step == 1 else range(len(running) - 1, -1, -1)
    for index in order:
        found[index] = distance
        distance = 0.0 if running[index] else min(30.0, distance + 1)
    return np.log1p(found) / 3.5
