"""Which names of an article stand for the same person."""

import re
from collections import defaultdict
from typing import Hashable, NamedTuple, Optional, Sequence

from transforms.annotation.folding import Appellation, fold
from transforms.annotation.lists import read_lists

_TITLES = read_lists("titles.yaml")
_SUFFIXES = frozenset(word.casefold() for word in _TITLES["suffixes"])
_KEPT_TITLES = tuple(title.casefold() + " " for title in _TITLES["kept"])
_INITIALS = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z])")


class _Form(NamedTuple):
    """A person's name by its folded words; generational suffixes apart."""

    words: "tuple[str, ...]"
    suffix: "tuple[str, ...]" = ()


def group_persons(names: Sequence[Appellation]) -> "list[Hashable]":
    """For each name, in the order of the article, a key that names of the same person share.

    A name that is the beginning or end of just one fuller name stands for it ("Lavrov"; "Kim", in an order of
    names that puts the family first). Where it fits several, it stands for the one that was introduced when
    it was first used so, or whom its form of address fits; else for itself.
    """
    forms = [_form(name.text) for name in names]
    people = _full_names(forms)
    shortened = _shortened(people)
    genders = _genders(names, forms, people, shortened)
    introduced: "dict[_Form, int]" = {}
    bound: "dict[tuple[str, ...], _Form]" = {}
    keys: "list[Hashable]" = []
    for position, (name, form) in enumerate(zip(names, forms)):
        person = people.get(form)
        if person is None:
            candidates = [
                one
                for one in shortened.get(form.words, ())
                if name.gender in (None, genders.get(one, name.gender)) and form.suffix in ((), one.suffix)
            ]
            person = _choose(candidates, introduced, bound.get(form.words))
            if person is not None:
                bound[form.words] = person
        if person is not None:
            introduced.setdefault(person, position)
        keys.append(person or form)
    return keys


def without_kept_title(folded: str) -> str:
    """A folded name without a title that is otherwise kept as part of it: "pope francis" → "francis"."""
    title = next((title for title in _KEPT_TITLES if folded.startswith(title)), "")
    return folded[len(title) :]


def _form(text: str) -> _Form:
    """Without a title that is kept ("Pope Francis") and what comes after "of" ("Teresa of Calcutta")."""
    folded = fold(_INITIALS.sub(". ", text)).casefold()
    untitled = without_kept_title(folded)
    first, *others = untitled.split(" of ")[0].split() or [folded]
    suffix = tuple(word for word in others if word in _SUFFIXES or (untitled != folded and word in ("i", "v", "x")))
    return _Form((first, *(word for word in others if word not in suffix)), suffix)


def _full_names(forms: "list[_Form]") -> "dict[_Form, _Form]":
    """The names that are not part of another, each with the first form under which that person stands."""
    distinct = [form for form in dict.fromkeys(forms) if len(form.words) > 1]
    parts = {part for form in distinct for part in _parts(form.words)}
    people: "dict[_Form, _Form]" = {}
    # Two names of one person have the same words in some order, or the same last word.
    alike: "dict[Hashable, list[_Form]]" = defaultdict(list)
    for form in distinct:
        if form.words not in parts:
            keys = form.words[-1], tuple(sorted(form.words))
            others = (other for key in keys for other in alike[key])
            people[form] = next((people[other] for other in others if _same_person(form, other)), form)
            for key in keys:
                alike[key].append(form)
    return people


def _parts(words: "tuple[str, ...]") -> "list[tuple[str, ...]]":
    """Its proper beginnings and ends."""
    return [part for length in range(1, len(words)) for part in (words[:length], words[-length:])]


def _shortened(people: "dict[_Form, _Form]") -> "dict[tuple[str, ...], list[_Form]]":
    """The persons that a beginning or end of a name may stand for."""
    shortened: "dict[tuple[str, ...], dict[_Form, None]]" = defaultdict(dict)
    for form, person in people.items():
        for part in _parts(form.words):
            shortened[part][person] = None
    return {part: list(persons) for part, persons in shortened.items()}


def _genders(names, forms, people, shortened) -> "dict[_Form, str]":
    """What forms of address say of persons, where it is clear whom they address."""
    genders: "dict[_Form, str]" = {}
    for name, form in zip(names, forms):
        if name.gender:
            persons = [people[form]] if form in people else shortened.get(form.words, ())
            if len(persons) == 1:
                genders.setdefault(persons[0], name.gender)
    return genders


def _choose(candidates: "list[_Form]", introduced: "dict[_Form, int]", bound: "Optional[_Form]") -> "Optional[_Form]":
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    if bound in candidates:
        return bound
    known = [person for person in candidates if person in introduced]
    return known[0] if len(known) == 1 else None


def _same_person(one: _Form, two: _Form) -> bool:
    """Two names of several words: the same words, or the same first and last with middle names left out."""
    if one.suffix and two.suffix and one.suffix != two.suffix:
        return False
    short, long = sorted((one.words, two.words), key=len)
    if sorted(short) == sorted(long):
        return True
    if short[-1] != long[-1]:
        return False
    if short[0] != long[0]:
        return len(short) == len(long) == 2 and _same_or_initial(short[0], long[0])
    return all(any(_same_or_initial(word, other) for other in long[1:-1]) for word in short[1:-1])


def _same_or_initial(one: str, two: str) -> bool:
    return one == two or (min(len(one), len(two)) == 1 and one[0] == two[0])
