"""Object stores on loopback: an S3 server where one is installed, and a stand-in for GCS's XML interface.

The S3 server is versitygw (`go install github.com/versity/versitygw/cmd/versitygw@latest`): on the PATH, or where
the environment variable NEWSLAKE_S3_SERVER says.
"""

import contextlib
import datetime
import email.utils
import http.server
import json
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
from typing import Iterator
from xml.sax.saxutils import escape

BUCKET = "newslake"


class Gcs(http.server.BaseHTTPRequestHandler):
    """Google's XML interface as far as the client uses it, with preconditions on the generation."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024  # an answer in one packet

    def do_PUT(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.server.lock:
            is_taken = self._name() in self.server.objects
            if self.headers.get("x-goog-if-generation-match") == "0" and is_taken and self.server.is_exclusive:
                return self._answer(412)
            self.server.generation += 1
            self.server.objects[self._name()] = (body, self.server.generation, time.time())
            generation = str(self.server.generation)
        self._answer(200, headers={"ETag": f'"{generation}"', "x-goog-generation": generation})

    def do_GET(self, send=True):
        if not self._name():
            return self._list()
        found = self.server.objects.get(self._name())
        if found is None:
            return self._answer(404, send=send)
        body, generation, at = found
        headers = {"ETag": f'"{generation}"', "Last-Modified": email.utils.formatdate(at, usegmt=True)}
        asked = self.headers.get("Range")
        if not asked:
            return self._answer(200, body, headers, send)
        first, last = asked.removeprefix("bytes=").split("-")
        start = int(first) if first else max(0, len(body) - int(last))
        end = min(len(body), int(last) + 1) if first and last else len(body)
        self._answer(206, body[start:end], {**headers, "Content-Range": f"bytes {start}-{end - 1}/{len(body)}"}, send)

    def do_HEAD(self):
        self.do_GET(send=False)

    def do_DELETE(self):
        with self.server.lock:
            found = self.server.objects.pop(self._name(), None)
        self._answer(204 if found else 404)

    def _list(self):
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        prefix = asked.get("prefix", [""])[0]
        with self.server.lock:
            found = sorted(item for item in self.server.objects.items() if item[0].startswith(prefix))
        entries = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(body)}</Size><ETag>x</ETag><LastModified>"
            f"{datetime.datetime.fromtimestamp(at, datetime.timezone.utc).isoformat()}</LastModified></Contents>"
            for name, (body, _, at) in found
        )
        self._answer(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode())

    def _name(self) -> str:
        return urllib.parse.unquote(urllib.parse.urlsplit(self.path).path).removeprefix(f"/{BUCKET}").strip("/")

    def _answer(self, status, body=b"", headers=None, send=True):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if send:
            self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def gcs(is_exclusive: bool = True) -> "Iterator[dict[str, str]]":
    """A stand-in for GCS; gives the environment in which gs:// means it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gcs)
    server.objects, server.lock, server.generation, server.is_exclusive = {}, threading.Lock(), 0, is_exclusive
    threading.Thread(target=server.serve_forever, daemon=True).start()
    account = {
        "gcs_base_url": f"http://127.0.0.1:{server.server_port}",
        "disable_oauth": True,
        "client_email": "",
        "private_key": "",
        "private_key_id": "",
    }
    yield {"GOOGLE_SERVICE_ACCOUNT_KEY": json.dumps(account), "GOOGLE_ALLOW_HTTP": "true"}
    server.shutdown()
    server.server_close()


def s3_server() -> "str | None":
    """The S3 server's program; None where it is not installed."""
    return os.environ.get("NEWSLAKE_S3_SERVER") or shutil.which("versitygw")


@contextlib.contextmanager
def s3(folder) -> "Iterator[dict[str, str]]":
    """An S3 server over a folder; gives the environment in which s3:// means it."""
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name in ("data", "meta"):
        (folder / name).mkdir()
    (folder / "data" / BUCKET).mkdir()
    process = subprocess.Popen(
        [s3_server(), "--port", f"127.0.0.1:{port}", "posix", "--sidecar", str(folder / "meta"), str(folder / "data")],
        env={**os.environ, "ROOT_ACCESS_KEY": "reader", "ROOT_SECRET_KEY": "not-a-secret"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 30
        while True:
            with contextlib.closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None and time.monotonic() < deadline, "the S3 server did not start"
            time.sleep(0.05)
        yield {
            "AWS_ACCESS_KEY_ID": "reader",
            "AWS_SECRET_ACCESS_KEY": "not-a-secret",
            "AWS_ENDPOINT": f"http://127.0.0.1:{port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
        }
    finally:
        process.kill()
        process.wait()
