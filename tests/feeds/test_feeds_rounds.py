"""Feeds followed host by host: which are asked at a look, what is taken at the next, and what is kept of a host."""

import json
import threading
import time
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reasons import Reason, Stage
from schemas.records import Item, Location, Response, reject
from schemas.tables import Reject
from transforms.feeds import rounds as module
from transforms.feeds.host import FORGOTTEN_AFTER, Host, decoded
from transforms.feeds.intervals import DAY, HOUR
from transforms.feeds.polling import FIRST_INTERVAL, KEPT_IDS, FeedState
from transforms.feeds.rounds import GIVEN_UP_SECONDS, MOST_ROUNDS, ROUND_FEEDS, Rounds, look
from transforms.web.load import NotHad
from transforms.web.urls import without_credentials

NOW = 1_746_266_400.0
HOST = "courier.example"
A, B, LIST = (f"https://{HOST}/{name}" for name in ("a", "b", "list"))


class Web:
    """Answers that a test sets, by address, and the addresses that were asked for, with their validators."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        self.shown = []
        self.now = NOW
        self.goes_on = threading.Event()
        self.goes_on.set()

    def __call__(self, address, validators):
        assert self.goes_on.wait(30)
        self.asked.append((address, dict(validators)))
        answer = self.answers.get(address, 404)
        if isinstance(answer, int):
            headers = {"retry-after": "3600"} if answer == 429 else {}
            failure = reject(Stage.FETCH, Reason.HTTP_ERROR, f"it answered {answer}", input_uri=address)
            return NotHad(failure, answer, headers)
        headers = {"etag": f'"{zlib.crc32(answer.encode())}"'}
        return Response(without_credentials(address), 200, None, None, answer.encode(), headers)


@pytest.fixture
def web():
    return Web()


def nothing_known(uri: str) -> FeedState:
    return FeedState(without_credentials(uri))


def rounds_of(web, first=nothing_known) -> Rounds:
    return Rounds(web, first, web.shown.append, clock=lambda: web.now, chance=lambda: 0.0)


@pytest.fixture
def rounds(web):
    return rounds_of(web)


def feed(*titles) -> str:
    items = [{"id": title[0], "url": f"/{title[0]}", "title": title} for title in titles]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


def listing(*addresses) -> str:
    return f"<opml><body>{''.join(f'<outline xmlUrl={chr(34)}{one}{chr(34)}/>' for one in addresses)}</body></opml>"


def settled(rounds, *hosts) -> None:
    """Wait until the rounds under way have ended."""
    deadline = time.monotonic() + 30
    while any(not round_.visits.done() for round_ in rounds._rounds.values()):
        assert time.monotonic() < deadline
        time.sleep(0.001)


def two_looks(web, rounds, host: Host, *uris):
    """A look that begins a round, and one that takes it."""
    looked = look(HOST, uris, host, rounds, web.now)
    settled(rounds)
    assert not looked.parts
    return look(HOST, uris, looked.host, rounds, web.now)


def titles(parts) -> "list[str]":
    return [part.title for part in parts if isinstance(part, Item)]


def test_what_a_look_begins_the_next_one_takes(web, rounds):
    web.answers[A], web.answers[B] = feed("a", "b"), feed("c")
    looked = two_looks(web, rounds, Host(), A, B)
    assert titles(looked.parts) == ["a", "b", "c"]
    assert (looked.unchanged, looked.polls) == (0, 2)
    assert [state.address for state in web.shown] == [A, B]
    # Neither is due again.
    again = two_looks(web, rounds, looked.host, A, B)
    assert (again.parts, again.polls, len(web.asked)) == ([], 0, 2)
    assert again.host is looked.host


def test_when_it_is_due_again_it_is_asked_with_its_validators_for_what_is_new(web, rounds):
    web.answers[A] = feed("a", "b")
    host = two_looks(web, rounds, Host(), A).host
    web.now += FIRST_INTERVAL + 1
    web.answers[A] = feed("b", "d")
    looked = two_looks(web, rounds, decoded(host.encoded()), A)
    assert titles(looked.parts) == ["d"]
    assert (looked.unchanged, looked.polls) == (1, 1)
    assert web.asked[-1][1]["If-None-Match"].startswith('"')


def test_a_feed_is_asked_once_while_its_round_is_under_way(web, rounds):
    web.answers[A] = feed("a")
    web.goes_on.clear()
    for _ in range(3):
        assert not look(HOST, [A], Host(), rounds, web.now).parts
    web.goes_on.set()
    settled(rounds)
    assert len(web.asked) == 1


def test_a_lost_process_is_a_round_that_begins_again(web):
    web.answers[A] = feed("a")
    host = look(HOST, [A], Host(), rounds_of(web), web.now).host
    looked = two_looks(web, rounds_of(web), decoded(host.encoded()), A)
    assert titles(looked.parts) == ["a"]


def test_a_round_from_before_the_runner_went_back_is_not_taken(web, rounds):
    web.answers[A] = feed("a")
    host = two_looks(web, rounds, Host(), A).host
    web.now += FIRST_INTERVAL + 1
    web.answers[A] = feed("a", "b")
    look(HOST, [A], host, rounds, web.now)
    settled(rounds)
    older = replace(host, feeds={A: replace(host.feeds[A], marks=())})
    looked = look(HOST, [A], older, rounds, web.now)
    assert (looked.parts, looked.polls) == ([], 0)
    settled(rounds)
    assert titles(look(HOST, [A], looked.host, rounds, web.now).parts) == ["a", "b"]


def test_a_retry_after_holds_all_feeds_of_the_host(web, rounds):
    web.answers[A], web.answers[B] = 429, feed("b")
    looked = two_looks(web, rounds, Host(), A, B)
    assert [address for address, _ in web.asked] == [A]
    assert all(isinstance(part, Reject) for part in looked.parts) and len(looked.parts) == 1
    web.now += 3000
    host = two_looks(web, rounds, decoded(looked.host.encoded()), A, B).host
    assert len(web.asked) == 1
    web.now += 1000
    assert titles(two_looks(web, rounds, host, A, B).parts) == ["b"]


def test_what_is_known_elsewhere_is_where_it_begins(web):
    web.answers[A] = feed("a", "b")
    known = two_looks(web, rounds_of(web), Host(), A).host.feeds[A]
    web.answers[A] = feed("b", "c")
    looked = two_looks(web, rounds_of(web, first=lambda uri: known), Host(), A)
    assert titles(looked.parts) == ["c"]


def test_a_server_that_is_known_elsewhere_to_want_no_request_is_looked_up_once(web):
    web.answers[A] = web.answers[B] = feed("a")
    looked_up = []

    def first(uri: str) -> FeedState:
        looked_up.append(uri)
        return replace(nothing_known(uri), not_before=NOW + 60)

    rounds, host = rounds_of(web, first), Host()
    for _ in range(3):
        host = two_looks(web, rounds, host, A, B).host
    assert (looked_up, web.asked, host.not_before) == ([A], [], NOW + 60)
    web.now += 61
    assert titles(two_looks(web, rounds, host, A, B).parts) == ["a", "a"]
    assert sorted(address for address, _ in web.asked) == [A, B]


def test_a_round_has_an_end(web, rounds, monkeypatch):
    many = [f"{A}{number}" for number in range(ROUND_FEEDS + 5)]
    web.answers.update(dict.fromkeys(many, feed("a")))
    host = two_looks(web, rounds, Host(), *many).host
    assert len(web.asked) == ROUND_FEEDS
    settled(rounds)  # the second look began the next one
    assert len(web.asked) == len(many)
    assert len(look(HOST, many, host, rounds, web.now).host.feeds) == len(many)


def test_a_round_ends_when_it_holds_much(web, rounds, monkeypatch):
    monkeypatch.setattr(module, "ROUND_BYTES", 1)
    text = "The council approved the plan for the bridge on Tuesday, officials said in the town hall. " * 30
    body = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "/1", "content_html": text}]}
    web.answers[A] = web.answers[B] = json.dumps(body)
    look(HOST, [A, B], Host(), rounds, web.now)
    settled(rounds)
    assert len(web.asked) == 1


def test_rounds_that_nobody_takes_are_given_up(web, rounds):
    for number in range(MOST_ROUNDS + 5):
        look(f"host{number}.example", [f"https://host{number}.example/feed"], Host(), rounds, web.now)
    settled(rounds)
    assert len(web.asked) == MOST_ROUNDS
    web.now += GIVEN_UP_SECONDS + 1
    look(HOST, [A], Host(), rounds, web.now)
    settled(rounds)
    assert (web.asked[-1][0], len(rounds._rounds)) == (A, 1)


def test_a_list_names_its_feeds_at_every_look_until_it_names_others(web, rounds):
    web.answers[LIST] = listing("https://other.example/1", "https://other.example/2")
    looked = two_looks(web, rounds, Host(), LIST)
    assert [part.uri for part in looked.parts if isinstance(part, Location)] == looked.listed
    assert looked.listed == ["https://other.example/1", "https://other.example/2"]
    host = decoded(looked.host.encoded())
    assert look(HOST, [LIST], host, rounds, web.now).listed == looked.listed
    web.now += 2 * HOUR
    web.answers[LIST] = 500
    host = two_looks(web, rounds, host, LIST).host
    assert host.lists([LIST]) == looked.listed
    web.now += 2 * HOUR
    web.answers[LIST] = listing("https://other.example/2")
    assert two_looks(web, rounds, host, LIST).listed == ["https://other.example/2"]


def test_credentials_are_sent_and_not_kept(web, rounds):
    secret = A.replace("//", "//anna:secret@")
    web.answers[secret] = feed("a")
    looked = two_looks(web, rounds, Host(), secret)
    assert titles(looked.parts) == ["a"] and web.asked[0][0] == secret
    assert "secret" not in repr(looked.host) and "secret" not in repr(web.shown)


def test_a_feed_that_nobody_names_any_more_is_forgotten(web, rounds):
    web.answers[A], web.answers[B] = feed("a"), feed("b")
    host = two_looks(web, rounds, Host(), A, B).host
    for day in range(int(FORGOTTEN_AFTER / DAY) + 1):
        assert (B in host.feeds) == (day < FORGOTTEN_AFTER / DAY)
        web.now += DAY
        host = host.named([A], web.now)
    assert A in host.feeds and B not in host.feeds and B not in host.named_at


def test_a_month_of_a_busy_feed_keeps_a_host_within_bounds(web, rounds):
    host = Host()
    number = 0
    sizes = []
    for _ in range(30 * 24):
        web.now += HOUR + 1
        number += 15
        items = [{"id": f"{n}", "url": f"/{n}", "title": f"Story {n}"} for n in range(number, number + 30)]
        web.answers[A] = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
        host = two_looks(web, rounds, host, A).host
        sizes.append(len(host.encoded()))
    assert len(host.feeds[A].ids) == KEPT_IDS
    assert max(sizes[len(sizes) // 2 :]) < 1.1 * sizes[len(sizes) // 2] < 40_000


TEXTS = st.text(max_size=8)
STATES = st.builds(
    FeedState,
    address=TEXTS,
    etag=st.none() | TEXTS,
    ids=st.lists(TEXTS, max_size=3).map(tuple),
    next_at=st.floats(0, 1e10),
    items=st.integers(0, 1000),
)


@given(st.lists(STATES, unique_by=lambda state: state.address))
def test_a_host_is_what_it_was_when_it_is_decoded(states):
    host = Host(
        feeds={state.address: state for state in states},
        listed={state.address: ["x"] for state in states},
        named_at={state.address: state.next_at for state in states},
    )
    assert decoded(host.encoded()) == host


@pytest.mark.parametrize("written", [None, b""])
def test_of_a_new_host_nothing_is_known(written):
    assert decoded(written) == Host()


def test_a_state_of_another_version_does_not_stop_the_graph():
    whole = Host(feeds={A: FeedState(A, items=3), B: FeedState(B)}, named_at={B: 5.0})
    written = json.loads(zlib.decompress(whole.encoded()))
    written["feeds"][0].update(items="many")
    written["feeds"][1].update(mood="good")
    assert decoded(zlib.compress(json.dumps(written).encode())) == Host(feeds={B: FeedState(B)}, named_at={B: 5.0})
