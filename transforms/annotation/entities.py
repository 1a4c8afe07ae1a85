"""The fullest name in an article that each of its names stands for: "Kim" → "Kim Jong-un", "ICC" → its long form.

Names are matched within a label by their words alone, the precise sieves first, as Raghunathan et al. (2010)
showed for the coreference of names: the same name; aliases and forms that the lists beside this code know;
parts of fuller names. A short name that may be several fuller ones stands for itself.
"""

from collections import Counter, defaultdict
from typing import Hashable, Sequence

from transforms.annotation.aliases import ALIASES
from transforms.annotation.folding import Appellation, display, fold
from transforms.annotation.organisations import group_organisations
from transforms.annotation.persons import group_persons, without_kept_title
from transforms.annotation.words import VALUE_LABELS

_PLACE_LABELS = frozenset({"GPE", "LOC", "NORP"})
# Labels that models waver between for the names in the list of aliases.
_ALIASED_LABELS = frozenset({"GPE", "LOC", "ORG", "EVENT", "FAC"})



def name_entities(names: Sequence[Appellation]) -> "list[str]":
    """The fullest name in the article for each of its names, in the order of the article.

    Times and amounts keep their own text.
    """
    keys = _group(names)
    members: "dict[Hashable, list[str]]" = defaultdict(list)
    for key, name in zip(keys, names):
        members[key].append(display(name.text))
    fullest = {key: _fullest(texts) for key, texts in members.items()}
    return [
        " ".join(name.text.split()) if name.label in VALUE_LABELS else fullest[key]
        for key, name in zip(keys, names)
    ]


def _group(names: Sequence[Appellation]) -> "list[Hashable]":
    """A key for each name that names of the same entity share."""
    keys: "list[Hashable]" = [(name.label, fold(name.text)) for name in names]
    persons = [index for index, name in enumerate(names) if name.label == "PERSON"]
    for index, key in zip(persons, group_persons([names[index] for index in persons])):
        keys[index] = ("PERSON", key)
    organisations = [index for index, name in enumerate(names) if name.label == "ORG"]
    places = {fold(name.text) for name in names if name.label in _PLACE_LABELS} if organisations else ()
    for index, key in zip(organisations, group_organisations([names[index] for index in organisations], places)):
        keys[index] = ("ORG", key)
    for index, name in enumerate(names):
        alias = ALIASES.get(fold(name.text)) if name.label in _ALIASED_LABELS else None
        if alias is not None:
            keys[index] = ("alias", alias.number)
    return keys


def _fullest(texts: "list[str]") -> str:
    """By the list of aliases, else that of most words, else the longest; of its spellings the most frequent."""
    folded = {text: fold(text) for text in texts}
    if len(folded) == 1:
        return texts[0]
    best = min(
        dict.fromkeys(folded.values()),
        key=lambda name: (
            ALIASES[name].rank if name in ALIASES else 0, -len(without_kept_title(name).split()), -len(name.split()), -len(name)
        ),  # fmt: skip
    )
    spellings = Counter(text for text in texts if folded[text] == best)
    return min(spellings, key=lambda text: (_is_shouted(text), -spellings[text]))


def _is_shouted(text: str) -> bool:
    """A name of several words in capitals, as in some headlines."""
    return text.isupper() and " " in text
