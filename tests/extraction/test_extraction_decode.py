"""Bytes to text: what encoding explains them, and what is no text."""

import pytest
from hypothesis import given, settings, strategies as st

from schemas.reasons import Reason
from transforms.extraction.decode import NotText, decode

TEXT = "The café’s owner said: “It cost £2.” Ærøskøbing, Łódź"
LONG = "The council said on Tuesday that the works would go on as planned. " * 9 + "José Peña put the cost at £40 million."
UMLAUTS = "The mayor of Königsstädt said on Tuesday that the naïve plan would not be built. " * 3
WESTERN = "The café's owner said it cost £2."


@pytest.mark.parametrize(
    "content, charset, text",
    [
        (TEXT.encode("utf-8"), None, TEXT),
        (TEXT.encode("utf-8"), "iso-8859-1", TEXT),  # the server's default, and wrong
        (TEXT.encode("utf-8-sig"), None, TEXT),
        (TEXT.encode("utf-16"), None, TEXT),
        (TEXT.encode("utf-16-le"), None, TEXT),
        (TEXT.encode("utf-32"), None, TEXT),
        (WESTERN.encode("cp1252"), None, WESTERN),
        (LONG.encode("cp1252"), None, LONG),  # few bytes beyond ASCII, and still no damaged UTF-8
        (UMLAUTS.encode("latin-1"), None, UMLAUTS),
        ("Москва ответила в среду. ".encode("cp1251") * 9, None, "Москва ответила в среду. " * 9),
        ("“Quotes” – of Windows".encode("cp1252"), "iso-8859-1", "“Quotes” – of Windows"),
        ("北京市政府".encode("gb18030"), "gb2312", "北京市政府"),
        ("東京の新聞".encode("cp932"), "Shift_JIS", "東京の新聞"),
        ("東京の新聞".encode("iso2022_jp"), "iso-2022-jp", "東京の新聞"),
        (b"plain", "utf-16", "plain"),  # a declaration that cannot be right
        (b"plain", "no-such-encoding", "plain"),
        (b"plain", "\0", "plain"),
        (TEXT.encode() * 20 + b"\xff", "utf-8", TEXT * 20 + "\ufffd"),
    ],
)
def test_bytes_are_decoded(content, charset, text):
    assert decode(content, charset) == text


def test_a_page_declares_its_encoding():
    page = '<html><meta charset="windows-1251"><p>Москва'.encode("cp1251")
    assert decode(page, html=True).endswith("Москва")


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", Reason.EMPTY),
        (b" \n\t ", Reason.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), Reason.BINARY),
        (b"%PDF-1.4 text", Reason.BINARY),
        (bytes(range(32)) * 50, Reason.BINARY),
        (b"\x81\x8d\x8f\x90\x9d" * 400, Reason.UNDECODABLE),
    ],
)
def test_what_is_no_text_is_named(content, reason):
    with pytest.raises(NotText) as refused:
        decode(content)
    assert refused.value.reason == reason


@pytest.mark.parametrize("charset", ("undefined", "idna", "punycode", "unicode_escape"))
def test_what_is_a_codec_of_python_s_only_declares_nothing(charset):
    assert decode("Zürich \\u0041".encode("cp1252"), charset) == "Zürich \\u0041"


@settings(deadline=None)
@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=20)), st.booleans())
def test_any_bytes_are_text_or_refused(content, charset, html):
    try:
        assert isinstance(decode(content, charset, html=html), str)
    except NotText:
        pass
