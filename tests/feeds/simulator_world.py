"""A small world of feeds whose servers behave well, badly and worse; its time is a number that somebody moves.

Every answer follows from the feed's script, the moment and the request, so that the same world can answer over a real
server and, where a week of it would take too many connections, through a client's transport.
"""

import json
import random
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import formatdate, parsedate_to_datetime
from typing import Callable, Mapping, Optional
from xml.sax.saxutils import escape

HOUR = 3600.0
DAY = 24 * HOUR
START = 1_746_403_200.0  # Monday, 5 May 2025, 00:00 GMT

Headers = Mapping[str, str]


class Stalls(Exception):
    """The server never answers."""


@dataclass(frozen=True)
class Story:
    """An item of a feed: published at a moment, and perhaps edited later."""

    number: int
    at: float
    edited_at: Optional[float] = None

    def title(self, now: float) -> str:
        edited = self.edited_at is not None and now >= self.edited_at
        return f"Story {self.number}{', corrected' if edited else ''}"


@dataclass
class Answer:
    """What a server sends; of a 200 also the stories in its body, as titles by their links."""

    status: int
    headers: "dict[str, str]" = field(default_factory=dict)
    body: bytes = b""
    shown: "dict[str, str]" = field(default_factory=dict)


@dataclass
class Feed:
    """A feed and its script, and what came of it: who asked when and got which status (0: none), until when it then
    wanted no request, and which titles its answers showed by their links.

    :param name: its path is `/name/feed`.
    :param host: feeds of the same host share a server.
    :param size: the number of its latest stories that it shows.
    :param script: may answer instead of the feed; by the moment, the path's last part, and the headers of the request.
    """

    name: str
    host: str
    kind: str
    stories: "list[Story]"
    size: int
    form: "Callable[[Feed, list[Story], float], bytes]"
    script: "Callable[[Feed, float, str, Headers], Optional[Answer]]"
    validators: str = "both"
    draw: random.Random = field(default_factory=random.Random)
    asked: "list[tuple[float, int]]" = field(default_factory=list)
    held_until: "list[tuple[float, float]]" = field(default_factory=list)
    served: "dict[str, set[str]]" = field(default_factory=dict)

    def showing(self, now: float) -> "list[Story]":
        """Its stories at a moment, the latest first."""
        published = [story for story in self.stories if story.at <= now]
        return published[: -self.size - 1 : -1]

    def link(self, story: Story) -> str:
        """The address of a story."""
        return f"https://{self.name}.example/{story.number}"

    def published(self, start: float, end: float) -> "list[Story]":
        """What stands in it at some time between two moments."""
        return [*self.showing(start), *(story for story in self.stories if start < story.at <= end)]

    def answer(self, now: float, last: str, headers: Headers) -> Answer:
        """What its server sends; noted in `asked` and `served`."""
        try:
            answer = self.script(self, now, last, headers) or self.plain(now, headers)
        except Stalls:
            self.asked.append((now, 0))
            raise
        self.asked.append((now, answer.status))
        if retry := answer.headers.get("retry-after"):
            until = now + float(retry) if retry.isdigit() else parsedate_to_datetime(retry).timestamp()
            self.held_until.append((now, until))
        for link, title in answer.shown.items():
            self.served.setdefault(link, set()).add(title)
        return answer

    def plain(self, now: float, headers: Headers, seen_at: Optional[float] = None) -> Answer:
        """The feed as it should be, by the rules of HTTP.

        :param seen_at: as it was then.
        """
        seen_at = now if seen_at is None else seen_at
        showing = self.showing(seen_at)
        changed = max((max(story.at, story.edited_at or 0.0) for story in showing if story.at), default=START)
        changed = min(changed, seen_at)
        etag = f'"{self.name}-{len([s for s in self.stories if s.at <= seen_at])}-{zlib.crc32(self.body(seen_at))}"'
        sent = {"date": formatdate(now, usegmt=True)}
        if self.validators in ("both", "etag"):
            sent["etag"] = etag
        if self.validators in ("both", "date"):
            sent["last-modified"] = formatdate(changed, usegmt=True)
        given = headers.get("if-none-match"), headers.get("if-modified-since")
        if any(given) and given == (sent.get("etag"), sent.get("last-modified")):
            return Answer(304, sent)
        return self.whole(seen_at, sent)

    def whole(self, now: float, sent: "dict[str, str]") -> Answer:
        """All of it, whatever the request says."""
        shown = {self.link(story): story.title(now) for story in self.showing(now)}
        return Answer(200, sent, self.body(now), shown)

    def body(self, now: float) -> bytes:
        return self.form(self, self.showing(now), now)


def rss(feed: Feed, stories: "list[Story]", now: float, more: str = "", guids: bool = True) -> bytes:
    """RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(story.title(now))}</title><link>https://{feed.name}.example/{story.number}</link>"
        f"<guid>{feed.name}-{story.number if guids else feed.draw.random()}</guid>"
        f"<pubDate>{formatdate(story.at, usegmt=True)}</pubDate></item>"
        for story in stories
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{more}{items}</channel></rss>'.encode()


def atom(feed: Feed, stories: "list[Story]", now: float) -> bytes:
    """Atom 1.0."""
    entries = "".join(
        f"<entry><id>tag:{feed.name}.example:{story.number}</id><title>{escape(story.title(now))}</title>"
        f"<link href='https://{feed.name}.example/{story.number}'/><updated>{_iso(story.at)}</updated></entry>"
        for story in stories
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>x</id>{entries}</feed>'.encode()


def json_feed(feed: Feed, stories: "list[Story]", now: float) -> bytes:
    """JSON Feed 1.1."""
    items = [
        {
            "id": f"{story.number}",
            "url": f"https://{feed.name}.example/{story.number}",
            "title": story.title(now),
            "date_published": _iso(story.at),
        }
        for story in stories
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": items}).encode()


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def publishing(draw: random.Random, name_number: int, days: float, per_hour: float, edits: float) -> "list[Story]":
    """Stories over some days, at random moments, fewer at night; the first ones stand there already.

    :param edits: the share of them that is edited within six hours.
    """
    stories, moment, number = [], START - DAY, 0
    while moment < START + days * DAY:
        night = (moment / HOUR) % 24 < 6
        moment += draw.expovariate(per_hour / 4 if night else per_hour) * HOUR
        edited = moment + draw.uniform(0.1, 6) * HOUR if draw.random() < edits else None
        stories.append(Story(number, moment, edited))
        number += 1
    return stories
