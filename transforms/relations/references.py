"""What pronouns and "the company" stand for, where that is safe; everything else stays unresolved."""

from typing import Any, Optional

from transforms.relations.attribution import Attributions
from transforms.relations.clauses import Clause
from transforms.relations.dependencies import Role, Tree
from transforms.relations.phrases import Names

_PERSONAL = frozenset(["he", "she", "him", "his", "her", "himself", "herself"])
_NEUTRAL = frozenset(["it", "itself"])
_SPEAKER = frozenset(["i", "me", "myself"])
_ORGANISATIONS = frozenset(["company", "firm", "bank", "carmaker", "airline", "group", "agency", "club", "retailer"])
_NEUTRAL_LABELS = frozenset(["ORG", "GPE"])
_DEPENDENT = frozenset(
    [Role.CLAUSAL_COMPLEMENT, Role.ADVERBIAL_CLAUSE, Role.CONJUNCT, Role.OPEN_COMPLEMENT, Role.PARATAXIS]
)
# Sentences to look back for the only candidate.
_WINDOW = 2


class References:
    """Resolves the words of a Doc that stand for names."""

    def __init__(
        self, tree: Tree, names: Names, clauses: "dict[int, Clause]", attributions: Attributions
    ) -> None:
        self._tree, self._names, self._clauses, self._attributions = tree, names, clauses, attributions

    def resolve(self, word: int) -> Optional[Any]:
        """The mention that a pronoun or short noun phrase stands for, or None."""
        text = self._tree.lower[word]
        if text in _SPEAKER:
            return self._speaker(word)
        if self._attributions.quote(word):
            return None  # whom a speaker means is not told by the text around
        if text in _PERSONAL:
            return self._antecedent(word, frozenset(["PERSON"]))
        if text in _NEUTRAL:
            return self._antecedent(word, _NEUTRAL_LABELS)
        if text in _ORGANISATIONS and self._is_definite(word):
            return self._only(word, frozenset(["ORG"]))
        return None

    def _is_definite(self, word: int) -> bool:
        before = [child for child in self._tree.children[word] if child < word]
        return before == [word - 1] and self._tree.lower[word - 1] == "the"

    def _speaker(self, word: int) -> Optional[Any]:
        if not self._attributions.quote(word):
            return None
        head = self._tree.heads[word]
        clause = self._clauses.get(head)
        source = self._attributions.source(clause) if clause is not None else None
        name = self._names.name_at(source.head) if source is not None else None
        return name if name is not None and name.label == "PERSON" else None

    def _antecedent(self, word: int, labels: "frozenset[str]") -> Optional[Any]:
        above = self._subject_above(word, labels)
        if above is not None or labels is _NEUTRAL_LABELS:
            return above  # "it" is too often a thing, or nothing, to guess further
        return self._only(word, labels)

    def _subject_above(self, word: int, labels: "frozenset[str]") -> Optional[Any]:
        """The subject of the clause above: "The Kremlin indicated it has received …"."""
        tree = self._tree
        if tree.roles[word] not in (Role.SUBJECT, Role.PASSIVE_SUBJECT):
            return None
        clause = tree.heads[word]
        if tree.roles[clause] not in _DEPENDENT:
            return None
        above = self._clauses.get(tree.heads[clause])
        if above is None or len(above.subjects) != 1 or above.subjects[0] > word:
            return None
        subject = above.subjects[0]
        name = self._names.name_at(subject)
        if name is None and tree.lower[subject] == tree.lower[word]:
            return self._antecedent(subject, labels)
        return name if name is not None and name.label in labels else None

    def _only(self, word: int, labels: "frozenset[str]") -> Optional[Any]:
        """The only entity of the kind before the word in its sentence, or else in the nearest sentence that has any."""
        tree = self._tree
        sentence = tree.sentences[word]
        nearest = max(0, sentence - _WINDOW)
        found: "dict[str, Any]" = {}
        for mention, first in zip(self._names.mentions, self._names.first_words):
            if first >= word:
                break
            if tree.sentences[first] >= nearest and mention.label in labels:
                if tree.sentences[first] > nearest:
                    nearest = tree.sentences[first]
                    found = {}
                found[mention.entity_id] = mention
        return next(iter(found.values())) if len(found) == 1 else None
