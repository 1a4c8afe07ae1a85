"""What spaCy's tokenizer makes of a text, in less time: what stands between spaces is taken apart once.

In a memory zone spaCy's own tokenizer keeps nothing, and goes through its regular expressions at each word.
"""

import collections
import re
from typing import Callable, Iterable, NamedTuple, Sequence

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

# Pieces of text of which the words are kept; each takes some hundred bytes.
KEPT = 50_000
# As in spaCy: a piece is white or not at all, and one space after it is no piece.
_PIECES = re.compile(r"(\S+|\s+)( ?)")


class _Piece(NamedTuple):
    words: "list[str]"
    spaces: "list[bool]"
    # The places of words, and their norm, where it is not that of the same word elsewhere.
    norms: "list[tuple[int, str]]"


class DocMaker:
    """Makes the Docs of texts as `nlp.make_doc` would.

    :param nlp: a pipeline with spaCy's own tokenizer, see `doc_maker_of`.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._pieces: "dict[str, _Piece]" = {}
        self._plain = _without_cases(nlp.tokenizer)
        self._parted = _parted(nlp.tokenizer.rules, self._plain)

    def __call__(self, text: str) -> Doc:
        """The text's words.

        :raises ValueError: the text is longer than `nlp.max_length`.
        """
        pieces = _PIECES.findall(text)
        if len(text) > self._nlp.max_length or self._has_parted(pieces):
            return self._nlp.make_doc(text)
        words: "list[str]" = []
        spaces: "list[bool]" = []
        norms: "list[tuple[int, str]]" = []
        for piece, space in pieces:
            found = self._pieces.get(piece) or self._learn(piece)
            if found.norms:
                norms += [(len(words) + place, norm) for place, norm in found.norms]
            words += found.words
            spaces += found.spaces
            spaces[-1] = bool(space)
        doc = Doc(self._nlp.vocab, words=words, spaces=spaces)
        for place, norm in norms:
            doc[place].norm_ = norm
        return doc

    def _has_parted(self, pieces: "Sequence[tuple[str, str]]") -> bool:
        """Whether a special case may be found across a space."""
        return any(
            word in self._words_at(piece, -1) and following in self._words_at(other, 0)
            for (piece, _), (other, _) in zip(pieces, pieces[1:])
            for word, following in self._parted.get(piece[-1] + other[0], ())
            if piece.endswith(word) and other.startswith(following)
        )

    def _words_at(self, piece: str, place: int) -> "set[str]":
        """The first or last word of a piece, with special cases and without."""
        return {self._nlp.tokenizer(piece)[place].text, self._plain(piece)[place].text}

    def _learn(self, piece: str) -> _Piece:
        doc = self._nlp.tokenizer(piece)
        norms = [(token.i, token.norm_) for token in doc if token.norm != token.lex.norm]
        if len(self._pieces) >= KEPT:
            self._pieces.clear()
        found = self._pieces[piece] = _Piece([token.text for token in doc], [False] * len(doc), norms)
        return found


def doc_maker_of(nlp: Language) -> "Callable[[str], Doc]":
    """What makes the same Docs as `nlp.make_doc`, which it is itself with a tokenizer of another kind."""
    return DocMaker(nlp) if type(nlp.tokenizer) is Tokenizer else nlp.make_doc


def _without_cases(tokenizer: Tokenizer) -> Tokenizer:
    return Tokenizer(
        tokenizer.vocab,
        prefix_search=tokenizer.prefix_search,
        suffix_search=tokenizer.suffix_search,
        infix_finditer=tokenizer.infix_finditer,
        token_match=tokenizer.token_match,
        url_match=tokenizer.url_match,
    )


def _parted(cases: Iterable[str], plain: Tokenizer) -> "dict[str, set[tuple[str, str]]]":
    """Words between which spaCy's special cases may be found across a space, by the last and the first letter.

    It looks for a special case (":)") as the words that it were without being one (":", ")"), and takes no heed of spaces
    there: it doesn't make them one word then, but doesn't apply other special cases to them, either.
    """
    parted: "dict[str, set[tuple[str, str]]]" = collections.defaultdict(set)
    for case in cases:
        words = [token.text for token in plain(case)]
        for word, following in zip(words, words[1:]):
            parted[word[-1] + following[0]].add((word, following))
    return dict(parted)
