"""The sheet of judged statements: what it holds, its figures and how stale it is."""

from dataclasses import replace

import pytest

from benchmarks.judged_statements import SHEETS, VERDICTS, Judged, read_sheet, report, staleness, wilson

ONE = Judged("gmb", "sentence 1", "Ann left Lima.", "Ann", "leave", "Lima", "affirmed", "asserted", "", "clause", "0.89", "right")


@pytest.mark.parametrize(("file", "count"), list(zip(SHEETS, (300, 220, 200, 140))))
def test_a_sheet_holds_statements_of_sentences_with_their_verdicts(file, count):
    sheet = read_sheet(file)

    assert len(sheet) == count
    assert {each.verdict for each in sheet} == set(VERDICTS)
    for each in sheet:
        assert each.subject in each.sentence and each.object in each.sentence
        assert bool(each.note) == (each.verdict != "right")


def test_no_sentence_stands_in_two_sheets():
    sentences = [{each.sentence for each in read_sheet(sheet)} for sheet in SHEETS]
    assert sum(map(len, sentences)) == len(set().union(*sentences))


def test_precision_counts_right_words_and_certainty_those_of_them_that_are_right():
    sheet = [ONE, replace(ONE, verdict="certainty"), replace(ONE, verdict="wrong"), replace(ONE, verdict="wrong")]

    precision, certainty = list(report(sheet))[1:3]

    assert precision.startswith("precision 0.500 (2 of 4;")
    assert certainty.startswith("certainty right 0.500 (1 of 2;")


def test_wilsons_interval():
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_statement_that_is_now_meant_otherwise_is_stale():
    gone = replace(ONE, modality="possible")

    lines = list(staleness([ONE, gone], {ONE.stated}))

    assert lines[0] == "1 of 2 are still extracted unchanged"
    assert lines[-1] == "  gone or changed, right: Ann | leave | Lima"


def test_a_verdict_must_be_one_of_three(tmp_path):
    file = tmp_path / "sheet.csv"
    file.write_text(SHEETS[0].read_text(encoding="utf-8").replace(",right,", ",maybe,", 1), encoding="utf-8")

    with pytest.raises(ValueError, match="'maybe'"):
        read_sheet(file)
