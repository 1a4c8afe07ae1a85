"""Statements without a verb: "Sergei Lavrov, the foreign minister", "foreign minister Sergei Lavrov", "Apple's CEO"."""

from typing import Any, Iterator, NamedTuple, Optional

from transforms.relations.catalogue import PARTY, Catalogue
from transforms.relations.dependencies import Role, Tree
from transforms.relations.phrases import Names, Surface, argument, listed, named, stretch

# Words before a title that can belong to it: "former Russian deputy foreign".
MAX_TITLE_WORDS = 6
# People who share a title: "the ministers Ann Hill and Bo Lund".
MAX_TITLED = 6
# Of a position of several words: "chief executive officer".
MAX_POSITION_WORDS = 4
_TITLE_POS = frozenset(["NOUN", "PROPN", "ADJ", "CCONJ"])
_RELATING = frozenset(["of", "at", "for", "in", "with", "to"])
# Of what stands before a subject and a comma.
MAX_FRONTED_WORDS = 30
_BEFORE_NOUN = frozenset([Role.DETERMINER, Role.MODIFIER, Role.NAME_PART, Role.POSSESSIVE, Role.CASE, Role.ADVERB])
_COMPLETING = frozenset([Role.OBJECT, Role.OBLIQUE, Role.OPEN_COMPLEMENT])
_EMPLOYING = frozenset(["at", "with", "for"])
_HOLDERS = frozenset(["ORG", "GPE", "LOC", "PERSON", "NORP", "FAC"])
_SAXON = frozenset(["'s", "’s", "'", "’"])
_OWNERS = frozenset(["his", "her", "its", "their", "my", "our", "whose"])
_WHO = frozenset(["he", "she", "i", "it", "we", "they", "who", "him", "her"])


class NominalStatement(NamedTuple):
    """A statement that a noun phrase makes. Its predicate stands where the noun is that implies it.

    :param subject: head word of the subject.
    :param predicate_surface: the noun that implies the predicate.
    :param object: surface of the object, None without one.
    :param object_head: its head word.
    """

    subject: int
    predicate: str
    predicate_surface: Surface
    object: Optional[Surface]
    object_head: Optional[int]
    rule: str


def find_nominals(tree: Tree, names: Names, catalogue: Catalogue) -> "Iterator[NominalStatement]":
    """The statements of appositions, titles and of "Boston-based"."""
    for word in range(len(tree.words)):
        if tree.roles[word] is Role.APPOSITION:
            yield from _apposition(tree, names, catalogue, word)
    for mention, first in zip(names.mentions, names.first_words):
        if mention.label == "PERSON" and first < len(tree.words):
            if first:
                yield from _title(tree, names, catalogue, first)
            yield from _member(tree, names, catalogue, mention, first)
        elif mention.label == "ORG" and 2 < first < len(tree.words):
            yield from _based(tree, names, first)
            yield from _parent(tree, names, catalogue, first)
    for first, last in tree.sentence_spans:
        yield from _fronted(tree, names, catalogue, first, last)


def noun_relations(
    tree: Tree,
    names: Names,
    catalogue: Catalogue,
    subject: int,
    noun: int,
    verb: str = "be",
    verb_surface: Optional[Surface] = None,
) -> "Iterator[NominalStatement]":
    """A noun between two names: "Lavrov is the foreign minister of Russia", "Apple's CEO", "a German painter".

    :param verb: lemmas of the verb that makes the noun a description of the subject.
    :param verb_surface: where it stands, if it does.
    """
    if tree.lower[noun] == "one":
        # "One of the founders of Acme"
        of = [child for child in tree.all(noun, Role.NOMINAL) if child > noun and tree.preposition(child) == "of"]
        for relation in noun_relations(tree, names, catalogue, subject, of[0], verb, verb_surface) if of else ():
            if catalogue.knows(relation.predicate):
                yield relation
        return
    if not _is_noun(tree, catalogue, noun) or names.name_at(noun) is not None:
        return
    common = [each for each in tree.conjuncts(noun) if names.name_at(each) is None]
    nouns = [each for each in common if _is_noun(tree, catalogue, each)]
    if subject > noun:
        nouns = [each for each in nouns if each < subject]  # "his wife, Ann, and son Bo"
    if nouns:
        # "Chairman of Acme and director of Zeta": the director may be hung on Acme.
        owners = [name for word in nouns for name, _, _ in _attached(tree, names, word)]
        below = [each for name in owners for each in tree.conjuncts(name) if each not in owners]
        nouns += [each for each in below if names.at(each) is None and tree.lemmas[each] in catalogue.positions]
        nouns = sorted(set(nouns))
    attached = _attached_to_each(tree, names, nouns)
    for each in nouns:
        if any(tree.tags[child] in ("JJS", "RBS") for child in tree.children[each]):
            continue  # "Europe's biggest manufacturer" is not Europe's
        first, position = position_of(tree, catalogue, each)
        # Of coordinated nouns only the first takes in the verb, so that each has offsets of its own.
        joined = verb_surface is not None and each == nouns[0]
        start = min(verb_surface.start, tree.starts[first]) if joined else tree.starts[first]
        known = tree.lemmas[each] in catalogue.positions
        for owner, preposition, last in [*attached[each], *(_employers(tree, names, each) if known else ())]:
            predicate = f"{verb} {position} {preposition}"
            if not _is_somebody(tree, names, subject) and not catalogue.knows(predicate):
                continue
            surface = stretch(tree, start, tree.ends[max(last, each)])
            for one in tree.conjuncts(owner):
                found = argument(tree, names, one)
                if surface is not None and found is not None and (one == owner or names.name_at(one) is not None):
                    yield NominalStatement(subject, predicate, surface, found, one, "noun_relation")
        yield from _affiliation(tree, names, catalogue, subject, each, verb, verb_surface)


