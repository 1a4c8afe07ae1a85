"""What a source repeats in articles about different things is furniture; what follow-ups and series repeat is not."""

import random

import pytest

from schemas.records import Page
from tests.cleaning.furnished import FURNITURE, STORIES, furnished
from transforms.cleaning.clean import clean_page
from transforms.cleaning.repetition import key_of, repeated, told, units_of, without_repeated

SOURCE = "harbour-post.example"
DAYS = list(zip(STORIES, ("at dawn", "at noon", "in the evening", "by night", "too late")))


def documents(*texts, source=SOURCE):
    """The cleaned articles of a source, one of each text."""
    return [
        clean_page(Page(input_uri=f"in/{number}.txt", text=text, plain=True, source=source, title=f"Title {number}"))
        for number, text in enumerate(texts)
    ]


def judged(found):
    """Documents as they are after what they repeat among themselves was removed."""
    keys = repeated(map(told, found))
    return [without_repeated(document, keys.__contains__) for document in found]


def kept(paragraph, *texts, source=SOURCE):
    """In how many of some articles a paragraph is kept."""
    return sum(paragraph in document.article.text.split("\n\n") for document in judged(documents(*texts, source=source)))


@pytest.mark.parametrize("place", ["above", "amid", "below"])
def test_what_articles_about_different_things_share_is_removed(place):
    texts = [furnished(story, FURNITURE, place) for story in STORIES]
    found = judged(documents(*texts))
    for before, after in zip(documents(*texts), found):
        left = [one for one in before.article.text.split("\n\n") if one != FURNITURE]
        assert after.article.text == "\n\n".join(left)
        assert after.article.removed_text == FURNITURE
        assert after.article.word_count == len(after.article.text.split())
        assert after.article.version_id == before.article.version_id
        (removal,) = after.removals
        assert (removal.reason, removal.text, removal.version_id) == ("repeated", FURNITURE, after.article.version_id)
        assert [unit.text for unit in units_of(after)] == [unit.text for unit in units_of(before)]


KEPT = {
    "a quotation that articles share": "“We will not sell the land, and we will not rent it as long as there is a town.”",
    "what somebody says": "The ministry said that nothing had been decided about the summer timetable so far.",
    "a heading": "The road ahead",
    "a date": "12 May 2025",
    "an interview's question": "What is the first thing that comes to mind when somebody names this town?",
}


@pytest.mark.parametrize("case", KEPT)
def test_what_may_be_article_text_is_kept_however_often_it_stands(case):
    texts = [furnished(story, KEPT[case], "amid") for story in STORIES]
    before = sum(KEPT[case] in document.article.text for document in documents(*texts))
    assert kept(KEPT[case], *texts) == before


def test_the_background_that_follow_ups_share_is_kept():
    background = "Halvorsen was arrested in March after a search of a boathouse in Tvedestrand, where the paintings lay."
    texts = [
        f"Odd Halvorsen {did} in Tvedestrand on {day} in the case of the stolen paintings.\n\n{background}\n\n"
        f"The prosecutor, Marit Lunde, {then} before Judge Tor Aas at the Agder court."
        for did, day, then in (
            ("appeared in court", "Monday", "asked for two weeks in custody"),
            ("was let go", "Friday", "did not appeal"),
            ("was charged again", "Tuesday", "brought new evidence"),
            ("was found guilty", "Thursday", "had asked for four years"),
        )
    ]
    assert kept(background, *texts) == 4


def test_background_without_names_is_kept_where_the_articles_are_about_the_same():
    background = "The ferry went down last month after it had hit a sandbank in the dark, and eleven passengers drowned."
    texts = [
        f"Divers from {one} looked for the wreck off Kalangala with Captain Joseph Ssali.\n\n{background}\n\n"
        f"The owner, Grace Nabirye of Lakeline in Entebbe, paid {two} to the families in Kalangala."
        for one, two in (("Kenya", "a first sum"), ("Entebbe", "nothing so far"), ("the navy", "a second sum"))
    ]
    assert kept(background, *texts) == 3


def test_twice_is_not_often_and_copies_and_versions_count_once():
    two = [furnished(story, FURNITURE, "below") for story in STORIES[:2]]
    assert kept(FURNITURE, *two) == 2
    assert kept(FURNITURE, two[0], two[1], two[0] + "\n\nA line was added.", two[1] + "\n\nAnd here.") == 4
    versions = [
        clean_page(Page("in", f"{text}\n\nVersion {number}.", True, url=f"https://{SOURCE}/{place}"))
        for place, text in enumerate(two)
        for number in range(4)
    ]
    assert repeated(map(told, versions)) == set()


def test_another_source_s_paragraphs_are_its_own():
    ours = documents(*(furnished(story, FURNITURE, "below") for story in STORIES))
    keys = repeated(map(told, ours))
    assert keys == {key_of(SOURCE, FURNITURE)}
    theirs = documents(furnished(STORIES[0], FURNITURE, "below"), source="other.example")
    assert without_repeated(theirs[0], keys.__contains__) is theirs[0]


def test_the_order_of_articles_does_not_matter():
    found = [told(one) for one in documents(*(furnished(story, FURNITURE, "below") for story in STORIES))]
    keys = repeated(found)
    for seed in range(10):
        random.Random(seed).shuffle(found)
        assert repeated(found) == keys


def test_case_and_punctuation_do_not_matter_and_numbers_do():
    assert key_of("a", "Read  the NEWS, daily.") == key_of("a", "Read the news daily")
    assert key_of("a", "The jackpot is 5 million") != key_of("a", "The jackpot is 6 million")


def test_where_little_would_be_left_the_article_stays_as_it_is():
    keys = {key_of(SOURCE, FURNITURE)}
    (thin,) = documents(f"A cow ran off at Lund and was found by the school in the evening.\n\n{FURNITURE}")
    assert without_repeated(thin, keys.__contains__) is thin


def test_background_is_kept_where_its_names_are_in_the_rest_of_articles_about_different_things():
    background = "Rhodes was cut off from the sea for most of May, and the winter stores were low by its end."
    texts = [furnished(story, background, "amid") + f"\n\nThe news came by way of Rhodes, {day}." for story, day in DAYS]
    assert kept(background, *texts) == len(DAYS)


def test_background_that_stands_apart_in_some_articles_only_is_kept_in_all():
    background = "Rhodes was cut off from the sea for most of May, and the winter stores were low by its end."
    texts = [furnished(story, background, "amid") for story, _ in DAYS[:3]]
    texts += [furnished(story, background, "amid") + f"\n\nThe news came by way of Rhodes, {day}." for story, day in DAYS[3:]]
    assert kept(background, *texts) == len(DAYS)


def test_background_is_kept_where_its_words_are_in_the_rest():
    background = "The vaccination campaign had reached the mountain villages before a snowstorm closed the passes."
    told_of = "For the vaccination campaign the snowstorm had come {}, and three villages of the mountain went without."
    texts = [f"{furnished(story, background, 'amid')}\n\n{told_of.format(day)}" for story, day in DAYS]
    assert kept(background, *texts) == len(DAYS)


def test_what_an_article_is_about_is_kept_in_it():
    about = "The Margrave Fund pays for reporting on coasts and rivers at this desk and at four others."
    texts = [furnished(story, about, "below") for story in STORIES]
    texts.append(f"The Margrave Fund lost a third of its money at Lund.\n\n{about}\n\nIts head, Ada Berg, left in May.")
    assert kept(about, *texts) == 1
