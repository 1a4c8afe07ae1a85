"""Names in bylines and authors' entries: "By Jane Doe and John Smith, political editor"."""

import re
from typing import Iterable, Sequence

from transforms.dated_lines import without_dates

MAX_NAME = 80
MAX_NAME_WORDS = 7
# What follows is not read; so many authors have hardly an article.
MAX_BYLINE = 2000
# First letters of names: the capitals of the Latin, Greek, Cyrillic and Armenian alphabets.
CAPITAL = f"[{''.join(letter for letter in map(chr, (*range(0x41, 0x588), *range(0x1E00, 0x2000))) if letter.isupper())}]"

_BY = re.compile(
    r"^\W*(?:(?:an? )?(?:written|reported|reporting|story|text|words|posted|published|report|compiled|created|submitted|"
    r"interview|review|analysis|opinion|comment|commentary|column|essay|profile|feature) )?by\b:?\s*|^\W*authors?:\s*",
    re.IGNORECASE,
)
# So do these, of a line that has nothing else.
_WORDS_BY = re.compile(r"^\W*(?:words|text|reporter|writer|interview|reporting):\s*(?=\S+ \S)", re.IGNORECASE)
# And these where it's known that an author comes.
_LABEL = re.compile(r"^\W*(?:(?:words|text|story|report|reporter|writer|interview|reporting):|from\b)\s*", re.IGNORECASE)
_OTHER_WORK = re.compile(
    r"\W*\b(?:photo(?:graph)?s?|photography|pictures?|pics?|images?|videos?|illustrations?|graphics?|additional reporting|editing|"
    r"edited|translat(?:ed|ion))(?: by\b|:).*$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*(?:[)\]]|$)")
# So is an organisation named together with its site.
_SITE_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*(?:https?:|www\.|\.com\b)", re.IGNORECASE)
_MARKS = re.compile(r"[*~`]+|\b_+|_+\b|_{2,}")
_ENTRIES = re.compile(r"\s*(?:[;|/•·–—]|\s-\s)\s*")
_AND = re.compile(r"\s+(?:and|with)\s+|\s*&\s*", re.IGNORECASE)
_COMMA = re.compile(r"\s*,(?!\s*(?:Jr|Sr|II|III|PhD|M\.?D)\b)\s*")
_INVERTED = re.compile(rf"({CAPITAL}[\w.'’-]+), ({CAPITAL}[\w.'’-]*(?: {CAPITAL}\.?)?)")
_NO_WORD = re.compile(r"https?:|www\.|@|\d|\.com\b", re.IGNORECASE)

