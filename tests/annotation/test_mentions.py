"""The mentions of a Doc, from whatever a model found in it."""

import pytest
import spacy
import transforms.annotation.paragraphs  # noqa: F401, registers its component
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from schemas.ids import entity_id
from transforms.annotation.mentions import find_mentions
from transforms.annotation.words import NAME_LABELS, VALUE_LABELS

NLP = spacy.blank("en")


def doc_of(text, *entities, pos=None, published=None):
    """A Doc of a text; each entity is (its text, label), found where it stands next."""
    doc = NLP.make_doc(text)
    spans, position = [], 0
    for entity, label in entities:
        start = text.index(entity, position)
        position = start + len(entity)
        spans.append(doc.char_span(start, position, label=label, alignment_mode="expand"))
    doc.ents = spans
    if published:
        doc.user_data["published_at"] = published
    for token in doc if pos else ():
        token.pos_ = pos.get(token.text, "X")
    return doc


def texts(doc, *labels):
    return [mention.text for mention in find_mentions(doc) if mention.label in labels or not labels]


def test_a_number_before_am_is_a_time():
    assert texts(doc_of("at about 3am on", ("about 3", "CARDINAL")), "TIME") == ["3am"]


BOUNDARIES = [
    # text, what the model found, label, what it should be
    ("The Kremlin's reply", "The Kremlin's", "ORG", "Kremlin"),
    ("Moscow’s reply", "Moscow’s", "GPE", "Moscow"),
    ("Hugh Mercer, Jr. led it", "Hugh Mercer", "PERSON", "Hugh Mercer, Jr."),
    ("Ann Hill OBE spoke", "Ann Hill OBE", "PERSON", "Ann Hill"),
    ('Dwayne "The Rock" Mercer spoke', "Dwayne", "PERSON", 'Dwayne "The Rock" Mercer'),
    ('Ann Hill "spoke" to Bo', "Ann Hill", "PERSON", "Ann Hill"),
    ("Hill Beauty, Inc. closed", "Hill Beauty", "ORG", "Hill Beauty, Inc."),
    ('He saw "Reuters" there', '"Reuters"', "ORG", "Reuters"),
    ("in the United States, today", "the United States,", "GPE", "United States"),
    ("born in The Hague in", "The Hague", "GPE", "The Hague"),
    ("read The Guardian again", "The Guardian", "ORG", "The Guardian"),
    ("The Guardian wrote", "The Guardian", "ORG", "Guardian"),
    ("reading The A Word again", "The A Word", "WORK_OF_ART", "The A Word"),
    ("Moscow\n\nThe talks", "Moscow\n\nThe", "GPE", "Moscow"),
    ("met President Joe Biden there", "President Joe Biden", "PERSON", "Joe Biden"),
    ("met Russian President Vladimir Putin there", "Russian President Vladimir Putin", "PERSON", "Vladimir Putin"),
    ("met Lt. Gen. John Smith there", "Lt. Gen. John Smith", "PERSON", "John Smith"),
    ("said former Prime Minister Boris Johnson .", "former Prime Minister Boris Johnson", "PERSON", "Boris Johnson"),
    ("met Vice-President Kamala Harris there", "Vice-President Kamala Harris", "PERSON", "Kamala Harris"),
    ("met Mr. Lavrov there", "Mr. Lavrov", "PERSON", "Lavrov"),
    ("met Pope Francis there", "Pope Francis", "PERSON", "Pope Francis"),
    ("that Kim Jong-un could", "Kim Jong", "PERSON", "Kim Jong-un"),
    ("that Jean-Claude Juncker could", "Claude Juncker", "PERSON", "Jean-Claude Juncker"),
    ("that Bashar al-Assad could", "Assad", "PERSON", "al-Assad"),
    ("that Ursula von der Leyen could", "Ursula", "PERSON", "Ursula von der Leyen"),
    ("in Belize ~ today", "Belize ~", "GPE", "Belize"),
    ("that Moon Jae-in could", "Moon Jae", "PERSON", "Moon Jae-in"),
    ("a Barack Obama-era law", "Barack Obama", "PERSON", "Barack Obama"),
    ("a Barack Obama-appointed judge", "Barack Obama", "PERSON", "Barack Obama"),
    ("that Kim Jong-un could", "Kim Jong-", "PERSON", "Kim Jong-un"),
    ("the North Korean leader", "Korean", "NORP", "North Korean"),
    ("an anti-Trump rally", "Trump", "PERSON", "Trump"),
    ("said Robert Downey Jr. today", "Robert Downey", "PERSON", "Robert Downey Jr."),
    ("by Reuters News Agency", "Reuters", "ORG", "Reuters News Agency"),
    ("the court (ICC) said", "(ICC)", "ORG", "ICC"),
    ("by Bank of America (US) today", "Bank of America (US)", "ORG", "Bank of America (US)"),
    ("on the 9 May event", "the 9 May", "DATE", "the 9 May"),
    ("since 2011 he", "since 2011", "DATE", "2011"),
    ("that at least 20 people", "at least 20", "CARDINAL", "at least 20"),
]


