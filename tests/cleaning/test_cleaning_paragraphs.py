"""Text to paragraphs: wrapped lines, parted words, lost breaks."""

import textwrap

import pytest
from hypothesis import given, settings, strategies as st

from transforms.cleaning.glue import part_glued
from transforms.cleaning.paragraphs import split_paragraphs

FIRST = (
    "The council of Marlow voted on Tuesday to repair the old bridge over the river. Mayor Anna Price said the work "
    "would cost two "
    "million pounds and could begin in June. Residents had asked for it since the flood of 2019."
)
SECOND = (
    "The opposition did not support the plan. Its leader, Tom Reed, told reporters that the money should go to "
    "schools, which have "
    "waited longer. A second vote is expected before the summer, when the council's term ends."
)


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
def test_wrapped_paragraphs_are_joined(width):
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in (FIRST, SECOND))
    assert split_paragraphs(wrapped) == [FIRST, SECOND]


def test_wrapped_paragraphs_without_blank_lines_are_parted_where_a_line_ended_early():
    first = FIRST + " It was long."  # its last line is short
    wrapped = textwrap.fill(first, 72) + "\n" + textwrap.fill(SECOND, 72)
    assert split_paragraphs(wrapped) == [first, SECOND]


def test_indented_paragraphs_are_parted():
    wrapped = "\n".join(textwrap.fill(paragraph, 72, initial_indent="    ") for paragraph in (FIRST, SECOND))
    assert split_paragraphs(wrapped) == [FIRST, SECOND]


def test_lines_that_a_blank_line_follows_each_are_joined():
    wrapped = "\n\n".join(textwrap.wrap(FIRST, 60))
    assert split_paragraphs(wrapped) == [FIRST]


def test_a_headline_above_wrapped_text_is_not_joined_to_it():
    wrapped = "Old bridge to be repaired\n" + textwrap.fill(f"{FIRST} {SECOND}", 80)
    assert split_paragraphs(wrapped) == ["Old bridge to be repaired", f"{FIRST} {SECOND}"]


def test_lines_that_are_paragraphs_stay_apart():
    assert split_paragraphs(f"{FIRST}\n{SECOND}\nComments") == [FIRST, SECOND, "Comments"]


def test_a_line_that_a_link_broke_is_joined():
    assert split_paragraphs("The mayor told the local paper\nthat the bridge was safe.") == [
        "The mayor told the local paper that the bridge was safe."
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("The vote was won at last by the", "Marlow Greens"),
        ("The vote was won in the end by", "Anna Price", "and the other Greens of the town on Tuesday."),
        ("The mayor was asked about it by", "The Courier", ", and did not answer."),
        ("The mayor has said so often to our reporter", "Tom Reed", "that nobody asks him any more."),
        ("Anna Price", "said that the old bridge over the river was safe."),
        ("Anna Price", ", who has led the council since 2019, would not say so."),
    ],
)
def test_lines_that_links_broke_are_joined(lines):
    assert split_paragraphs("\n".join(lines)) == [" ".join(lines).replace(" ,", ",")]


@pytest.mark.parametrize(
    "lines",
    [
        ("Sign up for", "The Courier"),
        ("Everything that you can do to help, and where to sign in", "Log in"),
        ("Home", "has moved"),
        ("What the brigades of the valley asked for", "Marlow Show Loses Its Tent"),
        ("What a crow remembers about you and me", "Essay", "six minutes"),
        ("The mayor has said so often that nobody asks.", "Tom Reed", "that nobody asks him any more."),
    ],
)
def test_lines_that_none_broke_stay_apart(lines):
    assert split_paragraphs("\n".join(lines)) == list(lines)


