"""Nouns of events: who did what to whom, whether it took place, and when."""

import pytest
from parse_tables import relations

from transforms.relations.cues import CuesError
from transforms.relations.events import event_nouns, read_event_nouns

# table, names, the statements of the rule: subject, predicate, object, modality.
EVENTS = {
    "whose invasion of what": (
        """
        Russia 3 nmod:poss PROPN NNP Russia
        's 1 case PART POS 's
        invasion 6 nsubj NOUN NN invasion
        of 5 case ADP IN of
        Georgia 3 nmod PROPN NNP Georgia
        failed 0 root VERB VBD fail
        """,
        [("Russia", "GPE"), ("Georgia", "GPE")],
        {("Russia", "invade", "Georgia", "asserted")},
    ),
    "a nation before the noun": (
        """
        Israeli 2 amod ADJ JJ israeli
        attacks 5 nsubj NOUN NNS attack
        on 4 case ADP IN on
        Gaza 2 nmod PROPN NNP Gaza
        continued 0 root VERB VBD continue
        """,
        [("Israeli", "NORP"), ("Gaza", "GPE")],
        {("Israeli", "attack", "Gaza", "asserted")},
    ),
    "an arrest and by whom, each of two": (
        """
        The 2 det DET DT the
        arrest 9 nsubj NOUN NN arrest
        of 4 case ADP IN of
        Ann 2 nmod PROPN NNP Ann
        and 6 cc CCONJ CC and
        Bo 4 conj PROPN NNP Bo
        by 8 case ADP IN by
        police 4 nmod NOUN NNS police
        shocked 0 root VERB VBD shock
        Lima 9 obj PROPN NNP Lima
        """,
        [("Ann", "PERSON"), ("Bo", "PERSON"), ("Lima", "GPE")],
        {("police", "arrest", "Ann", "asserted"), ("police", "arrest", "Bo", "asserted")},
    ),
    "whose arrest, by nobody": (
        """
        Her 2 nmod:poss PRON PRP$ her
        arrest 3 nsubj NOUN NN arrest
        shocked 0 root VERB VBD shock
        Lima 3 obj PROPN NNP Lima
        """,
        [("Lima", "GPE")],
        {("Her", "be arrested", None, "asserted")},
    ),
    "a death and its year": (
        """
        He 2 nsubj PRON PRP he
        lived 0 root VERB VBD live
        until 5 case ADP IN until
        his 5 nmod:poss PRON PRP$ his
        death 2 obl NOUN NN death
        in 7 case ADP IN in
        2007 5 nmod NUM CD 2007
        """,
        [("2007", "DATE")],
        {("his", "die in", "2007", "asserted")},
    ),
    "a planned visit": (
        """
        Kim 4 nmod:poss PROPN NNP Kim
        's 1 case PART POS 's
        planned 4 amod VERB VBN plan
        visit 7 nsubj NOUN NN visit
        to 6 case ADP IN to
        Moscow 4 nmod PROPN NNP Moscow
        matters 0 root VERB VBZ matter
        """,
        [("Kim", "PERSON"), ("Moscow", "GPE")],
        {("Kim", "visit", "Moscow", "planned")},
    ),
    "a resignation that is only demanded": (
        """
        Crowds 2 nsubj NOUN NNS crowd
        demanded 0 root VERB VBD demand
        the 4 det DET DT the
        resignation 2 obj NOUN NN resignation
        of 6 case ADP IN of
        Kim 4 nmod PROPN NNP Kim
        """,
        [("Kim", "PERSON")],
        set(),
    ),
    "no attack": (
        """
        No 2 det DET DT no
        attack 5 nsubj NOUN NN attack
        by 4 case ADP IN by
        rebels 2 nmod NOUN NNS rebel
        happened 0 root VERB VBD happen
        """,
        [],
        set(),
    ),
    "a plan for a sale": (
        """
        Plans 6 nsubj NOUN NNS plan
        for 4 case ADP IN for
        the 4 det DET DT the
        sale 1 nmod NOUN NN sale
        of 7 case ADP IN of
        angered 0 root VERB VBD anger
        Acme 4 nmod PROPN NNP Acme
        """,
        [("Acme", "ORG")],
        set(),
    ),
}


@pytest.mark.parametrize("case", EVENTS)
def test_a_noun_states_its_event(case):
    table, names, expected = EVENTS[case]

    found = [each for each in relations(table, *names) if each.rule == "event_noun"]

    assert {(each.subject, each.predicate, each.object, each.modality) for each in found} == expected


@pytest.mark.parametrize(
    "text, wrong",
    [
        ("done: {}", "must have the groups"),
        ("{done: {raid: raid}, undergone: {}, happening: {}, reserved: {}, unreal: []}", "'raid'"),
        ("{done: {}, undergone: {arrest: [arrest]}, happening: {}, reserved: {}, unreal: []}", "passive"),
        ("{done: {}, undergone: {}, happening: {}, reserved: {alleged: maybe}, unreal: []}", "'maybe'"),
    ],
)
def test_a_wrong_file_is_named(text, wrong):
    with pytest.raises(CuesError, match=wrong):
        read_event_nouns(text)


def test_no_noun_is_in_two_groups():
    nouns = event_nouns()

    assert not set(nouns.done) & set(nouns.undergone) | set(nouns.done) & set(nouns.happening)
