"""What is known of a feed is saved when all that it gave is committed, not sooner and not much later."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import reading
from pipelines.polls import Known
from pipelines.reading import Commits, chunks
from schemas.records import Item
from transforms.feeds.polling import FeedState


def known(name: str, unchanged: int = 0) -> Known:
    return Known(FeedState(name), unchanged)


def of_feeds(*sizes: int) -> list:
    """What is read of feeds of so many items: named by their numbers."""
    return list(
        itertools.chain.from_iterable(
            [*(Item(str(number)) for _ in range(size)), known(str(number), 1)] for number, size in enumerate(sizes)
        )
    )


def test_a_feed_over_two_chunks_waits_for_both_whichever_is_done_first(monkeypatch):
    monkeypatch.setattr(reading, "CHUNK_ITEMS", 2)
    saved = []
    commits = Commits(lambda state: saved.append(state.address))
    first, second, third = chunks(of_feeds(1, 2, 2), commits)
    commits.done(second)
    assert saved == []
    commits.done(first)
    assert saved == ["0", "1"]
    commits.done(third)
    assert saved == ["0", "1", "2"]


def test_feeds_without_news_are_saved_in_the_end_and_counted():
    saved = []
    commits = Commits(lambda state: saved.append(state.address))
    assert list(chunks([known("a", 3), Known(None, 2)], commits)) == []
    commits.all_done()
    assert (saved, commits.unchanged) == (["a"], 5)


@settings(deadline=None)
@given(st.lists(st.integers(0, 7), max_size=12), st.integers(1, 5), st.randoms())
def test_at_no_moment_is_a_feed_saved_with_an_item_that_is_not_committed(sizes, chunk_items, chance):
    committed, saved, handed_out = [], [], []

    def save(state):
        number = int(state.address)
        assert committed.count(state.address) == sizes[number]
        saved.append(number)

    def commit_one():
        chunk = handed_out.pop(chance.randrange(len(handed_out)))
        committed.extend(item.input_uri for item in chunk)
        commits.done(chunk)

    commits = Commits(save)
    before, reading.CHUNK_ITEMS = reading.CHUNK_ITEMS, chunk_items
    try:
        for chunk in chunks(of_feeds(*sizes), commits):
            handed_out.append(chunk)
            while len(handed_out) > 3:
                commit_one()
        while handed_out:
            commit_one()
        commits.all_done()
    finally:
        reading.CHUNK_ITEMS = before
    assert saved == list(range(len(sizes)))


def test_an_item_whose_page_may_be_had_later_is_not_known():
    saved = []
    commits = Commits(saved.append)
    (chunk,) = chunks([Item("a"), Known(FeedState("a", marks=("1", "2", "3"), ids=("i", "j", "k")))], commits)
    commits.failed(["2"])
    commits.done(chunk)
    assert [(state.marks, state.ids) for state in saved] == [(("1", "3"), ("i", "j", "k"))]
