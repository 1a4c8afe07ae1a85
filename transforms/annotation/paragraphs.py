"""Paragraph breaks are sentence breaks: a component placed before the parser."""

import re

from spacy.language import Language
from spacy.tokens import Doc

BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@Language.factory("newslake_paragraphs", assigns=["token.is_sent_start"])
def make_paragraphs(nlp: Language, name: str):
    """The component, which keeps nothing between Docs."""
    return mark_paragraphs


def mark_paragraphs(doc: Doc) -> Doc:
    """Start a sentence at the first word after a blank line; all other words are left to the parser.

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
    return doc
