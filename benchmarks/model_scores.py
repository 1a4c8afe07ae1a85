"""How well a pipeline tags, parses and names, on the development data of open corpora.

    python -m benchmarks.model_scores --corpora DIR [--model NAME|PATH] [--require]

DIR holds the corpora as models/README.md lists them; none of what is measured here was trained on. Every
score is an F1 in per cent. The pipeline gets plain text, paragraphs parted by blank lines, and finds words and
sentences itself; a word counts only if its characters are exactly those of the corpus's word, a head only if
its word's are too, punctuation included: CoNLL 2018's measure (https://universaldependencies.org/conll18/).
"given words" is the easier task of older papers: words and sentences are those of the corpus.

Names of UNER-EWT are measured sentence by sentence, since its mails and lists lost their line breaks.
Names count if span and label are exactly right. UNER knows PER, LOC, ORG; our PERSON is PER, our GPE, LOC and FAC
are LOC, and whatever else we find (NORP, EVENT, DATE, …) isn't counted, for or against. Names of GUM and MEANTIME are
brought to the same three; where the corpus doesn't say what a name is, nothing is counted.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Iterable, Iterator, Sequence

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from models.recipe.conllu import Sentence, read_conllu
from models.recipe.corpora import gum_files, meantime_files
from models.recipe.gum import read_gum
from models.recipe.labels import MISSING
from models.recipe.meantime import read_meantime
from models.recipe.named import NamedSentence, iob_spans
from models.recipe.uner import read_tags

PARAGRAPH_BREAK = "\n\n"

WANTED_UAS, WANTED_NAMES = 0.82, 0.60

UNER_LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


def main() -> int:
    """Measure and print; 1 if a score that is required is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ewt/, gum/, uner_ewt/, meantime/")
    parser.add_argument("--model", default="en_newslake_sm", help="installed pipeline or path (default: %(default)s)")
    parser.add_argument(
        "--require",
        action="store_true",
        help=f"exit 1 if UAS on EWT dev is below {WANTED_UAS} or names' F1 on UNER-EWT dev below {WANTED_NAMES}",
    )
    options = parser.parse_args()
    nlp = spacy.load(options.model)
    _multiply_with_numpy(nlp)
    scores = measure(nlp, options.corpora)
    print(f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}")
    for name, value in scores.items():
        print(f"{name:42} {value if value > 1000 else 100 * value:8.1f}")
    missed = scores["EWT dev: UAS"] < WANTED_UAS or scores["UNER-EWT dev: names"] < WANTED_NAMES
    return 1 if options.require and missed else 0


def measure(nlp: Language, corpora: Path) -> "dict[str, float]":
    """Every score by its name, between 0 and 1; speeds in words per second."""
    ewt = list(_documents(read_conllu(corpora / "ewt" / "en_ewt-ud-dev.conllu")))
    news = [path for path in gum_files(corpora, dev=True) if path.stem.startswith("GUM_news_")]
    gum = [list(read_conllu(path)) for path in news]
    tags = read_tags(corpora / "uner_ewt" / "dev.iob2")
    scores = {}
    for name, documents in (("EWT dev", ewt), ("GUM dev news", gum)):
        scores.update((f"{name}: {key}", value) for key, value in syntax_scores(nlp, documents).items())
        scores.update(
            (f"{name}, given words: {key}", value) for key, value in given_words_scores(nlp, documents).items()
        )
    named = {
        "UNER-EWT dev": [[_uner(sentence, tags[sentence.sent_id])] for document in ewt for sentence in document],
        "GUM dev news": [list(read_gum(path)) for path in news],
        "MEANTIME corpus_gm": [list(read_meantime(path)) for path in meantime_files(corpora, dev=True)],
    }
    for name, documents in named.items():
        scores.update((f"{name}: {key}", value) for key, value in name_scores(nlp, documents).items())
    scores["words per second"] = _speed(nlp, [_text(document)[0] for document in ewt])
    return scores


def syntax_scores(nlp: Language, documents: "Sequence[Sequence[Sentence]]") -> "dict[str, float]":
    """F1 of words, sentences, tags, lemmas and heads, from plain text."""
    judged = _Judged()
    texts = [_text(document) for document in documents]
    for document, (text, offsets), doc in zip(documents, texts, nlp.pipe(text for text, _ in texts)):
        judged.add(_gold_words(document, offsets), _found_words(doc))
    return judged.scores()


def given_words_scores(nlp: Language, documents: "Iterable[Sequence[Sentence]]") -> "dict[str, float]":
    """UAS and LAS with the corpus's own words and sentences."""
    judged = _Judged()
    for document in documents:
        docs = [_given(nlp, sentence) for sentence in document]
        for sentence, doc in zip(document, nlp.pipe(docs)):
            offsets = [token.idx for token in doc]
            judged.add(_gold_words([sentence], [offsets]), _found_words(doc))
    scores = judged.scores()
    return {key: scores[key] for key in ("UAS", "LAS")}


def name_scores(nlp: Language, documents: "Sequence[Sequence[NamedSentence]]") -> "dict[str, float]":
    """F1, precision, recall and F1 by label of names; strict in span and label."""
    gold: "set[tuple]" = set()
    found: "set[tuple]" = set()
    texts = [_text(document) for document in documents]
    for number, (document, doc) in enumerate(zip(documents, nlp.pipe(text for text, _ in texts))):
        unknown = set()
        for sentence, offsets in zip(document, texts[number][1]):
            for start, end, label in sentence.names:
                first, last = offsets[start], offsets[end - 1] + len(sentence.words[end - 1])
                if label == MISSING:
                    unknown.update(range(first, last))
                elif label in UNER_LABELS or label in UNER_LABELS.values():
                    gold.add((number, first, last, UNER_LABELS.get(label, label)))
        found.update(
            (number, entity.start_char, entity.end_char, UNER_LABELS[entity.label_])
            for entity in doc.ents
            if entity.label_ in UNER_LABELS and not unknown.intersection(range(entity.start_char, entity.end_char))
        )
    right = len(gold & found)
    scores = {"names": _f1(right, len(gold), len(found))}
    scores["names, precision"], scores["names, recall"] = right / max(len(found), 1), right / max(len(gold), 1)
    for label in ("PER", "ORG", "LOC"):
        of_gold, of_found = ({name for name in names if name[3] == label} for names in (gold, found))
        scores[f"names, {label}"] = _f1(len(of_gold & of_found), len(of_gold), len(of_found))
    return scores


