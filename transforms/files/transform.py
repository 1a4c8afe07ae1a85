"""Find files and read them: Location → Item."""

import time
from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, NamedTuple, Sequence, Tuple, Union

import apache_beam as beam
from apache_beam.coders import StrUtf8Coder
from apache_beam.pvalue import PCollection, TaggedOutput
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec

from schemas.records import Item, Location
from schemas.tables import Reject
from transforms.files.changes import mark_of
from transforms.files.kinds import is_list_file
from transforms.files.locate import locate
from transforms.files.read import read_file
from transforms.opening import BODY_CAP
from transforms.transform import REJECTS, count, typed
from transforms.web.urls import is_web

FEEDS, FILES = "feeds", "files"
DAY = 86_400


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


class Watched(NamedTuple):
    """What inputs name, as it is now.

    :param feeds: feeds on the web (Location): all of them at every look.
    :param files: other files (Location), once each time that they are new or changed.
    :param rejects: what can't be read, once a day.
    """

    feeds: PCollection
    files: PCollection
    rejects: PCollection


@dataclass
class WatchInputs(beam.PTransform):
    """At every element, look at what inputs name by now. Counts "read" for each reject.

    :param inputs: as the user names them; the workers must reach them under the same names.
    :param every: seconds between two looks at folders, buckets, globs and lists, at least.
    :param open_list: gives the feeds that a file lists (Location), and rejects. It is pickled.
    """

    inputs: Sequence[str]
    every: float
    open_list: Callable[[str], Iterable[Union[Location, Reject]]]

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, moments):
        looked = moments | "Look" >> beam.ParDo(_LookFn(self)).with_outputs(FEEDS, FILES, REJECTS)
        files = looked[FILES] | "Type files" >> typed(Tuple[str, Tuple[str, Location]])
        rejects = looked[REJECTS] | "Type rejects" >> typed(Tuple[str, Tuple[str, Reject]])
        return Watched(
            looked[FEEDS] | "Type feeds" >> typed(Location),
            files | "New files" >> beam.ParDo(_NewFn()).with_output_types(Location),
            rejects
            | "New rejects" >> beam.ParDo(_NewFn()).with_output_types(Reject)
            | "Count rejects" >> beam.Map(_counted).with_output_types(Reject),
        )


def _counted(reject: Reject) -> Reject:
    count("read")
    return reject


class _LookFn(beam.DoFn):
    def __init__(self, options: WatchInputs) -> None:
        self._inputs = list(options.inputs)
        self._every = options.every
        self._open_list = options.open_list
        self._looked_at = float("-inf")
        self._feeds: "list[Location]" = []

    def process(self, moment) -> Iterator:
        now = time.time()
        if now - self._looked_at >= self._every:
            self._looked_at = now
            yield from self._look(now)
        yield from (TaggedOutput(FEEDS, feed) for feed in self._feeds)

    def _look(self, now: float) -> Iterator:
        feeds: "dict[Location, None]" = {}
        for one in self._located():
            if isinstance(one, Reject):
                yield TaggedOutput(REJECTS, (one.reject_id, (str(int(now // DAY)), one)))
            elif is_web(one.uri):
                feeds[one] = None
            elif (mark := mark_of(one, now)) is not None:
                yield TaggedOutput(FILES, (one.uri, (mark, one)))
        self._feeds = list(feeds)

    def _located(self) -> "Iterator[Union[Location, Reject]]":
        for one in locate(self._inputs, _pass_over):
            if isinstance(one, Location) and not is_web(one.uri) and is_list_file(one):
                yield from self._open_list(one.uri)
            else:
                yield one


def _pass_over(uri: str, why: str) -> None:
    """What is no input was named when the job was submitted."""


class _NewFn(beam.DoFn):
    """Gives an element when its mark is another than the last of its key."""

    MARK = ReadModifyWriteStateSpec("mark", StrUtf8Coder())

    def process(self, keyed: Tuple[str, Tuple[str, object]], kept=beam.DoFn.StateParam(MARK)) -> Iterator:
        _, (mark, element) = keyed
        if kept.read() != mark:
            kept.write(mark)
            yield element
