"""The statements of a Doc: a component that gives `doc._.relations`."""

import functools
from dataclasses import dataclass, replace
from typing import Any, Iterator, NamedTuple, Optional

from spacy.language import Language
from spacy.tokens import Doc, Span

from schemas.ids import entity_id
from transforms.relations.arguments import Statement, roles, statements
from transforms.relations.attribution import Attributions, Source
from transforms.relations.catalogue import IT, POSITION, THING, Catalogue, load_catalogue
from transforms.relations.clauses import Clause, find_clauses
from transforms.relations.dependencies import Role, Tree
from transforms.relations.events import Event, find_events
from transforms.relations.first_verbs import give_people, mend_first_descriptions, mend_first_verbs
from transforms.relations.kinship import find_relatives
from transforms.relations.lifespans import find_lifespans
from transforms.relations.modality import ASSERTED, modality
from transforms.relations.nominals import NominalStatement, find_nominals, noun_relations
from transforms.relations.phrases import Names, Surface, argument, clause_surface, is_cut, span_of, stretch
from transforms.relations.polarity import AFFIRMED, NEGATED, negates_object, polarity
from transforms.relations.references import References
from transforms.relations.rules import RULES
from transforms.relations.soundness import denies_another, is_sound
from transforms.relations.time_place import place_of, time_of

# Who "we" or "this" are, readers of a table can't know, and the parser is less sure too. On corpora such statements are right
# 0.9 times as often as others, those of long sentences 0.87 times; judges saw less of a difference, and these stand between.
VAGUE = frozenset("i we you they it this that these those one us someone somebody everyone many some others".split())
VAGUE_WEIGHT = 0.95
# What an argument without a name is to the catalogue. Of pronouns there are those of people, of what is no person, and of either.
_OF_NOTHING: "frozenset[str]" = frozenset()
_OF_THINGS, _OF_POSITIONS = frozenset([THING]), frozenset([POSITION, THING])
_OF_PRONOUNS = {
    **dict.fromkeys("i me my myself he him his himself she her herself who whom".split(), frozenset(["PERSON"])),
    **dict.fromkeys("it its itself which that".split(), frozenset([IT])),
    **dict.fromkeys("we us our ourselves they them their themselves".split(), frozenset(["PERSON", IT, THING])),
}
_PLACES = frozenset(["GPE", "LOC"])
# Verbs whose noun describes their subject: "was named chief executive of Apple" is a relation to Apple.
_DESCRIBING = frozenset(
    ["be", "become", "remain", "serve as", "work as", "act as", "operate as", "be named", "be appointed", "be elected"]
    + ["be made", "be named as", "be appointed as", "be elected as", "be promoted to"]
)
# "Held the position of director at Acme" says what she was.
_HOLDING = frozenset(["hold", "have", "take", "take on", "assume", "occupy", "fill", "leave", "accept", "take up", "take over"])
_OFFICES = frozenset(["position", "post", "role", "job", "office", "title"])
# Errors of the parser grow with the length of the sentence; this many words are parsed well.
LONG_SENTENCE = 35
LONG_WEIGHT = 0.95


@dataclass(frozen=True)
class RelationSpan:
    """A statement found in a Doc. Offsets count code points of `doc.text`; see `schemas.tables.Relation`."""

    sentence_index: int
    sentence: str
    sentence_start: int
    sentence_end: int
    subject: str
    subject_start: int
    subject_end: int
    subject_label: Optional[str]
    subject_entity_id: Optional[str]
    subject_name: Optional[str]
    predicate: str
    predicate_start: int
    predicate_end: int
    relation_type: Optional[str]
    object: Optional[str]
    object_start: Optional[int]
    object_end: Optional[int]
    object_label: Optional[str]
    object_entity_id: Optional[str]
    object_name: Optional[str]
    polarity: str
    polarity_cue: Optional[str]
    modality: str
    modality_cue: Optional[str]
    attributed_to: Optional[str]
    attributed_to_entity_id: Optional[str]
    attribution_cue: Optional[str]
    time_text: Optional[str]
    time_start: Optional[str]
    time_end: Optional[str]
    place: Optional[str]
    rule: str
    confidence: float


