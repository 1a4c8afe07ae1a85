"""Addresses of articles: one canonical form for each, and the source that an address belongs to."""

import os
import re
from pathlib import PurePosixPath
from typing import Optional
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from schemas.records import Page
from transforms.web.urls import is_web, site_of

# What says how a reader came to an article, and not which article it is.
_TRACKING = re.compile(
    r"utm_\w+|at_\w+|mc_[ce]id|ns_\w+|pk_\w+|piwik_\w+|mtm_\w+|hsa_\w+|_hs\w+|ic?id|icid|fbclid|gclid|gclsrc|dclid|"
    r"msclkid|yclid|twclid|"
    r"ttclid|igshid|igsh|wt\.?\w*mc|cmp(?:id)?|xtor|ftag|ocid|ncid|sr_share|smid|smtyp|smprod|soc_src|soc_trk|spref|"
    r"rss(?:feed)?|"
    r"guccounter|guce_referr\w+|__twitter_impression|ref_?src|ref_?url|referrer|referer|campaign_?id|mkt_tok|trk\w*|"
    r"s_cid|vero_\w+|oly_\w+|"
    r"__s|_ga|_gl|cn-track|amp|outputtype|intcmp|itid|linkid|link_source|taid|tpcc|unlocked_article_code|giftcode|"
    r"accesstoken|reflink|"
    r"syn-[\w-]+|__tn__",
    re.IGNORECASE,
)
# These are used for both: with a number they may be what names the article.
_TRACKING_WORDS = re.compile(
    r"ref|source|src|via|share\w*|cid|feature|partner|campaign|gift|output|from", re.IGNORECASE
)
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_AMP_PATH = re.compile(r"(?:/amp(?:/index)?(?:\.html?)?|[./]amp(?:\.html?)?|-amp)/?$", re.IGNORECASE)
_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_DEFAULT_PORTS = (None, 80, 443)
_SAFE = "/:@!$&'()*+,;=~-._%"


def canonical_address(address: Optional[str]) -> Optional[str]:
    """An article's address in one form, whatever way led to it; None for what is no web address.

    Scheme, `www.`, default port, tracking parameters and their order, fragment, a slash at the end, an index page and
    the marks of an AMP variant make no difference. What else the path and the query say does.
    """
    try:
        parts = urlsplit((address or "").strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        if parts.scheme.lower() not in ("http", "https") or not host:
            return None
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except ValueError:  # a port that is no number, a bracket that is not closed, a label that is too long
        return None
    scheme = "https" if port in _DEFAULT_PORTS else parts.scheme.lower()
    host = host.removeprefix("www.") if host.count(".") > 1 else host
    host = host.removeprefix("amp.") if host.count(".") > 1 else host
    location = f"[{host}]" if ":" in host else host
    path = _INDEX_PAGE.sub("/", quote(_ESCAPED.sub(_unescaped, parts.path), safe=_SAFE, errors="replace"))
    path = (_AMP_PATH.sub("", path) or path).rstrip("/")
    query = sorted(
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(name, value)
    )
    # Pages that are programs name the article behind "#!".
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    port_part = "" if port in _DEFAULT_PORTS else f":{port}"
    return urlunsplit((scheme, location + port_part, path, urlencode(query, errors="replace"), fragment))


def _is_tracking(name: str, value: str) -> bool:
    return _TRACKING.fullmatch(name) is not None or (
        _TRACKING_WORDS.fullmatch(name) is not None and not value.isdigit()
    )


def _unescaped(escape: "re.Match[str]") -> str:
    """A character that needs no escape, else the escape in capitals."""
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def source_of(page: Page) -> str:
    """The source as the record names it, else the registered domain of the article's address, else the
    name of the folder that its file lies in; lower case."""
    if page.source and page.source.strip():
        return " ".join(page.source.split()).lower()
    return site_of(page.url) or site_of(page.canonical_url) or _folder(page.input_uri)


def _folder(input_uri: str) -> str:
    path = re.sub(r"#(?:line|offset)=\d+$", "", input_uri)
    if is_web(path):
        return site_of(path) or "files"
    if "://" in path:
        parts = urlsplit(path)
        return (PurePosixPath(parts.path).parent.name or parts.netloc or "files").lower()
    return (PurePosixPath(os.path.abspath(path)).parent.name or "files").lower()
