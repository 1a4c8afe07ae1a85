"""What every step's transform is made of: apply a function, count what it gave, keep its rejects."""

import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Callable, Iterable, Iterator, Union

import apache_beam as beam
from apache_beam.metrics import Metrics

import schemas.coders  # noqa: F401  registers the records with Beam
from schemas.records import Item, Page, reject, reject_item
from schemas.reasons import Reason, Stage
from schemas.tables import Article, Reject
from transforms.web.urls import without_credentials

REJECTS = "rejects"
NAMESPACE = "newslake"


def count(name: str, amount: int = 1) -> None:
    """Add to one of newslake's counters, seen in every runner's metrics."""
    Metrics.counter(NAMESPACE, name).inc(amount)


def measure(name: str, value: float) -> None:
    """Add a value to one of newslake's distributions, of which runners show number, sum, least and greatest.

    :param value: in the unit that the name ends in; rounded.
    """
    Metrics.distribution(NAMESPACE, name).update(round(value))


@contextmanager
def timing(name: str) -> Iterator[None]:
    """Measure how long something takes, in milliseconds, as the distribution `name`."""
    started = time.monotonic()
    yield
    measure(name, (time.monotonic() - started) * 1000)


def typed(kind: type) -> beam.PTransform:
    """Says what a tagged output is made of, so that it is encoded by schema and grouped by its key."""
    return beam.Map(_same).with_output_types(kind)


def _same(element):
    return element


def reject_crashed(stage: Stage, element: Union[Item, Page, Article], error: Exception) -> Reject:
    """The reject of an element whose step raised an error nobody foresaw."""
    message = f"{stage.value} failed: {type(error).__name__}"
    if isinstance(element, Item):
        element = replace(element, url=without_credentials(element.url)) if element.url else element
        return reject_item(stage, Reason.CRASHED, message, element, error)
    return reject(
        stage,
        Reason.CRASHED,
        message,
        input_uri=element.input_uri,
        feed_url=element.feed_url,
        payload=element.text,
        exception=error,
    )


@dataclass
class Apply(beam.PTransform):
    """Apply a function to each element; what it rejects goes to the output "rejects".

    :param step: gives a function from an element to its result or to a Reject; called once per
        worker, in `setup`, so that it may open clients and load data. It is pickled.
    :param stage: the stage that an unforeseen error is rejected under.
    :param gives: the record type of the main output.
    """

    step: Callable[[], Callable]
    stage: Stage
    gives: type

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, elements):
        return elements | beam.ParDo(_ApplyFn(self.step, self.stage)).with_outputs(
            REJECTS, main="done"
        ).with_output_types(self.gives)


class _ApplyFn(beam.DoFn):
    def __init__(self, step: Callable[[], Callable], stage: Stage) -> None:
        self._step = step
        self._stage = stage
        self._function = None

    def setup(self) -> None:
        self._function = self._step()

    def process(self, element) -> Iterable:
        try:
            result = self._function(element)
        except Exception as error:  # the step's one boundary: whatever happened becomes a reject
            result = reject_crashed(self._stage, element, error)
        if isinstance(result, Reject):
            yield beam.pvalue.TaggedOutput(REJECTS, result)
        else:
            yield result