@Language.factory("newslake_relations", assigns=["doc._.relations"], default_config={"catalogue": None})
def make_relations(nlp: Language, name: str, catalogue: Optional[str]) -> "Relations":
    """The component.

    :param catalogue: path of a relation catalogue to lay over the built-in one.
    :raises CatalogueError: the catalogue is missing or not as it must be.
    """
    return Relations(nlp, load_catalogue(catalogue))


@dataclass(frozen=True)
class EntityName:
    """An entity of the model in place of a mention, where the mentions component is not there to make one."""

    start: int
    end: int
    text: str
    label: str
    entity_id: str
    entity_name: str
    first_day: Optional[str] = None
    last_day: Optional[str] = None

    @classmethod
    def of(cls, entity: Span) -> "EntityName":
        """The entity under its own name."""
        start, end, text, label = entity.start_char, entity.end_char, entity.text, entity.label_
        return cls(start, end, text, label, entity_id(label, text), text)


class Relations:
    """Finds the statements of Docs; names are read from `doc._.mentions`, or found where no component did."""

    def __init__(self, nlp: Language, catalogue: Catalogue) -> None:
        self._nlp = nlp
        self._catalogue = catalogue
        self._mentions: Any = None

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.relations`."""
        doc._.relations = find_relations(doc, self._names(doc), self._catalogue)
        return doc

    def _names(self, doc: Doc) -> "list[Any]":
        if "newslake_mentions" in self._nlp.pipe_names or doc.has_extension("mentions") and doc._.mentions:
            return list(doc._.mentions)
        if self._mentions is None:
            if not self._nlp.has_factory("newslake_mentions"):
                return [EntityName.of(entity) for entity in doc.ents]
            self._mentions = self._nlp.create_pipe("newslake_mentions")
        return list(self._mentions(doc)._.mentions)


def find_relations(doc: Doc, mentions: "list[Any]", catalogue: Catalogue) -> "list[RelationSpan]":
    """The statements of a parsed Doc in order, one for the same six offsets; none for a Doc without a parse.

    :param mentions: its names, times and amounts in order, as `newslake_mentions` gives them.
    """
    if not len(doc) or not doc.has_annotation("DEP"):
        return []
    return _Finder(doc, mentions, catalogue).find()


class _Attribution(NamedTuple):
    """Who says so, as column values."""

    attributed_to: Optional[str] = None
    attributed_to_entity_id: Optional[str] = None
    attribution_cue: Optional[str] = None


class _Setting(NamedTuple):
    """What all statements of a clause share, as column values."""

    polarity: str = AFFIRMED
    polarity_cue: Optional[str] = None
    modality: str = ASSERTED
    modality_cue: Optional[str] = None
    attribution: _Attribution = _Attribution()
    time: Any = None
    place: Any = None


# How what is no clause is meant.
_PLAIN = _Setting()


class _Finder:
    def __init__(self, doc: Doc, mentions: "list[Any]", catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._tree = Tree(doc)
        self._names = Names(self._tree, mentions)
        mend_first_verbs(self._tree, self._names, catalogue)
        mend_first_descriptions(self._tree, self._names)
        self._clauses = find_clauses(self._tree)
        give_people(self._tree, self._names, self._clauses)
        self._attributions = Attributions(self._tree, self._names, self._clauses)
        self._references = References(self._tree, self._names, self._clauses, self._attributions)
        self._settings: "dict[int, _Setting]" = {}
        self._surfaces: "dict[int, Optional[Surface]]" = {}
        starts, ends = self._tree.starts, self._tree.ends
        self._sentences = [stretch(self._tree, starts[first], ends[last - 1]) for first, last in self._tree.sentence_spans]

    def find(self) -> "list[RelationSpan]":
        best: "dict[tuple, RelationSpan]" = {}
        for found in self._all():
            key = (
                found.subject_start,
                found.subject_end,
                found.predicate_start,
                found.predicate_end,
                found.object_start,
                found.object_end,
            )
            if key not in best or best[key].confidence < found.confidence:
                best[key] = found
        return sorted(best.values(), key=lambda each: (each.sentence_start, each.predicate_start, each.subject_start))

    def _all(self) -> "Iterator[RelationSpan]":
        for clause in self._clauses.values():
            for statement in statements(self._tree, self._names, clause, self._catalogue):
                yield from self._of_clause(statement, clause, self._setting(clause))
            for subject, noun in roles(self._tree, clause):
                for nominal in noun_relations(self._tree, self._names, self._catalogue, subject, noun):
                    if self._catalogue.knows(nominal.predicate):
                        yield from self._of_noun(nominal, _PLAIN)
        for nominal in find_nominals(self._tree, self._names, self._catalogue):
            yield from self._of_noun(nominal, _PLAIN)
        for nominal in find_lifespans(self._tree, self._names):
            yield from self._of_noun(nominal, _PLAIN)
        for nominal in find_relatives(self._tree, self._names, self._clauses, self._catalogue):
            yield from self._of_noun(nominal, _PLAIN)
        for event in find_events(self._tree, self._names, self._clauses, self._catalogue):
            setting = self._event_setting(event)
            if setting is not None:
                yield from self._of_noun(event.statement, setting)

    def _event_setting(self, event: Event) -> Optional[_Setting]:
        """How an event is meant that a noun names: as its adjective or else its clause is; None where that is denied."""
        if event.clause is None:
            return _Setting(time=event.time)
        around = self._setting(event.clause)
        if around.polarity == NEGATED:
            return None
        how = event.reserve or (around.modality, around.modality_cue)
        return _Setting(modality=how[0], modality_cue=how[1], attribution=around.attribution, time=event.time)

    def _setting(self, clause: Clause) -> _Setting:
        """Worked out once for all statements of a clause."""
        if clause.head not in self._settings:
            self._settings[clause.head] = _Setting(
                *polarity(self._tree, self._clauses, clause),
                *modality(self._tree, self._clauses, clause),
                self._attribution(self._source(clause)),
                time_of(self._tree, self._names, clause),
                place_of(self._tree, self._names, clause),
            )
        return self._settings[clause.head]

    def _source(self, clause: Clause) -> Optional[Source]:
        source = self._attributions.source(clause)
        if source is not None and clause.rule == "relative_clause" and source.head in clause.subjects:
            return None  # "according to Acme, which …": what its own clause says of it, the writer says
        return source

    def _surface(self, head: int) -> Optional[Surface]:
        """The surface of an argument, worked out once for all statements about it."""
        if head not in self._surfaces:
            self._surfaces[head] = argument(self._tree, self._names, head)
        return self._surfaces[head]

    def _of_clause(self, statement: Statement, clause: Clause, setting: _Setting) -> "Iterator[RelationSpan]":
        tree = self._tree
        if not is_sound(tree, self._names, clause, statement):
            return
        if setting.polarity == NEGATED and denies_another(tree, clause):
            return
        subject = self._surface(statement.subject)
        predicate = stretch(tree, tree.starts[statement.words[0]], tree.ends[statement.words[1]])
        found = self._object(statement)
        if subject is None or predicate is None or statement.object is not None and found is None:
            return
        setting = self._with_negative_argument(statement, setting)
        row = self._row(
            statement.subject,
            subject,
            statement.predicate,
            predicate,
            None if statement.clausal else statement.object,
            found,
            statement.rule,
            setting,
        )
        if row is None:
            return
        if statement.rule != "dated" or row.relation_type is not None:
            yield row
            yield from self._wider(row)
        if statement.rule == "copula" and statement.predicate == "be" and statement.object is not None:
            yield from self._turned(statement, setting)
        if statement.object is not None and not statement.clausal and statement.predicate in _HOLDING:
            for office in self._offices(statement.object):
                for nominal in noun_relations(tree, self._names, self._catalogue, statement.subject, office):
                    yield from self._of_noun(nominal, setting)
        if statement.object is not None and not statement.clausal and statement.predicate in _DESCRIBING:
            verb = span_of(tree, range(statement.words[0], statement.words[1] + 1))
            for nominal in noun_relations(
                tree, self._names, self._catalogue, statement.subject, statement.object, statement.predicate, verb
            ):
                yield from self._of_noun(nominal, setting)

    def _offices(self, noun: int) -> "list[int]":
        """What "the position of" is of."""
        if self._tree.lemmas[noun] not in _OFFICES:
            return []
        below = self._tree.all(noun, Role.NOMINAL)
        return [word for word in below if word > noun and self._tree.lemmas[word] in self._catalogue.positions]

    def _turned(self, statement: Statement, setting: _Setting) -> "Iterator[RelationSpan]":
        """"The chief executive of Acme is Ann Hill" says what Ann Hill is."""
        name = self._names.name_at(statement.object)
        if name is None or name.label not in ("PERSON", "ORG") or self._names.name_at(statement.subject) is not None:
            return
        for nominal in noun_relations(
            self._tree, self._names, self._catalogue, statement.object, statement.subject
        ):
            if self._catalogue.knows(nominal.predicate):
                yield from self._of_noun(nominal, setting)

    def _object(self, statement: Statement) -> Optional[Surface]:
        if statement.object is None:
            return None
        if statement.clausal:
            return clause_surface(self._tree, statement.object, statement.words[0])
        return self._surface(statement.object)

    def _with_negative_argument(self, statement: Statement, setting: _Setting) -> _Setting:
        if setting.polarity == NEGATED:
            return setting
        # "At no charge" tells how it happens.
        how = statement.predicate.endswith((" at", " with", " in"))
        words = [statement.subject] + ([] if statement.object is None or statement.clausal or how else [statement.object])
        for word in words:
            cue = negates_object(self._tree, word)
            if cue is not None:
                return setting._replace(polarity=NEGATED, polarity_cue=cue)
        return setting

    def _of_noun(self, nominal: NominalStatement, setting: _Setting) -> "Iterator[RelationSpan]":
        subject = self._surface(nominal.subject)
        if subject is not None:
            row = self._row(
                nominal.subject,
                subject,
                nominal.predicate,
                nominal.predicate_surface,
                nominal.object_head,
                nominal.object,
                nominal.rule,
                setting,
            )
            if row is not None:
                yield row
                yield from self._wider(row)

    def _wider(self, row: RelationSpan) -> "Iterator[RelationSpan]":
        """The same of the places after a place: who was born in "Lima, Peru" was born in Peru."""
        if row.relation_type is None or not self._catalogue.types[row.relation_type].wider or row.object_end is None:
            return
        end = row.object_end
        for mention in self._names.between(row.object_end, row.sentence_end):
            if mention.label not in _PLACES or self._tree.text[end : mention.start] not in (", ", " , "):
                return
            end = mention.end
            yield replace(
                row,
                object=mention.text,
                object_start=mention.start,
                object_end=mention.end,
                object_label=mention.label,
                object_entity_id=mention.entity_id,
                object_name=mention.entity_name,
            )

    def _row(
        self,
        subject_head: int,
        subject: Surface,
        predicate: str,
        predicate_surface: Surface,
        object_head: Optional[int],
        found: Optional[Surface],
        rule: str,
        setting: _Setting,
    ) -> Optional[RelationSpan]:
        tree, text = self._tree, self._tree.text
        if found is not None and found.start < subject.end and subject.start < found.end:
            return None  # a part of itself: a misparse
        if found is not None and object_head is not None and text[found.start : found.start + 4].lower() == "and ":
            return None  # a coordination that was not understood
        if is_cut(tree, subject) or found is not None and object_head is not None and is_cut(tree, found):
            return None
        sentence_index = tree.sentences[subject_head]
        sentence = self._sentences[sentence_index]
        if sentence is None or not (_within(sentence, subject) and _within(sentence, predicate_surface)):
            return None
        if found is not None and not _within(sentence, found):
            return None
        who = subject.mention or self._references.resolve(subject_head)
        what = None
        if found is not None and object_head is not None:
            what = found.mention or self._references.resolve(object_head)
        if who is not None and what is not None and who.entity_id == what.entity_id:
            # Nobody is their own wife: a pronoun that says so was misunderstood.
            who, what = subject.mention, found and found.mention
        return RelationSpan(
            sentence_index=sentence_index,
            sentence=text[sentence.start : sentence.end],
            sentence_start=sentence.start,
            sentence_end=sentence.end,
            subject=text[subject.start : subject.end],
            subject_start=subject.start,
            subject_end=subject.end,
            subject_label=who and who.label,
            subject_entity_id=who and who.entity_id,
            subject_name=who and who.entity_name,
            predicate=predicate,
            predicate_start=predicate_surface.start,
            predicate_end=predicate_surface.end,
            relation_type=self._catalogue.relation_type(
                predicate, self._kinds(who, subject_head), self._kinds(what, object_head)
            ),
            object=None if found is None else text[found.start : found.end],
            object_start=found and found.start,
            object_end=found and found.end,
            object_label=what and what.label,
            object_entity_id=what and what.entity_id,
            object_name=what and what.entity_name,
            polarity=setting.polarity,
            polarity_cue=setting.polarity_cue,
            modality=setting.modality,
            modality_cue=setting.modality_cue,
            attributed_to=setting.attribution.attributed_to,
            attributed_to_entity_id=setting.attribution.attributed_to_entity_id,
            attribution_cue=setting.attribution.attribution_cue,
            time_text=setting.time and setting.time.text,
            time_start=setting.time and setting.time.first_day,
            time_end=setting.time and setting.time.last_day,
            place=setting.place and setting.place.text,
            rule=rule,
            confidence=self._confidence(rule, subject_head, who, sentence_index),
        )

    def _attribution(self, source: Optional[Source]) -> _Attribution:
        tree = self._tree
        surface = None if source is None else self._surface(source.head)
        if source is None or surface is None:
            return _Attribution()
        who = surface.mention or self._references.resolve(source.head)
        cue = tree.text[tree.starts[source.cue[0]] : tree.ends[source.cue[1]]]
        return _Attribution(tree.text[surface.start : surface.end], who and who.entity_id, cue)

    def _kinds(self, mention: Any, head: Optional[int]) -> "frozenset[str]":
        """What an argument is to the catalogue."""
        if mention is not None:
            return self._catalogue.kinds_of_name(mention)
        if head is None:
            return _OF_NOTHING
        known = _OF_PRONOUNS.get(self._tree.lower[head])
        if known is not None:
            return known
        return _OF_POSITIONS if self._tree.lemmas[head] in self._catalogue.positions else _OF_THINGS

    def _confidence(self, rule: str, subject_head: int, who: Any, sentence: int) -> float:
        first, last = self._tree.sentence_spans[sentence]
        return _weighted(rule, who is None and self._tree.lower[subject_head] in VAGUE, last - first > LONG_SENTENCE)


@functools.lru_cache(maxsize=None)
def _weighted(rule: str, vague: bool, long: bool) -> float:
    """The confidence of a rule's statements with a vague subject, in a long sentence."""
    return round(RULES[rule].confidence * (VAGUE_WEIGHT if vague else 1) * (LONG_WEIGHT if long else 1), 3)


def _within(whole: Surface, part: Surface) -> bool:
    return whole.start <= part.start and part.end <= whole.end


if not Doc.has_extension("relations"):
    Doc.set_extension("relations", default=())
