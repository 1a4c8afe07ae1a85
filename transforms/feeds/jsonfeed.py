"""JSON Feed, versions 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any, Iterator, Optional, Union

from schemas.columns import text_or_none
from schemas.reasons import Reason, Stage
from schemas.records import HTML, PLAIN, Item, reject
from schemas.tables import Reject
from transforms.feeds.content import is_full
from transforms.feeds.dates import published
from transforms.feeds.text import legal
from transforms.web.urls import is_web, web_address


def parse_json_feed(text: str, *, feed_url: str, base_url: Optional[str]) -> Iterator[Union[Item, Reject]]:
    """The items of a JSON Feed.

    :raises ValueError: it is not JSON, or no JSON Feed.
    """
    try:
        feed = json.loads(text, strict=False)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ValueError("it has no list of items")
    if not is_web(base_url or ""):
        base_url = _text(feed, "feed_url") or _text(feed, "home_page_url")
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
    html, plain = _text(item, "content_html"), _text(item, "content_text")
    content = html or plain
    summary = _text(item, "summary")
    url = web_address(_text(item, "url") or _text(item, "external_url"), base_url)
    if not content and not summary and not url:
        return no("the item has neither text nor link")
    full = content is not None and is_full(content)
    # The longer of the two stands for the text if the page is not asked for; `summary` is plain text by the standard.
    longer = content if len(content or "") >= len(summary or "") else summary
    return Item(
        input_uri=feed_url,
        feed_url=feed_url,
        media=HTML if html is not None and (full or longer is html) else PLAIN,
        content=content.encode("utf-8", "replace") if full else None,
        charset="utf-8" if full else None,
        fragment=full and html is not None,
        url=url,
        record_id=_identity(item.get("id")),
        title=_text(item, "title"),
        summary=longer,
        authors=_names(item) or _names(feed),
        tags=_texts(item.get("tags")),
        published_at=published((item.get("date_published"), None), (item.get("date_modified"), None)),
    )


def _text(item: dict, name: str) -> Optional[str]:
    value = item.get(name)
    return text_or_none(legal(value)) if isinstance(value, str) else None


def _texts(values: Any) -> "Optional[list[str]]":
    if not isinstance(values, list):
        return None
    texts = (legal(value).strip() for value in values if isinstance(value, str))
    return list(dict.fromkeys(filter(None, texts))) or None


def _identity(value: Any) -> Optional[str]:
    # Version 1.0 asks readers to take numbers as strings.
    return text_or_none(legal(str(value))) if isinstance(value, (str, int, float)) else None


def _names(holder: dict) -> "Optional[list[str]]":
    authors = holder.get("authors") or [holder.get("author")]
    if not isinstance(authors, list):
        return None
    return _texts([author.get("name") for author in authors if isinstance(author, dict)])
