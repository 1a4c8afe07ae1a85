"""What a source repeats is removed by reason: within a run, by what the lake remembers, and as nothing had happened."""

import datetime
import json
import os
import random
import signal
import time

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.cleaning.furnished import FURNITURE, STORIES, furnished
from tests.end_to_end.clusters import assert_same_tables
from tests.end_to_end.running import ingest, newslake, rows, start
from transforms.lake.repeats import REPEATS


def write(path, stories=STORIES, copies=1):
    """JSON lines of a source whose furniture stands in every article."""
    with path.open("w", encoding="utf-8") as lines:
        for number, story in enumerate(stories * copies):
            text = furnished(story, FURNITURE, "below")
            if copies > 1:
                text = f"Number {number} of the series about {story[0].split()[0]}.\n\n{text}"
            record = {"id": str(number), "text": text, "title": f"Title {number}", "source": "harbour"}
            lines.write(json.dumps(record) + "\n")
    return path


def removals(lake):
    query = "SELECT version_id, reason, text, position FROM removals ORDER BY ALL"
    done = newslake("sql", lake, query, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_a_run_s_files_repeat_is_removed_and_kept_by_reason(tmp_path):
    lake = tmp_path / "lake"
    account = ingest(write(tmp_path / "in.jsonl"), "--output", lake)
    assert account["new"] == len(STORIES)
    found = rows(lake, "articles")
    assert {row["removed_text"] for row in found} == {FURNITURE}
    assert not any(FURNITURE in row["text"] for row in found)
    removed = [(one["reason"], one["text"], one["position"]) for one in removals(lake)]
    assert removed == [("repeated", FURNITURE, 3)] * len(STORIES)
    assert newslake("audit", lake).returncode == 0
    again = ingest(tmp_path / "in.jsonl", "--output", lake)
    assert (again["new"], again["unchanged"]) == (0, len(STORIES))


def test_it_can_be_switched_off_and_makes_no_versions(tmp_path):
    articles = write(tmp_path / "in.jsonl")
    ingest(articles, "--output", tmp_path / "with")
    ingest(articles, "--output", tmp_path / "without", "--keep-repeated")
    one, other = rows(tmp_path / "with", "articles"), rows(tmp_path / "without", "articles")
    assert all(FURNITURE in row["text"] for row in other)
    assert {row["version_id"] for row in one} == {row["version_id"] for row in other}


def test_what_the_lake_remembers_is_removed_from_the_next_day_on(tmp_path):
    lake = tmp_path / "lake"
    ingest(write(tmp_path / "first.jsonl", STORIES[:4]), "--output", lake, "--keep-repeated")
    _make_older(lake)
    alone = tmp_path / "next.jsonl"
    alone.write_text(json.dumps({"id": "x", "text": furnished(STORIES[4], FURNITURE, "above"), "source": "harbour"}))
    ingest(alone, "--output", lake)
    texts = {row["removed_text"]: row["text"] for row in rows(lake, "articles")}
    assert set(texts) == {None, FURNITURE}
    assert texts[FURNITURE].startswith(STORIES[4][0])
    assert len(list((lake / REPEATS).iterdir())) == 1


def test_in_any_order_and_killed_the_rows_are_those_of_an_undisturbed_run(tmp_path):
    articles = write(tmp_path / "in.jsonl", copies=12)
    undisturbed = tmp_path / "undisturbed"
    assert ingest(articles, "--output", undisturbed)["new"] == 60
    assert len(removals(undisturbed)) == 60
    lines = articles.read_text(encoding="utf-8").splitlines(keepends=True)
    random.Random(3).shuffle(lines)
    (tmp_path / "shuffled").mkdir()
    shuffled = tmp_path / "shuffled" / "in.jsonl"
    shuffled.write_text("".join(lines), encoding="utf-8")
    lake = tmp_path / "lake"
    ingest(shuffled, "--output", lake, "--workers", "2")
    assert texts(lake) == texts(undisturbed)
    killed = tmp_path / "killed"
    run = start("ingest", articles, "--output", killed)
    while not any((killed / "articles").rglob("*.parquet")) and run.poll() is None:
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    ingest(articles, "--output", killed)
    assert_same_tables(killed, undisturbed)
    assert newslake("audit", killed).returncode == 0


def texts(lake):
    return sorted((row["version_id"], row["text"], row["removed_text"]) for row in rows(lake, "articles"))


def _make_older(lake):
    """Have a lake's articles been taken in the day before."""
    for path in (lake / "articles").rglob("*.parquet"):
        rows = pq.read_table(path, partitioning=None)
        place = rows.schema.get_field_index("ingested_at")
        moments = pc.subtract(rows["ingested_at"], pa.scalar(datetime.timedelta(days=1), pa.duration("us")))
        pq.write_table(rows.set_column(place, rows.schema.field(place), moments), path, compression="zstd")
