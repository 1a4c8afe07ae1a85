"""Makes transforms/cleaning/known_words.csv: words by which a word that a line's end parted is known again.

    python -m models.known_words --corpora DIR

They are the words in small letters that stand twice or more in the GMB (a million words of news, in the public domain).
The splitting into paragraphs reads them, and so what an article's version is hangs on them: not on the judges' weights,
which are learnt anew.
"""

import argparse
import csv
import re
import sys
from collections import Counter
from pathlib import Path

from models.line_lessons import NEWS
from models.recipe.gmb import read_rows
from transforms.cleaning.parted_words import KNOWN_WORDS

# What stands there once may be a misprint.
LEAST_TIMES = 2
# Shorter ones are as often a syllable or a part of a name.
_WORD = re.compile(r"[a-z]{3,}")


def main() -> int:
    """Read the corpus and write the words."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help=f"folder with {NEWS}")
    words = known_words(parser.parse_args().corpora / NEWS)
    with KNOWN_WORDS.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines, lineterminator="\n")
        rows.writerows([("word",), *((word,) for word in words)])
    print(f"{len(words)} words")
    return 0


def known_words(corpus: Path) -> "list[str]":
    """The words of the corpus that stand in it often enough, in their order."""
    times = Counter(word for words, _ in read_rows(corpus) for word in words)
    return sorted(word for word, count in times.items() if count >= LEAST_TIMES and _WORD.fullmatch(word))


if __name__ == "__main__":
    sys.exit(main())
