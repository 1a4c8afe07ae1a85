"""The lists of words that people tune are checked when they are read."""

import pytest

from transforms.annotation import lists
from transforms.annotation.lists import ListError, read_lists


@pytest.mark.parametrize("name", ["titles.yaml", "organisations.yaml", "aliases.yaml"])
def test_the_lists_are_right(name):
    assert all(read_lists(name).values())


@pytest.mark.parametrize(
    "content, said",
    [
        ("- a", "must be groups of words"),
        ("names: Smith", "names must be a list"),
        ("names: []", "names must be a list"),
        ("names: [Smith, No]", "names has False"),
        ("names: [[Smith, 2011]]", "names has 2011"),
        ("names: [Smith, Jones, Smith]", "names has 'Smith' twice"),
        ("names: [[USA, US], [US]]", "names has 'US' twice"),
    ],
)
def test_what_is_wrong_with_a_list_is_said(tmp_path, monkeypatch, content, said):
    (tmp_path / "some.yaml").write_text(content)
    monkeypatch.setattr(lists, "__file__", str(tmp_path / "lists.py"))
    with pytest.raises(ListError, match=f"some.yaml.* {said}"):
        read_lists("some.yaml")
