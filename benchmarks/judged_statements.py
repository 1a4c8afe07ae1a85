"""How many statements are right, read against the text by judges: drawn at random from news that no rule was made with.

    python -m benchmarks.judged_statements                          the figures of the newest sheet
    python -m benchmarks.judged_statements --corpora DIR            and which of its statements are still extracted unchanged
    python -m benchmarks.judged_statements --corpora DIR --draw N   an unjudged sheet on stdout

The verdicts: "right", the sentence says what subject, predicate and object say, and as surely, and by whom; "certainty",
it says so but otherwise affirmed, certain or attributed; "wrong", it does not. Spans that cut what is said so that it
changes are wrong. Precision is the share that is not wrong, certainty the share of those that is right; intervals are
Wilson's, at 95 %.

Drawn from: the Voice of America's news in GMB (public domain), Wikinews articles in MEANTIME behind the sentences that
are annotated there (CC BY 2.5, corpus CC BY 4.0), and Wikinews articles and interviews of GUM's development split (CC BY
2.5). Passages are put in a random order; sheets for development are drawn from the even ones, and the others from the odd. The
third and the fourth sheet were drawn with `--shares gmb=0 meantime=0.75 gum=0.25`, as the model's teacher has read GMB; the fifth
with `--shares gmb=0.7 meantime=0.3 gum=0`, which were the last of MEANTIME, and the sixth with `--shares gmb=1 meantime=0 gum=0`.
"""

import argparse
import csv
import math
import random
import sys
from collections import Counter
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Callable, Iterable, Iterator, Mapping, Sequence

import spacy
from spacy.tokens import Doc

import transforms.annotation.mentions  # noqa: F401  registers the factory
import transforms.relations.component  # noqa: F401  registers the factory
from benchmarks.news_texts import gmb_sentences, meantime_articles
from models.recipe.conllu import read_conllu
from models.recipe.corpora import gum_files
from models.recipe.meantime import ANNOTATED_SENTENCES
from transforms.relations.component import RelationSpan

# From the oldest to the newest, each from sentences that none before has, drawn after the rules were changed by what those
# before had shown. The newest says how good the statements are.
SHEETS = tuple(
    Path(__file__).with_name(f"judged_statements{name}.csv") for name in ("", "_later", "_third", "_fourth", "_fifth", "_sixth")
)
RIGHT, CERTAINTY, WRONG = "right", "certainty", "wrong"
VERDICTS = (RIGHT, CERTAINTY, WRONG)
# Sentences that are annotated as one text: GMB does not say where its documents end.
GMB_PASSAGE = 4
# Passages from which a sheet is drawn, by corpus, and their share of it: agency news weighs most.
DRAWN = {"gmb": 150, "meantime": 45, "gum": 4}
SHARES = {"gmb": 0.5, "meantime": 0.35, "gum": 0.15}
SEED = 6
# Of the normal distribution, two-sided at 95 %.
Z = 1.96


@dataclass(frozen=True)
class Judged:
    """A statement of a sheet with its verdict, empty while unjudged; `note` says what is wrong."""

    corpus: str
    article: str
    sentence: str
    subject: str
    predicate: str
    object: str
    polarity: str
    modality: str
    attributed_to: str
    rule: str
    confidence: str
    verdict: str = ""
    note: str = ""

    @property
    def stated(self) -> "tuple[str, ...]":
        """What makes it the same statement, extracted again."""
        return (
            *(self.corpus, self.article, self.sentence, self.subject, self.predicate, self.object),
            *(self.polarity, self.modality, self.attributed_to),
        )


@dataclass(frozen=True)
class Passage:
    """A text of a corpus, and which article it is of."""

    corpus: str
    article: str
    text: str


