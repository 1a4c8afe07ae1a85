"""Names in bylines and authors' entries."""

import pytest

from transforms.bylines import is_byline, is_surely_name, names_of, names_of_entry

A, B, C = "Selma Haufiku", "Tom Reed", "Ann Lee"


@pytest.mark.parametrize(
    "byline, names",
    [
        (f"By {A}, {B} and {C}", [A, B, C]), (f"{A}, {B}", [A, B]), (f"By {A} & {B}", [A, B]), (f"{A} / {B}", [A, B]),
        # Agencies, papers, places and posts after a name.
        (f"By {A}, Reuters", [A]), (f"By {A}, The Associated Press", [A]), (f"By {A}, BBC News, Windhoek", [A]),
        (f"By {A} | The Associated Press", [A]), (f"By {A}, Evening Post", [A]), (f"{A}, Windhoek Herald-Star", [A]), (f"{A} / Coastal News Service", [A]),
        (f"By {A}, Windhoek", [A]), (f"By {A} and {B}, New York", [A, B]), (f"By {A}, Head of Sport", [A]),
        (f"By {A}, Professor of Law, University of Namibia", [A]), (f"By {A}, Finance Minister", [A]), (f"By {A}, OBE", [A]),
        (f"By {A} in Windhoek and {B} in Lusaka, News", [A, B]), (f"By {A} for the Evening Post", [A]),
        (f"{A} of the Herald", [A]), (f"By {A} as told to {B}", [A]), (f"By {A} reports from Lusaka", [A]),
        # Offices without a comma.
        (f"By {A} Herald Staff Writer", [A]), (f"By {A} Political Editor", [A]), (f"{A} senior health reporter", [A]),
        (f"{A}, Health and Science Correspondent", [A]), ("By Middle East Editor", []), ("By Evening Post staff", []),
        # Dates, brackets, marks, other labels.
        (f"By {A} 3 May 2024", [A]), (f"By {A} on May 3, 2024", [A]), (f"May 3, 2024 By {A}", [A]),
        (f"Posted by {A} on May 3, 2024", [A]), (f"By {A} | Published 3 May 2024, 08:15", [A]), (f"By {A} (Opinion)", [A]),
        (f"*By {A}*", [A]), (f"Words: {A}; Photographs: {B}", [A]), (f"By {A} | Photographs by {B}", [A]),
        # Names like weekdays, months and offices.
        ("By Sunday Amadi, May Lund and Jack Guest", ["Sunday Amadi", "May Lund", "Jack Guest"]), ("By Monday", []),
        # Alphabets, particles, capitals.
        ("By Łucja Nowak and Éva Szabó", ["Łucja Nowak", "Éva Szabó"]), ("Maria de las Casas", ["Maria de las Casas"]),
        ("By Omar al-Rashid and Jean d’Arcy", ["Omar al-Rashid", "Jean d’Arcy"]),
        ("By IAN McKAY AND ÁINE NÍ BHRIAIN", ["Ian McKay", "Áine Ní Bhriain"]), ("By ANNE-MARIE O’NEIL", ["Anne-Marie O’Neil"]),
        ("By DJ TAIT", ["DJ Tait"]),
        ("By our correspondent", []), ("By News Desk", []), ("By The Evening Herald", []),
    ],
)  # fmt: skip
def test_only_names_are_names(byline, names):
    assert names_of(byline) == names


@pytest.mark.parametrize(
    "entry, person, names",
    [
        ("Haufiku, Selma", False, [A]), ("Haufiku, Selma; Reed, Tom", False, [A, B]), ("Reuters, Windhoek", False, ["Reuters"]),
        ("Sarah Editor", True, ["Sarah Editor"]), ("Sarah Editor", False, []), ("Web Desk", True, []), ("Sports Editor", True, []),
        ("Letters to the Editor", True, []), ("news service reports", True, []), ("Radio Windhoek (www.radio.example)", False, []),
        ("jane doe smith", True, ["jane doe smith"]), ("jane doe smith", False, []),
    ],
)  # fmt: skip
def test_an_entry_says_more_than_a_line(entry, person, names):
    assert names_of_entry(entry, person=person) == names


@pytest.mark.parametrize(
    "line, expected",
    [
        (f"By {A} in Windhoek and {B} in Lusaka, News", True), (f"Opinion by {A}", True), (f"Text: {A}", True),
        (f"By {A} | 3 May 2024", True), (f"By {A} at the Herald", True), (A, False),
        (f"By Sunday {A} had won the vote", False), ("By the numbers: what the bridge costs", False), (f"Story: {A}", False), ("By Air, Land and Sea", False),
    ],
)  # fmt: skip
def test_a_byline_says_nothing_else(line, expected):
    assert is_byline(line) is expected


@pytest.mark.parametrize("name, expected", [(A, True), ("Sunday Amadi", True), ("Premier League", False), ("Evening Post", False),
                                            ("New York", False), ("Read More", False), ("For Subscribers", False), ("Letter", False)])  # fmt: skip
def test_what_sections_and_papers_are_called_is_not_surely_a_name(name, expected):
    assert is_surely_name(name) is expected
