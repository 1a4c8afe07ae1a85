"""The four tables of the lake, one frozen dataclass each: record, schema and documentation in one.

Timestamps are microseconds since the epoch in UTC and dates are ISO 8601 texts as long as they
travel through Beam, whose schemas turn `datetime` fields into pickles.
"""

from dataclasses import dataclass
from typing import Optional, Sequence

from schemas.columns import DATE, INTEGER, REAL, TEXT, TEXT_LIST, TIMESTAMP, column

TITLE = "title"
BODY = "text"
PARAGRAPH_BREAK = "\n\n"  # in `text` and `removed_text`


@dataclass(frozen=True)
class Article:
    """One row per version of an article."""

    version_id: str = column(TEXT, "This version: (article_id, content_hash).", required=True)
    article_id: str = column(
        TEXT,
        'The article over all its versions: ("url", canonical_url); without a URL ("id", source, the '
        'record\'s own id); with neither ("content", content_hash).',
        required=True,
    )
    batch_id: str = column(TEXT, "The rows committed together: their version_ids, sorted.", required=True)
    source: str = column(
        TEXT,
        "What the record names as its source, else the registered domain of the article's URL, else the name of the folder "
        "its file lay in; lower case.",
        required=True,
        dictionary=True,
    )
    input_uri: str = column(
        TEXT,
        "The file or feed it was read from; a line or record of a file as `path#line=12`, `path#offset=4711`.",
        required=True,
    )
    url: Optional[str] = column(TEXT, "Its address as the source gave it, after redirects.")
    canonical_url: Optional[str] = column(
        TEXT, "Its address without tracking parameters, as the page itself gives it or else normalised."
    )
    feed_url: Optional[str] = column(
        TEXT, "The feed's address or path as the user gave it; null for what came from no feed."
    )
    title: Optional[str] = column(TEXT, "Headline.")
    authors: Optional[Sequence[str]] = column(TEXT_LIST, "Names of its authors.")
    tags: Optional[Sequence[str]] = column(TEXT_LIST, "Categories and keywords given by the source.")
    language: Optional[str] = column(TEXT, "ISO 639-1 code, detected on the clean text.", dictionary=True)
    published_at: Optional[int] = column(TIMESTAMP, "When it was published, as the source says.")
    ingested_at: int = column(TIMESTAMP, "When newslake read it.", required=True)
    text: str = column(
        TEXT,
        "The clean text: paragraphs parted by a blank line, the standfirst first, without the title.",
        required=True,
        statistics=False,
    )
    word_count: int = column(INTEGER, "Words of `text`, parted by white space.", required=True)
    removed_text: Optional[str] = column(
        TEXT, "What cleaning took out, paragraphs parted by a blank line.", statistics=False
    )
    content_hash: str = column(
        TEXT, "Hash of the title and the whole repaired text before clutter is judged.", required=True
    )
    duplicate_of: Optional[str] = column(
        TEXT, "article_id of the earlier article that this one repeats, as known at commit time."
    )
    model: Optional[str] = column(
        TEXT, "Name and version of the model that annotated it; null where none did.", dictionary=True
    )
    pipeline_version: str = column(TEXT, "Version of newslake that wrote it.", required=True, dictionary=True)


@dataclass(frozen=True)
class Mention:
    """One row per name found in a title or text."""

    mention_id: str = column(TEXT, "(version_id, field, start, end, label).", required=True)
    version_id: str = column(TEXT, "The version it stands in.", required=True)
    article_id: str = column(TEXT, "The article it stands in.", required=True)
    batch_id: str = column(TEXT, "The rows committed together.", required=True)
    source: str = column(TEXT, "The article's source.", required=True, dictionary=True)
    published_at: Optional[int] = column(TIMESTAMP, "The article's publication time.")
    field: str = column(TEXT, '"title" or "text": which of them the offsets count in.', required=True, dictionary=True)
    sentence_index: int = column(INTEGER, "Its sentence, counted from 0 within the field.", required=True)
    start: int = column(INTEGER, "Offset of its first character, in Unicode code points.", required=True)
    end: int = column(INTEGER, "Offset after its last character.", required=True)
    text: str = column(TEXT, "The name as it stands: field[start:end].", required=True, statistics=False)
    label: str = column(TEXT, "OntoNotes entity type.", required=True, dictionary=True)
    entity_id: str = column(TEXT, '("entity", label, entity_name case-folded).', required=True)
    entity_name: str = column(
        TEXT, "The fullest name in the article that this mention stands for.", required=True
    )
    normalized: Optional[str] = column(
        TEXT,
        "A date, time of day (T02:00), duration (P3Y), interval (2025-07/2025-09) or recurrence (R/P1D) in ISO 8601, resolved "
        "against published_at, a decade as 199X; an amount as a number; else null.",
    )


