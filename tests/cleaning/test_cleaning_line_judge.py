"""Lines that no rule knows, judged by trained weights; none of these lines was trained on."""

import csv

import pytest

from models.line_lessons import LINES
from transforms.cleaning.judge import judge
from transforms.cleaning.line_features import NAMES
from transforms.cleaning.line_judge import LINE, TREES, judge_lines, tokens
from transforms.cleaning.unit import Unit

TITLE = "Fallen cranes shut Walvis Bay port"
BEFORE = (
    "The port of Walvis Bay will stay shut until Thursday after two cranes fell into the harbour on Sunday night.",
    "Nobody was hurt, the harbour master, Petrus Amutenya, said on Monday.",
    "The cranes, which were built in 1987, had been due for an inspection in June.",
    "Three ships are waiting outside the breakwater, and a fourth has turned back to Luanda.",
)
AFTER = (
    "Divers began to cut the first crane apart at dawn, and expect to need two days for it.",
    "The port handles about 8 million tonnes of cargo a year, most of it salt, fish and fuel.",
    "Trade unions asked for an inquiry and for the names of those who signed the papers.",
)
FOOT = ("© 2026 Coast Post", "Home", "Contact us")

AMID = (
    "Give what you can to keep our reporters on the road.",
    "Get alerts for stories like this in our app",
    "Story updated with a comment from the port authority",
    "Were you there? Send us your pictures.",
)
# Amid an article, these are not sure enough.
AFTER_ITS_END = (
    "Enjoying this story? Members get ten more every week.",
    "The week's best reads, sent to you on Friday",
)
ARTICLE = (
    "Why it fell",
    "What the law says",
    "- a new crane by 2028",
    "1987: The cranes are built",
    "6.40am: The first crane falls",
    "Crane one: 400 tonnes",
    "Who pays?",
    "He had been warned.",
    "You can still see the hook from the pier.",
    "“Send us your engineers,” the mayor wrote to the capital.",
    "Please let it not be the new one, the foreman said he had thought.",
    "The union asked its members to give what they could to the families.",
    "The newspaper's subscribers had read of it that morning.",
)


def judged(line: str, *, amid: bool = True, plain: bool = True) -> "str | None":
    paragraphs = [*BEFORE, line, *AFTER] if amid else [*BEFORE, *AFTER, line, *FOOT]
    return next(unit.reason for unit in judge_lines(judge(paragraphs), TITLE, plain=plain) if unit.text == line)


@pytest.mark.parametrize("line", AMID)
@pytest.mark.parametrize("amid", (True, False))
def test_what_speaks_like_a_papers_box_is_clutter(line, amid):
    assert judged(line, amid=amid) is not None


@pytest.mark.parametrize("line", AFTER_ITS_END)
def test_after_the_end_less_is_enough(line):
    assert judged(line, amid=False) is not None


@pytest.mark.parametrize("line", ARTICLE)
def test_what_is_short_amid_an_article_stays(line):
    assert judged(line) is None


@pytest.mark.parametrize("line", ARTICLE)
def test_nothing_of_it_goes_from_a_page_either(line):
    assert judged(line, plain=False) is None


def test_an_obituarys_last_line_stays():
    assert judged("Petrus Amutenya, harbour master, born 3 May 1931; died 9 June 2025", amid=False) is None


def test_what_heads_a_list_stays():
    lines = [*BEFORE, "Summary: what we know so far", "• Two cranes fell on Sunday", "• Nobody was hurt", *AFTER]
    assert [unit.reason for unit in judge_lines(judge(lines), TITLE, plain=True)] == [None] * len(lines)


def test_a_table_s_rows_stay():
    rows = [f"{place} | Tom Reed | tom.reed@courier.example" for place in ("Aldridge Brook", "Altrin and Sale", "Bridge Road")]
    units = list(map(Unit, [*BEFORE, *rows, *AFTER]))
    assert judge_lines(units, TITLE, plain=False) == units
    assert judge_lines(list(map(Unit, [*BEFORE, rows[0], *AFTER])), TITLE, plain=False)[len(BEFORE)].reason == LINE


def test_what_the_rules_found_stays_found():
    units = [*map(Unit, BEFORE), Unit("Share", "social"), *map(Unit, AFTER)]
    assert judge_lines(units, TITLE, plain=True)[len(BEFORE)] == Unit("Share", "social")


def test_a_text_without_running_text_is_left_to_the_rules():
    units = [Unit(line) for line in AMID]
    assert judge_lines(units, None, plain=True) == units


def test_a_line_that_may_be_the_standfirst_stays():
    line = "Give us two days, say divers at the port"
    assert judge_lines(list(map(Unit, (line, *BEFORE, *AFTER))), TITLE, plain=True)[0].reason is None


def test_what_is_quoted_has_no_words():
    assert tokens("“Subscribe now,” she said") == ["she", "said", "^ she", "she said", "said $"]


def test_the_lines_of_these_tests_were_not_trained_on():
    trained = LINES.read_text(encoding="utf-8")
    assert not [line for line in (*AMID, *AFTER_ITS_END) if f"| {line}\n" in trained]


def test_trees_fit_the_features():
    nodes = list(csv.DictReader(TREES.open(encoding="utf-8")))[1:]
    assert max(int(node["feature"]) for node in nodes) < len(NAMES)
    assert {unit.reason for unit in judge_lines(list(map(Unit, BEFORE)), TITLE, plain=True)} <= {None, LINE}
