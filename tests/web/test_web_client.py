"""What the client makes of servers: well-behaved, slow, broken and hostile ones."""

import concurrent.futures
import gzip
import socket
import ssl
import threading
import zlib
from pathlib import Path

import pytest
import zstandard

from schemas.reasons import Reason
from schemas.version import VERSION
from tests.web.serving import serving
from transforms.decompression import CODINGS
from transforms.web import network
from transforms.web.client import CONTACT_VARIABLE, MAX_REDIRECTS, Client
from transforms.web.failures import FetchFailed

CERTIFICATE = Path(__file__).with_name("courier_example.pem")  # self-signed, for courier.example
CAP = 100_000
BODY = "The council voted on Tuesday.".encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def site():
    with serving() as site:
        yield site


@pytest.fixture
def client():
    with Client(timeout=20, body_cap=CAP, allow_private=True) as client:
        yield client


@pytest.fixture
def hurried():
    """A client that a server that dawdles is soon cut off by."""
    with Client(timeout=0.3, body_cap=CAP, allow_private=True) as client:
        yield client


def failure(client, address) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        client.get(address)
    return failed.value


def test_an_answer_says_what_came_from_where(site, client):
    response = client.get(site.page("/a", BODY, content_type='Text/HTML; Charset="ISO-8859-1"'))
    assert (response.url, response.status) == (f"{site.address}/a", 200)
    assert (response.content_type, response.charset, response.body) == ("text/html", "ISO-8859-1", BODY)


def test_the_client_says_who_it_is(site, monkeypatch):
    monkeypatch.setenv(CONTACT_VARIABLE, "editor at courier\n")
    with Client(allow_private=True) as client:
        client.get(site.page("/a", BODY))
    _, headers = site.requests[0]
    assert headers["User-Agent"].startswith(f"newslake/{VERSION} (")
    assert headers["User-Agent"].endswith("contact: editor at courier)")
    assert set(headers["Accept-Encoding"].split(", ")) <= set(CODINGS)


def test_the_environments_proxies_are_not_used(site, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with Client(allow_private=True) as client:
        assert client.get(site.page("/a", BODY)).body == BODY


CODED = {
    "gzip": gzip.compress(BODY),
    "deflate": zlib.compress(BODY),
    "zstd": zstandard.compress(BODY),
    "gzip, zstd": zstandard.compress(gzip.compress(BODY)),
    "utf-8": BODY,
    "none": BODY,
}


@pytest.mark.parametrize("coding", CODED)
def test_content_codings_are_undone(site, client, coding):
    assert client.get(site.page("/a", CODED[coding], content_encoding=coding)).body == BODY


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503, 304])
def test_a_status_other_than_success_is_named(site, client, status):
    error = failure(client, site.page("/a", b"" if status == 304 else BODY, status=status))
    assert error.reason == Reason.HTTP_ERROR
    assert str(status) in str(error)


def stall(handler):
    handler.site.closing.wait(20)


def stall_in_the_middle(handler):
    handler.raw(HEAD + b"Content-Length: 100\r\n\r\nThe coun")
    handler.site.closing.wait(20)


def drip(handler):
    handler.raw(HEAD + b"Content-Length: 2000\r\n\r\n")
    for _ in range(2000):
        handler.raw(b"x")
        if handler.site.closing.wait(0.01):
            return


def drip_headers(handler):
    handler.raw(b"HTTP/1.1 200 OK\r\n")
    for number in range(2000):
        handler.raw(b"X-%d: x\r\n" % number)
        if handler.site.closing.wait(0.01):
            return
    handler.raw(b"Content-Length: 0\r\n\r\n")


def only_interim_answers(handler):
    while not handler.site.closing.wait(0.01):
        handler.raw(b"HTTP/1.1 103 Early Hints\r\n\r\n")


@pytest.mark.parametrize("act", [stall, stall_in_the_middle, drip, drip_headers, only_interim_answers])
def test_a_server_that_dawdles_is_cut_off(site, hurried, act):
    assert failure(hurried, site.does("/a", act)).reason == Reason.TIMEOUT


