"""The audit finds each kind of damage, and nothing in a lake that is whole."""

import dataclasses
import json
import os
import shutil
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas import ids
from schemas.columns import columns
from schemas.tables import PARTITION_KEYS, TABLES, record_of
from tests.lake.building import DAY, document, new_lake, noon, read_ids, rejected
from transforms.lake import audit as audit_module
from transforms.lake.attempt import pending_attempts
from transforms.lake.audit import audit
from transforms.lake.commit import commit
from transforms.lake.fix import SET_ASIDE, fix
from transforms.lake.layout import TableFile
from transforms.lake.partition import ArticlePartition, RejectPartition
from transforms.lake.rejects import commit_rejects
from transforms.lake.rows import footer_of, open_parquet, read_records, to_parquet

OTHER_ID = "0" * 32


@pytest.fixture
def store(tmp_path):
    """A lake of two commits on one day, one on none, and rejects; nothing is wrong with it."""
    store = new_lake(tmp_path / "lake")
    for numbers, day in (((0, 1, 2), DAY), ((3,), DAY), ((4, 5), None)):
        partition = ArticlePartition(store, day or "__HIVE_DEFAULT_PARTITION__")
        commit(partition, 0, [document(number, day) for number in numbers])
    commit_rejects(RejectPartition(store, DAY), [rejected(0), rejected(1)])
    return store


def first_file(table) -> TableFile:
    return TableFile(table, DAY, 0, 1)


def rewrite(store, table, change, footer=None) -> None:
    """Change the records of a table's first file, and its footer, as if they had been written so."""
    name = first_file(table).name
    with open_parquet(store, name) as parquet:
        records, said = list(read_records(record_of(table), parquet)), footer_of(parquet)
    store.write(name, to_parquet(record_of(table), change(records), {**said, **(footer or {})}))


def changed(**values):
    """A change of the first record's values; of a function, what it gives for the record."""

    def change(records):
        new = {name: value(records[0]) if callable(value) else value for name, value in values.items()}
        return [dataclasses.replace(records[0], **new), *records[1:]]

    return change


def test_a_whole_lake_keeps_all_promises(store):
    found = audit(store)
    assert (found.broken, found.findings) == (0, [])
    assert found.rows == {"articles": 6, "mentions": 12, "relations": 6, "rejects": 2}


