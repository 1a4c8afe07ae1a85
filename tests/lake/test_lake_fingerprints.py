"""What is kept to find repeats saves work and changes no answer, whatever becomes of it."""

import hashlib
import os
import random
import time

import numpy as np
import pytest
from obstore.store import MemoryStore

from schemas import ids
from tests.lake.building import DAY, document, new_lake, noon
from tests.lake.faulty import BucketStore, Crash, CrashingStore
from tests.lake.test_lake_resemblance import STORIES
from transforms.lake import compact as compact_module
from transforms.lake import texts as texts_module
from transforms.lake.audit import audit
from transforms.lake.commit import commit
from transforms.lake.compact import FINGERPRINTS_AGE, compact
from transforms.lake.fingerprints import ROW, VERSION, fingerprints, fingerprints_name, read_fingerprints
from transforms.lake.fix import fix
from transforms.lake.layout import FINGERPRINTS, LAKE_FILE, UNKNOWN_DATE, TableFile, table_files
from transforms.lake.originals import Originals
from transforms.lake.partition import ArticlePartition
from transforms.lake.rows import footer_of, open_parquet

DAYS = ("2025-04-30", DAY, "2025-05-02", None)
TEXTS = [text for story in STORIES for text in (story["first"], *story["again"].values(), *story["other"].values())]


