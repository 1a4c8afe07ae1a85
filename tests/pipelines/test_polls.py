"""Which feeds of a run are asked, what of them is new, and what is known of them afterwards."""

import json

import pytest

from pipelines.feed_states import FeedStates
from pipelines.polls import Known, Polls
from schemas.records import Item, Location, Response
from schemas.reasons import Reason, Stage
from schemas.records import reject
from transforms.feeds.intervals import DAY, HOUR
from transforms.lake.store import Store
from transforms.web.load import NotHad

NOW = 1_746_266_400.0
FEED = "https://courier.example/feed"
LIST = "https://courier.example/list"


class Web:
    """Answers that a test sets, by address, and the addresses that were asked for, with their validators."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        self.now = NOW

    def __call__(self, address, validators):
        self.asked.append(address)
        answer = self.answers.get(address, 404)
        if isinstance(answer, int):
            headers = {"retry-after": "3600"} if answer == 429 else {}
            failure = reject(Stage.FETCH, Reason.HTTP_ERROR, f"it answered {answer}", input_uri=address)
            return NotHad(failure, answer, headers)
        if validators and validators.get("If-None-Match") == str(hash(answer)):
            return Response(address, 304, None, None, b"")
        return Response(address, 200, None, None, answer.encode(), {"etag": str(hash(answer))})


def feed(*titles) -> str:
    items = [{"id": title[0], "url": f"/{title[0]}", "title": title} for title in titles]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


def listing(*addresses) -> str:
    return f"<opml><body>{''.join(f'<outline xmlUrl={chr(34)}{one}{chr(34)}/>' for one in addresses)}</body></opml>"


@pytest.fixture
def web():
    return Web()


@pytest.fixture
def polls(web, tmp_path):
    def make(**options) -> Polls:
        states = FeedStates(Store(str(tmp_path)))
        return Polls(states, web, clock=lambda: web.now, chance=lambda: 0, **options)

    return make


def round_of(polls, *uris) -> "tuple[list[str], int]":
    """A round in which all is committed: the titles of the items that came, and how many were known."""
    polls.begin_round()
    titles, unchanged = [], 0
    for uri in uris:
        for part in polls.poll(uri):
            if isinstance(part, Item):
                titles.append(part.title)
            elif isinstance(part, Known):
                polls.save(part.state)
                unchanged += part.unchanged
    return titles, unchanged


def test_items_come_once_and_again_when_they_are_edited(web, polls):
    web.answers[FEED] = feed("a", "b")
    assert round_of(polls(), FEED) == (["a", "b"], 0)
    assert round_of(polls(), FEED) == ([], 0)  # a 304
    web.answers[FEED] = feed("c", "b edited", "a")
    assert round_of(polls(), FEED) == (["c", "b edited"], 1)


def test_once_a_day_all_items_come_again(web, polls):
    web.answers[FEED] = feed("a", "b")
    round_of(polls(), FEED)
    web.now += DAY
    assert round_of(polls(), FEED) == (["a", "b"], 0)


def test_on_demand_all_items_come_again(web, polls):
    web.answers[FEED] = feed("a", "b")
    round_of(polls(), FEED)
    assert round_of(polls(whole=True), FEED) == (["a", "b"], 0)


def test_what_was_not_saved_comes_again(web, polls):
    web.answers[FEED] = feed("a", "b")
    list(polls().poll(FEED))
    assert round_of(polls(), FEED) == (["a", "b"], 0)


def test_a_feed_is_asked_once_a_round_however_often_it_is_named(web, polls):
    web.answers[FEED] = feed("a")
    secret = FEED.replace("//", "//anna:secret@")
    assert round_of(polls(), FEED, FEED, secret) == (["a"], 0)
    assert web.asked == [FEED]


def test_only_what_is_due_is_asked_and_the_next_that_is_due_is_known(web, polls):
    followed = polls(due_only=True)
    web.answers[FEED] = feed("a")
    assert round_of(followed, FEED) == (["a"], 0)
    assert followed.next_due == NOW + HOUR
    web.now += HOUR - 1
    assert round_of(followed, FEED) == ([], 0) and len(web.asked) == 1
    assert round_of(polls(due_only=True), FEED) == ([], 0) and len(web.asked) == 1  # after a restart, too
    assert followed.next_due == NOW + HOUR
    web.now += 1
    round_of(followed, FEED)
    assert len(web.asked) == 2


def test_by_hand_a_feed_is_asked_though_it_is_not_due(web, polls):
    for _ in range(3):
        round_of(polls(), FEED)
    assert len(web.asked) == 3


@pytest.mark.parametrize("due_only", [False, True])
def test_while_a_retry_after_runs_no_feed_of_the_host_is_asked(web, polls, due_only):
    told = []
    other, elsewhere = FEED + "2", "https://herald.example/feed"
    web.answers |= {FEED: 429, other: feed("a"), elsewhere: feed("b")}
    first = polls(due_only=due_only)
    list(first.poll(FEED))  # and is killed
    assert round_of(polls(due_only=due_only), FEED, other, elsewhere) == (["b"], 0)
    web.now += HOUR / 2
    asked = len(web.asked)
    again = polls(due_only=due_only, tell=told.append)  # another run
    assert round_of(again, FEED, other) == ([], 0)
    assert len(web.asked) == asked
    assert f"{FEED} is not asked before 2025-05-03 11:00:00 UTC" in told[0] and len(told) == 2
    assert again.next_due == NOW + HOUR
    web.now += HOUR
    web.answers[FEED] = feed()
    assert round_of(again, FEED, other) == (["a"], 0)


def test_a_failure_is_a_reject_and_known_at_once(web, polls, tmp_path):
    (rejected,) = polls().poll(FEED)
    assert rejected.reason == "http_error"
    state = FeedStates(Store(str(tmp_path))).of(FEED)
    assert (state.failures, state.error) == (1, "it answered 404")


def listed(parts) -> "list[str]":
    return [part.uri for part in parts if isinstance(part, Location)]


def test_a_list_names_its_feeds_also_when_it_is_not_asked_or_fails(web, polls):
    web.answers[LIST] = listing("/a", "/b")
    followed = polls(due_only=True)
    names = ["https://courier.example/a", "https://courier.example/b"]
    assert listed(followed.poll(LIST)) == names
    followed.begin_round()
    assert listed(followed.poll(LIST)) == names and len(web.asked) == 1
    web.now += HOUR
    web.answers[LIST] = 500
    followed.begin_round()
    assert listed(followed.poll(LIST)) == names and len(web.asked) == 2


def test_a_list_that_was_edited_names_the_feeds_that_it_has_now(web, polls):
    followed = polls(due_only=True)
    for addresses in (["/a", "/b"], ["/b", "/c"], []):
        web.answers[LIST] = listing(*addresses)
        followed.begin_round()
        assert listed(followed.poll(LIST)) == [f"https://courier.example{path}" for path in addresses]
        web.now += HOUR


def test_after_a_restart_a_list_is_asked_for_though_it_is_not_due(web, polls):
    web.answers[LIST] = listing("/a")
    round_of(polls(due_only=True), LIST)
    assert listed(polls(due_only=True).poll(LIST)) == ["https://courier.example/a"]
