"""Boosted trees at run time."""

import numpy as np
import pytest

from transforms.cleaning.trees import Trees, read_trees, write_trees

# Of a first tree: feature 1 at most 0.5 gives -1; else feature 0 at most 2 gives 3, more gives 5. The second is a leaf.
NODES = [
    (0, 1, 0.5, 1, 2, 0.0),
    (0, 0, 0.0, 1, 1, -1.0),
    (0, 0, 2.0, 3, 4, 0.0),
    (0, 0, 0.0, 3, 3, 3.0),
    (0, 0, 0.0, 4, 4, 5.0),
    (1, 0, 0.0, 5, 5, 0.25),
]
ROWS = np.array([[9.0, 0.5], [2.0, 0.6], [2.1, 0.6]])
ODDS = [0.25, 4.25, 6.25]


def test_values_of_the_leaves_that_a_row_comes_to_add_up():
    assert Trees(1.0, NODES).odds(ROWS).tolist() == ODDS


def test_trees_are_read_as_they_were_written(tmp_path):
    write_trees(tmp_path / "trees.csv", 1.0, NODES)
    assert read_trees(tmp_path / "trees.csv").odds(ROWS) == pytest.approx(ODDS)


def test_no_rows_have_no_odds():
    assert Trees(1.0, NODES).odds(ROWS[:0]).shape == (0,)
