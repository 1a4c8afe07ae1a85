"""What is known of a feed as JSON: written by one version, read by another."""

from dataclasses import asdict, fields
from typing import Any

from transforms.feeds.polling import FeedState


def as_json(state: FeedState) -> "dict[str, Any]":
    """A state as an object of JSON's kinds of values."""
    return asdict(state)


def from_json(written: Any) -> FeedState:
    """A state as it was written, by this version or another: what it does not know is passed over.

    :raises ValueError: it is none.
    """
    if not isinstance(written, dict) or not isinstance(written.get("address"), str):
        raise ValueError("it has no address")
    known = {field.name: field.default for field in fields(FeedState)}
    for name in known.keys() & written.keys():
        if not fits(written[name], known[name]):
            raise ValueError(f"{name} is {str(written[name])[:50]}")
    # JSON knows lists only; equal states must be equal whether they were written or not.
    values = {name: written[name] for name in known.keys() & written.keys()}
    return FeedState(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def fits(value: Any, default: Any) -> bool:
    """Whether a value of JSON is of the kind that a field with that default has."""
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if isinstance(default, (int, float)):
        return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15
    return isinstance(value, str) or (value is None and default is None)
