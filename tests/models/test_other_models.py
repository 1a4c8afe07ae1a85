"""Other spaCy pipelines through the annotate stage: labels of ClearNLP's style, and pipelines that lack parts."""

import pytest
import spacy
from spacy.training import Example
from spacy.util import fix_random_seed

from schemas.columns import row
from schemas.tables import Article
from transforms.annotation.annotator import Annotator

# Words, tags, coarse tags, lemmas, heads and dependencies as in the en_core_web pipelines.
PARSES = {
    "The company bought a rival in Germany .": [
        ("The", "DT", "DET", "the", 1, "det"),
        ("company", "NN", "NOUN", "company", 2, "nsubj"),
        ("bought", "VBD", "VERB", "buy", 2, "ROOT"),
        ("a", "DT", "DET", "a", 4, "det"),
        ("rival", "NN", "NOUN", "rival", 2, "dobj"),
        ("in", "IN", "ADP", "in", 2, "prep"),
        ("Germany", "NNP", "PROPN", "Germany", 5, "pobj"),
        (".", ".", "PUNCT", ".", 2, "punct"),
    ],
    "The bridge was closed by the police .": [
        ("The", "DT", "DET", "the", 1, "det"),
        ("bridge", "NN", "NOUN", "bridge", 3, "nsubjpass"),
        ("was", "VBD", "AUX", "be", 3, "auxpass"),
        ("closed", "VBN", "VERB", "close", 3, "ROOT"),
        ("by", "IN", "ADP", "by", 3, "agent"),
        ("the", "DT", "DET", "the", 6, "det"),
        ("police", "NN", "NOUN", "police", 4, "pobj"),
        (".", ".", "PUNCT", ".", 3, "punct"),
    ],
}
TEXT = "The company bought a rival in Germany.\n\nThe bridge was closed by the police."


def article(text=TEXT):
    return row(
        Article,
        version_id="v", article_id="a", batch_id="b", source="courier.example", input_uri="a.txt", title=None, text=text,
        language="en", published_at=None, ingested_at=0, word_count=len(text.split()), content_hash="c",
        pipeline_version="0",
    )  # fmt: skip


def example(nlp, text, parse):
    words, tags, pos, lemmas, heads, deps = zip(*parse)
    spaces = [word not in ("Germany", "police", ".") for word in words]
    reference = spacy.tokens.Doc(
        nlp.vocab, words=words, spaces=spaces, tags=tags, pos=pos, lemmas=lemmas, heads=heads, deps=deps
    )
    return Example(nlp.make_doc(reference.text), reference)


@pytest.fixture(scope="module")
def clearnlp_model(tmp_path_factory):
    """A pipeline that learnt the two parses by heart, and knows one place."""
    fix_random_seed(0)  # by another start, it once had not learnt them all
    nlp = spacy.blank("en")
    for name in ("tagger", "morphologizer"):
        nlp.add_pipe(name)
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    nlp.add_pipe("trainable_lemmatizer", config={"min_tree_freq": 1})
    examples = [example(nlp, text, parse) for text, parse in PARSES.items()]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(40):
        nlp.update(examples, sgd=optimizer)
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Germany"}])
    nlp.meta["name"] = "clearnlp"
    path = tmp_path_factory.mktemp("models") / "clearnlp"
    nlp.to_disk(path)
    return path


def test_clearnlp_labels_give_statements(clearnlp_model):
    learnt = spacy.load(clearnlp_model)(TEXT)
    assert {"dobj", "pobj", "nsubjpass", "agent"} <= {token.dep_ for token in learnt}
    (document,) = Annotator(str(clearnlp_model)).annotate([article()])
    assert {(relation.subject, relation.predicate, relation.object) for relation in document.relations} == {
        ("The company", "buy", "a rival"), ("the police", "close", "The bridge")
    }  # fmt: skip
    assert ("Germany", "GPE") in {(mention.text, mention.label) for mention in document.mentions}
    assert document.article.model == "en_clearnlp-0.0.0"


@pytest.mark.parametrize("parts", [(), ("sentencizer",)], ids=["nothing", "sentences only"])
def test_a_pipeline_without_parser_gives_mentions_and_no_statements(tmp_path, parts):
    nlp = spacy.blank("en")
    for name in parts:
        nlp.add_pipe(name)
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Germany"}])
    nlp.to_disk(tmp_path / "model")
    (document,) = Annotator(str(tmp_path / "model")).annotate([article()])
    assert [(mention.text, mention.label) for mention in document.mentions] == [("Germany", "GPE")]
    assert document.relations == []
