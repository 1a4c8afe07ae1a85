"""How statements are meant and who makes them: polarity, modality and attribution, with their cues."""

import pytest
from parse_tables import relations

MEANT = {
    "it is likely that": (
        """
        It 3 expl PRON PRP it
        is 3 cop AUX VBZ be
        likely 0 root ADJ JJ likely
        that 6 mark SCONJ IN that
        Kim 6 nsubj PROPN NNP Kim
        travels 3 csubj VERB VBZ travel
        """,
        ("travel", "affirmed", None, "possible", "likely"),
    ),
    "it is not true that": (
        """
        It 4 expl PRON PRP it
        is 4 cop AUX VBZ be
        not 4 advmod PART RB not
        true 0 root ADJ JJ true
        that 7 mark SCONJ IN that
        Kim 7 nsubj PROPN NNP Kim
        travels 4 csubj VERB VBZ travel
        """,
        ("travel", "negated", "not", "asserted", None),
    ),
    "it is unlikely that": (
        """
        It 3 expl PRON PRP it
        is 3 cop AUX VBZ be
        unlikely 0 root ADJ JJ unlikely
        that 6 mark SCONJ IN that
        Kim 6 nsubj PROPN NNP Kim
        travels 3 csubj VERB VBZ travel
        """,
        ("travel", "negated", "unlikely", "possible", "unlikely"),
    ),
    "it is clear that": (
        """
        It 3 expl PRON PRP it
        is 3 cop AUX VBZ be
        clear 0 root ADJ JJ clear
        that 6 mark SCONJ IN that
        Kim 6 nsubj PROPN NNP Kim
        travels 3 csubj VERB VBZ travel
        """,
        ("travel", "affirmed", None, "asserted", None),
    ),
    "it is expected that": (
        """
        It 3 expl PRON PRP it
        is 3 aux:pass AUX VBZ be
        expected 0 root VERB VBN expect
        that 6 mark SCONJ IN that
        Kim 6 nsubj PROPN NNP Kim
        travels 3 csubj VERB VBZ travel
        """,
        ("travel", "affirmed", None, "possible", "expected"),
    ),
    "in an effort to": (
        """
        Kim 2 nsubj PROPN NNP Kim
        sold 0 root VERB VBD sell
        shares 2 obj NOUN NNS share
        in 6 case ADP IN in
        an 6 det DET DT an
        effort 3 nmod NOUN NN effort
        to 8 mark PART TO to
        travel 6 acl VERB VB travel
        """,
        ("travel", "affirmed", None, "desired", "effort to"),
    ),
    "could": (
        """
        Kim 3 nsubj PROPN NNP Kim
        could 3 aux AUX MD could
        travel 0 root VERB VB travel
        to 5 case ADP IN to
        Moscow 3 obl PROPN NNP Moscow
        """,
        ("travel to", "affirmed", None, "possible", "could"),
    ),
    "will not": (
        """
        Kim 4 nsubj PROPN NNP Kim
        will 4 aux AUX MD will
        not 4 advmod PART RB not
        travel 0 root VERB VB travel
        to 6 case ADP IN to
        Moscow 4 obl PROPN NNP Moscow
        """,
        ("travel to", "negated", "not", "planned", "will"),
    ),
    "since signing": (
        """
        Kim 3 nsubj PROPN NNP Kim
        could 3 aux AUX MD could
        travel 0 root VERB VB travel
        since 5 mark SCONJ IN since
        signing 3 advcl VERB VBG sign
        treaties 5 obj NOUN NNS treaty
        """,
        ("sign", "affirmed", None, "asserted", None),
    ),
    "and taking it along": (
        """
        Kim 3 nsubj PROPN NNP Kim
        could 3 aux AUX MD could
        travel 0 root VERB VB travel
        , 5 punct PUNCT , ,
        taking 3 advcl VERB VBG take
        aides 5 obj NOUN NNS aide
        """,
        ("take", "affirmed", None, "possible", "could"),
    ),
    "a headline's infinitive": (
        """
        Kim 3 nsubj PROPN NNP Kim
        to 3 mark PART TO to
        visit 0 root VERB VB visit
        Moscow 3 obj PROPN NNP Moscow
        """,
        ("visit", "affirmed", None, "planned", "to"),
    ),
    "is set to": (
        """
        Kim 3 nsubj:pass PROPN NNP Kim
        is 3 aux:pass AUX VBZ be
        set 0 root VERB VBN set
        to 5 mark PART TO to
        visit 3 xcomp VERB VB visit
        Moscow 5 obj PROPN NNP Moscow
        """,
        ("visit", "affirmed", None, "planned", "set to"),
    ),
    "wants to": (
        """
        Kim 2 nsubj PROPN NNP Kim
        wants 0 root VERB VBZ want
        to 4 mark PART TO to
        visit 2 xcomp VERB VB visit
        Moscow 4 obj PROPN NNP Moscow
        """,
        ("visit", "affirmed", None, "desired", "wants to"),
    ),
    "refused to": (
        """
        Kim 2 nsubj PROPN NNP Kim
        refused 0 root VERB VBD refuse
        to 4 mark PART TO to
        visit 2 xcomp VERB VB visit
        Moscow 4 obj PROPN NNP Moscow
        """,
        ("visit", "negated", "refused", "asserted", None),
    ),
    "did not refuse to": (
        """
        Kim 4 nsubj PROPN NNP Kim
        did 4 aux AUX VBD do
        not 4 advmod PART RB not
        refuse 0 root VERB VB refuse
        to 6 mark PART TO to
        visit 4 xcomp VERB VB visit
        Moscow 6 obj PROPN NNP Moscow
        """,
        ("visit", "affirmed", None, "asserted", None),
    ),
    "has to": (
        """
        Kim 2 nsubj PROPN NNP Kim
        has 0 root VERB VBZ have
        to 4 mark PART TO to
        leave 2 xcomp VERB VB leave
        Moscow 4 obj PROPN NNP Moscow
        """,
        ("leave", "affirmed", None, "obligated", "has to"),
    ),
    "a question": (
        """
        Did 3 aux AUX VBD do
        Kim 3 nsubj PROPN NNP Kim
        visit 0 root VERB VB visit
        Moscow 3 obj PROPN NNP Moscow
        ? 3 punct PUNCT . ?
        """,
        ("visit", "affirmed", None, "asked", "?"),
    ),
    "no longer": (
        """
        Kim 4 nsubj PROPN NNP Kim
        no 3 advmod ADV RB no
        longer 4 advmod ADV RB longer
        leads 0 root VERB VBZ lead
        troops 4 obj NOUN NNS troop
        """,
        ("lead", "negated", "no longer", "asserted", None),
    ),
    "not only": (
        """
        Kim 4 nsubj PROPN NNP Kim
        not 4 advmod PART RB not
        only 4 advmod ADV RB only
        leads 0 root VERB VBZ lead
        troops 4 obj NOUN NNS troop
        """,
        ("lead", "affirmed", None, "asserted", None),
    ),
    "no on the object": (
        """
        Kim 2 nsubj PROPN NNP Kim
        has 0 root VERB VBZ have
        no 4 det DET DT no
        plans 2 obj NOUN NNS plan
        """,
        ("have", "negated", "no", "asserted", None),
    ),
    "purpose": (
        """
        Kim 2 nsubj PROPN NNP Kim
        came 0 root VERB VBD come
        to 4 mark PART TO to
        sign 2 advcl VERB VB sign
        treaties 4 obj NOUN NNS treaty
        """,
        ("sign", "affirmed", None, "planned", "to"),
    ),
    "if": (
        """
        Oil 2 nsubj NOUN NN oil
        falls 0 root VERB VBZ fall
        if 5 mark SCONJ IN if
        Opec 5 nsubj PROPN NNP Opec
        signs 2 advcl VERB VBZ sign
        deals 5 obj NOUN NNS deal
        """,
        ("sign", "affirmed", None, "conditional", "if"),
    ),
    "hopes that": (
        """
        Bonn 2 nsubj PROPN NNP Bonn
        hopes 0 root VERB VBZ hope
        Kim 4 nsubj PROPN NNP Kim
        signs 2 ccomp VERB VBZ sign
        treaties 4 obj NOUN NNS treaty
        """,
        ("sign", "affirmed", None, "desired", "hopes"),
    ),
}


