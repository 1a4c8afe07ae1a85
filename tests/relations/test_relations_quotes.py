"""Quotations: which words stand in one, and whose words they are."""

import pytest
from parse_tables import doc_of, relations

from transforms.relations.dependencies import Tree
from transforms.relations.quotes import find_quotes

# Words with the marks around them, and for each word the number of its quote.
MARKED = {
    "curly": ("“ Go . ” Stay", [0, 1, 1, 0, 0]),
    "straight": ('" Go " Stay', [0, 1, 0, 0]),
    "two backticks": ("` ` Go '' Stay", [0, 0, 1, 0, 0]),
    "two apostrophes for both": ("'' Go", [0, 1]),
    "one backtick": ("` Go", [0, 0]),
    "two quotes": ("“ Go ” and “ Stay ”", [0, 1, 0, 0, 0, 2, 0]),
}


@pytest.mark.parametrize("case", MARKED)
def test_words_of_quotes(case):
    words, numbers = MARKED[case]
    lines = [f"{word} {1 if number else 0} dep VERB VB go" for number, word in enumerate(words.split())]
    doc = doc_of("\n".join(lines))
    assert find_quotes(Tree(doc)).numbers == numbers


def test_a_quote_that_another_opens_in_was_its_first_sentence():
    doc = doc_of(
        """
        “ 2 punct PUNCT `` “
        Go 0 root VERB VB go

        They 2 nsubj PRON PRP they
        left 0 root VERB VBD leave

        “ 2 punct PUNCT `` “
        Stay 0 root VERB VB stay
        ” 2 punct PUNCT '' ”
        """
    )
    assert find_quotes(Tree(doc)).numbers == [0, 1, 0, 0, 0, 2, 0]


# A text in which workers leave, and who says so.
SAID_BY = {
    "backticks over two sentences": (
        """
        Kim 2 nsubj PROPN NNP Kim
        said 0 root VERB VBD say
        ` 6 punct PUNCT `` `
        ` 6 punct PUNCT `` `
        It 6 nsubj PRON PRP it
        rained 2 ccomp VERB VBD rain
        . 2 punct PUNCT . .

        The 2 det DET DT the
        workers 3 nsubj NOUN NNS worker
        left 0 root VERB VBD leave
        . 3 punct PUNCT . .
        '' 3 punct PUNCT '' ''
        """,
        "Kim",
    ),
    "indirect speech, then sentences in quotes": (
        """
        Kim 2 nsubj PROPN NNP Kim
        said 0 root VERB VBD say
        it 4 nsubj PRON PRP it
        rained 2 ccomp VERB VBD rain
        . 2 punct PUNCT . .

        “ 4 punct PUNCT `` “
        The 3 det DET DT the
        workers 4 nsubj NOUN NNS worker
        left 0 root VERB VBD leave
        . 4 punct PUNCT . .
        ” 4 punct PUNCT '' ”
        """,
        "Kim",
    ),
    "nobody is said to say anything": (
        """
        Kim 2 nsubj PROPN NNP Kim
        fell 0 root VERB VBD fall
        . 2 punct PUNCT . .

        “ 4 punct PUNCT `` “
        The 3 det DET DT the
        workers 4 nsubj NOUN NNS worker
        left 0 root VERB VBD leave
        . 4 punct PUNCT . .
        ” 4 punct PUNCT '' ”
        """,
        None,
    ),
    "a farewell and a comma": (
        """
        Kim 2 nsubj PROPN NNP Kim
        left 9 parataxis VERB VBD leave
        this 4 det DET DT this
        note 2 obj NOUN NN note
        , 2 punct PUNCT , ,
        “ 9 punct PUNCT `` “
        The 8 det DET DT the
        workers 9 nsubj NOUN NNS worker
        left 0 root VERB VBD leave
        . 9 punct PUNCT . .
        ” 9 punct PUNCT '' ”
        """,
        "Kim",
    ),
    "a noun and a colon": (
        """
        A 2 det DET DT a
        letter 7 dep NOUN NN letter
        : 7 punct PUNCT : :
        “ 7 punct PUNCT `` “
        The 6 det DET DT the
        workers 7 nsubj NOUN NNS worker
        left 0 root VERB VBD leave
        . 7 punct PUNCT . .
        ” 7 punct PUNCT '' ”
        """,
        "A letter",
    ),
    "a thing and a comma": (
        """
        The 2 det DET DT the
        wind 3 nsubj NOUN NN wind
        blew 8 parataxis VERB VBD blow
        , 3 punct PUNCT , ,
        “ 8 punct PUNCT `` “
        The 7 det DET DT the
        workers 8 nsubj NOUN NNS worker
        left 0 root VERB VBD leave
        . 8 punct PUNCT . .
        ” 8 punct PUNCT '' ”
        """,
        None,
    ),
}


