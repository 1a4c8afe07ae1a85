"""Text to paragraphs: wrapped lines, parted words, lost breaks."""

import textwrap
import time

import pytest
from hypothesis import given, settings, strategies as st

from transforms.cleaning.glue import part_glued
from transforms.cleaning.paragraphs import split_paragraphs
from transforms.cleaning.repair import repair

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


HEAD = "Old bridge to be repaired at last, says mayor"
LEDE = "The old bridge over the river will be repaired, the mayor of Marlow told the council on Tuesday."
LAST = "The council will vote on the plan in June."


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n\t\n"])
@pytest.mark.parametrize(
    "paragraphs",
    [
        # a byline and names of products that begin small
        (HEAD, "by Anna Price", LEDE, FIRST, LAST),
        (HEAD, "by Anna Price and Tom Reed, political reporters", LEDE, FIRST, LAST),
        ("Phones may be used on the old bridge again, says mayor", "iPhone users fell into the river in 2019.", LEDE, LAST),
        ("How the mayor sold the old bridge over the river", "eBay has taken the offer off its site.", LEDE, LAST),
        # each about as long as the others
        ("What the old bridge is for, and who pays", "iPads show its visitors where to go, says the mayor.",
         "The council has paid for it since the last flood.", "It will cost the town two million pounds a year.",
         "Nobody knows what it would cost to pull it down."),
        # lists and verse
        (LEDE, "The mayor has asked the firms that want to build it for", "a road that is wide enough for lorries",
         "two paths for walkers and cyclists", "lamps that do not blind the swans", LAST),
        (LEDE, "Who crosses the bridge by night has to know that", "no lorry may stop on it;", "no swan may be fed from it;",
         "no lamp may be put out.", LAST),
        (LEDE, "and the swans below the bridge are white", "as the lamps above it in the night", LAST),
        ("two eggs from the farm", "half a litre of milk", "some flour, but not too much", "a little salt from the sea", LAST),
    ],
)  # fmt: skip
def test_paragraphs_with_blank_lines_between_stay_apart(paragraphs, gap):
    assert split_paragraphs(gap.join(paragraphs)) == list(paragraphs)


@pytest.mark.parametrize(
    "first, second",
    [
        ("The council met on Tuesday. It will repair the old bridge, which has been closed since the", "flood of 2019."),
        ("The mayor told the council on Tuesday, after the vote on the bridge, that she", "would not pay for it."),
        ("The council met on Tuesday. Its leader told", "reporters that it would cost a lot. Nobody else would"),
    ],
)
def test_a_sentence_that_a_box_broke_is_whole_again(first, second):
    assert split_paragraphs("\n\n".join([HEAD, first, second, LAST])) == [HEAD, f"{first} {second}", LAST]


@pytest.mark.parametrize("byline", ["by Anna Price", "by: Anna Price", "by ANNA PRICE, Reporter"])
def test_a_byline_below_a_headline_is_not_joined_to_it(byline):
    assert split_paragraphs(f"{HEAD}\n{byline}\n{FIRST}\n{SECOND}") == [HEAD, byline, FIRST, SECOND]
    wrapped = textwrap.fill(f"{FIRST} {SECOND}", 80)
    assert split_paragraphs(f"{HEAD}\n{byline}\n\n{wrapped}") == [HEAD, byline, f"{FIRST} {SECOND}"]


def test_a_list_in_a_wrapped_text_stays_one():
    items = ["two lanes for cars", "a path for walkers", "a lamp on each side"]
    wrapped = "\n".join([textwrap.fill(FIRST, 72), "The plan has", *items, "", textwrap.fill(SECOND, 72)])
    assert split_paragraphs(wrapped)[-3:] == [*items[1:], SECOND]


def test_labels_below_a_line_are_not_joined_to_it():
    lines = [LEDE, "Readers have left more than a hundred comments on this article", "share", LAST]
    assert split_paragraphs("\n".join(lines)) == lines


def test_tabs_at_the_beginnings_of_paragraphs_part_them():
    text = "\n".join(textwrap.fill(paragraph, 72, initial_indent="\t", tabsize=1) for paragraph in (FIRST, SECOND))
    assert split_paragraphs(repair(text)) == [FIRST, SECOND]


@pytest.mark.parametrize("join", ["\n", "\n\n"])
@pytest.mark.parametrize("paragraph", [FIRST, LEDE, "two eggs from the farm", "The council met. Its leader told us that the"])
def test_what_is_split_stays_split(paragraph, join):
    once = split_paragraphs(join.join([HEAD, paragraph, SECOND, paragraph, LAST]))
    assert split_paragraphs("\n\n".join(once)) == once


@pytest.mark.parametrize(
    "line",
    [
        "the swans below the old bridge swim on and on through the gov{}-\nernments of the town and of the county and so",
        "the swans below the old bridge swim on and on under all of the governments of the town, of the county, and of the {}",
        "The swans swim below the old bridge. Who feeds them is told by the police of the town that {} must not be done\n",
    ],
)
def test_time_grows_with_the_length_of_a_text(line):
    def seconds(count):
        text = "\n".join(line.format(number) for number in range(count))
        started = time.process_time()
        split_paragraphs(text)
        return time.process_time() - started

    few, many = (min(seconds(count) for _ in range(3)) for count in (500, 8000))
    assert many < 16 * 6 * few  # the square would be 256 times as long


@pytest.mark.parametrize(
    "first, second, joined",
    [
        ("govern-", "ment", "government"),
        ("well-", "known", "well-known"),
        ("twenty-", "five", "twenty-five"),
        ("London-", "based", "London-based"),
        ("electri-", "city", "electricity"),
        # a number, a letter, a capital
        ("12-", "month", "12-month"),
        ("£40-", "million", "£40-million"),
        ("U-", "turn", "U-turn"),
        ("Franco-", "German", "Franco-German"),
        ("Henley-on-", "Thames", "Henley-on-Thames"),
        ("A-", "40", "A-40"),
        # parts of a longer compound
        ("out-of-", "date", "out-of-date"),
        ("face-to-", "face", "face-to-face"),
        ("father-", "in-law", "father-in-law"),
        # first parts that are syllables, too
        ("pro-", "tests", "protests"),
        ("pro-", "bridge", "pro-bridge"),
        ("inter-", "est", "interest"),
        ("part-", "ly", "partly"),
        ("ex-", "mayor", "ex-mayor"),
        ("fiancé-", "funded", "fiancé-funded"),
        ("GOVERN-", "MENT", "GOVERNMENT"),
        # what two words share, a dash, an alternative
        ("two-", "and three-year", "two- and three-year"),
        ("bridge -", "and road", "bridge - and road"),
        ("either/", "or", "either/or"),
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
        ("It cost £9m.The mayor paid.", 2),
        ("It made €3.5bn.In June it made less.", 2),
        ("They moved to the U.K.They came back.", 2),
        ("It was shut at 9 a.m.Police opened it.", 2),
        ("It was the longest.[12]The next was longer.", 2),
        ("It was the longest[a].Swans like it.", 2),
        ("The U.S.Senate and the U.S.Police met the U.S.A team.", 1),
        ("It opens at 9 a.m.Monday to Friday.", 1),
        ("He works at Yahoo.Inc and reads c.The.", 1),
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
