"""What the teacher learns from, and what becomes of its labels."""

import itertools
import random

import numpy as np
import pytest
import spacy

from models.recipe.labels import MISSING
from models.recipe.named import NamedSentence
from models.recipe.taught import raw_lessons, syntax_lessons, taught_names, taught_syntax, with_names
from models.recipe.treebank import joined_doc
from models.teacher.chain import Chain
from models.teacher.lessons import Lesson, capitals_of, is_tree, read_lessons, write_lessons

CONLLU = """\
# newdoc id = d1
# sent_id = d1-1
# text = Ana Ruiz sleeps.
1\tAna\tAna\tPROPN\tNNP\tNumber=Sing\t3\tnsubj\t_\t_
2\tRuiz\tRuiz\tPROPN\tNNP\tNumber=Sing\t1\tflat\t_\t_
3\tsleeps\tsleep\tVERB\tVBZ\t_\t0\troot\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

"""


@pytest.fixture
def lesson(tmp_path):
    path = tmp_path / "d1.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return next(syntax_lessons([path]))


def named(words, *names):
    return NamedSentence(words.split(), [True] * len(words.split()), list(names))


def tagged(words, names):
    return Lesson(words.split(), [True] * len(words.split()), names=names.split())


def test_a_lesson_keeps_what_the_treebank_says(lesson):
    assert lesson.words == ["Ana", "Ruiz", "sleeps", "."]
    assert lesson.spaces == [True, True, False, True]
    assert lesson.heads == [2, 0, 2, 2]
    assert lesson.labels == ["nsubj", "flat", "ROOT", "punct"]
    assert lesson.features == ["PROPN Number=Sing", "PROPN Number=Sing", "VERB", "PUNCT"]


def test_lessons_are_read_as_they_were_written(lesson, tmp_path):
    write_lessons([lesson], tmp_path / "lessons.jsonl")
    assert list(read_lessons(tmp_path / "lessons.jsonl")) == [lesson]


def test_names_go_to_the_lesson_of_the_same_words(lesson):
    both = with_names(
        [lesson],
        [named("Ana Ruiz sleeps .", (0, 2, "PERSON")), named("Lima is Odd", (0, 1, "GPE"), (2, 3, MISSING))],
    )
    assert [found.names for found in both] == [["B-PERSON", "I-PERSON", "O", "O"], ["B-GPE", "O", "?"]]
    assert [found.heads is None for found in both] == [False, True]


def test_what_is_taught_is_a_treebank_without_lemmas(lesson):
    taught = list(taught_syntax([Lesson(["No", "tree"], [True, True]), lesson], random.Random(0)))
    doc = joined_doc(spacy.blank("en").vocab, taught, None)
    assert [token.head.text for token in doc] == ["sleeps", "Ana", "sleeps", "sleeps"]
    assert [token.dep_ for token in doc] == ["nsubj", "flat", "ROOT", "punct"]
    assert [str(token.morph) for token in doc] == ["Number=Sing", "Number=Sing", "", ""]
    assert [token.lemma_ for token in doc] == [""] * 4


def test_raw_text_is_in_the_pipelines_words():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    text = named("Ana Ruiz can't sleep. Lima can.", (0, 2, "PERSON"), (4, 5, "GPE"))
    first, second = raw_lessons(nlp, [text], passages=True)
    assert first.words == ["Ana", "Ruiz", "ca", "n't", "sleep", "."]
    assert first.names == ["B-PERSON", "I-PERSON", "O", "O", "O", "O"]
    assert (second.words, second.names) == (["Lima", "can", "."], ["B-GPE", "O", "O"])
    (whole,) = raw_lessons(nlp, [text], passages=False)
    assert whole.words == first.words + second.words


@pytest.mark.parametrize(
    "given, found, names",
    [
        ("B-PERSON I-PERSON O O", "B-PERSON I-PERSON O O", [(0, 2, "PERSON")]),
        ("O O O O", "B-PERSON I-PERSON O O", [(0, 2, "PERSON")]),
        ("B-ORG I-ORG O O", "B-PERSON I-PERSON O O", [(0, 2, "PERSON")]),
        ("B-PERSON I-PERSON O O", "O O O O", [(0, 1, MISSING), (1, 2, MISSING)]),
        ("O O O O", "B-PERSON ? O O", [(0, 1, MISSING), (1, 2, MISSING)]),
        ("B-ORG I-ORG O O", "B-PERSON ? O O", [(0, 2, "ORG")]),
        ("O O O B-GPE", "O O O O", [(3, 4, "GPE")]),
        ("O O O O", "O O O O", []),
    ],
    ids=["both", "teacher", "other label", "corpus", "unsure", "unsure, corpus", "known by list", "none"],
)
def test_names_are_the_teachers_where_it_is_sure(given, found, names):
    words = "Ana Ruiz likes Peru"
    (sentence,) = taught_names([tagged(words, given)], [tagged(words, found)])
    assert sentence.names == names


def test_texts_that_are_not_the_same_are_refused():
    with pytest.raises(ValueError):
        list(taught_names([tagged("One", "O")], []))


@pytest.mark.parametrize(
    "heads, whole", [([1, 1, 1], True), ([0, 1], False), ([1, 2, 0], False), ([0, 2, 1], False), ([0], True), ([], False)]
)
def test_a_tree_has_one_root_and_no_circle(heads, whole):
    assert is_tree(heads) is whole


def test_names_of_a_chain_go_on_with_their_own_label():
    tags = ["B-GPE", "B-ORG", "I-GPE", "I-ORG", "O"]
    likely = np.log(np.array([[0.1, 0.4, 0.02, 0.4, 0.08], [0.05, 0.15, 0.5, 0.25, 0.05], [0.01, 0.01, 0.01, 0.01, 0.96]]))
    path, certainty = Chain(tags).best(likely)
    assert [tags[number] for number in path] == ["B-ORG", "I-ORG", "O"]
    ways = {
        way: np.prod([np.exp(likely[word, number]) for word, number in enumerate(way)])
        for way in itertools.product(range(5), repeat=3)
        if tags[way[0]][0] != "I"
        and all(tags[b][0] != "I" or tags[a][1:] == tags[b][1:] for a, b in zip(way, way[1:]))
    }
    shares = [sum(ways[way] for way in ways if way[word] == path[word]) / sum(ways.values()) for word in range(3)]
    assert certainty == pytest.approx(shares)


@pytest.mark.parametrize("word, kind", [("12,5", 0), ("dog", 1), ("Dog", 2), ("A", 3), ("BBC", 4), ("McDonald", 5)])
def test_capitals(word, kind):
    assert capitals_of(word) == kind