def _is_noun(tree: Tree, catalogue: Catalogue, word: int) -> bool:
    """Taggers take "businessman" for an adjective at times."""
    return tree.pos[word] in ("NOUN", "PROPN") or tree.lemmas[word] in catalogue.positions


def position_of(tree: Tree, catalogue: Catalogue, noun: int) -> "tuple[int, str]":
    """The first word and the text of the position that a noun ends: "chief executive officer"."""
    for size in range(min(MAX_POSITION_WORDS, noun + 1), 1, -1):
        first = noun - size + 1
        text = " ".join([*tree.lower[first:noun], tree.lemmas[noun]])
        known = text in catalogue.positions or f"be {text} of" in catalogue.entries
        if known and tree.sentences[first] == tree.sentences[noun]:
            return first, text
    return noun, tree.lemmas[noun]


def _attached_to_each(tree: Tree, names: Names, nouns: "list[int]") -> "dict[int, list[tuple[int, str, int]]]":
    """What each of coordinated nouns is of: "chairman and founder of Acme and director of Zeta".

    A name behind them belongs to the nouns right before it, whichever the parser hangs it on, as far as these have no
    article of their own; a possessive before the first belongs to them all.
    """
    all_ = [each for noun in nouns for each in _attached(tree, names, noun)]
    if len(nouns) < 2:
        return {noun: all_ for noun in nouns}
    found: "dict[int, list[tuple[int, str, int]]]" = {}
    behind: "list[tuple[int, str, int]]" = []
    for noun, following in zip(reversed(nouns), [len(tree.words), *reversed(nouns[1:])]):
        own = [each for each in all_ if noun < each[0] < following]
        apart = following < len(tree.words) and tree.child(following, Role.DETERMINER) is not None
        behind = own or ([] if apart else behind)
        found[noun] = [*(each for each in _attached(tree, names, noun) if each[0] < noun), *behind]
    first, shared = nouns[0], [each for each in found[nouns[0]] if tree.roles[each[0]] is Role.POSSESSIVE]
    for noun in nouns[1:]:
        if tree.child(noun, Role.DETERMINER, Role.POSSESSIVE) is not None:
            break
        found[noun] += [each for each in shared if each[0] < first and each not in found[noun]]
    return found


def _is_somebody(tree: Tree, names: Names, word: int) -> bool:
    return names.name_at(word) is not None or tree.lower[word] in _WHO


def _attached(tree: Tree, names: Names, noun: int) -> "list[tuple[int, str, int]]":
    """The names that a noun is of or at, with the preposition and the last word of the predicate."""
    found = []
    for child in tree.all(noun, Role.POSSESSIVE, Role.NOMINAL, Role.OBLIQUE, Role.NAME_PART, Role.MODIFIER):
        role = tree.roles[child]
        name = names.name_at(child) or (named(tree, names, child) if role in (Role.NOMINAL, Role.POSSESSIVE) else None)
        if role is Role.POSSESSIVE and (name is not None and name.label in _HOLDERS or tree.lower[child] in _OWNERS):
            found.append((child, "of", noun))
        elif name is None or name.label not in _HOLDERS:
            continue
        elif role in (Role.NOMINAL, Role.OBLIQUE):
            if child > noun and tree.preposition(child) in _RELATING:
                found.append((child, tree.preposition(child), tree.case_words(child)[-1]))
        elif child < noun and name.label in ("ORG", "GPE") and tree.tags[child] != "JJ":
            found.append((child, "of", noun))
    return found


