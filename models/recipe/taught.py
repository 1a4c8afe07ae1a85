"""What the teacher learns from, what it labels, and the Docs that its labels make, see models/teacher/.

The pipeline knows its 300,000 words of treebanks nearly by heart and reads new text much worse. A larger network reads new
text better; what it says of a million words more is learnt from like the treebanks ("tri-training" and distillation of
parsers: Weiss et al. 2015, https://arxiv.org/abs/1506.06158; Kuncoro et al. 2016, https://arxiv.org/abs/1609.07561).
"""

import itertools
import random
from pathlib import Path
from typing import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.training import Example, biluo_to_iob

from models.recipe.agreement import without_doubtful
from models.recipe.conllu import Sentence, Word, read_conllu
from models.recipe.iob import iob_spans
from models.recipe.labels import MISSING, known_label, people_spans
from models.recipe.named import NamedSentence, flat, named_doc
from models.teacher.lessons import UNKNOWN_NAME, Lesson, read_lessons

# A paragraph of a text whose own are not known ends after a sentence with this chance.
PARAGRAPH_ENDS = 0.3

# Sentences of text that come without documents are taken for one after so many.
SENTENCES_OF_DOCUMENT = 12


def syntax_lessons(files: Iterable[Path]) -> "Iterator[Lesson]":
    """The sentences of treebanks."""
    for path in files:
        for sentence in read_conllu(path):
            words = sentence.words
            yield Lesson(
                words=[word.form for word in words],
                spaces=[word.space_after for word in words],
                starts_document=sentence.starts_document,
                tags=[word.xpos for word in words],
                features=[word.upos if word.feats == "_" else f"{word.upos} {word.feats}" for word in words],
                heads=[word.head for word in words],
                labels=[word.deprel for word in words],
            )


def with_names(lessons: Iterable[Lesson], sentences: Iterable[NamedSentence]) -> "list[Lesson]":
    """The lessons, and the sentences with names; those that are in both are one."""
    merged = list(lessons)
    known = {tuple(lesson.words): lesson for lesson in merged}
    for sentence in sentences:
        names = _tags(len(sentence.words), flat(sentence.names + people_spans(sentence.words)))
        lesson = known.get(tuple(sentence.words))
        if lesson:
            lesson.names = names
        else:
            merged.append(Lesson(sentence.words, sentence.spaces, sentence.starts_document, names=names))
    return merged


def raw_lessons(
    nlp: Language, sentences: Iterable[NamedSentence], passages: bool, doubting: "Language | None" = None
) -> "Iterator[Lesson]":
    """The sentences in the pipeline's own words, with the names that their corpus gives them.

    :param passages: whether each is a text of several, to be cut into sentences by the pipeline.
    :param doubting: a pipeline that finds names: where it doesn't agree with the corpus, the names are left open.
    """
    rng = random.Random(0)
    first, sentences = itertools.tee(sentences)
    all_given = (named_doc(nlp.vocab, [sentence], rng) for sentence in first)
    if doubting:
        all_given = without_doubtful(doubting, all_given)
    for sentence, given in zip(sentences, all_given):
        doc = nlp(given.text) if passages else nlp.make_doc(given.text)
        aligned = biluo_to_iob([None if tag in ("-", "") else tag for tag in Example(doc, given).get_aligned_ner()])
        names = [UNKNOWN_NAME if tag is None else tag for tag in aligned]
        for number, part in enumerate(doc.sents if passages else [doc[:]]):
            while part and part[-1].is_space:
                part = part[:-1]
            if part:
                yield Lesson(
                    words=[token.text for token in part],
                    spaces=[bool(token.whitespace_) for token in part],
                    starts_document=sentence.starts_document and number == 0,
                    names=names[part.start : part.end],
                )


def taught_sentences(folder: Path, rng: random.Random) -> "Iterator[Sentence]":
    """What the teacher says of the texts of a folder, as `taught_syntax` gives it."""
    for path in sorted(folder.glob("*.jsonl")):
        yield from taught_syntax(read_lessons(path), rng)


def taught_syntax(lessons: Iterable[Lesson], rng: random.Random) -> "Iterator[Sentence]":
    """The sentences that have a tree, as sentences of a treebank; their lemmas are not known."""
    in_document = 0
    for lesson in lessons:
        if lesson.heads is None:
            continue
        in_document = 0 if lesson.starts_document or in_document == SENTENCES_OF_DOCUMENT else in_document + 1
        words = []
        for index, form in enumerate(lesson.words):
            upos, feats = _features(lesson.features[index])
            head, label = lesson.heads[index], lesson.labels[index]
            words.append(Word(form, "", upos, lesson.tags[index], feats, head, label, {}, lesson.spaces[index]))
        starts_document = in_document == 0
        yield Sentence("", "", words, starts_document, starts_document or rng.random() < PARAGRAPH_ENDS)


def taught_names(raw: Iterable[Lesson], taught: Iterable[Lesson]) -> "Iterator[NamedSentence]":
    """The sentences with the names that the teacher is sure of, and the corpus's where it is not.

    Where it sees no name where the corpus has one, nothing is said. Countries, peoples and the like, which names.yaml
    lists, are not doubted.

    :param raw: the sentences with the corpus's names, without the doubtful ones (recipe/agreement.py).
    :param taught: the same, in the same order, with the teacher's.
    """
    for given, found in zip(raw, taught, strict=True):
        if found.names is None:
            continue
        given_names, found_names = (_spans(lesson.names) for lesson in (given, found))
        known = {name for name in given_names if known_label(given.words[name[0] : name[1]]) == name[2]}
        kept = known | {name for name in found_names if not _overlaps(name, known)}
        unsure = {index for index, tag in enumerate(found.names) if tag == UNKNOWN_NAME}
        kept |= {name for name in given_names if unsure.intersection(range(*name[:2])) and not _overlaps(name, kept)}
        doubtful = [index for index, tag in enumerate(found.names) if tag != "O"]
        doubtful += [index for start, end, _ in given_names for index in range(start, end)]
        covered = {index for start, end, _ in kept for index in range(start, end)}
        open_words = [(index, index + 1, MISSING) for index in sorted(set(doubtful) - covered)]
        yield NamedSentence(found.words, found.spaces, flat([*kept, *open_words]), found.starts_document)


def _overlaps(name: "tuple[int, int, str]", others: "set[tuple[int, int, str]]") -> bool:
    return any(start < name[1] and name[0] < end for start, end, _ in others)


def _spans(tags: "Sequence[str]") -> "set[tuple[int, int, str]]":
    """The names that are certain from their first word to their last."""
    bare = ["O" if tag == UNKNOWN_NAME else tag for tag in tags]
    borders = {index for index, tag in enumerate(tags) if tag == UNKNOWN_NAME}
    return {
        (start, end, label)
        for start, end, label in iob_spans(bare)
        if start - 1 not in borders and end not in borders
    }


def _tags(count: int, names: "Iterable[tuple[int, int, str]]") -> "list[str]":
    tags = ["O"] * count
    for start, end, label in names:
        for index in range(start, end):
            tags[index] = UNKNOWN_NAME if label == MISSING else f"{'B' if index == start else 'I'}-{label}"
    return tags


def _features(joined: str) -> "tuple[str, str]":
    """UPOS and features ("_" for none)."""
    upos, _, features = joined.partition(" ")
    return upos, features or "_"
