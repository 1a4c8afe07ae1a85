"""What is clutter and what only looks like it: a paragraph at a time, amid an article."""

import pytest

from tests.extraction.building import FIRST
from transforms.cleaning.clutter import read_families
from transforms.cleaning.judge import judge

BEFORE = [
    "The council met on Tuesday to discuss the plan for the old bridge over the river Thames.",
    "It will cost two million pounds and will be finished in the spring of next year, officials said.",
]
AFTER = [
    "A second report is expected in June, and the opposition has asked for a vote on it.",
    "Work on the southern bank, where the flood of 2019 did most damage, has been going on since March.",
]


def units_of(paragraph: str):
    """The units of a paragraph amid an article."""
    units = judge([*BEFORE, paragraph, *AFTER])
    assert [unit.text for unit in units[:2]] == BEFORE and [unit.text for unit in units[-2:]] == AFTER
    assert all(unit.reason is None for unit in (*units[:2], *units[-2:]))
    return units[2:-2]


CLUTTER = {
    "donation": """
        Support independent journalism today
        Your contribution helps keep our journalism free for everyone.
        Please consider making a donation to support our work.
        If you value our reporting, please become a member.
        We rely on readers like you to fund our journalism. Give as little as $1.
        Help us continue reporting from the front line.""",
    "subscription": """
        Subscribe now for unlimited digital access for just £1 a week.
        Already a subscriber? Log in
        To continue reading, please subscribe.
        You can find this story in My Bookmarks.
        You have 2 free articles remaining this month.
        This article is for subscribers only
        Don't have an account? Register here""",
    "newsletter": """
        Sign up for our daily newsletter and get the latest headlines in your inbox.
        Sign up to our free morning email
        Get the best stories delivered straight to your inbox every week.
        Enter your email address
        You can unsubscribe at any time.
        Get Latest News on India, World and Cricket.
        Courier West — local news in your inbox
        Stay up to date with our newsletters""",
    "comments": """
        Comments
        12 Comments
        View comments (45)
        Join the conversation
        Have your say: should the bridge be closed?
        Let us know what you think in the comments below.
        Be the first to comment
        Comments are closed.
        Your email address will not be published. Required fields are marked *""",
    "social": """
        Share this article
        Kindly share this story:
        Facebook Twitter WhatsApp Email
        Facebook | X | LinkedIn | Copy link
        Click to share on X (Opens in new window)
        Follow us on Instagram and TikTok
        Follow Jane Doe on Twitter @janedoe
        Join our WhatsApp channel for breaking news""",
    "app": """
        Download our app for the latest news
        Get it on Google Play
        Turn on notifications to get breaking news alerts.
        Please enable JavaScript to view this page.""",
    "related": """
        READ MORE: Council votes to repair bridge
        ALSO READ | Five things to know about the vote
        Related: How the vote was won
        Read the original article on Daily Courier.
        (Read: Why the bridge was closed)
        Most read
        You may also like
        Click here to read the full story""",
    "advertisement": """
        Advertisement
        ADVERTISEMENT - CONTINUE READING BELOW
        Article continues after this ad
        This site participates in the affiliate program and may earn a commission.""",
    "cookies": """
        We use cookies to improve your experience on our website.
        We and our partners store and access information on your device.
        Your information is handled in accordance with our privacy statement.
        Accept all cookies
        Privacy Policy | Terms of Service | Contact Us""",
    "copyright": """
        © 2024 Courier Media Ltd. All rights reserved.
        Copyright 2023 The Courier. This material may not be published, broadcast, rewritten or redistributed.
        Republish this article for free, online or in print, under a Creative Commons licence.""",
    "credit": """
        Additional reporting by Reuters
        Reporting by Jane Doe; editing by John Smith
        (With inputs from PTI)
        Jane Doe contributed to this report.
        (This story has not been edited by our staff and is published from a syndicated feed.)""",
    "caption": """
        Photo: Jane Doe/Courier
        Firefighters at the scene.(Courier News: Jane Doe)
        A view of the market on Saturday (HT Photo)
        Photograph: John Smith/Getty Images
        The mayor speaks to reporters on Monday. (AP Photo/John Smith)
        The prime minister arrives in Delhi on Friday (Getty Images)
        The mayor (right) and her deputy open the bridge.
        Image caption, The bridge was closed in May""",
    "byline": """
        By Jane Doe
        By JANE DOE and JOHN SMITH
        By Jane Doe, political correspondent
        By Our Correspondent
        Jane Doe, Staff Writer""",
    "timestamp": """
        Published: 10:00am, 20 Jan, 2020
        Updated: March 3, 2024 at 5:12 p.m.
        Last updated on: 12 May 2023, 14:30 IST
        Press Trust | Posted on Mar 03, 2024, 09:12 PM IST
        12:01, 22 DEC 2023Updated 14:30, 22 DEC 2023
        5 min read
        3 hours ago""",
    "contact": """
        Got a story? Email us at news@courier.example
        Contact the author at jane.doe@courier.example
        Jane Doe can be reached at jane@courier.example""",
}

