"""The recipe's readers, label maps and augmentation, on small corpora written here."""

import random
import zipfile
from collections import defaultdict

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example

from models.recipe.agreement import without_doubtful
from models.recipe.augment import create_name_augmenter, create_print_augmenter
from models.recipe.conllu import read_conllu
from models.recipe.gmb import read_gmb
from models.recipe.gum import dev_documents, read_gum
from models.recipe.iob import iob_spans
from models.recipe.labels import MISSING, other_label, place_label, title_length
from models.recipe.named import NamedSentence, flat, guess_spaces, named_doc
from models.recipe.quantities import quantity_patterns
from models.recipe.redocred import read_redocred
from models.recipe.tokenizer import adapt_tokenizer
from models.recipe.treebank import joined_doc, treebank_docs
from models.recipe.typography import title_case, typeset

CONLLU = """\
# newdoc id = d1
# sent_id = d1-1
# newpar
# text = They don't know.
1\tThey\tthey\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# sent_id = d1-2
# newpar
# text = Yes.
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\tSpaceAfter=No
2\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_

# sent_id = d1-3
# text = mended by hand
1\tamended\tamend\tVERB\tVBN\t_\t0\troot\t_\t_

"""

GUM = """\
# newdoc id = GUM_news_x
# sent_id = GUM_news_x-1
# text = The minister Ana Ruiz left the Bank of Lisbon
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(1-person-new-x
2\tminister\tminister\tNOUN\tNN\t_\t5\tnsubj\t_\t_
3\tAna\tAna\tPROPN\tNNP\t_\t2\tflat\t_\t_
4\tRuiz\tRuiz\tPROPN\tNNP\t_\t2\tflat\t_\tEntity=1)
5\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_
6\tthe\tthe\tDET\tDT\t_\t7\tdet\t_\tEntity=(2-organization-new-x
7\tBank\tBank\tPROPN\tNNP\t_\t5\tobj\t_\t_
8\tof\tof\tADP\tIN\t_\t9\tcase\t_\t_
9\tLisbon\tLisbon\tPROPN\tNNP\t_\t7\tnmod\t_\tEntity=(3-place-new-x)2)

"""


@pytest.fixture(scope="module")
def nlp():
    return spacy.blank("en")


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def names_of(sentence):
    return {(" ".join(sentence.words[start:end]), label) for start, end, label in sentence.names}


def test_conllu_keeps_contractions_together_and_passes_over_mended_text(tmp_path):
    sentences = list(read_conllu(written(tmp_path, "a.conllu", CONLLU)))
    assert [sentence.sent_id for sentence in sentences] == ["d1-1", "d1-2"]
    assert [word.space_after for word in sentences[0].words] == [True, False, True, False, True]
    assert [word.head for word in sentences[0].words] == [3, 3, 3, 3, 3]
    assert (sentences[0].words[3].deprel, sentences[1].starts_paragraph) == ("ROOT", True)


def test_paragraphs_are_parted_by_a_blank_line(tmp_path, nlp):
    doc = joined_doc(nlp.vocab, list(read_conllu(written(tmp_path, "a.conllu", CONLLU))), None)
    assert doc.text == "They don't know.\n\nYes. "
    assert [sentence.text for sentence in doc.sents] == ["They don't know.\n\n", "Yes."]


def test_no_doc_spans_two_documents(tmp_path, nlp):
    path = written(tmp_path, "a.conllu", CONLLU + CONLLU.replace("d1", "d2"))
    assert len(list(treebank_docs(nlp.vocab, read_conllu(path), random.Random(0)))) == 2


def test_gum_names_have_no_description_and_keep_their_complement(tmp_path):
    (sentence,) = read_gum(written(tmp_path, "g.conllu", GUM))
    assert names_of(sentence) == {("Ana Ruiz", "PERSON"), ("Bank of Lisbon", "ORG")}


def test_gum_dev_documents_are_those_of_the_section(tmp_path):
    splits = "# Splits\n\n## dev\n\n  * GUM_a\n\n## test\n\n  * GUM_b\n\n## train\n\n  * GUM_c\n"
    assert dev_documents(written(tmp_path, "splits.md", splits)) == {"GUM_a"}


