"""JSON Feed, versions 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from datetime import datetime
from typing import Any, Iterator, Optional, Union

from schemas.columns import text_or_none
from schemas.reasons import Reason, Stage
from schemas.records import HTML, PLAIN, Item, reject, to_micros
from schemas.tables import Reject
from transforms.feeds.content import is_full, web_address


def parse_json_feed(body: bytes, *, feed_url: str, base_url: Optional[str]) -> Iterator[Union[Item, Reject]]:
    """The items of a JSON Feed.

    :raises ValueError: it is not JSON, or no JSON Feed.
    """
    try:
        feed = json.loads(body)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ValueError("it has no list of items")
    for item in feed["items"]:
        yield _item(item, feed, feed_url, base_url)


def _item(item: Any, feed: dict, feed_url: str, base_url: Optional[str]) -> Union[Item, Reject]:
    def no(message: str) -> Reject:
        return reject(
            Stage.READ,
            Reason.NO_CONTENT,
            message,
            input_uri=feed_url,
            feed_url=feed_url,
            payload=json.dumps(item, ensure_ascii=False),
        )

    if not isinstance(item, dict):
        return no("the item is not a JSON object")
    html, text = _text(item, "content_html"), _text(item, "content_text")
    content = html or text
    summary = _text(item, "summary") or content
    url = web_address(_text(item, "url") or _text(item, "external_url"), base_url)
    if not summary and not url:
        return no("the item has neither text nor link")
    full = content is not None and is_full(content)
    return Item(
        input_uri=feed_url,
        feed_url=feed_url,
        media=HTML if html else PLAIN,
        content=content.encode("utf-8", "replace") if full else None,
        charset="utf-8" if full else None,
        fragment=full,
        url=url,
        record_id=_identity(item.get("id")),
        title=_text(item, "title"),
        summary=summary,
        authors=_names(item) or _names(feed),
        tags=_texts(item.get("tags")),
        published_at=_moment(_text(item, "date_published") or _text(item, "date_modified")),
    )


def _text(item: dict, name: str) -> Optional[str]:
    value = item.get(name)
    return text_or_none(value) if isinstance(value, str) else None


def _texts(values: Any) -> "Optional[list[str]]":
    if not isinstance(values, list):
        return None
    return [value.strip() for value in values if isinstance(value, str) and value.strip()] or None


def _identity(value: Any) -> Optional[str]:
    # Version 1.0 asks readers to take numbers as strings.
    return text_or_none(str(value)) if isinstance(value, (str, int, float)) else None


def _names(holder: dict) -> "Optional[list[str]]":
    authors = holder.get("authors") or [holder.get("author")]
    if not isinstance(authors, list):
        return None
    return _texts([author.get("name") for author in authors if isinstance(author, dict)])


def _moment(value: Optional[str]) -> Optional[int]:
    try:
        return to_micros(datetime.fromisoformat(value.replace("Z", "+00:00"))) if value else None
    except ValueError:
        return None
