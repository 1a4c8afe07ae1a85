"""What is seen of a line, beside its words."""

from transforms.cleaning.line_features import NAMES, Lines, names_of_bylines

TEXTS = (
    "Harbour",
    "Cranes fall into the harbour at Walvis Bay",
    "By Selma Haufiku",
    "The port of Walvis Bay will stay shut until Thursday after two cranes fell into the harbour on Sunday night.",
    "Selma Haufiku covers ports and fish.",
    "She lives in Swakopmund.",
    "The harbour master, Petrus Amutenya, had asked for new cranes in March and again in June.",
    "Selma Haufiku",
    "1987: The cranes are built",
    "2024: The cranes are inspected",
    "Harbour",
)
REASONS = (None, None, "byline", *[None] * 8)


def of(index: int) -> "dict[str, float]":
    lines = Lines(TEXTS, REASONS, [0.0] * len(TEXTS), "Cranes fall into the harbour at Walvis Bay")
    return dict(zip(NAMES, lines.features([index])[0]))


def test_the_author_is_known_by_the_byline():
    assert names_of_bylines(TEXTS, REASONS) == ["Selma Haufiku"]
    assert of(7)["is_author"] and not of(4)["is_author"]
    assert of(4)["begins_as_author"] and not of(6)["begins_as_author"]
    assert of(5)["begins_as_pronoun"]


def test_a_line_that_stands_twice_is_repeated():
    assert of(0)["repeated"] and of(10)["repeated"] and not of(8)["repeated"]


def test_lines_that_are_worded_alike_are_parallel():
    assert of(8)["parallel"] and of(9)["parallel"] and not of(7)["parallel"]


def test_the_article_knows_its_names_and_words():
    assert of(1)["names_known"] == 1.0 and of(5)["names_known"] == 0.0
    assert of(1)["shared"] > of(4)["shared"]


def test_a_line_knows_its_place():
    assert [of(index)["place"] for index in (1, 5, 7)] == [0.0, 1.0, 2.0]
    assert (of(5)["in_row"], of(5)["left_in_row"]) == (2.0, 1.0)


def test_what_the_rules_say_of_a_line_is_told_to_its_neighbours_only():
    other = Lines(TEXTS, [None] * len(TEXTS), [0.0] * len(TEXTS), None).features([2])[0]
    mine = Lines(TEXTS, REASONS, [0.0] * len(TEXTS), None).features([2])[0]
    told = {name for name, one, two in zip(NAMES, mine, other) if one != two}
    assert told <= {"said", "is_author", "begins_as_author", "begins_as_known_name"}
    assert of(1)["group_after"] == 4.0
