"""The packaged pipeline: what users rely on. How good it is, benchmarks/model_scores.py measures."""

import json
import zlib
from pathlib import Path

import pytest
import spacy

from benchmarks.model_scores import fingerprint

PACKAGE = Path(__file__).parents[2] / "models" / "en_newslake_sm"
MOST_BYTES = 40_000_000

UD_RELATIONS = frozenset(
    "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl "
    "fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp".split()
)
NAMES = frozenset("PERSON ORG GPE LOC NORP FAC EVENT PRODUCT WORK_OF_ART LAW LANGUAGE".split())
QUANTITIES = frozenset("DATE TIME MONEY PERCENT QUANTITY ORDINAL CARDINAL".split())


@pytest.fixture(scope="module")
def meta():
    return json.loads((PACKAGE / "meta.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def nlp(meta):
    return spacy.load(PACKAGE / f"{meta['lang']}_{meta['name']}-{meta['version']}")


def entities(doc):
    return {(entity.text, entity.label_) for entity in doc.ents}


def test_package_says_what_it_is(meta):
    assert (meta["lang"], meta["name"]) == ("en", "newslake_sm")
    assert meta["license"] == "CC BY-SA 4.0"
    assert {source["license"] for source in meta["sources"]} and all(source["url"] for source in meta["sources"])
    assert "creativecommons.org/licenses/by-sa/4.0" in (PACKAGE / "LICENSE").read_text(encoding="utf-8")


def test_card_describes_the_package(meta):
    card = (PACKAGE / "README.md").read_text(encoding="utf-8")
    data = PACKAGE / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    assert f"# {data.name}".replace("-", " ") in card
    assert f"fingerprint `{fingerprint(data)}`" in card, "measure it: python -m benchmarks.model_scores --card …"
    assert [source["url"] for source in meta["sources"] if source["url"] not in card] == []
    assert "@@" not in card


def test_package_is_as_small_as_the_card_says():
    files = [path.read_bytes() for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    on_disk, in_wheel = sum(map(len, files)), sum(len(zlib.compress(data)) for data in files)
    assert on_disk <= MOST_BYTES
    card = (PACKAGE / "README.md").read_text(encoding="utf-8")
    assert f"| size | {on_disk / 1e6:.0f} MB on disk, {in_wheel / 1e6:.0f} MB in a wheel |" in card


def test_pipeline_needs_no_code_of_its_own(nlp):
    assert "newslake." not in nlp.config.to_str()


def test_dependency_labels_are_universal(nlp):
    assert {label.lower().split(":")[0] for label in nlp.get_pipe("parser").labels} <= UD_RELATIONS
    assert {"nsubj", "nsubj:pass", "obl:agent", "obj", "xcomp", "ccomp"} <= set(nlp.get_pipe("parser").labels)


def test_entity_labels_are_those_of_ontonotes(nlp):
    assert set(nlp.get_pipe("ner").labels) == NAMES
    assert set(nlp.get_pipe("entity_ruler").labels) == QUANTITIES


def test_every_word_is_tagged_and_has_a_lemma(nlp):
    doc = nlp("The ministers met in Lisbon on Tuesday.\n\nThey didn’t agree, the Kremlin said.")
    assert all(token.tag_ and token.pos_ and token.lemma_ for token in doc)
    assert [token.lemma_ for token in doc if token.text in ("ministers", "met", "Kremlin", "said")] == [
        "minister",
        "meet",
        "Kremlin",
        "say",
    ]


def test_clause_is_parsed(nlp):
    doc = nlp("The company bought a small rival in Germany for $20 million.")
    (verb,) = [token for token in doc if token.dep_ == "ROOT"]
    assert verb.text == "bought"
    assert {child.text: child.dep_ for child in verb.children if child.text in ("company", "rival")} == {
        "company": "nsubj",
        "rival": "obj",
    }


def test_passive_is_marked(nlp):
    doc = nlp("The bridge was closed by the police.")
    labels = {token.text: token.dep_ for token in doc}
    assert (labels["bridge"], labels["police"]) == ("nsubj:pass", "obl:agent")


def test_names_across_hyphens_and_curly_quotes(nlp):
    doc = nlp("“We won’t wait,” said President Park Geun-hye in Seoul. Spain’s ambassador met Jean-Luc Martin.")
    persons = {("Park Geun-hye", "PERSON"), ("Jean-Luc Martin", "PERSON")}
    assert persons | {("Seoul", "GPE"), ("Spain", "GPE")} <= entities(doc)


@pytest.mark.parametrize(
    "text, label",
    [
        ("9 May", "DATE"),
        ("May 9, 2025", "DATE"),
        ("Wednesday", "DATE"),
        ("last week", "DATE"),
        ("2011", "DATE"),
        ("early 1990s", "DATE"),
        ("third quarter", "DATE"),
        ("two years ago", "DATE"),
        ("10:30am", "TIME"),
        ("5 p.m.", "TIME"),
        ("$1.5 billion", "MONEY"),
        ("£300m", "MONEY"),
        ("20 million euros", "MONEY"),
        ("20 per cent", "PERCENT"),
        ("4.5%", "PERCENT"),
        ("12 miles", "QUANTITY"),
        ("two-thirds", "CARDINAL"),
        ("more than 200", "CARDINAL"),
        ("21st", "ORDINAL"),
    ],
)
def test_quantities(nlp, text, label):
    assert (text, label) in entities(nlp(f"It was said of the {text} that nobody knew."))


def test_the_verb_may_is_no_date(nlp):
    assert entities(nlp("They may leave, and he may not.")) == set()


def test_sentence_starts_set_before_the_parser_are_kept(nlp):
    doc = nlp.make_doc("Talks go on in Vienna\n\nThe two sides met again on Monday")
    start = [token.i for token in doc if token.text == "The"][0]
    doc[start].is_sent_start = True
    doc = nlp(doc)
    assert [sentence.start for sentence in doc.sents] == [0, start]