def test_gmb_loses_titles_and_times_and_tells_peoples_from_countries(tmp_path):
    rows = [("President", "B-per"), ("Ana", "I-per"), ("Ruiz", "I-per"), ("met", "O"), ("French", "B-gpe")]
    rows += [("aides", "O"), ("in", "O"), ("France", "B-geo"), ("on", "O"), ("Monday", "B-tim"), (".", "O")]
    lines = ["Sentence #,Word,POS,Tag"] + [
        f"{'Sentence: 1' if index == 0 else ''},{word},X,{tag}" for index, (word, tag) in enumerate(rows)
    ]
    with zipfile.ZipFile(tmp_path / "gmb.zip", "w") as archive:
        archive.writestr("ner_dataset.csv", "\n".join(lines) + "\n")
    (sentence,) = read_gmb(tmp_path / "gmb.zip")
    assert names_of(sentence) == {("Ana Ruiz", "PERSON"), ("French", "NORP"), ("France", "GPE")}
    assert sentence.spaces[-2:] == [False, True]


def test_redocred_types_come_from_relations(tmp_path):
    document = (
        '[{"sents": [["Sula", "is", "a", "novel", "by", "Morrison", "."]], "labels": [{"r": "P50", "h": 0, "t": 1}],'
        ' "vertexSet": [[{"sent_id": 0, "pos": [0, 1], "type": "MISC", "name": "Sula"}],'
        ' [{"sent_id": 0, "pos": [5, 6], "type": "PER", "name": "Morrison"}]]}]'
    )
    (sentence,) = read_redocred(written(tmp_path, "r.json", document))
    assert names_of(sentence) == {("Sula", "WORK_OF_ART"), ("Morrison", "PERSON")}


@pytest.mark.parametrize(
    "name, label",
    [
        ("Portugal", "GPE"),
        ("Lisbon", "GPE"),
        ("the Tagus River", "LOC"),
        ("Lake Como", "LOC"),
        ("Middle East", "LOC"),
        ("Rhode Island", "GPE"),
        ("Lisbon Airport", "FAC"),
        ("Museum of Modern Art", "FAC"),
        ("Portuguese", "NORP"),
        ("United Nations", "ORG"),
    ],
)
def test_places_by_form(name, label):
    assert place_label(name.split()) == label


def test_what_form_does_not_tell_is_missing():
    assert other_label(["Gulf", "War"]) == "EVENT"
    assert other_label(["Zorbo"]) == MISSING


@pytest.mark.parametrize(
    "words, length",
    [
        ("Prime Minister Ana Ruiz", 2),
        ("former president Ruiz", 2),
        ("al-Sadr", 0),
        ("van Gogh", 0),
        ("Ana Ruiz", 0),
    ],
)
def test_titles(words, length):
    assert title_length(words.split()) == length


def test_spaces_are_guessed():
    words = 'He said , " No ( never ) ! " It cost $ 5 , did n\'t it ?'.split()
    text = "".join(word + " " * space for word, space in zip(words, guess_spaces(words)))
    assert text.strip() == 'He said, "No (never)!" It cost $5, didn\'t it?'


def test_iob_and_io_tags_give_spans():
    assert iob_spans(["B-a", "I-a", "O", "B-a", "B-a"]) == [(0, 2, "a"), (3, 4, "a"), (4, 5, "a")]
    assert iob_spans(["I-a", "I-a", "I-b"]) == [(0, 2, "a"), (2, 3, "b")]


def test_the_longest_of_nested_names_stays():
    assert flat([(0, 3, "ORG"), (2, 3, "GPE"), (4, 5, "GPE")]) == [(0, 3, "ORG"), (4, 5, "GPE")]


def test_missing_is_neither_name_nor_its_absence(nlp):
    sentence = NamedSentence(["Ana", "likes", "Zorbo"], [True, True, True], [(0, 1, "PERSON"), (2, 3, MISSING)])
    doc = named_doc(nlp.vocab, [sentence], random.Random(0))
    assert [token.ent_iob_ for token in doc] == ["B", "O", ""]


def test_disagreement_leaves_names_open(nlp):
    doc = Doc(nlp.vocab, words=["Ana", "saw", "Ben", "in", "Rome"])
    doc.set_ents([Span(doc, 0, 1, "PERSON"), Span(doc, 2, 3, "ORG")], default="outside")
    model = spacy.blank("en")
    names = [("Ana", "PERSON"), ("Ben", "PERSON"), ("Rome", "GPE")]
    model.add_pipe("entity_ruler").add_patterns([{"pattern": name, "label": label} for name, label in names])
    (cleaned,) = without_doubtful(model, [doc])
    assert [(entity.text, entity.label_) for entity in cleaned.ents] == [("Ana", "PERSON")]
    assert [token.ent_iob_ for token in cleaned] == ["B", "O", "", "O", ""]


