"""Repair of characters: nothing invisible, broken or undefined reaches a column."""

import unicodedata

import pytest
from hypothesis import given, settings, strategies as st

from transforms.cleaning.repair import repair, repair_line, repair_lines


@pytest.mark.parametrize(
    "broken, repaired",
    [
        ("itâ€™s the mayorâ€™s cafÃ©", "it’s the mayor’s café"),
        ("AT&amp;T &ldquo;rose&rdquo; 5&nbsp;%", "AT&T “rose” 5 %"),
        ("zero\u200bwidth\ufeff and soft\u00adhyphen", "zerowidth and softhyphen"),
        ("e\u0301te\u0301", "été"),
        ("o\ufb03ce", "office"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("a\x00b\x07c\x1b", "abc"),
        ("don`t and it´s", "don't and it's"),
        ("``We go,'' he said", "“We go,” he said"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("a pair \ud83d\ude00", "a pair 😀"),
        ("‘quotes’ “stay” – as they are…", "‘quotes’ “stay” – as they are…"),
        ("全角　ＡＢＣ", "全角 ＡＢＣ"),
        ("5 °C\nHe sang “Ne me quitte pas”à cappella", "5 °C\nHe sang “Ne me quitte pas”à cappella"),
    ],
)
def test_a_text_is_repaired(broken, repaired):
    assert repair(broken) == repaired


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_what_is_repaired_can_be_stored(text):
    repaired = repair(text)
    repaired.encode("utf-8")
    assert unicodedata.normalize("NFC", repaired) == repaired
    assert not any(unicodedata.category(character) == "Cc" and character != "\n" for character in repaired)
    assert not any(character in repaired for character in "\u200b\u200d\ufeff\u00ad\u2060\u202e")


def test_nothing_is_null_and_not_an_empty_text():
    assert repair_line(" \u200b ") is None
    assert repair_line(None) is None
    assert repair_lines([" ", "\u200b"]) is None
    assert repair_lines(["Jane  Doe", "Jane Doe", ""]) == ["Jane Doe"]
