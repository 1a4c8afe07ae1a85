"""Clean text: Page → Document."""

from dataclasses import dataclass

import apache_beam as beam

from schemas.reasons import Stage
from schemas.records import Document
from transforms.cleaning.clean import clean_page
from transforms.transform import Apply


@dataclass
class CleanPages(beam.PTransform):
    """Repair the text of pages and take the clutter out; outputs `done` (Document) and `rejects`."""

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, pages):
        return pages | Apply(_cleaner, Stage.CLEAN, Document)


def _cleaner():
    return clean_page
