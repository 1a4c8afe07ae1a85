"""Articles to documents: one spaCy pipeline finds the names and the statements of each article.

Title and text are annotated as one Doc, title first, so that a name resolves across both; what is
found is then counted in the field that it stands in.
"""

import bisect
import contextlib
import dataclasses
import functools
import sys
import threading
from datetime import datetime, timezone
from pathlib import Path
from typing import Iterator, Optional, Sequence, Union

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from schemas.columns import columns, row
from schemas.ids import mention_id, relation_id
from schemas.reasons import Reason, Stage
from schemas.records import Document, reject
from schemas.tables import BODY, PARAGRAPH_BREAK, TITLE, Article, Mention, Reject, Relation
from transforms.annotation.inference.steps import steps_of
from transforms.annotation.inference.words import doc_maker_of

# Docs are held in memory until their batch is done, at about twenty times the size of their text; of fewer, the parser
# has too few stretches that it can walk together.
BATCH_DOCS = 16
BATCH_CHARACTERS = 100_000

# spaCy keeps what it knows of each word that it has seen. It forgets the words after so many characters: their number
# grows without end, by a dozen megabytes in so much text, and most of a text's words were seen before.
KEPT_CHARACTERS = 2_000_000

# spaCy's bound on texts is a warning about memory. How long an article may be is a setting, and what is longer was
# refused when its text was extracted.
MAX_CHARACTERS = sys.maxsize

_PROVENANCE = ("version_id", "article_id", "batch_id", "source", "published_at")
_IDENTIFYING_OFFSETS = tuple(
    f"{part}_{side}" for part in ("subject", "predicate", "object") for side in ("start", "end")
)
_OFFSETS = ("sentence_start", "sentence_end") + _IDENTIFYING_OFFSETS
_COUNTED = _PROVENANCE + _OFFSETS + ("mention_id", "relation_id", "field", "sentence_index", "start", "end")
# The columns that hold what the pipeline's components found as they found it.
_AS_FOUND = {
    table: tuple(name for name in columns(table) if name not in _COUNTED) for table in (Mention, Relation)
}


class ModelError(ValueError):
    """No spaCy pipeline of that name or at that path."""


def check_model(model: str) -> None:
    """Check that a model is installed or lies at a path, without loading it.

    :raises ModelError: it is neither.
    """
    if not spacy.util.is_package(model) and not Path(model).exists():
        raise ModelError(f"there is no spaCy pipeline {model}: neither an installed package nor a path")


class Annotator:
    """A spaCy pipeline made ready for articles. One at a time annotates in a process.

    :param model: name of an installed pipeline, or a path to one.
    :param catalogue: path of a relation catalogue to lay over the built-in one.
    :raises ModelError: the model can't be found or loaded.
    """

    # A Language, its string store and memory zone are not safe to use from two threads, and runners
    # may process several bundles at once in one process.
    _one_at_a_time = threading.Lock()

    def __init__(self, model: str, catalogue: Optional[str] = None) -> None:
        with self._one_at_a_time:
            self._pipeline = _load(model, catalogue)
        meta = self._pipeline.nlp.meta
        self.language = self._pipeline.nlp.lang
        self.name = f"{meta['lang']}_{meta['name']}-{meta['version']}"

    def annotate(self, articles: Sequence[Article]) -> "list[Union[Document, Reject]]":
        """A document for each article of a batch, in order; for one that can't be annotated a reject.

        An article in another language than the model's becomes a document without mentions and
        relations, its `model` null. One whose language is unknown is annotated.
        """
        with self._one_at_a_time:
            batches = _batches([article for article in articles if self._reads(article)])
            annotated = iter([result for batch in batches for result in self._annotate_batch(batch)])
        return [next(annotated) if self._reads(article) else Document(article, [], []) for article in articles]

    def _reads(self, article: Article) -> bool:
        return article.language in (None, self.language)

    def _annotate_batch(self, articles: Sequence[Article]) -> Sequence[Union[Document, Reject]]:
        try:
            return self._documents(articles)
        except Exception as error:  # the step's one boundary: one article's error fails its batch
            if len(articles) == 1:
                return [_crashed(articles[0], error)]
        return [result for article in articles for result in self._annotate_batch([article])]

    def _documents(self, articles: Sequence[Article]) -> "list[Document]":
        docs = self._pipeline.annotate([_text(article) for article in articles], [_moment(article) for article in articles])
        return [self._document(article, doc) for article, doc in zip(articles, docs)]

    def _document(self, article: Article, doc: Doc) -> Document:
        article = dataclasses.replace(article, model=self.name)
        rows = _Rows(article, doc)
        return Document(
            article,
            [rows.mention(found) for found in doc._.mentions],
            [rows.relation(found) for found in doc._.relations],
        )


