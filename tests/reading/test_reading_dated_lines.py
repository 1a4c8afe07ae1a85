"""Dates within the lines that say who and when."""

from datetime import datetime, timezone

import pytest

from transforms.dated_lines import published_in_line, without_dates


def micros(*parts):
    return int(datetime(*parts, tzinfo=timezone.utc).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    "line, expected",
    [
        ("Windhoek, 7 June 2023", micros(2023, 6, 7)), ("Date: 7 June 2023", micros(2023, 6, 7)),
        ("By Selma Haufiku, Transport Correspondent | Published 7 June 2023, 08:15", micros(2023, 6, 7, 8, 15)),
        ("June 7, 2023 / 10:30 AM EDT / CBS News", micros(2023, 6, 7, 14, 30)), ("8:05 am on 7 June 2023", micros(2023, 6, 7, 8, 5)),
        ("7 June 2023 | 4:31 pm GMT+3", micros(2023, 6, 7, 13, 31)), ("7 June 2023 10:00 UTC", micros(2023, 6, 7, 10)),
        ("Posted by Tom Reed on 2023/06/07", micros(2023, 6, 7)), ("17/06/2023 10:30", micros(2023, 6, 17, 10, 30)),
        ("Updated: June 8, 2023 1:11 pm | First published: June 7, 2023", micros(2023, 6, 7)),
        ("8 June 2023 (published 7 June 2023)", micros(2023, 6, 7)),
        ("June 7, 2023 10:30 pm | Updated 11:03 pm IST", micros(2023, 6, 7, 17)),  # the zone is that of both
        ("Updated June 8, 2023", None), ("When: 7 June 2023", None), ("By Tom Reed, 07/06/2023", None), ("7 June", None),
        ("7 June 2999", None), ("x" * 300 + " 7 June 2023", None),
    ],
)  # fmt: skip
def test_a_line_says_when_something_was_published(line, expected):
    assert published_in_line(line) == expected


def test_a_line_without_its_dates():
    assert without_dates("By Tom Reed 7 June 2023, 08:15 BST, Windhoek", "|") == "By Tom Reed |, Windhoek"
