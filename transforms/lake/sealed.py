"""Objects that tell by a first line with a checksum what they are and that they are whole."""

import hashlib
from typing import Optional


def seal(title: str, body: bytes) -> bytes:
    """The content of such an object.

    :param title: what it is, of what, and of which version; without a line break.
    """
    return _head(title, body) + b"\n" + body


def unseal(title: str, content: bytes) -> Optional[bytes]:
    """The body of such an object; None if it is not whole, or has another title."""
    head, _, body = content.partition(b"\n")
    return body if head == _head(title, body) else None


def _head(title: str, body: bytes) -> bytes:
    return f"newslake {title} {hashlib.blake2b(body, digest_size=16).hexdigest()}".encode()
