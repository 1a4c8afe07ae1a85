"""How well a pipeline tags, parses and names, on the development data of open corpora.

    python -m benchmarks.model_scores --corpora DIR [--model NAME|PATH] [--require] [--card FILE]

DIR holds the corpora as models/README.md lists them; none of what is measured here was trained on. Every
score is an F1 in per cent. The pipeline gets plain text, paragraphs parted by blank lines, and finds words and
sentences itself; a word counts only if its characters are exactly those of the corpus's word, a head only if
its word's are too, punctuation included: CoNLL 2018's measure (https://universaldependencies.org/conll18/).
"given words" is the easier task of older papers: words and sentences are those of the corpus.

Names of UNER-EWT are measured sentence by sentence, since its mails and lists lost their line breaks.
Names count if span and label are exactly right. UNER knows PER, LOC, ORG; our PERSON is PER, our GPE, LOC and FAC
are LOC, and whatever else we find (NORP, EVENT, DATE, …) isn't counted, for or against. Names of GUM and MEANTIME are
brought to the same three; where the corpus doesn't say what a name is, nothing is counted.
"hand-written" are the headlines and sentences of headlines.yaml, also in other capitals than they were written in.
"""

import argparse
import collections
import dataclasses
import hashlib
import random
import re
import sys
import time
from pathlib import Path
from typing import Iterable, Iterator, Sequence

import spacy
import yaml
from spacy.language import Language
from spacy.tokens import Doc

from models.recipe.conllu import Sentence, read_conllu
from models.recipe.corpora import gum_files, meantime_files
from models.recipe.gum import read_gum
from models.recipe.iob import iob_spans
from models.recipe.labels import MISSING
from models.recipe.meantime import read_meantime
from models.recipe.named import NamedSentence
from models.recipe.typography import title_case, upper_case
from models.recipe.uner import read_tags
from transforms.annotation.inference.steps import multiply_with_numpy

PARAGRAPH_BREAK = "\n\n"

WANTED_UAS, WANTED_NAMES = 0.82, 0.60

HEADLINES = Path(__file__).parent / "headlines.yaml"

# Resamplings of the bootstrap: the bounds move by a tenth of a point from one thousand to the next.
SAMPLES = 1000

# What is counted of a word, and where it stands in it.
MEASURES = {"words": "word", "UPOS": "pos", "tag": "tag", "lemma": "lemma", "UAS": "head", "LAS": "arc"}

CARD_START, CARD_END = "<!-- scores -->", "<!-- end of scores -->"

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
    parser.add_argument("--card", type=Path, help="model card to write the scores into")
    options = parser.parse_args()
    nlp = spacy.load(options.model)
    multiply_with_numpy(nlp)
    scores = measure(nlp, options.corpora)
    print(f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}")
    for name, score in scores.items():
        print(f"{name:42} {score}")
    print(f"{'words per second':42} {_speed(nlp, options.corpora):8.0f}")
    if options.card:
        write_card(options.card, scores, fingerprint(nlp.path))
    missed = scores["EWT dev: UAS"].value < WANTED_UAS or scores["UNER-EWT dev: names"].value < WANTED_NAMES
    return 1 if options.require and missed else 0


