"""A bucket on loopback: as much of S3's protocol as listing and reading need."""

import contextlib
import http.server
import re
import threading
from typing import Iterator
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

ENVIRONMENT = {
    "AWS_ALLOW_HTTP": "true",
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_REGION": "us-east-1",
}
PAGE = 2  # objects a listing gives at a time: several requests for a handful


@contextlib.contextmanager
def serve(objects: "dict[str, bytes]", bucket: str) -> Iterator[str]:
    """Serve objects, by name; gives the endpoint's address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            if "list-type" in query:
                return self._list(query)
            name = unquote(address.path).removeprefix(f"/{bucket}/")
            if name not in objects:
                return self._send(404, b"<Error><Code>NoSuchKey</Code></Error>")
            content = objects[name]
            part = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
            if not part:
                return self._send(200, content)
            first, last = int(part[1]), min(int(part[2]), len(content) - 1)
            return self._send(
                206, content[first : last + 1], {"Content-Range": f"bytes {first}-{last}/{len(content)}"}
            )

        def _list(self, query: "dict[str, str]") -> None:
            after = query.get("continuation-token", "")
            names = [name for name in sorted(objects) if name.startswith(query.get("prefix", "")) and name > after]
            more = f"<NextContinuationToken>{escape(names[PAGE - 1])}</NextContinuationToken>" if names[PAGE:] else ""
            contents = "".join(
                f"<Contents><Key>{escape(name)}</Key><LastModified>2025-05-03T10:00:00.000Z</LastModified>"
                f"<ETag>x</ETag><Size>{len(objects[name])}</Size></Contents>"
                for name in names[:PAGE]
            )
            truncated = str(bool(more)).lower()
            body = f"<ListBucketResult><IsTruncated>{truncated}</IsTruncated>{contents}{more}</ListBucketResult>"
            self._send(200, body.encode())

        def _send(self, status: int, body: bytes, headers: "dict[str, str]" = {}) -> None:
            self.send_response(status)
            fields = {"Content-Length": str(len(body)), "Last-Modified": "Sat, 03 May 2025 10:00:00 GMT", "ETag": '"x"'}
            for name, value in {**fields, **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def log_message(self, *_) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