class _Judged:
    """Counts of words, by what is right of them."""

    def __init__(self) -> None:
        self._gold = self._found = self._gold_sentences = self._found_sentences = self._sentences = 0
        self._right: "dict[str, int]" = {}

    def add(self, gold: "dict[tuple, dict]", found: "dict[tuple, dict]") -> None:
        """Compare the words of a document: {span: {measure: value}}."""
        self._gold += len(gold)
        self._found += len(found)
        self._sentence_counts(gold, found)
        for span, expected in gold.items():
            for key, value in expected.items():
                right = span in found and found[span][key] == value
                self._right[key] = self._right.get(key, 0) + right

    def _sentence_counts(self, gold: "dict[tuple, dict]", found: "dict[tuple, dict]") -> None:
        of_gold, of_found = ({word["sentence"] for word in words.values()} for words in (gold, found))
        self._gold_sentences += len(of_gold)
        self._found_sentences += len(of_found)
        self._sentences += len(of_gold & of_found)

    def scores(self) -> "dict[str, float]":
        """F1 of each measure."""
        keys = {"words": "word", "UPOS": "pos", "tag": "tag", "lemma": "lemma", "UAS": "head", "LAS": "arc"}
        scores = {name: _f1(self._right[key], self._gold, self._found) for name, key in keys.items()}
        return {**scores, "sentences": _f1(self._sentences, self._gold_sentences, self._found_sentences)}


def _gold_words(document: Sequence[Sentence], offsets: "Sequence[Sequence[int]]") -> "dict[tuple, dict]":
    words = {}
    for sentence, starts in zip(document, offsets):
        spans = [(start, start + len(word.form)) for start, word in zip(starts, sentence.words)]
        for index, word in enumerate(sentence.words):
            head = None if word.head == index else spans[word.head]
            label = word.deprel.lower()
            words[spans[index]] = _word(
                word.upos, word.xpos, word.lemma, head, label, (spans[0][0], spans[-1][1])
            )
    return words


def _found_words(doc: Doc) -> "dict[tuple, dict]":
    words = {}
    for sentence in doc.sents:
        spoken = [token for token in sentence if not token.is_space]
        for token in spoken:
            head = None if token.head.i == token.i else _span(token.head)
            edges = (spoken[0].idx, _span(spoken[-1])[1])
            words[_span(token)] = _word(token.pos_, token.tag_, token.lemma_, head, token.dep_.lower(), edges)
    return words


def _word(pos: str, tag: str, lemma: str, head: object, label: str, sentence: object) -> dict:
    return {
        "word": True, "pos": pos, "tag": tag, "lemma": lemma, "head": head, "arc": (head, label), "sentence": sentence
    }  # fmt: skip


def _span(token: "spacy.tokens.Token") -> "tuple[int, int]":
    return token.idx, token.idx + len(token)


def _documents(sentences: Iterable[Sentence]) -> "Iterator[list[Sentence]]":
    document: "list[Sentence]" = []
    for sentence in sentences:
        if document and sentence.starts_document:
            yield document
            document = []
        document.append(sentence)
    if document:
        yield document


def _text(document: "Sequence[Sentence | NamedSentence]") -> "tuple[str, list[list[int]]]":
    """A document's text, and where each word of each sentence starts in it."""
    text = ""
    offsets = []
    for sentence in document:
        if text:
            text = text.rstrip() + (PARAGRAPH_BREAK if getattr(sentence, "starts_paragraph", False) else " ")
        starts = []
        for form, spaced in _forms(sentence):
            starts.append(len(text))
            text += form + " " * spaced
        offsets.append(starts)
    return text.rstrip(), offsets


def _forms(sentence: "Sentence | NamedSentence") -> "Iterator[tuple[str, bool]]":
    if isinstance(sentence, NamedSentence):
        return zip(sentence.words, sentence.spaces)
    return ((word.form, word.space_after) for word in sentence.words)


def _given(nlp: Language, sentence: Sentence) -> Doc:
    """A Doc of the corpus's words that is one sentence."""
    forms = list(_forms(sentence))
    return Doc(
        nlp.vocab,
        words=[form for form, _ in forms],
        spaces=[spaced for _, spaced in forms],
        sent_starts=[index == 0 for index in range(len(forms))],
    )


def _uner(sentence: Sentence, tags: "list[str]") -> NamedSentence:
    words = [word.form for word in sentence.words]
    spaces = [word.space_after for word in sentence.words]
    names = [span for span in iob_spans(tags) if span[2] in UNER_LABELS.values()]
    return NamedSentence(words, spaces, names, sentence.starts_document)


def _f1(right: int, gold: int, found: int) -> float:
    return 2 * right / max(gold + found, 1)


def _multiply_with_numpy(nlp: Language) -> None:
    """As newslake does it: NumPy multiplies faster than thinc's own BLIS."""
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            if isinstance(node.ops, NumpyOps):
                node.ops.use_blis = False


def _speed(nlp: Language, texts: "Sequence[str]") -> float:
    started = time.monotonic()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    return words / (time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
