"""The account of a run."""

import io

import pytest
from rich.console import Console

from pipelines.account import Account


def test_counters_add_up_over_chunks():
    account = Account(read=5)
    account.add({"new": 2, "mentions": 7, "rejected": 1, "rejected.empty": 1})
    account.add({"new": 1, "unchanged": 1, "mentions": 1, "relations": 4})
    assert account.balances
    assert account.as_json() == {
        "read": 5, "new": 3, "unchanged": 1, "rejected": 1, "duplicate": 0, "rejects": {"empty": 1},
        "mentions": 8, "relations": 4, "seconds": 0.0, "articles_per_second": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize("outcome", ["new", "unchanged", "rejected"])
def test_an_input_without_an_outcome_is_said(outcome):
    account = Account(read=2)
    account.add({outcome: 1})
    page = io.StringIO()
    account.show(Console(file=page, width=100))
    assert not account.balances
    assert "1 of 2 inputs have no outcome" in page.getvalue()


def test_reject_rate():
    assert Account().reject_rate == 0
    assert Account(read=4, rejected=1).reject_rate == 0.25
