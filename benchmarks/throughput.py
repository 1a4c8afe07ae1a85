"""Articles per second of `newslake ingest --workers 1` against a plain loop over the same files.

The plain loop reads the files and calls the same spaCy pipeline on their text with `nlp.pipe`, nothing
else; newslake cleans, annotates, finds relations and commits. Both run in processes of their own, one
after the other and in turns, so that their ratio holds on a noisy machine.

    python -m benchmarks.throughput [--articles N] [--rounds R] [--input FOLDER] [--require RATIO]
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
EXAMPLES = REPOSITORY / "examples"
MODEL = "en_newslake_sm"
MIN_WORDS = 15  # a paragraph, and not a caption or a button

PLAIN_LOOP = """
import json, sys, time
from pathlib import Path
import spacy
nlp = spacy.load(sys.argv[2])
started = time.monotonic()
texts = (path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).rglob("*.txt")))
count = sum(1 for _ in nlp.pipe(texts))
print(json.dumps({"articles": count, "seconds": time.monotonic() - started}))
"""


def main() -> int:
    """Measure and print; 1 if the ratio is below the one required."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000, help="articles to write (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of both (default: %(default)s)")
    parser.add_argument("--input", type=Path, help="folder of .txt files instead of articles made from examples/")
    parser.add_argument("--require", type=float, default=0.0, help="exit 1 below this ratio")
    options = parser.parse_args()
    ratios = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.input or write_articles(Path(scratch) / "articles", options.articles)
        for turn in range(options.rounds):
            plain = _plain_loop(folder)
            newslake = _newslake(folder, Path(scratch) / f"lake-{turn}")
            ratios.append(newslake / plain)
            print(f"plain loop {plain:7.2f}/s   newslake {newslake:7.2f}/s   ratio {ratios[-1]:.2f}", flush=True)
    median = statistics.median(ratios)
    print(f"median ratio {median:.2f} of {len(ratios)}")
    return 0 if median >= options.require else 1


def write_articles(folder: Path, count: int) -> Path:
    """Different articles of six to sixteen paragraphs, put together from those of the examples."""
    folder.mkdir(parents=True)
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.rglob("*.txt"))]
    paragraphs = sorted({line.strip() for text in texts for line in text.splitlines() if len(line.split()) >= MIN_WORDS})
    chance = random.Random(1)
    for number in range(count):
        chosen = chance.sample(paragraphs, chance.randint(6, 16))
        (folder / f"{number:06}.txt").write_text("\n\n".join(chosen), encoding="utf-8")
    return folder


def _plain_loop(folder: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", PLAIN_LOOP, str(folder), MODEL], check=True, capture_output=True, text=True
    )
    result = json.loads(done.stdout)
    return result["articles"] / result["seconds"]


def _newslake(folder: Path, lake: Path) -> float:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", "ingest", str(folder), "--output", str(lake), "--workers=1", "--json"],
        check=True,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
    )
    account = json.loads(done.stdout)
    return account["read"] / (time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
