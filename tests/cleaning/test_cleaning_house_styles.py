"""The labelled articles in newspapers' house styles can be read, and cleaning does not get worse on those for development."""

import pytest

from benchmarks.house_styles import ARTICLE, CLUTTER, DEVELOPMENT, FOLDER, TITLE, Score, read, score


@pytest.mark.parametrize("style", DEVELOPMENT)
def test_a_style_has_whole_articles_and_their_clutter(style):
    paths = sorted((FOLDER / style).glob("[0-9]*.*"))
    assert len(paths) >= 2
    for path in paths:
        labels = [part.label for part in read(path).parts]
        assert labels.count(TITLE) == 1 and labels.count(ARTICLE) >= 4 and CLUTTER in labels, path


def test_most_clutter_of_the_development_styles_goes_and_their_articles_stay():
    found = Score()
    for style in DEVELOPMENT:
        for path in sorted((FOLDER / style).glob("[0-9]*.txt")):
            found.add(score(read(path))[0])
    assert found.clutter_gone >= 0.89 * found.clutter, found
    assert found.article_lost <= 0.02 * found.article, found
