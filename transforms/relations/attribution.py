"""Who says so: reporting verbs in all orders, "according to", a name and a colon, quotes that go on."""

from typing import NamedTuple, Optional

from transforms.relations.clauses import CLOSING_QUOTES, Clause, noun_of_content, tells
from transforms.relations.cues import cues
from transforms.relations.dependencies import Role, Tree
from transforms.relations.phrases import Names
from transforms.relations.quotes import find_quotes

_MAX_DEPTH = 40
_SUBJECTS = (Role.SUBJECT, Role.PASSIVE_SUBJECT)
_SELF = frozenset(["i", "we"])
_ENDS = frozenset([".", "!", "?", "”"])
# A clause that is one of these to another is as much wished or feared as that; a relative one need not be.
_SAME_CONTENT = frozenset([Role.CONJUNCT, Role.OPEN_COMPLEMENT, Role.CLAUSAL_COMPLEMENT])
_PEOPLE = frozenset(["he", "she", "they"])
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
        self._quotes, self._unclosed = find_quotes(tree)
        self._according = _according(tree)
        self._carried: "dict[int, Source]" = {}
        self._carry()

    def source(self, clause: Clause) -> Optional[Source]:
        """Who states a clause; None where it is the article itself, or where that is not safe to tell."""
        own = self._own(clause.head)
        speaker = self._carried.get(self._quotes[clause.head])
        if own is None or speaker is not None and self._tree.lower[own.head] in _SELF and self._quotes[own.head]:
            return speaker  # “I think we will win,” said Kim: Kim thinks so
        return own

    def quote(self, word: int) -> int:
        """The number of the quote that a word stands in, 0 outside."""
        return self._quotes[word]

    def _own(self, head: int) -> Optional[Source]:
        tree, word, within = self._tree, head, True
        for _ in range(_MAX_DEPTH):
            found = self._according_to(word) or self._said_after(word)
            if found is not None and head != found.cue[0]:
                return found
            above, role = tree.heads[word], tree.roles[word]
            if above == word:
                return self._colon(word) or self._according_beside(word)
            if role is Role.ADVERBIAL_CLAUSE and self._contrasts(word):
                return None
            found = self._asker(word) or self._holder(word) if within else None
            if found is not None:
                return found
            within = within and role in _SAME_CONTENT
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
        return self._source(self._speaker(verb), verb)

    def _asker(self, infinitive: int) -> Optional[Source]:
        """"Kim urged Lee to go": that Lee should go is Kim's word."""
        clause = self._clauses.get(infinitive)
        if clause is None or clause.rule != "object_control" or clause.governor is None or clause.governor.passive:
            return None
        verb = clause.governor.head
        if self._tree.lemmas[verb] not in cues().asking or self._tree.child(verb, Role.NEGATION) is not None:
            return None
        return self._source(self._speaker(verb), verb)

    def _holder(self, head: int) -> Optional[Source]:
        """Whose "hopes that it will end" are: who is named before the noun, or has or voices them."""
        tree, noun = self._tree, noun_of_content(self._tree, head)
        if noun is None:
            return None
        owner, verb = tree.child(noun, Role.POSSESSIVE), tree.heads[noun]
        if owner is not None:
            return self._source(owner, noun) if self._is_person(owner) else None
        if tree.roles[noun] is not Role.OBJECT or tree.lemmas[verb] not in cues().expressing:
            return None
        return None if tree.is_passive(verb) else self._source(self._speaker(verb), verb)

    def _speaker(self, verb: int) -> Optional[int]:
        """Who says something: who stands right before "saying", else the subject of the verb."""
        tree, clause = self._tree, self._clauses.get(verb)
        name = self._names.name_at(verb - 1) if verb and tree.tags[verb] == "VBG" else None
        if name is not None and name.label == "PERSON":
            return self._head_of_name(verb - 1)
        subjects = clause.subjects if clause is not None else []
        return subjects[0] if subjects else tree.child(verb, *_SUBJECTS)

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

    def _according_beside(self, root: int) -> Optional[Source]:
        """"Kim, according to Lee, left": set off by commas or at an end of the sentence, whatever it hangs on."""
        tree = self._tree
        first, end = tree.sentence_spans[tree.sentences[root]]
        if self._quotes[root]:
            return None
        found = [(nominal, word) for nominal, word in self._according.items() if first <= word < end]
        found = [each for each in found if self._stands_apart(*each, first)]
        named = [each for each in found if self._is_person(each[0])]
        for nominal, word in named or found:
            return Source(nominal, (word, word + 1))
        return None

    def _stands_apart(self, nominal: int, according: int, first: int) -> bool:
        """Whether "according to" is set off from what it hangs on, and belongs to no relative clause."""
        tree = self._tree
        before = according - first < 3 or tree.words[according - 1] == "," and tree.tags[according - 2] not in ("WDT", "WP")
        return before and not self._quotes[according] and not self._below_relative(nominal)

    def _below_relative(self, word: int) -> bool:
        """Whether a word belongs to a relative clause, which alone it tells the source of."""
        tree = self._tree
        for _ in range(_MAX_DEPTH):
            if tree.roles[word] is Role.RELATIVE_CLAUSE:
                return True
            if tree.heads[word] == word:
                return False
            word = tree.heads[word]
        return False

    def _contrasts(self, verb: int) -> bool:
        """"Kim says they left, while Lee reports a loss": what another reports is not what Kim says."""
        tree = self._tree
        marks = [tree.lower[mark] for mark in tree.all(verb, Role.MARKER)]
        return tree.lemmas[verb] in cues().reporting and ("while" in marks or "whereas" in marks)

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
        if subject is not None and self._names.time_at(subject) is not None:
            subject = self._before_time(subject)
        if subject is None or self._says_nothing(subject, verb) or not self._tree.is_nominal(subject):
            return None
        return Source(subject, (verb, verb))

    def _says_nothing(self, subject: int, verb: int) -> bool:
        """Whether a subject stands for nobody; "it says" is of an organisation, "it shows" of anything."""
        tree = self._tree
        if tree.lower[subject] == "it" and tree.roles[subject] is Role.SUBJECT and tree.lemmas[verb] in cues().quoting:
            return tree.is_passive(verb)
        return tree.lower[subject] in _NO_SOURCE

    def _before_time(self, word: int) -> Optional[int]:
        """"The ministry Tuesday said": whom the parser has taken a day for stands before it."""
        tree, time = self._tree, self._names.time_at(word)
        first, _ = tree.sentence_spans[tree.sentences[word]]
        while word >= first and tree.starts[word] >= time.start:
            word -= 1
        if word < first or not tree.is_nominal(word):
            return None
        end = word
        while first <= tree.heads[word] <= end and tree.heads[word] != word and tree.is_nominal(tree.heads[word]):
            word = tree.heads[word]
        return word

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
            framed = None if sources else self._frame_after(last) or self._frame_before(first)
            if framed is not None:
                sources[framed.head] = framed
            if len(sources) == 1:
                last_source = self._carried[quote] = next(iter(sources.values()))
            elif not sources and last_source is not None and self._follows(last_end, first, last_source):
                self._carried[quote] = last_source
            else:
                last_source = None if sources else self._reported_before(first)
                if last_source is not None:
                    self._carried[quote] = last_source
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

    def _frame_before(self, first: int) -> Optional[Source]:
        """Kim said in a statement: “…”, Kim left this farewell, “…”: where the parser has not joined them."""
        tree = self._tree
        start, mark = self._before(first)
        if mark <= start or not tree.words[first][:1].isupper() or not self._holds_clause(first):
            return None
        verb = self._last_verb(start, mark)
        if verb is not None and tree.lemmas[verb] in cues().quoting:
            subject = self._speaker(verb)
            return self._source(subject, verb) if subject is not None and subject < first else None
        if tree.words[mark] not in (",", ":"):
            return None
        if tree.words[mark] == ":" and self._is_person(mark - 1):
            return self._source(self._head_of_name(mark - 1), mark)
        for word in range(start, mark):
            if start <= tree.heads[word] < mark and tree.heads[word] != word:
                continue
            subject = tree.child(word, Role.SUBJECT) if word in self._clauses else None
            if subject is not None and subject < mark and self._is_person(subject):
                return self._source(subject, mark)
            if tree.words[mark] == ":" and verb is None and tree.is_nominal(word):
                return self._source(word, mark)
        return None

    def _head_of_name(self, word: int) -> int:
        """The word of a name that the others hang on."""
        tree, name = self._tree, self._names.name_at(word)
        while name is not None and tree.heads[word] != word and self._names.name_at(tree.heads[word]) is name:
            word = tree.heads[word]
        return word

    def _before(self, first: int) -> "tuple[int, int]":
        """Where the sentence that introduces a quote starts, and the last of its words before the mark."""
        tree, word = self._tree, first - 1
        while word > 0 and not tree.words[word].strip("“„\"`' "):
            word -= 1
        start, _ = tree.sentence_spans[tree.sentences[max(word, 0)]]
        if word < 0 or tree.words[word] in _ENDS or "\n\n" in tree.text[tree.starts[word] : tree.starts[first]]:
            return first, 0
        for other in range(word, start - 1, -1):
            if self._quotes[other]:
                return other + 1, word
        return start, word

    def _holds_clause(self, first: int) -> bool:
        """Whether a quote says something in its first sentence, and is no title."""
        _, end = self._tree.sentence_spans[self._tree.sentences[first]]
        same = self._quotes[first]
        return any(word in self._clauses and self._quotes[word] == same for word in range(first, end))

    def _last_verb(self, start: int, end: int) -> Optional[int]:
        verbs = [word for word in range(start, end + 1) if self._tree.pos[word] == "VERB"]
        return verbs[-1] if verbs else None

    def _is_person(self, word: int) -> bool:
        name = self._names.name_at(word)
        return self._tree.lower[word] in _PEOPLE or name is not None and name.label in ("PERSON", "ORG")

    def _reported_before(self, first: int) -> Optional[Source]:
        """Kim said that it was late. “We are tired.”: full sentences in quotes behind what somebody is said to say."""
        tree = self._tree
        start, _ = tree.sentence_spans[tree.sentences[first]]
        previous = tree.sentences[first] - 1
        if previous < 0 or start < first - 2 or not self._holds_clause(first):
            return None
        begin, end = tree.sentence_spans[previous]
        if "\n\n" in tree.text[tree.starts[end - 1] : tree.starts[first]]:
            return None
        roots = [word for word in range(begin, end) if tree.heads[word] == word and not self._quotes[word]]
        for root in roots:
            found = self._reporter(root, root) or self._according_to(root)
            if found is not None:
                return found
        return None

    def _starts_at(self, subject: int, verb: int, first: int) -> bool:
        """Only the subject and the verb stand between, in either order."""
        below = {subject, verb, *self._tree.children[subject]}
        return all(word in below for word in range(first, max(subject, verb) + 1))

    def _follows(self, last_end: int, first: int, source: Source) -> bool:
        tree = self._tree
        between = tree.text[tree.starts[last_end] : tree.starts[first]]
        if "\n\n" in between:
            return self._quotes[last_end] in self._unclosed and self._before(first)[0] == first
        if tree.sentences[first] == tree.sentences[last_end]:
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
