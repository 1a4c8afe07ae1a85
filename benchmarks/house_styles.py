"""How well cleaning tells article from clutter, on labelled articles in forty-five newspapers' house styles.

    python -m benchmarks.house_styles [--style NAME …] [--show]

The set is tests/cleaning/house_styles/, written for newslake; whoever tunes the rules reads the styles of DEVELOPMENT
only, the others are held out. A paragraph of the article is kept if its letters stand in the article's text or title; one of
clutter is gone if they do not. Short lines whose letters stand in the article anyway are not counted.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Optional, Sequence

import lxml.html

from schemas.records import HTML, PLAIN, Item
from schemas.tables import Article, Reject
from transforms.cleaning.clean import clean
from transforms.extraction.extract import extract
from transforms.letters import letters_of

FOLDER = Path(__file__).parents[1] / "tests" / "cleaning" / "house_styles"
DEVELOPMENT = (
    "uk-broadsheet", "uk-regional", "us-nonprofit-newsroom", "agency-wire", "indian-daily",
    "irish-daily", "new-zealand-site", "nigerian-daily", "singapore-daily", "magazine-longread-and-interview",
    "caribbean-daily", "us-local-tv", "scottish-regional", "pakistani-daily", "european-english-service", "technology-site",
    # Written later than the others.
    "uk-red-top", "us-small-town-weekly", "indian-english-portal", "nigerian-online-paper", "kenyan-weekend-paper",
    "australian-country-masthead", "gulf-business-and-city", "south-east-asian-portal", "newswire-copy", "long-form-magazine",
    "football-fan-site", "markets-and-business-site", "government-press-office", "independent-blog", "uk-city-live-site",
    "us-big-city-paper", "us-news-network", "canadian-broadcaster", "south-african-daily",
)  # fmt: skip
ARTICLE, TITLE, BYLINE, CLUTTER = "A", "T", "B", "C"

_LINE = re.compile(r"(?P<label>[TAB=]|C:(?P<reason>\w+))(?P<tie>[+~])?\|(?: (?P<text>.*))?$")
_HTML_LABELS = {"title": TITLE, "article": ARTICLE, "byline": BYLINE}


@dataclass(frozen=True)
class Part:
    """A labelled paragraph; `reason` is that of clutter."""

    label: str
    text: str
    reason: Optional[str] = None


@dataclass(frozen=True)
class Labelled:
    """An article as a scrape has it, and its labelled paragraphs."""

    path: Path
    item: Item
    parts: "tuple[Part, ...]"


def read(path: Path) -> Labelled:
    """A labelled article.

    :raises ValueError: a line has no label.
    """
    return _read_html(path) if path.suffix == ".html" else _read_text(path)


def _read_text(path: Path) -> Labelled:
    raw = ""
    parts: "list[Part]" = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = _LINE.match(line)
        if found is None:
            raise ValueError(f"{path}:{number}: {line!r} has no label")
        text = found["text"] or ""
        raw += text if found["tie"] == "+" or not raw else f"\n{text}"
        if found["label"] == "=":
            continue
        if found["tie"] == "~":
            parts[-1] = Part(parts[-1].label, f"{parts[-1].text} {text}", parts[-1].reason)
        else:
            parts.append(Part(found["label"][0], text, found["reason"]))
    return Labelled(path, Item(input_uri=str(path), media=PLAIN, content=raw.encode()), tuple(parts))


def _read_html(path: Path) -> Labelled:
    document = lxml.html.document_fromstring(path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    parts = []
    for element in document.iter():
        label = element.attrib.pop("data-label", None) if isinstance(element.tag, str) else None
        if label:
            name, _, reason = label.partition(":")
            text = " ".join(element.text_content().split())
            parts.append(Part(_HTML_LABELS.get(name, CLUTTER), text, reason or None))
    page = lxml.html.tostring(document, encoding="utf-8", doctype="<!doctype html>")
    return Labelled(path, Item(input_uri=str(path), media=HTML, content=page, charset="utf-8"), tuple(parts))


@dataclass
class Score:
    """Paragraphs counted over articles."""

    article: int = 0
    article_lost: int = 0
    clutter: int = 0
    clutter_gone: int = 0

    def add(self, other: "Score") -> None:
        """Add another's counts."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def __str__(self) -> str:
        gone = 100 * self.clutter_gone / max(self.clutter, 1)
        lost = 100 * self.article_lost / max(self.article, 1)
        return f"clutter gone {gone:5.1f} % of {self.clutter:4}   article lost {lost:5.2f} % of {self.article:4}"


def score(labelled: Labelled) -> "tuple[Score, list[Part], list[Part]]":
    """Counts of one article, the paragraphs of the article that were lost and those of clutter that stayed."""
    extracted = extract(labelled.item)
    cleaned = extracted if isinstance(extracted, Reject) else clean(extracted)
    kept = letters_of(f"{cleaned.title or ''} {cleaned.text}") if isinstance(cleaned, Article) else ""
    wanted = letters_of(" ".join(part.text for part in labelled.parts if part.label in (ARTICLE, TITLE)))
    lost, stayed = [], []
    found = Score()
    for part in labelled.parts:
        letters = letters_of(part.text)
        if part.label in (ARTICLE, TITLE) and letters:
            found.article += 1
            if letters not in kept:
                lost.append(part)
        elif letters and letters not in wanted:
            found.clutter += 1
            if letters in kept:
                stayed.append(part)
    found.article_lost = len(lost)
    found.clutter_gone = found.clutter - len(stayed)
    return found, lost, stayed


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--style", action="append", help="only this one; repeatable")
    parser.add_argument("--show", action="store_true", help="print what was lost and what stayed; development styles only")
    options = parser.parse_args(argv)
    totals: "dict[str, Score]" = defaultdict(Score)
    reasons: "Counter[str]" = Counter()
    stayed_reasons: "Counter[str]" = Counter()
    for path in _paths(options.style):
        labelled = read(path)
        found, lost, stayed = score(labelled)
        part = "development" if path.parent.name in DEVELOPMENT else "held out"
        totals[f"{part}, {'HTML' if path.suffix == '.html' else 'text'}"].add(found)
        totals[path.parent.name].add(found)
        if path.suffix != ".html":
            reasons.update(one.reason or "byline" for one in labelled.parts if one.label in (CLUTTER, BYLINE))
            stayed_reasons.update(one.reason or "byline" for one in stayed)
        if options.show and part == "development":
            for one in lost:
                print(f"LOST   {path.parent.name}/{path.name} {one.text[:150]}")
            for one in stayed:
                print(f"STAYED {path.parent.name}/{path.name} {one.reason}: {one.text[:150]}")
    for name in sorted(totals, key=lambda name: ("," in name, name)):
        print(f"{name:34} {totals[name]}")
    print("clutter of plain texts gone, by reason")
    for reason, count in reasons.most_common():
        print(f"  {reason:20} {100 * (count - stayed_reasons[reason]) / count:5.1f} % of {count}")
    return 0


def _paths(styles: Optional[Sequence[str]]) -> Iterator[Path]:
    for path in sorted(FOLDER.glob("*/[0-9]*.*")):
        if not styles or path.parent.name in styles:
            yield path


if __name__ == "__main__":
    sys.exit(main())
