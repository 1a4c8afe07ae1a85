"""Articles to documents: offsets within their field, one bad article is one reject, other languages are left alone."""

import dataclasses

import pytest
import spacy

from schemas import ids
from schemas.columns import row
from schemas.records import Document
from schemas.tables import Article, Reject
from schemas.version import PIPELINE_VERSION
from transforms.annotation import annotator as annotator_module
from transforms.annotation.annotator import Annotator, ModelError, check_model

MODEL = "en_newslake_sm"
TITLE = "Amina Diallo could travel to Geneva"
TEXT = (
    "Amina Diallo, the minister of trade, did not sign the agreement on Tuesday.\n\n"
    "“We need more time,” Diallo told reporters in Nairobi. The company paid $1.5 million for the land."
)


def article(title=TITLE, text=TEXT, language="en", published_at=1746266400_000000):
    content = ids.content_hash(title, text)
    identity = ids.article_id(None, "courier.example", "1", content)
    return row(
        Article,
        version_id=ids.version_id(identity, content),
        article_id=identity,
        batch_id="",
        source="courier.example",
        input_uri="articles.jsonl#line=1",
        title=title,
        language=language,
        published_at=published_at,
        ingested_at=1746266400_000000,
        text=text,
        word_count=len(text.split()),
        content_hash=content,
        pipeline_version=PIPELINE_VERSION,
    )


@pytest.fixture(scope="module")
def annotator():
    return Annotator(MODEL)


def test_how_long_a_text_may_be_is_not_for_spacy_to_say():
    nlp = annotator_module._load(MODEL, None).nlp
    assert len(nlp.make_doc("word " * 300_000)) >= 300_000


def test_offsets_count_within_their_field(annotator):
    (document,) = annotator.annotate([article()])
    fields = {"title": TITLE, "text": TEXT}
    assert {mention.field for mention in document.mentions} == set(fields)
    for mention in document.mentions:
        assert fields[mention.field][mention.start : mention.end] == mention.text
    for relation in document.relations:
        text = fields[relation.field]
        assert text[relation.sentence_start : relation.sentence_end] == relation.sentence
        assert text[relation.subject_start : relation.subject_end] == relation.subject
        assert relation.object is None or text[relation.object_start : relation.object_end] == relation.object


@pytest.mark.parametrize("title", [TITLE, None])
def test_sentences_count_from_nought_in_each_field(annotator, title):
    (document,) = annotator.annotate([article(title=title)])
    first = {}
    for mention in document.mentions:
        first.setdefault(mention.field, mention.sentence_index)
    assert set(first.values()) == {0}


def test_a_short_name_in_the_text_finds_the_full_one_in_the_title(annotator):
    (document,) = annotator.annotate([article(text="Diallo did not answer questions about the trip on Tuesday.")])
    (short,) = [mention for mention in document.mentions if mention.field == "text" and mention.label == "PERSON"]
    assert (short.text, short.entity_name) == ("Diallo", "Amina Diallo")


def test_times_resolve_against_the_publication(annotator):
    (document,) = annotator.annotate([article()])  # published on Saturday, 3 May 2025
    assert [mention.normalized for mention in document.mentions if mention.text == "Tuesday"] == ["2025-04-29"]


@pytest.mark.parametrize("language, annotated", [("en", True), (None, True), ("de", False)])
def test_an_article_in_another_language_is_kept_without_mentions(annotator, language, annotated):
    (document,) = annotator.annotate([article(language=language)])
    assert bool(document.mentions) == bool(document.relations) == annotated
    assert (document.article.model is not None) == annotated


def test_documents_come_in_the_order_of_their_articles(annotator):
    given = [article(text=f"{TEXT} Part {number}.", language="en" if number % 3 else "fr") for number in range(9)]
    found = annotator.annotate(given)
    assert [document.article.version_id for document in found] == [one.version_id for one in given]


def test_the_model_is_named_with_its_version(annotator):
    (document,) = annotator.annotate([article()])
    assert document.article.model == f"{MODEL}-{spacy.load(MODEL).meta['version']}"


def test_one_article_that_fails_is_one_reject_and_the_others_go_on(annotator, monkeypatch):
    def fail_on_one(one):
        if "Part 3." in one.text:
            raise RuntimeError("no Doc for this")
        return one.text

    monkeypatch.setattr("transforms.annotation.annotator._text", fail_on_one)
    found = annotator.annotate([article(text=f"{TEXT} Part {number}.") for number in range(6)])
    assert [type(one) for one in found] == [Document] * 3 + [Reject] + [Document] * 2
    assert (found[3].stage, found[3].reason) == ("annotate", "crashed")
    assert "no Doc for this" in found[3].exception
    assert "Part 3." in found[3].payload


def test_a_batch_gives_what_its_articles_give_alone(annotator):
    given = [article(text=f"{TEXT} Part {number}.") for number in range(4)]
    together = annotator.annotate(given)
    alone = [document for one in given for document in annotator.annotate([one])]
    assert together == alone


def test_words_are_forgotten_and_found_again(annotator, monkeypatch):
    given = [article(text=f"{TEXT} Part {number} of Zorvania and Ms Quellenbach-Thrum.") for number in range(5)]
    expected = annotator.annotate(given)
    monkeypatch.setattr("transforms.annotation.annotator.KEPT_CHARACTERS", 1)
    monkeypatch.setattr("transforms.annotation.annotator.BATCH_DOCS", 2)
    assert annotator.annotate(given) == expected
    assert annotator.annotate(given) == expected


def test_the_text_of_an_article_is_never_changed(annotator):
    given = article(text="A  text with\ttabs, “quotes” and a\u00a0hard space.\n\n\n\nAnd Geneva.")
    (document,) = annotator.annotate([given])
    assert dataclasses.replace(document.article, model=None) == given


def test_no_such_model_is_said():
    with pytest.raises(ModelError, match="en_no_such_model"):
        check_model("en_no_such_model")


def test_a_folder_that_is_no_model_is_said(tmp_path):
    check_model(str(tmp_path))
    with pytest.raises(ModelError, match="can't be loaded"):
        Annotator(str(tmp_path))


def test_the_model_is_loaded_once_in_a_process(annotator, monkeypatch):
    monkeypatch.setattr(annotator_module.spacy, "load", lambda name: pytest.fail("loaded again"))
    Annotator(MODEL)


def test_any_pipeline_will_do_even_one_that_finds_nothing(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    (document,) = Annotator(str(tmp_path / "blank")).annotate([article()])
    assert document.relations == []
    assert document.article.model.startswith("en_")
