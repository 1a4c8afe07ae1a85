"""What tells a feed's items apart: for the overlap of two polls, and for what need not be read again."""

from dataclasses import replace

import pytest

from schemas.records import Item
from transforms.feeds.identity import identity_of, state_of
from transforms.feeds.parse import parse

ITEM = Item("feed", url="https://courier.example/1", record_id="4711", title="Bridge", summary="It opens.", tags=["a"])


@pytest.mark.parametrize(
    "change, same_item, same_state",
    [
        ({}, True, True),
        ({"record_id": "4712"}, True, True),  # guids that are drawn anew with each answer
        ({"title": "Bridges"}, True, False),
        ({"summary": "It opened."}, True, False),
        ({"content": b"It opens."}, True, False),
        ({"published_at": 1}, True, False),
        ({"tags": ["a", "b"]}, True, False),
        ({"url": "https://courier.example/2"}, False, False),
    ],
)
def test_an_item_and_its_state(change, same_item, same_state):
    changed = replace(ITEM, **change)
    assert (identity_of(changed) == identity_of(ITEM)) == same_item
    assert (state_of(changed) == state_of(ITEM)) == same_state


def test_items_without_links_are_told_apart_by_id_and_else_by_title():
    ids_and_titles = [(record_id, title) for record_id in ("1", "2", None) for title in "ab"]
    items = [replace(ITEM, url=None, record_id=record_id, title=title) for record_id, title in ids_and_titles]
    assert len({identity_of(item) for item in items}) == 2 + 2
    assert len({state_of(item) for item in items}) == len(items)


def test_items_of_json_feeds_have_both():
    items = '{"id": "1", "content_text": "a"}, {"id": "2", "content_text": "a"}'
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{items}]}}'
    first, second = parse(body.encode(), feed_url="feed").parts
    assert identity_of(first) != identity_of(second)
