"""Who did what to whom, from parses made by hand: the same sentences in both label sets."""

import pytest
from parse_tables import relations, triples

# UD, ClearNLP, names, the statements.
BOTH = {
    "a verb, an object and a place": (
        """
        Merkel 2 nsubj PROPN NNP Merkel
        met 0 root VERB VBD meet
        Macron 2 obj PROPN NNP Macron
        in 5 case ADP IN in
        Berlin 2 obl PROPN NNP Berlin
        """,
        """
        Merkel 2 nsubj PROPN NNP Merkel
        met 0 ROOT VERB VBD meet
        Macron 2 dobj PROPN NNP Macron
        in 2 prep ADP IN in
        Berlin 4 pobj PROPN NNP Berlin
        """,
        [("Merkel", "PERSON"), ("Macron", "PERSON"), ("Berlin", "GPE")],
        {("Merkel", "meet", "Macron")},
    ),
    "prepositional complements, one row for each conjunct": (
        """
        She 2 nsubj PRON PRP she
        flew 0 root VERB VBD fly
        to 4 case ADP IN to
        Cairo 2 obl PROPN NNP Cairo
        and 6 cc CCONJ CC and
        Amman 4 conj PROPN NNP Amman
        """,
        """
        She 2 nsubj PRON PRP she
        flew 0 ROOT VERB VBD fly
        to 2 prep ADP IN to
        Cairo 3 pobj PROPN NNP Cairo
        and 4 cc CCONJ CC and
        Amman 4 conj PROPN NNP Amman
        """,
        [("Cairo", "GPE"), ("Amman", "GPE")],
        {("She", "fly to", "Cairo"), ("She", "fly to", "Amman")},
    ),
    "a passive with its agent is turned active": (
        """
        The 2 det DET DT the
        bank 4 nsubj:pass NOUN NN bank
        was 4 aux:pass AUX VBD be
        bought 0 root VERB VBN buy
        by 6 case ADP IN by
        Santander 4 obl:agent PROPN NNP Santander
        """,
        """
        The 2 det DET DT the
        bank 4 nsubjpass NOUN NN bank
        was 4 auxpass AUX VBD be
        bought 0 ROOT VERB VBN buy
        by 4 agent ADP IN by
        Santander 5 pobj PROPN NNP Santander
        """,
        [("Santander", "ORG")],
        {("Santander", "buy", "The bank")},
    ),
    "a passive without an agent keeps its subject": (
        """
        Kim 4 nsubj:pass PROPN NNP Kim
        had 4 aux AUX VBD have
        been 4 aux:pass AUX VBN be
        invited 0 root VERB VBN invite
        to 6 case ADP IN to
        celebrations 4 obl NOUN NNS celebration
        """,
        """
        Kim 4 nsubjpass PROPN NNP Kim
        had 4 aux AUX VBD have
        been 4 auxpass AUX VBN be
        invited 0 ROOT VERB VBN invite
        to 4 prep ADP IN to
        celebrations 5 pobj NOUN NNS celebration
        """,
        [("Kim", "PERSON")],
        {("Kim", "be invited to", "celebrations")},
    ),
    "a copula": (
        """
        Lima 4 nsubj PROPN NNP Lima
        is 4 cop AUX VBZ be
        the 4 det DET DT the
        capital 0 root NOUN NN capital
        of 6 case ADP IN of
        Peru 4 nmod PROPN NNP Peru
        """,
        """
        Lima 2 nsubj PROPN NNP Lima
        is 0 ROOT AUX VBZ be
        the 4 det DET DT the
        capital 2 attr NOUN NN capital
        of 4 prep ADP IN of
        Peru 5 pobj PROPN NNP Peru
        """,
        [("Lima", "GPE"), ("Peru", "GPE")],
        {("Lima", "be", "the capital of Peru"), ("Lima", "be capital of", "Peru")},
    ),
    "be and a preposition": (
        """
        He 4 nsubj PRON PRP he
        is 4 cop AUX VBZ be
        in 4 case ADP IN in
        Oslo 0 root PROPN NNP Oslo
        """,
        """
        He 2 nsubj PRON PRP he
        is 0 ROOT AUX VBZ be
        in 2 prep ADP IN in
        Oslo 3 pobj PROPN NNP Oslo
        """,
        [("Oslo", "GPE")],
        {("He", "be in", "Oslo")},
    ),
    "an adjective and what completes it": (
        """
        Shell 3 nsubj PROPN NNP Shell
        was 3 cop AUX VBD be
        responsible 0 root ADJ JJ responsible
        for 6 case ADP IN for
        the 6 det DET DT the
        spill 3 obl NOUN NN spill
        """,
        """
        Shell 2 nsubj PROPN NNP Shell
        was 0 ROOT AUX VBD be
        responsible 2 acomp ADJ JJ responsible
        for 3 prep ADP IN for
        the 6 det DET DT the
        spill 4 pobj NOUN NN spill
        """,
        [("Shell", "ORG")],
        {("Shell", "be responsible for", "the spill")},
    ),
    "verbs that share a subject": (
        """
        Intel 2 nsubj PROPN NNP Intel
        closed 0 root VERB VBD close
        plants 2 obj NOUN NNS plant
        and 5 cc CCONJ CC and
        fired 2 conj VERB VBD fire
        workers 5 obj NOUN NNS worker
        """,
        """
        Intel 2 nsubj PROPN NNP Intel
        closed 0 ROOT VERB VBD close
        plants 2 dobj NOUN NNS plant
        and 2 cc CCONJ CC and
        fired 2 conj VERB VBD fire
        workers 5 dobj NOUN NNS worker
        """,
        [("Intel", "ORG")],
        {("Intel", "close", "plants"), ("Intel", "fire", "workers")},
    ),
    "a relative pronoun stands for its antecedent": (
        """
        Rossi 6 nsubj PROPN NNP Rossi
        , 4 punct PUNCT , ,
        who 4 nsubj PRON WP who
        founded 1 acl:relcl VERB VBD found
        Zeta 4 obj PROPN NNP Zeta
        resigned 0 root VERB VBD resign
        """,
        """
        Rossi 6 nsubj PROPN NNP Rossi
        , 1 punct PUNCT , ,
        who 4 nsubj PRON WP who
        founded 1 relcl VERB VBD found
        Zeta 4 dobj PROPN NNP Zeta
        resigned 0 ROOT VERB VBD resign
        """,
        [("Rossi", "PERSON"), ("Zeta", "ORG")],
        {("Rossi", "found", "Zeta"), ("Rossi", "resign", None)},
    ),
    "an infinitive that its verb says nothing about is one predicate with it": (
        """
        Opec 2 nsubj PROPN NNP Opec
        agreed 0 root VERB VBD agree
        to 4 mark PART TO to
        cut 2 xcomp VERB VB cut
        output 4 obj NOUN NN output
        """,
        """
        Opec 2 nsubj PROPN NNP Opec
        agreed 0 ROOT VERB VBD agree
        to 4 aux PART TO to
        cut 2 xcomp VERB VB cut
        output 4 dobj NOUN NN output
        """,
        [("Opec", "ORG")],
        {("Opec", "agree to cut", "output")},
    ),
    "a particle belongs to its verb": (
        """
        Police 2 nsubj NOUN NNS police
        carried 0 root VERB VBD carry
        out 2 compound:prt ADP RP out
        raids 2 obj NOUN NNS raid
        """,
        """
        Police 2 nsubj NOUN NNS police
        carried 0 ROOT VERB VBD carry
        out 2 prt ADP RP out
        raids 2 dobj NOUN NNS raid
        """,
        [],
        {("Police", "carry out", "raids")},
    ),
    "what somebody became": (
        """
        He 2 nsubj PRON PRP he
        became 0 root VERB VBD become
        chairman 2 xcomp NOUN NN chairman
        """,
        """
        He 2 nsubj PRON PRP he
        became 0 ROOT VERB VBD become
        chairman 2 attr NOUN NN chairman
        """,
        [],
        {("He", "become", "chairman")},
    ),
    "what somebody was elected": (
        """
        Voters 2 nsubj NOUN NNS voter
        elected 0 root VERB VBD elect
        him 2 obj PRON PRP he
        mayor 2 xcomp NOUN NN mayor
        """,
        """
        Voters 2 nsubj NOUN NNS voter
        elected 0 ROOT VERB VBD elect
        him 2 dobj PRON PRP he
        mayor 2 oprd NOUN NN mayor
        """,
        [],
        {("Voters", "elect", "him"), ("him", "be elected", "mayor")},
    ),
    "a bare noun after a preposition is part of the predicate": (
        """
        Kim 4 nsubj PROPN NNP Kim
        was 4 cop AUX VBD be
        in 4 case ADP IN in
        attendance 0 root NOUN NN attendance
        at 7 case ADP IN at
        the 7 det DET DT the
        ceremony 4 nmod NOUN NN ceremony
        """,
        """
        Kim 2 nsubj PROPN NNP Kim
        was 0 ROOT AUX VBD be
        in 2 prep ADP IN in
        attendance 3 pobj NOUN NN attendance
        at 4 prep ADP IN at
        the 7 det DET DT the
        ceremony 5 pobj NOUN NN ceremony
        """,
        [("Kim", "PERSON")],
        {("Kim", "be in attendance at", "the ceremony")},
    ),
    "what a thing is said to be does what is said of that": (
        """
        Zeta 4 nsubj PROPN NNP Zeta
        is 4 cop AUX VBZ be
        a 4 det DET DT a
        firm 0 root NOUN NN firm
        that 6 nsubj PRON WDT that
        makes 4 acl:relcl VERB VBZ make
        toys 6 obj NOUN NNS toy
        """,
        """
        Zeta 2 nsubj PROPN NNP Zeta
        is 0 ROOT AUX VBZ be
        a 4 det DET DT a
        firm 2 attr NOUN NN firm
        that 6 nsubj PRON WDT that
        makes 4 relcl VERB VBZ make
        toys 6 dobj NOUN NNS toy
        """,
        [("Zeta", "ORG")],
        {("Zeta", "be", "a firm"), ("Zeta", "make", "toys")},
    ),
    "a participle after a comma tells of the subject": (
        """
        Bombs 2 nsubj NOUN NNS bomb
        hit 0 root VERB VBD hit
        a 4 det DET DT a
        hall 2 obj NOUN NN hall
        , 6 punct PUNCT , ,
        killing 4 acl VERB VBG kill
        guests 6 obj NOUN NNS guest
        """,
        """
        Bombs 2 nsubj NOUN NNS bomb
        hit 0 ROOT VERB VBD hit
        a 4 det DET DT a
        hall 2 dobj NOUN NN hall
        , 4 punct PUNCT , ,
        killing 4 acl VERB VBG kill
        guests 6 dobj NOUN NNS guest
        """,
        [],
        {("Bombs", "hit", "a hall"), ("Bombs", "kill", "guests")},
    ),
    "a pronoun that the parser gave to the clause before": (
        """
        If 4 mark SCONJ IN if
        the 3 det DET DT the
        deal 4 nsubj NOUN NN deal
        goes 8 advcl VERB VBZ go
        through 6 case ADP IN through
        it 4 obl PRON PRP it
        would 8 aux AUX MD would
        help 0 root VERB VB help
        Kenya 8 obj PROPN NNP Kenya
        """,
        """
        If 4 mark SCONJ IN if
        the 3 det DET DT the
        deal 4 nsubj NOUN NN deal
        goes 8 advcl VERB VBZ go
        through 4 prep ADP IN through
        it 5 pobj PRON PRP it
        would 8 aux AUX MD would
        help 0 ROOT VERB VB help
        Kenya 8 dobj PROPN NNP Kenya
        """,
        [("Kenya", "GPE")],
        {("the deal", "go through", None), ("it", "help", "Kenya")},
    ),
    "what somebody plans to do": (
        """
        Opec 2 nsubj PROPN NNP Opec
        announced 0 root VERB VBD announce
        plans 2 obj NOUN NNS plan
        to 5 mark PART TO to
        cut 3 acl VERB VB cut
        output 5 obj NOUN NN output
        """,
        """
        Opec 2 nsubj PROPN NNP Opec
        announced 0 ROOT VERB VBD announce
        plans 2 dobj NOUN NNS plan
        to 5 aux PART TO to
        cut 3 acl VERB VB cut
        output 5 dobj NOUN NN output
        """,
        [("Opec", "ORG")],
        {("Opec", "announce", "plans"), ("Opec", "cut", "output")},
    ),
    "a verb and its bare noun are one predicate": (
        """
        Kim 2 nsubj PROPN NNP Kim
        took 0 root VERB VBD take
        part 2 obj NOUN NN part
        in 5 case ADP IN in
        talks 2 obl NOUN NNS talk
        """,
        """
        Kim 2 nsubj PROPN NNP Kim
        took 0 ROOT VERB VBD take
        part 2 dobj NOUN NN part
        in 3 prep ADP IN in
        talks 4 pobj NOUN NNS talk
        """,
        [("Kim", "PERSON")],
        {("Kim", "take part in", "talks")},
    ),
    "talks are held with somebody": (
        """
        Merkel 2 nsubj PROPN NNP Merkel
        held 0 root VERB VBD hold
        talks 2 obj NOUN NNS talk
        with 5 case ADP IN with
        Macron 2 obl PROPN NNP Macron
        """,
        """
        Merkel 2 nsubj PROPN NNP Merkel
        held 0 ROOT VERB VBD hold
        talks 2 dobj NOUN NNS talk
        with 2 prep ADP IN with
        Macron 4 pobj PROPN NNP Macron
        """,
        [("Merkel", "PERSON"), ("Macron", "PERSON")],
        {("Merkel", "hold", "talks"), ("Merkel", "hold talks with", "Macron")},
    ),
    "there is nothing to say of there": (
        """
        There 2 expl PRON EX there
        is 0 root VERB VBZ be
        hope 2 nsubj NOUN NN hope
        """,
        """
        There 2 expl PRON EX there
        is 0 ROOT VERB VBZ be
        hope 2 attr NOUN NN hope
        """,
        [],
        set(),
    ),
    "an explanation between commas": (
        """
        Ivanov 7 nsubj PROPN NNP Ivanov
        , 4 punct PUNCT , ,
        the 4 det DET DT the
        mayor 1 appos NOUN NN mayor
        of 6 case ADP IN of
        Perm 4 nmod PROPN NNP Perm
        left 0 root VERB VBD leave
        """,
        """
        Ivanov 7 nsubj PROPN NNP Ivanov
        , 1 punct PUNCT , ,
        the 4 det DET DT the
        mayor 1 appos NOUN NN mayor
        of 4 prep ADP IN of
        Perm 5 pobj PROPN NNP Perm
        left 0 ROOT VERB VBD leave
        """,
        [("Ivanov", "PERSON"), ("Perm", "GPE")],
        {("Ivanov", "be", "the mayor of Perm"), ("Ivanov", "be mayor of", "Perm"), ("Ivanov", "leave", None)},
    ),
}


