"""Treebank sentences to spaCy Docs as they occur at run time: several paragraphs, parted by blank lines."""

import random
from typing import Iterable, Iterator, Sequence

from spacy.tokens import Doc
from spacy.vocab import Vocab

from models.recipe.conllu import Sentence, Word

# As much text as a short article's first half: long enough for the parser to see paragraph breaks and
# sentence ends, short enough for batches of even size.
WORDS_PER_DOC = 200

# How paragraphs are joined: mostly by a blank line as newslake does; line breaks and plain spaces keep
# the parser from leaning on blank lines alone.
PARAGRAPH_JOINTS = ("\n\n",) * 7 + ("\n", " ", " ")

# Now and then a sentence is followed by a superfluous space, a token of its own in spaCy.
STRAY_SPACE = 0.02


def treebank_docs(vocab: Vocab, sentences: Iterable[Sentence], rng: random.Random) -> Iterator[Doc]:
    """Docs of about WORDS_PER_DOC words, each within one document of the treebank."""
    group: "list[Sentence]" = []
    for sentence in sentences:
        if group and (sentence.starts_document or _size(group) >= WORDS_PER_DOC):
            yield joined_doc(vocab, group, rng)
            group = []
        group.append(sentence)
    if group:
        yield joined_doc(vocab, group, rng)


def joined_doc(vocab: Vocab, sentences: Sequence[Sentence], rng: "random.Random | None") -> Doc:
    """One Doc; with `rng` None every paragraph break is a blank line and no space is superfluous."""
    words: "list[Word]" = []
    starts: "list[bool]" = []
    for sentence in sentences:
        if words and sentence.starts_paragraph:
            _join(words, starts, rng.choice(PARAGRAPH_JOINTS) if rng else "\n\n")
        elif words and rng and rng.random() < STRAY_SPACE:
            _add_space(words, starts, " ")
        offset = len(words)
        for index, word in enumerate(sentence.words):
            words.append(Word(**{**word.__dict__, "head": word.head + offset}))
            starts.append(index == 0)
        words[-1].space_after = True
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space_after for word in words],
        tags=[word.xpos for word in words],
        pos=[word.upos for word in words],
        morphs=["" if word.feats == "_" else word.feats for word in words],
        lemmas=[word.lemma for word in words],
        heads=[word.head for word in words],
        deps=[word.deprel for word in words],
        sent_starts=starts,
    )


def _size(sentences: Sequence[Sentence]) -> int:
    return sum(len(sentence.words) for sentence in sentences)


def _join(words: "list[Word]", starts: "list[bool]", joint: str) -> None:
    if joint != " ":
        words[-1].space_after = False
        _add_space(words, starts, joint)


def _add_space(words: "list[Word]", starts: "list[bool]", space: str) -> None:
    """A token of white space, hanging on the word before it, as spaCy's own training data has it."""
    words.append(Word(space, space, "SPACE", "_SP", "_", len(words) - 1, "dep", {}, False))
    starts.append(False)
