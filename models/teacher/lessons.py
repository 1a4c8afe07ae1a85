"""Sentences as the teacher reads and writes them: JSON, one to a line."""

import dataclasses
import json
from pathlib import Path
from typing import Iterable, Iterator, Optional, Sequence

# The mark of a word of which it isn't known whether it is part of a name.
UNKNOWN_NAME = "?"

KINDS = ("tags", "features", "names", "labels")


@dataclasses.dataclass
class Lesson:
    """Words of a sentence, and of each what is known of it; None where nothing is.

    `tags` are Penn Treebank tags, `features` UPOS and features joined by a space, `heads` the governors' indices (the
    root's is its own), `labels` the dependencies, `names` IOB2 tags or UNKNOWN_NAME.
    """

    words: "list[str]"
    spaces: "list[bool]"
    starts_document: bool = False
    tags: "Optional[list[str]]" = None
    features: "Optional[list[str]]" = None
    heads: "Optional[list[int]]" = None
    labels: "Optional[list[str]]" = None
    names: "Optional[list[str]]" = None


def write_lessons(lessons: Iterable[Lesson], path: Path) -> None:
    """Write them, one to a line."""
    with path.open("w", encoding="utf-8") as file:
        for lesson in lessons:
            file.write(to_json(lesson))


def to_json(lesson: Lesson) -> str:
    """Its line in a file."""
    return json.dumps(dataclasses.asdict(lesson), ensure_ascii=False) + "\n"


def read_lessons(path: Path) -> Iterator[Lesson]:
    """Read what `write_lessons` wrote."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Lesson(**json.loads(line))


def capitals_of(word: str) -> int:
    """A number below `network.CAPITALS`: no letters, small, a first capital, one capital only, all capitals, mixed."""
    letters = [letter for letter in word if letter.isalpha()]
    if not letters:
        return 0
    if word.islower() or not any(letter.isupper() for letter in letters):
        return 1
    if all(letter.isupper() for letter in letters):
        return 3 if len(letters) == 1 else 4
    return 2 if word[0].isupper() and word[1:].islower() else 5


def is_tree(heads: "Sequence[int]") -> bool:
    """Whether one word only is its own head, and all others lead to it."""
    reached = {index for index, head in enumerate(heads) if head == index}
    if len(reached) != 1:
        return False
    for index in range(len(heads)):
        path = set()
        while index not in reached:
            if index in path:
                return False
            path.add(index)
            index = heads[index]
        reached |= path
    return True
