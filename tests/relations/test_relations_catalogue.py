"""The catalogue: what fits, and what a wrong file is told."""

import pytest

from transforms.relations.catalogue import CatalogueError, load_catalogue
from transforms.relations.cues import CuesError, read_cues

KINDS = frozenset


@pytest.mark.parametrize(
    "predicate, subject, object_, expected",
    [
        ("visit", "PERSON", "GPE", "visit"),
        ("visit", "ORG", "GPE", None),
        ("be", "PERSON", "POSITION", "position_held"),
        ("be", "GPE", "POSITION", None),
        ("be president of", "PERSON", "GPE", "position_held"),
        ("be chairman of", "PERSON", "ORG", "employer"),
        ("be table of", "PERSON", "ORG", None),
        ("be born in", "PERSON", "GPE", "birth_place"),
        ("be born in", "PERSON", "DATE", "birth_date"),
        ("be appointed chief executive officer of", "PERSON", "ORG", "chief_executive"),
        ("serve as deputy director of", "PERSON", "ORG", "employer"),
        ("no such predicate", "PERSON", "GPE", None),
    ],
)
def test_the_built_in_catalogue(predicate, subject, object_, expected):
    assert load_catalogue().relation_type(predicate, KINDS([subject]), KINDS([object_])) == expected


@pytest.mark.parametrize(
    "content, said",
    [
        (None, "can't be read"),
        ("relations: [", "not YAML"),
        ("- visit", "list called relations"),
        ("relations: [{type: visit}]", "entry 1 of relations"),
        ("relations: [{type: visit, predicates: []}]", "no predicates"),
        ("relations: [{predicates: [visit]}]", "no type"),
        ("relations: [{type: visit, predicates: [visit], property: 39}]", "P39"),
        ("relations: [{type: visit, predicates: [visit], subject: [HUMAN]}]", "'HUMAN'"),
        ("relations: [{type: visit, predicates: [visit], kind: x}]", "unknown key kind"),
        ("relations: [{type: visit, predicates: [Visit]}]", "lower case"),
        ("{relations: [], colours: []}", "unknown group colours"),
        ("{relations: [], positions: no}", "positions"),
    ],
)
def test_a_wrong_catalogue_is_told_in_a_sentence(tmp_path, content, said):
    path = tmp_path / "own.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(str(path))

    assert said in str(caught.value)
    assert "own.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_own_catalogue(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("relations: [{type: travel, predicates: [travel to], subject: [PERSON]}]", encoding="utf-8")

    assert load_catalogue(str(path)).relation_type("travel to", KINDS(["PERSON"]), KINDS()) == "travel"


@pytest.mark.parametrize("content", ["", "auxiliaries: {}", "- could"])
def test_wrong_cues_are_told(content):
    with pytest.raises(CuesError):
        read_cues(content)