ROWS = {
    "version id": ("articles", changed(version_id=OTHER_ID), "version_id is"),
    "no id": ("articles", changed(article_id="42"), "article_id '42' is not 32 hexadecimal digits"),
    "no version": ("articles", changed(version_id="first"), "version_id 'first' is not 32 hexadecimal digits"),
    "no hash": ("articles", changed(content_hash="é"), "content_hash 'é' is not 32 hexadecimal digits"),
    "repeat of no id": ("articles", changed(duplicate_of="another"), "duplicate_of 'another' is not 32"),
    "text changed": ("articles", changed(text=lambda one: one.text.replace("vote", "ballot")), "is not what the articles of"),
    "content hash": ("articles", changed(content_hash=OTHER_ID), "version_id is"),
    "url of another article": ("articles", changed(canonical_url="https://courier.example/x"), "article_id is"),
    "batch of an article": ("articles", changed(batch_id=OTHER_ID), "is not that of its"),
    "article of another day": ("articles", changed(published_at=noon("2025-05-03")), "belongs to 2025-05-03"),
    "article without a date": ("articles", changed(published_at=None), "belongs to __HIVE_DEFAULT_PARTITION__"),
    "words miscounted": ("articles", changed(word_count=5), "word_count is 5, not 11"),
    "empty title": ("articles", changed(title=""), "title is blank instead of null"),
    "blank author": ("articles", changed(authors=["Jane Doe", " "]), "authors is blank instead of null"),
    "source in capitals": ("articles", changed(source="Courier.example"), "is not lower case"),
    "its own duplicate": ("articles", changed(duplicate_of=lambda one: one.article_id), "is the article itself"),
    "an article twice": ("articles", lambda records: [*records, records[0]], "versions are in it twice"),
    "an article too few": ("articles", lambda records: records[1:], "is not in its articles file"),
    "mention id": ("mentions", changed(mention_id=OTHER_ID), "mention_id is"),
    "mention of no version": ("mentions", changed(version_id=OTHER_ID), "is not in its articles file"),
    "mention of another batch": ("mentions", changed(batch_id=OTHER_ID), "as its article has it"),
    "mention of another source": ("mentions", changed(source="other.example"), "as its article has it"),
    "mention of another time": ("mentions", changed(published_at=5), "as its article has it"),
    "entity id": ("mentions", changed(entity_id=OTHER_ID), "entity_id is"),
    "mention's text": ("mentions", changed(text="Amina Dialla"), "is not what stands at 0:12"),
    "mention in the title": (
        "mentions",
        changed(field="title", mention_id=lambda one: ids.mention_id(one.version_id, "title", 0, 12, one.label)),
        "is not what stands at 0:12 of the title",
    ),
    "offsets from the end": ("mentions", changed(start=-5, end=-1, text=lambda one: "vote"), "is not what stands at"),
    "unknown label": ("mentions", changed(label="PER"), "label 'PER' is not one of"),
    "unknown field": ("mentions", changed(field="body"), "field 'body' is not one of"),
    "a mention twice": ("mentions", lambda records: [*records, records[0]], "is there twice"),
    "a mention too few": ("mentions", lambda records: records[1:], "its articles file counts 6"),
    "relation id": ("relations", changed(relation_id=OTHER_ID), "relation_id is"),
    "subject's text": ("relations", changed(subject="Aminata"), "subject 'Aminata' is not what stands"),
    "object's offsets": ("relations", changed(object_start=28), "object 'Geneva' is not what stands"),
    "object without offsets": ("relations", changed(object_end=None), "not null together"),
    "offsets without object": ("relations", changed(object=None), "not null together"),
    "sentence": ("relations", changed(sentence="Another."), "sentence 'Another.' is not what stands"),
    "predicate outside": ("relations", changed(predicate_end=1000), "the predicate's offsets 19:1000"),
    "polarity": ("relations", changed(polarity="positive"), "polarity 'positive' is not one of"),
    "modality": ("relations", changed(modality="likely"), "modality 'likely' is not one of"),
    "object's label": ("relations", changed(object_label="CITY"), "object_label 'CITY' is not one of"),
    "subject's entity": ("relations", changed(subject_entity_id=OTHER_ID), "subject_entity_id is"),
    "too sure": ("relations", changed(confidence=1.5), "is not between 0 and 1"),
    "removed text": ("removals", changed(text="Comments."), "removed_text is"),
    "a removal too few": ("removals", lambda records: records[1:], "removed_text is"),
    "removals that change places": ("removals", lambda records: records[::-1], "its removals stand at [2, 0]"),
    "removal of no version": ("removals", changed(version_id=OTHER_ID), "is not in its articles file"),
    "removal of another batch": ("removals", changed(batch_id=OTHER_ID), "as its article has it"),
    "removal without a reason": ("removals", changed(reason=" "), "reason is blank"),
    "reject id": ("rejects", changed(reject_id=OTHER_ID), "reject_id is"),
    "reject's reason": ("rejects", changed(reason="bored"), "reason 'bored' is not one of"),
    "reject's stage": ("rejects", changed(stage="write"), "stage 'write' is not one of"),
    "reject of another day": ("rejects", changed(rejected_at=noon("2025-05-03")), "belongs to 2025-05-03"),
    "a reject twice": ("rejects", lambda records: [*records, records[0]], "is there twice that day"),
}


def test_removals_that_earlier_versions_did_not_keep_are_not_missed(store):
    shutil.rmtree(store.root / "_newslake" / "removals")
    assert audit(store).findings == []