def _employers(tree: Tree, names: Names, noun: int) -> "list[tuple[int, str, int]]":
    """"Director of systems at Acme", "professor in the Department of Law at Acme College": it is hung on what is between."""
    found = []
    verb = tree.heads[noun]
    if tree.pos[verb] == "VERB" and verb < noun and tree.roles[noun] in _COMPLETING:
        # "Was appointed professor of Latin at Acme College", "serves as head of sales of Acme"
        for word in tree.all(verb, Role.OBLIQUE):
            name, preposition = names.name_at(word), tree.preposition(word)
            if word > noun and name is not None and name.label == "ORG" and preposition in (*_EMPLOYING, "of"):
                found.append((word, preposition, tree.case_words(word)[-1]))
    for child in tree.all(noun, Role.NOMINAL):
        for each in tree.conjuncts(child) if child > noun else ():
            for deeper in tree.all(each, Role.NOMINAL):
                name = names.name_at(deeper)
                if name is not None and name.label == "ORG" and tree.preposition(deeper) in _EMPLOYING:
                    found.append((deeper, tree.preposition(deeper), tree.case_words(deeper)[-1]))
    return found


def _affiliation(
    tree: Tree, names: Names, catalogue: Catalogue, subject: int, noun: int, verb: str, verb_surface: Optional[Surface]
) -> "Iterator[NominalStatement]":
    """The nation or party before what somebody is: "a German painter", "a Labour MP"."""
    if verb not in ("be", "become"):
        return
    before = [child for child in tree.all(noun, Role.MODIFIER, Role.NAME_PART) if child < noun]
    # "A Polish javelin thrower": not the javelin is, if the phrase begins with the nation.
    before += [
        deeper for child in before for deeper in tree.all(child, Role.MODIFIER) if tree.lower[deeper - 1] in ("a", "an")
    ]
    for child in before:
        name = names.name_at(child)
        if name is None or not catalogue.affiliates(name):
            continue
        found = Surface(name.start, name.end, name)
        surface = verb_surface or stretch(tree, tree.starts[noun], tree.ends[noun])
        if surface is not None and "\n\n" not in name.text:
            yield NominalStatement(subject, "be", surface, found, child, "affiliation")


def _apposition(tree: Tree, names: Names, catalogue: Catalogue, word: int) -> "Iterator[NominalStatement]":
    head = tree.heads[word]
    if head >= word or "," not in tree.words[head + 1 : word] or not _close(tree, head, word):
        return
    named, other = names.name_at(head), names.name_at(word)
    if named is not None and named.label != "PERSON" and other is not None and other.label == "PERSON":
        # "The president of Acme, Ann Hill": not Acme is Ann Hill.
        above = tree.heads[head]
        if tree.roles[head] is Role.NOMINAL and tree.lemmas[above] in catalogue.positions and above < head:
            head, named = above, names.name_at(above)
    if named is not None and named.label == "PERSON" and other is not None and catalogue.affiliates(other):
        found = Surface(other.start, other.end, other)
        yield NominalStatement(head, "be", found, found, word, "affiliation")
        return
    if named is not None and named.label in ("GPE", "LOC") and other is None and tree.lemmas[word] in catalogue.relatives:
        # "She was born in Lima, the daughter of Bo Hill"
        verb = tree.heads[head]
        born = tree.child(verb, Role.SUBJECT, Role.PASSIVE_SUBJECT) if tree.roles[head] is Role.OBLIQUE else None
        if born is not None and born < verb:
            yield from noun_relations(tree, names, catalogue, born, word)
        return
    if named is not None and other is None and tree.pos[word] == "NOUN":
        subject, noun = head, word
    elif other is not None and named is None and tree.pos[head] == "NOUN" and other.label == "PERSON":
        subject, noun = word, head
    elif other is not None and named is None and tree.pos[head] == "NOUN" and other.label == "ORG":
        # "Its parent company, Acme Holdings"
        for relation in noun_relations(tree, names, catalogue, word, head):
            if catalogue.knows(relation.predicate):
                yield relation
        return
    else:
        return
    if not (_has_article(tree, noun) or tree.lemmas[noun] in catalogue.positions) or names.at(noun) is not None:
        return
    subjects = [subject]
    if subject == head and tree.tags[noun] == "NNS":
        # "Ann Hill and Bo Lund, founders of Acme"
        first = tree.heads[head] if tree.roles[head] is Role.CONJUNCT else head
        subjects = [each for each in tree.conjuncts(first) if each < noun and names.name_at(each) is not None]
    relations = [each for one in subjects for each in noun_relations(tree, names, catalogue, one, noun)]
    found = argument(tree, names, noun)
    if found is not None and tree.child(word, Role.CONJUNCT) is None:
        for one in subjects:
            yield NominalStatement(one, "be", found, found, noun, "apposition")
    elif tree.lemmas[noun] not in catalogue.positions:
        return
    yield from relations


