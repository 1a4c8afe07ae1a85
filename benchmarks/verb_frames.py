"""How verbs are used: with an object, and with nothing at all; what the lists of verbs in relations/cues.yaml go by.

    python -m benchmarks.verb_frames --corpora DIR [--taught DIR] [--uses N] [VERB …]

Counted in UD EWT and GUM, but for GUM's development documents; with --taught also in what the model's teacher said of other
texts (`taught/` in the work folder of models/train.py). A use is a verb that has a subject of its own and shares nothing
with a coordinated verb; a passive counts apart, as "be" and its participle. "Bare" is one without object, phrase, clause,
particle or adverb behind it.
"""

import argparse
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Iterator, Sequence

from models.recipe.conllu import Sentence, Word, read_conllu
from models.recipe.corpora import treebanks
from models.recipe.taught import taught_sentences
from transforms.relations.lemmas import verb_lemma

_OBJECTS = frozenset(["obj", "iobj"])
_COMPLEMENTS = _OBJECTS | frozenset(
    "obl ccomp xcomp advcl compound:prt nmod obl:agent obl:unmarked obl:npmod parataxis csubj".split()
)
_WITHOUT_SUBJECT_OF_THEIR_OWN = frozenset(["acl", "acl:relcl", "amod", "compound", "conj"])


@dataclass(frozen=True)
class Use:
    """A verb in a clause: its lemma or passive, whether it has an object, and whether it has nothing."""

    verb: str
    with_object: bool
    bare: bool


def main() -> None:
    """Count and print, the verbs with the fewest bare uses first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", required=True, type=Path, help="folder with ewt and gum")
    parser.add_argument("--taught", type=Path, help="folder of what the teacher said")
    parser.add_argument("--uses", type=int, default=25, help="least uses of a verb that is printed (default: %(default)s)")
    parser.add_argument("verbs", nargs="*", help="verbs to print, however seldom; all without")
    options = parser.parse_args()
    uses, with_object, bare = (Counter[str]() for _ in range(3))
    for use in uses_of(_sentences(options.corpora, options.taught)):
        uses[use.verb] += 1
        with_object[use.verb] += use.with_object
        bare[use.verb] += use.bare
    shown = options.verbs or [verb for verb, count in uses.items() if count >= options.uses]
    for verb in sorted(shown, key=lambda verb: (bare[verb] / max(1, uses[verb]), verb)):
        count = max(1, uses[verb])
        print(f"{verb:20} {uses[verb]:6} uses, with object {with_object[verb] / count:.3f}, bare {bare[verb] / count:.3f}")


def uses_of(sentences: Iterable[Sentence]) -> Iterator[Use]:
    """The uses of verbs in parsed sentences."""
    for sentence in sentences:
        children: "list[list[int]]" = [[] for _ in sentence.words]
        for index, word in enumerate(sentence.words):
            if word.head != index:
                children[word.head].append(index)
        for index, word in enumerate(sentence.words):
            if word.upos == "VERB" and word.deprel not in _WITHOUT_SUBJECT_OF_THEIR_OWN:
                below = [sentence.words[child] for child in children[index]]
                verb = _verb(word, below)
                if verb is not None:
                    behind = any(child > index and sentence.words[child].deprel == "advmod" for child in children[index])
                    bare = not behind and _COMPLEMENTS.isdisjoint(child.deprel for child in below)
                    yield Use(verb, not _OBJECTS.isdisjoint(child.deprel for child in below), bare)


def _verb(word: Word, below: "Sequence[Word]") -> "str | None":
    """The verb's lemma, or "be" and the participle; None where it has no subject or a coordinated verb."""
    roles = {child.deprel for child in below}
    if any(child.deprel == "conj" and child.upos == "VERB" for child in below):
        return None
    if {"nsubj:pass", "aux:pass"} <= roles:
        return f"be {word.form.lower()}"
    if "nsubj" not in roles or not roles.isdisjoint(("aux:pass", "cop")):
        return None
    return word.lemma or verb_lemma(word.form.lower(), word.xpos, word.form.lower())


def _sentences(corpora: Path, taught: "Path | None") -> Iterator[Sentence]:
    for path in treebanks(corpora)["train"]:
        yield from read_conllu(path)
    if taught is not None:
        yield from taught_sentences(taught, random.Random(0))


if __name__ == "__main__":
    main()
