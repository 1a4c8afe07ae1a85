"""The quicker steps find exactly what spaCy finds, whatever the weights and the text."""

from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from spacy.pipeline import EntityRuler
from spacy.training import Example

from transforms.annotation.inference.encoder import encoder_of
from transforms.annotation.inference.lemmas import lemmatizer_of
from transforms.annotation.inference.names import name_finder_of
from transforms.annotation.inference.parsing import arc_parser_of
from transforms.annotation.inference.ruler import quick_ruler_of
from transforms.annotation.inference.steps import steps_of
from transforms.annotation.inference.tags import tag_finder_of
from transforms.annotation.inference.words import doc_maker_of

EXAMPLES = [path.read_text(encoding="utf-8") for path in sorted(Path("examples").rglob("*.txt"))]
TEXTS = [
    "No.",
    " \n\n ",
    "KIM JONG-UN MAY TRAVEL TO MOSCOW ON MAY 9, 2025",
    "Talks go on in Vienna\n\nThe two sides met on 9 May\n\n\n“We won’t wait,” said Park Geun-hye .  They left",
    "In May one of the 2000 may have been second to none, by the end of March 2000 - 2004, 5 p.m. Easter Sunday 1999",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 8,
    "The two sides met again in Vienna, and nobody said what they had agreed on " * 40,
    "On Tuesday the UN's Ban Ki-moon, who had, he said, been told of it by the first of the two, left for Korea. " * 5,
]
WORDS = "the The a Kim Jong - un said , . said . that he may go to Seoul on 9 May 2025 “ ” \n\n \n had been told and first".split(" ")


@pytest.fixture(scope="module")
def nlp():
    loaded = spacy.load("en_newslake_sm")
    loaded.add_pipe("newslake_paragraphs", first=True)
    return loaded


@pytest.fixture(scope="module")
def random_pipelines(nlp):
    """Pipelines of the same parts with weights drawn at random, so that rare moves are taken, too."""
    return [random_pipeline(nlp, seed) for seed in range(3)]


def random_pipeline(nlp, seed):
    made = spacy.blank("en")
    made.add_pipe("newslake_paragraphs")
    made.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None,
        "width": 32, "depth": 2, "embed_size": 500, "window_size": 1, "maxout_pieces": 2, "subword_features": True}})  # fmt: skip
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 32}
    for name in ("morphologizer", "parser", "trainable_lemmatizer", "ner"):
        config = {"model": {"tok2vec": listener}} if name != "ner" else {}
        made.add_pipe(name, config={**config, "min_action_freq": 1} if name == "parser" else config)
    taught = [nlp(text) for text in EXAMPLES]
    docs = [spacy.tokens.Doc(made.vocab).from_bytes(doc.to_bytes()) for doc in taught]
    made.initialize(lambda: [Example(made.make_doc(doc.text), doc) for doc in docs])
    rng = np.random.default_rng(seed)
    for _, pipe in made.pipeline:
        for node in pipe.model.walk() if hasattr(pipe, "model") else ():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, rng.normal(scale=0.3, size=node.get_param(name).shape).astype(np.float32))
    return made


def found(doc):
    words = [
        (word.text, word.tag_, word.pos_, str(word.morph), word.lemma_, word.head.i, word.dep_, word.is_sent_start,
         word.n_lefts, word.left_edge.i, word.right_edge.i, word.ent_iob_, word.ent_type_) for word in doc
    ]  # fmt: skip
    return words, [(entity.start, entity.end, entity.label_) for entity in doc.ents]


def by_spacy(nlp, texts):
    return [found(doc) for doc in nlp.pipe(texts)]


def is_clear(nlp, texts):
    """Whether no two tags or lemmas are as good as each other but for the last bits of a sum of floats: which of them is best
    then depends on the order of adding up."""
    for doc in map(nlp.make_doc, texts):
        for name, pipe in nlp.pipeline:
            if name in ("tagger", "morphologizer", "trainable_lemmatizer") and len(doc):
                best = np.sort(pipe.model.predict([doc])[0], axis=1)[:, -2:]
                if (best[:, 1] - best[:, 0] < 1e-5).any():
                    return False
            doc = pipe(doc)
    return True


def by_steps(nlp, texts):
    docs = [nlp.make_doc(text) for text in texts]
    for step in steps_of(nlp):
        docs = step(docs)
    return [found(doc) for doc in docs]


def test_all_parts_of_the_model_are_taken_over(nlp):
    assert encoder_of(nlp.get_pipe("tok2vec").model) is not None
    found_by = {"tagger": tag_finder_of, "morphologizer": tag_finder_of, "parser": arc_parser_of,
        "trainable_lemmatizer": lemmatizer_of, "ner": name_finder_of, "entity_ruler": quick_ruler_of}  # fmt: skip
    assert [name for name, find in found_by.items() if find(nlp.get_pipe(name)) is None] == []


@pytest.mark.parametrize("texts", [EXAMPLES, TEXTS, [""], ["", "He left."]], ids=["examples", "odd", "empty", "one empty"])
def test_same_as_spacy(nlp, texts):
    assert by_steps(nlp, texts) == by_spacy(nlp, texts)


@pytest.mark.parametrize("texts", [EXAMPLES, TEXTS], ids=["examples", "odd"])
def test_same_as_spacy_with_random_weights(random_pipelines, texts):
    for pipeline in random_pipelines:
        assert by_steps(pipeline, texts) == by_spacy(pipeline, texts)