@pytest.mark.parametrize("damage", ROWS)
def test_a_row_that_breaks_a_promise_is_found(store, damage):
    table, change, said = ROWS[damage]
    rewrite(store, table, change)
    found = audit(store)
    assert any(said in finding.what for finding in found.findings), found.findings
    assert found.broken == len(found.findings)


def _lose(name):
    return lambda store: store.delete(name)


def _damage(name, keep=200):
    return lambda store: store.write(name, store.read(name)[:keep])


def _drop(name):
    return lambda store: store.write(name, b"")


def _stray(name):
    def put(store):
        path = store.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"PAR1")

    return put


def _copy(table, partition, seq):
    """A commit's file once more, under another name."""

    def copy(store):
        for name in (table,) if isinstance(table, str) else table:
            store.write(TableFile(name, partition, 0, seq).name, store.read(first_file(name).name))

    return copy


def _recoded(table, **settings):
    """A file's rows, encoded otherwise."""

    def recode(store):
        path = store.root / first_file(table).name
        rows = pq.read_table(path, partitioning=None)
        defaults = {
            "compression": "zstd",
            "use_dictionary": [name for name, column in columns(TABLES[table]).items() if column.dictionary],
            "write_statistics": [name for name, column in columns(TABLES[table]).items() if column.statistics],
        }
        pq.write_table(rows, path, **{**defaults, **settings})

    return recode


def _reshaped(table, reshape):
    """A file's rows in another schema."""

    def rewrite_schema(store):
        path = store.root / first_file(table).name
        pq.write_table(reshape(pq.read_table(path, partitioning=None)), path, compression="zstd")

    return rewrite_schema


def _backwards(store):
    path = store.root / first_file("articles").name
    rows = pq.read_table(path, partitioning=None)
    pq.write_table(rows.take(list(reversed(range(len(rows))))), path, compression="zstd")


def _with_partition_key(rows):
    return rows.append_column(PARTITION_KEYS["articles"], pa.array([DAY] * len(rows)))


