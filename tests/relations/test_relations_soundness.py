"""Statements that are withheld by signs in the words themselves, and those beside them that are not."""

import pytest
from parse_tables import relations, triples

# table, names, statements.
WITHHELD = {
    "the first to do something": (
        """
        Zeta 5 nsubj PROPN NNP Zeta
        is 5 cop AUX VBZ be
        the 5 det DET DT the
        first 5 amod ADJ JJ first
        firm 0 root NOUN NN firm
        to 7 mark PART TO to
        try 5 acl VERB VB try
        it 7 obj PRON PRP it
        """,
        [("Zeta", "ORG")],
        set(),
    ),
    "all that somebody has seen": (
        """
        Kim 2 nsubj PROPN NNP Kim
        sold 0 root VERB VBD sell
        all 4 det DET DT all
        ships 2 obj NOUN NNS ship
        that 7 obj PRON WDT that
        Lee 7 nsubj PROPN NNP Lee
        built 4 acl:relcl VERB VBD build
        """,
        [("Kim", "PERSON"), ("Lee", "PERSON")],
        set(),
    ),
    "an amount that two have together": (
        """
        Zeta 4 nsubj PROPN NNP Zeta
        and 3 cc CCONJ CC and
        Acme 1 conj PROPN NNP Acme
        received 0 root VERB VBD receive
        $ 4 obj SYM $ $
        5 5 nummod NUM CD 5
        """,
        [("Zeta", "ORG"), ("Acme", "ORG"), ("$ 5", "MONEY")],
        set(),
    ),
    "an amount that one has": (
        """
        Zeta 2 nsubj PROPN NNP Zeta
        received 0 root VERB VBD receive
        $ 2 obj SYM $ $
        5 3 nummod NUM CD 5
        """,
        [("Zeta", "ORG"), ("$ 5", "MONEY")],
        {("Zeta", "receive", "$ 5")},
    ),
    "two that are two of a kind": (
        """
        Zeta 6 nsubj PROPN NNP Zeta
        and 3 cc CCONJ CC and
        Acme 1 conj PROPN NNP Acme
        are 6 cop AUX VBP be
        two 6 nummod NUM CD two
        firms 0 root NOUN NNS firm
        """,
        [("Zeta", "ORG"), ("Acme", "ORG")],
        set(),
    ),
    "what an adjective is to do": (
        """
        Kim 2 nsubj PROPN NNP Kim
        became 0 root VERB VBD become
        unable 2 xcomp ADJ JJ unable
        to 5 mark PART TO to
        move 3 xcomp VERB VB move
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "a speaker behind a quotation": (
        """
        Programs 3 nsubj NOUN NNS program
        can 3 aux AUX MD can
        build 0 root VERB VB build
        towns 3 obj NOUN NNS town
        , 3 punct PUNCT , ,
        '' 3 punct PUNCT '' ''
        Lee 3 obj PROPN NNP Lee
        """,
        [("Lee", "PERSON")],
        {("Programs", "build", "towns")},
    ),
    "a speaker before a quotation": (
        """
        Kim 4 nsubj PROPN NNP Kim
        : 4 punct PUNCT : :
        `` 4 punct PUNCT `` ``
        save 0 root VERB VBP save
        trees 4 obj NOUN NNS tree
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "who is asked by somebody": (
        """
        Kim 2 nsubj PROPN NNP Kim
        pleaded 0 root VERB VBD plead
        with 4 case ADP IN with
        Lee 2 obl PROPN NNP Lee
        to 6 mark PART TO to
        send 2 xcomp VERB VB send
        help 6 obj NOUN NN help
        """,
        [("Kim", "PERSON"), ("Lee", "PERSON")],
        set(),
    ),
    "a form of something which does it": (
        """
        Kim 2 nsubj PROPN NNP Kim
        sells 0 root VERB VBZ sell
        a 4 det DET DT a
        form 2 obj NOUN NN form
        of 6 case ADP IN of
        medicine 4 nmod NOUN NN medicine
        which 8 nsubj PRON WDT which
        treats 6 acl:relcl VERB VBZ treat
        pain 8 obj NOUN NN pain
        """,
        [("Kim", "PERSON")],
        {("Kim", "sell", "a form of medicine")},
    ),
    "a phrase that begins with a verb": (
        """
        Kim 2 nsubj PROPN NNP Kim
        cut 0 root VERB VBD cut
        close 4 amod VERB VB close
        plants 2 obj NOUN NNS plant
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "another adverb that is denied": (
        """
        Kim 5 nsubj:pass PROPN NNP Kim
        was 5 aux:pass AUX VBD be
        not 5 advmod PART RB not
        fully 5 advmod ADV RB fully
        paid 0 root VERB VBN pay
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "what is done stands before": (
        """
        Kim 2 nsubj PROPN NNP Kim
        did 0 root VERB VBD do
        it 2 obj PRON PRP it
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "verbs that alone say nothing": (
        """
        Kim 3 nsubj PROPN NNP Kim
        will 3 aux AUX MD will
        lead 0 root VERB VB lead
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "passives that alone say nothing": (
        """
        Kim 3 nsubj:pass PROPN NNP Kim
        is 3 aux:pass AUX VBZ be
        used 0 root VERB VBN use
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "what is made known": (
        """
        Kim 2 nsubj PROPN NNP Kim
        made 0 root VERB VBD make
        cars 2 obj NOUN NNS car
        well 5 advmod ADV RB well
        known 2 xcomp VERB VBN know
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "what an appearance is made for": (
        """
        Kim 2 nsubj PROPN NNP Kim
        made 0 root VERB VBD make
        statements 2 obj NOUN NNS statement
        to 5 mark PART TO to
        defend 2 advcl VERB VB defend
        Lee 5 obj PROPN NNP Lee
        """,
        [("Kim", "PERSON"), ("Lee", "PERSON")],
        {("Kim", "defend", "Lee")},
    ),
}


@pytest.mark.parametrize("case", WITHHELD)
def test_what_no_reader_would_say_is_withheld(case):
    table, names, expected = WITHHELD[case]
    assert triples(relations(table, *names)) == expected
