"""Whether a clause speaks of the past or of the future, from the parse around a time expression."""

from spacy.tokens import Span, Token

from transforms.annotation.calendar_times import FUTURE, PAST, UNKNOWN

_FUTURE_AUXILIARIES = frozenset({"will", "'ll", "’ll", "shall", "wo"})
# Verbs and adjectives whose infinitive lies ahead: "plans to meet", "is due to arrive".
_AHEAD = frozenset("plan intend expect schedule aim hope agree decide promise vow set due likely ready want".split())
# What they move lies ahead of the day on which it was done: "postponed the vote until Monday".
_DEFERRING = frozenset("postpone delay defer adjourn reschedule extend push put".split())
_UP_TO = frozenset({"until", "till", "by", "before"})
_PARTS_OF_YEAR = frozenset({"quarter", "half"})
_HIGHEST_CLIMB = 12  # a clause deeper than this is a parse gone wrong


def direction_of(span: Span) -> int:
    """PAST, FUTURE or UNKNOWN: the tense of the verb that the span depends on."""
    if not span[0].has_dep():  # has_annotation would go through the whole Doc
        return UNKNOWN
    if _follows_past(span):
        return PAST
    verb = _governing_verb(span.root)
    if verb is not None and _is_limit(span, verb):
        return FUTURE
    return UNKNOWN if verb is None else _tense(verb)


def _follows_past(span: Span) -> bool:
    """ "…, officials said on Friday": the verb right before it, whatever the parse ties it to."""
    before = span.start - 1
    if before >= 0 and span.doc[before].pos_ == "ADP":
        before -= 1
    return before >= 0 and span.doc[before].tag_ == "VBD"


def _is_limit(span: Span, verb: Token) -> bool:
    """ "Put off until Monday", "open by the second quarter"; not "had fallen by the second quarter"."""
    preposition = span[0] if span[0].lower_ in _UP_TO or not span.start else span.doc[span.start - 1]
    if preposition.lower_ not in _UP_TO:
        return False
    if verb.lemma_.lower() in _DEFERRING:
        return preposition.lower_ in ("until", "till")
    parts_year = any(token.lower_ in _PARTS_OF_YEAR for token in span)
    return parts_year and not any(child.lower_ in ("had", "was", "were", "'d") for child in verb.children)


def _governing_verb(token: Token) -> "Token | None":
    for _ in range(_HIGHEST_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if any(child.pos_ == "AUX" for child in token.children):  # a copula's predicate
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _tense(verb: Token) -> int:
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass", "aux:pass", "cop", "mark")]
    words = {auxiliary.lower_ for auxiliary in auxiliaries}
    if words & _FUTURE_AUXILIARIES:
        return FUTURE
    if "to" in words:
        return FUTURE if verb.head.lower_ == "going" or verb.head.lemma_.lower() in _AHEAD else UNKNOWN
    if words & {"can", "could", "may", "might", "should", "would", "must"}:
        return UNKNOWN
    if verb.tag_ == "VBD" or words & {"was", "were", "had", "did", "has", "have", "'ve", "’ve"}:
        return PAST
    return UNKNOWN
