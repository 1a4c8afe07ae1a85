"""What an article repeats is found in its batch and in the lake, in other shards and on other days."""

import dataclasses

import numpy as np
import pytest

from schemas import ids
from schemas.records import Document
from tests.lake.building import DAY, document, new_lake, noon
from tests.lake.test_lake_resemblance import OTHERS, REPEATS, STORIES
from transforms.lake.commit import commit
from transforms.lake.fingerprints import fingerprints
from transforms.lake.layout import UNKNOWN_DATE, partition_of, table_files
from transforms.lake.originals import Originals
from transforms.lake.partition import ArticlePartition
from transforms.lake.resemblance import wording
from transforms.lake.rows import open_parquet
from transforms.lake.sketches import SketchIndex
from transforms.lake.texts import KnownTexts
from transforms.lake.writer import LakeWriter
from transforms.lake.known import KnownVersions

STORY = STORIES[0]["first"]
EDITED = STORIES[0]["again"]["with a local paragraph"]
SHORT = "Nothing more is known."


def article(number, text=STORY, *, title="Ferry aground", day=DAY, ingested_at=100):
    """A document of a text alone; another number is another article."""
    one = document(number, day, text=text, found=False, ingested_at=ingested_at).article
    content = ids.content_hash(title, text)
    version = ids.version_id(one.article_id, content)
    return Document(dataclasses.replace(one, title=title, content_hash=content, version_id=version), (), ())


def id_of(number):
    return article(number).article.article_id


@pytest.fixture
def store(tmp_path):
    return new_lake(tmp_path / "lake", shards=2)


def put(store, *documents, shard=0, originals=None):
    """Commit documents of one day as a process that knows nothing yet; how many repeat another."""
    partition = partition_of(documents[0].article.published_at)
    return commit(ArticlePartition(store, partition), shard, documents, originals=originals).duplicate


def named(store):
    """The number of the article that each article repeats."""
    numbers = {id_of(number): number for number in range(20)}
    found = {}
    for file in table_files(store, "articles"):
        with open_parquet(store, file.name) as parquet:
            rows = parquet.read(columns=["article_id", "duplicate_of"]).to_pylist()
        found.update({numbers[row["article_id"]]: numbers.get(row["duplicate_of"]) for row in rows})
    return found


CASES = {
    "under another title": (dict(title="Nine hurt at Skerra"), True),
    "in other paragraphs": (dict(text=STORY.replace("\n\n", " ")), True),
    "with a paragraph more": (dict(text=EDITED), True),
    "of the next day": (dict(day="2025-05-02"), True),
    "of the day before, known later": (dict(day="2025-04-30"), True),
    "of another month": (dict(day="2025-06-02"), False),
    "without a date": (dict(day=None), True),
    "written anew": (dict(text=STORIES[0]["other"]["written anew"]), False),
    "another story": (dict(text=STORIES[1]["first"]), False),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("shard", [0, 1])
def test_what_repeats_an_article_of_the_lake(store, case, shard):
    values, is_repeat = CASES[case]
    put(store, article(0))
    moment = noon("2025-05-01")  # an undated one is looked for about the day on which it came
    assert put(store, article(1, **{"ingested_at": moment, **values}), shard=shard) == int(is_repeat)
    assert named(store) == {0: None, 1: 0 if is_repeat else None}


def test_what_repeats_an_article_of_its_batch_names_the_one_ingested_first(store):
    batch = [article(3, EDITED, ingested_at=300), article(1, ingested_at=100), article(2, title="x", ingested_at=200)]
    assert put(store, *batch) == 2
    assert named(store) == {1: None, 2: 1, 3: 1}


def test_a_repeat_of_a_repeat_names_the_first(store):
    for number, text in enumerate([STORY, EDITED, EDITED.replace("dozen", "few"), STORY]):
        put(store, article(number, text, ingested_at=100 + number))
    assert named(store) == {0: None, 1: 0, 2: 0, 3: 0}


def test_a_new_version_repeats_neither_itself_nor_what_repeats_it(store):
    assert put(store, article(0)) == 0
    assert put(store, article(1, title="Copy")) == 1
    assert put(store, article(0, EDITED, title="Updated")) == 0


def test_a_few_words_are_repeated_only_under_the_same_title(store):
    put(store, article(0, SHORT))
    assert put(store, article(1, SHORT, title="Another headline")) == 0
    assert put(store, article(2, SHORT)) == 1


def test_a_process_knows_what_it_and_others_have_committed(store):
    writer, other = (LakeWriter(store, KnownVersions(store)) for _ in range(2))
    assert writer.commit_documents(DAY, 0, [article(0)]).duplicate == 0
    assert other.commit_documents(DAY, 0, [article(1, EDITED)]).duplicate == 1
    assert writer.commit_documents(DAY, 1, [article(2, title="x")]).duplicate == 1
    assert writer.commit_documents(DAY, 0, [article(3, title="y")]).duplicate == 1
    assert named(store) == {0: None, 1: 0, 2: 0, 3: 0}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_have_neighbours_on_one_side(store, day):
    assert put(store, article(0, day=day), article(1, title="x", day=day)) == 1


def test_old_undated_articles_are_left_out(store):
    put(store, article(0, day=None, ingested_at=0))
    late = article(1, day=None, ingested_at=noon(DAY), title="x")
    assert Originals(store).of([late.article], 0) == {late.article.version_id: None}
    assert put(store, article(2, day=None, ingested_at=1000, title="x")) == 1
    assert UNKNOWN_DATE in {file.partition for file in table_files(store, "articles")}


@pytest.mark.parametrize("later, earlier", [(later, first) for first, later in REPEATS])
def test_every_repeat_is_among_the_candidates_of_its_sketch(later, earlier):
    texts = KnownTexts()
    for number, text in enumerate([text for _, text in OTHERS] + [earlier]):
        texts.add(fingerprints([article(number, text).article]))
    assert len(OTHERS) in texts.alike(wording(later))


def test_a_phrase_of_every_text_hides_no_repeat():
    """All share more than is asked for, and each is found among a thousand."""
    chance = np.random.default_rng(2)
    phrase = np.arange(6, dtype=np.uint32)
    sketches = [np.append(phrase, 100 + np.unique(chance.integers(0, 10**9, 26, np.uint32))) for _ in range(1000)]
    index = SketchIndex()
    for number, sketch in enumerate(sketches):
        index.add(number, sketch.astype(np.uint32))
    for number in (0, 500, 999):
        (likeliest, _), *_ = index.candidates(sketches[number].astype(np.uint32))
        assert likeliest == number


def test_an_index_finds_the_same_however_it_was_filled():
    chance = np.random.default_rng(1)
    sketches = [np.unique(chance.integers(0, 5000, 32, np.uint32)) for _ in range(300)]
    at_once, one_by_one = SketchIndex(), SketchIndex()
    for number, sketch in enumerate(sketches):
        at_once.add(number, sketch)
        one_by_one.add(number, sketch)
        assert one_by_one.candidates(sketch)[0] == (number, len(sketch))
    for sketch in sketches:
        assert at_once.candidates(sketch) == one_by_one.candidates(sketch)
