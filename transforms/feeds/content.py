"""What the text of a feed's item is: an article, or only the beginning of one."""

import re

from transforms.markup import count_words, plain_text

# Feeds' summaries are a sentence or a paragraph, at most about 80 words in the feeds of large papers;
# full articles below that are briefs, which lose nothing by being fetched.
FULL_WORDS = 120

_TEASER_END = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|(?:read|continue|learn|view|see) (?:more|on|reading|the full (?:story|article))\W*"
    r"|(?:full|whole) (?:story|article)\W*|the post .{1,200} (?:appeared first|first appeared) on .{1,100})$",
    re.IGNORECASE,
)


def is_full(html: str) -> bool:
    """Whether an item's text is the whole article: of some length, and not ending like a teaser.

    WordPress ends full texts, too, with "The post … appeared first on …"; length decides there.
    """
    text = plain_text(html)
    if count_words(text) < FULL_WORDS:
        return False
    end = _TEASER_END.search(text[-400:].rstrip())
    return end is None or end.group().lower().startswith("the post")
