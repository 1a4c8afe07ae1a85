"""Which words stand in which quotation."""

from typing import NamedTuple

from transforms.relations.dependencies import Tree

_OPENING = frozenset(["“", "``", "„"])
# Straight ones, and the two apostrophes of typewriters, open and close.
_BOTH = frozenset(['"', "''"])
_CLOSING = "”"


class Quotes(NamedTuple):
    """The quotations of a Doc, numbered from 1 as they open."""

    numbers: "list[int]"
    """For each word the number of its quote, 0 outside and for the marks."""
    unclosed: "frozenset[int]"
    """Those that a paragraph ended, which the next may go on with."""


def find_quotes(tree: Tree) -> Quotes:
    """A paragraph ends all quotes. One that another opens in, or that lasts to the end of the text, was never closed: it
    is its first sentence only."""
    numbers: "list[int]" = []
    unclosed: "set[int]" = set()
    current = count = 0
    for word, text in enumerate(tree.words):
        if _closes(tree, word, current):
            current = 0
        elif _is_mark(tree, word):
            if not (text == "`" and _joined(tree, word - 1)):
                _cut(tree, numbers, current)
                current = count = count + 1
        else:
            if current and "\n\n" in text:
                unclosed.add(current)
                current = 0
            numbers.append(current)
            continue
        numbers.append(0)
    _cut(tree, numbers, current)
    return Quotes(numbers, frozenset(unclosed))


def _is_mark(tree: Tree, word: int) -> bool:
    """Whether a word is a mark of quotation; "``" is two words to the tokenizer."""
    text = tree.words[word]
    if text == "`":
        return _joined(tree, word) or _joined(tree, word - 1)
    return text in _OPENING or text in _BOTH or text == _CLOSING


def _joined(tree: Tree, word: int) -> bool:
    """Whether two backticks stand together."""
    return word >= 0 and tree.words[word : word + 2] == ["`", "`"] and tree.ends[word] == tree.starts[word + 1]


def _closes(tree: Tree, word: int, current: int) -> bool:
    text = tree.words[word]
    return text == _CLOSING or text in _BOTH and not _opens(tree, word, current)


def _opens(tree: Tree, word: int, current: int) -> bool:
    """A straight quote opens where white space or nothing is before it and none after it."""
    start, end = tree.starts[word], tree.ends[word]
    before, after = tree.text[max(start - 1, 0) : start], tree.text[end : end + 1]
    free = not before.strip() or before in "([—–"
    return free and (bool(after.strip()) or not current and bool(after))


def _cut(tree: Tree, numbers: "list[int]", quote: int) -> None:
    """Take back what stands behind the first sentence of a quote that was never closed."""
    if not quote or quote not in numbers:
        return
    _, end = tree.sentence_spans[tree.sentences[numbers.index(quote)]]
    for word in range(end, len(numbers)):
        if numbers[word] == quote:
            numbers[word] = 0