class _Pipeline:
    """A loaded pipeline, its steps, and the memory of the words that it has seen."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self._make_doc = doc_maker_of(nlp)
        self._steps = steps_of(nlp)
        self._words = contextlib.ExitStack()
        self._words.enter_context(nlp.memory_zone())
        self._characters = 0

    def annotate(self, texts: Sequence[str], moments: "Sequence[Optional[str]]") -> "list[Doc]":
        """Docs of texts published at moments (ISO 8601). They hold until the next ones are asked for."""
        self._characters += sum(map(len, texts))
        if self._characters > KEPT_CHARACTERS:
            self._words.close()
            self._words.enter_context(self.nlp.memory_zone())
            self._characters = 0
        docs = [self._make_doc(text) for text in texts]
        for doc, moment in zip(docs, moments):
            if moment is not None:
                doc.user_data["published_at"] = moment
        for step in self._steps:
            docs = step(docs)
        return docs


def _batches(articles: Sequence[Article]) -> "Iterator[list[Article]]":
    batch: "list[Article]" = []
    characters = 0
    for article in articles:
        if batch and (len(batch) == BATCH_DOCS or characters + len(article.text) > BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(article)
        characters += len(article.text)
    if batch:
        yield batch


def _text(article: Article) -> str:
    return article.text if article.title is None else article.title + PARAGRAPH_BREAK + article.text


def _moment(article: Article) -> Optional[str]:
    if article.published_at is None:
        return None
    return datetime.fromtimestamp(article.published_at // 1_000_000, timezone.utc).isoformat()


@functools.lru_cache(maxsize=1)  # once per process, however many bundles it gets
def _load(model: str, catalogue: Optional[str]) -> _Pipeline:
    check_model(model)
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(f"{model} can't be loaded as a spaCy pipeline: {error}") from error
    nlp.max_length = MAX_CHARACTERS
    nlp.add_pipe("newslake_paragraphs", first=True)
    nlp.add_pipe("newslake_mentions")
    nlp.add_pipe("newslake_relations", config={"catalogue": catalogue})
    return _Pipeline(nlp)


def _crashed(article: Article, error: Exception) -> Reject:
    return reject(
        Stage.ANNOTATE,
        Reason.CRASHED,
        f"annotation failed: {type(error).__name__}",
        input_uri=article.input_uri,
        feed_url=article.feed_url,
        payload=article.text,
        exception=error,
    )


@dataclasses.dataclass(frozen=True)
class _Field:
    """Where a field lies in the Doc: its first character and its first sentence."""

    name: str
    start: int
    first_sentence: int


class _Rows:
    """Turns what was found in a Doc into rows whose offsets and sentences count within their field."""

    def __init__(self, article: Article, doc: Doc) -> None:
        self._provenance = {name: getattr(article, name) for name in _PROVENANCE}
        self._sentences = [sentence.start_char for sentence in doc.sents] if doc.has_annotation("SENT_START") else [0]
        self._title = _Field(TITLE, 0, 0)
        start = 0 if article.title is None else len(article.title) + len(PARAGRAPH_BREAK)
        self._body = _Field(BODY, start, self._sentence(start))

    def mention(self, found) -> Mention:
        """The row of a `doc._.mentions` record."""
        field = self._field(found.start)
        start, end = found.start - field.start, found.end - field.start
        return row(
            Mention,
            **self._provenance,
            mention_id=mention_id(self._provenance["version_id"], field.name, start, end, found.label),
            field=field.name,
            sentence_index=self._sentence(found.start) - field.first_sentence,
            start=start,
            end=end,
            **{name: getattr(found, name) for name in _AS_FOUND[Mention]},
        )

    def relation(self, found) -> Relation:
        """The row of a `doc._.relations` record."""
        field = self._field(found.sentence_start)
        offsets = {name: _shift(getattr(found, name), -field.start) for name in _OFFSETS}
        return row(
            Relation,
            **self._provenance,
            relation_id=relation_id(
                self._provenance["version_id"], field.name, *(offsets[name] for name in _IDENTIFYING_OFFSETS)
            ),
            field=field.name,
            sentence_index=found.sentence_index - field.first_sentence,
            **offsets,
            **{name: getattr(found, name) for name in _AS_FOUND[Relation]},
        )

    def _field(self, offset: int) -> _Field:
        return self._title if offset < self._body.start else self._body

    def _sentence(self, offset: int) -> int:
        return bisect.bisect_right(self._sentences, offset) - 1


def _shift(offset: Optional[int], by: int) -> Optional[int]:
    return None if offset is None else offset + by
