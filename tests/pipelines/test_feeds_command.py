"""`newslake feeds`: what it says of every feed of a lake."""

import json
import time

import pytest

from pipelines import cli
from pipelines.feed_states import FOLDER, FeedStates
from pipelines.feeds import as_record, in_words
from pipelines.usage import BAD_USAGE, DONE
from transforms.feeds.polling import LIST, FeedState
from transforms.lake.layout import open_lake
from transforms.lake.store import Store

NOW = 1_746_266_400.0
HOUR = 3600


@pytest.fixture
def lake(tmp_path):
    open_lake(str(tmp_path / "lake"))
    return str(tmp_path / "lake")


def test_an_empty_lake_says_so(lake, capsys):
    assert cli.main(["feeds", lake]) == DONE
    assert "no feed was polled yet" in capsys.readouterr().out
    assert cli.main(["feeds", lake, "--json"]) == DONE
    assert json.loads(capsys.readouterr().out) == {"feeds": []}


@pytest.mark.parametrize("arguments", [[], ["nowhere"], ["{lake}", "--what"]])
def test_what_can_not_be_done_is_bad_usage(lake, arguments, capsys):
    assert cli.main(["feeds", *(argument.format(lake=lake) for argument in arguments)]) == BAD_USAGE
    assert capsys.readouterr().err


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_table_fits_the_terminal_and_names_every_feed(lake, columns, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", str(columns))
    states = FeedStates(Store(lake))
    now = time.time()
    error = "https://c.example/feed answered 503 Service Unavailable " * 9
    states.save(FeedState("https://a.example/[b]/feed", succeeded_at=now - HOUR, next_at=now + HOUR, items=1234))
    states.save(FeedState("https://b.example/" + "long/" * 40, failures=3, failed_at=now - 60, error=error, losses=2))
    assert cli.main(["feeds", lake]) == DONE
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= columns
    together = "".join(out.split())
    assert "1,234" in together and "2feeds,1ofthemfailing" in together


def test_a_damaged_state_is_shown(lake, capsys):
    Store(lake).write(f"{FOLDER}/x.json", b"{")
    assert cli.main(["feeds", lake, "--json"]) == DONE
    (feed,) = json.loads(capsys.readouterr().out)["feeds"]
    assert "damaged" in feed["last_error"]


@pytest.mark.parametrize(
    "state, words",
    [
        ({}, ""),
        ({"failures": 1, "failed_at": NOW - 90, "error": "gone"}, "failed 2 min ago: gone"),
        ({"failures": 7, "failed_at": NOW - 3 * HOUR, "error": "gone"}, "failed 3 h ago, 7 times in a row: gone"),
        ({"error": "gone", "failed_at": NOW - 5}, "last error 5 s ago: gone"),
        ({"fault": "its XML is broken"}, "its XML is broken"),
        ({"not_before": NOW + 2 * HOUR}, "its server wants no request for 2 h"),
        ({"moved_to": "https://b.example/"}, "now at https://b.example/"),
        ({"kind": LIST}, "a list of feeds"),
    ],
)
def test_what_is_said_of_a_feed(state, words):
    assert in_words(FeedState("a", **state), NOW) == words


def test_a_feed_as_json_says_when_in_iso_and_null_where_nothing_was():
    record = as_record(FeedState("a", succeeded_at=NOW, next_at=NOW + HOUR, items=3, losses=1), NOW)
    assert (record["last_success"], record["next_poll"]) == ("2025-05-03T10:00:00Z", "2025-05-03T11:00:00Z")
    assert (record["last_error"], record["last_error_at"], record["due"]) == (None, None, False)
    assert (record["items"], record["possible_losses"]) == (3, 1)
