"""Parts sentences that stand next to each other without a space: the break between two blocks of a page was lost."""

import re

# Words that begin sentences and hardly anything else that is capitalised.
_STARTERS = (
    "The|A|An|He|She|It|They|We|You|I|In|On|At|But|And|This|That|These|Those|There|His|Her|Its|Their|Our|My|As|When|"
    "While|After|Before|"
    "However|Meanwhile|According|If|For|With|From|By|To|Of|What|Who|Where|Why|How|Not|No|Some|Many|Most|One|Two|Also|"
    "Although|Despite|"
    "Since|Under|During|Earlier|Last|Asked|Both|Such|So|Then|Yet|Now|Police|Officials|Because|About|Additional|Read|"
    "Sign|Subscribe|"
    "Follow|Support|Your|Join|Click|Share"
)
# Those of them that begin no name: after initials, which a name may follow (U.S.Police, U.S.A team), no other will do.
_PLAIN_STARTERS = (
    "The|He|She|It|They|We|You|But|And|This|That|These|Those|There|His|Her|Its|Their|Our|My|As|When|While|After|Before|"
    "However|Meanwhile|According|If|For|With|From|To|Of|What|Who|Where|Why|How|Not|Although|Despite|Since|During|"
    "Because|In|On|At|Then|So|Both|Such|Also|Yet"
)
# Ends of files' and hosts' names, and the abbreviations that a name follows.
_ENDINGS = (
    "Com|Org|Net|Gov|Edu|Co|Io|Ai|Uk|In|Au|Js|Py|Html|Htm|Txt|Pdf|Exe|Php|Asp|Aspx|Jpg|Png|Xml|Json|Csv|Tv|Me|Us|Eu|"
    "Info|COM|ORG|NET|PDF"
)
_ABBREVIATIONS = frozenset(
    "st mt ft dr mr mrs ms prof rev hon gov sen rep gen col capt maj lt sgt cpl cmdr adm supt insp pres messrs jr sr "
    "no nos vol fig sec "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun inc co corp ltd plc bros dept univ "
    "assn ave blvd rd sq "
    "vs etc al cf eg ie viz approx est tel ext art op ed eds pp ch pt www".split()
)
_CAPITALISED = (
    r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'-]*(?:[A-Z][a-z]+)?[\s,:]|[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+-[A-Za-z]|[A-Z]{2,}[\s,]|"
    r"(?:[A-Z]\.){2,}\s"
)
# The number of a note, which stands before or after the mark that ends the sentence.
_NOTE = r"(?:\[(?:\d{1,3}|[a-z]|citation needed)\]){0,4}"
_END = rf"{_NOTE}[.!?…][”’\"')\]]{{0,2}}{_NOTE}"
_UNITS = "m|mn|bn|tn|k|pc|p|s|st|nd|rd|th|am|pm|kg|km|kph|mph"
_AMOUNT = rf"\d[\d,.]{{0,40}}(?:%|{_UNITS})?"
_SUM = rf"[$£€₹]{_AMOUNT}"
_BEGINNING = r"(?:(?<=[\s“\"‘'(—–-])|^)"
_OPENING = r"[“‘\"]?"  # a bracket belongs to the sentence before it as often as not
_GLUED = re.compile(
    # The word before is all in small letters, so that abbreviations (U.S.Army), initials (J.K.Rowling) and names of
    # programs and hosts stay whole; anything capitalised may follow it. So with a number, of which more below.
    rf"{_BEGINNING}(?P<small>[a-zà-öø-ÿ’'-]*[a-zà-öø-ÿ]{{2}}|[$£€₹]?{_AMOUNT}){_END}"
    rf"(?={_OPENING}(?!(?:{_ENDINGS})\b)(?:{_CAPITALISED}))"
    # The word before is a name, a sum or a time of day: only a word that begins sentences may follow it.
    rf"|(?:{_BEGINNING}(?P<name>[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'-]{{2,}}|[A-Z]{{3,}}s?|[\w’'-]{{0,40}}\d[\w’'-]*|{_SUM}){_END}"
    rf"|(?:(?<=\d)|(?<=\d ))[ap]\.m\.{_NOTE})(?={_OPENING}(?:{_STARTERS})[\s,’'])"
    rf"|{_BEGINNING}(?:[A-Z]\.){{2,5}}{_NOTE}(?={_OPENING}(?:{_PLAIN_STARTERS})[\s,’'])"
    # A sentence that ended with a closing quotation mark or bracket.
    r"|(?<=[.!?…][”)])(?=[“A-Z][A-Za-z]*[\s,])"
)
# What all of these have: an economy, since hardly any paragraph has it.
_CLOSE = re.compile(rf"[.!?…][”’\"')\]]{{0,2}}{_NOTE}[“‘\"(\[]?[A-ZÀ-ÖØ-Þ]|[.!?…][”)]“")
_NUMBER = re.compile(rf"[$£€₹]?{_AMOUNT}")
_DIGIT_STARTERS = re.compile(rf"[“‘\"(]?(?:{_STARTERS})[\s,’']|[A-Z][a-z]+ [A-Za-z]")


