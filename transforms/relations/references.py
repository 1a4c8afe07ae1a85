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
# Of these only a business, not a body of the state or of members, can be meant by "the company".
_BUSINESSES = _ORGANISATIONS - {"agency", "group", "club"}
_NO_BUSINESS = frozenset(
    "administration agency army assembly association authority board bureau commission committee congress council court "
    "department federation federal force forces fund government league ministry nations navy office organisation "
    "organization parliament party police regulator reserve senate service society treasury tribunal union university".split()
)
_NEUTRAL_LABELS = frozenset(["ORG", "GPE"])
_REFLEXIVE = frozenset(["himself", "herself", "itself", "myself"])
_FEMALE, _MALE = frozenset(["she", "her", "herself"]), frozenset(["he", "him", "his", "himself"])
_FEMALE_TITLES = frozenset("mrs ms miss madam lady dame sister queen princess".split())
_MALE_TITLES = frozenset("mr sir lord king prince brother".split())
# What an argument of a clause is to it.
_ARGUMENT = frozenset([Role.SUBJECT, Role.PASSIVE_SUBJECT, Role.OBJECT, Role.INDIRECT_OBJECT, Role.OBLIQUE])
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
        self._titles: "dict[str, set[str]]" = {}
        for mention, first in zip(names.mentions, names.first_words):
            if first and mention.label == "PERSON":
                self._titles.setdefault(mention.entity_id, set()).add(tree.lower[first - 1].rstrip("."))

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
            return self._only_organisation(word)
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

    def _only_organisation(self, word: int) -> Optional[Any]:
        """The only organisation that the article has named so far, if a word like "company" can mean it."""
        found: "dict[str, tuple[int, Any]]" = {}
        for mention, first in zip(self._names.mentions, self._names.first_words):
            if first >= word:
                break
            if mention.label == "ORG":
                found.setdefault(mention.entity_id, (first, mention))
        if self._tree.lower[word] in _BUSINESSES:
            found = {key: each for key, each in found.items() if self._may_be_business(*each)}
        return next(iter(found.values()))[1] if len(found) == 1 else None

    def _may_be_business(self, first: int, mention: Any) -> bool:
        """Not "the FDA", which has an article, nor "Justice Department"."""
        if first and self._tree.lower[first - 1] == "the" and mention.text.isupper():
            return False
        return _NO_BUSINESS.isdisjoint(mention.entity_name.lower().split())

    def _others(self, word: int) -> "set[str]":
        """The entities that a pronoun can't stand for: other arguments of its clause ("Kim, who succeeded her")."""
        tree, clause = self._tree, self._clauses.get(self._tree.heads[word])
        if clause is None or tree.roles[word] not in _ARGUMENT or tree.lower[word] in _REFLEXIVE:
            return set()
        is_subject = tree.roles[word] in (Role.SUBJECT, Role.PASSIVE_SUBJECT)
        others = [*clause.subjects, *tree.all(clause.head, *_ARGUMENT)]
        found: "set[str]" = set()
        for other in dict.fromkeys(each for one in others for each in tree.conjuncts(one)):
            if other == word:
                continue
            name = self._names.name_at(other)
            if name is None and not is_subject and other < word and tree.lower[other] in _PERSONAL and other in clause.subjects:
                name = self.resolve(other)
            if name is not None:
                found.add(name.entity_id)
        return found

    def _disagrees(self, word: int, mention: Any) -> bool:
        """ "She" is not whom the article calls Mr."""
        text = self._tree.lower[word]
        titles = _MALE_TITLES if text in _FEMALE else _FEMALE_TITLES if text in _MALE else frozenset()
        return not titles.isdisjoint(self._titles.get(mention.entity_id, ()))

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
        if name is None or name.label not in labels or self._disagrees(word, name):
            return None
        return name

    def _only(self, word: int, labels: "frozenset[str]") -> Optional[Any]:
        """The only entity of the kind before the word in its sentence, or else in the nearest sentence that has any."""
        tree = self._tree
        sentence = tree.sentences[word]
        nearest = max(0, sentence - _WINDOW)
        found: "dict[str, Any]" = {}
        others = self._others(word)
        for mention, first in zip(self._names.mentions, self._names.first_words):
            if first >= word:
                break
            if mention.entity_id in others or self._disagrees(word, mention):
                continue
            if tree.sentences[first] >= nearest and mention.label in labels:
                if tree.sentences[first] > nearest:
                    nearest = tree.sentences[first]
                    found = {}
                found[mention.entity_id] = mention
        return next(iter(found.values())) if len(found) == 1 else None
