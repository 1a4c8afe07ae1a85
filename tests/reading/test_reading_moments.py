"""Publication times in the forms that records, feeds and pages give them."""

from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.moments import moment

SECOND = 1_000_000  # microseconds


def micros(*parts):
    return int(datetime(*parts, tzinfo=timezone.utc).timestamp()) * SECOND


@pytest.mark.parametrize(
    "value, expected",
    [
        ("2025-05-03", micros(2025, 5, 3)), ("20250503", micros(2025, 5, 3)), (20250503, micros(2025, 5, 3)),
        ("2025-05-03T10:00:00Z", micros(2025, 5, 3, 10)), ("2025-05-03 10:00", micros(2025, 5, 3, 10)),
        ("2025-05-03T10:00:00+02:00", micros(2025, 5, 3, 8)), ("2025-05-03T10:00:00-0530", micros(2025, 5, 3, 15, 30)),
        ("2025-05-03T23:59:60Z", micros(2025, 5, 3, 23, 59, 59)), ("20250503T100000Z", micros(2025, 5, 3, 10)),
        ("2025-05-03T10:00:00.25Z", micros(2025, 5, 3, 10) + 250_000), ("20250503100000", micros(2025, 5, 3, 10)),
        ("Sat, 03 May 2025 10:00:00 GMT", micros(2025, 5, 3, 10)),
        ("Sat, 3 May 2025 10:00:00 +0200", micros(2025, 5, 3, 8)),
        ("Sat, 03 May 2025 10:00:00 JST", micros(2025, 5, 3, 1)), ("3 May 2025 10:00 GMT+9", micros(2025, 5, 3, 1)),
        ("Sun May  4 10:00:00 CEST 2025", micros(2025, 5, 4, 8)),
        ("Sun May  4 10:00:00 EST 2025", micros(2025, 5, 4, 15)),
        ("May 3, 2025", micros(2025, 5, 3)), ("3 May 2025", micros(2025, 5, 3)),
        ("Saturday, May 3, 2025 10:00 AM", micros(2025, 5, 3, 10)),
        (1746266400, micros(2025, 5, 3, 10)), (1746266400000, micros(2025, 5, 3, 10)),
        ("1746266400", micros(2025, 5, 3, 10)),
        (1746266400.5, micros(2025, 5, 3, 10) + 500_000), (1746266400000000000, micros(2025, 5, 3, 10)),
        ("  2025-05-03\n10:00 ", micros(2025, 5, 3, 10)),
        ("2025/05/03", micros(2025, 5, 3)), ("2025.05.03", micros(2025, 5, 3)), ("2025/5/3 10:00", micros(2025, 5, 3, 10)),
        ("23/05/2025", micros(2025, 5, 23)), ("05/23/2025", micros(2025, 5, 23)), ("23.5.2025 10:00", micros(2025, 5, 23, 10)),
        ("05/05/2025", micros(2025, 5, 5)),
    ],
)  # fmt: skip
def test_a_full_date_is_a_moment(value, expected):
    assert moment(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        None, "", " ", True, [], {}, b"2025-05-03", float("nan"), float("inf"), 10**400, 0, 2025, -1e30, "2025",
        "2025-05", "May 2025",
        "3 May", "10:00", "yesterday", "2 hours ago", "soon", "05/03/2025", "31/06/2025", "2025/13/01", "2025-13-01", "2025-02-30",
        "2025-05-03T25:00:00Z",
        "0000-00-00 00:00:00", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-05:00",
        "2025-05-03T10:00:00+99:00", "x" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_full_date_is_unknown(value):
    assert moment(value) is None


@given(st.datetimes(datetime(1800, 1, 1), datetime(9000, 1, 1)).map(lambda when: when.replace(tzinfo=timezone.utc)))
def test_iso_times_come_back(when):
    expected = (when - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds()
    assert moment(when.isoformat()) == pytest.approx(expected * SECOND, abs=100) or expected == 0


@given(st.one_of(st.text(max_size=40), st.text("0123456789-:TZ+. /JanMyGMT", max_size=30), st.integers(), st.floats()))
def test_any_value_is_a_moment_or_unknown(value):
    assert moment(value) is None or isinstance(moment(value), int)