# What people in the news do, say and read about is the article's, whatever words it has.
ARTICLE = """
    Netflix said subscribers could cancel any time and that its cheaper subscription with adverts would launch in November.
    “We need your support,” the charity's director, Anna Price, told a crowd in Leeds.
    "Please donate today, we rely on readers like you," the editor shouted.
    The Red Cross appealed for donations and said as little as £5 could feed a family for a week.
    Donations to the party rose by 40 per cent last year, according to the Electoral Commission.
    The company uses cookies to track visitors, the regulator found, and must ask for consent.
    The council will close the comments section of its website after abuse of staff.
    Readers of the newspaper donated more than $2 million to the fund in December.
    Her weekly newsletter, which has 200,000 subscribers, is read in the White House.
    The app is available on the App Store and Google Play from Monday, the ministry said.
    Residents can download the app to report potholes, the council's leader said.
    If you can, stay at home, the prime minister said.
    He urged people to follow him on Twitter for updates about the march.
    The newspaper said it would stop charging for online access and rely on readers' contributions instead.
    Support for independent journalism has fallen across eastern Europe, a survey found.
    “Please subscribe to our channel,” he says at the end of each video.
    You can now pay for a bus with your phone in most cities, but many drivers still prefer cash.
    Independent journalism is not a luxury. We believe a free press matters, and our reporters in Minsk paid for it.
    We know how hard this winter will be. Our readers know it, too.
    Share prices fell by 3 per cent.
    Comments by the chancellor sent sterling lower.
    Follow the money: where the grants went
    By Monday the river had risen by two metres and the bridge was closed.
    By George Street, a crowd of several hundred had gathered before noon.
    Photo identification will be needed at polling stations from May.
    Published in 1847, the novel was an immediate success.
    Updated figures show that 12 people died in the floods.
    Register to vote before 20 May.
    Reporting by the commission found that the dam had been unsafe since 2011.
    Copyright law in the EU will change in June.
    All rights reserved for the tribes under the treaty were ignored by the company, the judge wrote.
    This article of the constitution was amended in 1992 to allow a second term.
    Read more books, the minister tells children
    Contact tracing will end on Monday.
    Opinion polls put the two parties level.
    Save the Children said its staff were safe.
    The video may be shared on Facebook, Instagram and WhatsApp, police said.
    Getty Images sued the company in London.
    By signing up to the treaty, you agree to inspections, diplomats say.
    It costs €3.50 a month and you can cancel at any time.
    Help us, the refugees shouted.
    Maria Lopez is a journalist who covered the war.
    It was his first goal in 12 games (2-1).
    The far right (Rassemblement National) came second.
    Economy
    9 May 2024
"""


def lines(text: str) -> "list[str]":
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("reason, line", [(reason, line) for reason, text in CLUTTER.items() for line in lines(text)])
def test_clutter_is_removed_with_its_reason(reason, line):
    (unit,) = units_of(line)
    assert unit.reason == reason


@pytest.mark.parametrize("line", lines(ARTICLE))
def test_article_text_that_looks_like_clutter_stays(line):
    assert [(unit.text, unit.reason) for unit in units_of(line)] == [(line, None)]


@pytest.mark.parametrize(
    "paragraph, article, clutter",
    [
        ("The vote is on Friday. READ MORE: How the vote was won", "The vote is on Friday.", "READ MORE: How the vote was won"),
        ("The vote is on Friday. (Read: How it was won)", "The vote is on Friday.", "(Read: How it was won)"),
        ("Four people were injured. (ANI)", "Four people were injured.", "(ANI)"),
        ("Four people were injured. – AFP", "Four people were injured.", "– AFP"),
        ("The bank held rates. (Reporting by Jane Doe; Editing by Tom Reed)", "The bank held rates.",
         "(Reporting by Jane Doe; Editing by Tom Reed)"),
        ("The mill was built in 1850, long before the town had a railway of its own. Sign up for our newsletter here.",
         "The mill was built in 1850, long before the town had a railway of its own.", "Sign up for our newsletter here."),
    ],
)  # fmt: skip
def test_clutter_at_a_paragraphs_end_leaves_the_paragraph(paragraph, article, clutter):
    kept, removed = units_of(paragraph)
    assert (kept.text, kept.reason) == (article, None)
    assert removed.text == clutter and removed.reason is not None


