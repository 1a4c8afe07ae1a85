"""An HTTP client for servers that may be slow, broken or hostile."""

import base64
import os
import time
from dataclasses import replace
from http import HTTPStatus
from typing import Callable, Iterator, Mapping, Optional, Tuple, Union

import httpcore
import httpx

from schemas.reasons import Reason
from schemas.records import Response
from schemas.version import VERSION
from transforms.decompression import CorruptData, decode
from transforms.media import media_type
from transforms.opening import BODY_CAP
from transforms.web.failures import FetchFailed
from transforms.web.hosts import HOSTS, Hosts
from transforms.web.network import BlockedAddress, Transport, time_limit
from transforms.web.urls import BadAddress, parse_address, shown, with_credentials_of

EXCHANGE_SECONDS = 60.0
# What browsers stop at is 20; honest chains (http to https to www to a canonical path) have three or four.
MAX_REDIRECTS = 10
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT_REDIRECTS = (301, 308)
NOT_MODIFIED = 304

# What an answer says of when to ask again and how. Other headers are of no use to anybody.
KEPT_HEADERS = ("etag", "last-modified", "cache-control", "expires", "date", "retry-after")

CONTACT_VARIABLE = "NEWSLAKE_CONTACT"
ACCEPT_ENCODING = "gzip, deflate, br, zstd"
# What servers write into Content-Encoding that is none: the body is as it is.
NOT_CODINGS = ("none", "utf-8", "utf8", "binary", "8bit", "7bit", "chunked")

# What is read of an answer that tells of an error: enough to see who refused.
ERROR_BYTES = 64 * 1024

Wanted = Callable[[Optional[str]], bool]
Permit = Callable[[httpx.URL], float]
Redirect = Tuple[int, httpx.URL]


def user_agent() -> str:
    """Who asks: the program, its version, and whom to write to if `NEWSLAKE_CONTACT` says so."""
    contact = " ".join(os.environ.get(CONTACT_VARIABLE, "").split()).encode("ascii", "ignore").decode()
    return f"newslake/{VERSION} (reads news feeds and articles{f'; contact: {contact}' if contact else ''})"


