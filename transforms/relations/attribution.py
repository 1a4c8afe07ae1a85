"""Who says so: reporting verbs in all orders, "according to", a name and a colon, quotes that go on."""

from typing import NamedTuple, Optional

from transforms.relations.clauses import CLOSING_QUOTES, Clause, tells
from transforms.relations.cues import cues
from transforms.relations.dependencies import Role, Tree
from transforms.relations.phrases import Names

_MAX_DEPTH = 40
_SUBJECTS = (Role.SUBJECT, Role.PASSIVE_SUBJECT)
_QUOTES = frozenset(["“", "”", "``", "''", '"'])
_NO_SOURCE = frozenset(["it", "that", "this", "which", "there", "what", "who"])


class Source(NamedTuple):
    """The head word of who says so, and the first and last word of the cue."""

    head: int
    cue: "tuple[int, int]"


class Attributions:
    """The sources of the clauses of a Doc."""

    def __init__(self, tree: Tree, names: Names, clauses: "dict[int, Clause]") -> None:
        self._tree = tree
        self._names = names
        self._clauses = clauses
        self._quotes = _quotes(tree)
        self._according = _according(tree)
        self._carried: "dict[int, Source]" = {}
        self._carry()

    def source(self, clause: Clause) -> Optional[Source]:
        """Who states a clause; None where it is the article itself, or where that is not safe to tell."""
        own = self._own(clause.head)
        if own is not None:
            return own
        quote = self._quotes[clause.head]
        return self._carried.get(quote) if quote else None

    def quote(self, word: int) -> int:
        """The number of the quote that a word stands in, 0 outside."""
        return self._quotes[word]

    def _own(self, head: int) -> Optional[Source]:
        tree, word = self._tree, head
        for _ in range(_MAX_DEPTH):
            found = self._according_to(word) or self._said_after(word)
            if found is not None and head != found.cue[0]:
                return found
            above, role = tree.heads[word], tree.roles[word]
            if above == word:
                return self._colon(word)
            if role is Role.CLAUSAL_COMPLEMENT or role is Role.PARATAXIS and self._quotes[word]:
                found = self._reporter(above, word)
                if found is not None:
                    return found
            word = above
        return None

    def _reporter(self, verb: int, below: int) -> Optional[Source]:
        """The subject of the verb of saying above a clause."""
        tree = self._tree
        if tree.lemmas[verb] not in cues().reporting or tree.child(verb, Role.NEGATION) is not None:
            return None
        if tree.child(verb, Role.PASSIVE_AUXILIARY) is not None:
            return None
        clause = self._clauses.get(verb)
        if clause is not None and (clause.passive or clause.rule == "object_control"):
            return None
        above = None if clause is None else clause.governor
        if above is not None and clause.rule == "subject_control" and tree.lemmas[above.head] in cues().negative_governors:
            return None  # "refused to say whether"
        subjects = clause.subjects if clause is not None else []
        subject = subjects[0] if subjects else tree.child(verb, *_SUBJECTS)
        return self._source(subject, verb)

    def _said_after(self, word: int) -> Optional[Source]:
        """“…,” said X: the verb of saying hangs below the quote."""
        tree = self._tree
        for verb in tree.all(word, Role.PARATAXIS):
            if tree.lemmas[verb] in cues().quoting and tree.child(verb, Role.CLAUSAL_COMPLEMENT, Role.OBJECT) is None:
                subject = tree.child(verb, Role.SUBJECT)
                if subject is not None:
                    return self._source(subject, verb)
        return None

    def _according_to(self, word: int) -> Optional[Source]:
        if not self._according:
            return None
        for child in self._tree.all(word, Role.OBLIQUE, Role.NOMINAL, Role.PARATAXIS, Role.ADVERBIAL_CLAUSE):
            first = self._according.get(child)
            if first is not None:
                return Source(child, (first, first + 1))
        return None

    def _colon(self, root: int) -> Optional[Source]:
        """X: “…”."""
        tree = self._tree
        first, _ = tree.sentence_spans[tree.sentences[root]]
        name = self._names.name_at(first)
        quote = self._quotes[root]
        if name is None or name.label not in ("PERSON", "ORG") or not quote or self._quotes[first]:
            return None
        colon = first
        while colon < root and tree.starts[colon] < name.end:
            colon += 1
        if tree.words[colon] != ":":
            return None
        return Source(first, (colon, colon))

    def _source(self, subject: Optional[int], verb: int) -> Optional[Source]:
        if subject is None or self._tree.lower[subject] in _NO_SOURCE or not self._tree.is_nominal(subject):
            return None
        return Source(subject, (verb, verb))

    def _carry(self) -> None:
        """A quote has one source: what one of its clauses has, all have; so has the next quote of a paragraph
        when only full sentences in quotes follow."""
        last_source: Optional[Source] = None
        last_end = -1
        first_words: "dict[int, int]" = {}
        last_words: "dict[int, int]" = {}
        found: "dict[int, list[Source]]" = {}
        for word, quote in enumerate(self._quotes):
            if not quote:
                continue
            first_words.setdefault(quote, word)
            last_words[quote] = word
            if word in self._clauses:
                source = self._own(word)
                if source is not None and not self._quotes[source.cue[0]]:
                    found.setdefault(quote, []).append(source)
        for quote in sorted(first_words):
            sources = {source.head: source for source in found.get(quote, ())}
            first, last = first_words[quote], last_words[quote]
            framed = self._frame_after(last) if not sources else None
            if framed is not None:
                sources[framed.head] = framed
            if len(sources) == 1:
                last_source = self._carried[quote] = next(iter(sources.values()))
            elif not sources and last_source is not None and self._follows(last_end, first, last_source):
                self._carried[quote] = last_source
            else:
                last_source = None
            last_end = last

    def _frame_after(self, last: int) -> Optional[Source]:
        """“…,” Kim insisted, where the parser has made a sentence of its own of the words of saying."""
        tree, after = self._tree, last + 2
        if after >= len(tree.words) or tree.words[last + 1] not in CLOSING_QUOTES:
            return None
        first, end = tree.sentence_spans[tree.sentences[after]]
        if first not in (last + 1, after):
            return None
        for verb in range(after, end):
            clause = self._clauses.get(verb)
            if clause is not None and tree.roles[verb] is Role.ROOT and tells(tree, verb):
                subject = tree.child(verb, *_SUBJECTS)
                return self._source(subject, verb) if self._starts_at(subject, verb, after) else None
        return None

    def _starts_at(self, subject: int, verb: int, first: int) -> bool:
        """Only the subject and the verb stand between, in either order."""
        below = {subject, verb, *self._tree.children[subject]}
        return all(word in below for word in range(first, max(subject, verb) + 1))

    def _follows(self, last_end: int, first: int, source: Source) -> bool:
        tree = self._tree
        between = tree.text[tree.starts[last_end] : tree.starts[first]]
        if "\n\n" in between or tree.sentences[first] == tree.sentences[last_end]:
            return False
        # Only the words of saying stand between: “…,” said X. “…”
        words = [word for word in range(last_end + 1, first) if tree.pos[word] not in ("PUNCT", "SPACE")]
        return all(tree.sentences[word] == tree.sentences[source.head] for word in words) and len(words) <= 12