MENTIONS, RELATIONS = first_file("mentions").name, first_file("relations").name
ARTICLES, REJECTS = first_file("articles").name, first_file("rejects").name
FILES = {
    "mentions lost": (_lose(MENTIONS), MENTIONS, "is missing, with 6 rows"),
    "relations lost": (_lose(RELATIONS), RELATIONS, "is missing, with 3 rows"),
    "articles lost": (_lose(ARTICLES), MENTIONS, f"there is no {ARTICLES}"),
    "articles cut off": (_damage(ARTICLES), ARTICLES, "is damaged"),
    "articles cut off behind the head": (_damage(ARTICLES, keep=-3), ARTICLES, "is damaged"),
    "mentions cut off": (_damage(MENTIONS), MENTIONS, "is damaged"),
    "rejects cut off": (_damage(REJECTS), REJECTS, "is damaged"),
    "a file without contents": (_drop(ARTICLES), ARTICLES, "is damaged"),
    "a stray file": (_stray("articles/part-0.parquet"), "articles/part-0.parquet", "is no file of a table"),
    "half a file": (_stray(f"{ARTICLES}#1"), f"{ARTICLES}#1", "is no file of a table"),
    "another table": (_stray("tweets/x.parquet"), "tweets/x.parquet", "is no file of a table"),
    "a commit twice on a day": (
        _copy(("articles", "mentions", "relations"), DAY, 9),
        TableFile("articles", DAY, 0, 9).name,
        f"is in {ARTICLES} as well",
    ),
    "a version on two days": (
        _copy("articles", "2025-05-03", 1),
        TableFile("articles", "2025-05-03", 0, 1).name,
        f"is in {ARTICLES} as well",
    ),
    "mentions of another commit": (
        lambda store: store.write(MENTIONS, store.read(TableFile("mentions", DAY, 0, 2).name)),
        MENTIONS,
        "was not committed with its articles file",
    ),
    "a reject in two files of a day": (
        _copy("rejects", DAY, 2),
        TableFile("rejects", DAY, 0, 2).name,
        "is there twice that day",
    ),
    "mentions that nobody counts": (
        lambda store: rewrite(store, "articles", list, {"rows.mentions": "0"}),
        MENTIONS,
        "has 6 rows; its articles file counts 0",
    ),
    "a batch of another name": (
        lambda store: rewrite(store, "articles", list, {"batch_id": OTHER_ID}),
        ARTICLES,
        "its rows another",
    ),
    "a newer layout": (lambda store: rewrite(store, "articles", list, {"layout": "2"}), ARTICLES, "its layout is 2"),
    "no footer": (_reshaped("articles", lambda rows: rows.replace_schema_metadata({})), ARTICLES, "its footer has no"),
    "another compression": (_recoded("articles", compression="snappy"), ARTICLES, "compressed with SNAPPY"),
    "no dictionary": (_recoded("mentions", use_dictionary=False), MENTIONS, "label is not dictionary-encoded"),
    "dictionary of texts": (_recoded("articles", use_dictionary=True), ARTICLES, "text is dictionary-encoded"),
    "statistics of texts": (_recoded("articles", write_statistics=True), ARTICLES, "text has statistics"),
    "no statistics": (_recoded("articles", write_statistics=False), ARTICLES, "article_id has no statistics"),
    "rows out of order": (_backwards, ARTICLES, "are not sorted"),
    "a column too few": (_reshaped("articles", lambda rows: rows.drop_columns("url")), ARTICLES, "without url"),
    "the partition key inside": (_reshaped("articles", _with_partition_key), ARTICLES, "with published_date"),
    "columns in another order": (
        _reshaped("articles", lambda rows: rows.select(sorted(rows.column_names))),
        ARTICLES,
        "in another order",
    ),
    "another type": (
        _reshaped("mentions", lambda rows: rows.cast(pa.schema(
            [pa.field(one.name, pa.int64() if one.name == "start" else one.type, one.nullable) for one in rows.schema]
        ))),
        MENTIONS,
        "otherwise start",
    ),
    "nulls allowed": (
        _reshaped("rejects", lambda rows: rows.cast(pa.schema([pa.field(one.name, one.type) for one in rows.schema]))),
        REJECTS,
        "its schema is not the table's",
    ),
}


@pytest.mark.parametrize("damage", FILES)
def test_a_file_that_breaks_a_promise_is_found(store, damage):
    harm, where, said = FILES[damage]
    harm(store)
    found = audit(store)
    assert any(finding.where == where and said in finding.what for finding in found.findings), found.findings


def _leave_behind(name):
    """Something put aside a week ago."""

    def put(store):
        _stray(name)(store)
        os.utime(store.root / name, (time.time() - 7 * 86_400,) * 2)

    return put


MENDED = {
    **{damage: FILES[damage][0] for damage in ("a stray file", "half a file", "another table")},
    **{damage: FILES[damage][0] for damage in ("a version on two days", "a commit twice on a day")},
    "unpublished mentions": lambda store: _take_back_publication(store),
    "leftovers of an attempt": _leave_behind(f"_newslake/pending/{OTHER_ID}/mentions.parquet"),
    "leftovers of a compaction": _leave_behind(f"_newslake/compaction/{OTHER_ID}/articles.parquet"),
    "leftovers of a create": _leave_behind(f"_newslake/staging/{OTHER_ID}"),
}


@pytest.mark.parametrize("damage", MENDED)
def test_what_can_be_mended_without_loss_is(store, damage):
    before = read_ids(store.root)
    MENDED[damage](store)
    list(fix(store, audit(store)))
    after = audit(store)
    assert (after.findings, after.leftovers) == ([], 0)
    assert read_ids(store.root) == before