PARTICLES = frozenset(
    "de da di du do dos das del della dello dei degli dal la las le les lo los el al ul bin ibn bint binti ben abu van von vom "
    "der den ten ter te tot zu zur af av y e i und ní ó 't".split()
)
# Particles that are written together with the name: al-Rashid, d'Arcy.
_PREFIXED = re.compile(rf"[a-z]{{1,3}}[-'’]{CAPITAL}")
# What stands in an author's place without being one: an office, a desk.
_OFFICE = frozenset(
    "correspondent correspondents editor editors reporter reporters writer writers columnist columnists journalist journalists "
    "critic critics producer contributor contributors commentator analyst blogger intern".split()
)
_COLLECTIVE = frozenset(
    "staff bureau desk agency agencies newsroom team admin administrator wire newswire webdesk null none undefined unknown "
    "anonymous".split()
)
# These say what the name before them was before or is elsewhere; they only count after a name.
_POSTS = frozenset(
    "minister professor lecturer head director secretary fellow chief executive president chairman chairwoman chair founder ceo "
    "officer manager student photographer spokesman spokeswoman researcher laureate author".split()
)
# What an office's name begins with.
_MODIFIERS = frozenset(
    "senior chief deputy assistant associate executive managing contributing political politics health transport education crime "
    "sport sports business city science technology tech environment climate foreign diplomatic defence defense security legal "
    "religion religious arts culture entertainment showbiz food travel property money personal finance economics economy markets "
    "consumer social affairs home national world local regional rural community features feature news investigations investigative "
    "data digital online web multimedia video picture opinion opinions football cricket rugby racing court courts courthouse "
    "parliamentary westminster lobby special staff guest freelance trainee general breaking night day weekend industry energy "
    "housing media music film tv television radio books royal our own latest".split()
)
# A paper's or an institution's name ends in these.
_HOUSES = frozenset(
    "news herald courier gazette tribune times telegraph guardian chronicle observer online network radio newspaper newspapers "
    "university college institute ministry foundation council association conversation".split()
)
# So do some names, which are those of houses only after another name.
_MAYBE_HOUSES = frozenset(
    "daily post press mail standard mirror express star sun independent journal echo sport sports media today business school "
    "centre center service magazine review digest bulletin argus examiner mercury advertiser record ledger dispatch inquirer "
    "enquirer sentinel globe monitor republic statesman vanguard packet tv group board editorial agency company committee "
    "department office".split()
)
# Of these, a place's name has the first word.
_PLACES = frozenset(
    "new san los las port cape fort hong addis kuala buenos rio tel south north east west northern southern eastern western "
    "central saudi sri united sierra phnom st. the our".split()
)
# And sections and buttons these.
_SECTIONS = frozenset(
    "league cup championship championships stories images letters life style lifestyle living estate change east kingdom states "
    "africa asia europe america americas india australia election elections war crisis updates live exclusive analysis comment "
    "explainer investigation profile interview reviews column blog podcast newsletter archive society wellness family nation "
    "photography photographs photos pictures illustration illustrations words read see all follow share more save listen watch show "
    "view comments brief county state union games olympics awards events jobs obituaries obituary matters affairs relations".split()
)
_AGENCY_NAMES = (
    r"(?:The )?Associated Press|AP|Reuters|AFP|Agence France-Presse|AAP|(?:The )?Canadian Press|PA(?: Media)?|"
    r"(?:The )?Press Association|BBC(?: News| Sport)?|Bloomberg(?: News)?|PTI|ANI|IANS|CNN|CBS News|NBC News|ABC News|Sky News|"
    r"dpa|EFE|Xinhua"
)
_AGENCY = re.compile(_AGENCY_NAMES)
_AGENCY_AFTER = re.compile(rf"[\s,]+(?:{_AGENCY_NAMES})$")
_DAYS_AND_MONTHS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# With these, something else than the name begins.
_GOES_ON = frozenset("updated update published posted modified special".split())
_GOES_ON_AFTER_NAME = frozenset("for from at in on of via as".split())
_CAPITALS = re.compile(r"(?:Mc|Mac|Fitz|Di|De|Du|La|Le|Van|Von|O|D)?[^\W\d_a-z](?:[^\W\d_a-z]|['’.-])*")
_ACRONYM = re.compile(r"[A-Z]{3,}\b")
_INITIALS = re.compile(r"[B-DF-HJ-NP-TV-XZ]{2,3}|I{2,3}|IV")
_PREFIX = re.compile(r"Mc|Mac|Fitz|Di|De|Du|La|Le|Van|Von")


def begins_as_byline(text: str) -> bool:
    """Whether a text begins with the words that introduce an author."""
    return _BY.match(text) is not None


def is_byline(text: str) -> bool:
    """Whether a line introduces authors and says nothing else than who they are, where and when."""
    found = _BY.match(text) or _WORDS_BY.match(text)
    if found is None or not any(" " in name for name in names_of(text)):
        return False
    words = _words(without_dates(text[found.end() :], " "))
    return all(not word[:1].islower() or _is_of_byline(word) for word in words)


def names_of(text: str) -> "list[str]":
    """The names in a byline or an author's entry; offices, houses, places, addresses and accounts are left out."""
    return _names(text, person=False)


