"""Statements that say as much as their sentence: complements, amounts with units, and what is left unsaid where they lack."""

import pytest
from parse_tables import relations, triples

from transforms.relations.lemmas import past_participle

# table, names, statements.
WHOLE = {
    "what is put somewhere is": (
        """
        The 2 det DET DT the
        deal 3 nsubj NOUN NN deal
        puts 0 root VERB VBZ put
        Zeta 3 obj PROPN NNP Zeta
        at 6 case ADP IN at
        risk 3 obl NOUN NN risk
        """,
        [("Zeta", "ORG")],
        {("Zeta", "be put at", "risk")},
    ),
    "what something is seen as hangs on the verb": (
        """
        Kim 2 nsubj PROPN NNP Kim
        views 0 root VERB VBZ view
        the 4 det DET DT the
        visit 2 obj NOUN NN visit
        as 7 case ADP IN as
        a 7 det DET DT a
        chance 4 nmod NOUN NN chance
        """,
        [("Kim", "PERSON")],
        {("Kim", "view visit as", "a chance")},
    ),
    "a verb that takes an object and has lost it": (
        """
        Kim 2 nsubj PROPN NNP Kim
        bought 0 root VERB VBD buy
        for 4 case ADP IN for
        Lee 2 obl PROPN NNP Lee
        """,
        [("Kim", "PERSON"), ("Lee", "PERSON")],
        set(),
    ),
    "somebody ordered to do something": (
        """
        Kim 2 nsubj PROPN NNP Kim
        ordered 0 root VERB VBD order
        troops 2 obj NOUN NNS troop
        stationed 3 acl VERB VBN station
        abroad 4 advmod ADV RB abroad
        to 7 mark PART TO to
        return 4 advcl VERB VB return
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "how it went": (
        """
        The 2 det DET DT the
        talks 3 nsubj NOUN NNS talk
        went 0 root VERB VBD go
        well 3 advmod ADV RB well
        """,
        [],
        {("The talks", "go well", None)},
    ),
    "a verb before a noun that was not understood": (
        """
        The 2 det DET DT the
        vote 3 nsubj NOUN NN vote
        comes 0 root VERB VBZ come
        just 5 advmod ADV RB just
        weeks 7 obl:npmod NOUN NNS week
        after 7 mark SCONJ IN after
        protests 3 advcl NOUN NNS protest
        """,
        [],
        set(),
    ),
    "who is said to do something is no object of saying": (
        """
        Kim 2 nsubj PROPN NNP Kim
        hopes 0 root VERB VBZ hope
        ministers 2 obj NOUN NNS minister
        can 5 aux AUX MD can
        meet 2 parataxis VERB VB meet
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "an amount with its unit": (
        """
        Workers 2 nsubj NOUN NNS worker
        earn 0 root VERB VBP earn
        $ 4 nmod SYM $ $
        28 2 obj NUM CD 28
        an 6 det DET DT an
        hour 4 nmod:npmod NOUN NN hour
        """,
        [("$ 28", "MONEY")],
        {("Workers", "earn", "$ 28 an hour")},
    ),
    "the first in a time": (
        """
        It 5 nsubj PRON PRP it
        was 5 cop AUX VBD be
        the 5 det DET DT the
        first 5 amod ADJ JJ first
        strike 0 root NOUN NN strike
        since 7 case ADP IN since
        2010 5 obl NUM CD 2010
        """,
        [("2010", "DATE")],
        {("It", "be", "the first strike since 2010")},
    ),
    "half of what a noun is capable of": (
        """
        It 2 nsubj PRON PRP it
        has 0 root VERB VBZ have
        a 4 det DET DT a
        screen 2 obj NOUN NN screen
        capable 4 amod ADJ JJ capable
        of 7 mark SCONJ IN of
        showing 5 advcl VERB VBG show
        films 7 obj NOUN NNS film
        """,
        [],
        {("It", "have", "a screen")},
    ),
    "the end of doing something": (
        """
        They 2 nsubj PRON PRP they
        want 0 root VERB VBP want
        the 4 det DET DT the
        end 2 obj NOUN NN end
        of 6 mark SCONJ IN of
        fighting 4 acl VERB VBG fight
        """,
        [],
        {("They", "want", "the end of fighting")},
    ),
    "up to an amount": (
        """
        Zeta 3 nsubj PROPN NNP Zeta
        will 3 aux AUX MD will
        give 0 root VERB VB give
        up 3 compound:prt ADP RP up
        to 7 case ADP IN to
        500 7 nummod NUM CD 500
        farmers 3 obl NOUN NNS farmer
        """,
        [("Zeta", "ORG")],
        {("Zeta", "give", "up to 500 farmers")},
    ),
    "what follows from all of a clause": (
        """
        Zeta 2 nsubj PROPN NNP Zeta
        failed 0 root VERB VBD fail
        , 4 punct PUNCT , ,
        leading 2 advcl VERB VBG lead
        to 6 case ADP IN to
        layoffs 4 obl NOUN NNS layoff
        """,
        [("Zeta", "ORG")],
        {("Zeta", "fail", None)},
    ),
    "a phrase behind another": (
        """
        Zeta 2 nsubj PROPN NNP Zeta
        entered 0 root VERB VBD enter
        into 5 case ADP IN into
        a 5 det DET DT a
        pact 2 obl NOUN NN pact
        for 7 case ADP IN for
        trade 2 obl NOUN NN trade
        """,
        [("Zeta", "ORG")],
        {("Zeta", "enter into", "a pact")},
    ),
    "a subject with a verb in it": (
        """
        Kim 2 compound PROPN NNP Kim
        reports 4 compound VERB VBZ report
        two 4 nummod NUM CD two
        officials 5 nsubj NOUN NNS official
        left 0 root VERB VBD leave
        """,
        [],
        set(),
    ),
    "verbs that nothing joins": (
        """
        Kim 2 nsubj PROPN NNP Kim
        left 0 root VERB VBD leave
        Lima 2 obj PROPN NNP Lima
        reported 2 conj VERB VBD report
        on 6 case ADP IN on
        television 4 obl NOUN NN television
        """,
        [("Kim", "PERSON"), ("Lima", "GPE")],
        {("Kim", "leave", "Lima")},
    ),
    "a verb of another tense beside a nearer one of its own": (
        """
        Kim 2 nsubj PROPN NNP Kim
        sees 0 root VERB VBZ see
        ties 2 obj NOUN NNS tie
        that 6 nsubj PRON WDT that
        were 6 cop AUX VBD be
        strong 3 acl:relcl ADJ JJ strong
        but 8 cc CCONJ CC but
        frayed 2 conj VERB VBD fray
        """,
        [("Kim", "PERSON")],
        {("ties", "be", "strong")},
    ),
    "what is said without its subject": (
        """
        Kim 2 nsubj PROPN NNP Kim
        says 0 root VERB VBZ say
        is 4 aux AUX VBZ be
        using 2 ccomp VERB VBG use
        force 4 obj NOUN NN force
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "what is said without its main clause": (
        """
        Kim 2 nsubj PROPN NNP Kim
        says 0 root VERB VBZ say
        if 5 mark SCONJ IN if
        Lee 5 nsubj PROPN NNP Lee
        loses 2 ccomp VERB VBZ lose
        """,
        [("Kim", "PERSON"), ("Lee", "PERSON")],
        {("Lee", "lose", None)},
    ),
    "an expert at a college, who says so": (
        """
        An 2 det DET DT a
        expert 7 nsubj NOUN NN expert
        at 4 case ADP IN at
        Acme 2 nmod PROPN NNP Acme
        who 6 nsubj PRON WP who
        left 4 acl:relcl VERB VBD leave
        slept 0 root VERB VBD sleep
        """,
        [("Acme", "ORG")],
        {("An expert at Acme", "leave", None), ("An expert at Acme", "sleep", None)},
    ),
    "a verb between a verb and a preposition": (
        """
        Snow 2 nsubj NOUN NN snow
        begins 0 root VERB VBZ begin
        thaw 2 obl VERB VB thaw
        in 6 case ADP IN in
        the 6 det DET DT the
        hills 2 obl NOUN NNS hill
        """,
        [],
        set(),
    ),
    "a superlative without its noun": (
        """
        Flu 5 nsubj NOUN NN flu
        is 5 cop AUX VBZ be
        the 5 det DET DT the
        most 5 advmod ADV RBS most
        prevalent 0 root ADJ JJ prevalent
        , 8 punct PUNCT , ,
        avoidable 8 amod ADJ JJ avoidable
        cause 5 conj NOUN NN cause
        """,
        [],
        set(),
    ),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_statement_is_whole_or_left_unsaid(case):
    table, names, expected = WHOLE[case]

    assert triples(relations(table, *names)) == expected


@pytest.mark.parametrize(
    ("base", "form", "tag", "expected"),
    [
        ("put", "puts", "VBZ", "put"),
        ("see", "saw", "VBD", "seen"),
        ("fit", "fit", "VB", "fitted"),
        ("stop", "stops", "VBZ", "stopped"),
        ("view", "view", "VB", "viewed"),
        ("carry", "carry", "VB", "carried"),
        ("link", "linked", "VBD", "linked"),
        ("leave", "leaving", "VBG", "left"),
    ],
)
def test_past_participles(base, form, tag, expected):
    assert past_participle(base, form, tag) == expected