def test_the_lines_after_a_list_s_head_go_with_it():
    units = judge([*BEFORE, "Related articles", "Mayor to step down", "Can the old mill be saved?", *AFTER])
    assert [unit.reason for unit in units[2:5]] == ["related"] * 3
    assert all(unit.reason is None for unit in units[5:])


@pytest.mark.parametrize("heading", ["What happens next", "Do you ever regret a decision?"])
def test_a_heading_or_a_question_of_the_article_ends_a_list(heading):
    units = judge([*BEFORE, "Keep reading", "Mayor to step down after eleven years", heading, *AFTER])
    assert [unit.reason for unit in units[2:]] == ["related", "related", None, None, None]


def test_a_plea_s_paragraphs_go_with_it():
    plea = [
        "Your support helps us to tell the story",
        "From the town hall to the harbour, we are there. Our reporters know how much local journalism matters to our readers.",
        "Your donation allows us to keep sending journalists to every meeting.",
    ]
    assert [unit.reason for unit in judge([BEFORE[0], *plea, *AFTER])] == [
        None,
        "donation",
        "donation",
        "donation",
        None,
        None,
    ]


@pytest.mark.parametrize("line", ["Politics", "News", "Opinion", "9 May 2024", "May 9, 2024 5:12 pm"])
def test_a_section_s_name_or_a_date_is_clutter_only_before_and_after_the_text(line):
    assert judge([line, *BEFORE])[0].reason is not None
    assert judge([*BEFORE, line])[-1].reason is not None
    assert units_of(line)[0].reason is None


def test_who_the_author_is_stands_after_an_article_but_not_in_a_portrait():
    author = "Jane Doe is a reporter at the Courier, where she covers the town council and the courts."
    assert judge([*BEFORE, *AFTER, author])[-1].reason == "author"
    assert judge([author, *BEFORE, *AFTER])[0].reason is None


@pytest.mark.parametrize(
    "text, wrong",
    [
        ("plea:\n  sures: ['a']", "sures"),
        ("plea:\n  sure: ['(']", "no pattern"),
        ("plea:\n  hints: ['[a']", "plea, hints"),
    ],
)
def test_a_broken_pattern_is_named(text, wrong):
    with pytest.raises(ValueError, match=wrong):
        read_families(text)


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 a b c d e f 1 2 3 4 5 6 !x. " * 4,
        "By " + "A " * 180 + "x!",
        "a > b " * 60 + "!.",
        "home | " * 50 + "zz?",
        "share " * 60 + "zz!",
        "privacy, terms, " * 25 + "zz",
        "AFP/" * 90 + "zz",
        "Published 1 " * 30 + "was",
        "1 " * 190 + "?",
        "(" * 390,
    ],
)
def test_no_line_keeps_the_patterns_busy_for_ever(line):
    assert "".join(unit.text for unit in judge([line])) == line


@pytest.mark.parametrize(
    "notice, reason",
    [
        ("Out of these, the cookies that are categorised as necessary are stored on your browser.", "cookies"),
        ("Our partners store and access information on your device to show adverts.", "cookies"),
        ("To view this video please enable JavaScript in a newer browser.", "app"),
        ("Please do not write in capitals, which is hard on the eyes.", "comments"),
        ("Some comments may be republished on the website or in the paper.", "comments"),
        ("Published in The Frontier, April 22nd, 2025", "copyright"),
    ],
)
def test_notices_are_known_amid_a_text(notice, reason):
    assert [unit.reason for unit in judge([FIRST, notice, FIRST])] == [None, reason, None]


@pytest.mark.parametrize(
    "sentence",
    [
        "Banners for strictly necessary cookies would be banned.",
        "The bill would let firms store some data without asking, and a device would be searched only by order.",
        "Please do not feed the gulls, the sign asks.",
        "The letter was first published in The Times of 4 May and has been printed many times since.",
        "A new version of the browser was published in April 2025.",
        "She reads a chapter of it each night (right now the last but one).",
    ],
)
def test_articles_about_such_things_are_kept(sentence):
    assert [unit.reason for unit in judge([FIRST, sentence, FIRST])] == [None, None, None]


