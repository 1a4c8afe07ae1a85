"""The records between the steps: Item → Page → Document, and the Reject that any step may give.

Plain frozen dataclasses of texts, numbers and bytes, so that Beam encodes them by schema.
"""

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Mapping, Optional, Sequence, Union

from schemas.columns import row
from schemas.ids import reject_id
from schemas.reasons import Reason, Stage
from schemas.tables import Article, Mention, Reject, Relation, Removal
from schemas.version import PIPELINE_VERSION

FILE = "file"
FEED = "feed"

HTML = "html"
PLAIN = "plain"

PAYLOAD_BYTES = 64 * 1024  # what a reject keeps of its input: enough to see what it was


@dataclass(frozen=True)
class Location:
    """Something to read, found by expanding the inputs.

    :param uri: a path, an object's URI or a web address.
    :param kind: "file" for a file of articles; "feed" for a feed, an OPML list or a web address.
    """

    uri: str
    kind: str = FILE


@dataclass(frozen=True)
class Item:
    """What a source yields: where it came from, its bytes, and what the source said of it.

    :param input_uri: the file or feed it was read from, with `#line=` or `#offset=` for a part of one.
    :param media: "html" or "plain": what `content` is, or will be when it has been fetched.
    :param content: the article's bytes; None while they are still to be fetched from `url`.
    :param charset: the encoding declared from outside (HTTP header, JSON), if any.
    :param fragment: `content` is an article's HTML from a feed or record, not a whole page.
    :param record_id: the id that the source gives it (guid, `id` of a JSON line).
    :param summary: the feed's summary as HTML or text, or its content where that is longer: the text of an item
        whose page is not asked for. An item whose page is asked for and can't be had is a reject.
    :param published_at: microseconds since the epoch, UTC.
    :param only_summary: `content` is the summary, since there is no more.
    """

    input_uri: str
    media: str = HTML
    content: Optional[bytes] = None
    charset: Optional[str] = None
    fragment: bool = False
    url: Optional[str] = None
    feed_url: Optional[str] = None
    source: Optional[str] = None
    record_id: Optional[str] = None
    title: Optional[str] = None
    summary: Optional[str] = None
    authors: Optional[Sequence[str]] = None
    tags: Optional[Sequence[str]] = None
    published_at: Optional[int] = None
    only_summary: bool = False


@dataclass(frozen=True)
class Page:
    """An item's text and metadata as extracted: Unicode, but neither repaired nor cleaned.

    :param text: paragraphs as the extractor or file has them; from HTML parted by blank lines.
    :param source: as given by the record, else None: cleaning derives it from URL or folder.
    :param plain: the text came as plain text, so its lines may be headline, byline, clutter …
    :param only_summary: the text is a feed's summary, which had the words of an article; it need have no sentence.
    """

    input_uri: str
    text: str
    plain: bool
    title: Optional[str] = None
    url: Optional[str] = None
    canonical_url: Optional[str] = None
    feed_url: Optional[str] = None
    source: Optional[str] = None
    record_id: Optional[str] = None
    authors: Optional[Sequence[str]] = None
    tags: Optional[Sequence[str]] = None
    language: Optional[str] = None
    published_at: Optional[int] = None
    only_summary: bool = False


@dataclass(frozen=True)
class Document:
    """An article with everything found in it, and what cleaning took out of it."""

    article: Article
    mentions: Sequence[Mention] = ()
    relations: Sequence[Relation] = ()
    removals: Sequence[Removal] = ()


@dataclass(frozen=True)
class Response:
    """What a server answered.

    :param url: the address that answered, after redirects.
    :param status: the HTTP status.
    :param content_type: media type in lower case without parameters, or None.
    :param charset: the charset of the Content-Type header, or None.
    :param body: the decompressed body.
    :param headers: those that say when to ask again and how, by their names in lower case, as received.
    :param moved_to: where a redirect that is permanent leads, and those of its kind that follow it at once.
    """

    url: str
    status: int
    content_type: Optional[str]
    charset: Optional[str]
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    moved_to: Optional[str] = None


def now_micros() -> int:
    """Microseconds since the epoch, now."""
    return to_micros(datetime.now(timezone.utc))


def to_micros(moment: datetime) -> int:
    """Microseconds since the epoch of a moment; one without a zone is taken as UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    delta = moment - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def reject(
    stage: Stage,
    reason: Reason,
    message: str,
    *,
    input_uri: str,
    feed_url: Optional[str] = None,
    payload: Union[bytes, str, None] = None,
    exception: Optional[BaseException] = None,
) -> Reject:
    """A reject with its id and time. The payload is cut to its first 64 KiB and kept as text."""
    text = _payload_text(payload)
    return row(
        Reject,
        reject_id=reject_id(stage.value, reason.value, input_uri, text),
        stage=stage.value,
        reason=reason.value,
        message=message,
        exception=None if exception is None else f"{type(exception).__name__}: {exception}",
        input_uri=input_uri,
        feed_url=feed_url,
        payload=text,
        rejected_at=now_micros(),
        pipeline_version=PIPELINE_VERSION,
    )


def reject_item(
    stage: Stage, reason: Reason, message: str, item: Item, exception: Optional[BaseException] = None
) -> Reject:
    """A reject of an item, whose payload is what it held."""
    held = item.content if item.content is not None else (item.summary or item.url or item.title)
    return reject(
        stage,
        reason,
        message,
        input_uri=item.input_uri,
        feed_url=item.feed_url,
        payload=named_payload(item, held),
        exception=exception,
    )


def named_payload(one: Union[Item, Page], held: Union[bytes, str, None]) -> Union[bytes, str, None]:
    """What an item or page held, as a reject keeps it; under its own address or id where it came from a feed, whose
    items all have the feed's input_uri."""
    name = one.url or one.record_id or one.title
    if one.feed_url is None or name is None:
        return held
    held = held.encode("utf-8", "replace") if isinstance(held, str) else held
    return f"{name}\n\n".encode("utf-8", "replace") + (held or b"")


def _payload_text(payload: Union[bytes, str, None]) -> Optional[str]:
    if isinstance(payload, str):
        payload = payload.encode("utf-8", "replace")
    if not payload or not payload.strip():
        return None
    return payload[:PAYLOAD_BYTES].decode("utf-8", "replace")
