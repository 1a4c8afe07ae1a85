"""Why an address could not be had."""

from typing import Mapping, Optional

from schemas.reasons import Reason


class FetchFailed(Exception):
    """Why there is no answer that can be used; the message names the address, without its credentials.

    :param status: the HTTP status, if there was an answer.
    :param body: how an answer that tells of an error begins, decompressed.
    :param headers: of the answer, as a Response has them.
    """

    def __init__(
        self,
        reason: Reason,
        message: str,
        status: Optional[int] = None,
        body: bytes = b"",
        headers: Optional[Mapping[str, str]] = None,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.status = status
        self.body = body
        self.headers = headers or {}
