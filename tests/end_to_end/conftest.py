"""Fixtures of the end-to-end tests."""

from pathlib import Path

import pytest

from tests.end_to_end.running import write_articles


@pytest.fixture
def articles(tmp_path) -> Path:
    """A file of sixty articles over many days."""
    return write_articles(tmp_path / "articles.jsonl", 60)