@pytest.mark.parametrize("case", BOTH)
@pytest.mark.parametrize("labels", [0, 1], ids=["universal", "clear"])
def test_a_sentence_states(case, labels):
    table, names, expected = BOTH[case][labels], BOTH[case][2], BOTH[case][3]

    assert triples(relations(table, *names)) == expected


def test_offsets_name_and_type_of_a_statement():
    table = BOTH["a passive without an agent keeps its subject"][0]

    (found,) = relations(table, ("Kim", "PERSON", "Kim Jong-un"))

    assert found.sentence == "Kim had been invited to celebrations"
    assert (found.subject_start, found.subject_end) == (0, 3)
    assert found.sentence[found.predicate_start : found.predicate_end] == "been invited to"
    assert found.sentence[found.object_start : found.object_end] == "celebrations"
    assert (found.subject_label, found.subject_name) == ("PERSON", "Kim Jong-un")
    assert found.relation_type == "invite"
    assert 0 < found.confidence <= 1


def test_time_and_place():
    table = """
    Merkel 2 nsubj PROPN NNP Merkel
    spoke 0 root VERB VBD speak
    in 4 case ADP IN in
    Bonn 2 obl PROPN NNP Bonn
    on 6 case ADP IN on
    Monday 2 obl PROPN NNP Monday
    """

    (found,) = relations(
        table, ("Merkel", "PERSON"), ("Bonn", "GPE"), ("Monday", "DATE", "Monday", ("2024-03-04", "2024-03-04"))
    )

    assert (found.predicate, found.object, found.place) == ("speak in", "Bonn", "Bonn")
    assert (found.time_text, found.time_start, found.time_end) == ("Monday", "2024-03-04", "2024-03-04")