@pytest.mark.parametrize("text, found, label, name", BOUNDARIES)
def test_boundaries_are_repaired(text, found, label, name):
    assert texts(doc_of(text, (found, label)), label) == [name]


DROPPED = [
    ("nothing -- here", "--", "ORG"),
    ("the president said", "the president", "PERSON"),
    ("the President said", "President", "PERSON"),
    ("he said", "he", "PERSON"),
    ("write to press@example.org now", "press@example.org", "ORG"),
    ("He may go", "may", "DATE"),
    ("On 's", "'s", "GPE"),
    ("a MISC name", "MISC", "MISC"),
]


@pytest.mark.parametrize("text, found, label", DROPPED)
def test_what_is_no_name_is_dropped(text, found, label):
    assert texts(doc_of(text, (found, label))) == []


def test_the_parse_completes_a_name():
    words = ["Minister", "Sergei", "Lavrov", "spoke"]
    doc = Doc(
        NLP.vocab, words, pos=["PROPN", "PROPN", "PROPN", "VERB"], heads=[3, 0, 1, 3], deps=["nsubj", "flat", "flat", "ROOT"]
    )
    doc.ents = [Span(doc, 1, 2, "PERSON")]
    assert texts(doc) == ["Sergei Lavrov"]


def test_labels_of_other_corpora_are_known():
    assert [m.label for m in find_mentions(doc_of("Anna of Rome", ("Anna", "PER"), ("Rome", "LOC")))] == ["PERSON", "LOC"]


MISSED = [
    ("at the 9 May event", "DATE", "9 May"),
    ("on May 9, 2025, he", "DATE", "May 9, 2025"),
    ("news on Wednesday about", "DATE", "Wednesday"),
    ("since he took the helm in 2011.", "DATE", "2011"),
    ("back in the 1990s they", "DATE", "the 1990s"),
    ("it rose last week to", "DATE", "last week"),
    ("in the third quarter of 2011 it", "DATE", "the third quarter of 2011"),
    ("three years ago it", "DATE", "three years ago"),
    ("the 2018 election", "DATE", "2018"),
    ("at 10.30am in", "TIME", "10.30am"),
    ("on Wednesday night in", "TIME", "Wednesday night"),
    ("spent £300m on it", "MONEY", "£300m"),
    ("at Rs 42,900 it", "MONEY", "Rs 42,900"),
    ("for two and a half years it", "DATE", "two and a half years"),
    ("spent $1.5 billion on it", "MONEY", "$1.5 billion"),
    ("rose 20 per cent in", "PERCENT", "20 per cent"),
    ("rose 5% in", "PERCENT", "5%"),
    ("a 5,000 square feet flat", "QUANTITY", "5,000 square feet"),
    ("his first visit", "ORDINAL", "first"),
    ("some 1,200 people", "CARDINAL", "1,200"),
    ("with two dozen others", "CARDINAL", "two dozen"),
]