def _fronted(tree: Tree, names: Names, catalogue: Catalogue, first: int, last: int) -> "Iterator[NominalStatement]":
    """What stands before a subject and a comma: "A native of Lima, Ann Hill moved …", "Originally from Lima, she …"."""
    while first < last and tree.pos[first] in ("SPACE", "PUNCT"):
        first += 1
    subject = _subject_behind_comma(tree, first, last)
    if subject is None or not _is_somebody(tree, names, subject):
        return
    if tree.lower[first : first + 2] == ["originally", "from"]:
        place, surface = names.name_at(first + 2), stretch(tree, tree.starts[first], tree.ends[first + 1])
        if place is not None and place.label in ("GPE", "LOC") and surface is not None:
            found = Surface(place.start, place.end, place)
            yield NominalStatement(subject, "be originally from", surface, found, first + 2, "noun_relation")
        return
    noun = first
    while tree.heads[noun] > noun and tree.heads[noun] < subject and tree.roles[noun] in _BEFORE_NOUN:
        noun = tree.heads[noun]
    known = tree.lemmas[noun] in catalogue.positions or catalogue.knows(f"be {tree.lemmas[noun]} of")
    if not known or tree.pos[noun] not in ("NOUN", "PROPN") or names.at(noun) is not None or tree.heads[subject] == noun:
        return
    found = argument(tree, names, noun)
    if found is None or found.end >= tree.starts[subject] or found.start != tree.starts[first]:
        return
    yield NominalStatement(subject, "be", found, found, noun, "apposition")
    yield from noun_relations(tree, names, catalogue, subject, noun)


def _subject_behind_comma(tree: Tree, first: int, last: int) -> Optional[int]:
    """The subject of a sentence's first clause, where it stands right behind a comma with no verb before."""
    for word in range(first + 1, min(last, first + MAX_FRONTED_WORDS)):
        if tree.pos[word] in ("VERB", "AUX"):
            return None
        if tree.roles[word] not in (Role.SUBJECT, Role.PASSIVE_SUBJECT) or tree.heads[word] < word:
            continue
        start = word
        while start - 1 > first and tree.heads[start - 1] == word and tree.pos[start - 1] != "PUNCT":
            start -= 1
        if tree.words[start - 1] == ",":
            return word
    return None


def _close(tree: Tree, head: int, word: int) -> bool:
    return word - head <= 12 and tree.sentences[head] == tree.sentences[word]


def _has_article(tree: Tree, noun: int) -> bool:
    """A determiner, a possessive or an "of": without them it is mostly a list that was misread."""
    return tree.child(noun, Role.DETERMINER, Role.POSSESSIVE, Role.NOMINAL) is not None


def _title(tree: Tree, names: Names, catalogue: Catalogue, first: int) -> "Iterator[NominalStatement]":
    """The office before a person's name and whose it is; of relatives and founders only whose: "his wife Ann"."""
    noun = first - 1
    relative = tree.lemmas[noun] in catalogue.relatives or catalogue.knows(f"be {tree.lemmas[noun]} of")
    relative = relative and tree.lemmas[noun] not in catalogue.positions
    if tree.lemmas[noun] not in catalogue.positions and not relative:
        return
    if tree.pos[noun] not in ("NOUN", "PROPN") and position_of(tree, catalogue, noun)[0] == noun:
        return  # "chief executive" may be taken for adjectives, "minor" is one
    if names.name_at(noun) is not None or tree.sentences[noun] != tree.sentences[first]:
        return
    start, owner, inside = _title_words(tree, names, noun)
    found = stretch(tree, tree.starts[start], tree.ends[noun])
    at, position = position_of(tree, catalogue, noun)
    surface = stretch(tree, tree.starts[at], tree.ends[noun])
    if found is None or surface is None:
        return
    if owner is not None:
        inside.append(owner)
    several = tree.tags[noun] in ("NNS", "NNPS")
    for person in listed(tree, names, first, "PERSON", MAX_TITLED)[0] if several else [first]:
        if not relative:
            yield NominalStatement(person, "be", found, found, noun, "title")
        for word in inside:
            name = names.name_at(word)
            possessor = argument(tree, names, word)
            if name is not None and not relative and word != owner and catalogue.affiliates(name):
                yield NominalStatement(person, "be", surface, Surface(name.start, name.end, name), word, "affiliation")
            elif possessor is not None and (word == owner or name is not None and name.label in ("ORG", "GPE")):
                yield NominalStatement(person, f"be {position} of", surface, possessor, word, "noun_relation")


