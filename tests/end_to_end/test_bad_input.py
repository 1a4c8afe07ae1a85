"""Every bad input ends as a reject with stage, reason and payload, and the good ones go on."""

import functools
import gzip
import http.server
import json
import threading

import pytest

from tests.end_to_end.running import ingest, newslake, rows

REPORT = (
    "The council of Marlow voted on Tuesday to repair the old bridge over the river. Mayor Anna Price said the work "
    "would cost £2 million and could begin in June. Residents had asked for it since the flood of 2019.\n\n"
    "The opposition did not support the plan. Its leader, Tom Reed, told reporters that the money should go to schools."
)
PAGE = "<html><head><title>Bridge to be repaired</title></head><body><article><h1>Bridge to be repaired</h1>" + "".join(
    f"<p>{paragraph}</p>" for paragraph in REPORT.split("\n\n")
) + "</article></body></html>"
NAVIGATION = (
    "<html><head><title>Sections</title></head><body><nav><ul>"
    + "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Home", "World", "Sport", "Business", "Login"))
    + "</ul></nav></body></html>"
)
WARC_RECORD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://courier.example/bridge\r\n"
    b"WARC-Date: 2025-05-03T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:8a1a7e4e-3bd5-4d3a-9d9f-000000000001>\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
)
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def warc_record(page: str) -> bytes:
    body = HTTP + page.encode()
    return WARC_RECORD % (len(body), body)


