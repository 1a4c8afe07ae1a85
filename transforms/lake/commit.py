"""Commits a batch of documents of one partition and shard: the articles file is the commit."""

import uuid
from dataclasses import dataclass, replace
from typing import Callable, Iterable, Iterator, Optional, Sequence

from schemas.ids import batch_id
from schemas.records import Document
from schemas.tables import Article, Mention, Relation, Removal
from transforms.lake.attempt import Attempt, clear, publish, put_aside, stands
from transforms.lake.guard import writing
from transforms.lake.originals import Originals
from transforms.lake.partition import TRUST_SECONDS, ArticlePartition
from transforms.lake.rows import to_parquet


@dataclass(frozen=True)
class Committed:
    """What became of a batch, in numbers: `new` documents (`duplicate` of them repeat an article) and
    `unchanged` ones, which the lake held already, and the rows written beside the new."""

    new: int = 0
    unchanged: int = 0
    duplicate: int = 0
    mentions: int = 0
    relations: int = 0


def commit(
    partition: ArticlePartition,
    shard: int,
    documents: Sequence[Document],
    elsewhere: Callable[[Article], bool] = lambda article: False,
    originals: Optional[Originals] = None,
) -> Committed:
    """Commit a batch, each version once, whoever else commits the same at the same time.

    :param partition: the partition that the documents belong to.
    :param shard: the shard that they belong to.
    :param elsewhere: whether another partition is known to hold the version (its date has changed).
    :param originals: finds what the documents repeat; None makes one that knows nothing yet.
    """
    originals = originals or Originals(partition.store)
    while True:
        with writing(partition.store, partition.partition):
            committed = _commit_once(partition, shard, documents, elsewhere, originals)
        if committed is not None:
            return committed


def _commit_once(
    partition: ArticlePartition,
    shard: int,
    documents: Sequence[Document],
    elsewhere: Callable[[Article], bool],
    originals: Originals,
) -> Optional[Committed]:
    """Commit what is new of a batch; None if somebody else took the file's name first."""
    partition.refresh(shard)
    new = list(_new(partition, documents, elsewhere))
    if not new:
        return Committed(unchanged=len(documents))
    identity = batch_id([document.article.version_id for document in new])
    repeated = originals.of([document.article for document in new], shard)
    batch = [_in_batch(document, identity, repeated[document.article.version_id]) for document in new]
    file = partition.next_file(shard)
    attempt = Attempt(
        attempt=uuid.uuid4().hex,
        partition=file.partition,
        shard=file.shard,
        seq=file.seq,
        batch_id=identity,
        mentions=sum(len(document.mentions) for document in batch),
        relations=sum(len(document.relations) for document in batch),
        removals=sum(len(document.removals) for document in batch),
    )
    if not _try(partition, attempt, batch):
        return None
    partition.committed(file, batch)
    originals.committed(file, attempt.attempt, [document.article for document in batch])
    return Committed(
        new=len(batch),
        unchanged=len(documents) - len(batch),
        duplicate=sum(document.article.duplicate_of is not None for document in batch),
        mentions=attempt.mentions,
        relations=attempt.relations,
    )


def _new(
    partition: ArticlePartition, documents: Iterable[Document], elsewhere: Callable[[Article], bool]
) -> Iterator[Document]:
    """The documents whose version nothing known holds, each version once."""
    seen: "set[str]" = set()
    for document in documents:
        article = document.article
        if article.version_id not in seen and not partition.holds(article) and not elsewhere(article):
            seen.add(article.version_id)
            yield document


def _in_batch(document: Document, identity: str, duplicate_of: Optional[str]) -> Document:
    return Document(
        article=replace(document.article, batch_id=identity, duplicate_of=duplicate_of),
        mentions=[replace(mention, batch_id=identity) for mention in document.mentions],
        relations=[replace(relation, batch_id=identity) for relation in document.relations],
        removals=[replace(removal, batch_id=identity) for removal in document.removals],
    )


def _try(partition: ArticlePartition, attempt: Attempt, batch: Sequence[Document]) -> bool:
    """Make one attempt; whether it is the one that stands."""
    store = partition.store
    mentions = [mention for document in batch for mention in document.mentions]
    relations = [relation for document in batch for relation in document.relations]
    removals = [removal for document in batch for removal in document.removals]
    put_aside(
        store,
        attempt,
        {
            "mentions": to_parquet(Mention, mentions, attempt.footer),
            "relations": to_parquet(Relation, relations, attempt.footer),
            "removals": to_parquet(Removal, removals, attempt.footer),
        },
    )
    articles = to_parquet(Article, [document.article for document in batch], attempt.footer)
    # Whoever was held up for long looks again: merging may have freed the name meanwhile.
    if partition.age() <= TRUST_SECONDS and (
        store.create(attempt.articles.name, articles) or stands(store, attempt)
    ):
        publish(store, attempt)
        return True
    clear(store, attempt)
    return False
