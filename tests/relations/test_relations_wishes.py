"""Whose word or wish it is that something should be, and how sure what is done for a purpose is."""

import pytest
from parse_tables import relations, triples

URGED = """
    Kim 2 nsubj PROPN NNP Kim
    {verb} 0 root VERB VBD {lemma}
    Lee 2 obj PROPN NNP Lee
    to 5 mark PART TO to
    sell 2 xcomp VERB VB sell
    ships 5 obj NOUN NNS ship
    and 8 cc CCONJ CC and
    buy 5 conj VERB VB buy
    the 10 det DET DT the
    planes 8 obj NOUN NNS plane
    that 12 nsubj PRON WDT that
    fell 10 acl:relcl VERB VBD fall
    in 14 case ADP IN in
    Busan 12 obl PROPN NNP Busan
"""
PEOPLE = [("Kim", "PERSON"), ("Lee", "PERSON"), ("Busan", "GPE")]


def sources(table: str, names) -> "dict[str, tuple]":
    return {each.predicate: (each.modality, each.attributed_to) for each in relations(table, *names)}


@pytest.mark.parametrize(("verb", "lemma"), (("urged", "urge"), ("asked", "ask"), ("wanted", "want")))
def test_what_somebody_is_asked_to_do_is_the_askers_wish(verb, lemma):
    found = sources(URGED.format(verb=verb, lemma=lemma), PEOPLE)
    assert found["sell"] == found["buy"] == ("desired", "Kim")


def test_what_a_relative_clause_of_it_tells_is_not():
    assert sources(URGED.format(verb="urged", lemma="urge"), PEOPLE)["fall in"] == ("asserted", None)


def test_what_somebody_is_helped_to_do_is_nobodys_wish():
    assert sources(URGED.format(verb="helped", lemma="help"), PEOPLE)["sell"][1] is None




@pytest.mark.parametrize(("verb", "lemma", "source"), (("has", "have", "Kim"), ("voiced", "voice", "Kim"), ("ended", "end", None)))
def test_hopes_are_of_whom_has_or_voices_them(verb, lemma, source):
    table = f"""
        Kim 2 nsubj PROPN NNP Kim
        {verb} 0 root VERB VBZ {lemma}
        hopes 2 obj NOUN NNS hope
        that 6 mark SCONJ IN that
        Lee 6 nsubj PROPN NNP Lee
        wins 3 acl VERB VBZ win
    """
    assert sources(table, PEOPLE[:2])["win"] == ("desired", source)


def test_what_it_says_is_its_own_word():
    table = """
        {it} 2 nsubj PRON PRP it
        {verb} 0 root VERB VBZ {lemma}
        Lee 4 nsubj PROPN NNP Lee
        left 2 ccomp VERB VBD leave
        Busan 4 obj PROPN NNP Busan
    """
    names = PEOPLE[1:]
    assert sources(table.format(it="It", verb="says", lemma="say"), names)["leave"] == ("asserted", "It")
    assert sources(table.format(it="It", verb="shows", lemma="show"), names)["leave"] == ("asserted", None)


PURPOSE = """
    Kim 2 nsubj PROPN NNP Kim
    {did} 0 root VERB VBD {lemma}
    in 4 case ADP IN in
    Busan 2 obl PROPN NNP Busan
    to 6 mark PART TO to
    {verb} 2 advcl VERB VB {verb}
    the 8 det DET DT the
    deal 6 obj NOUN NN deal
"""


@pytest.mark.parametrize(("verb", "modality"), (("denounce", "asserted"), ("sign", "planned")))
def test_what_is_expressed_is_done_and_what_is_aimed_at_is_not(verb, modality):
    found = sources(PURPOSE.format(did="marched", lemma="march", verb=verb), PEOPLE[:1] + PEOPLE[2:])
    assert found[verb][0] == modality


def test_a_means_is_as_sure_as_what_it_serves():
    table = """
        By 2 mark SCONJ IN by
        backing 6 advcl VERB VBG back
        Lee 2 obj PROPN NNP Lee
        Kim 6 nsubj PROPN NNP Kim
        {can} 6 aux AUX MD {can}
        win 0 root VERB VB win
    """
    assert sources(table.format(can="can"), PEOPLE[:2])["back"][0] == "possible"


CUT = {
    "of a comparison": (
        """
        Losses 3 nsubj NOUN NNS loss
        are 3 cop AUX VBP be
        greater 0 root ADJ JJR great
        than 6 mark SCONJ IN than
        Kim 6 nsubj PROPN NNP Kim
        thought 3 advcl VERB VBD think
        """,
        {"be"},
    ),
    "of what it is for": (
        """
        Kim 3 nsubj PROPN NNP Kim
        is 3 cop AUX VBZ be
        pivotal 0 root ADJ JJ pivotal
        to 5 mark SCONJ IN to
        ending 3 advcl VERB VBG end
        it 5 obj PRON PRP it
        """,
        {"be"},
    ),
    "of what one is to do": (
        """
        Kim 4 nsubj PROPN NNP Kim
        is 4 cop AUX VBZ be
        the 4 det DET DT the
        candidate 0 root NOUN NN candidate
        to 6 mark PART TO to
        lead 4 acl VERB VB lead
        Busan 6 obj PROPN NNP Busan
        """,
        {"be"},
    ),
    "of a distance": (
        """
        Kim 5 nsubj PROPN NNP Kim
        is 5 cop AUX VBZ be
        three 4 nummod NUM CD three
        words 5 obl NOUN NNS word
        away 0 root ADV RB away
        """,
        {"be"},
    ),
    "of those only that it is about": (
        """
        Kim 2 nsubj PROPN NNP Kim
        stopped 0 root VERB VBD stop
        activities 2 obj NOUN NNS activity
        that 5 nsubj PRON WDT that
        harm 3 acl:relcl VERB VBP harm
        birds 5 obj NOUN NNS bird
        """,
        {"stop"},
    ),
}


@pytest.mark.parametrize("case", CUT)
def test_what_is_cut_is_left_unsaid(case):
    table, predicates = CUT[case]
    found = relations(table, ("Kim", "PERSON"))
    assert predicates.isdisjoint(each.predicate for each in found)


def test_what_is_whole_is_said():
    table = """
        Kim 4 nsubj PROPN NNP Kim
        is 4 cop AUX VBZ be
        a 4 det DET DT a
        candidate 0 root NOUN NN candidate
        in 6 case ADP IN in
        Busan 4 nmod PROPN NNP Busan
    """
    assert ("Kim", "be", "a candidate in Busan") in triples(relations(table, ("Kim", "PERSON"), ("Busan", "GPE")))
