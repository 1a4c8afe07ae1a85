"""The component in a pipeline, and its promises on any tree at all."""

import dataclasses

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from parse_tables import VOCAB, doc_of, name
from spacy.tokens import Doc

import transforms.relations.component  # noqa: F401  registers the factory
from schemas.columns import columns
from schemas.tables import Relation
from transforms.relations.catalogue import CatalogueError, load_catalogue
from transforms.relations.component import RelationSpan, find_relations
from transforms.relations.cues import MODALITIES
from transforms.relations.dependencies import _CLEAR, _UNIVERSAL
from transforms.relations.rules import RULES

PROVENANCE = {"relation_id", "version_id", "article_id", "batch_id", "source", "published_at", "field"}
CATALOGUE = load_catalogue()
SIX = [f"{part}_{side}" for part in ("subject", "predicate", "object") for side in ("start", "end")]

TABLE = """
Apple 2 nsubj PROPN NNP Apple
bought 0 root VERB VBD buy
Beats 2 obj PROPN NNP Beats
"""


def test_attributes_are_the_columns():
    assert [field.name for field in dataclasses.fields(RelationSpan)] == [
        column for column in columns(Relation) if column not in PROVENANCE
    ]


def test_names_come_from_the_mentions_component_where_the_pipeline_has_none():
    nlp = spacy.blank("en")
    component = nlp.add_pipe("newslake_relations")
    doc = doc_of(TABLE)
    doc.ents = [doc.char_span(0, 5, "ORG"), doc.char_span(13, 18, "ORG")]

    (found,) = component(doc)._.relations

    assert (found.subject_name, found.predicate, found.object_name) == ("Apple", "buy", "Beats")
    assert found.relation_type == "acquire"


def test_without_a_mentions_component_the_models_entities_are_the_names(monkeypatch):
    nlp = spacy.blank("en")
    component = nlp.add_pipe("newslake_relations")
    monkeypatch.setattr(nlp, "has_factory", lambda name: False)
    doc = doc_of(TABLE)
    doc.ents = [doc.char_span(0, 5, "ORG"), doc.char_span(13, 18, "ORG")]

    (found,) = component(doc)._.relations

    assert (found.subject_label, found.subject_name, found.object_name) == ("ORG", "Apple", "Beats")


def test_an_unparsed_doc_has_no_relations():
    nlp = spacy.blank("en")
    nlp.add_pipe("newslake_relations")

    assert list(nlp("Apple bought Beats.")._.relations) == []
    assert list(nlp("")._.relations) == []


def test_a_wrong_catalogue_fails_when_the_pipeline_is_made():
    with pytest.raises(CatalogueError, match="nowhere.yaml"):
        spacy.blank("en").add_pipe("newslake_relations", config={"catalogue": "nowhere.yaml"})


WORDS = st.sampled_from(
    ["Kim", "Ann", "Acme", "said", "visit", "visited", "to", "by", "who", "that", "not", "could", "be", "was", "if"]
    + ["“", "”", '"', ",", ":", "?", "\n\n", "-", "'s", "according", "he", "it", "I", "the", "minister", "Monday", "no"]
    + ["become", "plan", "accuse", "of", "with", "take", "part", "(", ")", "born", "wife", "elect", "having"]
    + ["in", "based"]
)
POS = st.sampled_from(["NOUN", "PROPN", "VERB", "AUX", "ADJ", "ADV", "PRON", "PUNCT", "ADP", "PART", "SPACE", "CCONJ"])
TAGS = st.sampled_from(["NN", "NNP", "VB", "VBD", "VBN", "VBG", "VBZ", "MD", "TO", "IN", "WP", "JJ", "RB"])


@st.composite
def trees(draw):
    """A projective or non-projective tree over random words, one or two sentences, labels of either set."""
    labels = st.sampled_from(sorted(draw(st.sampled_from([_UNIVERSAL, {**_CLEAR, "pobj": None, "pcomp": None}]))))
    words, heads = [], []
    for _ in range(draw(st.integers(1, 2))):
        first, size = len(words), draw(st.integers(1, 14))
        order = draw(st.permutations(range(size)))
        sentence = [0] * size
        for place, word in enumerate(order):
            sentence[word] = order[draw(st.integers(0, place - 1))] if place else word
        words += draw(st.lists(WORDS, min_size=size, max_size=size))
        heads += [first + head for head in sentence]
    count = len(words)
    doc = Doc(
        VOCAB,
        words,
        draw(st.lists(st.booleans(), min_size=count, max_size=count)),
        pos=draw(st.lists(POS, min_size=count, max_size=count)),
        tags=draw(st.lists(TAGS, min_size=count, max_size=count)),
        lemmas=[word.lower() for word in words],
        heads=heads,
        deps=[draw(labels) if head != word else "ROOT" for word, head in enumerate(heads)],
    )
    mentions, at = [], 0
    while at < count:
        end = at + draw(st.integers(1, 3))
        if end <= count and draw(st.booleans()):
            span = doc[at:end]
            mention = name(doc, span.text, draw(st.sampled_from(["PERSON", "ORG", "GPE", "DATE", "MONEY"])))
            mentions.append(dataclasses.replace(mention, start=span.start_char, end=span.end_char))
        at = end
    return doc, mentions


@settings(max_examples=300, deadline=None)
@given(trees())
def test_promises_on_any_tree(made):
    doc, mentions = made
    text = doc.text

    found = find_relations(doc, mentions, CATALOGUE)

    keys = set()
    for each in found:
        spans = [(each.subject, each.subject_start, each.subject_end)]
        spans.append((each.sentence, each.sentence_start, each.sentence_end))
        if each.object is None:
            assert each.object_start is None and each.object_end is None
        else:
            spans.append((each.object, each.object_start, each.object_end))
        for surface, start, end in spans:
            assert text[start:end] == surface == surface.strip() != ""
            assert each.sentence_start <= start < end <= each.sentence_end
        for surface, _, _ in [spans[0], *spans[2:]]:
            assert "\n\n" not in surface
        assert each.sentence_start <= each.predicate_start < each.predicate_end <= each.sentence_end
        assert each.predicate == each.predicate.strip() == each.predicate.lower() != ""
        assert each.polarity in ("affirmed", "negated")
        assert (each.polarity == "negated") == (each.polarity_cue is not None)
        assert each.modality in MODALITIES
        assert (each.modality == "asserted") == (each.modality_cue is None)
        assert (each.attributed_to is None) == (each.attribution_cue is None)
        assert each.rule in RULES and 0 < each.confidence <= 1
        keys.add(tuple(getattr(each, column) for column in SIX))
    assert len(keys) == len(found)