def test_redirects_do_not_lengthen_the_time(site, hurried):
    def on(handler):
        handler.site.closing.wait(0.1)
        handler.raw(b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n")

    assert failure(hurried, site.does("/a", on)).reason == Reason.TIMEOUT


def endless(handler):
    handler.raw(HEAD + b"\r\n")
    while not handler.site.closing.is_set():
        handler.raw(b"x" * 10_000)


def endless_chunks(handler):
    handler.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while not handler.site.closing.is_set():
        handler.raw(b"2710\r\n" + b"x" * 10_000 + b"\r\n")


def endless_gzip_of_nothing(handler):
    handler.raw(HEAD + b"Content-Encoding: gzip\r\n\r\n")
    while not handler.site.closing.is_set():
        handler.raw(gzip.compress(b"") * 500)


@pytest.mark.parametrize("act", [endless, endless_chunks, endless_gzip_of_nothing])
def test_a_body_without_end_is_cut_off(site, client, act):
    assert failure(client, site.does("/a", act)).reason == Reason.TOO_LARGE


@pytest.mark.parametrize(
    "coding, body",
    [
        ("gzip", gzip.compress(bytes(50_000_000))),
        ("zstd", zstandard.compress(bytes(50_000_000))),
        ("deflate", zlib.compress(bytes(50_000_000))),
        ("gzip, gzip", gzip.compress(gzip.compress(bytes(50_000_000)))),
        ("identity", bytes(CAP + 1)),
    ],
)
def test_the_cap_counts_what_is_decompressed(site, client, coding, body):
    error = failure(client, site.page("/a", body, content_encoding=coding))
    assert error.reason == Reason.TOO_LARGE
    assert f"{CAP:,}" in str(error)


def test_a_body_of_the_caps_size_is_not_too_large(site, client):
    assert len(client.get(site.page("/a", gzip.compress(bytes(CAP)), content_encoding="gzip")).body) == CAP


def close_at_once(handler):
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def close_in_the_middle(handler):
    handler.raw(HEAD + b"Content-Length: 100\r\n\r\nThe coun")
    close_at_once(handler)


def close_in_a_chunk(handler):
    handler.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n64\r\nThe coun")
    close_at_once(handler)


def huge_headers(handler):
    handler.raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n")


def no_http(handler):
    handler.raw(b"SSH-2.0-OpenSSH_9.6\r\n")
    close_at_once(handler)


@pytest.mark.parametrize("act", [close_at_once, close_in_the_middle, close_in_a_chunk, huge_headers, no_http])
def test_a_connection_that_breaks_is_a_failure_and_no_answer(site, client, act):
    assert failure(client, site.does("/a", act)).reason == Reason.CONNECTION


@pytest.mark.parametrize(
    "coding, body",
    [
        ("gzip", CODED["gzip"][:-9]),
        ("gzip", CODED["gzip"][:15] + b"\xff" * 9),
        ("deflate", b"\x78\x9cbroken"),
        ("br", BODY),
    ],
)
def test_a_body_that_can_not_be_decompressed_is_a_failure(site, client, coding, body):
    assert failure(client, site.page("/a", body, content_encoding=coding)).reason == Reason.CORRUPT_GZIP


def test_nobody_there(client):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert failure(client, f"http://127.0.0.1:{port}/").reason == Reason.CONNECTION


def test_a_name_that_is_none(client):
    assert failure(client, "http://no-such-host.invalid/").reason == Reason.CONNECTION


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site, client, status):
    site.page("/there", BODY)
    response = client.get(site.page("/here", b"", status=status, location="there#part"))
    assert (response.url, response.body) == (f"{site.address}/there", BODY)


def test_redirects_have_an_end(site, client):
    error = failure(client, site.page("/a", b"", status=302, location="/a"))
    assert error.reason == Reason.TOO_MANY_REDIRECTS
    assert len(site.requests) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://courier.example/", "mailto:a@b", "gopher://127.0.0.1:6379/_x"]
)
def test_a_redirect_leads_to_the_web_only(site, client, target):
    assert failure(client, site.page("/a", b"", status=302, location=target)).reason == Reason.BAD_URL


def test_a_redirect_without_a_place_is_an_error(site, client):
    assert failure(client, site.page("/a", BODY, status=302)).reason == Reason.HTTP_ERROR


