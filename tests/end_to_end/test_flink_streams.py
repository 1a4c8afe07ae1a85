"""A stream on a real Flink: killed in every way once, and upgraded; each item is in the lake once all the same."""

import shutil

import pytest

from tests.end_to_end.stream_rounds import KINDS, Stream, papers, play

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("java") or not shutil.which("mvn"), reason="needs a JDK and Maven"),
]


def test_whatever_happens_to_a_stream_every_item_is_in_the_lake_once(tmp_path):
    outcome = play(tmp_path, list(KINDS), seed=1)
    print(outcome)
    assert outcome.missing == outcome.twice == []
    assert outcome.delivered == outcome.published > 50
    assert outcome.versions == 2


@pytest.mark.parametrize("start", [1, 2, 3])
def test_feeds_are_asked_though_checkpoints_fall_into_the_start(tmp_path, start):
    with papers() as (addresses, made):
        stream = Stream(tmp_path, addresses, seed=start, checkpoint_seconds=1.0)
        try:
            stream.wait(lambda: all(paper.shown for paper in made), "not every feed was asked")
        finally:
            stream.close()
