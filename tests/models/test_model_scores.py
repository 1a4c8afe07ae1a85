"""The measuring of models: what counts as right, and the hand-written headlines."""

from pathlib import Path

import pytest
import spacy
import yaml

from benchmarks.model_scores import (
    CARD_END, CARD_START, HEADLINES, Score, fingerprint, headlines, name_tallies, summary, write_card,
)  # fmt: skip

LABELS = {"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC"}


@pytest.fixture
def pattern_nlp():
    """A pipeline whose names are known."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(
        [{"label": "PERSON", "pattern": "Ann Lee"}, {"label": "ORG", "pattern": "Oslo"}]
    )
    return nlp


def test_headlines_are_many_and_well_formed():
    kinds = yaml.safe_load(HEADLINES.read_text(encoding="utf-8"))
    lines = [line for lines in kinds.values() for line in lines]
    assert len(lines) == len(set(lines)) >= 80
    for name, documents in headlines(HEADLINES).items():
        for ((sentence,),) in documents:
            assert len(sentence.words) == len(sentence.spaces) and {label for _, _, label in sentence.names} <= LABELS


def test_marks_of_names_leave_the_text_as_it_was(tmp_path):
    path = tmp_path / "headlines.yaml"
    path.write_text("news:\n- '“[Ann Lee|PERSON]’s car,” said the [BBC|ORG].'\n", encoding="utf-8")
    (((sentence,),),) = headlines(path)["hand-written news"]
    text = "".join(word + " " * space for word, space in zip(sentence.words, sentence.spaces))
    assert text.strip() == "“Ann Lee’s car,” said the BBC."
    assert [(sentence.words[start:end], label) for start, end, label in sentence.names] == [
        (["Ann", "Lee"], "PERSON"), (["BBC"], "ORG")
    ]  # fmt: skip


def test_names_count_if_span_and_label_are_right(tmp_path, pattern_nlp):
    path = tmp_path / "headlines.yaml"
    path.write_text("news:\n- '[Ann Lee|PERSON] in [Oslo|GPE]'\n- '[Ann|PERSON] Lee'\n", encoding="utf-8")
    scores = summary(name_tallies(pattern_nlp, headlines(path)["hand-written news"]))
    assert scores["names"].value == pytest.approx(2 * 1 / (3 + 3))
    assert scores["names, PER"].value == pytest.approx(2 * 1 / (2 + 2))
    assert scores["names, LOC"].value == 0 and scores["names, precision"].value == pytest.approx(1 / 3)


def test_interval_holds_the_score_and_is_a_point_where_documents_agree():
    mixed = summary([{"UAS": (9, 10, 10)}, {"UAS": (4, 10, 10)}, {"UAS": (7, 10, 10)}])["UAS"]
    assert mixed.value == pytest.approx(20 / 30) and mixed.low < mixed.value < mixed.high
    same = summary([{"UAS": (8, 10, 10)}] * 3)["UAS"]
    assert same.low == same.value == same.high == pytest.approx(0.8)


def test_card_keeps_all_but_its_scores(tmp_path):
    card = tmp_path / "README.md"
    card.write_text(f"before\n{CARD_START}\nold\n{CARD_END}\nafter\n", encoding="utf-8")
    write_card(card, {"EWT dev: UAS": Score(0.85, 0.84, 0.86)}, "abc")
    text = card.read_text(encoding="utf-8")
    assert text.startswith("before\n") and text.endswith("\nafter\n") and "old" not in text
    assert "`abc`" in text and "| EWT dev | 85.0 (84–86) |" in text
    card.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="no marks|once each"):
        write_card(card, {}, "abc")


def test_fingerprint_changes_with_a_byte_and_with_a_name(tmp_path):
    def made(name: str, content: bytes) -> Path:
        folder = tmp_path / f"{name}-{content.hex()}"
        folder.mkdir()
        (folder / name).write_bytes(content)
        return folder

    digests = [fingerprint(made(name, content)) for name, content in (("a", b"1"), ("a", b"2"), ("b", b"1"))]
    assert len(set(digests)) == 3
    assert fingerprint(tmp_path / "a-31") == digests[0]
