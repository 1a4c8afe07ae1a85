"""Documents and rejects for the lake's tests, and lakes read back as a plain reader does."""

import datetime
from pathlib import Path
from typing import Optional

import duckdb

from schemas import ids
from schemas.columns import row
from schemas.reasons import Reason, Stage
from schemas.records import Document, reject, to_micros
from schemas.tables import Article, Mention, Reject, Relation
from schemas.version import PIPELINE_VERSION
from transforms.cleaning.clean import removals_of
from transforms.cleaning.unit import Unit
from transforms.lake.layout import open_lake
from transforms.lake.store import Store

DAY = "2025-05-01"
INGESTED_AT = to_micros(datetime.datetime(2025, 6, 1, 12))
ID_COLUMNS = {"articles": "version_id", "mentions": "mention_id", "relations": "relation_id", "rejects": "reject_id"}
READ = "Comments are closed."
SENTENCE = "Amina Diallo could travel to Geneva, {number} days after the vote."


def noon(day: Optional[str]) -> Optional[int]:
    """Noon of a day in microseconds; None where there is no day."""
    return None if day is None else to_micros(datetime.datetime.fromisoformat(f"{day}T12:00:00"))


def document(
    number: int = 0,
    day: Optional[str] = DAY,
    *,
    address: Optional[str] = None,
    text: Optional[str] = None,
    found: bool = True,
    ingested_at: int = INGESTED_AT,
) -> Document:
    """A document that keeps every promise of the tables; another number is another article.

    :param address: its URL instead of the number's.
    :param text: its text instead of the number's; it must begin like SENTENCE if anything is to be found.
    :param found: it has two mentions and a relation, and of every second number something was removed.
    """
    url = address or f"https://courier.example/{number}"
    body = text or SENTENCE.format(number=number)
    content = ids.content_hash("Title", body)
    article_id = ids.article_id(url, "courier.example", None, content)
    article = row(
        Article,
        version_id=ids.version_id(article_id, content),
        article_id=article_id,
        batch_id="",
        source="courier.example",
        input_uri=f"articles.jsonl#line={number + 1}",
        url=url,
        canonical_url=url,
        title="Title",
        authors=["Jane Doe", "Łukasz Nowak"] if number % 2 else None,
        language="en",
        published_at=noon(day),
        ingested_at=ingested_at,
        text=body,
        word_count=len(body.split()),
        removed_text=f"{READ}\n\nRead more" if found and number % 2 else None,
        content_hash=content,
        model="en_newslake_sm-0.1.0",
        pipeline_version=PIPELINE_VERSION,
    )
    if not found:
        return Document(article)
    mentions = (_mention(article, 0, 12, "PERSON"), _mention(article, 29, 35, "GPE"))
    removals = removals_of(article, [Unit(READ, "comments"), Unit(body), Unit("Read more", "related")])
    return Document(article, mentions, (_relation(article),), removals if article.removed_text else ())


def rejected(number: int = 0, day: str = DAY, payload: Optional[str] = None) -> Reject:
    """A reject of a day."""
    one = reject(
        Stage.READ, Reason.EMPTY, "nothing in it", input_uri=f"in/{number}.txt", payload=payload or f"payload {number}"
    )
    values = {**vars(one), "rejected_at": noon(day)}
    return Reject(**values)


def new_lake(folder: Path, shards: int = 1) -> Store:
    """A new lake and its store."""
    open_lake(str(folder), shards=shards)
    return Store(str(folder))


def read_ids(lake: "Path | str") -> "dict[str, list[str]]":
    """The row ids of each table, sorted, as a reader finds them who reads every Parquet file of a folder."""
    found = {}
    for table, column in ID_COLUMNS.items():
        files = sorted(map(str, (Path(lake) / table).rglob("*.parquet")))
        query = f"SELECT {column} FROM read_parquet({files}) ORDER BY 1"
        found[table] = [values[0] for values in duckdb.sql(query).fetchall()] if files else []
    return found


def read_removals(lake: "Path | str") -> "list[tuple[str, int, str]]":
    """What a lake says was removed: version_id, position and text, sorted."""
    files = sorted(map(str, (Path(lake) / "_newslake" / "removals").rglob("*.parquet")))
    query = f"SELECT version_id, position, text FROM read_parquet({files}) ORDER BY ALL"
    return duckdb.sql(query).fetchall() if files else []


def expected_removals(documents: "list[Document]") -> "list[tuple[str, int, str]]":
    """What a lake must say was removed after it was given documents."""
    removals = {one for document in documents for one in document.removals}
    return sorted((one.version_id, one.position, one.text) for one in removals)


def expected_ids(documents: "list[Document]") -> "dict[str, list[str]]":
    """The row ids that a lake must hold after it was given documents."""
    once = {one.article.version_id: one for one in documents}.values()
    return {
        "articles": sorted(one.article.version_id for one in once),
        "mentions": sorted(mention.mention_id for one in once for mention in one.mentions),
        "relations": sorted(relation.relation_id for one in once for relation in one.relations),
        "rejects": [],
    }


def _mention(article: Article, start: int, end: int, label: str) -> Mention:
    name = article.text[start:end]
    return row(
        Mention,
        mention_id=ids.mention_id(article.version_id, "text", start, end, label),
        version_id=article.version_id,
        article_id=article.article_id,
        batch_id="",
        source=article.source,
        published_at=article.published_at,
        field="text",
        sentence_index=0,
        start=start,
        end=end,
        text=name,
        label=label,
        entity_id=ids.entity_id(label, name),
        entity_name=name,
    )


def _relation(article: Article) -> Relation:
    offsets = (0, 12, 19, 28, 29, 35)
    return row(
        Relation,
        relation_id=ids.relation_id(article.version_id, "text", *offsets),
        version_id=article.version_id,
        article_id=article.article_id,
        batch_id="",
        source=article.source,
        published_at=article.published_at,
        field="text",
        sentence_index=0,
        sentence=article.text,
        sentence_start=0,
        sentence_end=len(article.text),
        subject=article.text[0:12],
        subject_start=0,
        subject_end=12,
        subject_label="PERSON",
        subject_entity_id=ids.entity_id("PERSON", article.text[0:12]),
        subject_name=article.text[0:12],
        predicate="travel to",
        predicate_start=19,
        predicate_end=28,
        relation_type="visit",
        object=article.text[29:35],
        object_start=29,
        object_end=35,
        object_label="GPE",
        object_entity_id=ids.entity_id("GPE", article.text[29:35]),
        object_name=article.text[29:35],
        polarity="affirmed",
        modality="possible",
        modality_cue="could",
        time_start="2025-05-02",
        time_end="2025-05-02",
        rule="verb_prepositional_object",
        confidence=0.75,
    )