def test_title_and_possessive_before_a_name():
    table = """
    Peru 3 nmod:poss PROPN NNP Peru
    's 1 case PART POS 's
    president 5 compound NOUN NN president
    Ana 5 compound PROPN NNP Ana
    Diaz 6 nsubj PROPN NNP Diaz
    won 0 root VERB VBD win
    """

    found = relations(table, ("Peru", "GPE"), ("Ana Diaz", "PERSON"))

    assert triples(found) == {
        ("Ana Diaz", "be", "president"),
        ("Ana Diaz", "be president of", "Peru"),
        ("Ana Diaz", "win", None),
    }
    assert {each.relation_type for each in found if each.rule != "clause"} == {"position_held"}


def test_pronouns_stand_for_the_only_person():
    table = """
    Lavrov 2 nsubj PROPN NNP Lavrov
    spoke 0 root VERB VBD speak

    He 4 nsubj PRON PRP he
    did 4 aux AUX VBD do
    not 4 advmod PART RB not
    elaborate 0 root VERB VB elaborate
    """

    found = relations(table, ("Lavrov", "PERSON", "Sergei Lavrov"))[-1]

    assert (found.subject, found.subject_name) == ("He", "Sergei Lavrov")
    assert (found.predicate, found.object, found.polarity, found.polarity_cue) == ("elaborate", None, "negated", "not")


