"""Paragraph breaks are sentence breaks."""

import pytest
import spacy
from spacy.tokens import Doc

from transforms.annotation.paragraphs import mark_paragraphs


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("newslake_paragraphs")
    return nlp


def starts(doc):
    return [token.text for token in doc if token.is_sent_start]


@pytest.mark.parametrize(
    "text, first_words",
    [
        ("Kim in Moscow\n\nThe trip would be", ["Kim", "The"]),
        ("One\n \nTwo", ["One", "Two"]),
        ("One\r\n\r\nTwo\n\n\n\nThree", ["One", "Two", "Three"]),
        ("One\nstill one", ["One"]),
        ("\n\nOne", ["\n\n", "One"]),
        ("One\n\n", ["One"]),
    ],
)
def test_a_sentence_starts_after_a_blank_line(nlp, text, first_words):
    assert starts(nlp(text)) == first_words


@pytest.mark.parametrize(
    "text, never",
    [
        ("Substitute Tunde Ogunleye headed in", ["Tunde", "Ogunleye"]),
        ("by ECT Delta", ["Delta"]),
        ("of Mærsk A/S now", ["A"]),
        ("He met Kim. Then Lee left", ["Lee"]),
        ("in the U.S. Kim said", []),
        ("Market report\nShares fell", []),
        ("Kim met Lee", []),
    ],
)
def test_no_sentence_starts_between_capitalised_words(nlp, text, never):
    assert [token.text for token in nlp(text) if token.is_sent_start is False and not token.is_space] == never


def test_other_words_are_left_to_the_parser(nlp):
    doc = nlp("One two.\n\nThree four.")
    assert [token.text for token in doc if token.is_sent_start is None] == ["two", ".", "four", "."]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "word"])
def test_hardly_any_text(nlp, text):
    assert nlp(text).text == text


def test_a_parsed_doc_is_left_as_it_is():
    doc = Doc(spacy.blank("en").vocab, ["One", "\n\n", "two"], heads=[0, 0, 0], deps=["ROOT", "", "dep"])
    assert starts(mark_paragraphs(doc)) == ["One"]