def stories(seed, count=40):
    """Documents over some days, of which many say what others say, cut, joined or without a date."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        text = chance.choice(TEXTS)
        if chance.random() < 0.3:
            text = text[: chance.randrange(20, len(text))]
        if chance.random() < 0.2:
            text = f"{text}\n\n{chance.choice(TEXTS)}"
        ingested_at = noon(DAY) + 1000 * chance.randrange(100)
        day = chance.choice(DAYS)
        found.append(document(1000 * seed + number, day, text=text, found=False, ingested_at=ingested_at))
    return found


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    """A lake in which several processes have committed stories, a few at a time."""
    store = new_lake(tmp_path / "lake") if request.param == "folder" else bucket()
    fill(store)
    return store


def bucket():
    store = BucketStore(MemoryStore())
    store.create(LAKE_FILE, b'{"layout": 1, "shards": 1}')
    return store


def fill(store, seed=1):
    chance = random.Random(seed)
    processes = [Originals(store) for _ in range(3)]
    for day, documents in by_day(stories(seed)).items():
        while documents:
            some = [documents.pop() for _ in range(min(len(documents), chance.randrange(1, 5)))]
            commit(ArticlePartition(store, day), 0, some, originals=chance.choice(processes))


def by_day(documents):
    days = {}
    for one in documents:
        day = UNKNOWN_DATE if one.article.published_at is None else one.article.published_at
        days.setdefault(day, []).append(one)
    named = {noon(day): day for day in DAYS if day}
    return {named.get(day, day): members for day, members in days.items()}


def answers(store, seed=2):
    """What a process that knows nothing yet takes each of some other stories for."""
    found = {}
    for documents in by_day(stories(seed)).values():
        found.update(Originals(store).of([one.article for one in documents], 0))
    return found


def kept_names(store):
    return [fingerprints_name(file) for file in table_files(store, "articles")]


def attempt_of(store, file):
    with open_parquet(store, file.name) as parquet:
        return footer_of(parquet)["attempt"], parquet.metadata.num_rows


def test_each_commit_leaves_the_fingerprints_of_its_file(store):
    assert store.names(f"{FINGERPRINTS}/") == sorted(kept_names(store))
    for file in table_files(store, "articles"):
        attempt, count = attempt_of(store, file)
        rows = read_fingerprints(store, file, attempt, count)
        with open_parquet(store, file.name) as parquet:
            table = parquet.read(columns=["article_id", "duplicate_of"]).to_pylist()
        assert [row["article_id"].tobytes().hex() for row in rows] == [row["article_id"] for row in table]
        named = [row["original"].tobytes().hex() for row in rows]
        assert named == [row["duplicate_of"] or "0" * 32 for row in table]


def test_a_process_that_finds_them_reads_no_text(store, monkeypatch):
    expected = answers(store)
    monkeypatch.setattr(texts_module, "_fingerprints_of", None)
    assert answers(store) == expected
    assert sum(original is not None for original in expected.values()) > 5


def _cut(content):
    return content[:-1]


def _without_a_row(content):
    """A whole one of fewer rows, with its checksum."""
    head, _, body = content.partition(b"\n")
    return _sealed(head.split(), body[: -ROW.itemsize])


def _sealed(words, body):
    words[-1] = hashlib.blake2b(body, digest_size=16).hexdigest().encode()
    return b" ".join(words) + b"\n" + body


def _of_another_version(content):
    head, _, body = content.partition(b"\n")
    words = head.split()
    words[2] = str(VERSION + 1).encode()
    return _sealed(words, bytes(len(body)))


def _of_another_attempt(content):
    head, _, body = content.partition(b"\n")
    words = head.split()
    words[3] = b"0" * 32
    return _sealed(words, bytes(len(body)))


def _with_a_flipped_bit(content):
    return content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]


DAMAGES = {
    "nothing": lambda content: b"",
    "cut off": _cut,
    "half": lambda content: content[: len(content) // 2],
    "zeros, as after a power failure": lambda content: bytes(len(content)),
    "a flipped bit": _with_a_flipped_bit,
    "no line": lambda content: content.replace(b"\n", b" "),
    "a row too few": _without_a_row,
    "another version": _of_another_version,
    "another attempt": _of_another_attempt,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_does_not_hold_is_made_again_and_the_answers_stay(store, damage):
    expected, kept = answers(store), {name: store.read(name) for name in kept_names(store)}
    for name, content in kept.items():
        store.note(name, DAMAGES[damage](content))
    assert answers(store) == expected
    assert {name: store.read(name) for name in kept_names(store)} == kept
    assert audit(store).findings == []


def test_what_is_missing_is_made_again_and_the_answers_stay(store):
    expected, kept = answers(store), {name: store.read(name) for name in kept_names(store)}
    store.delete_all(kept)
    assert answers(store) == expected
    assert {name: store.read(name) for name in store.names(f"{FINGERPRINTS}/")} == kept


def test_those_of_other_files_are_not_believed(store):
    expected, names = answers(store), kept_names(store)
    contents = [store.read(name) for name in names]
    for name, content in zip(names, contents[1:] + contents[:1]):
        store.note(name, content)
    assert answers(store) == expected
    assert [store.read(name) for name in names] == contents


def test_a_name_that_is_used_again_has_its_own(tmp_path):
    """After a file was taken out of the lake, the next commit has its name, but not its fingerprints."""
    store = new_lake(tmp_path / "lake")
    first, other = document(0, text=TEXTS[0], found=False), document(1, text=TEXTS[0], found=False)
    commit(ArticlePartition(store, DAY), 0, [first])
    old = store.read(fingerprints_name(TableFile("articles", DAY, 0, 1)))
    store.delete(TableFile("articles", DAY, 0, 1).name)
    commit(ArticlePartition(store, DAY), 0, [document(2, text="Something else.", found=False)])
    store.note(fingerprints_name(TableFile("articles", DAY, 0, 1)), old)
    assert Originals(store).of([other.article], 0) == {other.article.version_id: None}


def test_where_none_can_be_written_everything_else_is(tmp_path):
    class Full(type(new_lake(tmp_path / "other"))):
        def note(self, name, data):
            raise OSError(28, "no space left on device")

    new_lake(tmp_path / "lake")
    store = Full(str(tmp_path / "lake"))
    fill(store)
    assert store.names(f"{FINGERPRINTS}/") == []
    whole = new_lake(tmp_path / "whole")
    fill(whole)
    assert answers(store) == answers(whole)


def test_a_crash_at_any_step_of_a_commit_changes_no_answer(tmp_path):
    batch = stories(3, 6)
    batch = [one for one in batch if one.article.published_at == noon(DAY)]
    assert batch
    step, done = 0, False
    while not done:
        store, plain = new_lake(tmp_path / f"lake{step}"), new_lake(tmp_path / f"plain{step}")
        for one in (store, plain):
            fill(one)
        try:
            commit(ArticlePartition(CrashingStore(store, at=step), DAY), 0, batch)
            done = True
        except Crash:
            pass
        if any(file not in table_files(plain, "articles") for file in table_files(store, "articles")):
            commit(ArticlePartition(plain, DAY), 0, batch)
        plain.delete_all(plain.names(f"{FINGERPRINTS}/"))
        assert answers(store) == answers(plain), step
        step += 1
    assert step > 3


@pytest.fixture
def at_once(monkeypatch):
    """Files of a bucket may be merged when they are young."""
    monkeypatch.setattr(compact_module, "MIN_BUCKET_AGE", -60.0)


def test_a_merged_file_has_those_of_its_sources(store, at_once, monkeypatch):
    expected = answers(store)
    assert compact(store, listing_seconds=0.0).made > 0
    assert store.names(f"{FINGERPRINTS}/") == sorted(kept_names(store))
    with monkeypatch.context() as without_texts:
        without_texts.setattr(texts_module, "_fingerprints_of", None)
        assert answers(store) == expected
    assert audit(store).findings == []


def test_where_a_source_has_none_the_merged_file_gets_its_own_when_asked(store, at_once):
    expected = answers(store)
    store.delete_all([kept_names(store)[0]])
    compact(store, listing_seconds=0.0)
    assert answers(store) == expected
    assert store.names(f"{FINGERPRINTS}/") == sorted(kept_names(store))
    assert audit(store).findings == []


def test_compacting_clears_those_of_files_that_are_gone_and_of_long_ago(tmp_path):
    store = new_lake(tmp_path / "lake")
    fill(store)
    store.note(f"{FINGERPRINTS}/{DAY}/s000-000999", b"x")
    compact(store, listing_seconds=0.0)
    names = store.names(f"{FINGERPRINTS}/")
    assert names == sorted(kept_names(store))
    os.utime(store.root / names[0], (time.time() - FINGERPRINTS_AGE - 60,) * 2)
    compact(store, listing_seconds=0.0)
    assert store.names(f"{FINGERPRINTS}/") == names[1:]


def test_the_audit_finds_those_that_would_be_believed_and_are_wrong(tmp_path):
    store = new_lake(tmp_path / "lake")
    fill(store)
    expected = answers(store)
    name = kept_names(store)[0]
    head, _, body = store.read(name).partition(b"\n")
    store.note(name, _sealed(head.split(), bytes(len(body))))
    (found,) = audit(store).findings
    assert found.where == name and "is not what the articles of" in found.what
    list(fix(store, audit(store)))
    assert audit(store).findings == []
    assert answers(store) == expected


def test_undated_articles_of_long_ago_take_no_room_in_memory(tmp_path):
    """A merged file has old and new ones; rows that are left out don't move the others."""
    store = new_lake(tmp_path / "lake")
    ancient = [document(number, None, text=text, ingested_at=0, found=False) for number, text in enumerate(TEXTS[:6])]
    recent = document(50, None, text=TEXTS[7], ingested_at=noon(DAY), found=False)
    commit(ArticlePartition(store, UNKNOWN_DATE), 0, [*ancient, recent])
    originals = Originals(store)
    again = document(51, None, text=TEXTS[7], ingested_at=noon(DAY), found=False).article
    assert originals.of([again], 0) == {again.version_id: recent.article.article_id}
    assert sum(map(len, originals._partitions.values())) == 1


def test_the_values_of_this_version_stay_as_they_are():
    """Kept fingerprints are compared with new ones: a change of how they are computed needs another VERSION."""
    texts = [" ".join(f"Word {number}," for number in range(40)), "Été à Łódź: 1,200 cafés."]
    rows = fingerprints(document(number, text=text).article for number, text in enumerate(texts))
    digest = hashlib.blake2b(rows.tobytes(), digest_size=8).hexdigest()
    assert (VERSION, digest, ROW.itemsize) == (1, "6604fd3fe56c9933", 201)


def test_fingerprints_say_what_the_wording_says():
    (row,) = fingerprints([document(0, text="Three short words.").article])
    assert (row["is_telling"], row["shingles"]) == (False, 1)
    assert np.count_nonzero(row["sketch"]) == 1
    assert ids.content_hash("Title", "Three short words.") == row["content_hash"].tobytes().hex()