@pytest.mark.parametrize("case", SAID_BY)
def test_whose_words(case):
    table, speaker = SAID_BY[case]
    names = [("Kim", "PERSON")] if "Kim" in table else []
    (found,) = [each for each in relations(table, *names) if each.subject == "The workers"]
    assert found.attributed_to == speaker


def test_what_the_speaker_thinks_the_speaker_says():
    table = """
        “ 3 punct PUNCT `` “
        I 3 nsubj PRON PRP I
        think 8 ccomp VERB VBP think
        workers 5 nsubj NOUN NNS worker
        left 3 ccomp VERB VBD leave
        , 3 punct PUNCT , ,
        ” 3 punct PUNCT '' ”
        said 0 root VERB VBD say
        Kim 8 nsubj PROPN NNP Kim
        """
    (found,) = [each for each in relations(table, ("Kim", "PERSON")) if each.subject == "workers"]
    assert found.attributed_to == "Kim"


# Sentences in which workers leave, and who says so.
REPORTED = {
    "according to between commas": (
        """
        Workers 7 nsubj NOUN NNS worker
        , 5 punct PUNCT , ,
        according 5 case VERB VBG accord
        to 3 fixed ADP IN to
        Kim 1 nmod PROPN NNP Kim
        , 5 punct PUNCT , ,
        left 0 root VERB VBD leave
        """,
        "Kim",
        "asserted",
    ),
    "a coordinated verb that goes on with the saying": (
        """
        Kim 2 nsubj PROPN NNP Kim
        said 0 root VERB VBD say
        it 5 nsubj PRON PRP it
        would 5 aux AUX MD would
        rain 2 ccomp VERB VB rain
        , 8 punct PUNCT , ,
        but 8 cc CCONJ CC but
        added 5 conj VERB VBD add
        that 11 mark SCONJ IN that
        workers 11 nsubj NOUN NNS worker
        left 8 ccomp VERB VBD leave
        """,
        "Kim",
        "asserted",
    ),
    "who stands right before saying": (
        """
        Deals 2 nsubj NOUN NNS deal
        failed 0 root VERB VBD fail
        , 6 punct PUNCT , ,
        with 5 case ADP IN with
        Kim 2 obl PROPN NNP Kim
        saying 2 advcl VERB VBG say
        workers 8 nsubj NOUN NNS worker
        left 6 ccomp VERB VBD leave
        """,
        "Kim",
        "asserted",
    ),
    "a condition at the front for both": (
        """
        If 3 mark SCONJ IN if
        it 3 nsubj PRON PRP it
        rains 6 advcl VERB VBZ rain
        ships 6 nsubj NOUN NNS ship
        will 6 aux AUX MD will
        return 0 root VERB VB return
        and 10 cc CCONJ CC and
        workers 10 nsubj NOUN NNS worker
        will 10 aux AUX MD will
        leave 6 conj VERB VB leave
        """,
        None,
        "conditional",
    ),
    "a plan after a plan": (
        """
        Ships 3 nsubj NOUN NNS ship
        will 3 aux AUX MD will
        return 0 root VERB VB return
        and 7 cc CCONJ CC and
        workers 7 nsubj NOUN NNS worker
        will 7 aux AUX MD will
        leave 3 conj VERB VB leave
        """,
        None,
        "planned",
    ),
}


@pytest.mark.parametrize("case", REPORTED)
def test_reported(case):
    table, source, modality = REPORTED[case]
    names = [("Kim", "PERSON")] if "Kim" in table else []
    (found,) = [each for each in relations(table, *names) if each.predicate == "leave"]
    assert (found.attributed_to, found.modality) == (source, modality)


def test_what_is_wanted_done_is_desired():
    table = """
        Kim 2 nsubj PROPN NNP Kim
        wants 0 root VERB VBZ want
        ships 2 obj NOUN NNS ship
        sold 3 acl VERB VBN sell
        to 6 case ADP IN to
        Lee 4 obl PROPN NNP Lee
        """
    (found,) = [each for each in relations(table, ("Kim", "PERSON"), ("Lee", "PERSON")) if each.subject == "ships"]
    assert (found.modality, found.modality_cue) == ("desired", "wants")


def test_at_no_charge_it_happens():
    table = """
        Zeta 2 nsubj PROPN NNP Zeta
        works 0 root VERB VBZ work
        at 5 case ADP IN at
        no 5 det DET DT no
        charge 2 obl NOUN NN charge
        """
    assert {each.polarity for each in relations(table, ("Zeta", "ORG"))} == {"affirmed"}
