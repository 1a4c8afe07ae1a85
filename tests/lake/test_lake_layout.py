"""Where things are in a lake, and what is refused to be one."""

import json
import multiprocessing

import pytest

from tests.lake.building import noon
from transforms.lake.layout import (
    LAKE_FILE,
    UNKNOWN_DATE,
    LakeError,
    TableFile,
    existing_lake,
    open_lake,
    parse_name,
    partition_of,
    shard_of,
)

DAY_MICROS = 86_400_000_000


@pytest.mark.parametrize(
    "micros, partition",
    [
        (None, UNKNOWN_DATE),
        (0, "1970-01-01"),
        (-1, "1969-12-31"),
        (DAY_MICROS - 1, "1970-01-01"),
        (DAY_MICROS, "1970-01-02"),
        (noon("2024-02-29"), "2024-02-29"),
        (noon("1605-07-01"), "1605-07-01"),
    ],
)
def test_a_moment_belongs_to_its_day_in_utc(micros, partition):
    assert partition_of(micros) == partition


@pytest.mark.parametrize(
    "name, file",
    [
        ("articles/published_date=2025-05-01/s000-000001.parquet", TableFile("articles", "2025-05-01", 0, 1)),
        ("mentions/published_date=2025-05-01/s012-1234567.parquet", TableFile("mentions", "2025-05-01", 12, 1234567)),
        (f"relations/published_date={UNKNOWN_DATE}/s000-000002.parquet", TableFile("relations", UNKNOWN_DATE, 0, 2)),
        ("rejects/rejected_date=2025-05-01/s000-000001.parquet", TableFile("rejects", "2025-05-01", 0, 1)),
        ("rejects/published_date=2025-05-01/s000-000001.parquet", None),
        ("articles/published_date=2025-5-1/s000-000001.parquet", None),
        ("articles/published_date=2025-02-30/s000-000001.parquet", None),
        ("articles/published_date=2025-05-01/part-0.parquet", None),
        ("articles/published_date=2025-05-01/s000-000001.parquet#1", None),
        ("articles/s000-000001.parquet", None),
        ("_newslake/lake.json", None),
        ("articles/published_date=2025-05-01/more/s000-000001.parquet", None),
    ],
)
def test_a_name_is_a_table_s_file_or_not(name, file):
    assert parse_name(name) == file
    if file:
        assert file.name == name


def test_a_shard_is_the_id_modulo_their_number():
    assert shard_of("0" * 31 + "f", 8) == 7
    assert shard_of("f" * 32, 1) == 0
    assert {shard_of(f"{number:032x}", 3) for number in range(9)} == {0, 1, 2}


def test_a_lake_is_created_in_a_missing_or_empty_folder_and_stays_as_it_is(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".DS_Store").write_text("")
    for folder in (tmp_path / "missing" / "lake", tmp_path / "empty"):
        assert open_lake(str(folder), default_shards=8).shards == 8
        created = (folder / LAKE_FILE).read_bytes()
        assert json.loads(created).keys() == {"layout", "shards", "created_at", "pipeline_version"}
        assert open_lake(str(folder), default_shards=1).shards == 8
        assert open_lake(str(folder), shards=8).shards == 8
        assert existing_lake(str(folder)).shards == 8
        assert (folder / LAKE_FILE).read_bytes() == created


def test_a_run_that_disagrees_about_shards_is_refused(tmp_path):
    open_lake(str(tmp_path / "lake"), shards=8)
    with pytest.raises(LakeError) as refusal:
        open_lake(str(tmp_path / "lake"), shards=3)
    assert str(refusal.value) == "--shards 3 does not match this lake's 8 (set when it was created)"


def _holding(name, content):
    def make(folder):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(content)

    return make


REFUSED = {
    "other files": (_holding("photos/cat.jpg", "meow"), "is not empty and not a lake: it holds photos/cat.jpg"),
    "tables without a lake's file": (
        _holding("articles/published_date=2025-05-01/s000-000001.parquet", ""),
        "is not empty and not a lake",
    ),
    "a newer layout": (_holding(LAKE_FILE, '{"layout": 2, "shards": 8}'), "has layout 2, newer than the 1"),
    "no JSON": (_holding(LAKE_FILE, "{"), "is damaged"),
    "no shards": (_holding(LAKE_FILE, '{"layout": 1}'), "is damaged"),
    "no object": (_holding(LAKE_FILE, "[]"), "is damaged"),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("opened", [open_lake, existing_lake])
def test_what_is_not_a_lake_is_refused_and_left_as_it_is(tmp_path, case, opened):
    make, why = REFUSED[case]
    make(tmp_path / "folder")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(LakeError, match=why):
        opened(str(tmp_path / "folder"))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_file_is_no_lake(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LakeError, match="it is a file, not a folder"):
        open_lake(str(tmp_path / "file"))


def test_a_command_that_only_reads_creates_nothing(tmp_path):
    with pytest.raises(LakeError, match="is not a lake"):
        existing_lake(str(tmp_path / "lake"))
    assert not (tmp_path / "lake").exists()


def test_file_uris_and_odd_paths_name_folders(tmp_path):
    folder = tmp_path / "news & more" / "Zeitungen 100% #1"
    assert open_lake(str(folder), shards=2).shards == 2
    assert existing_lake(folder.as_uri()).shards == 2


def test_runs_that_create_a_lake_at_once_agree(tmp_path):
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        shards = pool.starmap(_create, [(str(tmp_path / "lake"), number) for number in (1, 2, 3)])
    assert set(shards) == {existing_lake(str(tmp_path / "lake")).shards}


def _create(uri, default_shards):
    return open_lake(uri, default_shards=default_shards).shards
