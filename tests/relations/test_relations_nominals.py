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
        {("Ann", "be director of", "Acme", "employer")},
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
    "what follows two offices is of both": (
        """
        Ann 4 nsubj PROPN NNP Ann
        was 4 cop AUX VBD be
        the 4 det DET DT the
        head 0 root NOUN NN head
        and 6 cc CCONJ CC and
        founder 4 conj NOUN NN founder
        of 8 case ADP IN of
        Acme 4 nmod PROPN NNP Acme
        """,
        [("Ann", "PERSON"), ("Acme", "ORG")],
        {("Ann", "be head of", "Acme", "employer"), ("Ann", "be founder of", "Acme", "founder_of")},
    ),
    "who the head of something is": (
        """
        The 2 det DET DT the
        head 6 nsubj NOUN NN head
        of 4 case ADP IN of
        Acme 2 nmod PROPN NNP Acme
        is 6 cop AUX VBZ be
        Ann 0 root PROPN NNP Ann
        """,
        [("Acme", "ORG"), ("Ann", "PERSON")],
        {("Ann", "be head of", "Acme", "employer")},
    ),
    "a name that explains the office, though it is hung on the body": (
        """
        The 2 det DET DT the
        head 7 nsubj NOUN NN head
        of 4 case ADP IN of
        Acme 2 nmod PROPN NNP Acme
        , 6 punct PUNCT , ,
        Ann 4 appos PROPN NNP Ann
        left 0 root VERB VBD leave
        """,
        [("Acme", "ORG"), ("Ann", "PERSON")],
        {("Ann", "be head of", "Acme", "employer")},
    ),
    "somebody of a body": (
        """
        Ann 4 nsubj PROPN NNP Ann
        of 3 case ADP IN of
        Acme 1 nmod PROPN NNP Acme
        left 0 root VERB VBD leave
        """,
        [("Ann", "PERSON"), ("Acme", "ORG")],
        {("Ann", "be of", "Acme", "employer")},
    ),
    "a party in brackets": (
        """
        Ann 5 nsubj PROPN NNP Ann
        ( 3 punct PUNCT -LRB- (
        Labour 1 appos PROPN NNP Labour
        ) 3 punct PUNCT -RRB- )
        left 0 root VERB VBD leave
        """,
        [("Ann", "PERSON"), ("Labour", "ORG")],
        {("Ann", "be", "Labour", "political_affiliation")},
    ),
    "a parent company": (
        """
        Its 3 nmod:poss PRON PRP$ its
        parent 3 compound NOUN NN parent
        company 6 nsubj NOUN NN company
        , 5 punct PUNCT , ,
        Acme 3 appos PROPN NNP Acme
        grew 0 root VERB VBD grow
        """,
        [("Acme", "ORG")],
        {("Acme", "be parent company of", "Its", "parent_company")},
    ),
    "a nation that begins a longer phrase": (
        """
        Ann 6 nsubj PROPN NNP Ann
        is 6 cop AUX VBZ be
        a 6 det DET DT a
        Polish 5 amod ADJ JJ polish
        javelin 6 compound NOUN NN javelin
        thrower 0 root NOUN NN thrower
        """,
        [("Ann", "PERSON"), ("Polish", "NORP")],
        {("Ann", "be", "Polish", "nationality")},
    ),
    "the wife of somebody with a title": (
        """
        Ann 4 nsubj PROPN NNP Ann
        was 4 cop AUX VBD be
        the 4 det DET DT the
        wife 0 root NOUN NN wife
        of 6 case ADP IN of
        author 7 nmod:desc NOUN NN author
        Bo 4 appos PROPN NNP Bo
        """,
        [("Ann", "PERSON"), ("Bo", "PERSON")],
        {("Ann", "be wife of", "Bo", "spouse")},
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

    assert {(each.subject, each.predicate, each.object, each.relation_type) for each in found} == expected


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
