"""What the files of a run repeat is seen before it is read, the same in whatever order they come."""

import json
import random

import pytest

from pipelines import repeats as repeats_module
from pipelines.repeats import survey
from pipelines.settings import Settings
from tests.cleaning.furnished import FURNITURE, STORIES, furnished
from transforms.cleaning.repetition import key_of

SETTINGS = Settings(output="", shards=1)
TEXTS = [furnished(story, FURNITURE, "below") for story in STORIES]


def write_texts(folder):
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return str(folder)


def write_lines(path, seed):
    lines = [json.dumps({"text": text, "source": "harbour", "id": str(number)}) for number, text in enumerate(TEXTS)]
    random.Random(seed).shuffle(lines)
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def write_pages(folder):
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
        article = f"<article><h1>Title {number}</h1>{paragraphs}</article>"
        page = f"<html><head><title>Title {number}</title></head><body>{article}</body></html>"
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
    return str(folder)


def test_what_the_texts_of_a_folder_repeat(tmp_path):
    assert survey([write_texts(tmp_path / "harbour")], SETTINGS) == {key_of("harbour", FURNITURE)}


def test_what_pages_repeat(tmp_path):
    assert survey([write_pages(tmp_path / "harbour")], SETTINGS) == {key_of("harbour", FURNITURE)}


@pytest.mark.parametrize("items", [400, 3])
def test_the_order_of_lines_and_inputs_does_not_matter(tmp_path, monkeypatch, items):
    monkeypatch.setattr(repeats_module, "ALL_ITEMS", items)
    found = {frozenset(survey([write_lines(tmp_path / f"{seed}.jsonl", seed)], SETTINGS)) for seed in range(5)}
    assert found == {frozenset({key_of("harbour", FURNITURE)})}
    inputs = [str(tmp_path / "0.jsonl"), write_texts(tmp_path / "dock")]
    assert survey(inputs, SETTINGS) == survey(inputs[::-1], SETTINGS)


def test_of_many_articles_a_sample_is_cleaned(tmp_path, monkeypatch):
    cleaned = []
    monkeypatch.setattr(repeats_module, "SOURCE_ITEMS", 4)
    clean_page = repeats_module.clean_page
    monkeypatch.setattr(repeats_module, "clean_page", lambda page: cleaned.append(page) or clean_page(page))
    assert survey([write_texts(tmp_path / "harbour")], SETTINGS) == {key_of("harbour", FURNITURE)}
    assert len(cleaned) == 4


def test_feeds_and_what_is_not_there_are_left_to_the_run(tmp_path):
    inputs = ["https://courier.example/feed", str(tmp_path / "gone"), write_texts(tmp_path / "harbour")]
    assert survey(inputs[:1], SETTINGS) == set()
    assert survey(inputs, SETTINGS) in (set(), {key_of("harbour", FURNITURE)})


def test_what_can_t_be_read_is_left_to_the_run(tmp_path):
    folder = write_texts(tmp_path / "harbour")
    (tmp_path / "harbour" / "odd.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "harbour" / "odd.jsonl").write_text('{"text": "cut')
    assert survey([folder], SETTINGS) == {key_of("harbour", FURNITURE)}
