"""Who asks servers for feeds without a contact is told so."""

import pytest

from pipelines.contact import missing_contact
from transforms.web.client import CONTACT_VARIABLE


@pytest.mark.parametrize(
    "given, told",
    [
        ("https://paper.example/feed", True),
        ("http://[2001:db8::1]/feed", True),
        ("http://localhost:8000/feed", False),
        ("http://127.0.0.1:8000/feed", False),
        ("http://[::1]/feed", False),
        ("articles/", False),
        ("s3://bucket/articles", False),
    ],
)
def test_servers_of_others_are_to_know_whom_to_write_to(monkeypatch, given, told):
    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    assert (CONTACT_VARIABLE in (missing_contact(["a.txt", given]) or "")) is told
    monkeypatch.setenv(CONTACT_VARIABLE, " ")
    assert bool(missing_contact([given])) is told
    monkeypatch.setenv(CONTACT_VARIABLE, "editor@courier.example")
    assert missing_contact([given]) is None


@pytest.mark.parametrize("address, told", [("https://paper.example/feed", True), ("http://127.0.0.1:8000/feed", False)])
def test_those_whose_feeds_a_file_lists_are_to_know_too(monkeypatch, tmp_path, address, told):
    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    listing = tmp_path / "feeds.opml"
    listing.write_text(f'<opml><body><outline xmlUrl="{address}"/></body></opml>')
    assert bool(missing_contact([str(listing)])) is told
    assert missing_contact([str(tmp_path / "gone.opml")]) is None