BAD_FILES = {
    "empty.txt": (b"", "read", "empty"),
    "blank.txt": (b" \n\n\t\n", "read", "empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "read", "binary"),
    "broken.txt.gz": (gzip.compress(REPORT.encode())[:-20], "read", "corrupt_gzip"),
    "nogzip.txt.gz": (REPORT.encode(), "read", "corrupt_gzip"),
    "menu.html": (NAVIGATION.encode(), "extract", "no_article"),
    "empty.jsonl": (b"", "read", "empty"),
    "nofeed.rss": (b"this is no feed at all", "read", "not_a_feed"),
    "page.rss": (PAGE.encode(), "read", "not_a_feed"),
}


@pytest.fixture(scope="module")
def bad_lake(tmp_path_factory):
    folder = tmp_path_factory.mktemp("input")
    for name, (content, _, _) in BAD_FILES.items():
        (folder / name).write_bytes(content)
    (folder / "good.txt").write_text(f"Bridge to be repaired\n\n{REPORT}\n")
    (folder / "lines.jsonl").write_text(
        "\n".join(
            [
                json.dumps({"title": "First line", "text": REPORT.replace("Marlow", "Henley")}),
                '{"title": "Second line", "text": "cut off',
                json.dumps({"title": "Third line has no text"}),
                json.dumps({"title": "Fourth line", "text": REPORT.replace("Marlow", "Windsor")}),
            ]
        )
    )
    whole, cut = warc_record(PAGE.replace("Marlow", "Oxford")), warc_record(PAGE.replace("Marlow", "Didcot"))
    (folder / "crawl.warc").write_bytes(whole + cut[: len(cut) // 2])
    # Each byte sequence is wrong in UTF-8 and undefined in windows-1252.
    (folder / "noise.txt").write_bytes(b"\x81\x8d\x8f\x90\x9d" * 400)
    lake = tmp_path_factory.mktemp("lake") / "lake"
    return folder, lake, ingest(folder, "--output", lake)


def test_each_input_is_accounted_for(bad_lake):
    _, lake, account = bad_lake
    assert account["new"] == 4  # the good file, two lines, one record
    assert account["rejected"] == len(BAD_FILES) + 4
    assert len(rows(lake, "articles")) == account["new"]
    assert len(rows(lake, "rejects")) == account["rejected"] == sum(account["rejects"].values())


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_a_reject_with_its_reason(bad_lake, name):
    folder, lake, _ = bad_lake
    content, stage, reason = BAD_FILES[name]
    (row,) = [row for row in rows(lake, "rejects") if row["input_uri"] == str(folder / name)]
    assert (row["stage"], row["reason"]) == (stage, reason)
    assert row["message"]
    assert bool(row["payload"]) == bool(content.strip())


@pytest.mark.parametrize(
    "part, reason",
    [
        ("lines.jsonl#line=2", "malformed_json"),
        ("lines.jsonl#line=3", "bad_record"),
        ("crawl.warc#offset=", "truncated_warc"),
        ("noise.txt", ("undecodable", "binary")),
    ],
)
def test_a_bad_part_is_a_reject_and_the_others_go_on(bad_lake, part, reason):
    _, lake, _ = bad_lake
    (row,) = [row for row in rows(lake, "rejects") if part in row["input_uri"]]
    assert row["reason"] in ((reason,) if isinstance(reason, str) else reason)
    assert row["payload"]


def test_a_second_run_writes_no_reject_again(bad_lake):
    folder, lake, first = bad_lake
    before = sorted(row["reject_id"] for row in rows(lake, "rejects"))
    again = ingest(folder, "--output", lake)
    assert (again["new"], again["unchanged"], again["rejected"]) == (0, first["new"], first["rejected"])
    assert sorted(row["reject_id"] for row in rows(lake, "rejects")) == before
    assert newslake("audit", lake).returncode == 0


def test_too_many_rejects_are_an_exit_status(bad_lake, tmp_path):
    folder, _, _ = bad_lake
    done = newslake("ingest", folder, "--output", tmp_path / "lake", "--max-reject-rate", "0.1")
    assert done.returncode == 1
    assert "rejected" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere/at/all.txt", "--output", "{lake}"],
        ["nowhere/*.txt", "--output", "{lake}"],
        ["{folder}", "--output", "{lake}", "--model", "en_no_such_model"],
        ["{folder}", "--output", "{lake}", "--catalogue", "nowhere.yaml"],
        ["{folder}", "--output", "{lake}", "--wrokers", "1"],
        ["--output", "{lake}"],
        ["{folder}", "--output", ""],
        ["{folder}", "--output", "{lake}", "--runner", "NoSuchRunner"],
    ],
)
def test_bad_usage_is_one_sentence_and_touches_nothing(bad_lake, tmp_path, arguments):
    folder, _, _ = bad_lake
    lake = tmp_path / "lake"
    done = newslake("ingest", *(argument.format(folder=folder, lake=lake) for argument in arguments))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert not lake.exists()


def test_shards_that_disagree_are_refused(bad_lake):
    folder, lake, _ = bad_lake
    done = newslake("ingest", folder, "--output", lake, "--shards", "3")
    assert done.returncode == 2
    assert "--shards 3 does not match this lake's 1" in done.stderr


@pytest.fixture
def site(tmp_path):
    """A web site on loopback whose feed has a good item, a missing page, a menu and no link."""
    root = tmp_path / "site"
    root.mkdir()
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(root))
    )
    address = f"http://127.0.0.1:{server.server_port}"
    items = "".join(
        f"<item><title>{name}</title><link>{address}/{name}.html</link><guid>{name}</guid></item>"
        for name in ("bridge", "missing", "menu", "blank", "blank-too")
    )
    (root / "feed.rss").write_text(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title>{items}'
        "<item><description/></item></channel></rss>"
    )
    (root / "bridge.html").write_text(PAGE)
    (root / "menu.html").write_text(NAVIGATION)
    (root / "blank.html").write_text("")
    (root / "blank-too.html").write_text("")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()


def test_a_feed_and_its_pages_over_http(site, tmp_path):
    lake = tmp_path / "lake"
    account = ingest(f"{site}/feed.rss", f"{site}/no-such-feed.rss", "--output", lake, "--allow-private")
    assert account["new"] == 1
    assert account["rejects"] == {"http_error": 2, "no_article": 1, "no_content": 1, "empty": 2}
    (article,) = rows(lake, "articles")
    assert article["feed_url"] == f"{site}/feed.rss"
    assert article["url"] == f"{site}/bridge.html"
    rejected = rows(lake, "rejects")
    assert len(rejected) == account["rejected"]
    assert any("404" in row["message"] for row in rejected)
    # Items of a feed have its input_uri; which of them it was stands in the payload.
    assert {row["payload"].strip() for row in rejected if row["reason"] == "empty"} == {
        f"{site}/blank.html",
        f"{site}/blank-too.html",
    }


def test_private_addresses_are_not_fetched_unless_allowed(site, tmp_path):
    account = ingest(f"{site}/feed.rss", "--output", tmp_path / "lake")
    assert account["rejects"] == {"blocked_address": 1}
