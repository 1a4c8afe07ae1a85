"""What a run of the pipeline is told: one value that travels to every worker."""

from dataclasses import dataclass
from typing import Optional

DEFAULT_MODEL = "en_newslake_sm"
BODY_CAP = 20_000_000  # bytes after decompression: the largest news pages are under 5 MB
EXCHANGE_SECONDS = 60.0
DELAY_SECONDS = 1.0  # between two pages of a host, unless its robots.txt asks for more: what crawlers of news take
MAX_CHARACTERS = 1_000_000  # of an article's text: about what a long book has


@dataclass(frozen=True)
class Settings:
    """Settings of an ingest run.

    :param output: path or URI of the lake.
    :param shards: into how many files a day's commits are spread, as the lake has it.
    :param model: name or path of a spaCy pipeline.
    :param catalogue: path of a relation catalogue instead of the built-in one.
    :param fetch: fetch the pages of items that have no full content.
    :param allow_private: fetch from private, loopback and link-local addresses, too.
    :param body_cap: bytes that a file or answer may have after decompression.
    :param exchange_seconds: how long one HTTP exchange may take.
    :param delay: seconds between two pages of one host, at least.
    :param max_characters: characters that an article may have.
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
