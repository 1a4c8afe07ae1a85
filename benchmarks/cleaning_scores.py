"""How well articles are cut out of pages: from their HTML and from a dump of their text.

For each page, segments that belong to its article (`with`) and segments that do not (`without`) are looked for in what is left of
it. Side by side: newslake, trafilatura in three settings, jusText and readability-lxml from the HTML; newslake from the dump, which has the
text of every block as a line and no markup. Pages are parted into two halves by their hosts; half 0 is what rules were
developed with. A development score: the segments are samples, and the pages are known.

    python -m benchmarks.cleaning_scores --pages DIR [--errors HALF]
    python -m benchmarks.cleaning_scores --pages DIR --lengths HALF

The second compares whole texts, of which there is no gold: how many words each system gives of a page, and how far newslake's text is
the others' (F1 of runs of four words), the least alike first. Where they differ, one of them is wrong, and a page is worth reading.
"""

import argparse
import gzip
import hashlib
import json
import logging
import re
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Optional, Sequence

import justext
import lxml.etree
import lxml.html
import readability
import trafilatura
from tld import get_fld

from schemas.records import HTML, PLAIN, Item, Page
from schemas.tables import Article
from transforms.cleaning.clean import clean
from transforms.extraction.extract import extract
from transforms.extraction.markup import lines_of

_BLOCKS = (
    "title p div br li h1 h2 h3 h4 h5 h6 blockquote section article header footer main aside nav table tr td th ul "
    "ol dl dt dd figure "
    "figcaption form fieldset address details summary pre hr option select body"
).split()
_NOT_SHOWN = ("script", "style", "noscript", "template", "svg")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u206f\ufeff]")


@dataclass(frozen=True)
class LabelledPage:
    """A page with segments that belong to its article, and segments that do not, as `plain` has them.

    :param half: 0 or 1, by its host.
    """

    name: str
    url: Optional[str]
    html: bytes
    wanted: "tuple[str, ...]"
    unwanted: "tuple[str, ...]"
    half: int


@dataclass
class Score:
    """How many of the segments were kept, or are gone."""

    kept: int = 0
    wanted: int = 0
    gone: int = 0
    unwanted: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"with kept {self.kept / max(1, self.wanted):.3f} ({self.wanted - self.kept} of {self.wanted} lost)   "
            f"without gone {self.gone / max(1, self.unwanted):.3f} ({self.unwanted - self.gone} of {self.unwanted} "
            f"left)"
        )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="folder that holds segments.json and html/")
    parser.add_argument("--errors", type=int, choices=(0, 1), help="list what is wrong in this half")
    parser.add_argument("--lengths", type=int, choices=(0, 1), help="only compare the texts of this half with each other")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    pages = list(read_pages(options.pages))
    if options.lengths is not None:
        _report_lengths([page for page in pages if page.half == options.lengths])
        return 0
    _report("from HTML", pages, _EXTRACTORS, options.errors)
    # What the dump has not got, no cleaning of it can lose.
    dumps = [_within_dump(page) for page in pages]
    _report("from a dump of the text", dumps, _CLEANERS, options.errors)
    _report_speed(pages)
    return 0


def read_pages(folder: Path) -> Iterator[LabelledPage]:
    """The pages of a folder with html/*.html.gz and segments.json: {name: {"url", "with", "without"}}."""
    for name, one in json.loads((folder / "segments.json").read_text(encoding="utf-8")).items():
        url = one.get("url")
        host = (get_fld(url, fail_silently=True) if url else None) or name
        yield LabelledPage(
            name,
            url,
            gzip.decompress((folder / "html" / name).read_bytes()),
            tuple(filter(None, map(plain, one["with"]))),
            tuple(filter(None, map(plain, one["without"]))),
            hashlib.sha256(host.encode()).digest()[0] % 2,
        )


def flatten(html: bytes) -> str:
    """All text that a page shows, every block a line."""
    document = lxml.html.document_fromstring(
        html.decode("utf-8", "replace").encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
    )
    lxml.etree.strip_elements(document, lxml.etree.Comment, *_NOT_SHOWN, with_tail=False)
    for element in document.iter(*_BLOCKS):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in document.text_content().splitlines())
    return "\n".join(filter(None, lines))