@dataclass(frozen=True)
class Relation:
    """One row per statement: who did what to whom, how sure that is, and who says so."""

    relation_id: str = column(
        TEXT, "(version_id, field, the six offsets of subject, predicate and object).", required=True
    )
    version_id: str = column(TEXT, "The version it stands in.", required=True)
    article_id: str = column(TEXT, "The article it stands in.", required=True)
    batch_id: str = column(TEXT, "The rows committed together.", required=True)
    source: str = column(TEXT, "The article's source.", required=True, dictionary=True)
    published_at: Optional[int] = column(TIMESTAMP, "The article's publication time.")
    field: str = column(TEXT, '"title" or "text": which of them the offsets count in.', required=True, dictionary=True)
    sentence_index: int = column(INTEGER, "Its sentence, counted from 0 within the field.", required=True)
    sentence: str = column(TEXT, "The sentence as it stands.", required=True, statistics=False)
    sentence_start: int = column(INTEGER, "Offset of the sentence.", required=True)
    sentence_end: int = column(INTEGER, "Offset after the sentence.", required=True)
    subject: str = column(TEXT, "Who or what the statement is about, as it stands.", required=True)
    subject_start: int = column(INTEGER, "Offset of the subject.", required=True)
    subject_end: int = column(INTEGER, "Offset after the subject.", required=True)
    subject_label: Optional[str] = column(TEXT, "Entity type of the subject's name.")
    subject_entity_id: Optional[str] = column(TEXT, "Entity the subject stands for.")
    subject_name: Optional[str] = column(TEXT, "Fullest name of that entity in the article.")
    predicate: str = column(TEXT, 'What is stated, in lemmas: "travel to".', required=True)
    predicate_start: int = column(INTEGER, "Offset of the predicate's first word.", required=True)
    predicate_end: int = column(INTEGER, "Offset after its last word.", required=True)
    relation_type: Optional[str] = column(TEXT, "Code of the relation catalogue, or null.", dictionary=True)
    object: Optional[str] = column(TEXT, "What it is stated of, as it stands; null where there is none.")
    object_start: Optional[int] = column(INTEGER, "Offset of the object.")
    object_end: Optional[int] = column(INTEGER, "Offset after the object.")
    object_label: Optional[str] = column(TEXT, "Entity type of the object's name.")
    object_entity_id: Optional[str] = column(TEXT, "Entity the object stands for.")
    object_name: Optional[str] = column(TEXT, "Fullest name of that entity in the article.")
    polarity: str = column(TEXT, '"affirmed" or "negated".', required=True, dictionary=True)
    polarity_cue: Optional[str] = column(TEXT, "The words that negate it.")
    modality: str = column(
        TEXT,
        '"asserted", "possible", "planned", "obligated", "conditional", "desired" or "asked".',
        required=True,
        dictionary=True,
    )
    modality_cue: Optional[str] = column(TEXT, "The words that make it so.")
    attributed_to: Optional[str] = column(TEXT, "Who says so, as it stands; null for the article itself.")
    attributed_to_entity_id: Optional[str] = column(TEXT, "Entity of who says so.")
    attribution_cue: Optional[str] = column(TEXT, 'The words of saying: "said", "according to".')
    time_text: Optional[str] = column(TEXT, "When, as it stands.")
    time_start: Optional[str] = column(DATE, "First day of that time.")
    time_end: Optional[str] = column(DATE, "Last day of that time.")
    place: Optional[str] = column(TEXT, "Where, as it stands.")
    rule: str = column(TEXT, "The pattern that found it.", required=True, dictionary=True)
    confidence: float = column(REAL, "How likely it is right, 0 to 1.", required=True)


@dataclass(frozen=True)
class Reject:
    """One row per input that became no article, and why."""

    reject_id: str = column(TEXT, "(stage, reason, input_uri, sha256 of the payload).", required=True)
    stage: str = column(TEXT, "The step that rejected it.", required=True, dictionary=True)
    reason: str = column(TEXT, "Why, from a closed list.", required=True, dictionary=True)
    message: Optional[str] = column(TEXT, "The reason in words, with the value that broke the rule.")
    exception: Optional[str] = column(TEXT, "The error behind it, if one was raised.")
    input_uri: str = column(TEXT, "What was rejected: a file, a line or record of one, or an address.", required=True)
    feed_url: Optional[str] = column(TEXT, "The feed it came from.")
    payload: Optional[str] = column(TEXT, "Its first 64 KiB, as text; of a feed's item its address or id and a blank line before that.", statistics=False)
    rejected_at: int = column(TIMESTAMP, "When.", required=True)
    pipeline_version: str = column(TEXT, "Version of newslake that rejected it.", required=True, dictionary=True)


@dataclass(frozen=True)
class Removal:
    """One row per paragraph, or part of one, that cleaning took out of an article, and why."""

    version_id: str = column(TEXT, "The version it was taken out of.", required=True)
    article_id: str = column(TEXT, "The article it was taken out of.", required=True)
    batch_id: str = column(TEXT, "The rows committed together.", required=True)
    source: str = column(TEXT, "The article's source.", required=True, dictionary=True)
    position: int = column(
        INTEGER, "Its place among the article's paragraphs, kept and removed, counted from 0.", required=True
    )
    reason: str = column(
        TEXT,
        "What it was taken for: byline, caption, newsletter, related, ...; line: clutter by all that trained weights see in it; "
        "repeated: its source repeats it in articles about other things.",
        required=True,
        dictionary=True,
    )
    text: str = column(
        TEXT, "The paragraph; all of a version, by position, are its `removed_text`.", required=True, statistics=False
    )


TABLES = {"articles": Article, "mentions": Mention, "relations": Relation, "rejects": Reject}

PARTITION_KEYS = {
    "articles": "published_date",
    "mentions": "published_date",
    "relations": "published_date",
    "rejects": "rejected_date",
}

# Rows that newslake keeps in `_newslake/`, beside its tables and by their rules: more that can be asked, no contract.
SIDE_TABLES = {"removals": Removal}

SIDE_PARTITION_KEYS = {"removals": "published_date"}


def record_of(table: str) -> type:
    """The record of a table or side table."""
    return SIDE_TABLES[table] if table in SIDE_TABLES else TABLES[table]


def partition_key(table: str) -> str:
    """The partition key of a table or side table."""
    return {**PARTITION_KEYS, **SIDE_PARTITION_KEYS}[table]
