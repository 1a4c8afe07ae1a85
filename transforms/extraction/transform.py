"""Extract text: Item → Page."""

import functools
from dataclasses import dataclass

import apache_beam as beam

from schemas.reasons import Stage
from schemas.records import Page
from transforms.extraction.extract import MAX_CHARACTERS, extract
from transforms.transform import Apply


@dataclass
class ExtractPages(beam.PTransform):
    """Extract the text of items; outputs `done` (Page) and `rejects`.

    :param max_characters: how long a text may be; a longer one is a reject.
    """

    max_characters: int = MAX_CHARACTERS

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, items):
        return items | Apply(functools.partial(_extractor, self.max_characters), Stage.EXTRACT, Page)


def _extractor(max_characters: int):
    return functools.partial(extract, max_characters=max_characters)