def names_of_entry(text: str, *, person: bool = False) -> "list[str]":
    """The same of an entry in a page's metadata, which may have the last name first.

    :param person: it is said to be a person's, so that the name may be like that of an office, or in small letters.
    """
    entries = (" ".join(entry.split()) for entry in text[:MAX_BYLINE].split(";"))
    turned = (_INVERTED.sub(r"\2 \1", entry) if _is_inverted(entry) else entry for entry in entries)
    return _once(name for entry in turned for name in _names(entry, person=person))


def is_surely_name(name: str) -> bool:
    """Whether a name has two words or more, and none that papers, sections, places and buttons have in their names."""
    words = list(map(_bare, name.split()))
    if len(words) < 2 or words[0] in _PLACES or words[0] in _GOES_ON_AFTER_NAME or _ACRONYM.match(name):
        return False
    return not any(
        word in group for word in words for group in (_HOUSES, _MAYBE_HOUSES, _MODIFIERS, _OFFICE, _COLLECTIVE, _SECTIONS)
    )


def is_house(text: str) -> bool:
    """Whether a text is the name of an agency, or has a word of those of papers and institutions."""
    return _AGENCY.fullmatch(text) is not None or not _HOUSES.isdisjoint(map(_bare, text.split()))


def _names(text: str, *, person: bool) -> "list[str]":
    names: "list[str]" = []
    if _SITE_IN_BRACKETS.search(text[:MAX_BYLINE]):
        return names
    text = " ".join(without_dates(_MARKS.sub("", _IN_BRACKETS.sub("", text[:MAX_BYLINE])), " | ").split())
    for number, entry in enumerate(_ENTRIES.split(text)):
        entry = _OTHER_WORK.sub("", _LABEL.sub("", _BY.sub("", entry)))
        parts = _AND.split(entry)
        for part_number, part in enumerate(parts):
            for piece_number, piece in enumerate(_COMMA.split(part)):
                signed = any(" " in name or _AGENCY.fullmatch(name) for name in names)
                # What follows the last name of "A, B and C" is where they are, or whose they are.
                if signed and piece_number and 0 < part_number == len(parts) - 1:
                    break
                name = _name_in(piece, person)
                if not name or (signed and _is_affiliation(name, piece, names, after=bool(number or piece_number))):
                    continue
                names.append(name)
    return _once(map(_cased, names))


def _name_in(piece: str, person: bool) -> str:
    """The name that a piece of a byline begins with; empty if it begins with none."""
    piece = piece.strip(" ,.:-'\"“”‘’")
    piece = _AGENCY_AFTER.sub("", piece).rstrip(" ,:-")
    words = _before_office(piece.split(), person)
    end = next((index for index, word in enumerate(words) if _ends_name(index, word, person and _is_small(words))), len(words))
    name = words[:end]
    if end < len(words):
        if any(map(str.isdigit, words[end])):
            while name and _bare(name[-1]) in _DAYS_AND_MONTHS:
                name.pop()
        while name and _bare(name[-1]) in PARTICLES:
            name.pop()
        if len(name) < 2:
            return ""
    return " ".join(name).strip(" ,.:-") if _is_name(name, person) else ""


def _before_office(words: "list[str]", person: bool) -> "list[str]":
    """The words before those of an office; none if it isn't clear where it begins."""
    bare = list(map(_bare, words))
    office = next((index for index, word in enumerate(bare) if word in _COLLECTIVE or (not person and word in _OFFICE)), None)
    if office is None:
        return words
    begins = next((index for index, word in enumerate(words[:office]) if _ends_name(index, word, False)), None)
    if begins is not None and bare[begins] not in _MODIFIERS:
        # "Jane Doe North of England correspondent"
        while begins > 2 and (bare[begins - 1] in _PLACES or bare[begins - 1] in _MODIFIERS):
            begins -= 1
        return words[:begins]
    end = office
    while end and (bare[end - 1] in _MODIFIERS or bare[end - 1] in _HOUSES or bare[end - 1] in _MAYBE_HOUSES):
        end -= 1
    # "Middle East Editor" has the form of "Jane Doe Editor".
    known = end < office or bare[office] == "staff"
    return words[:end] if known and end > 1 and all(map(_begins_large, words[:end])) else []


