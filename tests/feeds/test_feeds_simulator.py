"""A week of 200 feeds in a few seconds: nothing that stood in an answer is missed, and nobody is asked too often."""

import os
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from tests.feeds.simulator import EVERY, Report, new_world, simulate, simulate_in_memory
from tests.feeds.simulator_pages import CRAWL_DELAY, NEVER, PASSING, ROBOTS
from tests.feeds.simulator_world import DAY, HOUR, START, Stalls
from tests.web.serving import serving
from transforms.feeds.polling import JITTER, LEAST_INTERVAL, MOST_INTERVAL
from transforms.fetch.pages import DELAY_SECONDS
from transforms.lake.store import Store
from transforms.web.client import Client
from transforms.web.hosts import Hosts
from transforms.web.robots import FAILURE_KEPT_SECONDS

DAYS = 7
SEED = int(os.environ.get("SIMULATOR_SEED", "1"))
# Servers that show what they have to who asks, and say the truth about what changed.
HONEST = {"behaves", "wants_to_be_left_alone", "skips_the_night", "moves_for_a_while", "draws_guids"}


@pytest.fixture(scope="module")
def week() -> Report:
    return simulate_in_memory(feeds=200, days=DAYS, seed=SEED)


def site_of(week: Report, link: str):
    return week.world.pages[urlsplit(link).hostname]


def refused(week: Report, link: str) -> "set[str]":
    """The reasons by which a story must have been refused for its page; none if it is to be had."""
    kind = site_of(week, link).kind
    if kind in NEVER:
        return {NEVER[kind].value}
    if kind == "forbids_some" and link.endswith("7"):
        return {"robots"}
    return {"http_error"} if kind == "lost_some" and link.endswith("5") else set()


def test_all_that_stood_in_an_answer_is_delivered_once_with_each_of_its_edits(week):
    wanted, delivered = {}, {}
    for link, titles in week.served.items():
        if not refused(week, link) and site_of(week, link).kind not in PASSING:
            wanted[link] = sorted(titles)
            delivered[link] = sorted(week.lake.versions.get(link, []))
    assert delivered == wanted
    assert set(week.lake.versions) <= set(week.served)
    assert all(len(set(titles)) == len(titles) for titles in week.lake.versions.values())
    assert len(delivered) > 3000 and week.lake.killed > 3
    assert sum(map(len, delivered.values())) > len(delivered)  # some were edited


def test_what_has_no_article_for_a_page_is_refused_by_its_reason(week):
    links = [link for link in week.served if refused(week, link)]
    assert len({site_of(week, link).kind for link in links}) == len(NEVER) + 2
    for link in links:
        assert week.lake.rejects[link] == refused(week, link) and link not in week.lake.versions


def test_a_page_that_failed_of_what_passes_is_asked_for_again_while_its_feed_shows_it(week):
    links = [link for link in week.served if site_of(week, link).kind in PASSING]
    failed = [link for link in links if week.lake.rejects.get(link)]
    healed = [link for link in failed if link in week.lake.versions]
    assert len(failed) > 100 and len(healed) > 0.8 * len(failed)
    for link in set(links) - set(healed):
        assert (link in week.lake.versions) == (200 in week.pages_asked(link)), week.pages_asked(link)


def test_no_server_of_pages_is_asked_sooner_or_for_more_than_it_allows(week):
    for site in week.world.pages.values():
        least = CRAWL_DELAY if site.kind == "wants_ten_seconds" else DELAY_SECONDS
        for (before, _, _), (after, path, _) in pairwise(site.asked):
            assert path == ROBOTS or after - before >= least - 1e-3, (site.name, site.kind)
        if site.kind == "forbids_some":
            assert not any(path.endswith("7") for _, path, _ in site.asked)
        rules = [moment for moment, path, _ in site.asked if path == ROBOTS]
        assert len(rules) <= 7 * DAY / FAILURE_KEPT_SECONDS
        assert not any(moment < rules[0] for moment, _, _ in site.asked)


def test_what_came_and_went_between_two_polls_of_an_honest_feed_is_told_as_possible_loss(week):
    for feed in week.world.feeds:
        end = START + DAYS * DAY
        standing = {feed.link(story) for story in feed.showing(end)}
        missed = {feed.link(story) for story in feed.published(START, end)} - set(week.served) - standing
        if feed.kind in HONEST and missed:
            assert week.states[feed.name].losses > 0, (feed.name, feed.kind, missed)


