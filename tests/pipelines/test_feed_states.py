"""What is known of feeds, as it is kept in a lake."""

import json
from dataclasses import replace

import pytest

from pipelines.feed_states import FOLDER, HOSTS_FOLDER, FeedStates, ShownStates, feed_id
from transforms.feeds.polling import FeedState
from transforms.lake.store import Store

STATE = FeedState("https://courier.example/feed", etag='W/"é"', ids=("a", "b"), next_at=1e9 + 0.5, failures=2)


@pytest.fixture
def states(tmp_path):
    return FeedStates(Store(str(tmp_path)))


def written(tmp_path):
    (path,) = (tmp_path / FOLDER).iterdir()
    return path


def test_a_state_comes_back_as_it_was_kept(states, tmp_path):
    states.save(STATE)
    again = states.of(STATE.address)
    assert (again.etag, tuple(again.ids), again.next_at, again.failures) == ('W/"é"', ("a", "b"), 1e9 + 0.5, 2)
    assert written(tmp_path).name == f"{feed_id(STATE.address)}.json"
    assert [state.address for state in states.all()] == [STATE.address]


def test_credentials_are_kept_nowhere_and_tell_no_feeds_apart(states, tmp_path):
    secret = STATE.address.replace("//", "//anna:secret@")
    states.save(states.of(secret))
    assert "secret" not in written(tmp_path).read_text()
    assert states.of(secret) == states.of(STATE.address)


def test_of_a_feed_that_is_new_nothing_is_known(states):
    assert states.of(STATE.address) == FeedState(STATE.address)
    assert list(states.all()) == []


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"address": 1}',
        json.dumps({"address": STATE.address, "next_at": "soon"}),
        json.dumps({"address": STATE.address, "ids": "abc"}),
        json.dumps({"address": STATE.address, "ids": [1]}),
        json.dumps({"address": STATE.address, "failures": None}),
        json.dumps({"address": STATE.address, "next_at": 1e300}),
        '{"address": "x", "next_at": NaN}',
    ],
)
def test_a_damaged_state_is_a_new_one_and_is_shown(states, tmp_path, damage):
    states.save(STATE)
    written(tmp_path).write_text(damage)
    assert states.of(STATE.address) == FeedState(STATE.address)
    (shown,) = states.all()
    assert "damaged" in shown.error


def test_what_another_version_knows_besides_does_no_harm(states, tmp_path):
    states.save(STATE)
    path = written(tmp_path)
    path.write_text(json.dumps({"address": STATE.address, "etag": "e", "from_the_future": [1]}))
    assert states.of(STATE.address) == FeedState(STATE.address, etag="e")


def test_what_a_server_said_of_all_its_feeds_is_kept(states, tmp_path):
    assert states.held_until("courier.example") == 0
    states.hold("courier.example", 1e9)
    assert (states.held_until("courier.example"), states.held_until("herald.example")) == (1e9, 0)
    assert list(states.all()) == []
    (path,) = (tmp_path / HOSTS_FOLDER).iterdir()
    for damage in ("", "[]", "{}", '{"not_before": "x"}', '{"not_before": NaN}'):
        path.write_text(damage)
        assert states.held_until("courier.example") == 0


def test_what_a_graph_shows_of_a_feed_is_not_taken_for_what_was_read(states, tmp_path):
    shown = ShownStates(str(tmp_path))
    states.save(STATE)
    assert shown.first(STATE.address) == STATE
    shown.show(replace(STATE, items=7, marks=("c",), full_at=1e9, last_modified="now", body_hash="x"))
    left = states.of(STATE.address)
    assert (left.items, left.failures, left.next_at) == (7, 2, STATE.next_at)
    assert not (left.etag or left.last_modified or left.body_hash or left.ids or left.marks or left.full_at)


def test_a_graph_leaves_a_server_alone_that_asked_a_run_for_that(states, tmp_path):
    states.hold("courier.example", 2e9)
    secret = STATE.address.replace("//", "//anna:secret@")
    assert ShownStates(str(tmp_path)).first(secret) == FeedState(STATE.address, not_before=2e9)
