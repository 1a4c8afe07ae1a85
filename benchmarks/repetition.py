"""How well what a source repeats is told from article text.

    python -m benchmarks.repetition CORPORA

Lost: articles made of 12 sentences after each other of GMB (Voice of America), and MEANTIME's and GUM's, each corpus as
one source and each sentence as a paragraph, so that background which follow-ups share counts; whatever is found is a
mistake. All of a corpus is counted together, where newslake counts a sample of 100 articles; --sample takes such samples.
Gone: clutter of each house style put into 40 articles of GMB, each piece into four of ten, and what is left of it.
CORPORA is the folder with `gmb/`, `meantime/` and `gum/`.
"""

import argparse
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Iterator, Optional, Sequence

from benchmarks.house_styles import CLUTTER, FOLDER, read
from benchmarks.news_texts import gmb_sentences, meantime_articles
from models.recipe.conllu import read_conllu
from models.recipe.corpora import gum_files
from schemas.records import Document, Page
from schemas.tables import PARAGRAPH_BREAK
from transforms.cleaning.clean import clean_page
from transforms.cleaning.repetition import LEAST_WORDS, Told, key_of, repeated, told, without_repeated
from transforms.letters import letters_of

ARTICLE_SENTENCES = 12
PARAGRAPH_SENTENCES = 3
SAMPLE = 100  # as pipelines/repeats.py and transforms/lake/repeats.py take of a source
ARTICLES, PIECES, SHARE = 40, 12, 0.4
HEADLINE = "Plan for the bridge is late"


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Print both mistakes; gives the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks.repetition", description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--sample", action="store_true", help="count samples of 100 articles instead of all together")
    options = parser.parse_args(argv)
    chance = random.Random(7)
    news = list(_gmb(options.corpora))
    for name, articles in (
        ("gmb", news),
        ("meantime", list(_meantime(options.corpora))),
        ("gum", list(_gum(options.corpora))),
    ):
        _print_lost(name, _samples(articles, chance) if options.sample else [articles])
    _print_gone(news, chance)
    return 0


def _samples(articles: "list[Told]", chance: random.Random) -> "list[list[Told]]":
    articles = chance.sample(articles, len(articles))
    return [articles[start : start + SAMPLE] for start in range(0, len(articles), SAMPLE)]


def _print_lost(name: str, samples: "list[list[Told]]") -> None:
    sentences = sum(len(article.paragraphs) for sample in samples for article in sample)
    found: "list[str]" = []
    for sample in samples:
        keys = repeated(sample)
        found += [one for article in sample for one in article.paragraphs if key_of(article.source, one) in keys]
    print(f"{name}: {len(found)} of {sentences:,} sentences in {sum(map(len, samples)):,} articles taken for furniture")
    for sentence, number in Counter(found).most_common():
        print(f"    {number} times: {sentence[:100]}")


def _print_gone(news: "list[Told]", chance: random.Random) -> None:
    counts: "Counter[str]" = Counter()
    for style in sorted(FOLDER.iterdir()):
        clutter = dict.fromkeys(
            part.text
            for path in sorted(style.iterdir())
            for part in read(path).parts
            if part.label == CLUTTER and len(part.text.split()) >= LEAST_WORDS
        )
        _count_gone(style.name, chance.sample(list(clutter), min(PIECES, len(clutter))), news, chance, counts)
    left = counts["left by the other judges"]
    print(f"furniture: {left} pieces left by the other judges, {counts['gone'] / left:.0%} of them gone as repeated")
    print(f"and {counts['lost']} of {counts['paragraphs']:,} paragraphs of the articles lost")


def _count_gone(
    style: str, pieces: "list[str]", news: "list[Told]", chance: random.Random, counts: "Counter[str]"
) -> None:
    documents = []
    for article in chance.sample(news, ARTICLES):
        paragraphs = [
            " ".join(article.paragraphs[start : start + PARAGRAPH_SENTENCES])
            for start in range(0, len(article.paragraphs), PARAGRAPH_SENTENCES)
        ]
        for piece in pieces:
            if chance.random() < SHARE:
                paragraphs.insert(chance.choice([0, len(paragraphs), chance.randint(1, len(paragraphs))]), piece)
        text = PARAGRAPH_BREAK.join([HEADLINE, *paragraphs])
        document = clean_page(Page(f"{style}/{article.article_id}.txt", text, True, source=style))
        if isinstance(document, Document):
            documents.append(document)
    keys = repeated(map(told, documents))
    for document in documents:
        before = document.article.text.split(PARAGRAPH_BREAK)
        # Another judge may have left a part of a piece.
        own = [one for one in before if not any(letters_of(one) in letters_of(piece) for piece in pieces)]
        after = set(without_repeated(document, keys.__contains__).article.text.split(PARAGRAPH_BREAK))
        counts["paragraphs"] += len(own)
        counts["lost"] += sum(one not in after for one in own)
        counts["left by the other judges"] += sum(one in pieces for one in before)
        counts["gone"] += sum(one in pieces and one not in after for one in before)


def _gmb(corpora: Path) -> Iterator[Told]:
    texts = list(gmb_sentences(corpora))
    for start in range(0, len(texts), ARTICLE_SENTENCES):
        yield Told("voanews.com", f"{start:06}", "", tuple(texts[start : start + ARTICLE_SENTENCES]))


def _meantime(corpora: Path) -> Iterator[Told]:
    for name, (title, *texts) in meantime_articles(corpora):
        yield Told("wikinews.org", name, title, tuple(texts))


def _gum(corpora: Path) -> Iterator[Told]:
    for file in (*gum_files(corpora, dev=False), *gum_files(corpora, dev=True)):
        yield Told("gum", file.stem, "", tuple(sentence.text for sentence in read_conllu(file)))


if __name__ == "__main__":
    sys.exit(main())