def test_no_host_is_asked_while_it_wants_to_be_left_alone(week):
    held = [(feed.host, since, until) for feed in week.world.feeds for since, until in feed.held_until]
    assert len(held) > 20
    for host, since, until in held:
        too_early = [
            (feed.name, moment)
            for feed in week.world.feeds
            for moment, _ in feed.asked
            if feed.host == host and since < moment < until
        ]
        assert not too_early, (host, since, until)


def test_no_feed_is_asked_more_often_than_every_ten_minutes(week):
    for feed in week.world.feeds:
        moments = dict(feed.asked)  # the last status of each moment: redirects are followed at once
        for (before, status), (after, _) in pairwise(sorted(moments.items())):
            # A new place that is gone leads back to the old one in the next round.
            assert after - before >= (EVERY if status in (404, 410) else LEAST_INTERVAL), (feed.name, feed.kind)


def test_no_honest_feed_is_left_alone_for_longer_than_a_day(week):
    for feed in week.world.feeds:
        if feed.kind in HONEST and not any(other.held_until for other in week.world.feeds if other.host == feed.host):
            moments = [START, *sorted(dict(feed.asked)), START + DAYS * DAY]
            assert max(after - before for before, after in pairwise(moments)) <= MOST_INTERVAL + 6 * HOUR + 2 * EVERY


def test_feeds_that_come_back_are_asked_again(week):
    for feed in week.world.feeds:
        waits = {"is_gone_for_two_days": 7 * DAY, "is_missing_for_an_hour": DAY}
        longest = waits.get(feed.kind, MOST_INTERVAL) * (1 + JITTER) + 2 * HOUR
        assert week.world.now - max(dict(feed.asked)) <= longest + 6 * HOUR, (feed.name, feed.kind)


def test_feeds_that_moved_are_asked_at_their_new_place_and_those_that_did_not_at_the_old_one(week):
    for feed in week.world.feeds:
        state = week.states[feed.name]
        place = {"moves_for_good": "moved", "is_named_by_a_page": "rss2"}.get(feed.kind)
        assert (state.moved_to or "/").rpartition("/")[2] == (place or ""), (feed.name, feed.kind)


def test_what_fails_or_is_broken_is_said_in_words(week):
    failing = [state for state in week.states.values() if state.failed_at]
    assert {state.error for state in failing} and all(state.error for state in failing)
    assert len(week.states) == len(week.world.feeds)


def test_the_figures_add_up(week):
    figures = week.figures()
    unseen = sum(figures["came and went unseen"].values()) + figures["to be seen yet"]
    assert figures["published"] == figures["stood in an answer"] + unseen
    assert figures["stood in an answer"] == figures["delivered"] + figures["in the end without a page"]
    assert 0 < figures["share of 304"] < 1
    assert week.account.balances


def answering(world):
    """A real server's answers, out of the world."""

    def act(handler):
        headers = {name.lower(): value for name, value in handler.headers.items()}
        try:
            answer = world.answer(handler.path, headers)
        except Stalls:
            handler.close_connection = True  # no answer: waiting for one would prove no more
            return
        handler.send_response_only(answer.status)
        for name, value in {**answer.headers, "content-length": str(len(answer.body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(answer.body)

    return act


def test_over_real_connections_and_with_states_on_disk_it_is_the_same(tmp_path):
    world = new_world(feeds=20, days=2, seed=SEED)
    (tmp_path / "hosts").mkdir()
    with serving() as site, Client(allow_private=True, timeout=30, hosts=Hosts(tmp_path / "hosts")) as client:
        for feed in world.feeds:
            for last in ("feed", "moved", "elsewhere", "parked", "rss", "rss2"):
                site.does(f"/{feed.name}/{last}", answering(world))
        addresses = {feed.name: f"{site.address}/{feed.name}/feed" for feed in world.feeds}
        report = simulate(world, client, addresses, Store(str(tmp_path / "lake"), create=True), days=2, seed=1)
    delivered = {link: sorted(versions) for link, versions in report.lake.versions.items()}
    assert delivered == {link: sorted(titles) for link, titles in report.served.items()}
    assert len(delivered) > 100
    assert site.at_once == 1
    assert len(report.states) == len(world.feeds)
