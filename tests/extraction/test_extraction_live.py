"""Live blogs, and what stands between the paragraphs that an extractor kept."""

import pytest

from schemas.records import HTML, Item, Page
from transforms.extraction.extract import extract

POSTS = (
    ("14:32", "Opposition calls it an election budget", "The leader of the opposition says the numbers do not add up."),
    ("14:05", "Teachers' pay up by 4 per cent", "The raise starts in July and costs R6.2bn in the first year."),
    ("13:40", None, "The levy falls by 15 cents a litre from Wednesday."),
    ("13:30", "The minister rises", "He has a red tie and a glass of water."),
)
BEGINNING = "<p>The minister of finance presents his third budget to parliament in Cape Town this afternoon.</p>"
SHELLS = (
    "<main><article><h1>Budget: live</h1>{beginning}{posts}</article></main>",
    "<div class='wrap'><h1>Budget: live</h1>{beginning}{posts}</div>",
    "<main><article><h1>Budget: live</h1>{beginning}</article><section>{posts}</section></main>",
)
POST_SHAPES = (
    "<article class='post'><header><time>{time}</time>{heading}</header><div class='post-body'><p>{text}</p></div></article>",
    "<div class='update'><time>{time}</time>{heading}<p>{text}</p></div>",
    "<section class='commentary'><span>{time}</span>{heading}<p>{text}</p></section>",
    "<div class='entry'><a href='#p'>{time}</a>{heading}<div class='entry-content'><p>{text}</p></div></div>",
)


def _text(body: str) -> str:
    html = f"<!doctype html><html><head><title>Budget: live</title></head><body>{body}</body></html>"
    page = extract(Item(input_uri="a.html", media=HTML, content=html.encode(), charset="utf-8"))
    assert isinstance(page, Page), page
    return page.text


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("shape", POST_SHAPES)
def test_all_posts_of_a_live_blog_are_its_article(shell, shape):
    posts = "".join(
        shape.format(time=time, heading=f"<h2>{heading}</h2>" if heading else "", text=text)
        for time, heading, text in POSTS
    )
    text = _text(shell.format(beginning=BEGINNING, posts=f"<div class='feed'>{posts}</div>"))
    lines = text.splitlines()
    assert [line for line in lines if line in [post for _, _, post in POSTS]] == [post for _, _, post in POSTS]
    assert {heading for _, heading, _ in POSTS if heading} <= set(lines)


def test_what_comes_after_the_posts_is_not_the_articles():
    posts = "".join(f"<article><time>{time}</time><p>{text}</p></article>" for time, _, text in POSTS)
    after = "<div class='low'><p>This page takes its figures from the treasury.</p></div>"
    text = _text(f"<main><h1>Budget: live</h1>{BEGINNING}<div>{posts}</div>{after}</main>")
    assert all(post in text for _, _, post in POSTS)
    assert "takes its figures" not in text


TEASERS = "".join(
    f"<article class='card'><time>1h</time><h3><a href='/{n}'>A budget of other years, number {n}</a></h3>"
    f"<p>What was in it, and what was left of it by the end of year {n}.</p></article>"
    for n in range(5)
)
STORY = "".join(f"<p>Paragraph {n} of the story says what the council did about the budget in its meeting.</p>" for n in range(6))


def test_teasers_are_no_posts():
    body = f"<main><article><h1>Budget passed</h1>{STORY}</article><section>{TEASERS}</section></main>"
    assert "other years" not in _text(body)
    assert "what was left of it" not in _text(body)


def test_readers_comments_are_no_posts():
    comments = "".join(
        f"<div class='comment'><time>1{n}:00</time><p>I for one will not vote for them again, says reader {n}.</p></div>"
        for n in range(4)
    )
    body = f"<main><article><h1>Budget passed</h1>{STORY}</article><section id='comments'>{comments}</section></main>"
    assert "I for one" not in _text(body)


@pytest.mark.parametrize(
    ("between", "kept"),
    [
        ("<h3>What it costs</h3>", True),
        ("<h3><a href='#costs'>What it costs</a></h3>", True),
        ("<div class='sub-heading'>What it costs</div>", True),
        ("<h3><a href='/costs'>What it costs</a></h3>", False),
        ("<div class='promo'><h3>What it costs</h3></div>", False),
        ("<aside><h3>What it costs</h3></aside>", False),
    ],
)
def test_a_heading_between_two_paragraphs_is_the_articles(between, kept):
    first, second = STORY[: len(STORY) // 2], STORY[len(STORY) // 2 :]
    assert first.endswith("</p>") and second.startswith("<p>")
    text = _text(f"<div class='wrap'><h1>Budget passed</h1>{first}{between}{second}</div>")
    assert ("What it costs" in text.splitlines()) is kept
