"""A web server on loopback that does what a test tells it, also what no server should."""

import contextlib
import http.server
import threading
from dataclasses import dataclass, field
from typing import Callable, Iterator, Optional, Union

Answer = Union["tuple[int, dict[str, str], bytes]", Callable[["Handler"], None]]


@dataclass
class Site:
    """A server's pages by their paths, and the requests that it got.

    :param address: of the server, without a slash at its end.
    :param requests: path and headers of each.
    :param at_once: the largest number of requests that were under way at one time.
    """

    address: str
    pages: "dict[str, Answer]" = field(default_factory=dict)
    requests: "list[tuple[str, dict[str, str]]]" = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    at_once: int = 0
    under_way: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def page(self, path: str, body: Union[str, bytes], status: int = 200, **headers: str) -> str:
        """Put a page at a path; gives its address. `content_type` becomes the header Content-Type."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, named, body.encode() if isinstance(body, str) else body)
        return self.address + path

    def does(self, path: str, act: Callable[["Handler"], None]) -> str:
        """Let a function answer at a path; gives its address."""
        self.pages[path] = act
        return self.address + path


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers from the server's site."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: two would wait for each other's acknowledgement
    site: Site

    def do_GET(self) -> None:
        site = self.site
        with site.lock:
            site.requests.append((self.path, dict(self.headers)))
            site.under_way += 1
            site.at_once = max(site.at_once, site.under_way)
        try:
            with contextlib.suppress(ConnectionError):  # the reader may leave when it has seen enough
                self._answer(site.pages.get(self.path.partition("?")[0], (404, {}, b"there is no such page")))
        finally:
            with site.lock:
                site.under_way -= 1

    def _answer(self, answer: Answer) -> None:
        if callable(answer):
            answer(self)
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, *arguments) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address) -> None:
        pass  # a client that is not pleased closes the connection, as it should


@contextlib.contextmanager
def serving(host: str = "127.0.0.1", tls: Optional[object] = None) -> Iterator[Site]:
    """A site that is served within the block.

    :param tls: an ssl.SSLContext, to serve https.
    """
    site = Site("")
    server = _Server((host, 0), type("SiteHandler", (Handler,), {"site": site}))
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.address = f"{'https' if tls else 'http'}://{host}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        server.server_close()
