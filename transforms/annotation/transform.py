"""Annotate: Document → Document, with what is found in it."""

from dataclasses import dataclass, replace
from typing import Iterator, Optional

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.timestamp import Timestamp
from apache_beam.utils.windowed_value import WindowedValue

from schemas.records import Document
from schemas.tables import Reject
from transforms.annotation.annotator import Annotator
from transforms.transform import REJECTS, measure, timing

# A batch is annotated when it has so many articles or characters: enough for the matrices of the model
# to be of an efficient size, few enough for its Docs (about 20 times their text) to stay under 100 MB.
BATCH_ARTICLES = 128
BATCH_CHARACTERS = 2_000_000


@dataclass
class AnnotateArticles(beam.PTransform):
    """Find the names and statements of documents' articles; outputs `done` (Document) and `rejects`.

    :param model: name or path of a spaCy pipeline, loaded once per worker process.
    :param catalogue: path of a relation catalogue to lay over the built-in one.
    """

    model: str
    catalogue: Optional[str] = None

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, documents):
        return documents | beam.ParDo(_AnnotateFn(self.model, self.catalogue)).with_outputs(
            REJECTS, main="done"
        ).with_output_types(Document)


class _AnnotateFn(beam.DoFn):
    """Buffers articles and annotates them together; batch-wise DoFns would lose their timestamps."""

    def __init__(self, model: str, catalogue: Optional[str]) -> None:
        self._model = model
        self._catalogue = catalogue
        self._annotator: Optional[Annotator] = None
        self._buffer: "list[tuple[Document, Timestamp]]" = []
        self._characters = 0

    def setup(self) -> None:
        self._annotator = Annotator(self._model, self._catalogue)

    def start_bundle(self) -> None:
        self._clear()

    def process(self, document: Document, timestamp=beam.DoFn.TimestampParam) -> Iterator:
        self._buffer.append((document, timestamp))
        self._characters += len(document.article.text)
        if len(self._buffer) >= BATCH_ARTICLES or self._characters >= BATCH_CHARACTERS:
            yield from self._annotate()

    def finish_bundle(self) -> Iterator:
        yield from self._annotate()

    def _annotate(self) -> Iterator:
        buffered = self._buffer
        self._clear()
        if not buffered:
            return
        with timing("annotate.milliseconds"):
            results = self._annotator.annotate([document.article for document, _ in buffered])
        measure("annotate.articles", len(buffered))
        for (document, timestamp), result in zip(buffered, results):
            if isinstance(result, Reject):
                yield TaggedOutput(REJECTS, WindowedValue(result, timestamp, [GlobalWindow()]))
            else:
                result = replace(result, removals=document.removals)
                yield WindowedValue(result, timestamp, [GlobalWindow()])

    def _clear(self) -> None:
        self._buffer = []
        self._characters = 0
