"""Read files: Location → Item."""

from dataclasses import dataclass
from typing import Iterator

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from schemas.records import Item, Location
from schemas.tables import Reject
from transforms.files.read import read_file
from transforms.opening import BODY_CAP
from transforms.transform import REJECTS, count


@dataclass
class ReadFiles(beam.PTransform):
    """Read files on the workers; outputs `done` (Item) and `rejects`. Counts "read".

    :param body_cap: bytes that a text, line or page may have after decompression.
    """

    body_cap: int = BODY_CAP

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, locations):
        return (
            locations
            | "Spread files" >> beam.Reshuffle()
            | "Read" >> beam.ParDo(_ReadFn(self.body_cap)).with_outputs(REJECTS, main="done").with_output_types(Item)
        )


class _ReadFn(beam.DoFn):
    def __init__(self, body_cap: int) -> None:
        self._body_cap = body_cap

    def process(self, location: Location) -> Iterator:
        for result in read_file(location.uri, body_cap=self._body_cap):
            count("read")
            yield TaggedOutput(REJECTS, result) if isinstance(result, Reject) else result