@pytest.mark.parametrize("text, label, value", MISSED)
def test_times_and_amounts_that_a_model_missed_are_added(text, label, value):
    assert texts(doc_of(text), label) == [value]


@pytest.mark.parametrize("text", ["He may go", "They march on", "May I go?", "version 10.30.2", "A380 and 787-8", "first-hand news", "1. Do this", "the iPhone 8", "over the next year", "on Black Friday"])
def test_what_is_no_time_or_amount_is_not_added(text):
    assert texts(doc_of(text)) == []


def test_a_number_after_a_proper_noun_is_part_of_a_name():
    assert texts(doc_of("the Boeing 787 flew", pos={"Boeing": "PROPN"})) == []


def test_a_part_of_a_time_gives_way_to_the_whole():
    assert texts(doc_of("the 9 May event", ("May", "PERSON"))) == ["9 May"]
    assert texts(doc_of("since September 11, 2001, they", ("September 11", "DATE"))) == ["September 11, 2001"]


def test_a_number_gives_way_to_the_years_that_it_is():
    found = find_mentions(doc_of("a poet (1828-1893) of", ("1828-1893", "CARDINAL")))
    assert [(m.text, m.label, m.normalized) for m in found] == [("1828-1893", "DATE", "1828/1893")]


def test_a_value_gives_way_to_a_name_and_to_a_fuller_value():
    assert texts(doc_of("the 2018 World Cup", ("2018 World Cup", "EVENT"))) == ["2018 World Cup"]
    assert texts(doc_of("the week of 9 May", ("week of 9 May", "DATE"))) == ["week of 9 May"]


def test_a_name_missed_once_is_added():
    text = "Sergei Lavrov met Mr Smith. Then Sergei Lavrov left. Later Lavrov said so."
    pos = dict.fromkeys(["Sergei", "Lavrov", "Mr", "Smith"], "PROPN")
    found = find_mentions(doc_of(text, ("Sergei Lavrov", "PERSON"), pos=pos))
    assert [(m.text, m.entity_name) for m in found] == [(name, "Sergei Lavrov") for name in ("Sergei Lavrov", "Sergei Lavrov", "Lavrov")]


def test_a_name_within_a_longer_one_is_not_added():
    text = "Bill Clinton spoke. The Clinton Foundation was silent."
    pos = dict.fromkeys(["Bill", "Clinton", "Foundation"], "PROPN")
    assert texts(doc_of(text, ("Bill Clinton", "PERSON"), pos=pos)) == ["Bill Clinton"]


def test_a_word_that_a_surname_is_too_is_not_added():
    pos = {"Theresa": "PROPN", "May": "PROPN", "They": "PRON", "go": "VERB"}
    doc = doc_of("Theresa May spoke. May they go?", ("Theresa May", "PERSON"), pos=pos)
    doc[4].pos_ = "AUX"
    assert texts(doc) == ["Theresa May"]


def test_a_slip_of_label_is_put_right_by_the_majority():
    doc = doc_of("Boeing and Boeing and Boeing", ("Boeing", "ORG"), ("Boeing", "ORG"), ("Boeing", "PERSON"))
    assert [m.label for m in find_mentions(doc)] == ["ORG"] * 3


def test_countries_and_wars_are_known():
    doc = doc_of("People’s Republic of China after WWII and World War II", ("People’s Republic of China", "ORG"), ("World War II", "ORG"))
    assert [(m.text, m.label, m.entity_name) for m in find_mentions(doc)] == [
        ("People’s Republic of China", "GPE", "People's Republic of China"),
        ("WWII", "EVENT", "World War II"),
        ("World War II", "EVENT", "World War II"),
    ]


def test_a_country_broken_in_parts_is_put_together():
    text = "the Democratic People’s Republic of Korea said"
    doc = doc_of(text, ("Democratic People", "ORG"), ("Republic of Korea", "GPE"))
    assert [(m.text, m.label) for m in find_mentions(doc)] == [("Democratic People’s Republic of Korea", "GPE")]


