"""Parses as roles: the one place that knows dependency labels.

Two label sets are read: Universal Dependencies (https://universaldependencies.org/u/dep/) and the
ClearNLP labels of spaCy's `en_core_web_*` pipelines. A ClearNLP tree is rebuilt the way UD would have
it: what a preposition governs hangs on the word that the preposition modifies, and what follows "be" is
the head of its clause.
"""

import numpy as np
from spacy.attrs import DEP, HEAD, IDX, LEMMA, ORTH, POS, SPACY, TAG
from spacy.tokens import Doc

from transforms.relations.cues import cues
from transforms.relations.lemmas import VERB_TAGS, verb_lemma


class Role:
    """What a word is to its head.

    Plain texts and no Enum: up to Python 3.11 that finds its members by functions of Python, an eighth of the stage's time.
    """

    ROOT = "root"
    SUBJECT = "subject"
    PASSIVE_SUBJECT = "passive subject"
    CLAUSAL_SUBJECT = "clausal subject"
    EXPLETIVE = "expletive"
    OBJECT = "object"
    INDIRECT_OBJECT = "indirect object"
    OBLIQUE = "oblique"
    AGENT = "agent"
    NOMINAL = "nominal modifier"
    POSSESSIVE = "possessive"
    COPULA = "copula"
    AUXILIARY = "auxiliary"
    PASSIVE_AUXILIARY = "passive auxiliary"
    CLAUSAL_COMPLEMENT = "clausal complement"
    OPEN_COMPLEMENT = "open complement"
    ADVERBIAL_CLAUSE = "adverbial clause"
    RELATIVE_CLAUSE = "relative clause"
    ADNOMINAL_CLAUSE = "adnominal clause"
    CONJUNCT = "conjunct"
    COORDINATOR = "coordinator"
    APPOSITION = "apposition"
    PARATAXIS = "parataxis"
    NEGATION = "negation"
    ADVERB = "adverb"
    MODIFIER = "modifier"
    DETERMINER = "determiner"
    CASE = "case"
    MARKER = "marker"
    PARTICLE = "particle"
    NAME_PART = "name part"
    PUNCTUATION = "punctuation"
    OTHER = "other"


_SHARED = {
    "ROOT": Role.ROOT,
    "root": Role.ROOT,
    "nsubj": Role.SUBJECT,
    "csubj": Role.CLAUSAL_SUBJECT,
    "expl": Role.EXPLETIVE,
    "ccomp": Role.CLAUSAL_COMPLEMENT,
    "xcomp": Role.OPEN_COMPLEMENT,
    "advcl": Role.ADVERBIAL_CLAUSE,
    "acl": Role.ADNOMINAL_CLAUSE,
    "conj": Role.CONJUNCT,
    "cc": Role.COORDINATOR,
    "appos": Role.APPOSITION,
    "parataxis": Role.PARATAXIS,
    "advmod": Role.ADVERB,
    "amod": Role.MODIFIER,
    "nummod": Role.MODIFIER,
    "det": Role.DETERMINER,
    "case": Role.CASE,
    "mark": Role.MARKER,
    "compound": Role.NAME_PART,
    "aux": Role.AUXILIARY,
    "punct": Role.PUNCTUATION,
}

_UNIVERSAL = {
    **_SHARED,
    "nsubj:pass": Role.PASSIVE_SUBJECT,
    "nsubj:outer": Role.OTHER,
    "csubj:pass": Role.CLAUSAL_SUBJECT,
    "obj": Role.OBJECT,
    "iobj": Role.INDIRECT_OBJECT,
    "obl": Role.OBLIQUE,
    "obl:agent": Role.AGENT,
    "nmod": Role.NOMINAL,
    "nmod:poss": Role.POSSESSIVE,
    "nmod:desc": Role.NAME_PART,
    "cop": Role.COPULA,
    "aux:pass": Role.PASSIVE_AUXILIARY,
    "acl:relcl": Role.RELATIVE_CLAUSE,
    "flat": Role.NAME_PART,
    "fixed": Role.CASE,
    "compound:prt": Role.PARTICLE,
}