def test_a_pronoun_that_may_be_two_people_stays_open():
    table = """
    Smith 2 nsubj PROPN NNP Smith
    met 0 root VERB VBD meet
    Jones 2 obj PROPN NNP Jones

    He 2 nsubj PRON PRP he
    left 0 root VERB VBD leave
    """

    found = relations(table, ("Smith", "PERSON"), ("Jones", "PERSON"))[-1]

    assert (found.subject, found.subject_name, found.subject_entity_id) == ("He", None, None)


def test_a_pronoun_is_no_other_argument_of_its_clause():
    table = """
    Mehta 5 nsubj PROPN NNP Mehta
    who 3 nsubj PRON WP who
    succeeded 1 acl:relcl VERB VBD succeed
    her 3 obj PRON PRP she
    spoke 0 root VERB VBD speak
    """

    found = relations(table, ("Mehta", "PERSON"))

    assert [(each.object, each.object_name) for each in found if each.predicate == "succeed"] == [("her", None)]


def test_two_pronouns_of_a_clause_are_not_one_person():
    table = """
    Smith 2 nsubj PROPN NNP Smith
    spoke 0 root VERB VBD speak

    He 2 nsubj PRON PRP he
    praised 0 root VERB VBD praise
    him 2 obj PRON PRP he
    """

    found = relations(table, ("Smith", "PERSON"))[-1]

    assert (found.subject_name, found.object_name) == ("Smith", None)


