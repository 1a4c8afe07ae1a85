"""What inputs name, and what is passed over, rejected or refused."""

import os
import socket

import pytest

from schemas.records import FEED, FILE, Location
from transforms.files.locate import InputError, check, locate
from transforms.opening import local_path

FEED_XML = b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>'
SITEMAP = b'<?xml version="1.0"?><urlset><url></url></urlset>'
JSON_FEED = b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(folder, *names, content=b"x"):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def found(*inputs):
    """What the inputs name, by kind, and what was passed over, as (name, why)."""
    passed = []
    check(inputs)
    located = list(locate(inputs, lambda uri, why: passed.append((uri, why))))
    return located, passed


def files(*inputs):
    return [one.uri for one in found(*inputs)[0] if isinstance(one, Location)]


def test_a_folder_is_read_recursively_in_the_order_of_names(folder):
    make(folder, "in/b.txt", "in/a/z.html", "in/a/b/y.jsonl", "in/c.warc.gz", "in/C.TXT", "in/a.htm")
    assert files("in") == ["in/C.TXT", "in/a/b/y.jsonl", "in/a/z.html", "in/a.htm", "in/b.txt", "in/c.warc.gz"]


@pytest.mark.parametrize(
    "name, kind",
    [
        ("a.txt", FILE), ("a.HTML", FILE), ("a.Htm.GZ", FILE), ("a.jsonl", FILE), ("a.warc", FILE), ("a.WARC.gz", FILE),
        ("a.xml", FEED), ("a.RSS", FEED), ("a.atom.gz", FEED), ("a.opml", FEED), ("a.json", FEED),
    ],
)  # fmt: skip
def test_a_file_in_a_folder_is_what_its_suffix_says(folder, name, kind):
    make(folder, f"in/{name}", content=b"")
    assert found("in") == ([Location(f"in/{name}", kind)], [])


@pytest.mark.parametrize("name", ["a.md", "a.pdf", "a", "a.gz", "txt", "a.txt.bak", "a.csv.gz"])
def test_a_file_of_unknown_suffix_in_a_folder_is_passed_over(folder, name):
    make(folder, f"in/{name}")
    assert found("in") == ([], [(f"in/{name}", "unknown suffix")])


def test_hidden_files_and_folders_are_passed_over(folder):
    make(folder, "in/.a.txt", "in/.git/b.txt", "in/c.txt")
    assert found("in") == ([Location("in/c.txt")], [("in/.a.txt", "hidden"), ("in/.git", "hidden")])


@pytest.mark.parametrize("given", [".in", "./.in/", ".in/.a.txt", ".in/.*"])
def test_what_is_hidden_is_read_if_it_is_named(folder, given):
    make(folder, ".in/.a.txt", ".in/b.txt")
    assert files(given)


@pytest.mark.parametrize(
    "content, kind",
    [
        (b"Some words.", FILE), (b"<html><p>Words.</p></html>", FILE), (b'{"text": "Words."}\n', FILE), (b"", FILE),
        (FEED_XML, FEED), (b"<opml version='2.0'></opml>", FEED), (JSON_FEED, FEED),
        (FEED_XML.decode().encode("utf-16"), FEED),
    ],
)  # fmt: skip
@pytest.mark.parametrize("given", ["in/article.data", "in/*.data"])
def test_a_file_that_is_named_without_a_known_suffix_is_what_its_content_says(folder, given, content, kind):
    make(folder, "in/article.data", content=content)
    assert found(given) == ([Location("in/article.data", kind)], [])


@pytest.mark.parametrize(
    "name, content, passed",
    [
        ("a.xml", SITEMAP, True), ("a.json", b'{"name": "package"}', True), ("a.json", b'[{"text": "x"}]', True),
        ("a.xml", FEED_XML, False), ("a.xml", b"<opml/>", False), ("a.xml", b"<!DOCTYPE html><p>x</p>", False),
        ("a.xml", b"no feed at all", False), ("a.xml", b"", False), ("a.json", JSON_FEED, False),
        ("a.json", b'{"items": [{"content_html": "x"}]}', False), ("a.json", b"no JSON", False),
        ("a.rss", SITEMAP, False),
    ],
)  # fmt: skip
def test_in_a_folder_xml_and_json_that_is_plainly_no_feed_is_passed_over(folder, name, content, passed):
    make(folder, f"in/{name}", content=content)
    expected = ([], [(f"in/{name}", "no feed")]) if passed else ([Location(f"in/{name}", FEED)], [])
    assert found("in") == expected
    assert found(f"in/{name}") == found(f"in/*{name[1:]}") == ([Location(f"in/{name}", FEED)], [])


