"""What HTML fragments, as feeds carry them, say in plain words."""

import re

import lxml.html
from lxml.etree import ParserError

# Chinese, Japanese and Thai are written without spaces; their words have about two characters.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_UNSPACED_WORD = 2


def plain_text(html: str) -> str:
    """The text of an HTML fragment, its white space made single spaces."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    try:
        text = lxml.html.fromstring(f"<div>{html}</div>").text_content()
    except (ParserError, ValueError):  # nothing but comments, or control characters
        text = re.sub(r"<[^>]*>", " ", html)
    return " ".join(text.split())


def count_words(text: str) -> int:
    """How many words a text has; of a language without spaces an estimate."""
    spaced = len(_UNSPACED.sub("", text).split())
    return spaced + len(_UNSPACED.findall(text)) // _UNSPACED_WORD
