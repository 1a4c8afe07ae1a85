"""Paragraph breaks are sentence breaks, and none parts a name: a component placed before the parser."""

import re

import numpy as np
from spacy.attrs import SENT_START, SPACY
from spacy.language import Language
from spacy.tokens import Doc

# As spaCy counts: 1 and -1, in 64 bits without sign.
_START, _NO_START = np.array([1, -1]).astype(np.uint64)
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
    starts = doc.to_array(SENT_START)
    after_break = False
    before, spaced = "", False
    for index, (text, space) in enumerate(zip([token.text for token in doc], doc.to_array(SPACY).tolist())):
        if text.isspace():
            if index:
                starts[index] = _NO_START
            after_break = after_break or BLANK_LINE.search(text) is not None
        elif after_break:
            starts[index] = _START
            after_break = False
        elif spaced and text[0].isupper() and before[0].isupper() and _is_capitalised(text) and _is_capitalised(before):
            starts[index] = _NO_START
        before, spaced = text, space
    # At once: for each word that is set alone, spaCy looks through all others for a parse.
    return doc.from_array([SENT_START], starts)


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and _CAPITALISED.fullmatch(word) is not None