_CLEAR = {
    **_SHARED,
    "nsubjpass": Role.PASSIVE_SUBJECT,
    "csubjpass": Role.CLAUSAL_SUBJECT,
    "dobj": Role.OBJECT,
    "obj": Role.OBJECT,
    "dative": Role.INDIRECT_OBJECT,
    "npadvmod": Role.OBLIQUE,
    "nmod": Role.MODIFIER,
    "poss": Role.POSSESSIVE,
    "auxpass": Role.PASSIVE_AUXILIARY,
    "attr": Role.OPEN_COMPLEMENT,
    "acomp": Role.OPEN_COMPLEMENT,
    "oprd": Role.OPEN_COMPLEMENT,
    "relcl": Role.RELATIVE_CLAUSE,
    "preconj": Role.COORDINATOR,
    "predet": Role.DETERMINER,
    "quantmod": Role.MODIFIER,
    "neg": Role.NEGATION,
    "prt": Role.PARTICLE,
    "prep": Role.CASE,
    "agent": Role.CASE,
}

# Labels that only the ClearNLP set has: one of them tells which set a Doc uses.
_ONLY_CLEAR = frozenset("nsubjpass dobj pobj prep poss auxpass attr acomp relcl prt neg pcomp npadvmod".split())
# In UD these are adverbs; "no longer" is its adverb "longer" with "no" below.
_NEGATIONS = frozenset(["not", "n't", "n’t", "never"])
_CONTRACTED = frozenset(["'ve", "’ve", "of"])
_PREPOSITIONS = frozenset(["prep", "agent", "dative"])
_ARGUMENTS = frozenset(
    [Role.SUBJECT, Role.PASSIVE_SUBJECT, Role.OBJECT, Role.INDIRECT_OBJECT, Role.OBLIQUE, Role.AGENT]
)
# These are no objects, so that one after a preposition and before a finite verb is the subject of that verb.
_NOMINATIVE = frozenset(["i", "he", "she", "we", "they"])
FINITE = frozenset(["MD", "VBD", "VBZ", "VBP"])
_LEFT_OPEN = frozenset([Role.ADVERB, Role.EXPLETIVE, Role.OBLIQUE, Role.CLAUSAL_SUBJECT, Role.NOMINAL])
_WITH_SUBJECT = frozenset([Role.ROOT, Role.CONJUNCT, Role.CLAUSAL_COMPLEMENT, Role.PARATAXIS])
# Verbs whose form in -s is as often a noun, and stands before a preposition.
_PLAIN_VERBS = frozenset(["live", "work", "look", "call", "head", "vow", "seek", "threaten", "refuse", "decline", "fail"])
# "In an effort to": what for.
EFFORTS = frozenset(["effort", "attempt", "bid", "move"])
OPENING_QUOTES = frozenset(["“", "``", '"', "‘"])
_AMOUNTS = frozenset("much many more most several few less little half all both some any each others enough".split())
_OF_PLACES = frozenset(["in", "on", "at", "under", "with", "to"])
_COMPLEMENTS = frozenset([Role.OPEN_COMPLEMENT, Role.CLAUSAL_COMPLEMENT, Role.ADVERBIAL_CLAUSE])
_NOMINAL_POS = frozenset(["NOUN", "PROPN", "PRON", "NUM", "SYM"])


