"""Statements that are withheld by signs in the words themselves, and those beside them that are not."""

import pytest
from parse_tables import relations, triples

# table, names, statements.
WITHHELD = {
    "a place that belongs to another noun": (
        """
        Kim 2 nsubj PROPN NNP Kim
        took 0 root VERB VBD take
        control 2 obj NOUN NN control
        of 5 case ADP IN of
        Zeta 3 nmod PROPN NNP Zeta
        to 7 case ADP IN to
        Busan 2 obl PROPN NNP Busan
        """,
        [("Kim", "PERSON"), ("Zeta", "ORG"), ("Busan", "GPE")],
        {("Kim", "take control of", "Zeta")},
    ),
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
    "one person and a plural verb": (
        """
        Kim 2 nsubj PROPN NNP Kim
        says 0 root VERB VBZ say
        and 5 cc CCONJ CC and
        were 5 aux:pass AUX VBD be
        arrested 2 conj VERB VBN arrest
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "one person and a singular verb": (
        """
        Kim 3 nsubj:pass PROPN NNP Kim
        was 3 aux:pass AUX VBD be
        arrested 0 root VERB VBN arrest
        """,
        [("Kim", "PERSON")],
        {("Kim", "be arrested", None)},
    ),
    "a person left out between a verb and its preposition": (
        """
        Kim 2 nsubj PROPN NNP Kim
        took 0 root VERB VBD take
        Lee 2 obj PROPN NNP Lee
        for 6 case ADP IN for
        a 6 det DET DT a
        walk 2 obl NOUN NN walk
        """,
        [("Kim", "PERSON"), ("Lee", "PERSON")],
        {("Kim", "take", "Lee")},
    ),
    "an amount between them": (
        """
        Shares 2 nsubj NOUN NNS share
        gained 0 root VERB VBD gain
        5 4 nummod NUM CD 5
        percent 2 obj NOUN NN percent
        against 7 case ADP IN against
        the 7 det DET DT the
        dollar 2 obl NOUN NN dollar
        """,
        [("5 percent", "PERCENT")],
        {("Shares", "gain", "5 percent"), ("Shares", "gain against", "the dollar")},
    ),
    "what the other verb has for an object": (
        """
        Zeta 3 nsubj PROPN NNP Zeta
        will 3 aux AUX MD will
        meet 0 root VERB VB meet
        or 5 cc CCONJ CC or
        beat 3 conj VERB VB beat
        all 5 obj DET DT all
        of 8 case ADP IN of
        them 6 nmod PRON PRP they
        """,
        [("Zeta", "ORG")],
        {("Zeta", "meet", "all of them"), ("Zeta", "beat", "all of them")},
    ),
    "a job done doing something": (
        """
        Kim 2 nsubj PROPN NNP Kim
        did 0 root VERB VBD do
        a 4 det DET DT a
        job 2 obj NOUN NN job
        running 4 acl VERB VBG run
        Zeta 5 obj PROPN NNP Zeta
        """,
        [("Kim", "PERSON"), ("Zeta", "ORG")],
        {("Kim", "do", "a job")},
    ),
    "a chance of somebody doing something": (
        """
        Kim 2 nsubj PROPN NNP Kim
        sees 0 root VERB VBZ see
        a 4 det DET DT a
        chance 2 obj NOUN NN chance
        of 6 case ADP IN of
        Zeta 4 nmod PROPN NNP Zeta
        buying 4 acl VERB VBG buy
        ships 7 obj NOUN NNS ship
        """,
        [("Kim", "PERSON"), ("Zeta", "ORG")],
        {("Kim", "see", "a chance of Zeta")},
    ),
    "a ship carrying something": (
        """
        Kim 2 nsubj PROPN NNP Kim
        sees 0 root VERB VBZ see
        a 4 det DET DT a
        ship 2 obj NOUN NN ship
        carrying 4 acl VERB VBG carry
        sand 5 obj NOUN NN sand
        """,
        [("Kim", "PERSON")],
        {("Kim", "see", "a ship"), ("a ship", "carry", "sand")},
    ),
    "priced at a sum before a time": (
        """
        Cars 3 nsubj:pass NOUN NNS car
        were 3 aux:pass AUX VBD be
        priced 0 root VERB VBN price
        at 5 case ADP IN at
        $5 3 obl NOUN NN $5
        before 8 case ADP IN before
        the 8 det DET DT the
        launch 3 obl NOUN NN launch
        """,
        [],
        {("Cars", "be priced at", "$5")},
    ),
    "one of two between whom": (
        """
        Talks 2 nsubj NOUN NNS talk
        failed 0 root VERB VBD fail
        between 4 case ADP IN between
        Kim 2 obl PROPN NNP Kim
        and 6 cc CCONJ CC and
        Lee 4 conj PROPN NNP Lee
        """,
        [("Kim", "PERSON"), ("Lee", "PERSON")],
        set(),
    ),
    "reported killed": (
        """
        Guards 3 nsubj:pass NOUN NNS guard
        were 3 aux:pass AUX VBD be
        reported 0 root VERB VBN report
        killed 3 xcomp VERB VBN kill
        """,
        [],
        set(),
    ),
    "chosen by a margin": (
        """
        Kim 3 nsubj:pass PROPN NNP Kim
        was 3 aux:pass AUX VBD be
        chosen 0 root VERB VBN choose
        by 6 case ADP IN by
        a 6 det DET DT a
        margin 3 obl:agent NOUN NN margin
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "chosen by a party": (
        """
        Kim 3 nsubj:pass PROPN NNP Kim
        was 3 aux:pass AUX VBD be
        chosen 0 root VERB VBN choose
        by 6 case ADP IN by
        a 6 det DET DT a
        party 3 obl:agent NOUN NN party
        """,
        [("Kim", "PERSON")],
        {("a party", "choose", "Kim")},
    ),
    "done in the past": (
        """
        Zeta 3 nsubj PROPN NNP Zeta
        has 3 aux AUX VBZ have
        done 0 root VERB VBN do
        in 6 case ADP IN in
        the 6 det DET DT the
        past 3 obl NOUN NN past
        """,
        [("Zeta", "ORG")],
        set(),
    ),
}


@pytest.mark.parametrize("case", WITHHELD)
def test_what_no_reader_would_say_is_withheld(case):
    table, names, expected = WITHHELD[case]
    assert triples(relations(table, *names)) == expected
