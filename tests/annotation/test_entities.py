"""The fullest name in an article that a name stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.annotation.entities import name_entities
from transforms.annotation.folding import Appellation, fold
from transforms.annotation.organisations import initials


def named(label, *texts):
    return name_entities([Appellation(text, label) for text in texts])


PERSONS = [
    (["Kim", "Kim Jong-un", "Kim"], ["Kim Jong-un"] * 3),
    (["Sergei Lavrov", "Lavrov"], ["Sergei Lavrov"] * 2),
    (["Sergei Lavrov", "Lavrov’s"], ["Sergei Lavrov"] * 2),
    (["Hillary Clinton", "Hillary"], ["Hillary Clinton"] * 2),
    (["Kim Jong Un", "Kim Jong-Un", "Kim Jong-Un"], ["Kim Jong-Un"] * 3),
    (["KIM JONG-UN", "Kim Jong-un"], ["Kim Jong-un"] * 2),
    (["Recep Tayyip Erdoğan", "Erdogan"], ["Recep Tayyip Erdoğan"] * 2),
    (["John F. Kennedy", "John Kennedy", "Kennedy"], ["John F. Kennedy"] * 3),
    (["J.K. Rowling", "Rowling", "J. K. Rowling"], ["J. K. Rowling"] * 3),
    (["Mohammed bin Salman", "bin Salman", "Mohammed"], ["Mohammed bin Salman"] * 3),
    (["Ji-sung Park", "Park Ji-sung"], ["Ji-sung Park"] * 2),
    (["Pope Francis", "Francis"], ["Pope Francis"] * 2),
    (["Emperor Norton", "Joshua Norton", "Norton"], ["Joshua Norton"] * 3),
    (["Louis XIV", "Louis XVI"], ["Louis XIV", "Louis XVI"]),
    (["Martin Luther King Jr.", "King"], ["Martin Luther King Jr."] * 2),
    (["Bill Smith", "Anna Jones"], ["Bill Smith", "Anna Jones"]),
]


@pytest.mark.parametrize("texts, names", PERSONS)
def test_persons(texts, names):
    assert named("PERSON", *texts) == names


def test_a_surname_shared_by_two_stays_itself():
    assert named("PERSON", "Bill Clinton", "Hillary Clinton", "Clinton")[2] == "Clinton"


def test_a_surname_keeps_to_whom_it_was_given_first():
    names = named("PERSON", "Kim Jong-un", "Kim", "Kim Jong-il", "Kim")
    assert names == ["Kim Jong-un", "Kim Jong-un", "Kim Jong-il", "Kim Jong-un"]


def test_a_form_of_address_tells_two_apart():
    names = [
        Appellation("Bill Clinton", "PERSON", "male"),
        Appellation("Hillary Clinton", "PERSON", "female"),
        Appellation("Clinton", "PERSON", "female"),
        Appellation("Clinton", "PERSON", "male"),
    ]
    assert name_entities(names)[2:] == ["Hillary Clinton", "Bill Clinton"]


ORGANISATIONS = [
    (["International Criminal Court", "ICC"], ["International Criminal Court"] * 2),
    (["the International Criminal Court", "the I.C.C."], ["International Criminal Court"] * 2),
    (["Federal Bureau of Investigation", "FBI"], ["Federal Bureau of Investigation"] * 2),
    (["Department of Justice", "DoJ"], ["Department of Justice", "DoJ"]),
    (["Asia-Pacific Economic Cooperation", "APEC"], ["Asia-Pacific Economic Cooperation"] * 2),
    (["Reuters", "Reuters News Agency"], ["Reuters News Agency"] * 2),
    (["Apple", "Apple Inc.", "Apple"], ["Apple Inc."] * 3),
    (["U.N.", "United Nations", "UN"], ["United Nations"] * 3),
    (["U.N. Security Council", "Security Council"], ["U.N. Security Council"] * 2),
    (["Boeing", "Boeing Commercial Airplanes"], ["Boeing", "Boeing Commercial Airplanes"]),
    (["International Criminal Court", "Indian Cricket Council", "ICC"], ["International Criminal Court", "Indian Cricket Council", "ICC"]),
    (["Labour", "Labour Party"], ["Labour Party"] * 2),
    (["U.S. Supreme Court", "UK Supreme Court", "Supreme Court"], ["U.S. Supreme Court", "UK Supreme Court", "Supreme Court"]),
]  # fmt: skip


@pytest.mark.parametrize("texts, names", ORGANISATIONS)
def test_organisations(texts, names):
    assert named("ORG", *texts) == names


def test_an_acronym_in_brackets_stands_for_the_name_before_it():
    names = [
        Appellation("European Aeronautic Defence and Space Company", "ORG"),
        Appellation("EADS", "ORG", bracketed_after="European Aeronautic Defence and Space Company"),
        Appellation("EADS", "ORG"),
    ]
    assert set(name_entities(names)) == {"European Aeronautic Defence and Space Company"}


PLACES = [
    (["U.S.", "US", "United States", "America"], ["United States"] * 4),
    (["North Korea", "Democratic People’s Republic of Korea"], ["Democratic People's Republic of Korea"] * 2),
    (["North Korea", "South Korea"], ["North Korea", "South Korea"]),
    (["UK", "Britain"], ["Britain"] * 2),
    (["US"], ["US"]),
    (["The Hague", "the Netherlands"], ["The Hague", "Netherlands"]),
    (["New York", "York"], ["New York", "York"]),
]


@pytest.mark.parametrize("texts, names", PLACES)
def test_places(texts, names):
    assert named("GPE", *texts) == names


def test_aliases_hold_across_the_labels_that_models_waver_between():
    names = [Appellation("EU", "GPE"), Appellation("European Union", "ORG")]
    assert name_entities(names) == ["European Union"] * 2


def test_other_names_are_not_one_across_labels():
    names = [Appellation("Washington", "GPE"), Appellation("Denzel Washington", "PERSON")]
    assert name_entities(names) == ["Washington", "Denzel Washington"]


def test_times_and_amounts_keep_their_text():
    names = [Appellation("the  1990s", "DATE"), Appellation("1990s", "DATE")]
    assert name_entities(names) == ["the 1990s", "1990s"]


@pytest.mark.parametrize(
    "one, other",
    [("U.S.", "US"), ("Jong-un", "Jong‑Un"), ("Côte d’Ivoire", "Cote d'Ivoire"), ("the Guardian", "The Guardian"), ("J.K.", "J. K.")],
)
def test_spellings_of_one_name(one, other):
    assert fold(one).replace(" ", "").casefold() == fold(other).replace(" ", "").casefold()


def test_a_short_form_in_capitals_is_not_a_word():
    assert fold("US") != fold("us")


def test_initials():
    assert "FBI" in initials("Federal Bureau of Investigation")
    assert "UNSC" in initials("U.N. Security Council")
    assert "AT&T" in initials("American Telephone & Telegraph")


NAMES = st.sampled_from(
    ["Kim", "Kim Jong-un", "Kim Jong-il", "Un", "UN", "U.N.", "United Nations", "the", "The", "'s", "’", ".", "A.", "Pope", "of",
     "King of", "Inc.", "St.", "US", "John Smith Jr", "J Smith", "Smith"]
)  # fmt: skip
LABELS = st.sampled_from(["PERSON", "ORG", "GPE", "LOC", "DATE", "EVENT"])


@given(st.lists(st.tuples(NAMES | st.text(min_size=1, max_size=12), LABELS), max_size=12))
def test_every_name_gets_a_name(pairs):
    names = [Appellation(text, label) for text, label in pairs]
    given_names = name_entities(names)
    assert len(given_names) == len(names)
    assert all(name for name, one in zip(given_names, names) if any(char.isalnum() for char in one.text))