class Tree:
    """The words of a Doc and what each is to its head, as lists by word index.

    :param heads: index of each word's head; a root is its own.
    :param children: indices of the words that each word governs, in order.
    :param sentences: index of each word's sentence.
    """

    def __init__(self, doc: Doc) -> None:
        # Asked for at once: word by word these cost a fourth of the time that relations take.
        strings = doc.vocab.strings
        values = doc.to_array([ORTH, POS, TAG, LEMMA, DEP]).T.tolist()
        named = {value: strings[value] for value in set().union(*values)}
        self.doc = doc
        self.words, self.pos, self.tags, lemmas, labels = ([named[value] for value in row] for row in values)
        self.text = "".join([word + " " if space else word for word, space in zip(self.words, doc.to_array(SPACY).tolist())])
        self.lower = [text.lower() for text in self.words]
        # A base form is its own lemma, whatever a lemmatizer makes of it ("lower" is no "low").
        self.lemmas = [
            text if tag == "VB" and text not in _CONTRACTED
            else verb_lemma(text, tag, lemma.lower() or text) if tag in VERB_TAGS
            else lemma.lower() or text
            for lemma, text, tag in zip(lemmas, self.lower, self.tags)
        ]  # fmt: skip
        self.starts = doc.to_array(IDX).tolist()
        self.ends = [start + len(text) for start, text in zip(self.starts, self.words)]
        self.heads = (np.arange(len(doc)) + doc.to_array(HEAD).astype(np.int64)).tolist()
        clear = not _ONLY_CLEAR.isdisjoint(labels)
        table = _CLEAR if clear else _UNIVERSAL
        self.roles = [table.get(label) or table.get(label.partition(":")[0], Role.OTHER) for label in labels]
        self._read_sentences()
        if clear:
            self._raise_prepositional(labels)
            self._lower_copulas(labels)
        self._set_children()
        self._return_verbs()
        self._return_subjects()
        self._return_reports()
        self._return_coordinated()
        self._return_complements()
        self._return_brackets()
        self._return_descriptions()
        self._return_appositions()
        self._refine()

    def _read_sentences(self) -> None:
        self.sentences: "list[int]" = []
        self.sentence_spans: "list[tuple[int, int]]" = []
        for index, sentence in enumerate(self.doc.sents):
            self.sentence_spans.append((sentence.start, sentence.end))
            self.sentences.extend([index] * (sentence.end - sentence.start))

    def _set_children(self) -> None:
        self.children: "list[list[int]]" = [[] for _ in self.words]
        for word, head in enumerate(self.heads):
            if head != word:
                self.children[head].append(word)

    def _raise_prepositional(self, labels: "list[str]") -> None:
        """Hang what a preposition governs on the word that the preposition modifies."""
        for word, label in enumerate(labels):
            if label not in ("pobj", "pcomp"):
                continue
            preposition = outer = self.heads[word]
            while labels[outer] in _PREPOSITIONS and labels[self.heads[outer]] in _PREPOSITIONS:
                outer = self.heads[outer]  # "out of", "according to"
            if labels[outer] not in _PREPOSITIONS:
                continue
            governor = self.heads[outer]
            if governor == outer:
                continue
            if label == "pcomp" and self.pos[word] not in _NOMINAL_POS:
                self.roles[word], marking = Role.ADVERBIAL_CLAUSE, Role.MARKER
            elif labels[outer] == "agent":
                self.roles[word], marking = Role.AGENT, Role.CASE
            elif self.pos[governor] in _NOMINAL_POS:
                self.roles[word], marking = Role.NOMINAL, Role.CASE
            else:
                self.roles[word], marking = Role.OBLIQUE, Role.CASE
            self.heads[word] = governor
            while True:
                above = self.heads[preposition]
                self.heads[preposition], self.roles[preposition] = word, marking
                if preposition == outer:
                    break
                preposition = above

    def _lower_copulas(self, labels: "list[str]") -> None:
        """Make what follows "be" the head of its clause."""
        for word, label in enumerate(labels):
            be = self.heads[word]
            if label not in ("attr", "acomp") or self.lemmas[be] != "be" or self.roles[be] is Role.COPULA:
                continue
            self.heads[word] = word if self.heads[be] == be else self.heads[be]
            self.roles[word], self.roles[be] = self.roles[be], Role.COPULA
            for other, head in enumerate(self.heads):
                if head == be and other != be and other != word:
                    self.heads[other] = word
            self.heads[be] = word

    def _return_verbs(self) -> None:
        """"The company plans to open …": a verb in -s that heads a sentence without another is taken for a noun."""
        for word, role in enumerate(self.roles):
            if role is not Role.ROOT or word + 1 >= len(self.words):
                continue
            noun = self.tags[word] == "NNS" or self.tags[word] == "VBZ" and self.pos[word] == "NOUN"
            if not noun:
                continue
            first, _ = self.sentence_spans[self.sentences[word]]
            base, subject = self.lower[word][:-1], word - 1
            known = base in cues().governors or base in _PLAIN_VERBS or base in cues().reporting
            if not known or subject < first:
                continue
            while self.heads[subject] not in (subject, word):  # the first word of a name before it
                subject = self.heads[subject]
            says = base in cues().reporting and self.lower[word + 1] == "that"
            behind = says or self.tags[word + 1] == "TO" or self.roles[word + 1] is Role.CASE
            before = self.roles[subject] in (Role.NAME_PART, Role.SUBJECT) and self.heads[subject] == word
            verbal = (Role.AUXILIARY, Role.PASSIVE_AUXILIARY, Role.COPULA, Role.SUBJECT)
            finite = any(self.roles[child] in verbal for child in self.children[word] if child != subject)
            finite = finite or not says and any(self.tags[child] in FINITE for child in self.children[word])
            if not behind or not before or finite:
                continue
            self.pos[word], self.tags[word], self.lemmas[word] = "VERB", "VBZ", base
            self.roles[subject] = Role.SUBJECT
            for child in list(self.children[word]):
                role = self.roles[child]
                if child < subject and role in (Role.DETERMINER, Role.MODIFIER, Role.NAME_PART, Role.POSSESSIVE):
                    self.children[word].remove(child)
                    self._hang(child, subject)
                elif role is Role.NOMINAL and child > word:
                    self.roles[child] = Role.OBLIQUE
                elif role is Role.ADNOMINAL_CLAUSE and child > word:
                    self.roles[child] = Role.CLAUSAL_COMPLEMENT if says else Role.OPEN_COMPLEMENT

    def _return_subjects(self) -> None:
        """"If it goes through it would …": a pronoun before a finite verb without subject is taken for an object."""
        for word in range(1, len(self.words) - 1):
            if self.pos[word] != "PRON":
                continue
            role, left = self.roles[word], self.heads[word]
            if role not in (Role.OBLIQUE, Role.OBJECT, Role.NOMINAL) or left >= word:
                continue
            after = word + 1
            auxiliary = self.roles[after] in (Role.AUXILIARY, Role.PASSIVE_AUXILIARY, Role.COPULA)
            verb = self.heads[after] if auxiliary else after
            if self.tags[after] not in FINITE or verb <= word or self.roles[verb] not in _WITH_SUBJECT:
                continue
            if self.child(verb, Role.SUBJECT, Role.PASSIVE_SUBJECT, Role.EXPLETIVE, Role.CLAUSAL_SUBJECT) is not None:
                continue
            # "it" and "you" are objects too: only what ends a clause that stands before its main clause.
            ends = self.heads[left] == verb and self.roles[left] is Role.ADVERBIAL_CLAUSE
            nominative = self.lower[word] in _NOMINATIVE or self.lower[word] in ("it", "you") and ends
            if nominative and not self._above(word, verb):
                self._make_subject(word, verb)

    def _return_reports(self) -> None:
        """"Said in an interview that …": what is said is taken for a clause of the noun before it."""
        for word, role in enumerate(self.roles):
            if role not in (Role.RELATIVE_CLAUSE, Role.ADNOMINAL_CLAUSE):
                continue
            noun = self.heads[word]
            verb = self.heads[noun]
            if not verb < noun < word:
                continue
            if self.roles[noun] not in (Role.OBLIQUE, Role.INDIRECT_OBJECT) or self.lemmas[verb] not in cues().quoting:
                continue
            first = min([child for child in self.children[word] if child > noun], default=word)
            subject = self.child(word, Role.SUBJECT, Role.PASSIVE_SUBJECT)
            if self.lower[first] != "that" or subject in (None, first):
                continue
            if self.child(verb, Role.OBJECT, Role.CLAUSAL_COMPLEMENT) is None:
                self.children[noun].remove(word)
                self._hang(word, verb)
                self.roles[word], self.roles[first] = Role.CLAUSAL_COMPLEMENT, Role.MARKER

    def _return_coordinated(self) -> None:
        """"Kim said that it would rain, but dismissed …": a plain past after a comma goes on with the verb of saying."""
        for word, role in enumerate(self.roles):
            if role is not Role.CONJUNCT or self.tags[word] != "VBD":
                continue
            said = self.heads[word]
            verb, joint = self.heads[said], self.child(word, Role.COORDINATOR)
            if self.roles[said] is not Role.CLAUSAL_COMPLEMENT or joint is None or self.words[joint - 1] != ",":
                continue
            if self.lemmas[verb] not in cues().reporting or self.tags[verb] != "VBD" or not verb < said < joint < word:
                continue
            helped = self.child(said, Role.AUXILIARY, Role.COPULA, Role.PASSIVE_AUXILIARY) is not None
            own = self.child(word, Role.SUBJECT, Role.PASSIVE_SUBJECT, Role.AUXILIARY, Role.PASSIVE_AUXILIARY)
            if helped and own is None:
                self.move(word, verb, Role.CONJUNCT)

    def _return_complements(self) -> None:
        """What follows "became" is what it became, though the parser may hang it elsewhere."""
        for verb, lemma in enumerate(self.lemmas):
            if lemma not in ("become", "remain") or self.pos[verb] != "VERB" or verb + 1 >= len(self.words):
                continue
            if self.child(verb, Role.OBJECT, Role.OPEN_COMPLEMENT, Role.CLAUSAL_COMPLEMENT, Role.OBLIQUE) is not None:
                continue
            word = verb + 1
            while self.heads[word] > word and self.roles[word] is not Role.CASE:
                word = self.heads[word]
            head = self.heads[word]
            loose = self.roles[word] in (Role.PARATAXIS, Role.APPOSITION, Role.OTHER, Role.NOMINAL)
            if not head < verb or not loose or self.pos[word] not in ("NOUN", "PROPN") or self._above(word, verb):
                continue
            if self.sentences[word] == self.sentences[verb]:
                self.children[head].remove(word)
                self._hang(word, verb)
                self.roles[word] = Role.OPEN_COMPLEMENT

    def _return_descriptions(self) -> None:
        """"Ann Hill, president and chief of Acme": the second is hung on the name rather than on the first."""
        for word, role in enumerate(self.roles):
            if role is not Role.CONJUNCT or self.pos[word] not in ("NOUN", "PROPN"):
                continue
            name = self.heads[word]
            if self.pos[name] != "PROPN":
                continue
            joint = self.child(word, Role.COORDINATOR)
            before = None if joint is None else joint - 1
            if before is None or self.roles[before] is not Role.APPOSITION or self.heads[before] != name:
                continue
            if name < before and self.pos[before] == "NOUN" and self.lower[joint] == "and" and word - joint < 4:
                self.children[name].remove(word)
                self._hang(word, before)

    def _return_appositions(self) -> None:
        """"Acme, a unit of Zeta, was sold": the explanation is taken for the subject, and the name hung elsewhere."""
        for word, role in enumerate(self.roles):
            if role not in (Role.SUBJECT, Role.PASSIVE_SUBJECT) or self.pos[word] != "NOUN":
                continue
            verb, article = self.heads[word], self.child(word, Role.DETERMINER)
            if article is None or article < 2 or self.lower[article] not in ("a", "an", "the"):
                continue
            if self.words[article - 1] != "," or not word < verb:
                continue
            name = article - 2
            while self.heads[name] != verb and self.heads[name] != name and self.heads[name] < article:
                name = self.heads[name]
            loose = self.roles[name] in (Role.OBLIQUE, Role.SUBJECT, Role.PASSIVE_SUBJECT, Role.OTHER, Role.NOMINAL)
            if self.heads[name] != verb or not loose or self.pos[name] != "PROPN" or self.case_words(name):
                continue
            if name == self.sentence_spans[self.sentences[name]][0] or self.roles[name] is role:
                self.move(name, verb, role)
                self.move(word, name, Role.APPOSITION)

    def _return_brackets(self) -> None:
        """"Ann Hill (born in Lima, died in Rome) was a poet": what stands in brackets is taken for the clause."""
        for opening, text in enumerate(self.words):
            if text != "(" or not opening or self.pos[opening - 1] not in ("PROPN", "PUNCT"):
                continue
            closing = next((w for w in range(opening, min(opening + 45, len(self.words))) if self.words[w] == ")"), None)
            after = None if closing is None else closing + 1
            if after is None or after >= len(self.words) or self.lower[after] not in ("is", "was", "are", "were"):
                continue
            if self.roles[after] is not Role.COPULA or self.sentences[after] != self.sentences[opening]:
                continue
            name, clause = opening - 1, self.heads[after]
            while self.roles[name] is Role.NAME_PART or self.heads[name] > name and self.heads[name] < opening:
                name = self.heads[name]
            if self.pos[name] != "PROPN" or not name < opening or clause < after:
                continue
            subject = self.child(clause, Role.SUBJECT, Role.PASSIVE_SUBJECT)
            if subject is not None and not opening < subject < closing:
                continue
            self._give_clause(name, clause, opening)

    def _give_clause(self, name: int, clause: int, opening: int) -> None:
        """Make a clause behind brackets that of the name before them, and what is in the brackets hang on the name."""
        old = self.heads[name]
        loose = old == name or opening < old < clause or old == clause
        if not loose or self._above(clause, name) and old != clause and not opening < old < clause:
            return
        above = self.heads[clause]
        inside = old if opening < old < clause else None
        if above != clause:
            self.children[above].remove(clause)
        self.heads[clause], self.roles[clause] = clause, Role.ROOT
        if old != name:
            self.children[old].remove(name)
        wrong = self.child(clause, Role.SUBJECT, Role.PASSIVE_SUBJECT)
        self._hang(name, clause)
        self.roles[name] = Role.SUBJECT
        if wrong is not None:
            self.children[clause].remove(wrong)
            self._hang(wrong, name)
            self.roles[wrong] = Role.PARATAXIS
        if inside is not None:
            while opening < self.heads[inside] < clause and self.heads[inside] != inside:
                inside = self.heads[inside]
            if self.heads[inside] != inside and not self._above(inside, name):
                return
            if self.heads[inside] != inside:
                self.children[self.heads[inside]].remove(inside)
            self._hang(inside, name)
            self.roles[inside] = Role.PARATAXIS

    def _make_subject(self, word: int, verb: int) -> None:
        old, prepositions = self.heads[word], self.case_words(word)
        self.children[old].remove(word)
        self._hang(word, verb)
        passive = self.child(verb, Role.PASSIVE_AUXILIARY) is not None
        self.roles[word] = Role.PASSIVE_SUBJECT if passive else Role.SUBJECT
        for preposition in prepositions:
            self.children[self.heads[preposition]].remove(preposition)
            self._hang(preposition, old)
            self.roles[preposition] = Role.PARTICLE

    def _refine(self) -> None:
        """What the labels leave open: negations among adverbs, agents among obliques, clauses after "by"."""
        for word, role in enumerate(self.roles):
            if role not in _LEFT_OPEN:
                continue
            if role is Role.ADVERB and self.lower[word] in _NEGATIONS:
                self.roles[word] = Role.NEGATION
            elif role is Role.ADVERB and self.lower[word] == "longer":
                if any(self.lower[child] == "no" for child in self.children[word]):
                    self.roles[word] = Role.NEGATION
            elif role is Role.EXPLETIVE and self.lower[word] == "it" and self._acts(self.heads[word]):
                self.roles[word] = Role.SUBJECT
            elif role is Role.OBLIQUE and self.is_passive(self.heads[word]) and self.preposition(word) == "by":
                self.roles[word] = Role.AGENT
            elif role is Role.CLAUSAL_SUBJECT and self._is_extraposed(word):
                self.roles[word] = Role.CLAUSAL_COMPLEMENT
            elif role is Role.NOMINAL and self.lemmas[word] in EFFORTS and self.preposition(word) == "in":
                self._raise_effort(word)
        for word, role in enumerate(self.roles):
            if self.lower[word] == "to" and word and self.lower[word - 1] == "up":
                self._join_limit(word)
            if role is Role.CASE and self.tags[word] == "RP" and self.case_words(self.heads[word]) == [word]:
                self._lower_particle(word)
        for word, role in enumerate(self.roles):
            if role is Role.NAME_PART and self.heads[word] > word:
                self._raise_case(word)
        for word, role in enumerate(self.roles):
            preposition = self.preposition(word) if role is Role.NOMINAL else ""
            if preposition == "by":
                self._raise_agent(word)
            elif role is Role.NOMINAL:
                self._raise_complement(word, preposition)

    def _acts(self, verb: int) -> bool:
        """Whether a verb has an object but no other subject, so that its "it" is one: "it includes two schools"."""
        others = (Role.SUBJECT, Role.PASSIVE_SUBJECT, Role.CLAUSAL_SUBJECT, Role.CLAUSAL_COMPLEMENT, Role.COPULA)
        acts = self.pos[verb] == "VERB" and self.child(verb, Role.OBJECT) is not None
        return acts and self.child(verb, *others) is None

    def _is_extraposed(self, word: int) -> bool:
        """"It is expected that she will come": what is expected, though its place is the subject's."""
        head = self.heads[word]
        holder = self.child(head, Role.EXPLETIVE)
        markers = [self.lower[child] for child in self.all(word, Role.MARKER)]
        return holder is not None and holder < head < word and bool({"that", "whether"} & set(markers))

    def _raise_effort(self, word: int) -> None:
        """"Closed shops in an effort to save": no effort is in the shops."""
        thing = self.heads[word]
        verb = self.heads[thing]
        purpose = any(self.is_infinitive(child) for child in self.all(word, Role.ADNOMINAL_CLAUSE))
        if purpose and self.pos[verb] == "VERB" and self.roles[thing] in (Role.OBJECT, Role.OBLIQUE):
            self.move(word, verb, Role.OBLIQUE)

    def _raise_complement(self, word: int, preposition: str) -> None:
        """"Accused the minister of fraud", "view the visit as a chance": of and as what hangs on the verb."""
        person = self.heads[word]
        verb = self.heads[person]
        if self.roles[person] not in (Role.OBJECT, Role.INDIRECT_OBJECT) or not verb < person < word:
            return
        placed = preposition != "of" and f"{self.lemmas[verb]} {preposition}" in cues().placing
        if placed and preposition in _OF_PLACES and any(self.roles[child] is Role.OBLIQUE for child in self.children[verb]):
            return  # "put the case of beer in Lima on the table"
        if placed or preposition == "of" and self.lemmas[verb] in cues().of_verbs:
            self.children[person].remove(word)
            self._hang(word, verb)
            self.roles[word] = Role.OBLIQUE

    def _join_limit(self, word: int) -> None:
        """"Give up to 150 million": a limit of the amount, and neither a particle nor a preposition."""
        amount = self.heads[word]
        number = word + 1 < len(self.words) and self.pos[word + 1] in ("NUM", "SYM")
        if self.roles[word] is not Role.CASE or not number or self.roles[amount] is not Role.OBLIQUE:
            return
        verb = self.heads[amount]
        if self.child(verb, Role.OBJECT) is None and self.pos[verb] == "VERB" and not self.is_passive(verb):
            self.roles[amount], self.roles[word] = Role.OBJECT, Role.MODIFIER
            self.move(word - 1, amount, Role.MODIFIER)

    def _lower_particle(self, word: int) -> None:
        """"Shut down 11 plants": the particle is taken for a preposition, though its tag tells."""
        found = self.heads[word]
        verb = self.heads[found]
        if self.roles[found] is not Role.OBLIQUE or verb != word - 1 or self.pos[verb] != "VERB":
            return
        self.children[found].remove(word)
        self._hang(word, verb)
        self.roles[word] = Role.PARTICLE
        if self.child(verb, Role.OBJECT) is None and not self.is_passive(verb):
            self.roles[found] = Role.OBJECT

    def _raise_case(self, title: int) -> None:
        """"The wife of author John Hill": the preposition is hung on the title, so that the name seems to have none."""
        name, cases = self.heads[title], self.all(title, Role.CASE)
        loose = self.roles[name] in (Role.APPOSITION, Role.OBJECT)
        if not cases or not loose or self.all(name, Role.CASE):
            return
        for case in cases:
            self.children[title].remove(case)
            self._hang(case, name)
        self.roles[name] = Role.NOMINAL if self.is_nominal(self.heads[name]) else Role.OBLIQUE

    def _raise_agent(self, word: int) -> None:
        """"Arrested at his school by police": who did it hangs on the verb."""
        place = self.heads[word]
        verb = self.heads[place]
        if self.roles[place] is Role.NOMINAL and self.preposition(place) == "of" and self.is_nominal(verb):
            # "The arrest of two men by police"
            self.children[place].remove(word)
            self._hang(word, verb)
            return
        if self.roles[place] is not Role.OBLIQUE or place < verb or not self.is_passive(verb):
            return
        if self.child(verb, Role.AGENT) is None:
            self.children[place].remove(word)
            self._hang(word, verb)
            self.roles[word] = Role.AGENT

    def make_name(self, word: int) -> None:
        """Make a name of a subject or object that was tagged as something else: "Boeing wins …"."""
        if self.roles[word] in _ARGUMENTS and self.pos[word] not in _NOMINAL_POS:
            self.pos[word] = "PROPN"

    def join_name(self, first: int, last: int) -> None:
        """Make the words of a name, first to last exclusive, one argument: parsers know less about names."""
        inside = range(first, last)
        outer = [word for word in inside if self.heads[word] == word or self.heads[word] not in inside]
        if not outer or len(outer) == 1 and not any(self.pos[word] in ("VERB", "AUX") for word in inside):
            for word in outer:
                self.make_name(word)
                self._raise_function_words(inside, word)
            return
        # The highest one, so that no word comes to hang below itself.
        head = min(outer, key=lambda word: (self._depth(word), self.roles[word] not in _ARGUMENTS, word))
        governor = self.heads[head]
        for word in inside:
            if word == head:
                continue
            heir = governor if self.roles[word] in _COMPLEMENTS and governor != head else head
            for child in self.children[word]:
                if child not in inside:
                    self._hang(child, heir)
            self.children[word] = []
            if self.heads[word] != word and self.heads[word] not in inside:
                self.children[self.heads[word]].remove(word)
            self.heads[word], self.roles[word], self.pos[word] = head, Role.NAME_PART, "PROPN"
        outside = [child for child in self.children[head] if child not in inside]
        self.children[head] = sorted([*outside, *(word for word in inside if word != head)])
        self.pos[head] = "PROPN"
        self._lower_marker(head)
        if self.roles[head] is Role.OBLIQUE and head == governor + 1 and self.child(governor, Role.OBJECT) is None:
            self.roles[head] = Role.OBJECT

    def _lower_marker(self, head: int) -> None:
        """"Officer of Helping Hands": the name is taken for a clause, and its preposition for what introduces one."""
        marker = self.child(head, Role.MARKER)
        if marker is None or marker > head or self.tags[marker] != "IN":
            return
        if self.roles[head] in (Role.ADNOMINAL_CLAUSE, Role.ADVERBIAL_CLAUSE):
            self.roles[marker] = Role.CASE
            self.roles[head] = Role.NOMINAL if self.is_nominal(self.heads[head]) else Role.OBLIQUE

    def _raise_function_words(self, inside: range, head: int) -> None:
        """"At San Francisco State": what stands before a name belongs to the name, not to its first word."""
        for word in inside:
            for child in list(self.children[word]) if word != head else ():
                if child < inside.start and self.roles[child] in (Role.CASE, Role.DETERMINER, Role.POSSESSIVE):
                    self.move(child, head, self.roles[child])

    def _above(self, word: int, other: int) -> bool:
        """Whether a word stands above another, so that it can't be hung below that."""
        for _ in self.words:
            if other == word:
                return True
            if self.heads[other] == other:
                return False
            other = self.heads[other]
        return True

    def _depth(self, word: int) -> int:
        depth = 0
        while self.heads[word] != word and depth < len(self.words):
            word, depth = self.heads[word], depth + 1
        return depth

    def move(self, word: int, head: int, role: str) -> None:
        """Hang a word with all below it on another head; on itself it is a root."""
        if self.heads[word] != word:
            self.children[self.heads[word]].remove(word)
        self.heads[word], self.roles[word] = head, role
        if head != word:
            self.children[head] = sorted([*self.children[head], word])

    def _hang(self, word: int, head: int) -> None:
        self.heads[word] = head
        self.children[head] = sorted([*self.children[head], word])

    def child(self, word: int, *roles: str) -> "int | None":
        """The first child of a word in one of the roles, or None."""
        role_of = self.roles
        for child in self.children[word]:
            if role_of[child] in roles:
                return child
        return None

    def all(self, word: int, *roles: str) -> "list[int]":
        """The children of a word in one of the roles, in order."""
        role_of, found = self.roles, []
        for child in self.children[word]:  # most have none: a comprehension would cost more than the look at them
            if role_of[child] in roles:
                found.append(child)
        return found

    def is_passive(self, word: int) -> bool:
        """Whether a verb has a passive auxiliary or a passive subject."""
        return self.child(word, Role.PASSIVE_AUXILIARY, Role.PASSIVE_SUBJECT) is not None

    def is_infinitive(self, word: int) -> bool:
        """Whether a verb is marked with "to"."""
        marks = [self.roles[child] for child in self.children[word] if child < word and self.lower[child] == "to"]
        return Role.MARKER in marks or Role.AUXILIARY in marks

    def case_words(self, word: int) -> "list[int]":
        """The prepositions before a nominal: "out", "of"."""
        found: "list[int]" = []
        for child in self.children[word]:
            if child < word and self.roles[child] is Role.CASE:
                found.append(child)
                found += self.all(child, Role.CASE)
        return sorted(found) if len(found) > 1 else found

    def preposition(self, word: int) -> str:
        """The words of the preposition before a nominal, lower case, empty without one."""
        return " ".join([self.lower[case] for case in self.case_words(word)])

    def conjuncts(self, word: int) -> "list[int]":
        """A word and what is coordinated with it, in order; nominals with nominals, verbs with verbs only."""
        found = [word]
        nominal = self.pos[word] in _NOMINAL_POS
        for each in found:  # which grows
            for child in self.children[each]:
                alike = self.roles[child] is Role.CONJUNCT and (self.pos[child] in _NOMINAL_POS) == nominal
                if alike and self.child(child, Role.SUBJECT, Role.COPULA) is None:
                    found.append(child)
        return sorted(found)

    def is_nominal(self, word: int) -> bool:
        """Whether a word is a noun, name, pronoun or number, or an amount that stands for one: "much of it"."""
        return self.pos[word] in _NOMINAL_POS or self.lower[word] in _AMOUNTS and self.roles[word] in _ARGUMENTS
