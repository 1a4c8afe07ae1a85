"""Loads what a path or an address holds: over HTTP, from an object store or from this machine."""

import io
from dataclasses import dataclass, field, replace
from typing import Mapping, Optional, Union

from schemas.reasons import Reason, Stage
from schemas.records import Response, reject
from schemas.tables import Reject
from transforms.decompression import GZIP_MAGIC, GzipReader
from transforms.opening import READ_ERRORS, TooLarge, open_content, read_capped, read_failure
from transforms.web.client import Client
from transforms.web.failures import FetchFailed
from transforms.web.urls import is_web, without_credentials

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "text/html;q=0.8, */*;q=0.7"
)


@dataclass(frozen=True)
class NotHad:
    """Why an address could not be had.

    :param reject: names the address without credentials, and has it as its payload.
    :param status: the HTTP status, if there was an answer.
    :param headers: of the answer, as a Response has them.
    """

    reject: Reject
    status: Optional[int] = None
    headers: Mapping[str, str] = field(default_factory=dict)


def load_stored(address: str, body_cap: int) -> Union[Response, Reject]:
    """What a path or an object's URI holds, decompressed if it is a gzip file; or why it can't be had.

    :param body_cap: bytes that it may have after decompression.
    """
    try:
        with open_content(address) as source:
            return _gunzipped(Response(address, 200, None, None, read_capped(source, body_cap)), body_cap)
    except (TooLarge, *READ_ERRORS) as error:
        return _no(address, Stage.READ, *read_failure(error), error)


def load(address: str, client: Client) -> Union[Response, Reject]:
    """What a path, an object's URI or a web address holds, decompressed if it is gzip; or why it can't be had."""
    loaded = ask(address, client)
    return loaded.reject if isinstance(loaded, NotHad) else loaded


def ask(address: str, client: Client, validators: Optional[Mapping[str, str]] = None) -> Union[Response, NotHad]:
    """The same, asking a server for what changed only; a failure comes with what the server said.

    :param validators: headers by which the server can tell that nothing has changed; it then answers 304.
    """
    if not is_web(address):
        stored = load_stored(address, client.body_cap)
        return NotHad(stored) if isinstance(stored, Reject) else stored
    try:
        return _gunzipped(client.get(address, accept=ACCEPT, validators=validators), client.body_cap)
    except FetchFailed as error:
        return NotHad(_no(address, Stage.FETCH, error.reason, str(error), error), error.status, error.headers)
    except (TooLarge, *READ_ERRORS) as error:
        return NotHad(_no(address, Stage.READ, *read_failure(error), error))


def _gunzipped(response: Response, cap: int) -> Response:
    """The same with its body decompressed, if that is a gzip file: feeds are served as `feed.xml.gz`, too."""
    if not response.body.startswith(GZIP_MAGIC):
        return response
    body = read_capped(io.BufferedReader(GzipReader(io.BytesIO(response.body))), cap)
    return replace(response, body=body)


def _no(address: str, stage: Stage, reason: Reason, message: str, error: Exception) -> Reject:
    name = without_credentials(address)
    cause = error.__cause__ if isinstance(error, FetchFailed) else error
    return reject(stage, reason, message, input_uri=name, feed_url=name, payload=name, exception=cause)