@dataclasses.dataclass(frozen=True)
class Score:
    """A share between 0 and 1, and the interval that holds it with 95 % confidence."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{100 * self.value:8.1f}  ({100 * self.low:.1f}–{100 * self.high:.1f})"


# Of one document, by measure: how many are right, how many the corpus has, how many were found.
Tally = "dict[str, tuple[int, int, int]]"


def measure(nlp: Language, corpora: Path) -> "dict[str, Score]":
    """Every score by its name."""
    ewt = list(_documents(read_conllu(corpora / "ewt" / "en_ewt-ud-dev.conllu")))
    news = [path for path in gum_files(corpora, dev=True) if path.stem.startswith("GUM_news_")]
    gum = [list(read_conllu(path)) for path in news]
    tags = read_tags(corpora / "uner_ewt" / "dev.iob2")
    tallies: "dict[str, list[Tally]]" = {}
    for name, documents in (("EWT dev", ewt), ("GUM dev news", gum)):
        tallies[name] = syntax_tallies(nlp, documents)
        tallies[f"{name}, given words"] = given_words_tallies(nlp, documents)
    named = {
        "UNER-EWT dev": [[[_uner(sentence, tags[sentence.sent_id])] for sentence in document] for document in ewt],
        "GUM dev news": [[list(read_gum(path))] for path in news],
        "MEANTIME corpus_gm": [[list(read_meantime(path))] for path in meantime_files(corpora, dev=True)],
    }
    scores = {f"{name}: {key}": score for name, tally in tallies.items() for key, score in summary(tally).items()}
    for name, documents in {**named, **headlines(HEADLINES)}.items():
        found = summary(name_tallies(nlp, documents))
        scores.update((f"{name}: {key}", score) for key, score in found.items())
    return scores


def summary(tallies: "Sequence[Tally]") -> "dict[str, Score]":
    """F1 by measure (of names precision and recall too) over all documents.

    The intervals are the bootstrap's over documents (Efron 1979, https://doi.org/10.1214/aos/1176344552): a document's
    words are no independent samples.
    """
    rng = random.Random(0)
    samples = [rng.choices(tallies, k=len(tallies)) for _ in range(SAMPLES)]
    keys = list(dict.fromkeys(key for tally in tallies for key in tally))
    measures = {key: (key, _f1) for key in keys}
    if "names" in keys:
        measures["names, precision"], measures["names, recall"] = ("names", _precision), ("names", _recall)
    scores = {}
    for name, (key, share) in measures.items():
        values = sorted(share(*_total(sample, key)) for sample in samples)
        low, high = values[int(0.025 * SAMPLES)], values[int(0.975 * SAMPLES)]
        scores[name] = Score(share(*_total(tallies, key)), low, high)
    return scores


def _total(tallies: "Sequence[Tally]", key: str) -> "tuple[int, int, int]":
    counts = [tally.get(key, (0, 0, 0)) for tally in tallies]
    return tuple(map(sum, zip(*counts)))


def syntax_tallies(nlp: Language, documents: "Sequence[Sequence[Sentence]]") -> "list[Tally]":
    """Words, sentences, tags, lemmas and heads of each document, from plain text."""
    texts = [_text(document) for document in documents]
    docs = nlp.pipe(text for text, _ in texts)
    return [
        _word_tally(_gold_words(document, offsets), _found_words(doc))
        for document, (_, offsets), doc in zip(documents, texts, docs)
    ]


def given_words_tallies(nlp: Language, documents: "Iterable[Sequence[Sentence]]") -> "list[Tally]":
    """Heads and labels of each document with the corpus's own words and sentences."""
    tallies = []
    for document in documents:
        found: "collections.Counter[tuple[str, int]]" = collections.Counter()
        for sentence, doc in zip(document, nlp.pipe([_given(nlp, sentence) for sentence in document])):
            tally = _word_tally(_gold_words([sentence], [[token.idx for token in doc]]), _found_words(doc))
            found.update({(key, part): tally[key][part] for key in ("UAS", "LAS") for part in range(3)})
        tallies.append({key: tuple(found[key, part] for part in range(3)) for key in ("UAS", "LAS")})
    return tallies


def name_tallies(nlp: Language, documents: "Sequence[Sequence[Sequence[NamedSentence]]]") -> "list[Tally]":
    """Names of each document, strict in span and label; a document is a list of texts, each some sentences."""
    tallies = []
    for document in documents:
        laid_out = [_text(sentences) for sentences in document]
        docs = nlp.pipe(text for text, _ in laid_out)
        tallies.append(
            _name_tally([
                _names(doc, sentences, offsets) for doc, sentences, (_, offsets) in zip(docs, document, laid_out)
            ])
        )
    return tallies


def _names(doc: Doc, sentences: "Sequence[NamedSentence]", offsets: "list[list[int]]") -> "tuple[set, set]":
    """The names of the corpus and those found, as (start, end, label)."""
    gold, unknown = set(), set()
    for sentence, starts in zip(sentences, offsets):
        for start, end, label in sentence.names:
            first, last = starts[start], starts[end - 1] + len(sentence.words[end - 1])
            if label == MISSING:
                unknown.update(range(first, last))
            elif label in UNER_LABELS or label in UNER_LABELS.values():
                gold.add((first, last, UNER_LABELS.get(label, label)))
    found = {
        (entity.start_char, entity.end_char, UNER_LABELS[entity.label_])
        for entity in doc.ents
        if entity.label_ in UNER_LABELS and not unknown.intersection(range(entity.start_char, entity.end_char))
    }
    return gold, found


def _name_tally(texts: "Sequence[tuple[set, set]]") -> Tally:
    def count(label: str) -> "tuple[int, int, int]":
        pairs = [
            ({name for name in gold if label in ("", name[2])}, {name for name in found if label in ("", name[2])})
            for gold, found in texts
        ]
        return tuple(map(sum, zip(*((len(gold & found), len(gold), len(found)) for gold, found in pairs))))

    return {"names": count(""), **{f"names, {label}": count(label) for label in ("PER", "ORG", "LOC")}}


