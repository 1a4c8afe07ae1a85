"""A feed's bytes to a text that a parser can read, whatever is wrong with them."""

import re
from typing import Iterator, Optional

from transforms.encodings import IN_ASCII, WESTERN, codec_of, is_damaged_utf8
from transforms.media import FEED_ROOTS, HEAD_BYTES, OPML_ROOT, looks_like_html, root_element, unicode_encoding

JSON_STARTS = ("{", "[")

# What entities that a document defines may grow to: real feeds define a few characters' names.
EXPANSION_CHARACTERS = 1_000_000
MAX_ENTITIES = 1000
# The parser looks at each attribute once per attribute. Real tags have a dozen.
MAX_ATTRIBUTES = 200

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*>", re.IGNORECASE)
_ROOTS = FEED_ROOTS | {OPML_ROOT}
_START = re.compile(r"<\?xml\s|<!doctype\s|<(?:[\w.-]+:)?(?:rss|rdf|feed|channel|opml)[\s>]", re.IGNORECASE)
_EBCDIC_START = "<?xm".encode("cp037")
# A feed under the document type of a page.
_MISLABELLED = re.compile(rb"\s*(?:<\?[^>]*>\s*)*<!doctype\s+html[^>]*>\s*<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)
# All that XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets), as characters and as references.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,12})|([0-9]{1,12}));", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!doctype\s[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_LONG_TAG = re.compile(r"<([A-Za-z][^\s<>/]{0,100})\s[^<>]{1000,}>")
_ENTITY = re.compile(r"""<!entity\s+(%\s+)?([\w:.-]+)\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def feed_text(body: bytes, charset: Optional[str] = None) -> str:
    """The text of a feed: decoded, without what stands before its start, and without characters that XML forbids.

    Declarations of the encoding are often wrong, so what the bytes themselves say comes first: a byte order
    mark, then whether they are UTF-8, which other encodings' texts hardly ever are by chance.

    :param charset: the encoding that the server declared.
    """
    text = _ILLEGAL.sub("", _decode(body, charset)).lstrip("\ufeff \t\r\n")
    if text.startswith(JSON_STARTS) or root_element(text[:HEAD_BYTES].encode()) in _ROOTS:
        return text
    start = _START.search(text, 0, HEAD_BYTES)
    return text[start.start() :] if start else text


def is_page(body: bytes) -> bool:
    """Whether a body is an HTML page and no feed."""
    return looks_like_html(body) and not _MISLABELLED.match(body)


def xml_text(text: str) -> str:
    """A feed's text as XML for a parser: declared as UTF-8, and without definitions that would blow it up."""
    declaration = _DECLARATION.match(text)
    text = _REFERENCE.sub(_legal_reference, text[declaration.end() :] if declaration else text)
    doctype = _DOCTYPE.match(text.lstrip())
    if doctype is not None and _is_bomb(doctype.group(), text):
        text = text.lstrip()[doctype.end() :]
    text = _LONG_TAG.sub(_bounded_tag, text)
    return f'<?xml version="1.0" encoding="utf-8"?>{text}'


def legal(text: str) -> str:
    """A text without lone surrogates and control characters, which JSON can hold and tables can't."""
    return _ILLEGAL.sub("", text)


def _decode(body: bytes, charset: Optional[str]) -> str:
    encoding = unicode_encoding(body)
    if encoding is not None:
        return body.decode(encoding, "replace")
    if body.startswith(_EBCDIC_START):
        # Its letters and digits are the same in all code pages, so that the declaration can be read.
        charset = charset or _named(body[:HEAD_BYTES].decode("cp037").encode("latin-1")) or "cp037"
        return body.decode(codec_of(charset) or "cp037", "replace")
    declared = _named(body[:HEAD_BYTES])
    for encoding in _candidates([name for name in (charset, declared) if name]):
        try:
            return body.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return _damaged(body)


def _named(head: bytes) -> Optional[str]:
    """The encoding that an XML declaration names."""
    declared = _DECLARED.search(head)
    return declared[1].decode("ascii") if declared else None


def _candidates(declared: "list[str]") -> Iterator[str]:
    known = [name for name in map(codec_of, declared) if name is not None]
    yield from (name for name in known if name in IN_ASCII)
    yield "utf-8"
    yield from known


def _damaged(body: bytes) -> str:
    """UTF-8 with some broken bytes if more of its characters are whole than broken, else windows-1252."""
    text = body.decode("utf-8", "replace")
    return text if is_damaged_utf8(text, share=1.0) else body.decode(WESTERN, "replace")


def _legal_reference(reference: "re.Match[str]") -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    legal_code = code in (9, 10, 13) or 32 <= code < 0x110000 and not _ILLEGAL.match(chr(code))
    return reference.group() if legal_code else ""


def _bounded_tag(tag: "re.Match[str]") -> str:
    if tag.group().count("=") <= MAX_ATTRIBUTES:
        return tag.group()
    return f"<{tag[1]}{'/' if tag.group().endswith('/>') else ''}>"


def _is_bomb(doctype: str, text: str) -> bool:
    """Whether a document type defines entities in terms of others, or that grow beyond what a feed needs."""
    entities = list(_ENTITY.finditer(doctype))
    if len(entities) > MAX_ENTITIES:
        return True
    grown = 0
    for entity in entities:
        value = entity[3] or entity[4] or ""
        if entity[1] or re.search(r"&(?!#)", value) or "%" in value:
            return True
        grown += len(value) * text.count(f"&{entity[2]};")
    return grown > EXPANSION_CHARACTERS
