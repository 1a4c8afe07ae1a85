"""What the sources of a run repeat: as the lake remembers it, and as the files that are to be read show it."""

import functools
import hashlib
import heapq
from dataclasses import replace
from itertools import islice
from typing import Iterable, Iterator, Sequence, Union

from pipelines.settings import Settings
from pipelines.workers import Workers
from schemas.records import FILE, HTML, Document, Item, Location, Page
from schemas.tables import PARAGRAPH_BREAK
from transforms.cleaning.address import source_of
from transforms.cleaning.clean import clean_page
from transforms.cleaning.repetition import STORIES, Told, repeated, told
from transforms.extraction.extract import extract
from transforms.files.locate import InputError, locate
from transforms.files.read import read_file
from transforms.lake.repeats import Remembered, remember, today
from transforms.lake.store import Store

# What is read ahead of a run to see what its files repeat: some seconds of reading, and little memory.
READ_ITEMS = 20_000
READ_BYTES = 128_000_000
# Each file of a bucket is a request, so of more files so many are read; by a hash of their names, to be of all folders.
LISTED_FILES = 200_000
FAR_FILES = 500
# Of a source: what stands in fewer than three of so many is no furniture. A sample by hash, and so the same in
# whatever order the items come.
SOURCE_ITEMS = 60
# Of all sources: texts are cleaned in a second or two, pages in ten.
ALL_ITEMS = 400


def remember_today(store: Store) -> str:
    """Have the lake's memory of this day made, unless it is; gives the day."""
    day = today()
    remember(store, day, lambda articles: repeated(map(_told_again, articles)))
    return day


def with_repeats(settings: Settings, inputs: Sequence[str], *, following: bool) -> Settings:
    """Settings that know what is repeated: one day's memory of the lake, or its newest where a run has no end, and
    what the files among the inputs repeat.

    It is the same whenever a run is begun again on that day, so that one that was killed goes on as it had begun.
    """
    day = remember_today(Store(settings.output))
    return replace(settings, remembered=None if following else day, repeated=tuple(sorted(survey(inputs, settings))))


def survey(inputs: Sequence[str], settings: Settings) -> "set[int]":
    """The keys of the paragraphs that the files among the inputs repeat, by a sample of their items."""
    try:
        sample = [item for items in _sampled(_items(inputs, settings)) for item in items]
    except (InputError, OSError):  # the run that reads them in its turn says so
        return set()
    plain = [item for item in sample if item.media != HTML]
    pages = [item for item in sample if item.media == HTML]
    return repeated([*_told(plain, settings.max_characters), *_told_apart(pages, settings.max_characters)])


def _items(inputs: Sequence[str], settings: Settings) -> Iterator[Item]:
    """What the files hold, up to READ_ITEMS and READ_BYTES, in an order that is the same for the same files."""
    found = (one for one in locate(inputs, lambda uri, why: None) if isinstance(one, Location) and one.kind == FILE)
    files = sorted({one.uri for one in islice(found, LISTED_FILES)}, key=_hash)
    far = set([uri for uri in files if "://" in uri][FAR_FILES:])
    near = (uri for uri in files if uri not in far)
    items = (one for uri in near for one in read_file(uri, body_cap=settings.body_cap) if isinstance(one, Item))
    size = 0
    for item in islice(items, READ_ITEMS):
        size += len(item.content or b"")
        if size > READ_BYTES:
            return
        if item.content:
            yield item


def _sampled(items: Iterable[Item]) -> "list[list[Item]]":
    """Of each source that has enough of them some items."""
    by_source: "dict[str, list[tuple[int, str, Item]]]" = {}
    for item in items:
        some = by_source.setdefault(_source(item), [])
        # The largest first, and out first; equal ones are copies, of which the name decides.
        entry = (-_hash(item.content), item.input_uri, item)
        if any(entry[:2] == other[:2] for other in some):
            continue
        (heapq.heappush if len(some) < SOURCE_ITEMS else heapq.heappushpop)(some, entry)
    enough = {source: some for source, some in by_source.items() if len(some) >= STORIES}
    each = max(STORIES, ALL_ITEMS // max(1, len(enough)))
    ordered = (sorted(some, key=lambda entry: entry[:2], reverse=True) for _, some in sorted(enough.items()))
    return [[item for *_, item in some[:each]] for some in islice(ordered, ALL_ITEMS // STORIES)]


def _source(item: Item) -> str:
    return source_of(Page(item.input_uri, "", True, url=item.url, source=item.source))


def _hash(value: Union[str, bytes]) -> int:
    value = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
    return int.from_bytes(hashlib.blake2b(value, digest_size=8).digest(), "big")


def _told_apart(pages: "list[Item]", max_characters: int) -> "list[Told]":
    """The same of pages, in a process of its own: one that crashes the parser of HTML crashes no more than that."""
    if not pages:
        return []
    work = functools.partial(_told, max_characters=max_characters)
    with Workers(1, work, lambda item, error: ()) as worker:
        return [one for _, outcomes in worker.outcomes([pages]) for outcome in outcomes for one in outcome]


def _told(items: "Sequence[Item]", max_characters: int) -> "list[Told]":
    """What items are cleaned to; those that are no articles are left out."""
    found = []
    for item in items:
        try:
            page = extract(item, max_characters=max_characters)
            document = clean_page(page) if isinstance(page, Page) else page
        except Exception:  # whatever it is, the step that meets it in its turn rejects the item
            continue
        if isinstance(document, Document):
            found.append(told(document))
    return found


def _told_again(article: Remembered) -> Told:
    texts = (article.text, article.removed_text)
    paragraphs = tuple(one for text in texts if text for one in text.split(PARAGRAPH_BREAK))
    return Told(article.source, article.article_id, article.title or "", paragraphs)
