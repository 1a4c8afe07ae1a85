"""Which corpus goes where: the Docs that train and tune the two parts of the pipeline."""

import dataclasses
import itertools
import random
from pathlib import Path
from typing import Callable, Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from models.recipe.agreement import without_doubtful
from models.recipe.conllu import read_conllu
from models.recipe.gmb import read_gmb
from models.recipe.gum import dev_documents, read_gum
from models.recipe.knowledgenet import read_knowledgenet
from models.recipe.meantime import read_meantime
from models.recipe.named import NamedSentence, named_docs
from models.recipe.redocred import read_redocred
from models.recipe.taught import raw_lessons, syntax_lessons, taught_names, taught_sentences, with_names
from models.recipe.treebank import treebank_docs
from models.recipe.uner import read_uner
from models.recipe.wikigold import read_wikigold
from models.teacher.lessons import read_lessons, write_lessons

# The topic of MEANTIME that no training sees: it is kept for measuring.
MEANTIME_KEPT_APART = "corpus_gm"


@dataclasses.dataclass(frozen=True)
class NamedCorpus:
    """A corpus of names, how many times it goes into the training data, and whether it is machine-made."""

    name: str
    read: Callable[[Path], Iterable[NamedSentence]]
    repeats: int = 1
    silver: bool = False


def gum_files(corpora: Path, dev: bool) -> "list[Path]":
    """GUM's documents of the split that is asked for."""
    kept_apart = dev_documents(corpora / "gum" / "splits.md")
    return [path for path in sorted((corpora / "gum" / "dep").glob("*.conllu")) if (path.stem in kept_apart) == dev]


def meantime_files(corpora: Path, dev: bool) -> "list[Path]":
    """MEANTIME's articles: those kept apart for measuring, or the others."""
    files = sorted((corpora / "meantime").glob("corpus_*/*.xml"))
    return [path for path in files if (path.parent.name == MEANTIME_KEPT_APART) == dev]


def _chained(read: Callable[[Path], Iterable[NamedSentence]], files: Iterable[Path]) -> Iterator[NamedSentence]:
    return itertools.chain.from_iterable(read(path) for path in files)


# The corpora whose texts the teacher labels: those that are no treebanks. The names of some are gold, and stay; those of the
# others are machine-made or mostly left open, so that the teacher doesn't learn from them, but says what they are.
NAMED_TEXTS = ("meantime", "wikigold", "redocred")
OPEN_TEXTS = ("gmb", "knowledgenet")
# Whose texts are several sentences each.
PASSAGES = ("knowledgenet",)

# How many times the treebanks, which are gold, go in beside what the teacher says of four times their words.
TREEBANK_REPEATS = 2

# Gold corpora are repeated, as GMB, which is silver, outweighs them many times over.
TRAINING_NAMES = (
    NamedCorpus(
        "uner", lambda c: read_uner(c / "uner_ewt/train.iob2", c / "ewt/en_ewt-ud-train.conllu"), repeats=3
    ),
    NamedCorpus("gum", lambda c: _chained(read_gum, gum_files(c, dev=False)), repeats=2),
    NamedCorpus("gmb", lambda c: read_gmb(c / "gmb/ner_dataset.csv.zip"), silver=True),
    NamedCorpus("meantime", lambda c: _chained(read_meantime, meantime_files(c, dev=False)), repeats=3),
    NamedCorpus("wikigold", lambda c: read_wikigold(c / "wikigold/wikigold.conll.txt"), repeats=2),
    NamedCorpus("redocred", lambda c: read_redocred(c / "redocred/dev_revised.json")),
    NamedCorpus("knowledgenet", lambda c: read_knowledgenet(c / "knowledgenet/folds1-3.jsonl")),
)
TUNING_NAMES = (
    NamedCorpus("uner", lambda c: read_uner(c / "uner_ewt/dev.iob2", c / "ewt/en_ewt-ud-dev.conllu")),
    NamedCorpus("gum news", lambda c: _chained(read_gum, _news(gum_files(c, dev=True)))),
)


def _news(files: "list[Path]") -> "list[Path]":
    return [path for path in files if path.stem.startswith("GUM_news_")]


def treebanks(corpora: Path) -> "dict[str, list[Path]]":
    """The files to train on (EWT train, GUM but its dev documents) and to tune on (EWT dev, GUM dev news)."""
    return {
        "train": [corpora / "ewt" / "en_ewt-ud-train.conllu"] + gum_files(corpora, dev=False),
        "dev": [corpora / "ewt" / "en_ewt-ud-dev.conllu"] + _news(gum_files(corpora, dev=True)),
    }