def _according(tree: Tree) -> "dict[int, int]":
    """The words that "according to" stands before and belongs to, each with the word "according"."""
    found: "dict[int, int]" = {}
    for word, (text, following) in enumerate(zip(tree.lower, tree.lower[1:])):
        if text == "according" and following == "to":
            for nominal in (tree.heads[word], tree.heads[word + 1]):
                if word + 1 < nominal <= word + 8:
                    found.setdefault(nominal, word)
    return found


def _opens(tree: Tree, word: int) -> bool:
    """A straight quote opens where white space or nothing is before it and none after it."""
    before = tree.text[tree.starts[word] - 1 : tree.starts[word]]
    after = tree.text[tree.ends[word] : tree.ends[word] + 1]
    return (not before.strip() or before in "([—–") and bool(after.strip())


def _quotes(tree: Tree) -> "list[int]":
    """For each word the number of the quote that it stands in, 0 outside. A paragraph ends all quotes."""
    numbers, current, count = [], 0, 0
    for word, text in enumerate(tree.words):
        if text in _QUOTES:
            if text in ("“", "``") or text == '"' and _opens(tree, word):
                count += 1
                current = count
            else:
                current = 0
            numbers.append(0)
            continue
        if current and "\n\n" in text:
            current = 0
        numbers.append(current)
    return numbers