@pytest.mark.parametrize(
    "first, second, joined",
    [
        ("govern-", "ment", "government"),
        ("well-", "known", "well-known"),
        ("twenty-", "five", "twenty-five"),
        ("London-", "based", "London-based"),
        ("electri-", "city", "electricity"),
    ],
)
def test_a_word_parted_at_a_line_s_end_is_whole_again(first, second, joined):
    lines = [
        f"The council of the town said on Tuesday that the {first}",
        f"{second} plan for the bridge would go on until the end of",
        "the year, although the opposition had asked the mayor to",
        "stop it and to hold a vote on it before the next summer.",
    ]
    assert joined in split_paragraphs("\n".join(lines))[0]


@pytest.mark.parametrize(
    "glued, parts",
    [
        ("This makes the difference.Kim Jong-un could go.", 2),
        ("He flew to Moscow.The Kremlin said nothing.", 2),
        ("“It is over.”The minister left.", 2),
        ("He said “no.”“We go,” she said.", 2),
        ("It was so in 2011.The bank failed.", 2),
        ("Shares rose 5%.The bank said so.", 2),
        ("That is the end.NATO said on Friday.", 2),
        ("That is the end.U.S. officials said so.", 2),
        ("It is written in Node.js and runs on asp.NET today.", 1),
        ("The U.S.Army and J.K.Rowling.", 1),
        ("See e.g.The Hague.", 1),
        ("No.10 said that St.Petersburg and Mr.Smith were right.", 1),
        ("Go to www.example.org/The and https://a.example/b.The now.", 1),
        ("She bought it at Example.Com yesterday.", 1),
        ("Version v1.2.The release.", 1),
    ],
)
def test_glued_sentences_are_parted_and_nothing_else(glued, parts):
    found = part_glued(glued)
    assert len(found) == parts
    assert "".join(found).replace(" ", "") == glued.replace(" ", "")


@pytest.mark.parametrize(
    "glued, parts",
    [
        ("AdvertisementThe vote is on Friday.", ["Advertisement", "The vote is on Friday."]),
        ("The vote is on Friday.AdvertisementHe won it.", ["The vote is on Friday.", "Advertisement", "He won it."]),
        ("ShareFacebookTwitter", ["ShareFacebookTwitter"]),
        ("Jane DoeMarch 27, 2026, 5:00am", ["Jane Doe", "March 27, 2026, 5:00am"]),
        ("The mayor at the bridge. Picture: Tom ReedPic: Provided", ["The mayor at the bridge. Picture: Tom Reed", "Pic: Provided"]),
        ("The mayor (File photo: Courier)New plans are due.", ["The mayor (File photo: Courier)", "New plans are due."]),
        ("PlayStation and YouTube sued McDonald's over ShareAmerica.",
         ["PlayStation and YouTube sued McDonald's over ShareAmerica."]),
        ("WhatsApp, LinkedIn and FacebookLive went down.", ["WhatsApp, LinkedIn and FacebookLive went down."]),
        ("Child(ren)Who played.", ["Child(ren)Who played."]),
    ],
)  # fmt: skip
def test_the_labels_of_a_page_are_parted_from_its_text_and_names_stay_whole(glued, parts):
    assert part_glued(glued) == parts


@pytest.mark.parametrize(
    "glued, parts",
    [
        ('He left the building."Let me be plain," he said.', ["He left the building.", '"Let me be plain," he said.']),
        ('She said: "I left the building."He followed her.', ['She said: "I left the building."', "He followed her."]),
        ('"It is over," he said."We go."The crowd left.', ['"It is over," he said.', '"We go."', "The crowd left."]),
        ('"It is the end.""We go home now," she said.', ['"It is the end."', '"We go home now," she said.']),
    ],
)
def test_a_straight_quotation_mark_goes_to_the_side_that_its_pair_is_on(glued, parts):
    assert part_glued(glued) == parts


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aB .!?\n\t-”“'1é"), max_size=400))
def test_no_character_is_lost_but_white_space_and_hyphens_at_line_ends(text):
    def characters(one):
        return "".join(one.split()).replace("-", "")

    assert characters("".join(split_paragraphs(text))) == characters(text)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_paragraphs_are_neither_empty_nor_broken(text):
    for paragraph in split_paragraphs(text):
        assert paragraph == " ".join(paragraph.split()) != ""
