"""The pages that a small world's feeds link to: how their servers behave, and who asked them when."""

import random
import re
from dataclasses import dataclass, field
from typing import Callable, Optional

from schemas.reasons import Reason
from tests.feeds.simulator_world import DAY, HOUR, START, Answer, Stalls

HTML = {"content-type": "text/html; charset=utf-8"}
ROBOTS = "/robots.txt"
CRAWL_DELAY = 10.0

SENTENCE = "The council in Geneva approved the plan for bridge number {} on Tuesday, and the work begins in May. "


@dataclass
class Pages:
    """A server of articles.

    :param script: may answer instead of the article; by the moment and the path.
    :param asked: moment, path and status (0: none) of each request.
    """

    name: str
    script: "Callable[[Pages, float, str], Optional[Answer]]"
    draw: random.Random
    asked: "list[tuple[float, str, int]]" = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.script.__name__

    def answer(self, now: float, path: str) -> Answer:
        """What it sends."""
        try:
            answer = self.script(self, now, path) or (Answer(404) if path == ROBOTS else article(path))
        except Stalls:
            self.asked.append((now, path, 0))
            raise
        self.asked.append((now, path, answer.status))
        return answer


def article(path: str) -> Answer:
    """A page with an article on it."""
    paragraphs = "".join(f"<p>{SENTENCE.format(path.strip('/')) * 3}</p>" for _ in range(3))
    return Answer(200, HTML, f"<!doctype html><title>Story</title><article>{paragraphs}</article>".encode())


def number_of(path: str) -> int:
    """The number of a story by its path."""
    return int(re.search(r"\d+", path).group())


def shows_articles(pages: Pages, now: float, path: str) -> None:
    """One for each path, and no robots.txt."""


def wants_ten_seconds(pages: Pages, now: float, path: str) -> Optional[Answer]:
    """Between two requests."""
    rules = f"User-agent: *\nCrawl-delay: {CRAWL_DELAY:g}\n"
    return Answer(200, {"content-type": "text/plain"}, rules.encode()) if path == ROBOTS else None


def forbids_some(pages: Pages, now: float, path: str) -> Optional[Answer]:
    """Those whose number ends in 7."""
    return Answer(200, {"content-type": "text/plain"}, b"User-agent: *\nDisallow: /*7$\n") if path == ROBOTS else None


def does_not_say_what_is_allowed(pages: Pages, now: float, path: str) -> Optional[Answer]:
    """For the second day, because its robots.txt is 503."""
    return Answer(503) if path == ROBOTS and START + DAY <= now < START + 2 * DAY else None


def is_overloaded(pages: Pages, now: float, path: str) -> Optional[Answer]:
    """In every third hour it answers 503 or 429."""
    if int((now - START) / HOUR) % 3:
        return None
    return Answer(pages.draw.choice((503, 429)), {"retry-after": "600"}, b"later")


def stalls(pages: Pages, now: float, path: str) -> None:
    """One request in ten is never answered."""
    if pages.draw.random() < 0.1:
        raise Stalls


def lost_some(pages: Pages, now: float, path: str) -> Optional[Answer]:
    """Those whose number ends in 5 are 404."""
    return Answer(404) if path.endswith("5") else None


def moves_some(pages: Pages, now: float, path: str) -> Optional[Answer]:
    """Those with even numbers stand under another path."""
    moved = path != ROBOTS and not path.startswith("/new/") and number_of(path) % 2 == 0
    return Answer(301, {"location": f"/new{path}"}) if moved else None


def goes_round(pages: Pages, now: float, path: str) -> Optional[Answer]:
    """Every page redirects to itself."""
    return None if path == ROBOTS else Answer(302, {"location": path})


def checks_for_robots(pages: Pages, now: float, path: str) -> Optional[Answer]:
    """As its protection does, with 403 or with 200."""
    if path == ROBOTS:
        return None
    body = (
        b"<!doctype html><title>Just a moment...</title><p>Checking your browser before you enter.</p>"
        b'<script src="/cdn-cgi/challenge-platform/x.js"></script>'
    )
    return Answer(pages.draw.choice((200, 403)), HTML, body)


def wants_a_login(pages: Pages, now: float, path: str) -> Optional[Answer]:
    """It sends everybody to its form."""
    if path == ROBOTS:
        return None
    if path != "/login":
        return Answer(302, {"location": "/login"})
    form = "<form><input name=user><input type=password name=password></form><p>Sign in to continue</p>"
    return Answer(200, HTML, f"<!doctype html><title>Log in</title>{form}".encode())


def has_no_pages(pages: Pages, now: float, path: str) -> Optional[Answer]:
    """But PDFs."""
    return None if path == ROBOTS else Answer(200, {"content-type": "application/pdf"}, b"%PDF-1.7")


SCRIPTS = (
    shows_articles,
    wants_ten_seconds,
    is_overloaded,
    forbids_some,
    stalls,
    does_not_say_what_is_allowed,
    lost_some,
    moves_some,
    checks_for_robots,
    wants_a_login,
    has_no_pages,
    goes_round,
)
# Servers none of whose pages is an article, and what they are then rejected for.
NEVER = {
    "goes_round": Reason.TOO_MANY_REDIRECTS,
    "checks_for_robots": Reason.BOT_WALL,
    "wants_a_login": Reason.LOGIN,
    "has_no_pages": Reason.NOT_HTML,
}
# Servers that fail of what passes.
PASSING = ("is_overloaded", "stalls", "does_not_say_what_is_allowed")