def plain(text: Optional[str]) -> str:
    """A text as it is compared: composed, without invisible characters, with single spaces."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text or "")).split())


def _newslake(page: LabelledPage) -> str:
    return _cleaned(Item(input_uri=page.name, media=HTML, content=page.html, url=page.url))


def _newslake_from_dump(page: LabelledPage) -> str:
    return _cleaned(Item(input_uri=page.name, media=PLAIN, content=flatten(page.html).encode(), url=page.url))


def _cleaned(item: Item) -> str:
    extracted = extract(item)
    article = clean(extracted) if isinstance(extracted, Page) else None
    return f"{article.title or ''}\n{article.text}" if isinstance(article, Article) else ""


def _trafilatura(**setting: bool) -> Callable[[LabelledPage], str]:
    def run(page: LabelledPage) -> str:
        found = trafilatura.bare_extraction(
            page.html, url=page.url, include_comments=False, with_metadata=True, **setting
        )
        return f"{found.title or ''}\n{found.text or ''}" if found is not None else ""

    return run


def _justext(page: LabelledPage) -> str:
    try:
        paragraphs = justext.justext(page.html, justext.get_stoplist("English"))
    except (lxml.etree.LxmlError, ValueError):
        return ""
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def _readability(page: LabelledPage) -> str:
    try:
        document = readability.Document(page.html.decode("utf-8", "replace"))
        body = lxml.html.document_fromstring(document.summary())
        return "\n".join((document.title(), *lines_of(body)))
    except (lxml.etree.LxmlError, readability.readability.Unparseable):
        return ""


_EXTRACTORS: "dict[str, Callable[[LabelledPage], str]]" = {
    "newslake": _newslake,
    "trafilatura": _trafilatura(),
    "trafilatura recall": _trafilatura(favor_recall=True),
    "trafilatura precision": _trafilatura(favor_precision=True),
    "jusText": _justext,
    "readability-lxml": _readability,
}
_CLEANERS: "dict[str, Callable[[LabelledPage], str]]" = {
    "newslake": _newslake_from_dump,
    "the dump itself": lambda page: flatten(page.html),
}


def _report_lengths(pages: Sequence[LabelledPage]) -> None:
    """Words that each system gives of a page, and the F1 between newslake's text and its; the titles left out."""
    rows = []
    for page in pages:
        found = {name: system(page) for name, system in _EXTRACTORS.items()}
        found = {name: text if name == "jusText" else text.partition("\n")[2] for name, text in found.items()}
        ours = _runs(found["newslake"])
        alike = {name: _f1(ours, _runs(text)) for name, text in found.items() if name != "newslake"}
        rows.append((alike["trafilatura"], page.name, [len(text.split()) for text in found.values()], alike))
    print(f"{'page':40} words of {', '.join(_EXTRACTORS)}; F1 with the others in the same order")
    for _, name, words, alike in sorted(rows, key=lambda row: row[:2]):
        print(f"{name[:40]:40}", *(f"{count:6}" for count in words), " ", *(f"{one:5.2f}" for one in alike.values()))


def _runs(text: str) -> "Counter[tuple[str, ...]]":
    words = re.findall(r"\w+", text)
    return Counter(zip(*(words[start:] for start in range(4))))


def _f1(one: "Counter[tuple[str, ...]]", other: "Counter[tuple[str, ...]]") -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _within_dump(page: LabelledPage) -> LabelledPage:
    dump = plain(flatten(page.html))
    wanted = tuple(segment for segment in page.wanted if segment in dump)
    return LabelledPage(page.name, page.url, page.html, wanted, page.unwanted, page.half)


def _report(
    what: str, pages: Sequence[LabelledPage], systems: "dict[str, Callable[[LabelledPage], str]]", errors: Optional[int]
) -> None:
    for name, system in systems.items():
        scores = [Score(), Score()]
        for page in pages:
            started = time.process_time()
            text = plain(system(page))
            score = scores[page.half]
            score.seconds += time.process_time() - started
            lost = [segment for segment in page.wanted if segment not in text]
            left = [segment for segment in page.unwanted if segment in text]
            score.wanted += len(page.wanted)
            score.kept += len(page.wanted) - len(lost)
            score.unwanted += len(page.unwanted)
            score.gone += len(page.unwanted) - len(left)
            if name == "newslake" and errors == page.half:
                for kind, segments in (("lost", lost), ("left", left)):
                    for segment in segments:
                        print(f"  {kind}: {page.name}: {segment[:100]}")
        for half, score in enumerate(scores):
            seconds = score.seconds / max(1, sum(page.half == half for page in pages))
            print(f"{what}, {name:21} half {half}: {score}   {seconds * 1000:.0f} ms a page")


def _report_speed(pages: Sequence[LabelledPage]) -> None:
    """What cleaning costs for each article whose text has been extracted already, as archives hold it."""
    articles = []
    for page in pages:
        extracted = extract(Item(input_uri=page.name, media=HTML, content=page.html, url=page.url))
        if isinstance(extracted, Page):
            articles.append(Page(input_uri=page.name, text=extracted.text, plain=True))
    clean(articles[0])  # patterns are compiled once
    started = time.process_time()
    for article in articles:
        clean(article)
    milliseconds = (time.process_time() - started) * 1000 / len(articles)
    words = sum(len(article.text.split()) for article in articles) / len(articles)
    print(f"cleaning a plain text: {milliseconds:.2f} ms on average, of {words:.0f} words")


if __name__ == "__main__":
    raise SystemExit(main())