def _title_words(tree: Tree, names: Names, noun: int) -> "tuple[int, Optional[int], list[int]]":
    """The first word of a title, its owner before it, and one word of each name in it."""
    start, inside = noun, []
    while start > 0 and noun - start < MAX_TITLE_WORDS and tree.sentences[start - 1] == tree.sentences[noun]:
        before = start - 1
        name = names.at(before)
        if tree.lower[before] in _SAXON and names.name_at(before - 1) is not None:
            return start, before - 1, inside
        if tree.lower[before] in _OWNERS:
            return start, before, inside
        if name is not None and name.label not in ("NORP", "GPE", "ORG"):
            break
        if tree.pos[before] not in _TITLE_POS:
            break
        if name is not None and (not inside or names.at(inside[-1]) is not name):
            inside.append(before)
        start = before
    while start < noun and tree.pos[start] == "CCONJ":
        start += 1
    return start, None, [word for word in inside if word >= start]


def _based(tree: Tree, names: Names, first: int) -> "Iterator[NominalStatement]":
    """"Boston-based Acme"."""
    based = first - 1
    if tree.lower[based] != "based" or tree.words[based - 1] != "-" or tree.sentences[based] != tree.sentences[first]:
        return
    place = names.name_at(based - 2)
    surface = stretch(tree, tree.starts[based], tree.ends[based])
    if place is not None and place.label in ("GPE", "LOC") and surface is not None:
        found = Surface(place.start, place.end, place)
        yield NominalStatement(first, "be based in", surface, found, based - 2, "noun_relation")


def _parent(tree: Tree, names: Names, catalogue: Catalogue, first: int) -> "Iterator[NominalStatement]":
    """"Acme's parent company Zeta Group", where the catalogue knows what the noun relates."""
    noun = first - 1
    owner = tree.child(noun, Role.POSSESSIVE)
    if tree.pos[noun] != "NOUN" or owner is None or tree.sentences[noun] != tree.sentences[first]:
        return
    at, text = position_of(tree, catalogue, noun)
    surface = stretch(tree, tree.starts[at], tree.ends[noun])
    found = argument(tree, names, owner)
    if catalogue.knows(f"be {text} of") and surface is not None and found is not None:
        yield NominalStatement(first, f"be {text} of", surface, found, owner, "noun_relation")


def _member(tree: Tree, names: Names, catalogue: Catalogue, mention: Any, first: int) -> "Iterator[NominalStatement]":
    """"Ann Hill of Acme", "Ann Hill (Labour)"."""
    after = first
    while after < len(tree.words) and tree.starts[after] < mention.end:
        after += 1
    if after + 1 >= len(tree.words) or tree.sentences[after] != tree.sentences[first]:
        return
    behind = after + 1
    if tree.lower[after] == "of" and tree.lower[behind] == "the":
        behind += 1
    name = names.name_at(behind) if behind < len(tree.words) else None
    surface = stretch(tree, tree.starts[after], tree.ends[after])
    if name is None or surface is None or tree.sentences[behind] != tree.sentences[first]:
        return
    found = Surface(name.start, name.end, name)
    if tree.lower[after] == "of" and name.label == "ORG":
        yield NominalStatement(first, "be of", surface, found, behind, "noun_relation")
    elif tree.words[after] == "(" and PARTY in catalogue.kinds_of_name(name):
        last = behind
        while last < len(tree.words) and tree.starts[last] < name.end:
            last += 1
        if last < len(tree.words) and tree.words[last] in (")", ","):
            yield NominalStatement(first, "be", surface, found, behind, "affiliation")
