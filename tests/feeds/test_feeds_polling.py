"""When a feed is polled, and what a poll changes of what is known of it."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reasons import Reason
from transforms.feeds.intervals import DAY, HOUR, MINUTE
from transforms.feeds.polling import (
    AGREEING_REDIRECTS,
    BACK_OFFS,
    FIRST_INTERVAL,
    FULL_EVERY,
    GIVING_UP_FAILURES,
    JITTER,
    KEPT_IDS,
    LEAST_INTERVAL,
    LIST,
    LIST_INTERVAL,
    MOST_INTERVAL,
    MOST_RETRY_AFTER,
    FeedState,
    Poll,
    after_poll,
    is_due,
    may_ask,
    request_address,
    validators,
    whole_is_due,
)

NOW = 1_746_266_400.0  # Saturday, 3 May 2025, 10:00 GMT
NEW = FeedState("https://courier.example/feed")
READ = Poll(200, headers={"etag": 'W/"a"', "last-modified": "yesterday"}, body_hash="h", ids=("1", "2", "3", "4"))
KNOWN = after_poll(NEW, READ, NOW, 0)


def failed(status=None, **headers) -> Poll:
    reason = Reason.HTTP_ERROR if status else Reason.TIMEOUT
    return Poll(status, reason, "it failed", {name.replace("_", "-"): value for name, value in headers.items()})


def wait(state: FeedState, poll: Poll, chance: float = 0) -> float:
    return after_poll(state, poll, NOW, chance).next_at - NOW


def test_a_feed_that_nobody_asked_yet_is_due_and_asked_for_as_a_whole():
    assert is_due(NEW, NOW) and may_ask(NEW, NOW)
    assert validators(NEW, NOW) == {}


def test_validators_are_sent_back_as_received_until_the_whole_is_due_again():
    assert validators(KNOWN, NOW + 1) == {"If-None-Match": 'W/"a"', "If-Modified-Since": "yesterday"}
    unchanged = after_poll(KNOWN, Poll(304), NOW + FULL_EVERY - 1, 0)  # which may be a lie
    assert validators(unchanged, NOW + FULL_EVERY - 1) != {}
    assert validators(unchanged, NOW + FULL_EVERY) == {}


def test_validators_of_a_body_that_can_not_be_read_are_not_kept():
    broken = replace(READ, failure=Reason.MALFORMED_FEED, message="broken", headers={"etag": "b"}, body_hash="x")
    state = after_poll(KNOWN, broken, NOW, 0)
    assert (state.etag, state.body_hash, state.error) == ('W/"a"', "h", "broken")


def test_the_whole_is_asked_for_once_a_day_however_often_it_comes_unasked():
    state = KNOWN
    for hour in range(1, 24):
        state = after_poll(state, READ, NOW + hour * HOUR, 0)
        assert not whole_is_due(state, NOW + hour * HOUR)
    assert whole_is_due(state, NOW + DAY)
    assert not whole_is_due(after_poll(state, READ, NOW + DAY, 0), NOW + DAY)


def test_validators_that_lied_are_not_sent_again_until_the_server_sends_others():
    edited = replace(READ, marks=("1a", "2", "3", "4"))
    assert validators(after_poll(KNOWN, edited, NOW, 0), NOW) != {}  # some servers' validators overlook edits
    lying = replace(READ, ids=("5", "1", "2", "3"))
    state = after_poll(KNOWN, lying, NOW, 0)
    assert validators(state, NOW) == {}
    again = after_poll(state, replace(lying, ids=("6", "5", "1", "2")), NOW, 0)
    assert validators(again, NOW) == {}
    assert validators(after_poll(again, replace(READ, headers={"etag": "b"}), NOW, 0), NOW) == {"If-None-Match": "b"}


def test_a_validator_that_no_server_would_take_is_not_sent():
    assert validators(after_poll(NEW, replace(READ, headers={"etag": "x" * 5000}), NOW, 0), NOW) == {}


def test_what_comes_back_after_a_while_is_neither_new_nor_a_loss():
    other = after_poll(KNOWN, replace(READ, ids=("7", "8"), marks=("m7",)), NOW, 0)
    state = after_poll(other, READ, NOW, 0)
    assert (state.items, state.losses, state.ids) == (6, 1, ("1", "2", "3", "4", "7", "8"))
    assert state.marks == ("m7",)


def test_a_list_is_asked_for_soon_again_and_a_page_leads_to_its_feed():
    assert wait(NEW, Poll(200, kind=LIST)) == LIST_INTERVAL
    state = after_poll(NEW, replace(READ, found=A), NOW, 0)
    assert request_address(state) == A
    assert after_poll(state, Poll(200, Reason.NOT_A_FEED, "a page"), NOW, 0).moved_to is None


def test_validators_that_a_server_sends_no_more_are_forgotten():
    assert validators(after_poll(KNOWN, replace(READ, headers={}), NOW, 0), NOW + 1) == {}


@pytest.mark.parametrize(
    "ids, factor, items, losses",
    [
        (("1", "2", "3", "4"), 1.5, 4, 0),  # nothing new
        (("5", "1", "2", "3"), 1, 5, 0),
        (("6", "5", "1", "2"), 0.5, 6, 0),
        (("8", "7", "6", "5"), 0.5, 8, 1),  # none of the last poll's: some may have been missed
        (("1", "1", "2"), 1.5, 4, 0),
        ((), 1.5, 4, 0),
    ],
)
def test_the_interval_follows_how_much_is_new_and_a_possible_loss_is_counted(ids, factor, items, losses):
    state = after_poll(KNOWN, replace(READ, ids=ids), NOW, 0)
    assert state.next_at - NOW == state.interval == FIRST_INTERVAL * factor
    assert (state.items, state.losses) == (items, losses)


def test_an_empty_answer_between_does_not_hide_a_loss():
    empty = after_poll(KNOWN, replace(READ, ids=()), NOW, 0)
    assert after_poll(empty, replace(READ, ids=("9",)), NOW, 0).losses == 1


def test_a_feed_with_more_items_than_are_kept_is_not_new_every_time():
    many = replace(READ, ids=tuple(map(str, range(3 * KEPT_IDS))))
    state = after_poll(after_poll(NEW, many, NOW, 0), many, NOW, 0)
    assert (len(state.ids), state.items, state.losses) == (KEPT_IDS, KEPT_IDS, 0)


@pytest.mark.parametrize(
    "poll, seconds",
    [
        (READ, FIRST_INTERVAL),
        (replace(READ, wanted_interval=3 * HOUR), 3 * HOUR),
        (replace(READ, wanted_interval=MINUTE), FIRST_INTERVAL),
        (replace(READ, headers={"cache-control": "max-age=10800"}), 3 * HOUR),
        (replace(READ, headers={"cache-control": "max-age=99999999"}), MOST_INTERVAL),
        (replace(READ, wanted_interval=365 * DAY), MOST_INTERVAL),
        (replace(READ, skip_hours=("11", "12")), 3 * HOUR),
        (replace(READ, skip_days=("Saturday",)), 14 * HOUR),
    ],
)
def test_the_largest_interval_that_is_asked_for_counts_within_bounds(poll, seconds):
    assert wait(NEW, poll) == seconds


def test_what_the_feed_asked_for_holds_for_a_304_too():
    state = after_poll(NEW, replace(READ, wanted_interval=3 * HOUR), NOW, 0)
    assert wait(state, Poll(304)) == 3 * HOUR


def test_intervals_stay_within_bounds():
    quiet, busy = KNOWN, KNOWN
    for number in range(40):
        quiet = after_poll(quiet, Poll(304), NOW, 0)
        busy = after_poll(busy, replace(READ, ids=(f"a{number}", f"b{number}")), NOW, 0)
    assert (quiet.interval, busy.interval) == (MOST_INTERVAL, LEAST_INTERVAL)


@pytest.mark.parametrize(
    "poll, seconds",
    [
        (failed(), LEAST_INTERVAL),
        (failed(500), LEAST_INTERVAL),
        (failed(503), LEAST_INTERVAL),
        (failed(403), LEAST_INTERVAL),
        (failed(404), BACK_OFFS[404][0]),
        (failed(410), BACK_OFFS[410][0]),
        (failed(503, retry_after="3600"), HOUR),
        (failed(429, retry_after="Sat, 03 May 2025 12:00:00 GMT"), 2 * HOUR),
        (failed(429, retry_after="1"), LEAST_INTERVAL),
        (failed(429, retry_after="999999999"), MOST_RETRY_AFTER),
        (failed(429, retry_after="soon"), LEAST_INTERVAL),
        (failed(500, retry_after="3600"), LEAST_INTERVAL),
    ],
)
def test_after_a_failure_it_waits(poll, seconds):
    assert wait(KNOWN, poll) == seconds
    assert wait(KNOWN, poll, chance=1) == pytest.approx(seconds * (1 + JITTER))


@pytest.mark.parametrize(
    "poll, most", [(failed(), DAY), (failed(404), BACK_OFFS[404][1]), (failed(410), BACK_OFFS[410][1])]
)
def test_each_further_failure_doubles_the_wait_up_to_the_most_and_never_for_ever(poll, most):
    state, waits = KNOWN, []
    for _ in range(60):
        state = after_poll(state, poll, NOW, 0)
        waits.append(state.next_at - NOW)
    assert waits[1] == 2 * waits[0]
    assert max(waits) == waits[-1] == most
    assert (state.failures, state.error) == (60, "it failed")
    healed = after_poll(state, READ, NOW, 0)
    assert (healed.failures, healed.error, healed.failed_at, healed.succeeded_at) == (0, "it failed", NOW, NOW)


def test_while_a_retry_after_runs_it_is_not_even_asked_out_of_turn():
    held = after_poll(KNOWN, failed(429, retry_after="3600"), NOW, 0)
    backing_off = after_poll(KNOWN, failed(500), NOW, 0)
    assert [may_ask(state, NOW + 60) for state in (held, backing_off)] == [False, True]
    assert [is_due(state, NOW + 60) for state in (held, backing_off)] == [False, False]
    assert may_ask(held, NOW + HOUR) and is_due(held, NOW + HOUR)


@pytest.mark.parametrize(
    "asked, seconds", [("0", 0), ("30", 30), ("3600", HOUR), ("999999999", MOST_RETRY_AFTER)]
)
def test_a_server_is_left_alone_for_as_long_as_it_asks_and_no_longer(asked, seconds):
    for chance in (0, 1):
        held = after_poll(KNOWN, failed(429, retry_after=asked), NOW, chance)
        assert held.not_before - NOW == pytest.approx(seconds * (1 + JITTER * chance))
        assert held.next_at - NOW == pytest.approx(max(seconds, LEAST_INTERVAL) * (1 + JITTER * chance))


def polled_to(*places, state=KNOWN) -> FeedState:
    for place in places:
        state = after_poll(state, replace(READ, redirect=place), NOW, 0)
    return state


A, B = "https://herald.example/feed", "https://mirror.example/feed"


@pytest.mark.parametrize(
    "places, moved_to",
    [
        ([A] * (AGREEING_REDIRECTS - 1), None),
        ([A] * AGREEING_REDIRECTS, A),
        ([A, A, B, A, A], None),
        ([A, A, None, A], None),  # a 302, or no redirect
        ([A, A, B, B, B], B),
    ],
)
def test_a_permanent_redirect_is_remembered_when_several_agree(places, moved_to):
    state = polled_to(*places)
    assert (state.moved_to, state.address) == (moved_to, NEW.address)
    assert request_address(state) == (moved_to or NEW.address)


def test_a_new_place_that_moves_on_or_back_is_followed():
    there = polled_to(A, A, A)
    assert polled_to(B, B, B, state=there).moved_to == B
    assert polled_to(*[NEW.address] * 3, state=there).moved_to is None


@pytest.mark.parametrize("status, moved_to", [(404, None), (410, None), (500, A), (None, A)])
def test_a_new_place_that_is_gone_is_given_up_for_the_old_one_at_once(status, moved_to):
    state = after_poll(polled_to(A, A, A), failed(status), NOW, 0)
    assert state.moved_to == moved_to
    assert is_due(state, NOW) == (moved_to is None)


def test_a_new_place_that_fails_in_any_way_is_given_up_in_the_end():
    state = polled_to(A, A, A)
    for _ in range(GIVING_UP_FAILURES):
        assert state.moved_to == A
        state = after_poll(state, failed(), NOW, 0)
    assert state.moved_to is None and is_due(state, NOW)
    assert not is_due(after_poll(state, failed(), NOW, 0), NOW)


HEADERS = st.dictionaries(
    st.sampled_from(["retry-after", "expires", "date", "cache-control", "etag"]),
    st.one_of(st.text(max_size=30), st.integers().map(str), st.integers().map("max-age={}".format)),
)
POLLS = st.builds(
    Poll,
    status=st.sampled_from([200, 304, 404, 410, 429, 500, 503, None]),
    failure=st.sampled_from([None, Reason.HTTP_ERROR]),
    message=st.just("words"),
    headers=HEADERS,
    redirect=st.sampled_from([None, A, B]),
    ids=st.lists(st.sampled_from("abcdef"), max_size=6),
    wanted_interval=st.floats(0, 1e9),
    skip_hours=st.lists(st.text(max_size=3)),
    skip_days=st.lists(st.sampled_from(["Monday", "sunday", "x"])),
)


@given(st.lists(POLLS, max_size=12), st.floats(0, 1))
def test_whatever_comes_the_feed_is_due_again_and_its_state_can_be_written_down(polls, chance):
    state, now = NEW, NOW
    for poll in polls:
        state = after_poll(state, poll, now, chance)
        moved_back = state.next_at == now
        assert moved_back or LEAST_INTERVAL <= state.next_at - now <= 30 * DAY * (1 + JITTER) + 7 * DAY
        assert LEAST_INTERVAL <= state.interval <= MOST_INTERVAL
        now = max(state.next_at, state.not_before)
        assert is_due(state, now)
    written = json.loads(json.dumps(asdict(state)))
    assert FeedState(**written).interval == state.interval
