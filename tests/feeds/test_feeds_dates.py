"""Dates of publication: a date that can be true, or none."""

from datetime import datetime, timedelta, timezone

import pytest

from schemas.records import to_micros
from transforms.feeds.parse import parse

RSS = "<rss version='2.0'><channel><title>Courier</title><item><title>a</title><link>http://courier.example/</link>{}</item></channel></rss>"


def date_of(dates: str):
    (item,) = parse(RSS.format(dates).encode(), feed_url="feed.xml").parts
    return item.published_at


@pytest.mark.parametrize(
    "date, moment",
    [
        ("Sat, 03 May 2025 10:00:00 GMT", "2025-05-03T10:00:00+00:00"),
        ("Sat, 3 May 25 10:00 EST", "2025-05-03T15:00:00+00:00"),
        ("Sat, 03 May 2025 10:00:00 JST", "2025-05-03T01:00:00+00:00"),
        ("2025-05-03T10:00:00+02:00", "2025-05-03T08:00:00+00:00"),
        ("2025-05-03", "2025-05-03T00:00:00+00:00"),
        ("May 3, 2025 10:00 AM", "2025-05-03T10:00:00+00:00"),
        ("Sat, 31 Jun 2025 10:00:00 GMT", None),
        ("2024-02-30T10:00:00Z", None),
        ("2025-13-45T10:00:00Z", None),
        ("2025-05-03T25:61:00Z", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 +0100", None),
        ("Wed, 30 Nov -0001 00:00:00 +0000", None),
        ("0000-00-00 00:00:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("Fri, 03 May 2999 10:00:00 GMT", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_read_or_is_unknown(date, moment):
    assert date_of(f"<pubDate>{date}</pubDate>") == (moment and to_micros(datetime.fromisoformat(moment)))


def test_a_date_that_is_ahead_by_a_zone_counts_and_one_by_a_week_does_not():
    now = datetime.now(timezone.utc).replace(microsecond=0)
    for days, known in ((0.5, True), (7, False)):
        date = now + timedelta(days=days)
        assert date_of(f"<pubDate>{date:%a, %d %b %Y %H:%M:%S} GMT</pubDate>") == (to_micros(date) if known else None)


def test_of_several_dates_the_first_that_can_be_true_counts():
    dates = (
        "<pubDate>never</pubDate><dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2025-05-03T10:00:00Z</dc:date>"
    )
    updated = "<updated xmlns='http://www.w3.org/2005/Atom'>2025-05-03T10:00:00Z</updated>"
    for given in (dates, f"<pubDate>Fri, 03 May 2999 10:00:00 GMT</pubDate>{updated}"):
        assert date_of(given) == to_micros(datetime(2025, 5, 3, 10, tzinfo=timezone.utc))
