"""Who somebody is: relatives in lists, offices, fronted descriptions, and what parsers get wrong around names."""

import pytest
from parse_tables import relations

# table, names, statements among those found.
TOLD = {
    "a verb behind a name taken for a noun": (
        """
        Boeing 2 compound PROPN NNP Boeing
        hires 0 root NOUN NNS hire
        Ann 2 appos PROPN NNP Ann
        Hill 3 flat PROPN NNP Hill
        """,
        [("Boeing", "ORG"), ("Ann Hill", "PERSON")],
        {("Boeing", "hire", "Ann Hill", "hire")},
    ),
    "a name taken for an adverb": (
        """
        Schwenk 2 advmod ADJ RB schwenk
        grew 0 root VERB VBD grow
        up 2 compound:prt ADP RP up
        in 5 case ADP IN in
        Lima 2 obl PROPN NNP Lima
        """,
        [("Schwenk", "PERSON"), ("Lima", "GPE")],
        {("Schwenk", "grow up in", "Lima", "residence")},
    ),
    "a second office hung on the name": (
        """
        Ann 0 root PROPN NNP Ann
        Hill 1 flat PROPN NNP Hill
        , 4 punct PUNCT , ,
        president 1 appos NOUN NN president
        and 6 cc CCONJ CC and
        chief 1 conj NOUN NN chief
        of 8 case ADP IN of
        Zeta 6 nmod PROPN NNP Zeta
        Group 8 flat PROPN NNP Group
        , 11 punct PUNCT , ,
        left 1 acl VERB VBN leave
        """,
        [("Ann Hill", "PERSON"), ("Zeta Group", "ORG")],
        {
            ("Ann Hill", "be president of", "Zeta Group", "employer"),
            ("Ann Hill", "be chief of", "Zeta Group", "employer"),
        },
    ),
    "a preposition hung on the first word of a name": (
        """
        She 4 nsubj PRON PRP she
        is 4 cop AUX VBZ be
        a 4 det DET DT a
        student 0 root NOUN NN student
        at 8 case ADP IN at
        San 8 compound PROPN NNP San
        Diego 6 flat PROPN NNP Diego
        State 4 nmod PROPN NNP State
        """,
        [("San Diego State", "GPE")],
        {("She", "be student at", "San Diego State", None)},
    ),
    "a description before a subject that is taken for an apposition": (
        """
        A 2 det DET DT a
        native 8 nsubj NOUN NN native
        of 4 case ADP IN of
        Ohio 2 nmod PROPN NNP Ohio
        , 6 punct PUNCT , ,
        John 4 appos PROPN NNP John
        Smith 6 flat PROPN NNP Smith
        moved 0 root VERB VBD move
        to 10 case ADP IN to
        Texas 8 obl PROPN NNP Texas
        """,
        [("Ohio", "GPE"), ("John Smith", "PERSON"), ("Texas", "GPE")],
        {
            ("John Smith", "be native of", "Ohio", "birth_place"),
            ("John Smith", "be", "A native of Ohio", None),
            ("John Smith", "move to", "Texas", "residence"),
        },
    ),
    "originally from": (
        """
        Originally 6 advmod ADV RB originally
        from 3 case ADP IN from
        Lima 1 obl PROPN NNP Lima
        , 1 punct PUNCT , ,
        she 6 nsubj PRON PRP she
        moved 0 root VERB VBD move
        to 8 case ADP IN to
        Texas 6 obl PROPN NNP Texas
        """,
        [("Lima", "GPE"), ("Texas", "GPE")],
        {("she", "be originally from", "Lima", "birth_place")},
    ),
    "what two people do to each other": (
        """
        Aziz 7 nsubj:pass NOUN GW Aziz
        Hill 1 flat PROPN NNP Hill
        and 4 cc CCONJ CC and
        Ann 1 conj PROPN NNP Ann
        Hill 4 flat PROPN NNP Hill
        are 7 aux:pass AUX VBP be
        married 0 root VERB VBN marry
        """,
        [("Aziz Hill", "PERSON"), ("Ann Hill", "PERSON")],
        {("Aziz Hill", "be married to", "Ann Hill", "spouse")},
    ),
    "a second relative without a possessive": (
        """
        He 2 nsubj PRON PRP he
        left 0 root VERB VBD leave
        his 4 nmod:poss PRON PRP$ his
        wife 2 obj NOUN NN wife
        , 6 punct PUNCT , ,
        Ann 4 appos PROPN NNP Ann
        , 9 punct PUNCT , ,
        and 9 cc CCONJ CC and
        son 2 conj NOUN NN son
        Bo 9 flat PROPN NNP Bo.
        """,
        [("Ann", "PERSON"), ("Bo", "PERSON")],
        {
            ("Ann", "be wife of", "his", "spouse"),
            ("Bo", "be son of", "his", "child_of"),
        },
    ),
    "a relative whom somebody has": (
        """
        They 2 nsubj PRON PRP they
        have 0 root VERB VBP have
        a 4 det DET DT a
        son 2 obj NOUN NN son
        , 6 punct PUNCT , ,
        Bo 4 appos PROPN NNP Bo
        Hill 6 flat PROPN NNP Hill
        """,
        [("Bo Hill", "PERSON")],
        {("Bo Hill", "be son of", "They", "child_of")},
    ),
    "a title of two people": (
        """
        MIT 2 compound PROPN NNP MIT
        professors 8 nsubj NOUN NNS professor
        Ann 2 appos PROPN NNP Ann
        Hill 3 flat PROPN NNP Hill
        and 6 cc CCONJ CC and
        Bo 3 conj PROPN NNP Bo
        Lund 6 flat PROPN NNP Lund
        left 0 root VERB VBD leave
        """,
        [("MIT", "ORG"), ("Ann Hill", "PERSON"), ("Bo Lund", "PERSON")],
        {
            ("Ann Hill", "be professor of", "MIT", "employer"),
            ("Bo Lund", "be professor of", "MIT", "employer"),
        },
    ),
    "a second office hung on the body of the first": (
        """
        Ann 5 nsubj PROPN NNP Ann
        Hill 1 flat PROPN NNP Hill
        is 5 cop AUX VBZ be
        the 5 det DET DT the
        chairman 0 root NOUN NN chairman
        of 8 case ADP IN of
        Acme 8 compound PROPN NNP Acme
        Holdings 5 nmod PROPN NNPS Holding
        and 10 cc CCONJ CC and
        director 8 conj NOUN NN director
        of 13 case ADP IN of
        Zeta 13 compound PROPN NNP Zeta
        Group 10 nmod PROPN NNP Group
        """,
        [("Ann Hill", "PERSON"), ("Acme Holdings", "ORG"), ("Zeta Group", "ORG")],
        {
            ("Ann Hill", "be chairman of", "Acme Holdings", "employer"),
            ("Ann Hill", "be director of", "Zeta Group", "employer"),
        },
    ),
    "one of several": (
        """
        Ann 4 nsubj PROPN NNP Ann
        Hill 1 flat PROPN NNP Hill
        is 4 cop AUX VBZ be
        one 0 root NUM CD one
        of 7 case ADP IN of
        the 7 det DET DT the
        founders 4 nmod NOUN NNS founder
        of 10 case ADP IN of
        Zeta 10 compound PROPN NNP Zeta
        Group 7 nmod PROPN NNP Group
        """,
        [("Ann Hill", "PERSON"), ("Zeta Group", "ORG")],
        {("Ann Hill", "be founder of", "Zeta Group", "founder_of")},
    ),
    "the place of an event between it and its year": (
        """
        She 2 nsubj PRON PRP she
        held 0 root VERB VBD hold
        it 2 obj PRON PRP it
        until 6 case ADP IN until
        her 6 nmod:poss PRON PRP$ her
        death 2 obl NOUN NN death
        in 8 case ADP IN in
        Lima 6 nmod PROPN NNP Lima
        in 10 case ADP IN in
        1990 2 obl NUM CD 1990
        """,
        [("Lima", "GPE"), ("1990", "DATE")],
        {("her", "die in", "1990", "death_date")},
    ),
    "the place of the second of two verbs": (
        """
        He 3 nsubj:pass PRON PRP he
        was 3 aux:pass AUX VBD be
        born 0 root VERB VBN bear
        and 5 cc CCONJ CC and
        raised 3 conj VERB VBN raise
        in 7 case ADP IN in
        Lima 5 obl PROPN NNP Lima
        """,
        [("Lima", "GPE")],
        {
            ("He", "be born in", "Lima", "birth_place"),
            ("He", "be raised in", "Lima", "residence"),
        },
    ),
    "the year in a relative clause": (
        """
        Ann 3 nsubj PROPN NNP Ann
        Hill 1 flat PROPN NNP Hill
        runs 0 root VERB VBZ run
        Zeta 5 compound PROPN NNP Zeta
        Group 3 obj PROPN NNP Group
        , 9 punct PUNCT , ,
        which 9 obj PRON WDT which
        she 9 nsubj PRON PRP she
        founded 5 acl:relcl VERB VBD found
        in 11 case ADP IN in
        1990 9 obl NUM CD 1990
        """,
        [("Ann Hill", "PERSON"), ("Zeta Group", "ORG"), ("1990", "DATE")],
        {
            ("Zeta Group", "be founded in", "1990", "founding_date"),
            ("she", "found", "Zeta Group", "founder_of"),
        },
    ),
    "the position of": (
        """
        She 2 nsubj PRON PRP she
        held 0 root VERB VBD hold
        the 4 det DET DT the
        position 2 obj NOUN NN position
        of 6 case ADP IN of
        director 4 nmod NOUN NN director
        of 9 case ADP IN of
        Zeta 9 compound PROPN NNP Zeta
        Group 6 nmod PROPN NNP Group
        """,
        [("Zeta Group", "ORG")],
        {("She", "be director of", "Zeta Group", "employer")},
    ),
    "an employer behind a department": (
        """
        Ann 5 nsubj PROPN NNP Ann
        Hill 1 flat PROPN NNP Hill
        was 5 cop AUX VBD be
        the 5 det DET DT the
        director 0 root NOUN NN director
        of 7 case ADP IN of
        systems 5 nmod NOUN NNS system
        at 10 case ADP IN at
        Zeta 10 compound PROPN NNP Zeta
        Group 7 nmod PROPN NNP Group
        """,
        [("Ann Hill", "PERSON"), ("Zeta Group", "ORG")],
        {("Ann Hill", "be director at", "Zeta Group", "employer")},
    ),
    "founders in the plural": (
        """
        Ann 0 root PROPN NNP Ann
        Hill 1 flat PROPN NNP Hill
        and 4 cc CCONJ CC and
        Bo 1 conj PROPN NNP Bo
        Lund 4 flat PROPN NNP Lund
        , 7 punct PUNCT , ,
        founders 1 appos NOUN NNS founder
        of 9 case ADP IN of
        Zeta 7 nmod PROPN NNP Zeta
        Group 9 flat PROPN NNP Group
        , 12 punct PUNCT , ,
        left 1 discourse VERB VBN leave
        """,
        [("Ann Hill", "PERSON"), ("Bo Lund", "PERSON"), ("Zeta Group", "ORG")],
        {
            ("Ann Hill", "be founder of", "Zeta Group", "founder_of"),
            ("Bo Lund", "be founder of", "Zeta Group", "founder_of"),
        },
    ),
    "a party as an explanation": (
        """
        Ann 7 nsubj PROPN NNP Ann
        Hill 1 flat PROPN NNP Hill
        , 5 punct PUNCT , ,
        a 5 det DET DT a
        Democrat 1 appos NOUN NNP democrat
        , 1 punct PUNCT , ,
        won 0 root VERB VBD win
        """,
        [("Ann Hill", "PERSON"), ("Democrat", "NORP")],
        {("Ann Hill", "be", "Democrat", "political_affiliation")},
    ),
    "a daughter who explains a place": (
        """
        Ann 4 nsubj:pass PROPN NNP Ann
        Hill 1 flat PROPN NNP Hill
        was 4 aux:pass AUX VBD be
        born 0 root VERB VBN bear
        in 6 case ADP IN in
        Lima 4 obl PROPN NNP Lima
        , 9 punct PUNCT , ,
        the 9 det DET DT the
        daughter 6 appos NOUN NN daughter
        of 11 case ADP IN of
        Bo 9 nmod PROPN NNP Bo
        Hill 11 flat PROPN NNP Hill
        """,
        [("Ann Hill", "PERSON"), ("Lima", "GPE"), ("Bo Hill", "PERSON")],
        {("Ann Hill", "be daughter of", "Bo Hill", "child_of")},
    ),
    "a name with a participle": (
        """
        She 2 nsubj PRON PRP she
        worked 0 root VERB VBD work
        as 4 case ADP IN as
        officer 2 obl NOUN NN officer
        of 6 mark SCONJ IN of
        Helping 4 acl VERB VBG help
        Hands 6 obj NOUN NNS hand
        """,
        [("Helping Hands", "ORG")],
        {("She", "work as officer of", "Helping Hands", "employer")},
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_told(case):
    table, names, expected = TOLD[case]

    found = relations(table, *names)

    assert expected <= {(each.subject, each.predicate, each.object, each.relation_type) for each in found}


def test_relatives_of_two_people_and_none_that_are_only_subjects():
    table = """
    Ann 4 nsubj PROPN NNP Ann
    and 3 cc CCONJ CC and
    Bo 1 conj PROPN NNP Bo
    love 0 root VERB VBP love
    their 6 nmod:poss PRON PRP$ their
    sons 4 obj NOUN NNS son
    , 8 punct PUNCT , ,
    Cy 6 appos PROPN NNP Cy
    ( 10 punct PUNCT -LRB- (
    9 8 nummod NUM CD 9
    ) 10 punct PUNCT -RRB- )
    and 13 cc CCONJ CC and
    Di 8 conj PROPN NNP Di
    """
    people = [(name, "PERSON") for name in ("Ann", "Bo", "Cy", "Di")]

    found = {(each.subject, each.object) for each in relations(table, *people) if each.predicate == "be son of"}

    assert found == {("Cy", "Ann"), ("Cy", "Bo"), ("Di", "Ann"), ("Di", "Bo")}


def test_a_subject_behind_a_comma_is_no_relative():
    table = """
    With 3 case ADP IN with
    his 3 nmod:poss PRON PRP$ his
    son 6 obl NOUN NN son
    , 6 punct PUNCT , ,
    Ann 6 nsubj PROPN NNP Ann
    left 0 root VERB VBD leave
    """

    assert "be son of" not in {each.predicate for each in relations(table, ("Ann", "PERSON"))}


def test_the_clause_behind_brackets_is_that_of_the_name_before_them():
    table = """
    Ann 6 nsubj PROPN NNP Ann
    ( 4 punct PUNCT -LRB- (
    born 1 acl VERB VBN bear
    1911 3 obl NUM CD 1911
    , 6 punct PUNCT , ,
    died 0 root VERB VBD die
    2002 6 obl NUM CD 2002
    ) 6 punct PUNCT -RRB- )
    was 11 cop AUX VBD be
    a 11 det DET DT a
    poet 6 parataxis NOUN NN poet
    """

    found = relations(table, ("Ann", "PERSON"), ("1911", "DATE"), ("2002", "DATE"))

    assert ("Ann", "be", "a poet") in {(each.subject, each.predicate, each.object) for each in found}
    assert {each.relation_type for each in found} == {"birth_date", "death_date", "position_held"}


def test_an_explanation_taken_for_the_subject():
    table = """
    Acme 8 obl PROPN NNP Acme
    , 1 punct PUNCT , ,
    a 4 det DET DT a
    unit 8 nsubj:pass NOUN NN unit
    of 6 case ADP IN of
    Zeta 4 nmod PROPN NNP Zeta
    was 8 aux:pass AUX VBD be
    sold 0 root VERB VBN sell
    """

    found = {(each.subject, each.predicate, each.object) for each in relations(table, ("Acme", "ORG"), ("Zeta", "ORG"))}

    assert found == {("Acme", "be sold", None), ("Acme", "be", "a unit of Zeta"), ("Acme", "be unit of", "Zeta")}


def test_no_verb_is_made_where_the_sentence_has_one():
    table = """
    Acme 2 compound PROPN NNP Acme
    shares 3 nsubj NOUN NNS share
    fell 0 root VERB VBD fall
    """

    (found,) = relations(table, ("Acme", "ORG"))

    assert (found.subject, found.predicate) == ("Acme shares", "fall")


def test_whose_brother_a_leader_is_leads_nothing_himself():
    table = """
    Bo 3 nsubj PROPN NNP Bo
    is 3 cop AUX VBZ be
    brother 0 root NOUN NN brother
    of 6 case ADP IN of
    Acme 6 compound PROPN NNP Acme
    leader 3 nmod NOUN NN leader
    Ann 6 appos PROPN NNP Ann
    """
    names = [("Bo", "PERSON"), ("Acme", "ORG"), ("Ann", "PERSON")]

    found = {(each.subject, each.predicate, each.object) for each in relations(table, *names)}

    assert ("Bo", "be brother of", "Ann") in found
    assert ("Bo", "be leader of", "Acme") not in found
