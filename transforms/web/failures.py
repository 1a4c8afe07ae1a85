"""Why an address could not be had."""

from typing import Optional

from schemas.reasons import Reason


class FetchFailed(Exception):
    """Why there is no answer that can be used; the message names the address, without its credentials.

    :param status: the HTTP status, if there was an answer.
    :param body: how an answer that tells of an error begins, decompressed.
    """

    def __init__(self, reason: Reason, message: str, status: Optional[int] = None, body: bytes = b"") -> None:
        super().__init__(message)
        self.reason = reason
        self.status = status
        self.body = body