@pytest.mark.parametrize("folder", ["pending", "compaction", "staging"])
def test_what_never_became_true_breaks_no_promise_and_is_noted(store, folder):
    _leave_behind(f"_newslake/{folder}/{OTHER_ID}/mentions.parquet")(store)
    found = audit(store)
    assert (found.findings, found.leftovers) == ([], 1)


def test_rows_without_their_articles_are_taken_out_and_kept(store):
    store.delete(ARTICLES)
    said = list(fix(store, audit(store)))
    assert audit(store).findings == []
    assert f"{MENTIONS} set aside" in said and store.exists(f"{SET_ASIDE}/{MENTIONS}")


@pytest.mark.parametrize("damage", ["mentions lost", "articles cut off", "a reject in two files of a day"])
def test_what_cannot_be_mended_stays_found(store, damage):
    harm, where, said = FILES[damage]
    harm(store)
    list(fix(store, audit(store)))
    assert any(finding.where == where and said in finding.what for finding in audit(store).findings)


def test_of_a_version_in_two_files_the_one_with_mentions_is_not_taken_out(store):
    """The other comes first in the order of names, and says nothing of what was found in it."""
    _copy("articles", "2025-04-01", 1)(store)
    found = audit(store)
    assert any("as well" in finding.what for finding in found.findings)
    list(fix(store, found))
    assert store.exists(ARTICLES) and store.exists(MENTIONS)


def test_a_file_of_fewer_columns_of_an_older_version_is_none(store, monkeypatch):
    _reshaped("articles", lambda rows: rows.drop_columns("pipeline_version"))(store)
    assert any("without pipeline_version" in finding.what for finding in audit(store).findings)  # it is never null


def test_a_lake_of_another_number_of_shards_is_found(store):
    store.delete("_newslake/lake.json")
    store.write("_newslake/lake.json", b'{"layout": 1, "shards": 64}')
    assert any("belongs to another shard" in finding.what for finding in audit(store).findings)


def test_hidden_files_and_leftovers_of_newslake_are_none(store):
    _stray("articles/.DS_Store")(store)
    _stray("_newslake/staging/0123")(store)
    assert audit(store).findings == []


def test_a_commit_that_is_being_published_is_not_taken_for_damage(store, monkeypatch):
    """The audit lists the lake, a run commits, and only then does the audit look for what belongs to it."""
    seen = []

    def recover_late(store):
        if not seen:  # the recovery at the audit's beginning was before the commit
            seen.append(True)
            return 0
        return recover(store)

    recover = audit_module.recover
    _take_back_publication(store)
    monkeypatch.setattr(audit_module, "recover", recover_late)
    assert audit(store).findings == []
    assert pending_attempts(store) == []


def test_what_a_crash_cut_off_is_finished_first(store):
    _take_back_publication(store)
    found = audit(store)
    assert found.findings == []
    assert found.rows["mentions"] == 12


def test_of_a_lake_in_ruins_all_findings_are_counted_and_some_are_kept(store, monkeypatch):
    monkeypatch.setattr(audit_module, "SHOWN", 3)
    shutil.rmtree(store.root / "articles")
    shutil.rmtree(store.root / "rejects")
    found = audit(store)
    assert (found.broken, len(found.findings)) == (9, 3)


def _take_back_publication(store) -> None:
    """Undo the publishing of the first commit, as if it had crashed just before."""
    with open_parquet(store, ARTICLES) as parquet:
        footer = footer_of(parquet)
    folder = store.root / "_newslake" / "pending" / footer["attempt"]
    folder.mkdir(parents=True)
    for table, name in (("mentions", MENTIONS), ("relations", RELATIONS), ("removals", first_file("removals").name)):
        (store.root / name).rename(folder / f"{table}.parquet")
    manifest = {
        "attempt": footer["attempt"],
        "partition": DAY,
        "shard": 0,
        "seq": 1,
        "batch_id": footer["batch_id"],
        "mentions": 6,
        "relations": 3,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
