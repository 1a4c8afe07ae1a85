"""What a run of the pipeline is told: one value that travels to every worker."""

from dataclasses import dataclass
from typing import Optional, Sequence

from transforms.extraction.extract import MAX_CHARACTERS
from transforms.fetch.pages import DELAY_SECONDS
from transforms.opening import BODY_CAP
from transforms.web.client import EXCHANGE_SECONDS

DEFAULT_MODEL = "en_newslake_sm"


@dataclass(frozen=True)
class Settings:
    """Settings of an ingest run.

    :param output: path or URI of the lake.
    :param shards: into how many files a day's commits are spread, as the lake has it.
    :param model: name or path of a spaCy pipeline.
    :param catalogue: path of a relation catalogue that is laid over the built-in one.
    :param fetch: fetch the pages of items that have no full content.
    :param allow_private: fetch from private, loopback and link-local addresses, too.
    :param body_cap: bytes that a file or answer may have after decompression.
    :param exchange_seconds: how long one HTTP exchange may take.
    :param delay: seconds between two pages of one host, at least.
    :param max_characters: characters that an article may have.
    :param keep_repeated: leave in articles what their sources repeat.
    :param remembered: the day of the lake's memory of what sources repeat; None goes by the newest.
    :param repeated: keys of what the inputs repeat beside what the lake remembers.
    :param spread: the steps run on several machines: items are sent to the one that asks their host.
    :param retries: after so many seconds each a page that failed of what may pass is asked for again.
    """

    output: str
    shards: int
    model: str = DEFAULT_MODEL
    catalogue: Optional[str] = None
    fetch: bool = True
    allow_private: bool = False
    body_cap: int = BODY_CAP
    exchange_seconds: float = EXCHANGE_SECONDS
    delay: float = DELAY_SECONDS
    max_characters: int = MAX_CHARACTERS
    keep_repeated: bool = False
    remembered: Optional[str] = None
    repeated: Sequence[int] = ()
    spread: bool = False
    retries: Sequence[float] = ()