@pytest.mark.parametrize(
    "title, pronoun, who", [("Mr.", "She", None), ("Mr", "He", "Mehta"), ("Mrs", "He", None), ("Ms.", "She", "Mehta")]
)
def test_a_pronoun_agrees_with_the_form_of_address(title, pronoun, who):
    table = f"""
    {title} 2 compound PROPN NNP {title}
    Mehta 3 nsubj PROPN NNP Mehta
    spoke 0 root VERB VBD speak

    {pronoun} 2 nsubj PRON PRP {pronoun.lower()}
    left 0 root VERB VBD leave
    """

    found = relations(table, ("Mehta", "PERSON"))[-1]

    assert (found.subject, found.subject_name) == (pronoun, who)


@pytest.mark.parametrize(
    "named, meant, who",
    [
        (["Zeta", "Acme"], "company", None),
        (["Acme"], "company", "Acme"),
        (["Acme"], "firm", "Acme"),
        (["Union"], "company", None),
        (["Court"], "firm", None),
        (["Agency"], "agency", "Agency"),
        (["Agency", "Acme"], "company", "Acme"),
    ],
)
def test_the_company_is_the_only_business_named(named, meant, who):
    sentences = [f"{name} 2 nsubj PROPN NNP {name}\nspoke 0 root VERB VBD speak" for name in named]
    sentences.append(f"The 2 det DET DT the\n{meant} 3 nsubj NOUN NN {meant}\nleft 0 root VERB VBD leave")

    found = relations("\n\n".join(sentences), *((name, "ORG") for name in named))[-1]

    assert (found.subject, found.subject_name) == (f"The {meant}" if who is None else found.subject, who)