# Labels of a page that lost the break after them, and begin no name of a firm or a program.
_LABELS = (
    "Advertisements?|ADVERTISEMENTS?|Skip Ad|Hide Ad|Skip ad|Hide ad|(?:Article|Story|Content) continues (?:below|"
    "after ad)|"
    "Read [Mm]ore|READ MORE|Read [Aa]lso|Also [Rr]ead|ALSO READ|READ ALSO|Learn [Mm]ore|Find out more|See more|Show "
    "more|Click here|"
    "Sign [Uu]p(?: now| here)?|Subscribe(?: now| here)?|Donate(?: now| today)?|Make a (?:contribution|donation)|"
    "Support us|Contribute now|"
    "Copy link|View comments|Sponsored|Share this(?: article| story)?|Related(?: articles| stories)?|RELATED|View "
    "image in fullscreen|"
    "Story continues(?: below)?|Article content|Ad Feedback|Report (?:this )?ad|Skip advertisement|Scroll to "
    "continue|Recommended (?:Stories|Videos)|"
    "Trending Now|Watch [Nn]ow|Listen [Nn]ow|Read the full story|More on this story|Join the conversation|Follow us|"
    "Shop now|Buy now|"
    "Promoted (?:Stories|Content)|View [Mm]ore|Load [Mm]ore|Subscribe [Tt]oday|Open App|Download App|Story "
    "continues below advertisement|"
    "View gallery|Play video|Most [Rr]ead|Sign in|Log in|Share article"
)
# These do: only two in a row are surely labels.
_BUTTONS = (
    "Share|SHARE|Save|Print|Tweet|TWEET|Pin|PIN|Like|LIKE|Email|E-mail|EMAIL|Copy|Facebook|Twitter|X|WhatsApp|"
    "Telegram|LinkedIn|Reddit|"
    "Pinterest|Instagram|Threads|Bluesky|Messenger|Flipboard|Bookmark|Gift|Listen|Comments?|Comment|Follow|More|"
    "News|Sport|Home|Menu"
)
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    "Nov(?:ember)?|Dec(?:ember)?"
)
_OWNED = (
    "Pic|Picture|Photo|Photograph|Image|Credit|Source|Photo credit|Picture credit|Image credit|Related|RELATED|"
    "Watch|WATCH|Updated|Published"
)
_LABELLED = re.compile(
    rf"(?:(?:^|(?<=[a-zà-öø-ÿ\d.!?…”’\"')\]]))(?:(?P<buttons>(?:{_BUTTONS}){{2,12}})|"
    rf"(?P<label>(?:{_LABELS})))(?=[A-ZÀ-ÖØ-Þ“‘\"]|$))"
    # A line of its own that begins in its way: a credit, a date.
    rf"|(?<=[a-zà-öø-ÿ.”’)])(?P<line>)(?=(?:{_OWNED}) ?[:/|] ?[A-Z]|(?:{_MONTHS})\.? \d{{1,2}},? (?:19|20)\d\d)"
    # A bracket with a credit or a note ends the line.
    r"|(?<=[a-z]\))(?P<bracket>)(?=[A-Z][a-zà-öø-ÿ]+[\s:,])"
)
# The capital or the mark comes first, which is found fast, and then what stands before it.
_MAY_BE_LABELLED = re.compile(
    r"[A-ZÀ-ÖØ-Þ“‘\"](?:(?<=[a-zà-öø-ÿ\d.!?…”’\"')\]][A-ZÀ-ÖØ-Þ])|(?<=[a-z][“‘\"])|(?<=[A-Z])[A-Z]{3}[A-Z][a-z])"
)
# A shorter bracket is a part of a word or a formula.
_BRACKET = re.compile(r"\([^()]{8,120}\)$")
BRACKET_REACH = 122


def _part_labels(paragraph: str) -> "list[str]":
    """A paragraph, parted where a label, a credit or a date of its page follows or precedes it without a space."""
    if not _MAY_BE_LABELLED.search(paragraph):
        return [paragraph]
    cuts = []
    for found in _LABELLED.finditer(paragraph):
        if found["bracket"] is not None and not _BRACKET.search(paragraph, max(0, found.start() - BRACKET_REACH), found.start()):
            continue
        cuts += [found.start(), found.end()]
    parts = [paragraph[start:end] for start, end in zip([0, *cuts], [*cuts, len(paragraph)])]
    return [part for part in parts if part.strip()]


def part_glued(paragraph: str) -> "list[str]":
    """A paragraph, parted where one sentence follows another without a space: "…the difference.Kim Jong-un could…", and
    where the labels of its page are glued to it: "AdvertisementThe vote…"."""
    return [part for one in _part_labels(paragraph) for part in _part_sentences(one)]


def _part_sentences(paragraph: str) -> "list[str]":
    if not _CLOSE.search(paragraph):
        return [paragraph.strip()] if paragraph.strip() else []
    parts, start = [], 0
    for found in _GLUED.finditer(paragraph):
        before = found["small"] or found["name"] or ""
        if before.lower() in _ABBREVIATIONS or not _may_end(before, paragraph, found.end()):
            continue
        end = _sides(paragraph, start, found.end())
        parts.append(paragraph[start:end])
        start = end
    return [part.strip() for part in [*parts, paragraph[start:]] if part.strip()]


def _sides(paragraph: str, start: int, end: int) -> int:
    """Where to part at a straight quotation mark, which does not show its side: it opens the next sentence if those
    before it are pairs, and closes the sentence before it if one of them is open."""
    if paragraph[end - 1] == '"' and paragraph.count('"', start, end - 1) % 2 == 0:
        return end - 1
    if paragraph[end : end + 1] == '"' and paragraph.count('"', start, end) % 2 == 1:
        return end + 1
    return end


def _may_end(before: str, paragraph: str, end: int) -> bool:
    """Whether a sentence can end with this word: after a number, only what is surely a sentence goes on."""
    return not _NUMBER.fullmatch(before) or _DIGIT_STARTERS.match(paragraph, end) is not None