def test_a_country_within_a_longer_name_is_left_alone():
    doc = doc_of("the North Korea Freedom Coalition said", ("North Korea Freedom Coalition", "ORG"))
    assert texts(doc) == ["North Korea Freedom Coalition"]


def test_a_compass_point_found_apart_is_put_to_its_place():
    assert texts(doc_of("the North Korean leader", ("North", "LOC"), ("Korean", "NORP"))) == ["North Korean"]


@pytest.mark.parametrize(
    "text, full, short, label, name",
    [
        ("Zenova fell after Zenova Therapeutics Inc spoke", "Zenova Therapeutics Inc", "Zenova", "ORG", "Zenova Therapeutics Inc"),
        ("Zenova fell and shares in Zenova Therapeutics Inc", "Zenova Therapeutics Inc", "Zenova", "ORG", "Zenova Therapeutics Inc"),
        ("In Boston and Boston Scientific Corp", "Boston Scientific Corp", "Boston", "GPE", "Boston"),
        ("Boston rose and Boston Scientific fell", "Boston Scientific", "Boston", "GPE", "Boston"),
        ("Paris , France and Paris Foods Inc", "Paris Foods Inc", "Paris", "GPE", "Paris"),
        ("Zeta rose and Zeta Capital Corp fell", "Zeta Capital Corp", "Zeta", "GPE", "Zeta"),
        ("China rose and China Foods Ltd fell", "China Foods Ltd", "China", "GPE", "China"),
    ],
)
def test_the_first_word_of_a_company_taken_for_a_place(text, full, short, label, name):
    found = find_mentions(doc_of(text, (short, "GPE"), (full, "ORG")))
    assert [(m.label, m.entity_name) for m in found if m.text == short] == [(label, name)]


def test_an_organisation_taken_for_a_place_is_known_by_its_last_word():
    doc = doc_of("the New York City Housing Authority and NYCHA", ("New York City Housing Authority", "GPE"), ("NYCHA", "PERSON"))
    assert [(m.label, m.entity_name) for m in find_mentions(doc)] == [("ORG", "New York City Housing Authority")] * 2


@pytest.mark.parametrize("name", ["General Motors", "Justice Department", "Smith Foundation"])
def test_an_organisation_taken_for_a_person(name):
    assert [(m.text, m.label) for m in find_mentions(doc_of(f"at {name} now", (name, "PERSON")))] == [(name, "ORG")]


def test_a_person_with_a_title_taken_for_an_organisation():
    doc = doc_of("James Clyburn spoke. Congressman Clyburn left", ("James Clyburn", "PERSON"), ("Congressman Clyburn", "ORG"))
    assert [(m.text, m.label, m.entity_name) for m in find_mentions(doc)][1] == ("Clyburn", "PERSON", "James Clyburn")


def test_a_person_named_like_a_place_stays_one():
    entities = [("Washington", "GPE"), ("Washington", "GPE"), ("Denzel Washington", "PERSON"), ("Washington", "PERSON")]
    doc = doc_of("Washington and Washington; Denzel Washington spoke and Washington left", *entities)
    assert [(m.label, m.entity_name) for m in find_mentions(doc)] == [
        ("GPE", "Washington"), ("GPE", "Washington"), ("PERSON", "Denzel Washington"), ("PERSON", "Denzel Washington"),
    ]  # fmt: skip


def test_title_and_text_name_each_other():
    doc = doc_of("Kim could travel\n\nKim Jong-un may go", ("Kim", "PERSON"), ("Kim Jong-un", "PERSON"))
    assert {m.entity_name for m in find_mentions(doc)} == {"Kim Jong-un"}
    assert {m.entity_id for m in find_mentions(doc)} == {entity_id("PERSON", "Kim Jong-un")}