def write_syntax(corpora: Path, folder: Path, seed: int, taught: "Path | None" = None) -> None:
    """`train.spacy` and `dev.spacy`.

    :param taught: folder with what the teacher says, to be trained on besides.
    """
    rng = random.Random(seed)
    vocab = Vocab()
    files = treebanks(corpora)
    gold = [path for _ in range(TREEBANK_REPEATS if taught else 1) for path in files["train"]]
    sources = {"train": [read_conllu(path) for path in gold], "dev": [read_conllu(path) for path in files["dev"]]}
    if taught:
        sources["train"].append(taught_sentences(taught, rng))
    for name, treebank in sources.items():
        docs = (doc for sentences in treebank for doc in treebank_docs(vocab, sentences, rng))
        _save(docs, folder / f"{name}.spacy")


def write_names(corpora: Path, folder: Path, seed: int) -> None:
    """`train.spacy` and `dev.spacy`, of the corpora named above."""
    rng = random.Random(seed)
    vocab = Vocab()
    for name, sources in (("train", TRAINING_NAMES), ("dev", TUNING_NAMES)):
        docs = (doc for source in sources for doc in _docs(vocab, source, corpora, rng))
        _save(docs, folder / f"{name}.spacy")


def write_clean_names(corpora: Path, folder: Path, nlp: Language, seed: int, silver_share: float = 1.0) -> None:
    """The same, but in the silver corpora names are left open where `nlp` disagrees with them.

    :param silver_share: share of the silver corpora that is taken.
    """
    rng = random.Random(seed)
    vocab = nlp.vocab
    for name, sources in (("train", TRAINING_NAMES), ("dev", TUNING_NAMES)):
        docs = (doc for source in sources for doc in _clean_docs(nlp, vocab, source, corpora, rng, silver_share))
        _save(docs, folder / f"{name}.spacy")


def write_lessons_for_teacher(corpora: Path, folder: Path, syntax: Language, names: Language) -> None:
    """`train.jsonl` and `dev.jsonl`, what the teacher learns from and is measured on; `named.jsonl` and `open.jsonl`, what
    it is to label, whose names are gold in the first.

    :param syntax: a pipeline with a parser, for the words of the texts and the sentences of passages.
    :param names: a pipeline that finds names, for the doubtful ones of the silver corpora.
    """
    gold = {"train": _gold_names(), "dev": TUNING_NAMES}
    for name, files in treebanks(corpora).items():
        named = itertools.chain.from_iterable(source.read(corpora) for source in gold[name])
        write_lessons(with_names(syntax_lessons(files), named), folder / f"{name}.jsonl")
    for name, kept in (("named", NAMED_TEXTS), ("open", OPEN_TEXTS)):
        raw = (
            raw_lessons(syntax, source.read(corpora), source.name in PASSAGES, names if source.silver else None)
            for source in TRAINING_NAMES
            if source.name in kept
        )
        write_lessons(itertools.chain.from_iterable(raw), folder / f"{name}.jsonl")


def write_taught_names(corpora: Path, folder: Path, raw: Path, taught: Path, seed: int) -> None:
    """`train.spacy` and `dev.spacy` as of `write_names`, with the names that the teacher tells in the texts whose own are
    not gold.

    :param raw: `open.jsonl` as the teacher was given it.
    :param taught: the same as it gave it back.
    """
    rng = random.Random(seed)
    vocab = Vocab()
    gold = (doc for source in _gold_names() for doc in _docs(vocab, source, corpora, rng))
    silver = named_docs(vocab, taught_names(read_lessons(raw), read_lessons(taught)), rng)
    _save(itertools.chain(gold, silver), folder / "train.spacy")
    _save((doc for source in TUNING_NAMES for doc in _docs(vocab, source, corpora, rng)), folder / "dev.spacy")


def _gold_names() -> "list[NamedCorpus]":
    return [source for source in TRAINING_NAMES if source.name not in OPEN_TEXTS]


def _clean_docs(
    nlp: Language, vocab: Vocab, source: NamedCorpus, corpora: Path, rng: random.Random, silver_share: float
) -> Iterable[Doc]:
    docs = _docs(vocab, source, corpora, rng)
    return without_doubtful(nlp, (doc for doc in docs if rng.random() < silver_share)) if source.silver else docs


def _docs(vocab: Vocab, source: NamedCorpus, corpora: Path, rng: random.Random) -> Iterator[Doc]:
    for _ in range(source.repeats):
        yield from named_docs(vocab, source.read(corpora), rng)


def _save(docs: Iterable[Doc], path: Path) -> None:
    DocBin(docs=docs).to_disk(path)