@pytest.mark.parametrize("name", ["a pipe", "a.txt", "a.xml", "a.jsonl.gz"])
@pytest.mark.parametrize("given", ["in", "in/*", "in/{}"])
def test_a_pipe_is_located_as_a_file_without_being_opened(folder, name, given):
    (folder / "in").mkdir()
    os.mkfifo(folder / "in" / name)
    assert files(given.format(name)) == [f"in/{name}"]


def test_a_socket_is_not_passed_over(folder):
    (folder / "in").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("in/s")
        assert files("in") == ["in/s"]


def test_links_are_followed_and_each_file_is_read_once(folder):
    make(folder, "elsewhere/c.txt", "in/b.txt")
    os.symlink("b.txt", folder / "in/a.txt")
    os.symlink("../elsewhere", folder / "in/d")
    os.symlink("../elsewhere", folder / "in/e")
    os.symlink("../elsewhere/c.txt", folder / "in/f.txt")
    os.link(folder / "in/b.txt", folder / "in/g.txt")
    assert found("in") == (
        [Location("in/a.txt"), Location("in/d/c.txt")],
        [(f"in/{name}", "found before") for name in ("b.txt", "e", "f.txt", "g.txt")],
    )


def test_a_link_that_is_passed_over_does_not_hide_its_file(folder):
    make(folder, "in/b.txt")
    os.symlink("b.txt", folder / "in/a")
    assert found("in") == ([Location("in/b.txt")], [("in/a", "unknown suffix")])


@pytest.mark.parametrize("given", ["in", "in/**", "in/**/*.txt", "in/*/*/*.txt", "**"])
def test_circles_of_links_end(folder, given):
    make(folder, "in/a/x.txt", "in/b/y.txt")
    os.symlink("..", folder / "in/a/up")
    os.symlink("../b", folder / "in/a/over")
    os.symlink("../a", folder / "in/b/over")
    names = {os.path.realpath(name) for name in files(given)}
    assert names == {str(folder / "in/a/x.txt"), str(folder / "in/b/y.txt")}
    assert len(names) == len(files(given))


def test_a_link_to_nothing_in_a_folder_is_a_reject(folder):
    make(folder, "in/b.txt")
    os.symlink("gone.txt", folder / "in/a.txt")
    os.symlink("self.txt", folder / "in/self.txt")
    rejects = [one for one in found("in")[0] if not isinstance(one, Location)]
    assert [(one.input_uri, one.stage, one.reason) for one in rejects] == [
        ("in/a.txt", "read", "unreadable"), ("in/self.txt", "read", "unreadable"),
    ]  # fmt: skip


@pytest.fixture
def nobody(folder):
    """Without root's right to read everything."""
    folder.chmod(0o755)
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    yield
    os.seteuid(before)


@pytest.mark.parametrize("given", ["in", "in/**/*.txt"])
@pytest.mark.parametrize("mode", [0o000, 0o300])
def test_an_unreadable_folder_is_a_reject_and_the_others_go_on(folder, request, given, mode):
    make(folder, "in/a/x.txt", "in/b.txt")
    (folder / "in/a").chmod(mode)
    request.getfixturevalue("nobody")
    reject, location = found(given)[0]
    assert (reject.input_uri, reject.stage, reject.reason) == ("in/a", "read", "unreadable")
    assert "Permission denied" in reject.message
    assert location == Location("in/b.txt")


def test_a_folder_that_only_lists_its_names_gives_a_reject_for_each(folder, request):
    make(folder, "in/a/x.txt", "in/a/y")
    (folder / "in/a").chmod(0o744)
    request.getfixturevalue("nobody")
    for given in ("in", "in/**/*.txt"):  # what can't be looked at could be a folder that holds a match
        assert [one.input_uri for one in found(given)[0]] == ["in/a/x.txt", "in/a/y"]


def test_a_path_that_is_too_long_is_a_reject(folder):
    os.mkdir("in")
    os.chdir("in")
    for _ in range(20):
        os.mkdir("d" * 250)
        os.chdir("d" * 250)
    os.chdir(folder)
    (reject,) = found(str(folder))[0]
    assert (reject.reason, len(reject.input_uri) > 4000) == ("unreadable", True)


