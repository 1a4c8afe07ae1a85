"""When the rounds of a run that follows its inputs begin, and which files are read in them."""

import itertools
import os

import pytest

from pipelines.follow import DAY, LONGEST_WAIT, Files, moments_to_look
from transforms.files.changes import SETTLED_SECONDS
from schemas.records import FEED, FILE, Location

URL = "https://courier.example/feed"
START = 1000.0


class Clock:
    """A clock that only waiting moves; a round takes `work` seconds."""

    def __init__(self, work: float = 0.0):
        self.now, self.work, self.waits = START, work, []

    def wait(self, seconds):
        assert 0 < seconds <= LONGEST_WAIT
        self.waits.append(seconds)
        self.now += seconds


def rounds(inputs, every, due, number=3, work=0.0) -> "list[float]":
    """How many seconds after the start the rounds begin; `due`: after so many seconds the next feed is due."""
    clock = Clock()
    begun = []
    moments = moments_to_look(inputs, every, lambda: due and START + due, lambda: clock.now, clock.wait)
    for moment in itertools.islice(moments, number):
        begun.append(moment - START)
        clock.now += work
    return begun


@pytest.mark.parametrize(
    "inputs, every, due, begun",
    [
        ([URL], 300, 3600, [0, 3600, 3900]),  # no round for nothing; what stays due does not make it busy
        ([URL], 7200, 3600, [0, 7200, 14_400]),
        ([URL], 300, None, [0, DAY, 2 * DAY]),
        ([URL, "articles/"], 300, 3600, [0, 300, 600]),
        (["list.opml"], 60, None, [0, 60, 120]),
    ],
)
def test_rounds_begin_when_there_may_be_something_to_do(inputs, every, due, begun):
    assert rounds(inputs, every, due) == begun


def test_a_round_that_takes_longer_than_they_are_apart_is_followed_at_once():
    assert rounds(["articles/"], 60, None, work=100) == [0, 100, 200]


def test_nobody_waits_so_long_that_a_machine_which_slept_is_late():
    assert len(rounds([URL], 1, DAY, number=2)) == 2


def location(path, kind=FILE) -> Location:
    return Location(str(path), kind)


@pytest.fixture
def files():
    clock = Clock()
    found = Files(lambda: clock.now)
    found.clock = clock
    return found


def write(path, text, at):
    path.write_text(text)
    os.utime(path, (at, at))
    return path


def test_a_file_is_read_once_and_again_when_it_changes(files, tmp_path):
    path = write(tmp_path / "a.txt", "a", START - 60)
    assert [files.is_new(location(path)) for _ in range(3)] == [True, False, False]
    write(path, "b", START - 50)
    assert [files.is_new(location(path)) for _ in range(2)] == [True, False]
    write(path, "longer", START - 50)
    assert files.is_new(location(path))


def test_a_file_that_is_being_written_is_left_for_later(files, tmp_path):
    path = write(tmp_path / "a.txt", "a", START - 1)
    assert not files.is_new(location(path))
    files.clock.now += SETTLED_SECONDS
    assert files.is_new(location(path))


def test_a_file_from_the_future_is_read(files, tmp_path):
    assert files.is_new(location(write(tmp_path / "a.txt", "a", START + DAY)))


def test_a_file_that_is_gone_is_a_reject_once(files, tmp_path):
    assert [files.is_new(location(tmp_path / "gone")) for _ in range(2)] == [True, False]


def test_a_list_of_feeds_is_read_in_every_round_and_a_feed_once(files, tmp_path):
    listing = location(write(tmp_path / "a.opml", "<opml><body/></opml>", START - 60), FEED)
    feed = location(write(tmp_path / "a.rss", "<rss/>", START - 60), FEED)
    assert [files.is_new(listing) for _ in range(2)] == [True, True]
    assert [files.is_new(feed) for _ in range(2)] == [True, False]