def test_random_weights_take_rare_moves(random_pipelines):
    docs = [doc for pipeline in random_pipelines for doc in pipeline.pipe(EXAMPLES)]
    assert any(len(entity) > 2 for doc in docs for entity in doc.ents)
    assert any(word.head.i > word.i for doc in docs for word in doc) and any(word.n_rights > 1 for doc in docs for word in doc)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), min_size=1, max_size=4))
@example(["the the that . that that go"])  # a tie
def test_same_as_spacy_for_any_words(nlp, random_pipelines, texts):
    for pipeline in (nlp, *random_pipelines):
        assume(is_clear(pipeline, texts))
        assert by_steps(pipeline, texts) == by_spacy(pipeline, texts)


def test_results_stay_the_same_when_words_are_kept(nlp):
    steps = steps_of(nlp)
    first, second = [], []
    for results in (first, second):
        docs = [nlp.make_doc(text) for text in TEXTS]
        for step in steps:
            docs = step(docs)
        results += map(found, docs)
    assert first == second == by_spacy(nlp, TEXTS)


def test_annotation_that_is_there_before_is_left_to_spacy(nlp):
    def preset(text):
        doc = nlp.make_doc(text)
        doc.ents = [doc.char_span(0, 5, label="ORG")]
        return doc

    texts = ["Delta met Kim Jong-un in Seoul.", "Maple bought a rival in Germany."]
    docs = [preset(text) for text in texts]
    for step in steps_of(nlp):
        docs = step(docs)
    expected = list(nlp.pipe(map(preset, texts)))
    assert list(map(found, docs)) == list(map(found, expected))
    assert [doc.ents[0].label_ for doc in docs] == ["ORG", "ORG"]


RULES = st.fixed_dictionaries(
    {},
    optional={
        "TEXT": st.sampled_from(["The", {"IN": ["May", "Seoul", "2025"]}, {"REGEX": "(?i)^k"}, {"NOT_IN": ["the", "."]}]),
        "LOWER": st.sampled_from(["the", {"IN": ["he", "may"]}, {"REGEX": "^[0-9a-j]+$"}, {"REGEX": "o"}]),
        "POS": st.sampled_from(["PROPN", {"IN": ["NOUN", "NUM"]}, {"NOT_IN": ["PUNCT", "SPACE"]}]),
        "DEP": st.sampled_from([{"NOT_IN": ["nummod"]}, "punct"]),
    },
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(RULES, min_size=1, max_size=4), min_size=1, max_size=12), st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_rules_find_what_they_find_with_spacy(nlp, patterns, words):
    ruler = EntityRuler(nlp)
    ruler.add_patterns([{"label": "GPE", "pattern": pattern} for pattern in patterns])
    expected, doc = (nlp(" ".join(words)) for _ in range(2))
    for one in (expected, doc):
        one.set_ents([])
    ruler(expected)
    (doc,) = quick_ruler_of(ruler)([doc])
    assert found(doc) == found(expected)


@pytest.mark.parametrize(
    "pattern",
    [
        "North Korea",
        [{"LOWER": "north", "OP": "?"}, {"LOWER": "korea"}],
        [{"SHAPE": "Xxxxx"}],
        [{"LOWER": {"FUZZY": "korea"}}],
        [{"LOWER": {"IN": ["korea"], "REGEX": "k"}}],
    ],
    ids=str,
)
def test_other_rulers_are_left_to_spacy(pattern):
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": pattern}])
    assert quick_ruler_of(ruler) is None


def words_of(doc):
    return [(token.text, token.idx, token.norm_, token.whitespace_, token.lex.orth_) for token in doc]


PIECES = ["don't", "U.S.", "a.m.", ":)", ":", ")", ":-))", "'", "’s", "(", "he", "Cause", ".", "...", "10km", "$5", "http://a.example/b", "-", "é"]
GAPS = ["", "", " ", " ", "  ", "\n", "\n\n", " \n", "\t", "\u00a0", "\u2009 "]


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(PIECES) | st.sampled_from(GAPS) | st.text(max_size=3), max_size=12).map("".join))
def test_the_same_words_as_spacy(nlp, text):
    make_doc = doc_maker_of(nlp)
    with nlp.memory_zone():
        doc, expected = make_doc(text), nlp.make_doc(text)
        assert (words_of(doc), doc.text) == (words_of(expected), text)


@pytest.mark.parametrize("text", EXAMPLES + TEXTS + ["", "He said: ) (", "They won’t, can't and ca n't."])
def test_the_same_words_when_pieces_are_kept(nlp, text):
    make_doc = doc_maker_of(nlp)
    assert words_of(make_doc(text)) == words_of(make_doc(text)) == words_of(nlp.make_doc(text))


def test_a_text_that_is_too_long_is_refused_as_by_spacy():
    nlp = spacy.blank("en")
    nlp.max_length = 4
    with pytest.raises(ValueError, match="E088"):
        doc_maker_of(nlp)("Words")


def test_other_parts_are_left_to_spacy():
    nlp = spacy.blank("en")
    for name in ("beam_parser", "beam_ner", "sentencizer"):
        pipe = nlp.add_pipe(name)
        assert [find(pipe) for find in (name_finder_of, arc_parser_of, lemmatizer_of, quick_ruler_of, tag_finder_of)] == [None] * 5
