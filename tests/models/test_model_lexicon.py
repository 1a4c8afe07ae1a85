"""What the recipe knows of words before training: the table's columns, its vectors, weights carried over to them."""

import json
import random

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span

from models.recipe.names import NameExchange
from models.recipe.resume import copy_weights
from models.recipe.vectors import write_vectors

NER = {
    "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False,
    "hidden_width": 8, "maxout_pieces": 2, "use_upper": True, "nO": None,
}  # fmt: skip


def ner_model(vectors: bool) -> dict:
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2", "width": 8, "attrs": ["NORM", "SHAPE"], "rows": [50, 50],
        "include_static_vectors": vectors,
    }  # fmt: skip
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 8, "depth": 1, "window_size": 1, "maxout_pieces": 2
    }  # fmt: skip
    return {**NER, "tok2vec": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}}


@pytest.fixture
def lexicon(tmp_path):
    folder = tmp_path / "lexicon"
    folder.mkdir()
    rows = [["lagos", "Lagos", "LAGOS"], ["ford", "Ford", "FORD"], ["lagos", "lagos’"]]
    (folder / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    np.save(folder / "vectors.npy", np.arange(9, dtype="float32").reshape(3, 3))
    return folder


def test_all_forms_of_a_word_share_its_row_and_the_first_word_keeps_a_form(tmp_path, lexicon):
    write_vectors(lexicon, tmp_path / "vectors")
    nlp = spacy.load(tmp_path / "vectors")
    doc = Doc(nlp.vocab, words=["Lagos", "LAGOS", "lagos", "Ford", "Kano"])
    assert [token.vector.tolist() for token in doc] == [[0, 1, 2]] * 3 + [[3, 4, 5], [0, 0, 0]]


def trained(with_vectors, path=None):
    nlp = spacy.load(path) if path else spacy.blank("en")
    ner = nlp.add_pipe("ner", config={"model": ner_model(with_vectors)})
    for label in ("PERSON", "GPE"):
        ner.add_label(label)
    if path:
        nlp.config["initialize"]["vectors"] = str(path)
    nlp.initialize()
    return nlp


def test_carried_over_weights_say_the_same_until_vectors_are_learnt(tmp_path, lexicon):
    write_vectors(lexicon, tmp_path / "vectors")
    plain, wide = trained(False), trained(True, tmp_path / "vectors")
    copy_weights(plain.get_pipe("ner").model, wide.get_pipe("ner").model)
    words = ["Ann", "Lagos", "flew", "to", "Lagos", "in", "a", "Ford"]
    states = [
        nlp.get_pipe("ner").model.get_ref("tok2vec").predict([Doc(nlp.vocab, words=words)])[0] for nlp in (plain, wide)
    ]
    assert np.allclose(*states, atol=1e-5)


def test_weights_of_other_layers_are_refused():
    one, other = trained(False), spacy.blank("en")
    model = ner_model(False)
    model["tok2vec"]["encode"]["depth"] = 2
    other.add_pipe("ner", config={"model": model}).add_label("GPE")
    other.initialize()
    with pytest.raises(ValueError, match="are not those of"):
        copy_weights(one.get_pipe("ner").model, other.get_pipe("ner").model)


def test_new_persons_come_from_the_lists_of_the_world(tmp_path):
    people = tmp_path / "people.json"
    lists = {"en_NG": {"first": ["Adaeze"], "last": ["Nwosu"]}, "th_TH": {"first": ["Somchai"], "last": []}}
    people.write_text(json.dumps(lists), encoding="utf-8")
    nlp = spacy.blank("en")
    exchange = NameExchange(random.Random(0), people)
    doc = Doc(nlp.vocab, words=["Ann", "Lee", "left", "Acme", "."], spaces=[True, True, True, False, False])
    doc.set_ents([Span(doc, 0, 2, "PERSON"), Span(doc, 3, 4, "ORG")])
    exchange.learn(doc)
    renamed = [exchange.exchange(nlp.vocab, doc, 1.0) for _ in range(60)]
    persons = {entity.text for other in renamed for entity in other.ents if entity.label_ == "PERSON"}
    assert "Adaeze Nwosu" in persons and not any("Somchai" in person for person in persons)
    organisations = {entity.text for other in renamed for entity in other.ents if entity.label_ == "ORG"}
    assert len(organisations) > 3
    assert all([entity.label_ for entity in other.ents] == ["PERSON", "ORG"] for other in renamed)
