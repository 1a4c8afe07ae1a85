"""How long servers and feeds want to be left alone."""

from datetime import datetime, timezone

import pytest

from transforms.feeds.intervals import DAY, HOUR, freshness, past_skipped, retry_after, update_interval

NOW = datetime(2025, 5, 3, 10, 0, tzinfo=timezone.utc).timestamp()  # a Saturday


@pytest.mark.parametrize(
    "value, seconds",
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("1.5", 1),
        ("Sat, 03 May 2025 10:02:00 GMT", 120),
        ("Sat, 03 May 2025 09:00:00 GMT", 0),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("9" * 40, None),
    ],
)
def test_retry_after_in_both_forms(value, seconds):
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    "headers, seconds",
    [
        ({"cache-control": "public, max-age=600"}, 600),
        ({"cache-control": 'Max-Age="600"', "expires": "Sat, 03 May 2025 12:00:00 GMT"}, 7200),
        ({"cache-control": "max-age=600", "expires": "Sat, 03 May 2025 10:05:00 GMT"}, 600),
        ({"cache-control": "max-age=600", "expires": "0"}, 600),
        ({"cache-control": "s-maxage=600"}, 0),
        ({"cache-control": "no-cache", "expires": "Sat, 03 May 2025 10:30:00 GMT"}, 1800),
        (
            {"expires": "Sat, 03 May 2025 11:30:00 GMT", "date": "Sat, 03 May 2025 11:00:00 GMT"},
            1800,
        ),  # its clock is ahead
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({"expires": "0"}, 0),
        ({"expires": "-1"}, 0),
        ({}, 0),
    ],
)
def test_how_long_an_answer_stays_good(headers, seconds):
    assert freshness(headers, NOW) == seconds


@pytest.mark.parametrize(
    "period, frequency, seconds",
    [
        ("hourly", "1", HOUR),
        (" Hourly\n", "2", HOUR / 2),
        ("daily", None, DAY),
        ("weekly", "7", DAY),
        ("daily", "0", DAY),
        ("daily", "often", DAY),
        ("fortnightly", "1", 0),
        (None, None, 0),
    ],
)
def test_update_period_and_frequency(period, frequency, seconds):
    assert update_interval(period, frequency) == seconds


@pytest.mark.parametrize(
    "hours, days, expected",
    [
        ([], [], "2025-05-03T10:20"),
        (["9", "11"], ["Sunday"], "2025-05-03T10:20"),
        (["10", "11"], [], "2025-05-03T12:00"),
        ([], ["Saturday", " sunday "], "2025-05-05T00:00"),
        ([str(hour) for hour in range(10, 25)], ["Sunday"], "2025-05-05T01:00"),
        ([str(hour) for hour in range(24)], [], "2025-05-03T10:20"),
        (["x", "99", "", "9.5"], ["Caturday"], "2025-05-03T10:20"),
    ],
)
def test_hours_and_days_that_a_feed_leaves_out(hours, days, expected):
    moment = past_skipped(NOW + 20 * 60, hours, days)
    assert datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%dT%H:%M") == expected
