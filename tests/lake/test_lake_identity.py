"""What becomes of an article that comes again: as it was, edited, under another date, in another paper, otherwise sharded."""

import dataclasses

import pytest

from schemas import ids
from schemas.records import Document
from schemas.tables import Article
from tests.lake.building import DAY, document, new_lake, noon, read_ids
from tests.lake.test_lake_resemblance import STORIES
from transforms.lake.audit import audit
from transforms.lake.known import REFRESH_SECONDS, KnownVersions
from transforms.lake.layout import LakeError, existing_lake, open_lake, partition_of, table_files
from transforms.lake.rows import open_parquet, read_records
from transforms.lake.writer import LakeWriter

NEXT_DAY = "2025-05-02"
TEXT = STORIES[0]["first"]
EDITED = STORIES[0]["again"]["with a local paragraph"]


class Process:
    """A process that writes to a lake, with its own idea of the time."""

    def __init__(self, store) -> None:
        self.now = 0.0
        self._writer = LakeWriter(store, KnownVersions(store, lambda: self.now))

    def put(self, one: Document):
        return self._writer.commit_documents(partition_of(one.article.published_at), 0, [one])


@pytest.fixture
def store(tmp_path):
    return new_lake(tmp_path / "lake")


def articles(store):
    """Partition and row of each version, by the time it was ingested."""
    found = []
    for file in table_files(store, "articles"):
        with open_parquet(store, file.name) as parquet:
            found += [(file.partition, row) for row in read_records(Article, parquet)]
    return sorted(found, key=lambda one: one[1].ingested_at)


def came(day, text=TEXT, *, number=0, at=1, address=None):
    """An article as it came at a moment, without anything found in it."""
    return document(number, day, text=text, found=False, ingested_at=noon(DAY) + at, address=address)


AGAIN = {
    "as it was": (DAY, DAY),
    "under a later date": (DAY, NEXT_DAY),
    "under an earlier date": (NEXT_DAY, DAY),
    "with a date that it had not": (None, DAY),
    "without the date that it had": (DAY, None),
}


@pytest.mark.parametrize("who", ["the same process", "another process"])
@pytest.mark.parametrize("case", AGAIN)
def test_the_same_version_stays_where_it_was_first(store, case, who):
    before, after = AGAIN[case]
    first = Process(store)
    assert first.put(came(before)).new == 1
    rows = read_ids(store.root)
    again = (first if who == "the same process" else Process(store)).put(came(after, at=2))
    assert (again.new, again.unchanged) == (0, 1)
    assert read_ids(store.root) == rows
    assert [(partition, row.published_at) for partition, row in articles(store)] == [
        (partition_of(noon(before)), noon(before))
    ]


@pytest.mark.parametrize("day", [DAY, NEXT_DAY, None])
def test_an_edit_is_another_version_where_its_date_says(store, day):
    process = Process(store)
    process.put(came(DAY))
    assert process.put(came(day, EDITED, at=2)).new == 1
    (_, first), (partition, second) = articles(store)
    assert (first.article_id, partition) == (second.article_id, partition_of(noon(day)))
    assert first.version_id != second.version_id
    assert second.duplicate_of is None  # it repeats itself, and that is no repeat
    assert audit(store).findings == []


def test_an_edit_that_is_taken_back_is_no_new_version(store):
    """The newest row is then not the text as it stands: a version is there once."""
    process = Process(store)
    outcomes = [process.put(came(DAY, text, at=at)) for at, text in enumerate([TEXT, EDITED, TEXT])]
    assert [outcome.new for outcome in outcomes] == [1, 1, 0]


def test_the_same_story_at_another_address_is_another_article_that_repeats_the_first(store):
    process = Process(store)
    process.put(came(DAY))
    assert process.put(came(NEXT_DAY, number=1, at=2)).duplicate == 1
    (_, first), (_, second) = articles(store)
    assert second.duplicate_of == first.article_id != second.article_id


def test_two_processes_that_commit_a_version_at_once_under_two_dates_may_both(store):
    """The one hole, said in docs/reading.md: who has just looked sees another's commit on another day a minute later."""
    one, other = Process(store), Process(store)
    for number, process in enumerate((one, other), 8):
        assert process.put(came(DAY, f"News {number} that makes it look.", number=number)).new == 1
    assert one.put(came(DAY)).new == 1
    assert other.put(came(NEXT_DAY, at=2)).new == 1
    (finding,) = [found for found in audit(store).findings if "as well" in found.what]
    assert NEXT_DAY in finding.where and DAY in finding.what
    other.now += REFRESH_SECONDS + 1
    assert other.put(came(None, at=3)).new == 0


def test_another_number_of_shards_is_refused_and_nothing_touched(store):
    Process(store).put(came(DAY))
    names = store.names()
    with pytest.raises(LakeError, match="--shards 4 does not match this lake's 1"):
        open_lake(store.uri, shards=4)
    assert store.names() == names
    assert existing_lake(store.uri).shards == 1


def test_an_id_is_of_the_address_and_a_version_of_what_is_said():
    one, same = came(DAY).article, came(NEXT_DAY, at=5).article
    assert (one.article_id, one.version_id) == (same.article_id, same.version_id)
    edited = came(DAY, EDITED).article
    assert edited.article_id == one.article_id and edited.version_id != one.version_id
    moved = came(DAY, address="https://courier.example/elsewhere").article
    assert moved.article_id != one.article_id and moved.content_hash == one.content_hash
    assert one.version_id == ids.version_id(one.article_id, one.content_hash)
    assert dataclasses.replace(one, published_at=None).version_id == one.version_id