def test_names_known_by_list_are_not_doubted(nlp):
    doc = Doc(nlp.vocab, words=["The", "North", "Korean", "leader"])
    doc.set_ents([Span(doc, 1, 3, "NORP")], default="outside")
    model = spacy.blank("en")
    model.add_pipe("entity_ruler").add_patterns([{"pattern": "Korean", "label": "NORP"}])
    (cleaned,) = without_doubtful(model, [doc])
    assert [(entity.text, entity.label_) for entity in cleaned.ents] == [("North Korean", "NORP")]


def test_typesetting_opens_and_closes_quotes():
    words = ['"', "I", "do", "n't", "know", ",", '"', "said", "Ana", "'s", "aide", "--", "twice"]
    spaces = [False, True, False, True, False, False, True, True, False, True, True, True, True]
    text = " ".join(typeset(words, spaces, random.Random(1)))
    assert text.startswith("“ I do n’t know , ” said Ana ’s aide") and "--" not in text


def test_headlines_leave_small_words_small():
    assert title_case("police say the man fell off a roof".split()) == "Police Say the Man Fell off a Roof".split()


def test_augmented_words_keep_their_annotation(tmp_path, nlp):
    doc = joined_doc(nlp.vocab, list(read_conllu(written(tmp_path, "a.conllu", CONLLU))), None)
    augment = create_print_augmenter(typography=1.0, title=0.0, upper=1.0, lower=0.0)
    (example,) = augment(nlp, Example(nlp.make_doc(doc.text), doc))
    assert example.reference.text == "THEY DON’T KNOW.\n\nYES. "
    assert [token.dep_ for token in example.reference] == [token.dep_ for token in doc]
    assert [token.head.i for token in example.reference] == [token.head.i for token in doc]


def test_british_titles_have_no_full_stop(nlp):
    doc = Doc(nlp.vocab, words=["Mr.", "Ruiz", "left", "."])
    doc.set_ents([Span(doc, 1, 2, "PERSON")], default="outside")
    augment = create_name_augmenter(typography=0.0, title=0.0, upper=0.0, lower=0.0, names=0.0, british=1.0)
    (example,) = augment(nlp, Example(nlp.make_doc(doc.text), doc))
    assert example.reference.text == "Mr Ruiz left . "
    assert [entity.text for entity in example.reference.ents] == ["Ruiz"]


def test_exchanged_names_are_still_marked(nlp):
    augment = create_name_augmenter(typography=0.0, title=0.0, upper=0.0, lower=0.0, names=1.0, british=0.0, seed=3)
    seen = defaultdict(set)
    for first, last in [("Lee", "Chang-ho"), ("Ana", "Ruiz"), ("Jean-Luc", "Martin")] * 20:
        doc = Doc(nlp.vocab, words=["Then", first, last, "spoke", "."])
        doc.set_ents([Span(doc, 1, 3, "PERSON")], missing=[doc[4:5]], default="outside")
        (example,) = augment(nlp, Example(nlp.make_doc(doc.text), doc))
        (entity,) = example.reference.ents
        seen[entity.text].add(example.reference.text)
        assert example.reference.text == f"Then {entity.text} spoke . "
        assert example.reference[-1].ent_iob_ == ""
    assert len(seen) > 5 and any("-" in name for name in seen)


@pytest.mark.parametrize(
    "text, words",
    [
        ("U.S.-led", ["U.S.", "-", "led"]),
        ("co-founder", ["co-founder"]),
        ("pro-Beijing", ["pro", "-", "Beijing"]),
        ("Jong-un", ["Jong", "-", "un"]),
        ("three-year-old", ["three", "-", "year", "-", "old"]),
        ("What?!", ["What", "?!"]),
    ],
)
def test_words_are_those_of_the_treebanks(text, words):
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)
    assert [token.text for token in nlp(text)] == words


def test_no_quantity_has_two_labels(nlp):
    text = (
        "In 2008-09 about 3-2 of 1,500 to 2,000 people, 21 per cent, paid $5m on May 9, 2025 at 5 p.m. for "
        "twenty-second or two-minute miles, 12 km, half a million euros, the third quarter of 2011, early 1990s, 20-30 dollars."
    )
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(quantity_patterns())
    doc = nlp.make_doc(text)
    for token in doc:
        token.pos_, token.dep_ = "NUM", "nummod"
    labels = defaultdict(set)
    for label, start, end in ruler.matcher(doc):
        labels[doc[start:end].text].add(nlp.vocab.strings[label])
    assert {text: found for text, found in labels.items() if len(found) > 1} == {}
    nlp.remove_pipe("entity_ruler")
