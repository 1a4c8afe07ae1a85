"""Connections that go only where they may, and that end when the exchange's time is up."""

import contextlib
import socket
import threading
import time
from typing import Iterable, Iterator, Optional

import httpcore
import httpx

from transforms.web.addresses import is_public

# An address that does not answer within this is passed over for the host's next one.
CONNECT_SECONDS = 10.0
# Of each server one connection is kept for the next request, so this is the number of servers.
KEPT_CONNECTIONS = 32
KEPT_SECONDS = 15.0

_exchange = threading.local()


class BlockedAddress(Exception):
    """A host has no address but private ones; the message names host and address."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Let everything that this thread sends and receives within the block end after so many seconds altogether."""
    _exchange.ends = time.monotonic() + seconds
    try:
        yield
    finally:
        _exchange.ends = None


def _left() -> Optional[float]:
    """Seconds that the exchange still has; None without a limit.

    :raises httpcore.TimeoutException: none.
    """
    ends = getattr(_exchange, "ends", None)
    if ends is None:
        return None
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("its time is up")
    return left


class Transport(httpx.BaseTransport):
    """HTTP/1.1 over connections of a `Network`; the environment's proxies are not used.

    :param allow_private: connect to private, loopback and link-local addresses, too.
    """

    def __init__(self, allow_private: bool = False) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=None,
            max_keepalive_connections=KEPT_CONNECTIONS,
            keepalive_expiry=KEPT_SECONDS,
            network_backend=Network(allow_private),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """:raises BlockedAddress: the host is not of the public Internet.
        :raises httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError: it failed; reading
            the response can raise them, too.
        """
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = self._pool.handle_request(httpcore.Request(request.method, url, headers=request.headers.raw))
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream), request=request)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()


class Network(httpcore.NetworkBackend):
    """Resolves a host once, and connects to the very address that was found to be public.

    So a name that resolves to another address a moment later gains nothing by it.
    """

    def __init__(self, allow_private: bool = False) -> None:
        self._allow_private = allow_private
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Optional[float] = None,
        local_address: Optional[str] = None,
        socket_options: Optional[Iterable] = None,
    ) -> httpcore.NetworkStream:
        addresses = _resolve(host, port)
        allowed = [address for address in addresses if self._allow_private or is_public(address)]
        if not allowed:
            where = "" if host == addresses[0] else f" is at {addresses[0]}, which"
            raise BlockedAddress(f"{host}{where} is not a public address")
        for address in allowed[:-1]:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._connect(address, port, local_address, socket_options)
        return self._connect(allowed[-1], port, local_address, socket_options)

    def _connect(self, address: str, port: int, local_address, socket_options) -> httpcore.NetworkStream:
        seconds = min(_left() or CONNECT_SECONDS, CONNECT_SECONDS)
        return _TimedStream(self._sockets.connect_tcp(address, port, seconds, local_address, socket_options))


class _TimedStream(httpcore.NetworkStream):
    """A connection on which each wait is at most what the exchange has left."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: Optional[float] = None) -> bytes:
        return self._stream.read(max_bytes, _left())

    def write(self, buffer: bytes, timeout: Optional[float] = None) -> None:
        self._stream.write(buffer, _left())

    def start_tls(self, ssl_context, server_hostname=None, timeout: Optional[float] = None) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, _left()))

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str):
        return self._stream.get_extra_info(info)


def _resolve(host: str, port: int) -> "list[str]":
    """The numeric addresses of a host, at least one.

    :raises httpcore.ConnectError: it has none.
    :raises httpcore.ConnectTimeout: the name servers took longer than the exchange may.
    """
    found: "list[str]" = []
    failed: "list[Exception]" = []

    def look_up() -> None:
        try:
            records = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(record[4][0] for record in records))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    # The system's look-up knows no time limit, so it runs beside this thread, which may leave it behind.
    thread = threading.Thread(target=look_up, name=f"look up {host}", daemon=True)
    thread.start()
    thread.join(_left())
    if failed:
        raise httpcore.ConnectError(f"its name can't be resolved: {failed[0]}") from failed[0]
    if thread.is_alive():
        raise httpcore.ConnectTimeout("its name was not resolved in time")
    if not found:
        raise httpcore.ConnectError("its name has no address")
    return found
