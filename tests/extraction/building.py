"""Pages for the tests of extraction."""

import json
from typing import Any, Optional, Union

from schemas.records import Item, Page
from schemas.tables import Reject
from transforms.extraction.extract import extract

FIRST = (
    "The council of Marlow voted on Tuesday to repair the old bridge over the river. Mayor Anna Price said the work "
    "would cost "
    "£2 million and could begin in June. Residents had asked for it since the flood of 2019."
)
SECOND = (
    "The opposition did not support the plan. Its leader, Tom Reed, told reporters that the money should go to "
    "schools, which "
    "have waited longer than the bridge. A second vote is expected before the summer."
)
THIRD = (
    "The bridge was built in 1831 by the engineer of a larger one in Budapest. It has been closed to lorries since "
    "the autumn, "
    "and the shops of the High Street say that they have lost a fifth of their trade."
)
HEADLINE = "Old bridge to be repaired after vote"


def page(
    *,
    head: str = "",
    data: Any = None,
    title: Optional[str] = f"{HEADLINE} | The Courier",
    headline: Optional[str] = HEADLINE,
    above: str = "",
    body: Optional[str] = None,
    below: str = "",
) -> bytes:
    """A page of an article, of these parts."""
    linked = "" if data is None else f'<script type="application/ld+json">{json.dumps(data)}</script>'
    paragraphs = body if body is not None else "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))
    return (
        f"<html lang='en-GB'><head>{f'<title>{title}</title>' if title else ''}{head}{linked}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav>"
        f"<article>{f'<h1>{headline}</h1>' if headline else ''}{above}{paragraphs}</article>{below}"
        "<footer><p>© The Courier</p></footer></body></html>"
    ).encode()


def extracted(content: bytes, url: Optional[str] = "https://www.courier.example/news/bridge") -> Union[Page, Reject]:
    """What extraction makes of a page at an address."""
    return extract(Item(input_uri="folder/page.html", content=content, url=url))