@pytest.mark.parametrize(
    "given, expected",
    [
        ("in/*.txt", ["in/a1.txt", "in/b2.txt"]),
        ("in/?2.*", ["in/b2.txt"]),
        ("in/[ab][0-9].txt", ["in/a1.txt", "in/b2.txt"]),
        ("in/[!a]*.txt", ["in/b2.txt"]),
        ("in/*/*.html", ["in/sub/c.html"]),
        ("in/**/*.html", ["in/d.html", "in/sub/c.html", "in/sub/deep/e.html"]),
        ("**/deep/*", ["in/sub/deep/e.html"]),
        ("in/sub*", ["in/sub/c.html", "in/sub/deep/e.html"]),
        ("in/*/", ["in/sub/c.html", "in/sub/deep/e.html"]),
        ("./in//./*.txt", ["in/a1.txt", "in/b2.txt"]),
        ("i*/**", ["in/a1.txt", "in/b2.txt", "in/d.html", "in/sub/c.html", "in/sub/deep/e.html"]),
    ],
)
def test_globs(folder, given, expected):
    make(folder, "in/a1.txt", "in/b2.txt", "in/d.html", "in/sub/c.html", "in/sub/deep/e.html", "in/.h.txt")
    assert files(given) == expected
    assert files(f"{folder}/{given}") == [f"{folder}/{name}" for name in expected]


def test_a_glob_that_names_no_suffix_chooses_by_suffix_as_a_folder_does(folder):
    make(folder, "in/news.txt", "in/news.md", "in/news")
    passed = [("in/news", "unknown suffix"), ("in/news.md", "unknown suffix")]
    assert found("in/news*") == ([Location("in/news.txt")], passed)
    assert files("in/news.*d") == []


def test_a_glob_finds_through_two_ways_what_only_one_of_them_matches(folder):
    make(folder, "in/sub/b/x.txt")
    os.symlink("sub/b", folder / "in/A")
    assert files("in/**/b/*.txt") == ["in/sub/b/x.txt"]


@pytest.mark.parametrize(
    "name",
    ["a b.txt", "a\nb.txt", "a#line=3.txt", "100%25.txt", "[1].txt", "*.txt", "a?.txt", "é.txt", "a:b.txt", "'\".txt"],
)
def test_any_name_can_be_read(folder, name):
    make(folder, f"in/{name}")
    assert files("in") == files(f"in/{name}") == files("in/*.txt") == [f"in/{name}"]
    assert files(f"{(folder / 'in' / name).as_uri()}") == [f"{folder}/in/{name}"]


def test_a_glob_takes_a_folder_whose_name_has_wildcards(folder):
    make(folder, "News [2024]/a.txt", "News 2/b.txt")
    assert files("News [2024]/*.txt") == ["News 2/b.txt", "News [2024]/a.txt"]


def test_a_name_that_is_no_text_is_given_as_a_file_uri(folder):
    os.mkdir("in")
    path = b"in/caf\xe9 %#.txt"
    with open(path, "wb") as file:
        file.write(b"x")
    for given in ("in", os.fsdecode(path), "in/*.txt"):
        (uri,) = files(given)
        assert uri == f"file://{folder}/in/caf%E9%20%25%23.txt"
        assert os.path.samefile(local_path(uri), path)
        assert files(uri) == [uri]


def test_deep_folders_are_no_limit(folder):
    path = folder
    for _ in range(300):
        path /= "d"
    make(path, "a.txt")
    assert len(files(str(folder))) == 1


def test_inputs_keep_their_order_and_addresses_are_feeds(folder):
    make(folder, "b.txt", "a.txt")
    assert found("b.txt", "https://courier.example/feed", "HTTP://courier.example", "a.txt")[0] == [
        Location("b.txt"),
        Location("https://courier.example/feed", FEED),
        Location("HTTP://courier.example", FEED),
        Location("a.txt"),
    ]


def test_what_vanishes_after_the_check_is_located_for_a_reject(folder):
    assert list(locate(["gone.txt"], print)) == [Location("gone.txt")]


@pytest.mark.parametrize(
    "given, message",
    [
        ("gone.txt", "there is no gone.txt"),
        ("gone/", "there is no gone/"),
        ("", "an input is empty"),
        ("*.html", "nothing matches *.html"),
        ("gone/**", "nothing matches gone/**"),
        ("a.md/*.txt", "nothing matches a.md/*.txt"),
        ("a.md/", "there is no a.md/"),
        ("link.txt", "link.txt is a link to nothing"),
        ("http://", "http:// names no host"),
        ("https:///feed", "https:///feed names no host"),
        ("http://[::1/feed", "http://[::1/feed names no host"),
        ("ftp://host/a.txt", "of none of the schemes"),
        ("://a", "of none of the schemes"),
        ("a://[b", "of none of the schemes"),
        ("file:///gone%00.txt", "there is no"),
        ("file://elsewhere/a.md", "there is no"),
        ("s3://", "s3://: "),
        ("s3://[bucket/a", "no such name of a bucket or object"),
        ("s3://bucket/a//b", "no such name of a bucket or object"),
    ],
)
def test_an_input_that_names_nothing_is_refused(folder, given, message):
    make(folder, "a.md")
    os.symlink("nothing", folder / "link.txt")
    with pytest.raises(InputError) as error:
        check([given])
    assert message in str(error.value)
    assert "\n" not in str(error.value)