def _ends_name(index: int, word: str, small: bool) -> bool:
    if _NO_WORD.search(word) or _bare(word) in _GOES_ON:
        return True
    return not (_begins_large(word) or small) or (index > 1 and _bare(word) in _GOES_ON_AFTER_NAME)


def _begins_large(word: str) -> bool:
    return not word[:1].islower() or word.lower() in PARTICLES or _PREFIXED.match(word) is not None


def _is_small(words: "Sequence[str]") -> bool:
    """Whether a name is one that its bearer writes in small letters."""
    return 2 <= len(words) <= 3 and all(word.isalpha() and word.islower() and not _is_of_office(word) for word in words)


def _is_name(words: "Sequence[str]", person: bool) -> bool:
    bare = list(map(_bare, words))
    name = " ".join(words)
    if not words or len(name) > MAX_NAME or len(words) > MAX_NAME_WORDS or not any(word[:1].isalpha() for word in words):
        return False
    if _AGENCY.fullmatch(name):
        return not _is_of_office(bare[-1])
    if "the" in bare or bare[0] == "our" or bare[0] in _OFFICE or all(word in _DAYS_AND_MONTHS or word in _HOUSES for word in bare):
        return bare[0] in _OFFICE and person and "the" not in bare and not all(map(_is_of_office, bare))
    if all(map(_is_of_office, bare)):
        return False
    return person or bare[-1] not in _HOUSES


def _is_of_office(word: str) -> bool:
    return any(word in group for group in (_OFFICE, _MODIFIERS, _HOUSES, _MAYBE_HOUSES, _COLLECTIVE))


def _is_affiliation(name: str, piece: str, names: "Sequence[str]", *, after: bool) -> bool:
    """Whether what looks like a name after another is a place, a house or a post.

    :param after: a comma or a bar stands between them.
    """
    words = piece.split()
    if " " not in name or _AGENCY.fullmatch(name):
        return True
    if not after:
        return False
    bare = [_bare(part) for word in words for part in word.split("-")]
    return (
        (_ACRONYM.match(piece) is not None and not names[0].isupper())
        or "of" in bare
        or bare[0] in _PLACES
        or any(bare[-1] in group for group in (_POSTS, _HOUSES, _MAYBE_HOUSES))
        or any(word in _HOUSES for word in bare)
    )


def _is_inverted(entry: str) -> bool:
    """Whether an entry has the last name first, with a comma after it."""
    found = _INVERTED.fullmatch(entry)
    return found is not None and not any(_AGENCY.fullmatch(part) or _is_of_office(part.lower()) for part in found.groups())


def _is_of_byline(word: str) -> bool:
    """Whether a byline may have such a word in small letters."""
    bare = _bare(word)
    return (
        bare in PARTICLES
        or bare in _GOES_ON
        or bare in _GOES_ON_AFTER_NAME
        or bare in ("and", "with", "by", "the", "told", "to", "photographs", "photos", "pictures", "illustrations")
        or bare in _POSTS
        or _is_of_office(bare)
        or _PREFIXED.match(word) is not None
        or "@" in word
    )


def _words(text: str) -> "list[str]":
    return [word for word in re.split(r"[\s,;|/•·–—&()]+", text) if word]


def _bare(word: str) -> str:
    return word.strip(".,:;'\"’").lower()


def _once(names: "Iterable[str]") -> "list[str]":
    return list(dict.fromkeys(names))


def _cased(name: str) -> str:
    """A name as names are written: some papers set bylines in capitals."""
    words = name.split()
    if len(words) < 2 or len(name) < 4 or not all(map(_CAPITALS.fullmatch, words)) or not any(len(w) > 2 for w in words):
        return name
    if _AGENCY.fullmatch(name):
        return name
    return " ".join(map(_cased_word, words))


def _cased_word(word: str) -> str:
    if _INITIALS.fullmatch(word):
        return word
    prefix = _PREFIX.match(word)
    start = prefix.end() if prefix and word[prefix.end() :].isupper() else 0
    return word[:start] + word[start:].title()