def test_cookies_live_for_one_exchange(site, client):
    def wants_cookie(handler):
        if "seen=1" in handler.headers.get("Cookie", ""):
            handler._answer((200, {}, BODY))
        else:
            handler._answer((302, {"Location": "/a", "Set-Cookie": "seen=1; Path=/"}, b""))

    address = site.does("/a", wants_cookie)
    assert [client.get(address).body for _ in range(2)] == [BODY, BODY]
    assert [bool(headers.get("Cookie")) for _, headers in site.requests] == [False, True, False, True]


def test_a_type_that_is_not_wanted_is_not_read(site, client):
    with pytest.raises(FetchFailed) as failed:
        client.get(site.does("/a", endless), wanted=lambda kind: kind != "text/html")
    assert failed.value.reason == Reason.NOT_HTML


# Addresses that may not be connected to


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_private_addresses_are_not_connected_to_however_they_are_written(site, host):
    port = site.address.rpartition(":")[2]
    with Client() as careful:
        assert failure(careful, f"http://{host}:{port}/").reason == Reason.BLOCKED_ADDRESS
    assert not site.requests


@pytest.fixture
def names(monkeypatch):
    """Names that resolve to what a test says, one answer after the other; 127.0.0.2 passes for a public address."""
    answers: "dict[str, list[str]]" = {}
    real = socket.getaddrinfo

    def resolve(host, port, *arguments, **options):
        if host not in answers:
            return real(host, port, *arguments, **options)
        address = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        return real(address, port, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(network, "is_public", lambda address: address == "127.0.0.2")
    return answers


def test_a_redirect_to_a_private_address_is_not_followed(names):
    names.update({"courier.example": ["127.0.0.2"], "inner.example": ["127.0.0.1"]})
    with serving("127.0.0.2") as outer, serving() as inner, Client() as careful:
        port = inner.address.rpartition(":")[2]
        outer.page("/a", b"", status=302, location=f"http://inner.example:{port}/secret")
        address = outer.address.replace("127.0.0.2", "courier.example") + "/a"
        assert failure(careful, address).reason == Reason.BLOCKED_ADDRESS
        assert (len(outer.requests), len(inner.requests)) == (1, 0)


def test_a_name_that_resolves_to_another_address_a_moment_later_gains_nothing(names):
    with serving("127.0.0.2") as outer, serving() as inner, Client() as careful:
        outer.page("/", BODY)
        port = outer.address.rpartition(":")[2]
        names["courier.example"] = ["127.0.0.2", "127.0.0.1"]  # the second answer is never asked for
        assert careful.get(f"http://courier.example:{port}/").body == BODY
        assert outer.requests[0][1]["Host"] == f"courier.example:{port}"
        assert names["courier.example"] == ["127.0.0.1"]
        inner_port = inner.address.rpartition(":")[2]
        assert failure(careful, f"http://courier.example:{inner_port}/").reason == Reason.BLOCKED_ADDRESS
        assert not inner.requests


def test_tls_is_asked_for_by_name_and_the_certificate_must_fit(names, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    asked_for = []
    context.sni_callback = lambda _socket, name, _context: asked_for.append(name)
    names.update({"courier.example": ["127.0.0.2"], "other.example": ["127.0.0.2"]})
    with serving("127.0.0.2", context) as site, Client() as careful:
        site.page("/", BODY)
        port = site.address.rpartition(":")[2]
        assert careful.get(f"https://courier.example:{port}/").body == BODY
        assert failure(careful, f"https://other.example:{port}/").reason == Reason.CONNECTION
    assert asked_for == ["courier.example", "other.example"]


# Credentials


def test_credentials_are_sent_and_not_shown(site, client):
    site.page("/a", BODY)
    response = client.get(site.address.replace("//", "//anna:s%40cret@") + "/a")
    assert site.requests[0][1]["Authorization"] == "Basic YW5uYTpzQGNyZXQ="  # anna:s@cret
    assert response.url == f"{site.address}/a"


@pytest.mark.parametrize("path", ["/missing", "/stall", "/loop", "/elsewhere", "/large"])
def test_credentials_are_in_no_error(site, hurried, path):
    site.does("/stall", stall)
    site.page("/loop", b"", status=302, location="http://anna:secret@[/")
    site.page("/elsewhere", b"", status=302, location="ftp://anna:secret@courier.example/")
    site.page("/large", bytes(CAP + 1))
    error = failure(hurried, site.address.replace("//", "//anna:secret@") + path)
    while error is not None:
        assert "secret" not in f"{error!r} {error}"
        error = error.__cause__


def test_credentials_go_to_their_own_server_only(site, client):
    with serving() as other:
        other.page("/a", BODY)
        site.page("/away", b"", status=302, location=f"{other.address}/a")
        site.page("/here", b"", status=302, location="/end")
        site.page("/absolute", b"", status=302, location=f"{site.address}/end")
        site.page("/end", BODY)
        for path in ("/away", "/here", "/absolute"):
            client.get(site.address.replace("//", "//anna:secret@") + path)
        assert "Authorization" not in other.requests[0][1]
        assert all("Authorization" in headers for _, headers in site.requests)


# One request at a time per host


def test_a_host_is_asked_one_thing_at_a_time_by_all_clients_and_threads(site):
    arrived = threading.Barrier(2)

    def answer(handler):
        try:
            arrived.wait(0.05)  # it would be passed at once by two requests at the same time
        except threading.BrokenBarrierError:
            pass
        handler._answer((200, {}, BODY))

    address = site.does("/a", answer)
    with Client(allow_private=True) as one, Client(allow_private=True) as two:
        with concurrent.futures.ThreadPoolExecutor(6) as threads:
            bodies = list(threads.map(lambda client: client.get(address).body, [one, two] * 3))
    assert bodies == [BODY] * 6
    assert site.at_once == 1


def test_an_answer_carries_what_it_says_of_asking_again(site, client):
    headers = b'ETag: W/"\xe9 a"\r\netag: second\r\nCACHE-CONTROL: public\r\nCache-Control: max-age=60\r\nServer: x\r\n'
    address = site.does("/a", lambda handler: handler.raw(HEAD + headers + b"Content-Length: 0\r\n\r\n"))
    assert client.get(address).headers == {"etag": 'W/"\xe9 a"', "cache-control": "public, max-age=60"}


@pytest.mark.parametrize("etag", ['"a"', 'W/"a"', "a", '"\xe9 \xff"', '""', 'x"y,z'])
def test_validators_go_out_as_they_came_and_a_304_is_an_answer(site, client, etag):
    raw = etag.encode("latin-1")
    site.does("/a", lambda handler: handler.raw(HEAD + b"ETag: " + raw + b"\r\nContent-Length: 0\r\n\r\n"))
    received = client.get(f"{site.address}/a").headers["etag"]
    site.page("/a", b"", status=304, etag=received)
    response = client.get(f"{site.address}/a", validators={"If-None-Match": received, "If-Modified-Since": "yesterday"})
    assert (response.status, response.body, response.headers["etag"]) == (304, b"", etag)
    sent = site.requests[-1][1]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == (etag, "yesterday")


def test_a_304_that_nobody_asked_for_is_a_failure(site, client):
    assert failure(client, site.page("/a", b"", status=304)).status == 304


def test_a_failure_says_what_the_server_said(site, client):
    error = failure(client, site.page("/a", BODY, status=429, retry_after="120", server="x"))
    assert (error.status, error.headers["retry-after"], "server" in error.headers) == (429, "120", False)


@pytest.mark.parametrize(
    "statuses, moved_to",
    [
        ([], None),
        ([301], "/1"),
        ([308, 301], "/2"),
        ([302], None),
        ([307, 301], None),  # what a place that is not for good leads to says nothing of the address
        ([301, 302], "/1"),
        ([301, 303, 301], "/1"),
    ],
)
def test_only_redirects_for_good_move_an_address(site, client, statuses, moved_to):
    for number, status in enumerate(statuses):
        site.page(f"/{number}", b"", status=status, location=f"/{number + 1}")
    site.page(f"/{len(statuses)}", BODY)
    response = client.get(f"{site.address}/0".replace("//", "//anna:secret@"))
    assert response.url == f"{site.address}/{len(statuses)}"
    assert response.moved_to == (moved_to and site.address + moved_to)
