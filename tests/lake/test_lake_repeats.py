"""What a lake remembers of its sources: of the days before, a sample of each source, the same whoever asks."""

import dataclasses
import datetime
import os

import pytest

from schemas.records import Document, to_micros
from tests.lake.building import DAY, document, new_lake
from transforms.lake import repeats as repeats_module
from transforms.lake.audit import audit
from transforms.lake.commit import commit
from transforms.lake.compact import compact
from transforms.lake.partition import ArticlePartition
from transforms.lake.repeats import REPEATS, Repeats, articles_before, clear_repeats, read_repeats, remember

NOW = datetime.datetime.now(datetime.timezone.utc).replace(hour=12, minute=0, second=0, microsecond=0)
TODAY = NOW.date().isoformat()


def ingested(number, days_ago, source="courier.example"):
    one = document(number, ingested_at=to_micros(NOW - datetime.timedelta(days=days_ago)))
    return Document(dataclasses.replace(one.article, source=source))


def filled(store, *documents):
    for one in documents:
        commit(ArticlePartition(store, DAY), 0, [one])
    return store


@pytest.fixture
def store(tmp_path):
    return new_lake(tmp_path / "lake")


def ids(store, day=TODAY):
    return sorted(one.article_id for one in articles_before(store, day))


def count_all(articles):
    return {len(list(articles))}


def test_what_came_on_the_day_itself_or_long_ago_does_not_count(store):
    documents = {days: ingested(days, days) for days in (0, 1, 29, 31)}
    filled(store, *documents.values())
    assert ids(store) == sorted(documents[days].article.article_id for days in (1, 29))


def test_each_article_counts_once_and_a_merge_changes_nothing(store):
    filled(store, *(ingested(number, 2) for number in range(5)))
    before = ids(store)
    assert len(before) == 5
    assert compact(store, listing_seconds=0.0).merged == 5
    assert ids(store) == before


def test_of_each_source_there_is_a_sample_that_does_not_depend_on_the_order(tmp_path, monkeypatch):
    monkeypatch.setattr(repeats_module, "KEPT_ARTICLES", 4)
    documents = [ingested(number, 2, source) for number in range(9) for source in ("a.example", "b.example")]
    documents = [
        dataclasses.replace(one, article=dataclasses.replace(one.article, version_id=f"{number:032x}"))
        for number, one in enumerate(documents)
    ]
    first = filled(new_lake(tmp_path / "first"), *documents)
    second = filled(new_lake(tmp_path / "second"), *reversed(documents))
    found = list(articles_before(first, TODAY))
    assert sorted(one.source for one in found) == ["a.example"] * 4 + ["b.example"] * 4
    assert ids(first) == ids(second)


def test_a_day_s_memory_is_made_once(store):
    filled(store, ingested(1, 2), ingested(2, 2))
    assert remember(store, TODAY, count_all)
    filled(store, ingested(3, 2))
    assert not remember(store, TODAY, count_all)
    assert read_repeats(store, TODAY).tolist() == [2]


DAMAGE = [lambda content: content[:-1], lambda content: b"", lambda content: content + b"12345678"]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_memory_is_made_again(store, damage):
    filled(store, ingested(1, 2))
    remember(store, TODAY, count_all)
    name = f"{REPEATS}/{TODAY}"
    store.write(name, damage(store.read(name)))
    assert read_repeats(store, TODAY) is None
    assert not Repeats(store, TODAY)(1)
    assert remember(store, TODAY, count_all)
    assert read_repeats(store, TODAY).tolist() == [1]
    assert audit(store).findings == []


def test_a_day_s_memory_does_not_stand_for_another_day(store):
    remember(store, TODAY, count_all)
    store.write(f"{REPEATS}/2001-01-01", store.read(f"{REPEATS}/{TODAY}"))
    assert read_repeats(store, "2001-01-01") is None


def test_a_run_goes_by_its_day_and_one_without_end_by_the_newest(store):
    moment = [0.0]
    remember(store, "2025-05-01", lambda articles: {1})
    fixed = Repeats(store, "2025-05-01", [7], lambda: moment[0])
    newest = Repeats(store, None, [7], lambda: moment[0])
    assert [fixed(1), newest(1), newest(7), newest(2)] == [True, True, True, False]
    remember(store, "2025-05-02", lambda articles: {2})
    moment[0] += repeats_module.REFRESH_SECONDS + 1
    assert [fixed(1), fixed(2), newest(1), newest(2), newest(7)] == [True, False, False, True, True]


def test_the_memory_of_long_past_days_is_cleared(store):
    remember(store, "2025-05-01", count_all)
    remember(store, TODAY, count_all)
    os.utime(store.root / REPEATS / "2025-05-01", (0, 0))
    clear_repeats(store)
    assert store.names(f"{REPEATS}/") == [f"{REPEATS}/{TODAY}"]
