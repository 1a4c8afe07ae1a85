"""What a run shows while it goes."""

import io
import time

import pytest
from rich.console import Console

from pipelines import progress as module
from pipelines.account import Account
from pipelines.local import run_round
from pipelines.progress import PassedOver, Progress
from schemas.records import Item

SECONDS = 20


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(module, "SECONDS_BETWEEN_LINES", 0.01)
    monkeypatch.setattr(module, "SECONDS_BETWEEN_UPDATES", 0.01)


def wait_for(page: io.StringIO, text: str) -> None:
    until = time.monotonic() + SECONDS
    while text not in page.getvalue():
        assert time.monotonic() < until, page.getvalue()
        time.sleep(0.01)


@pytest.mark.parametrize("terminal", [False, True])
def test_it_shows_what_is_under_way_before_the_first_chunk_is_done(terminal):
    page = io.StringIO()
    with Progress(Console(file=page, width=160, force_terminal=terminal)) as progress:
        for _ in range(3):
            progress.read()
        wait_for(page, "3 read · 3 under way · 0 new")
        account = Account(read=2)
        account.add({"new": 1, "rejected": 1})
        progress.done(account)
        wait_for(page, "3 read · 1 under way · 1 new · 0 unchanged · 1 rejected")
    said = page.getvalue()
    time.sleep(0.1)
    assert page.getvalue() == said  # nothing is shown after the end


def test_the_rate_is_that_of_the_time_elapsed(monkeypatch):
    progress = Progress(Console(file=io.StringIO()))
    progress.done(Account(read=90, new=90))
    monkeypatch.setattr(module.time, "monotonic", lambda: progress._started + 3723.0)
    assert progress.line() == "90 read · 0 under way · 90 new · 0 unchanged · 0 rejected · 0.0/s · 1:02:03"
    monkeypatch.setattr(module.time, "monotonic", lambda: progress._started + 9.0)
    assert progress.line().endswith("10.0/s · 0:00:09")


def test_a_job_on_a_cluster_shows_its_time_only():
    page = io.StringIO()
    with Progress(Console(file=page), counts=False):
        wait_for(page, "the job is under way · 0:00:00")


def test_a_round_says_what_it_reads_and_has_done():
    class Pool:
        def outcomes(self, chunks):
            for chunk in chunks:
                seen.append(progress.line())
                yield chunk, []

    seen: "list[str]" = []
    progress = Progress(Console(file=io.StringIO()))
    items = [Item(input_uri=f"{number}.txt", content=b"x") for number in range(257)]
    run_round(items, Pool(), lambda state: None, Account(), progress)
    assert seen[0].startswith("256 read · 256 under way")
    assert seen[1].startswith("257 read · 1 under way")
    assert progress.line().startswith("257 read · 0 under way")


@pytest.mark.parametrize("count, more", [(1, ""), (100, ""), (102, " and 2 more")])
def test_what_was_passed_over_is_counted_and_named_in_one_warning(count, more):
    page = io.StringIO()
    passed_over = PassedOver(Console(file=page))
    for number in range(count):
        passed_over(f"in/[{number}].docx", "unknown suffix")
    passed_over.report()
    (line,) = page.getvalue().splitlines()
    assert line.startswith(f"passed over {count}: in/[0].docx (unknown suffix)") and line.endswith(f"(unknown suffix){more}")
    assert line.count(".docx") == min(count, 100)