def _word_tally(gold: "dict[tuple, dict]", found: "dict[tuple, dict]") -> Tally:
    tally = {}
    for name, key in MEASURES.items():
        right = sum(span in found and found[span][key] == word[key] for span, word in gold.items())
        tally[name] = (right, len(gold), len(found))
    of_gold, of_found = ({word["sentence"] for word in words.values()} for words in (gold, found))
    return {**tally, "sentences": (len(of_gold & of_found), len(of_gold), len(of_found))}


def headlines(path: Path) -> "dict[str, list[list[list[NamedSentence]]]]":
    """The hand-written headlines and sentences, each a document, by kind; and all of them in other capitals."""
    kinds = yaml.safe_load(path.read_text(encoding="utf-8"))
    sets = {f"hand-written {kind}": [_marked(line) for line in lines] for kind, lines in kinds.items()}
    mixed = [sentence for kind, lines in kinds.items() if kind != "capitals" for sentence in map(_marked, lines)]
    for name, change in (("in title case", title_case), ("in capitals", upper_case)):
        sets[f"hand-written, all {name}"] = [
            dataclasses.replace(sentence, words=change(sentence.words)) for sentence in mixed
        ]
    return {name: [[[sentence]] for sentence in sentences] for name, sentences in sets.items()}


def _marked(line: str) -> NamedSentence:
    """A sentence from its line, names written [name|LABEL]; its words are parted by spaces and by the brackets."""
    words: "list[str]" = []
    spaces: "list[bool]" = []
    names: "list[tuple[int, int, str]]" = []
    for piece in re.findall(r"\[[^]]+\]|[^\[]+", line):
        text, _, label = piece.strip("[]").partition("|")
        if words and text[:1] == " ":
            spaces[-1] = True
        start = len(words)
        words += text.split()
        spaces += [True] * (len(words) - len(spaces))
        if label:
            names.append((start, len(words), label))
        if words:
            spaces[-1] = text[-1:] == " "
    return NamedSentence(words, spaces, names, starts_document=True)


def fingerprint(package: Path) -> str:
    """SHA-256 over a pipeline's folder: the names and the bytes of its files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(package).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def write_card(card: Path, scores: "dict[str, Score]", digest: str) -> None:
    """Write the scores, as tables, between the card's two marks."""
    text = card.read_text(encoding="utf-8")
    if text.count(CARD_START) != 1 or text.count(CARD_END) != 1:
        raise ValueError(f"{card}: needs {CARD_START!r} and {CARD_END!r} once each")
    head, rest = text.split(CARD_START)
    tail = rest.split(CARD_END)[1]
    lines = [
        "",
        f"Of the files with the SHA-256 fingerprint `{digest}`.",
        "F1 in per cent; in brackets the interval of 95 % confidence, by bootstrap over documents.",
    ]
    sets: "dict[str, dict[str, Score]]" = {}
    for name, score in scores.items():
        corpus, key = name.split(": ")
        kind = "names" if key.startswith("names") else "syntax"
        sets.setdefault(f"{kind}|{corpus}", {})[key] = score
    for kind in ("syntax", "names"):
        rows = {name.split("|")[1]: values for name, values in sets.items() if name.startswith(kind)}
        keys = list(dict.fromkeys(key for values in rows.values() for key in values))
        titles = [key.removeprefix("names, ") for key in keys]
        lines += ["", "| |" + "".join(f" {title} |" for title in titles), "|---|" + "---|" * len(keys)]
        for corpus, values in rows.items():
            lines.append(f"| {corpus} |" + "".join(f" {_cell(values.get(key))} |" for key in keys))
    card.write_text(f"{head}{CARD_START}\n" + "\n".join(lines) + f"\n\n{CARD_END}{tail}", encoding="utf-8")


def _cell(score: "Score | None") -> str:
    return f"{100 * score.value:.1f} ({100 * score.low:.0f}–{100 * score.high:.0f})" if score else ""


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


def _precision(right: int, gold: int, found: int) -> float:
    return right / max(found, 1)


def _recall(right: int, gold: int, found: int) -> float:
    return right / max(gold, 1)


def _speed(nlp: Language, corpora: Path) -> float:
    texts = [_text(document)[0] for document in _documents(read_conllu(corpora / "ewt" / "en_ewt-ud-dev.conllu"))]
    started = time.monotonic()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    return words / (time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
