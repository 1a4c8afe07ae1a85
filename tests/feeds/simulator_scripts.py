"""How servers of feeds behave, each as a script; what they do is what servers on the web do."""

from email.utils import formatdate
from typing import Optional

from tests.feeds.simulator_world import DAY, HOUR, START, Answer, Feed, Headers, Stalls, rss

TOO_MANY_PER_HOUR = 4


def behaves(feed: Feed, now: float, last: str, headers: Headers) -> None:
    """By all rules."""


def wants_to_be_left_alone(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """Says by Cache-Control that it stays good for two hours."""
    answer = feed.plain(now, headers)
    answer.headers["cache-control"] = "public, max-age=7200"
    return answer


def lies_about_changes(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """Its ETag never changes, and it answers 304 to everybody who knows it."""
    if headers.get("if-none-match") == '"always"':
        return Answer(304, {"etag": '"always"'})
    return feed.whole(now, {"etag": '"always"'})


def lies_sometimes(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """Every other day it answers 304 to whoever sends any validator: a cache in front of it is stuck."""
    stuck = int((now - START) / DAY) % 2 == 1
    return Answer(304) if stuck and "if-none-match" in headers else None


def flaps(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """In a third of the hours it answers 500, 502, nothing at all, or a page that says sorry."""
    if feed.draw.random() > 1 / 3:
        return None
    choice = feed.draw.randrange(4)
    if choice == 0:
        raise Stalls
    return (Answer(500), Answer(502, {}, b"bad gateway"), Answer(200, {}, b"<!doctype html><p>Sorry"))[choice - 1]


def is_down_for_a_day(feed: Feed, now: float, last: str, headers: Headers) -> None:
    """The third day nobody answers."""
    if START + 2 * DAY <= now < START + 3 * DAY:
        raise Stalls


def counts_requests(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """Answers 429 with a Retry-After of an hour and a half to who asks more than some times an hour."""
    lately = sum(now - moment < HOUR and status == 200 for moment, status in feed.asked)
    return Answer(429, {"retry-after": "5400"}) if lately >= TOO_MANY_PER_HOUR or feed.draw.random() < 0.02 else None


def is_maintained(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """Every morning from three to five it says 503 and when it will be back."""
    since_midnight = (now - START) % DAY
    if 3 * HOUR <= since_midnight < 5 * HOUR:
        return Answer(503, {"retry-after": formatdate(now - since_midnight + 5 * HOUR, usegmt=True)})
    return None


def moves_for_good(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """From the second day on it redirects for good; after two more days the old place is gone."""
    if last != "feed" or now < START + DAY:
        return None
    return Answer(301, {"location": "moved"}) if now < START + 3 * DAY else Answer(410)


def moves_for_a_while(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """The second day it is elsewhere, with 302; after that the other place is gone."""
    away = START + DAY <= now < START + 2 * DAY
    if last == "feed":
        return Answer(302, {"location": "elsewhere"}) if away else None
    return None if away else Answer(404)


def moves_by_mistake(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """For some hours it redirects for good to a page of somebody else's."""
    if last == "parked":
        return Answer(200, {"content-type": "text/html"}, b"<!doctype html><p>This domain may be for sale.")
    if START + DAY <= now < START + DAY + 5 * HOUR:
        return Answer(301, {"location": "parked"})
    return None


def is_gone_for_two_days(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """410 for two days, and then it is back."""
    return Answer(410) if START + DAY <= now < START + 3 * DAY else None


def is_missing_for_an_hour(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """404 for an hour of each day."""
    return Answer(404) if 10 * HOUR <= (now - START) % DAY < 11 * HOUR else None


def shows_old_copies(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """Of its two caches one is up to three hours late; which one answers is chance."""
    late = feed.draw.random() < 0.5
    return feed.plain(now, headers, now - now % (3 * HOUR)) if late else None


def breaks_off(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """Now and then the body ends in the middle of its first item."""
    if feed.draw.random() > 0.2:
        return None
    return Answer(200, {"etag": '"broken"'}, feed.body(now)[:60])


def draws_guids(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """Every answer has new guids for the same items, and no validators."""
    answer = feed.whole(now, {})
    answer.body = rss(feed, feed.showing(now), now, guids=False)
    return answer


def is_named_by_a_page(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """The user gave the address of a page; its feed moves on the third day, and the page says so."""
    place = "rss" if now < START + 2 * DAY else "rss2"
    if last == "feed":
        link = f'<link rel="alternate" type="application/rss+xml" href="{place}">'
        return Answer(200, {"content-type": "text/html"}, f"<!doctype html><head>{link}</head>".encode())
    return None if last == place else Answer(404)


def skips_the_night(feed: Feed, now: float, last: str, headers: Headers) -> Optional[Answer]:
    """Its skipHours ask for silence from midnight to six."""
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(6))
    answer = feed.whole(now, {})
    answer.body = rss(feed, feed.showing(now), now, more=f"<ttl>30</ttl><skipHours>{hours}</skipHours>")
    return answer
