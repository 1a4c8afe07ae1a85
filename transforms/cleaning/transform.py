"""Clean text: Page → Document."""

import functools
from dataclasses import dataclass
from typing import Callable, Optional, Union

import apache_beam as beam

from schemas.reasons import Stage
from schemas.records import Document, Page
from schemas.tables import Reject
from transforms.cleaning.clean import clean_page
from transforms.cleaning.repetition import without_repeated
from transforms.transform import Apply, count

Repeats = Callable[[], Callable[[int], bool]]


@dataclass
class CleanPages(beam.PTransform):
    """Repair the text of pages and take the clutter out; outputs `done` (Document) and `rejects`.

    :param repeats: opens, on a worker, what tells by their keys which paragraphs their sources repeat; None keeps those.
    """

    repeats: Optional[Repeats] = None

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, pages):
        return pages | Apply(functools.partial(_cleaner, self.repeats), Stage.CLEAN, Document)


def _cleaner(repeats: Optional[Repeats]) -> "Callable[[Page], Union[Document, Reject]]":
    return clean_page if repeats is None else functools.partial(_without_repeated, repeats())


def _without_repeated(is_repeated: Callable[[int], bool], page: Page) -> Union[Document, Reject]:
    cleaned = clean_page(page)
    if isinstance(cleaned, Reject):
        return cleaned
    document = without_repeated(cleaned, is_repeated)
    if document is not cleaned:
        count("repeated", len(document.removals) - len(cleaned.removals))
    return document
