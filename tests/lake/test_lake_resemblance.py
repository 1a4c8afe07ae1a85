"""What counts as a repeat of an earlier article, and what only looks like one."""

import itertools
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from transforms.lake.resemblance import MIN_WORDS, containment, repeats, wording

STORIES = yaml.safe_load((Path(__file__).parent / "stories.yaml").read_text(encoding="utf-8"))
REPEATS = [(story["first"], text) for story in STORIES for text in story["again"].values()]
OTHERS = [(story["first"], text) for story in STORIES for text in story["other"].values()]
LEAST_PRECISION, LEAST_RECALL = 0.98, 0.9


def test_repeats_are_told_from_other_reports():
    """Precision and recall over all pairs of the stories: edits, hard negatives and unrelated ones."""
    right = sum(repeats(wording(later), wording(first)) for first, later in REPEATS)
    wrong = [later for first, later in _different() if repeats(wording(later), wording(first))]
    assert right / (right + len(wrong)) >= LEAST_PRECISION, wrong
    assert right / len(REPEATS) >= LEAST_RECALL


@pytest.mark.parametrize("number", range(len(STORIES)))
def test_who_tells_more_is_no_repeat_of_who_tells_less(number):
    story = STORIES[number]
    lead = story["first"].split("\n\n")[0]
    assert repeats(wording(lead), wording(story["first"]))
    assert not repeats(wording(story["first"]), wording(lead))


@pytest.mark.parametrize("first, later", REPEATS)
def test_the_whole_repeats_the_cut_if_that_was_known_first_and_is_most_of_it(first, later):
    whole, cut = wording(first), wording(later)
    share = len(cut.shingles) / len(whole.shingles)
    if share > 0.7 and containment(cut, whole) > 0.9:
        assert repeats(whole, cut)
    if share < 0.45:
        assert not repeats(whole, cut)


def test_other_reports_are_told_apart_whichever_came_first():
    assert [later for first, later in OTHERS if repeats(wording(first), wording(later))] == []


@pytest.mark.parametrize(
    "text",
    [
        "This article is for subscribers.",
        "More on this story as we get it. Please check back later for updates.",
        " ".join(["word"] * (MIN_WORDS - 1)),
        "",
        "— … —",
    ],
)
def test_stock_phrases_repeat_nothing(text):
    assert not repeats(wording(text), wording(text))


def test_case_quotes_paragraphs_and_thousands_separators_make_no_difference():
    one = 'The council’s "plan" costs 1,500,000 euros, it said.\n\nNobody objected.'
    other = "the council's “plan” costs 1500000 Euros – it said. Nobody objected"
    assert wording(one).digest == wording(other).digest
    assert wording(one).numbers == {"1500000"}


@given(st.text(), st.text())
def test_any_text_has_a_wording_and_containment_is_a_share(one, other):
    first, second = wording(one), wording(other)
    assert 0.0 <= containment(first, second) <= 1.0
    assert len(first.shingles) <= max(0, first.words)
    assert list(first.shingles) == sorted(set(first.shingles))


def _different():
    yield from OTHERS
    for one, other in itertools.permutations(STORIES, 2):
        for text in (other["first"], *other["again"].values(), *other["other"].values()):
            yield one["first"], text
