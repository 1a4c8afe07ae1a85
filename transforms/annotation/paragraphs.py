"""Paragraph breaks are sentence breaks, and none parts a name: a component placed before the parser."""

import re

from spacy.language import Language
from spacy.tokens import Doc, Token

BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
# "Kim", "UN", "A/S", "Al-Assad"; nothing with a full stop, which may end a sentence.
_CAPITALISED = re.compile(r"[^\W\d_]+(?:[/&'’-][^\W\d_]+)*")


@Language.factory("newslake_paragraphs", assigns=["token.is_sent_start"])
def make_paragraphs(nlp: Language, name: str):
    """The component, which keeps nothing between Docs."""
    return mark_paragraphs


def mark_paragraphs(doc: Doc) -> Doc:
    """Start a sentence at the first word after a blank line, and none between two capitalised words of a line.

    All other words are left to the parser.

    The white space itself is no start, so that it ends the sentence before it. A Doc that is already
    parsed is left as it is.
    """
    if doc.has_annotation("DEP"):
        return doc
    after_break = False
    for token in doc:
        if token.is_space:
            if token.i:
                token.is_sent_start = False
            after_break = after_break or BLANK_LINE.search(token.text) is not None
        elif after_break:
            token.is_sent_start = True
            after_break = False
        elif token.i and _is_capitalised(token) and _is_capitalised(doc[token.i - 1]) and doc[token.i - 1].whitespace_:
            token.is_sent_start = False
    return doc


def _is_capitalised(token: Token) -> bool:
    return token.text[:1].isupper() and _CAPITALISED.fullmatch(token.text) is not None