@pytest.mark.parametrize("label", ["nsubj", "nsubj:pass"])
@pytest.mark.parametrize("tag", ["VBD", "VBN"])
def test_a_verb_of_saying_in_a_sentence_of_its_own_after_a_quote(label, tag):
    table = f"""
    “ 3 punct PUNCT `` “
    He 3 nsubj PRON PRP he
    left 0 root VERB VBD leave
    , 3 punct PUNCT , ,
    ” 3 punct PUNCT '' ”

    Archer 2 {label} PROPN NNP Archer
    insisted 0 root VERB {tag} insist
    . 2 punct PUNCT . .
    """

    found = relations(table, ("Archer", "PERSON"))

    assert [(each.subject, each.attributed_to) for each in found if each.predicate == "leave"] == [("He", "Archer")]
    assert "passive" not in {each.rule for each in found}


def test_a_passive_after_a_quote_tells_no_source():
    table = """
    “ 3 punct PUNCT `` “
    He 3 nsubj PRON PRP he
    left 0 root VERB VBD leave
    , 3 punct PUNCT , ,
    ” 3 punct PUNCT '' ”

    Archer 3 nsubj:pass PROPN NNP Archer
    was 3 aux:pass AUX VBD be
    told 0 root VERB VBN tell
    . 3 punct PUNCT . .
    """

    found = relations(table, ("Archer", "PERSON"))

    assert [(each.subject, each.attributed_to) for each in found if each.predicate == "leave"] == [("He", None)]


def test_a_name_across_branches_is_one_argument():
    # As a parser may take the second word of a name for a verb.
    table = """
    Putin 2 nsubj PROPN NNP Putin
    met 0 root VERB VBD meet
    Xi 2 obl PROPN NNP Xi
    Jinping 2 xcomp VERB VBG jinpe
    in 6 case ADP IN in
    Sochi 4 obl PROPN NNP Sochi
    """

    (found,) = relations(table, ("Putin", "PERSON"), ("Xi Jinping", "PERSON"), ("Sochi", "GPE"))

    assert (found.subject, found.predicate, found.object, found.place) == ("Putin", "meet", "Xi Jinping", "Sochi")