@pytest.mark.parametrize("case", MEANT)
def test_meant(case):
    table, expected = MEANT[case]

    (found,) = [each for each in relations(table) if each.predicate == expected[0]]

    meant = (found.predicate, found.polarity, found.polarity_cue, found.modality, found.modality_cue)
    assert meant == expected


def test_whoever_is_asked_to_act_is_the_subject():
    table = """
    Trump 2 nsubj PROPN NNP Trump
    urged 0 root VERB VBD urge
    Iran 2 obj PROPN NNP Iran
    to 5 mark PART TO to
    free 2 xcomp VERB VB free
    Ali 5 obj PROPN NNP Ali
    """

    found = {each.predicate: each for each in relations(table)}

    assert (found["free"].subject, found["free"].modality, found["free"].modality_cue) == ("Iran", "desired", "urged")
    assert (found["urge"].subject, found["urge"].object, found["urge"].modality) == ("Trump", "Iran", "asserted")


SAID = {
    "said that": (
        """
        Lavrov 2 nsubj PROPN NNP Lavrov
        said 0 root VERB VBD say
        that 5 mark SCONJ IN that
        Kim 5 nsubj PROPN NNP Kim
        agreed 2 ccomp VERB VBD agree
        """,
        "said",
    ),
    "the quote first, its verb below": (
        """
        “ 3 punct PUNCT `` “
        Kim 3 nsubj PROPN NNP Kim
        agreed 0 root VERB VBD agree
        , 3 punct PUNCT , ,
        ” 3 punct PUNCT '' ”
        said 3 parataxis VERB VBD say
        Lavrov 6 nsubj PROPN NNP Lavrov
        """,
        "said",
    ),
    "according to": (
        """
        According 3 case VERB VBG accord
        to 1 fixed ADP IN to
        Lavrov 5 obl PROPN NNP Lavrov
        Kim 5 nsubj PROPN NNP Kim
        agreed 0 root VERB VBD agree
        """,
        "According to",
    ),
    "according to, as ClearNLP has it": (
        """
        According 5 prep VERB VBG accord
        to 1 prep ADP IN to
        Lavrov 2 pobj PROPN NNP Lavrov
        Kim 5 nsubj PROPN NNP Kim
        agreed 0 ROOT VERB VBD agree
        """,
        "According to",
    ),
    "a name and a colon": (
        """
        Lavrov 5 dep PROPN NNP Lavrov
        : 5 punct PUNCT : :
        “ 5 punct PUNCT `` “
        Kim 5 nsubj PROPN NNP Kim
        agreed 0 root VERB VBD agree
        ” 5 punct PUNCT '' ”
        """,
        ":",
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_said_by(case):
    table, cue = SAID[case]

    found = relations(table, ("Lavrov", "PERSON", "Sergei Lavrov"), ("Kim", "PERSON"))
    (found,) = [each for each in found if each.rule != "saying"]

    assert (found.subject, found.predicate) == ("Kim", "agree")
    assert (found.attributed_to, found.attribution_cue) == ("Lavrov", cue)
    assert found.attributed_to_entity_id is not None


def test_a_quote_goes_on_after_its_speaker():
    table = """
    “ 3 punct PUNCT `` “
    Oil 3 nsubj NOUN NN oil
    fell 6 ccomp VERB VBD fall
    , 6 punct PUNCT , ,
    ” 6 punct PUNCT '' ”
    said 0 root VERB VBD say
    Lavrov 6 nsubj PROPN NNP Lavrov

    “ 3 punct PUNCT `` “
    I 3 nsubj PRON PRP I
    left 0 root VERB VBD leave
    Moscow 3 obj PROPN NNP Moscow
    ” 3 punct PUNCT '' ”
    """

    found = relations(table, ("Lavrov", "PERSON"), ("Moscow", "GPE"))[-1]

    assert (found.subject, found.subject_name, found.attributed_to) == ("I", "Lavrov", "Lavrov")


SAYINGS = {
    "said that": {("Lavrov", "say", "Kim agreed")},
    "the quote first, its verb below": {("Lavrov", "say", "Kim agreed")},
    "according to": set(),
}


@pytest.mark.parametrize("case", SAYINGS)
def test_saying_is_a_statement_of_the_speaker_whose_object_is_what_is_said(case):
    found = [each for each in relations(SAID[case][0], ("Lavrov", "PERSON")) if each.rule == "saying"]

    assert {(each.subject, each.predicate, each.object) for each in found} == SAYINGS[case]
    assert all(each.attributed_to is None and each.relation_type == "statement" for each in found)


def test_what_somebody_is_accused_of_is_not_said_to_have_happened():
    table = """
    Kim 3 nsubj:pass PROPN NNP Kim
    was 3 aux:pass AUX VBD be
    accused 0 root VERB VBN accuse
    of 5 mark SCONJ IN of
    stealing 3 advcl VERB VBG steal
    cars 5 obj NOUN NNS car
    """

    found = {each.predicate: each.object for each in relations(table, ("Kim", "PERSON"))}

    assert found.get("be accused of stealing") == "cars"
    assert "steal" not in found
