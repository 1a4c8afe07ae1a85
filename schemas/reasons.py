"""Why an input became no article: the stages it can end at and the closed list of reasons."""

import enum


class Stage(str, enum.Enum):
    """The step at which an input was rejected."""

    READ = "read"
    FETCH = "fetch"
    EXTRACT = "extract"
    CLEAN = "clean"
    ANNOTATE = "annotate"
    LAKE = "lake"


class Reason(str, enum.Enum):
    """Why an input was rejected. Values are part of the `rejects` table: only ever added to."""

    # read: files
    EMPTY = "empty"  # nothing in it
    BINARY = "binary"  # not text, whatever its name says
    UNDECODABLE = "undecodable"  # no encoding explains its bytes
    UNREADABLE = "unreadable"  # the file system or store refused, or it vanished
    NOT_A_FILE = "not_a_file"  # a pipe, socket or device
    CORRUPT_GZIP = "corrupt_gzip"
    MALFORMED_JSON = "malformed_json"
    BAD_RECORD = "bad_record"  # JSON, but not a record with a text, html or url
    MALFORMED_WARC = "malformed_warc"
    TRUNCATED_WARC = "truncated_warc"
    TOO_LARGE = "too_large"  # over the body cap
    # read: feeds
    NOT_A_FEED = "not_a_feed"
    MALFORMED_FEED = "malformed_feed"
    MALFORMED_OPML = "malformed_opml"
    NO_CONTENT = "no_content"  # a feed item with neither a text nor a usable link
    # fetch
    BAD_URL = "bad_url"
    BLOCKED_ADDRESS = "blocked_address"  # private, loopback or link-local
    CONNECTION = "connection"  # DNS, TLS, refused or broken off
    TIMEOUT = "timeout"
    HTTP_ERROR = "http_error"  # a status other than 2xx; the message has it
    TOO_MANY_REDIRECTS = "too_many_redirects"
    NOT_HTML = "not_html"
    ROBOTS = "robots"
    BOT_WALL = "bot_wall"
    LOGIN = "login"
    CONSENT = "consent"
    PAYWALL = "paywall"
    # extract, clean
    NO_ARTICLE = "no_article"  # a page or text in which no article was found
    SUMMARY_ONLY = "summary_only"  # a feed item whose summary is too short to be an article
    TOO_LONG = "too_long"  # over the characters an article may have
    # any
    CRASHED = "crashed"  # an error nobody foresaw; `exception` has it