class Client:
    """Gets what stands at web addresses. May be used by several threads at once.

    :param timeout: seconds that an exchange may take from the look-up of the name to the last byte, its
        redirects included; waiting for other requests to the same host is not counted.
    :param body_cap: bytes that a body may have after decompression.
    :param allow_private: connect to private, loopback and link-local addresses, too.
    :param hosts: who is at which host; the process's, unless given.
    :param transport: what sends requests and may raise what `Transport` raises; one of its own, unless given.
    """

    def __init__(
        self,
        *,
        timeout: float = EXCHANGE_SECONDS,
        body_cap: int = BODY_CAP,
        allow_private: bool = False,
        hosts: Hosts = HOSTS,
        transport: Optional[httpx.BaseTransport] = None,
    ) -> None:
        self._timeout = timeout
        self._body_cap = body_cap
        self._hosts = hosts
        self._transport = transport or Transport(allow_private)
        self._headers = {"User-Agent": user_agent(), "Accept-Encoding": ACCEPT_ENCODING}

    @property
    def body_cap(self) -> int:
        """Bytes that a body may have after decompression."""
        return self._body_cap

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *exception) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept."""
        self._transport.close()

    def get(
        self,
        address: str,
        *,
        accept: str = "*/*",
        wanted: Optional[Wanted] = None,
        permit: Optional[Permit] = None,
        validators: Optional[Mapping[str, str]] = None,
    ) -> Response:
        """What stands at an address, after redirects. Credentials in it are sent, to its server only.

        :param accept: the media types to ask for, as in the header of that name.
        :param wanted: says of an answer's media type, or None, whether the body is to be read at all.
        :param permit: gives the seconds to keep between two requests to the host of an address, before each that
            is asked, or raises FetchFailed.
        :param validators: headers by which the server can tell that nothing has changed; it then answers 304.
        :raises FetchFailed: there is none, or one with another status than 2xx, and than the 304 that was asked for.
        """
        url = _parsed(address)
        cookies = httpx.Cookies()  # some servers send a reader round until it shows theirs
        left = self._timeout
        moved_to: Optional[httpx.URL] = None
        permanent = True
        for _ in range(MAX_REDIRECTS + 1):
            delay = permit(url) if permit is not None else 0.0
            with self._hosts.turn(url.host, delay):
                started = time.monotonic()
                answer = self._exchange(url, accept, wanted, cookies, left, validators or {})
            if isinstance(answer, Response):
                return replace(answer, moved_to=moved_to and shown(moved_to))
            left -= time.monotonic() - started
            status, url = answer
            permanent = permanent and status in PERMANENT_REDIRECTS
            moved_to = url if permanent else moved_to
        raise FetchFailed(
            Reason.TOO_MANY_REDIRECTS, f"{shown(_parsed(address))} redirects more than {MAX_REDIRECTS} times"
        )

    def _exchange(
        self,
        url: httpx.URL,
        accept: str,
        wanted: Optional[Wanted],
        cookies: httpx.Cookies,
        seconds: float,
        validators: Mapping[str, str],
    ) -> Union[Response, Redirect]:
        """One request: the answer, or the address that it redirects to, after the status that says so."""
        request = self._request(url, accept, cookies, validators)
        response: Optional[httpx.Response] = None
        try:
            with time_limit(seconds):
                response = self._transport.handle_request(request)
                cookies.extract_cookies(response)
                return self._answer(url, response, wanted, conditional=bool(validators))
        except BlockedAddress as error:
            raise FetchFailed(Reason.BLOCKED_ADDRESS, f"{shown(url)} is not fetched: {error}") from error
        except CorruptData as error:
            raise FetchFailed(Reason.CORRUPT_GZIP, f"{shown(url)} can't be decompressed: {error}") from error
        except httpcore.TimeoutException as error:
            message = f"{shown(url)} took longer than it may ({self._timeout:g} s): {error or type(error).__name__}"
            raise FetchFailed(Reason.TIMEOUT, message) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            message = f"the connection to {shown(url)} failed: {error or type(error).__name__}"
            raise FetchFailed(Reason.CONNECTION, message) from error
        finally:
            if response is not None:
                response.close()

    def _request(
        self, url: httpx.URL, accept: str, cookies: httpx.Cookies, validators: Mapping[str, str]
    ) -> httpx.Request:
        # Validators go back as the bytes that came.
        as_received = {name: text.encode("latin-1") for name, text in validators.items()}
        headers = {**self._headers, "Accept": accept, **as_received}
        if url.userinfo:
            credentials = f"{url.username}:{url.password}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(credentials).decode()}"
        request = httpx.Request("GET", url, headers=headers)
        cookies.set_cookie_header(request)
        return request

    def _answer(
        self, url: httpx.URL, response: httpx.Response, wanted: Optional[Wanted], conditional: bool
    ) -> Union[Response, Redirect]:
        status, headers = response.status_code, _kept_headers(response)
        if status in REDIRECTS and "location" in response.headers:
            return status, with_credentials_of(url, _parsed(response.headers["location"], url))
        if status == NOT_MODIFIED and conditional:
            return Response(shown(url), status, None, None, b"", headers)
        if not 200 <= status < 300:
            body = self._error_body(url, response)
            raise FetchFailed(Reason.HTTP_ERROR, f"{shown(url)} answered {_status(status)}", status, body, headers)
        kind, charset = media_type(response.headers.get("content-type"))
        if wanted is not None and not wanted(kind):
            raise FetchFailed(Reason.NOT_HTML, f"{shown(url)} is {kind}, not HTML")
        return Response(
            url=shown(url),
            status=status,
            content_type=kind,
            charset=charset,
            body=b"".join(self._pieces(url, response)),
            headers=headers,
        )

    def _error_body(self, url: httpx.URL, response: httpx.Response) -> bytes:
        """How the body of an error begins, as far as it can be had: the status is what counts."""
        body = b""
        try:
            for piece in self._pieces(url, response):
                body += piece
                if len(body) >= ERROR_BYTES:
                    break
        except (FetchFailed, CorruptData, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
            pass
        return body[:ERROR_BYTES]

    def _pieces(self, url: httpx.URL, response: httpx.Response) -> Iterator[bytes]:
        """The decompressed body, piece by piece."""
        codings = [
            coding
            for coding in response.headers.get_list("content-encoding", split_commas=True)
            if coding.strip().lower() not in NOT_CODINGS
        ]
        return self._capped(url, decode(self._capped(url, response.iter_raw()), codings))

    def _capped(self, url: httpx.URL, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces; what is received is capped like what comes of it, as compressed nothing has no end."""
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > self._body_cap:
                raise FetchFailed(Reason.TOO_LARGE, f"{shown(url)} has more than {self._body_cap:,} bytes")
            yield piece


def _parsed(address: str, base: Optional[httpx.URL] = None) -> httpx.URL:
    try:
        return parse_address(address, base)
    except BadAddress as error:
        raise FetchFailed(Reason.BAD_URL, str(error)) from error


def _kept_headers(response: httpx.Response) -> "dict[str, str]":
    """Of a header that is repeated the first, but all of Cache-Control, which is a list."""
    kept: "dict[str, str]" = {}
    for name_bytes, value_bytes in response.headers.raw:
        name, value = name_bytes.decode("latin-1").lower(), value_bytes.decode("latin-1")
        if name in KEPT_HEADERS:
            repeated = name in kept and name == "cache-control"
            kept[name] = f"{kept[name]}, {value}" if repeated else kept.get(name, value)
    return kept


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
