"""What spaCy's dependency parser finds, in less time.

Its transition system (arc-eager, not monotonic: Honnibal and Johnson 2015, https://aclanthology.org/D15-1162) takes one
step of one text after the other. Where a sentence is known to start, as after a blank line, the stack is empty and
nothing of what came before counts, so that texts can be cut there; here some dozen of such stretches take each step
together, in NumPy. Same scores, same rules of what may follow, hence the same trees.
"""

from typing import Iterator, NamedTuple, Optional, Sequence

import numpy as np
from spacy.attrs import DEP, HEAD, SENT_START
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc

from transforms.annotation.inference.products import multiply

# Words of the stretches that take their steps together: what the hidden layer adds for each takes 8 kB with the usual sizes.
WORDS = 5000
# Of a longer stretch without a known sentence start spaCy takes the steps: alone they take ten times as long here.
LONGEST = 400
# The next stretch's first words, which the parser looks at before it ends its own.
AHEAD = 2

_PLACES = 8
_SHIFT, _REDUCE, _LEFT, _RIGHT, _BREAK = range(5)
_KINDS = {"S": _SHIFT, "D": _REDUCE, "L": _LEFT, "R": _RIGHT, "B": _BREAK}


class _Stretch(NamedTuple):
    """Words of all Docs' words in a row: start to end, and up to `seen` those that the parser looks at besides."""

    start: int
    end: int
    seen: int

    @property
    def second_ahead(self) -> int:
        """The next stretch's second word, the only one of it that this one's steps may make the first of a sentence."""
        return self.end + 1


class ArcParser:
    """Sets heads, labels and sentences of Docs as the parser would.

    :param parser: one of a known structure, see `arc_parser_of`.
    """

    def __init__(self, parser: DependencyParser) -> None:
        self._parser = parser
        model = parser.model
        self._vectors = model.get_ref("tok2vec")
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        places, self._width, self._pieces, inputs = lower.get_param("W").shape
        blocks = lower.get_param("W").transpose(3, 0, 2, 1).reshape(inputs, -1)
        self._lower = np.ascontiguousarray(blocks)
        self._missing = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(places, -1)
        self._bias = lower.get_param("b").T.reshape(-1)
        # For what the words add to the hidden layer: memory that is new each time takes as long as the product.
        self._space = np.empty((WORDS + 1, blocks.shape[1]), dtype=np.float32)
        self._upper, self._upper_bias = np.ascontiguousarray(upper.get_param("W").T), upper.get_param("b")
        moves = [parser.moves.get_class_name(index).partition("-") for index in range(len(self._upper_bias))]
        self._kinds = np.array([_KINDS[kind] for kind, _, _ in moves])
        strings = parser.vocab.strings
        self._labels = np.array([strings[label] if label else 0 for _, _, label in moves], dtype=np.uint64)
        self._root = strings["ROOT"]
        self._decorated = [strings[label] for _, _, label in moves if "||" in label]
        # By which of shifts, reductions, arcs and breaks are allowed: 0 for those moves, else minus infinity.
        groups = np.array([0, 1, 2, 2, 3])[self._kinds]
        allowed = (np.arange(16)[:, None] >> groups[None, :]) & 1
        self._forbidden = np.where(allowed == 1, 0, -np.inf).astype(np.float32)

    def __call__(self, docs: "list[Doc]") -> "list[Doc]":
        """The Docs, none of them empty, parsed."""
        by_spacy = [doc for doc in docs if doc.has_annotation("DEP") or _longest(doc) > LONGEST]
        if by_spacy:
            self._parser.set_annotations(by_spacy, self._parser.predict(by_spacy))
        others = [doc for doc in docs if doc not in by_spacy]
        if others:
            self._parse(others)
        return docs

    def _parse(self, docs: "list[Doc]") -> None:
        vectors = self._vectors.predict(docs)
        starts = np.concatenate([doc.to_array(SENT_START).astype(np.int64) for doc in docs])
        heads = np.zeros(len(vectors), dtype=np.int64)
        labels = np.full(len(vectors), self._root, dtype=np.uint64)
        self._walk(_stretches([len(doc) for doc in docs], starts), vectors, starts, heads, labels)
        start = 0
        for doc in docs:
            end = start + len(doc)
            doc.from_array([HEAD, DEP], np.stack([heads[start:end].astype(np.uint64), labels[start:end]], axis=1))
            if np.isin(labels[start:end], self._decorated).any():
                for hook in self._parser.postprocesses:
                    hook(doc)
            start = end

    def _walk(
        self, stretches: "list[_Stretch]", vectors: np.ndarray, starts: np.ndarray, heads: np.ndarray, labels: np.ndarray
    ) -> None:
        """Set the distance of each word to its head, and its label."""
        # Sentence starts that a stretch set in the next one, seldom any: that one is walked again then.
        ahead: "set[int]" = set()
        waiting = stretches
        while waiting:
            changed: "set[int]" = set()
            for group in _together(waiting):
                walk = _Walk(self, vectors, starts, group, ahead)
                walk.into(heads, labels)
                changed |= walk.started_ahead() ^ ahead.intersection(stretch.second_ahead for stretch in group)
            ahead ^= changed
            waiting = [stretch for stretch in stretches if stretch.start + 1 in changed]


