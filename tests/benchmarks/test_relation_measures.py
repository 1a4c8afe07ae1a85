"""The measures of relations, on cases that can be counted by hand."""

from dataclasses import replace

import pytest

from benchmarks.carb_scores import Extraction, match, score
from benchmarks.judged_statements import Judged
from benchmarks.qasrl_scores import Counts, overlap, paired
from benchmarks.relation_calibration import confidences

REFERENCE = Extraction("could travel to", "Kim Jong-un", "Moscow")


@pytest.mark.parametrize(
    "prediction, expected",
    [
        (Extraction("could travel to", "Kim Jong-un", "Moscow"), (1.0, 1.0)),
        (Extraction("travel to", "Kim", "Moscow"), (1.0, 4 / 6)),
        (Extraction("visit", "Kim Jong-un", "Moscow"), (0.0, 0.0)),  # no word of the predicate
        (Extraction("travel to", "Kim Jong-un", ""), (0.0, 0.0)),  # no second argument
        (Extraction("travel to to", "kim", "Moscow"), (3 / 5, 3 / 6)),  # words are counted, and case tells
    ],
)
def test_a_tuple_is_matched_word_by_word_in_its_slots(prediction, expected):
    assert match(REFERENCE, prediction) == pytest.approx(expected)


def test_be_stands_for_its_forms():
    assert match(Extraction("is", "Lima", "a city"), Extraction("be", "Lima", "a city")) == pytest.approx((1.0, 1.0))


def test_who_says_may_stand_before_or_behind_what_is_said():
    said, turned = Extraction("said", "he left", "Ann"), Extraction("said", "Ann", "he left")

    assert match(said, turned) == pytest.approx((1.0, 1.0))


def test_the_best_point_of_the_curve_leaves_out_what_lowers_it():
    gold = {"a": [Extraction("left", "Ann", "Lima")], "b": [Extraction("left", "Bob", "Rome")]}
    found = {"a": [Extraction("left", "Ann", "Lima", 0.9), Extraction("x", "y", "z", 0.2)]}

    best = score(gold, found)

    assert (best.precision, best.recall, best.count) == pytest.approx((1.0, 0.5, 2))
    assert best.f1 == pytest.approx(2 / 3)


def test_precision_pairs_each_reference_once_and_recall_takes_the_best():
    gold = {"a": [Extraction("left", "Ann", "Lima")]}
    found = {"a": [Extraction("left", "Ann", "Lima"), Extraction("left", "Ann", "Lima")]}

    best = score(gold, found)

    assert (best.precision, best.recall) == pytest.approx((0.5, 1.0))


def test_nothing_found_scores_nothing():
    assert score({"a": [REFERENCE]}, {}).f1 == 0


@pytest.mark.parametrize(
    "gold, ours, pairs",
    [
        ({(0, 4)}, {(0, 2)}, 1),  # half of the words
        ({(0, 5)}, {(0, 2)}, 0),
        ({(0, 2), (0, 3)}, {(0, 2), (1, 3)}, 2),  # a pairing exists, though not the greedy one
        ({(0, 2)}, {(0, 2), (0, 3)}, 1),
        (set(), {(0, 2)}, 0),
    ],
)
def test_arguments_are_paired_one_to_one(gold, ours, pairs):
    assert paired(gold, ours) == pairs


def test_overlap_is_shared_words_by_all_words():
    assert overlap((0, 4), (2, 6)) == pytest.approx(2 / 6)
    assert overlap((0, 2), (2, 4)) == 0


def test_counts_without_anything_are_zero():
    assert (Counts(0, 0, 0).precision, Counts(0, 0, 0).recall, Counts(0, 0, 0).f1) == (0, 0, 0)


def test_a_rule_is_as_sure_as_judges_found_and_stands_where_fresh_statements_do():
    def sheet(rule, right, wrong):
        said = Judged("gmb", "sentence 1", "Ann left.", "Ann", "leave", "", "affirmed", "asserted", "", rule, "0.8")
        return [replace(said, verdict="right")] * right + [replace(said, verdict="wrong")] * wrong

    corpora = {"clause": 0.9, "passive": 0.9, "lifespan": 0.97}
    fresh = [*sheet("clause", 30, 30), *sheet("passive", 54, 6)]

    found = confidences(corpora, [], fresh)

    assert found["clause"] < found["passive"] and found["lifespan"] == 0.97
    assert 60 * (found["clause"] + found["passive"]) == pytest.approx(84)
