"""Spans of time as people write them."""

import pytest

from pipelines.durations import seconds_of


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("90s", 90),
        ("30m", 1800),
        ("12h", 43_200),
        ("7d", 604_800),
        (" 1.5h ", 5400),
        ("0s", 0),
        *((text, None) for text in ("", "5", "m", "-5m", "5 m", "5M", "5w", "1e3s", "٣s", "nans", "infs", "1.s")),
    ],
)
def test_a_span_is_a_number_with_a_unit(text, seconds):
    assert seconds_of(text) == seconds