@pytest.mark.parametrize(
    "sentence",
    [
        "Three years ago the ferry sank.",
        "By April 2019, the mill had closed.",
        "Filed in 2021, the claim runs to 90 pages.",
        "Reviewed by 30 chemists, the method was dropped.",
        "Edited by Mara Lind, the series covers ten years and never tires.",
        "Reporting from Khartoum has become too dangerous.",
        "Material from the wreck was taken to Bergen.",
        "Thirty nurses contributed to the report, which is 200 pages long.",
        "Something went wrong at the third bend.",
        "There was a problem with the valves, engineers found.",
        "Follow the river.",
        "Follow us on Facebook, says the notice on the door of the closed bakery. Nobody does.",
        "What do you think?",
        "Contact us if you find the dog, its owner told the neighbours.",
        "Paid by the mile, they earn very little.",
        "Sponsored by the brewery, the regatta is in its 12th year.",
        'The label said: "All rights reserved."',
        "Rebels free Yemeni reporter",
        "She was my editor",
        "In her diary she wrote:",
    ],
)
def test_sentences_that_begin_like_lines_of_clutter_stay(sentence):
    assert [(unit.text, unit.reason) for unit in units_of(sentence)] == [(sentence, None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Her third novel is set in one night on a ferry (Picador, £9.99).",
        "The form is due in May (filers may ask for a month more).",
        "He passed the exam at last (credits from Oslo were counted).",
        "She left the post (via a clause that nobody had read).",
        "The candidate is Tom Hall (Labour/Co-op).",
        "They voted for the plan (Hill/Marsh amendment).",
        "The final was shown on BBC/ITV",
        "They flew with KLM/Air France",
        "Her pictures are sold by Getty Images and the museum's own shop.",
    ],
)
def test_brackets_and_strokes_that_name_no_picture_stay(sentence):
    assert [(unit.text, unit.reason) for unit in units_of(sentence)] == [(sentence, None)]


@pytest.mark.parametrize(
    "caption",
    [
        "A queue at the bakery (Ines Prado/Harbour Post)",
        "The lighthouse on Monday. (AP/Ines Prado)",
        "The lighthouse on Monday (file photo)",
        "The crew on deck [Picture: Ines Prado]",
        "The crew on deck (courtesy of the Harbour Trust)",
        "The ferry leaves Bergen, May 3, 2021. REUTERS/Ines Prado",
    ],
)
def test_a_picture_s_credit_makes_its_line_a_caption(caption):
    assert [unit.reason for unit in units_of(caption)] == ["caption"]


def test_a_credit_after_a_sentence_of_the_article_goes_alone():
    kept, removed = units_of("The committee rejected the budget because its members wanted more for schools. Photo by Ines Prado.")
    assert (kept.reason, removed.text, removed.reason) == (None, "Photo by Ines Prado.", "caption")


@pytest.mark.parametrize(
    "advice",
    [
        "Ring your insurer. Take pictures. Register your claim by email and keep the answer.",
        "Visit the page of your town to register for the vote. You will need your passport.",
        "Our readers are younger than they were: the average subscriber is 44 and lives in a town.",
        "This is what we know tonight. Queues were long in the south. Stay with us until the last count.",
        "Members get a weekly email about the harbour for as little as $3 a month. Authors keep most of it.",
        "Sign up for one newsletter and you will never be alone.",
        "You can follow me on Instagram if you like grief.",
    ],
)
def test_advice_and_columns_that_speak_to_the_reader_stay(advice):
    assert [(unit.text, unit.reason) for unit in units_of(advice)] == [(advice, None)]


@pytest.mark.parametrize("headline", ["Watch: The night the harbour froze over", "Ice closes the harbour of Bergen (photos)"])
def test_a_headline_that_begins_or_ends_like_a_link_stays(headline):
    assert judge([headline, *BEFORE, *AFTER])[0].reason is None


@pytest.mark.parametrize(
    "text",
    [
        "The post Ferry fares to rise in the spring appeared first on The Valley Messenger.",
        "This article was corrected on 9 May 2025. The bridge has four arches, not five.",
        "Our live coverage has now ended. Read our report of the vote instead.",
    ],
)
def test_what_no_article_says_is_clutter_whatever_its_words(text):
    assert judge([text])[0].reason is not None
