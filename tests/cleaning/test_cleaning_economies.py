"""What is looked for before a costly step never spares a text that the step would have changed."""

import re

import ftfy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.cleaning.clutter import (
    END_CHARACTERS,
    TAIL_CHARACTERS,
    _alternatives,
    _ends_in_credit,
    families,
    families_of,
    head_reason,
    line_reason,
    with_tails,
)
from transforms.cleaning.glue import _MAY_BE_LABELLED
from transforms.cleaning.repair import _FTFY, _LINE, _mended
from transforms.sentences import SAYING, AnyCase, ends_sentence, straight, words_of

ENDS = [family for family in families() if family.ends]
TAILS = [family for family in families() if family.tails]


@pytest.mark.parametrize("family", ENDS, ids=lambda family: family.reason)
@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_end_has_what_is_looked_for(family, data):
    line = data.draw(st.from_regex(family.ends)).rstrip("\n")
    found = family.ends.search(line, max(0, len(line) - END_CHARACTERS))
    assert found is None or "\n" in line or _ends_in_credit(line)


@pytest.mark.parametrize("family", TAILS, ids=lambda family: family.reason)
@settings(max_examples=100, deadline=None)
@given(st.data())
def test_every_tail_is_seen(family, data):
    text = "The bridge fell. " + data.draw(st.from_regex(family.tails))
    found = family.tails.search(text, max(0, len(text) - TAIL_CHARACTERS))
    assert found is None or family in with_tails(text)


def test_an_articles_last_sentence_has_no_tail():
    assert with_tails("The bridge fell. Nobody was hurt, the mayor said.") == ()


@given(st.text(st.sampled_from("a .!?…।。؟\"'”’)],"), max_size=8))
def test_what_ends_a_sentence_is_seen_as_a_pattern_sees_it(text):
    assert ends_sentence(text) is (re.search(r"[.!?…।。؟][\"'”’)\]]*$", text) is not None)


@pytest.mark.parametrize("sign", ["ﬁle", "PIĊ", "ﬁ", "Suppl\u0131ed", "re\u017ferved", "\u212areuters"])
def test_odd_letters_are_seen_as_patterns_see_them(sign):
    for family in ENDS:
        assert not family.ends.search(f"All of it. (Photo: {sign}") or _ends_in_credit(f"All of it. (Photo: {sign}")


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab <&;amp\r\n\x85\u2028'\"–Ã©â€™\x1b[0m\t\x00é"), max_size=60))
def test_lines_are_mended_as_the_whole_is(text):
    assert "".join(map(_mended, _LINE.findall(text))) == ftfy.fix_text(text, _FTFY)


@given(st.lists(st.sampled_from(sorted({word for family in families() for word in family.words})), max_size=8))
def test_families_of_words_come_in_their_order(words):
    found = words_of(" ".join(words))
    assert families_of(found) == [family for family in families() if not found.isdisjoint(family.words)]


@pytest.mark.parametrize(
    "patterns, text, matched",
    [
        ([r"\bone", r"\btwo(?:a|b)"], "a twob", True),
        ([r"\bone", r"\btwo"], "atwo", False),
        ([r"\bone", r"\btwo|x"], "ax", True),  # its second half has no boundary before it
        ([r"\bone", r"\b[|]two"], "a|two", True),
        ([r"\bone", r"\btwo", "^x"], "x", True),
    ],
)
def test_patterns_that_share_a_boundary_match_alike(patterns, text, matched):
    assert bool(re.search(_alternatives(patterns), text)) is matched
    assert any(re.search(pattern, text) for pattern in patterns) is matched


def _lines():
    patterns = [pattern for family in families() for pattern in (family.lines, family.heads, family.ends) if pattern]
    return st.one_of(st.text(max_size=40), *map(st.from_regex, patterns))


@settings(max_examples=300, deadline=None)
@given(_lines())
def test_reasons_of_lines_are_those_of_the_first_family_that_knows_them(line):
    heads = [family.reason for family in families() if family.heads and family.heads.fullmatch(line)]
    assert head_reason(line) == next(iter(heads), None)
    # An end that stands before a line's break is none of a line.
    known = [family.reason for family in families() if family.is_line(line)]
    assert line_reason(line) == next(iter(known), None)


@pytest.mark.parametrize("line", ["\u017fhare", "S\u0130gn up", "SUB\u017fCR\u0131BE", "BY JOE BARKER", "Supplied: A. Menon", "SUPPLIED: a menon"])
def test_lines_are_known_in_whatever_letters(line):
    known = [family.reason for family in families() if family.is_line(line)]
    assert line_reason(line) == next(iter(known), None)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_sayings_are_seen_in_whatever_letters(data):
    pattern = SAYING._pattern.pattern
    text = data.draw(st.one_of(st.text(max_size=30), st.from_regex(re.compile(pattern, re.IGNORECASE))))
    assert bool(SAYING.search(text)) is (re.search(pattern, text, re.IGNORECASE) is not None)


@pytest.mark.parametrize("text", ["SAID", "\u017faid", "\u212an said", "T\u0130m", "éSaid"])
def test_odd_letters_are_small_as_patterns_take_them(text):
    for pattern in (r"\bsaid", r"\bkn", r"tim", r"é?said"):
        assert bool(AnyCase(pattern).search(text)) is (re.search(pattern, text, re.IGNORECASE) is not None)


@pytest.mark.parametrize("family", [family for family in families() if family.sure], ids=lambda family: family.reason)
@settings(max_examples=100, deadline=None)
@given(st.data())
def test_pleas_are_seen_in_capitals(family, data):
    pattern = next(one for one in family.sure if isinstance(one, AnyCase))
    text = data.draw(st.from_regex(pattern._pattern))
    assert pattern.search(text.upper() if text.isascii() else text)


@given(st.text(st.sampled_from("aé.1ABCÉ“\"’) "), max_size=8))
def test_a_glued_label_is_seen_as_it_would_be_from_its_beginning(text):
    pattern = r"[a-zà-öø-ÿ\d.!?…”’\"')\]][A-ZÀ-ÖØ-Þ]|[A-Z]{4}[A-Z][a-z]|[a-z][“‘\"]"
    assert bool(_MAY_BE_LABELLED.search(text)) is bool(re.search(pattern, text))


@given(st.text(st.sampled_from("aé1_’ '."), max_size=8))
def test_apostrophes_are_those_between_letters(text):
    assert straight(text) == re.sub(r"(?<=\w)’(?=\w)", "'", text)