def main() -> int:
    """Print figures, or draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, help="folder with gmb, meantime and gum")
    parser.add_argument("--model", default="en_newslake_sm", help="spaCy pipeline that parses")
    parser.add_argument("--sheet", type=Path, default=SHEETS[-1], help="judged statements (default: the newest)")
    parser.add_argument("--draw", type=int, help="how many statements to draw")
    parser.add_argument("--seen", type=Path, nargs="*", default=[], help="with --draw: sheets whose sentences are left out")
    parser.add_argument("--shares", type=_corpus_share, nargs="*", default=[], help="with --draw: corpus=share of the sheet")
    parser.add_argument("--development", action="store_true", help="draw from the passages that rules may be made with")
    options = parser.parse_args()
    if options.corpora is None:
        if options.draw is not None:
            parser.error("--draw needs --corpora")
        annotate = None
    else:
        nlp = spacy.load(options.model)
        nlp.add_pipe("newslake_mentions")
        nlp.add_pipe("newslake_relations")
        annotate = nlp.pipe
    if options.draw is not None:
        seen = [each for sheet in options.seen for each in read_sheet(sheet)]
        shares = {**SHARES, **dict(options.shares)}
        write_sheet(draw(options.corpora, annotate, options.draw, shares, options.development, seen))
        return 0
    sheet = read_sheet(options.sheet)
    for line in report(sheet):
        print(line)
    if annotate is not None:
        for line in staleness(sheet, set(extracted_again(sheet, options.corpora, annotate))):
            print(line)
    return 0


def _corpus_share(text: str) -> "tuple[str, float]":
    corpus, _, share = text.partition("=")
    if corpus not in DRAWN:
        raise argparse.ArgumentTypeError(f"there is no corpus {corpus}, only {', '.join(DRAWN)}")
    return corpus, float(share)


def read_sheet(path: Path) -> "list[Judged]":
    """The statements of a sheet.

    :raises ValueError: a verdict is none of the three.
    """
    with path.open(encoding="utf-8", newline="") as file:
        sheet = [Judged(**row) for row in csv.DictReader(file)]
    for number, each in enumerate(sheet, 2):
        if each.verdict not in VERDICTS:
            raise ValueError(f"{path.name}:{number}: the verdict {each.verdict!r} is none of {', '.join(VERDICTS)}")
    return sheet


def write_sheet(sheet: "Iterable[Judged]") -> None:
    """A sheet on stdout."""
    writer = csv.DictWriter(sys.stdout, [field.name for field in fields(Judged)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(asdict, sheet))


def draw(
    corpora: Path,
    annotate: "Callable[[Iterable[str]], Iterator[Doc]]",
    count: int,
    shares: "Mapping[str, float]",
    development: bool = False,
    seen: "Sequence[Judged]" = (),
) -> "list[Judged]":
    """Statements at random, the same for the same extractor; of articles not seen where a corpus has enough of them.

    What a corpus lacks is drawn from GMB, which has the most.
    """
    sentences = {each.sentence for each in seen}
    articles = {(each.corpus, each.article) for each in seen}
    drawn: "list[Judged]" = []
    more: "list[Judged]" = []
    for corpus, most in DRAWN.items():
        found = [passage for passage in passages(corpora) if passage.corpus == corpus]
        random.Random(SEED).shuffle(found)
        half = found[0 if development else 1 :: 2]
        fresh = [passage for passage in half if (passage.corpus, passage.article) not in articles]
        half = (fresh if len(fresh) >= most else half)[:most]
        pool = [each for each in _statements(half, annotate) if each.sentence not in sentences]
        random.Random(SEED).shuffle(pool)
        some = min(len(pool), round(count * shares[corpus]))
        drawn += pool[:some]
        more = more or pool[some:]
    return drawn + more[: count - len(drawn)]


def _statements(found: "Sequence[Passage]", annotate: "Callable[[Iterable[str]], Iterator[Doc]]") -> "Iterator[Judged]":
    for passage, doc in zip(found, annotate(passage.text for passage in found)):
        for row in doc._.relations:
            yield _unjudged(passage, row)


def _unjudged(passage: Passage, row: RelationSpan) -> Judged:
    certainty = (row.polarity, row.modality, row.attributed_to or "")
    what = (row.subject, row.predicate, row.object or "")
    sentence = " ".join(row.sentence.split())
    return Judged(passage.corpus, passage.article, sentence, *what, *certainty, row.rule, f"{row.confidence:.3f}")


def passages(corpora: Path) -> "Iterator[Passage]":
    """The texts that are drawn from."""
    sentences = list(gmb_sentences(corpora))
    for first in range(0, len(sentences), GMB_PASSAGE):
        yield Passage("gmb", f"sentence {first + 1}", " ".join(sentences[first : first + GMB_PASSAGE]))
    for article, sentences in meantime_articles(corpora):
        if rest := sentences[ANNOTATED_SENTENCES:]:
            yield Passage("meantime", article, " ".join(rest))
    for file in gum_files(corpora, dev=True):
        if file.stem.startswith(("GUM_news", "GUM_interview")):
            yield Passage("gum", file.stem, " ".join(sentence.text for sentence in read_conllu(file)))


def report(sheet: "Sequence[Judged]") -> "Iterator[str]":
    """Lines of figures: of all, and precision by corpus, rule and confidence."""
    verdicts = Counter(each.verdict for each in sheet)
    good = verdicts[RIGHT] + verdicts[CERTAINTY]
    yield f"{len(sheet)} statements: " + ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in VERDICTS)
    yield f"precision {_share(good, len(sheet))}, wanted 0.80"
    yield f"certainty right {_share(verdicts[RIGHT], good)}, wanted 0.90"
    for name, key in (("corpus", lambda each: each.corpus), ("rule", lambda each: each.rule)):
        for value in sorted({key(each) for each in sheet}):
            yield _line(f"{name} {value}", [each for each in sheet if key(each) == value])
    for low, high in ((0.0, 0.7), (0.7, 0.8), (0.8, 0.85), (0.85, 1.0)):
        within = [each for each in sheet if low < float(each.confidence) <= high]
        if within:
            mean = sum(float(each.confidence) for each in within) / len(within)
            yield _line(f"confidence above {low:.2f}, on average {mean:.2f}", within)


def _line(name: str, group: "Sequence[Judged]") -> str:
    return f"  {name}: precision {_share(sum(each.verdict != WRONG for each in group), len(group))}"


def _share(some: int, all_: int) -> str:
    low, high = wilson(some, all_)
    return f"{some / max(all_, 1):.3f} ({some} of {all_}; 95 %: {low:.3f} to {high:.3f})"


def wilson(some: int, all_: int) -> "tuple[float, float]":
    """Wilson's interval for a share (Wilson, JASA 1927)."""
    if not all_:
        return 0.0, 1.0
    share, weight = some / all_, Z * Z / all_
    middle, width = share + weight / 2, Z * math.sqrt(share * (1 - share) / all_ + weight / all_ / 4)
    return (middle - width) / (1 + weight), (middle + width) / (1 + weight)


def extracted_again(
    sheet: "Sequence[Judged]", corpora: Path, annotate: "Callable[[Iterable[str]], Iterator[Doc]]"
) -> "Iterator[tuple[str, ...]]":
    """All statements of a sheet's articles, as the extractor finds them today."""
    wanted = {(each.corpus, each.article) for each in sheet}
    found = [passage for passage in passages(corpora) if (passage.corpus, passage.article) in wanted]
    for statement in _statements(found, annotate):
        yield statement.stated


def staleness(sheet: "Sequence[Judged]", today: "set[tuple[str, ...]]") -> "Iterator[str]":
    """How many are still extracted as they were judged; the others are named."""
    same = [each for each in sheet if each.stated in today]
    yield f"{len(same)} of {len(sheet)} are still extracted unchanged"
    yield _line("of these", same)
    for each in sheet:
        if each.stated not in today:
            yield f"  gone or changed, {each.verdict}: {each.subject} | {each.predicate} | {each.object}"


if __name__ == "__main__":
    sys.exit(main())
