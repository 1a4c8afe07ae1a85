"""What noun phrases state: offices and whose they are, relatives, nations and parties, lifespans, the wider place."""

import pytest
from parse_tables import relations

# table, names, the statements with their types.
NOUNS = {
    "coordinated offices of one body": (
        """
        He 4 nsubj PRON PRP he
        is 4 cop AUX VBZ be
        the 4 det DET DT the
        chairman 0 root NOUN NN chairman
        and 7 cc CCONJ CC and
        chief 7 amod ADJ JJ chief
        executive 4 conj NOUN NN executive
        of 9 case ADP IN of
        Acme 7 nmod PROPN NNP Acme
        """,
        [("Acme", "ORG")],
        {("He", "be chairman of", "Acme", "employer"), ("He", "be chief executive of", "Acme", "chief_executive")},
    ),
    "an office behind a verb of naming": (
        """
        Ann 3 nsubj:pass PROPN NNP Ann
        was 3 aux:pass AUX VBD be
        named 0 root VERB VBN name
        director 3 xcomp NOUN NN director
        of 6 case ADP IN of
        Acme 4 nmod PROPN NNP Acme
        """,
        [("Ann", "PERSON"), ("Acme", "ORG")],
        {("Ann", "be named director of", "Acme", "employer")},
    ),
    "a body before an office before a name": (
        """
        Acme 2 compound PROPN NNP Acme
        director 3 compound NOUN NN director
        Ann 4 nsubj PROPN NNP Ann
        left 0 root VERB VBD leave
        """,
        [("Acme", "ORG"), ("Ann", "PERSON")],
        {("Ann", "be director of", "Acme", None)},
    ),
    "whose wife somebody is, without an office": (
        """
        His 2 nmod:poss PRON PRP$ his
        wife 4 nsubj NOUN NN wife
        Ann 2 appos PROPN NNP Ann
        left 0 root VERB VBD leave
        """,
        [("Ann", "PERSON")],
        {("Ann", "be wife of", "His", "spouse")},
    ),
    "the nation of a painter": (
        """
        Ann 5 nsubj PROPN NNP Ann
        is 5 cop AUX VBZ be
        a 5 det DET DT a
        German 5 amod ADJ JJ german
        painter 0 root NOUN NN painter
        """,
        [("Ann", "PERSON"), ("German", "NORP")],
        {("Ann", "be", "German", "nationality")},
    ),
    "the party of a senator": (
        """
        Republican 2 amod ADJ JJ republican
        senator 3 compound NOUN NN senator
        Ann 4 nsubj PROPN NNP Ann
        left 0 root VERB VBD leave
        """,
        [("Republican", "NORP"), ("Ann", "PERSON")],
        {("Ann", "be", "Republican", "political_affiliation")},
    ),
    "a faith is no nation": (
        """
        Muslim 2 amod ADJ JJ muslim
        senator 3 compound NOUN NN senator
        Ann 4 nsubj PROPN NNP Ann
        left 0 root VERB VBD leave
        """,
        [("Muslim", "NORP"), ("Ann", "PERSON")],
        set(),
    ),
    "a seat before a hyphen": (
        """
        Oslo 3 compound PROPN NNP Oslo
        - 1 punct PUNCT HYPH -
        based 4 amod VERB VBN base
        Acme 5 nsubj PROPN NNP Acme
        grew 0 root VERB VBD grow
        """,
        [("Oslo", "GPE"), ("Acme", "ORG")],
        {("Acme", "be based in", "Oslo", "headquarters")},
    ),
    "a superlative is no relation": (
        """
        Acme 6 nsubj PROPN NNP Acme
        is 6 cop AUX VBZ be
        Peru 6 nmod:poss PROPN NNP Peru
        's 3 case PART POS 's
        biggest 6 amod ADJ JJS big
        employer 0 root NOUN NN employer
        """,
        [("Acme", "ORG"), ("Peru", "GPE")],
        set(),
    ),
}
_RULES = ("noun_relation", "affiliation")


@pytest.mark.parametrize("case", NOUNS)
def test_a_noun_phrase_states(case):
    table, names, expected = NOUNS[case]

    found = [each for each in relations(table, *names) if each.rule in _RULES]

    expected_without_types = {each[:3] for each in expected}
    assert {(each.subject, each.predicate, each.object) for each in found} == expected_without_types
    for each in found:
        wanted = {one[3] for one in expected if one[:3] == (each.subject, each.predicate, each.object)}
        assert each.relation_type in wanted or wanted == {None}


LIFE = """
Ann 10 nsubj PROPN NNP Ann
( 4 punct PUNCT -LRB- (
{opening} 4 dep VERB VBN bear
1881 1 dep NUM CD 1881
{dash} 6 punct PUNCT HYPH -
1960 4 dep NUM CD 1960
) 4 punct PUNCT -RRB- )
was 10 cop AUX VBD be
a 10 det DET DT a
painter 0 root NOUN NN painter
"""


@pytest.mark.parametrize(
    "opening, dash, expected",
    [
        ("born", ",", {("Ann", "be born", "1881", "birth_date")}),
        ("c.", "–", {("Ann", "be born", "1881", "birth_date"), ("Ann", "die", "1960", "death_date")}),
        ("c.", ",", set()),
    ],
)
def test_days_in_brackets_after_a_name(opening, dash, expected):
    table = LIFE.format(opening=opening, dash=dash)

    found = relations(table, ("Ann", "PERSON"), ("1881", "DATE"), ("1960", "DATE"))

    lifespan = [each for each in found if each.rule == "lifespan"]
    assert {(each.subject, each.predicate, each.object, each.relation_type) for each in lifespan} == expected


def test_who_was_born_in_a_place_was_born_in_the_wider_one():
    table = """
    Ann 3 nsubj:pass PROPN NNP Ann
    was 3 aux:pass AUX VBD be
    born 0 root VERB VBN bear
    in 5 case ADP IN in
    Lima 3 obl PROPN NNP Lima
    , 7 punct PUNCT , ,
    Peru 5 appos PROPN NNP Peru
    in 9 case ADP IN in
    1960 3 obl NUM CD 1960
    """

    found = relations(table, ("Ann", "PERSON"), ("Lima", "GPE"), ("Peru", "GPE"), ("1960", "DATE"))

    assert {(each.object, each.relation_type) for each in found} == {
        ("Lima", "birth_place"),
        ("Peru", "birth_place"),
        ("1960", "birth_date"),
    }


def test_a_founding_dates_what_was_founded():
    table = """
    Ann 2 nsubj PROPN NNP Ann
    founded 0 root VERB VBD found
    Acme 2 obj PROPN NNP Acme
    in 5 case ADP IN in
    1997 2 obl NUM CD 1997
    """

    found = relations(table, ("Ann", "PERSON"), ("Acme", "ORG"), ("1997", "DATE", "1997", ("1997-01-01", "1997-12-31")))

    assert {(each.subject, each.object, each.relation_type) for each in found} == {
        ("Ann", "Acme", "founder_of"),
        ("Acme", "1997", "founding_date"),
    }


def test_the_day_of_an_event_by_its_name():
    table = """
    Kim 2 nsubj PROPN NNP Kim
    spoke 0 root VERB VBD speak
    at 6 case ADP IN at
    the 6 det DET DT the
    Friday 6 compound PROPN NNP Friday
    summit 2 obl NOUN NN summit
    """

    (found,) = relations(table, ("Kim", "PERSON"), ("Friday", "DATE", "Friday", ("2024-03-08", "2024-03-08")))

    assert (found.time_text, found.time_start) == ("Friday", "2024-03-08")