def test_an_acronym_in_brackets():
    doc = doc_of("the European Space Research Organisation (ESRO) and ESRO", ("the European Space Research Organisation", "ORG"))
    found = find_mentions(doc)
    assert [m.text for m in found] == ["European Space Research Organisation", "ESRO", "ESRO"]
    assert {m.entity_name for m in found} == {"European Space Research Organisation"}


def test_an_acronym_in_brackets_tells_how_far_a_name_goes():
    text = "the Intergovernmental Panel on Climate Change (IPCC) said"
    doc = doc_of(text, ("Intergovernmental Panel", "ORG"))
    assert texts(doc) == ["Intergovernmental Panel on Climate Change", "IPCC"]


def test_brackets_with_another_acronym_tell_nothing():
    doc = doc_of("shares of LVMH (LVMHF) and LVMH", ("LVMH", "ORG"), ("LVMHF", "ORG"), ("LVMH", "ORG"))
    assert [m.entity_name for m in find_mentions(doc)] == ["LVMH", "LVMHF", "LVMH"]


def test_a_last_name_taken_for_something_else_is_a_persons():
    doc = doc_of("Callie Bladow spoke, Bladow said", ("Callie Bladow", "PERSON"), ("Bladow", "ORG"))
    assert [(m.label, m.entity_name) for m in find_mentions(doc)] == [("PERSON", "Callie Bladow")] * 2


def test_a_company_named_after_its_founder_stays_one():
    doc = doc_of("Dell grew, Michael Dell of Dell said", ("Dell", "ORG"), ("Michael Dell", "PERSON"), ("Dell", "ORG"))
    assert [m.label for m in find_mentions(doc)] == ["ORG", "PERSON", "ORG"]


def test_times_are_resolved_against_publication():
    (mention,) = find_mentions(doc_of("on Monday", published="2025-04-30T06:00:00+00:00"))
    assert (mention.normalized, mention.first_day, mention.last_day) == ("2025-04-28",) * 3
    (mention,) = find_mentions(doc_of("on Monday"))
    assert (mention.normalized, mention.first_day, mention.last_day) == (None, None, None)


def test_the_tense_of_the_clause_points_a_weekday_ahead():
    words = ["He", "will", "speak", "on", "Monday"]
    doc = Doc(
        NLP.vocab, words, pos=["PRON", "AUX", "VERB", "ADP", "PROPN"], heads=[2, 2, 2, 4, 2], deps=["nsubj", "aux", "ROOT", "case", "obl"]
    )
    doc.user_data["published_at"] = "2025-04-30T06:00:00+00:00"
    assert [m.normalized for m in find_mentions(doc)] == ["2025-05-05"]


@pytest.mark.parametrize(
    "verb, lemma, preposition, time, day",
    [
        ("postponed", "postpone", "until", ["the", "second", "quarter"], "2025-04-01"),
        ("adjourned", "adjourn", "until", ["Monday"], "2025-05-05"),
        ("opened", "open", "in", ["the", "second", "quarter"], "2025-04-01"),
        ("opens", "open", "by", ["the", "first", "quarter"], "2026-01-01"),
        ("closed", "close", "before", ["the", "third", "quarter"], "2025-07-01"),
        ("closed", "close", "in", ["the", "third", "quarter"], "2024-07-01"),
        ("spoke", "speak", "until", ["Monday"], "2025-04-28"),
    ],
)
def test_a_limit_lies_ahead_of_what_is_put_off_to_it(verb, lemma, preposition, time, day):
    words = ["They", verb, "it", preposition, *time]
    last = len(words) - 1
    doc = Doc(
        NLP.vocab, words, pos=["PRON", "VERB", "PRON", "ADP", *["NOUN"] * len(time)], tags=["PRP", "VBD", "PRP", "IN", *["NN"] * len(time)],
        lemmas=["they", lemma, "it", preposition, *time], heads=[1, 1, 1, last, *[last] * (len(time) - 1), 1],
        deps=["nsubj", "ROOT", "obj", "case", *["amod"] * (len(time) - 1), "obl"],
    )  # fmt: skip
    doc.user_data["published_at"] = "2025-04-30T06:00:00+00:00"
    assert [m.first_day for m in find_mentions(doc)] == [day]