class _Walk:
    """The steps of some stretches from their first word to their last.

    Words are counted through all of the stretches. A stack is a chain: `below` says what lies under a word. The words put
    back before the buffer are another, `behind`. -1 is no word, and the last entry of each array is what there is of it.
    """

    def __init__(
        self, parser: ArcParser, vectors: np.ndarray, starts: np.ndarray, stretches: Sequence[_Stretch], started: "set[int]"
    ) -> None:
        self._parser = parser
        self._words = np.concatenate([np.arange(start, seen) for start, _, seen in stretches])
        sizes = np.array([seen - start for start, _, seen in stretches])
        ends = np.cumsum(sizes)
        count = len(self._words)
        self._own = np.ones(count, dtype=bool)
        self._added = self._features(vectors)
        self._starts = np.append(starts[self._words] == 1, False)
        seconds = [(end - size + 1, stretch.start + 1) for end, size, stretch in zip(ends, sizes, stretches)]
        self._starts[[place for place, word in seconds if word in started]] = True
        self._no_starts = np.append(starts[self._words] == -1, False)
        self._unshiftable = np.zeros(count + 1, dtype=bool)
        self._next = np.append(np.arange(1, count + 1), -1)
        self._next[ends - 1] = -1
        self._heads, self._below, self._behind, self._last_left, self._last_right, self._sooner = (
            np.full(count + 1, -1) for _ in range(6)
        )
        self._labels = np.full(count + 1, parser._root, dtype=np.uint64)
        # Of each stretch: top of the stack, first of the words put back, next of the buffer, words in the stack, and
        # the word of the buffer at which it is done.
        self._next_word = ends - sizes
        lengths = np.array([end - start for start, end, _ in stretches])
        self._done_at = np.where(lengths < sizes, self._next_word + lengths, -1)
        self._top, self._back = np.full(len(sizes), -1), np.full(len(sizes), -1)
        self._depth = np.zeros(len(sizes), dtype=np.int64)
        for first, last in zip((self._next_word + lengths).tolist(), ends.tolist()):
            self._own[first:last] = False
        self._started_ahead = np.zeros(0, dtype=np.int64)

    def into(self, heads: np.ndarray, labels: np.ndarray) -> None:
        """Take all steps; set the distance of each word to its head, and its label."""
        while len(self._top):
            self._step()
        places = np.flatnonzero(self._own)
        found = self._heads[places]
        heads[self._words[places]] = np.where(found < 0, 0, found - places)
        labels[self._words[places]] = self._labels[places]

    def started_ahead(self) -> "set[int]":
        """Words of the next stretches at which this one's steps started sentences."""
        return set(self._words[self._started_ahead].tolist())

    def _features(self, vectors: np.ndarray) -> np.ndarray:
        """What each word adds to the hidden layer in each place, a row each; the last ones are those of no word."""
        parser = self._parser
        added = parser._space[: len(self._words) + 1]
        multiply(vectors[self._words], parser._lower, added[:-1])
        added[-1] = parser._missing.reshape(-1)
        return added.reshape(-1, parser._missing.shape[1])

    def _step(self) -> None:
        top, back, ahead = self._top, self._back, self._next_word
        put_back = back >= 0
        first = np.where(put_back, back, ahead)
        second = self._behind[back]
        second = np.where(second >= 0, second, np.where(put_back, ahead, self._next[ahead]))
        under = self._below[top]
        places = (
            first, second, top, under, self._below[under], self._last_left[first], self._last_left[top], self._last_right[top]
        )  # fmt: skip
        scores = self._scores(np.array(places).T)
        scores += self._parser._forbidden[self._allowed(first, second)]
        move = scores.argmax(axis=1)
        kind = self._parser._kinds[move]
        self._arc(kind, move, first)
        pushed = ((kind == _SHIFT) | (kind == _RIGHT)).nonzero()[0]
        reduced = (kind == _REDUCE).nonzero()[0]
        popped = (kind == _LEFT).nonzero()[0]
        if len(reduced):
            whole = (self._heads[top[reduced]] >= 0) | (self._depth[reduced] == 1)
            self._put_back(reduced[~whole])
            popped = np.concatenate([popped, reduced])
        if len(popped):
            self._top[popped] = self._below[top[popped]]
            self._depth[popped] -= 1
        if len(pushed):
            self._push(pushed, first[pushed], put_back[pushed])
        broken = kind == _BREAK
        if broken.any():
            started = second[broken]
            self._starts[started] = True
            if not self._own[started].all():
                self._started_ahead = np.concatenate([self._started_ahead, started[~self._own[started]]])
        self._end()

    def _scores(self, places: np.ndarray) -> np.ndarray:
        parser = self._parser
        rows = self._added.take(places * _PLACES + np.arange(_PLACES), axis=0, mode="wrap")
        summed = rows.sum(axis=1)
        summed += parser._bias
        width = parser._width
        hidden = np.maximum(summed[:, :width], summed[:, width : 2 * width])
        for piece in range(2, parser._pieces):
            np.maximum(hidden, summed[:, piece * width : (piece + 1) * width], out=hidden)
        return hidden @ parser._upper + parser._upper_bias

    def _allowed(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Which moves are allowed, a bit each for shifts, reductions, arcs and breaks."""
        stack = self._top >= 0
        more = second >= 0
        inside = ~self._starts[first]
        shift = ~stack | (more & inside & ~self._unshiftable[first])
        reduce = stack & ~((first >= 0) & (self._depth == 1) & self._no_starts[first])
        arc = stack & (first >= 0) & inside
        split = more & (second == first + 1) & ~self._starts[second] & ~self._no_starts[second]
        return shift + 2 * reduce + 4 * arc + 8 * split

    def _arc(self, kind: np.ndarray, move: np.ndarray, first: np.ndarray) -> None:
        left = (kind == _LEFT).nonzero()[0]
        if len(left):
            head, child = first[left], self._top[left]
            old = self._heads[child]
            # A word that had a head is the last on that one's right, as it still lies on the stack.
            again = old >= 0
            self._last_right[old[again]] = self._sooner[child[again]]
            self._last_left[head] = child
            self._heads[child] = head
            self._labels[child] = self._parser._labels[move[left]]
            self._unshiftable[head] = False
        right = (kind == _RIGHT).nonzero()[0]
        if len(right):
            head, child = self._top[right], first[right]
            self._sooner[child] = self._last_right[head]
            self._last_right[head] = child
            self._heads[child] = head
            self._labels[child] = self._parser._labels[move[right]]

    def _put_back(self, places: np.ndarray) -> None:
        word = self._top[places]
        self._unshiftable[word] = True
        self._behind[word] = self._back[places]
        self._back[places] = word

    def _push(self, places: np.ndarray, words: np.ndarray, put_back: np.ndarray) -> None:
        self._below[words] = self._top[places]
        self._top[places] = words
        self._depth[places] += 1
        back, ahead = places[put_back], places[~put_back]
        self._back[back] = self._behind[words[put_back]]
        self._next_word[ahead] = self._next[words[~put_back]]

    def _end(self) -> None:
        """Leave the stretches that are done."""
        open_ = (self._top >= 0) | (self._back >= 0) | (self._next_word != self._done_at)
        if not open_.all():
            self._top, self._back, self._next_word = self._top[open_], self._back[open_], self._next_word[open_]
            self._depth, self._done_at = self._depth[open_], self._done_at[open_]


def arc_parser_of(parser: object) -> Optional[ArcParser]:
    """What finds the same trees as a parser, or None if that is of another structure."""
    if type(parser) is not DependencyParser or parser.cfg["beam_width"] != 1 or parser.cfg["learn_tokens"]:
        return None
    model = parser.model
    if not all(model.has_ref(name) and model.get_ref(name) for name in ("tok2vec", "lower", "upper")):
        return None
    lower = model.get_ref("lower")
    if lower.get_dim("nF") != _PLACES or lower.get_dim("nP") < 2 or model.attrs.get("unseen_classes"):
        return None
    names = [parser.moves.get_class_name(index) for index in range(model.get_ref("upper").get_dim("nO"))]
    known = all(name.partition("-")[0] in _KINDS for name in names) and not any(name.endswith("-subtok") for name in names)
    return ArcParser(parser) if known else None


def _longest(doc: Doc) -> int:
    """Words of the longest stretch."""
    starts = np.flatnonzero(doc.to_array(SENT_START) == 1)
    return int(np.diff(starts, prepend=0, append=len(doc)).max())


def _stretches(sizes: Sequence[int], starts: np.ndarray) -> "list[_Stretch]":
    """The Docs cut where sentences are known to start."""
    found, first = [], 0
    for size in sizes:
        last = first + size
        cuts = [first, *(cut for cut in (first + np.flatnonzero(starts[first:last] == 1)).tolist() if cut > first), last]
        found += [_Stretch(start, end, min(end + AHEAD, last)) for start, end in zip(cuts, cuts[1:])]
        first = last
    return found


def _together(stretches: "list[_Stretch]") -> "Iterator[list[_Stretch]]":
    """In groups of similar length, so that all of a group are done at about the same time."""
    group, words = [], 0
    for stretch in sorted(stretches, key=lambda stretch: stretch.end - stretch.start, reverse=True):
        if group and words + stretch.seen - stretch.start > WORDS:
            yield group
            group, words = [], 0
        group.append(stretch)
        words += stretch.seen - stretch.start
    if group:
        yield group
