"""The arrays that the network takes, from lessons."""

import random
from typing import Iterator, Mapping, Optional, Sequence

import numpy as np
from tokenizers import Tokenizer

from models.teacher.lessons import KINDS, Lesson, capitals_of

# The lengths, in pieces, that batches are padded to: each is compiled once.
LENGTHS = (16, 32, 48, 64, 96, 144, 256)


class Batches:
    """Turns lessons into arrays for the network."""

    def __init__(self, tokenizer: Tokenizer, kinds: "Mapping[str, Sequence[str]]", pieces_in_batch: int) -> None:
        """
        :param kinds: for each of KINDS what it can be, in the order of the network's outputs.
        :param pieces_in_batch: how many pieces, padding among them, a batch may have.
        """
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._numbers = {kind: {value: number for number, value in enumerate(kinds[kind])} for kind in KINDS}
        self._pieces_in_batch = pieces_in_batch

    def of(
        self, lessons: "Sequence[Lesson]", rng: "random.Random | None" = None
    ) -> "Iterator[tuple[list[int], dict[str, np.ndarray]]]":
        """The lessons' indices and the arrays of each batch; lessons of more pieces than the longest are left out.

        :param rng: for batches in an order by chance; without it they go from short to long.
        """
        encoded = [self._encode(lesson) for lesson in lessons]
        for length, size, indices in self._planned([len(pieces) for pieces, _ in encoded], rng):
            rows = [(lessons[index], *encoded[index]) for index in indices]
            yield indices, self._arrays(rows, length, size)

    def count(self, lessons: "Sequence[Lesson]") -> int:
        """How many batches they make."""
        return len(self._planned([len(self._encode(lesson)[0]) for lesson in lessons], None))

    def _planned(
        self, lengths: "Sequence[int]", rng: "random.Random | None"
    ) -> "list[tuple[int, int, list[int]]]":
        """Of each batch the pieces and sentences that it has room for, and the indices of its lessons."""
        by_length: "dict[int, list[int]]" = {length: [] for length in LENGTHS}
        for index, pieces in enumerate(lengths):
            fitting = [length for length in LENGTHS if length >= pieces]
            if fitting:
                by_length[fitting[0]].append(index)
        batches = []
        for length, indices in by_length.items():
            size = max(1, self._pieces_in_batch // length)
            if rng:
                rng.shuffle(indices)
            batches += [(length, size, indices[start : start + size]) for start in range(0, len(indices), size)]
        if rng:
            rng.shuffle(batches)
        return batches

    def _encode(self, lesson: Lesson) -> "tuple[list[int], list[Optional[int]]]":
        encoding = self._tokenizer.encode(lesson.words, is_pretokenized=True)
        return encoding.ids, encoding.word_ids

    def _arrays(
        self, rows: "list[tuple[Lesson, list[int], list[Optional[int]]]]", length: int, size: int
    ) -> "dict[str, np.ndarray]":
        """Of `size` sentences, the last of them empty where there are fewer, so that shapes recur."""
        arrays = {
            name: np.full((size, length), fill, dtype="int32")
            for name, fill in (("pieces", 0), ("capitals", 0), ("word_of", -1), ("words", 0), ("heads", -1))
        }
        arrays.update((kind, np.full((size, length), -1, dtype="int32")) for kind in KINDS)
        arrays["lengths"] = np.zeros(size, dtype="int32")
        for row, (lesson, pieces, word_ids) in enumerate(rows):
            count = len(lesson.words)
            capitals = [capitals_of(word) for word in lesson.words]
            arrays["pieces"][row, : len(pieces)] = pieces
            arrays["capitals"][row, : len(pieces)] = [0 if word is None else capitals[word] for word in word_ids]
            arrays["word_of"][row, : len(pieces)] = [-1 if word is None else word for word in word_ids]
            arrays["lengths"][row] = count
            for kind in KINDS:
                values = getattr(lesson, kind)
                if values is not None:
                    arrays[kind][row, :count] = [self._numbers[kind].get(value, -1) for value in values]
            if lesson.heads is not None:
                heads = [0 if head == index else head + 1 for index, head in enumerate(lesson.heads)]
                arrays["heads"][row, :count] = heads
        return arrays
