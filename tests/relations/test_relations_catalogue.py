"""The catalogue: what fits, and what a wrong file is told."""

import pytest
import spacy

import transforms.annotation.mentions  # noqa: F401  registers the factory
import transforms.relations.component  # noqa: F401  registers the factory
from transforms.relations.catalogue import CatalogueError, load_catalogue
from transforms.relations.cues import CuesError, read_cues

KINDS = frozenset


@pytest.mark.parametrize(
    "predicate, subject, object_, expected",
    [
        ("visit", "PERSON", "GPE", "visit"),
        ("visit", "ORG", "GPE", None),
        ("be in", "PERSON", "GPE", None),
        ("be in", "ORG", "GPE", "located_in"),
        ("be in", "FAC", "GPE", "located_in"),
        ("be part of", "ORG", "GPE", None),
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
        ("relations: [{type: visit, predicates: [visit], wider: 1}]", "neither true nor false"),
        ("relations: [{type: visit, predicates: [visit], definition: ''}]", "no text"),
        ("relations: [{type: visit, predicates: [visit], examples: [He left.]}]", "not a sentence, a subject"),
        ("relations: [{type: a, property: P1, predicates: [b]}, {type: a, property: P2, predicates: [c]}]", "P2"),
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


def test_an_own_catalogue_replaces_types_of_the_same_name_and_adds_the_others(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "{positions: [keeper], relations: [{type: visit, predicates: [see], subject: [PERSON]}, "
        "{type: travel, predicates: [travel to], subject: [PERSON]}]}",
        encoding="utf-8",
    )

    own = load_catalogue(str(path))

    assert own.relation_type("see", KINDS(["PERSON"]), KINDS()) == "visit"
    assert own.relation_type("visit", KINDS(["PERSON"]), KINDS(["GPE"])) is None
    assert own.relation_type("travel to", KINDS(["PERSON"]), KINDS(["GPE"])) == "travel"
    assert own.relation_type("be keeper of", KINDS(["PERSON"]), KINDS(["ORG"])) == "employer"
    assert own.relation_type("acquire", KINDS(["ORG"]), KINDS(["ORG"])) == "acquire"


def test_there_are_at_least_forty_types_each_defined_and_shown():
    types = load_catalogue().types

    assert len(types) >= 40
    assert [name for name, entry in types.items() if not entry.definition or not entry.examples] == []


@pytest.fixture(scope="module")
def model():
    nlp = spacy.load("en_newslake_sm")
    nlp.add_pipe("newslake_mentions")
    nlp.add_pipe("newslake_relations")
    return nlp


@pytest.mark.skipif(not spacy.util.is_package("en_newslake_sm"), reason="the default model is not installed")
@pytest.mark.parametrize("name", sorted(load_catalogue().types))
def test_the_examples_of_a_type_state_it(name, model):
    for example in load_catalogue().types[name].examples:
        relations = model(example.sentence)._.relations
        found = {(each.subject, each.object) for each in relations if each.relation_type == name}

        assert (example.subject, example.object) in found, example.sentence


@pytest.mark.parametrize("content", ["", "auxiliaries: {}", "- could"])
def test_wrong_cues_are_told(content):
    with pytest.raises(CuesError):
        read_cues(content)