@pytest.mark.parametrize("found", [[("Boxing Day", "DATE"), ("2023", "DATE")], [("2023", "DATE")], []])
def test_a_holiday_and_its_year_are_one_time(found):
    doc = doc_of("since Boxing Day 2023 at home", *found, published="2024-12-08T06:00:00+00:00")
    assert [(m.text, m.normalized) for m in find_mentions(doc)] == [("Boxing Day 2023", "2023-12-26")]


def test_the_verb_before_a_time_tells_its_tense():
    words = ["He", "will", "pay", ",", "officials", "said", "on", "Friday"]
    doc = Doc(
        NLP.vocab, words, pos=["PRON", "AUX", "VERB", "PUNCT", "NOUN", "VERB", "ADP", "PROPN"], tags=["PRP", "MD", "VB", ",", "NNS", "VBD", "IN", "NNP"],
        heads=[2, 2, 2, 2, 5, 2, 7, 2], deps=["nsubj", "aux", "ROOT", "punct", "nsubj", "parataxis", "case", "obl"],
    )  # fmt: skip
    doc.user_data["published_at"] = "2025-04-30T06:00:00+00:00"
    assert [m.normalized for m in find_mentions(doc)] == ["2025-04-25"]


def test_amounts_are_numbers():
    assert [m.normalized for m in find_mentions(doc_of("spent £300m, up 20%"))] == ["300000000", "20"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "\n\n \n"])
def test_hardly_any_text(text):
    assert find_mentions(doc_of(text)) == []


def test_the_component_sets_the_extension():
    nlp = spacy.blank("en")
    nlp.add_pipe("newslake_paragraphs")
    nlp.add_pipe("newslake_mentions")
    assert [mention.text for mention in nlp("on Monday")._.mentions] == ["Monday"]
    assert nlp("")._.mentions == []


TOKENS = st.sampled_from(
    ["Kim", "Jong", "-", "un", "\n\n", "\n", " ", "the", "The", "'s", "’s", "(", ")", "ICC", "U.N.", "President", "Mr", ".", ",", "\"", "9", "May",
     "2011", "£", "300m", "%", "Inc.", "al", "of", "Clinton", "🙂", "may", "Jr.", "said"]
)  # fmt: skip


@st.composite
def docs(draw):
    words = draw(st.lists(TOKENS, min_size=1, max_size=25))
    doc = Doc(NLP.vocab, words, draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words))))
    spans, start = [], 0
    while start < len(words):
        end = draw(st.integers(start + 1, min(len(words), start + 5)))
        label = draw(st.sampled_from(["", "PERSON", "ORG", "GPE", "DATE", "MONEY", "EVENT"]))
        if label:
            spans.append(Span(doc, start, end, label))
        start = end
    # spaCy refuses an entity that is white space alone.
    doc.ents = [span for span in spans if span.text.strip()]
    if draw(st.booleans()):
        for token in doc:
            token.pos_ = draw(st.sampled_from(["PROPN", "NOUN", "AUX", "PUNCT"]))
    return doc


@settings(max_examples=200, deadline=None)
@given(docs())
def test_mentions_of_any_doc_are_in_order_apart_and_where_they_say(doc):
    mentions = find_mentions(doc)
    assert all(doc.text[m.start : m.end] == m.text for m in mentions)
    assert all(one.end <= other.start for one, other in zip(mentions, mentions[1:]))
    for mention in mentions:
        assert mention.label in NAME_LABELS | VALUE_LABELS
        assert mention.text.strip() == mention.text and "\n" not in mention.text
        assert any(char.isalnum() for char in mention.text) and mention.entity_name
        assert mention.entity_id == entity_id(mention.label, mention.entity_name)
