"""Tells where a text speaks as the paper to its reader: asks for money, an address, a click or a story.

Every paper words its boxes in another way, but all of them put the same few things together: an imperative or "you",
the paper's "our", a name of what papers have (stories, a newsletter, reporters) and a price, an address or "today".
One of them means nothing, several in few words do.
"""

import re

from transforms.sentences import SAYING, count_words, outside_speech, small_letters, split_sentences, words_of

# A box has no more words in a paragraph.
APPEAL_WORDS = 70
# So much evidence is enough amid an article, so much in a longer paragraph, and so much where its text has ended.
NEEDED = 4
NEEDED_LONG = 6
LONG_WORDS = 30
NEEDED_AFTER = 3
# A columnist speaks to readers, too, and says "I".
COLUMNIST = 2
# Advice says "you" without "we", and an opinion "we" without "you".
YOU_ALONE = 1
WE_ALONE = 4

_IMPERATIVE = re.compile(
    r"(?:please |kindly |or |and |to \w+ [\w ]{0,20}, )?(?:sign up|signup|sign in|log in|join|get|download|follow|"
    r"support|fund|give|subscribe|share|"
    r"read|send|e-?mail|tell us|make (?:a|us|your)|add|set|become|keep up|keep (?:this|our|us)|find us|stay|be "
    r"(?:the|in)|don.t miss|install|remove ads|unlock|install|gift|help|donate|chip in|contribute|click|tap|"
    r"listen|watch|start|save|enjoy|drop|write to|see (?:how|our|more|all)|find out|enter|never miss|don't miss|"
    r"want|register|"
    r"create|choose|upgrade|try|buy|pick|order|visit|call|ring|whatsapp|text us|let us know|contact|explore)\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|our|ours|[Uu]s)\b")
_COLUMNIST = re.compile(r"\b(?:I|I'm|I've|I'd|my|My)\b")
_FEATURES = tuple(  # looked for in small letters
    (re.compile(pattern), weight)
    for pattern, weight in (
        # What the paper has.
        (
            r"\bour (?:[\w'-]+ ){0,3}(?:stories|story|reporters?|journalists?|journalism|newsroom|reporting|team|"
            r"desk|editors?|writers?|"
            r"(?:web)?site|papers?|newspapers?|magazine|members|readers|supporters|subscribers|coverage|apps?|"
            r"channels?|community|"
            r"(?:community )?(?:guidelines|rules|policy|standards)|investigations?|newsletters?|digest|briefing|"
            r"e-?mails?|podcasts?|shop|"
            r"archives?|service|work|terms|advertisers|correspondents?)\b",
            2,
        ),
        (r"\b(?:this|the) (?:story|article|interview|column|website|site|page|newsletter|comment|newspaper)\b", 1),
        (
            r"\b(?:newsletters?|digest|briefing|inbox|newsroom|paywall|subscriptions?|subscribers?|e-?paper|morning "
            r"e-?mail|bulletin)\b",
            1,
        ),
        (
            r"\b(?:journalism|reporters?|reporting|stories|news|articles?|editors|features|headlines|coverage|"
            r"investigations)\b",
            1,
        ),
        (
            r"\b(?:find|follow|join|add|make|reach|with|text|call|help|support) us\b|\bus (?:on|at|as|via)\b|"
            r"\b(?:whatsapp|telegram) (?:channel|community|group|alerts)\b|\bpreferred sources?\b",
            2,
        ),
        (
            r"\b(?:free|updates?|alerts|every (?:day|morning|evening|week|sunday|saturday|friday|weekday|monday)|"
            r"(?:news|weekly|daily) letter|e-?mail)\b",
            1,
        ),
        (r"\b(?:app|app store|google play|whatsapp|telegram|facebook|instagram|notifications|browser)\b", 1),
        (
            r"\b(?:donat\w*|contribut\w+|chip in|gift|members?|membership|supporters?|readers|tax-deductible|"
            r"pledge)\b",
            1,
        ),
        (r"\b(?:subscribe\w*|sign(?:ing)? (?:up|in)|log(?:ged)? in|register|privacy|unsubscribe|terms apply)\b", 2),
        (
            r"\b(?:accounts?|comments?|posts?|letters|guidelines|moderat\w+|feedback|abusive|civil|polite|report "
            r"(?:it|abuse))\b",
            1,
        ),
        (
            r"\b(?:tips?|photos?|pictures|videos?|your (?:story|stories|experiences?|views?|name|address|inbox|"
            r"e-?mail|phone))\b",
            1,
        ),
        # What it costs, and how little that is.
        (r"[$£€₹]\s?\d[\d.,]* ?(?:a|an|per|/|each) ?(?:day|week|month|year|wk|mo)\b|\b\d+p a (?:day|week|month)", 2),
        (
            r"\b(?:as little as|starting (?:at|from)|\d+ ?% off|for free|free trial|cancel|offers?|cup of coffee|"
            r"price of a coffee|unlimited)\b",
            1,
        ),
        # What the reader should do next.
        (r"\S@\S+\.\w|@\w{3,}", 2),
        (
            r"\b(?:click|tap|sign up|find out|details|available|see how|order|buy|apply) (?:it )?(?:here|now|"
            r"today)\b|\bhere\W*$|\bnow\W*$|\btoday\W*$",
            1,
        ),
        (r"\b(?:ads|adverts|advertising|reprints?|vouchers?|sale|tickets|delivery)\b", 1),
    )
)
# Whose advice it is: the paper's own, or about what it has and asks for.
_OF_PAPER = re.compile(
    r"\b(?:we|our|ours|us)\b|\b(?:this|the|a) (?:story|article|interview|video|web ?site|page|form|post)\b|\S@\S|"
    r"[$£€₹]\s?\d|\bfrom r\d|\byour (?:inbox|e-?mail|account|subscription|(?:cookie|privacy|consent) \w+|browser|device)\b|"
    r"\b(?:unsubscribe|subscribing|signing up|cancel any ?time|comments)\b|"
    r"\b(?:whatsapp|telegram) (?:channel|community|group|alerts)\b|\bpreferred sources?\b|\b(?:here|now|today|below)\b"
)
# What the evidence is made of: an economy, since hardly any paragraph of an article has words of both kinds.
_ADDRESSING = frozenset(
    "you your yours yourself we our ours us sign signup log join get download follow support fund give subscribe "
    "share read send email "
    "mail tell make add set become keep find stay be don remove unlock install gift help donate chip contribute "
    "click tap listen watch "
    "start save enjoy drop write see enter never want register create choose upgrade try buy pick order visit call "
    "ring whatsapp text let "
    "contact explore".split()
)
_OWN = frozenset(
    "story stories reporter reporters journalist journalists journalism newsroom reporting team desk editor editors "
    "writer writers site "
    "website paper papers newspaper newspapers magazine members readers supporters subscribers coverage app apps "
    "channel channels community "
    "guidelines rules policy standards investigation investigations newsletter newsletters digest briefing email "
    "mail emails mails podcast "
    "podcasts shop archive archives service work terms advertisers correspondent correspondents article articles "
    "interview column page "
    "comment comments inbox paywall subscription subscriptions subscriber subscribe subscribing subscribed paper "
    "bulletin news features "
    "headlines store play whatsapp telegram facebook instagram preferred notifications browser donate donated "
    "donating donation donations "
    "contribute contributing contributed contribution contributions chip gift member membership supporter tax "
    "pledge sign signing log logged "
    "register privacy unsubscribe account accounts post posts letter letters moderated moderators feedback abusive "
    "civil polite report tip "
    "tips photo photos picture pictures video videos experience experiences view views name address phone week "
    "month year day little starting "
    "off free trial cancel offer offers coffee unlimited here now today ads adverts advertising reprint reprints "
    "voucher vouchers sale "
    "tickets delivery us update updates alerts every".split()
)
# The most common of the words that SAYING looks for.
_SAID = frozenset(
    "said says saying told tells added adds argued warned announced wrote asked claimed explained reported urged".split()
)
_MARKS = re.compile(r"[@$£€₹]")


def appeals(text: str, needed: int = NEEDED) -> bool:
    """Whether a paragraph speaks to the reader as a paper does in its boxes; not what somebody says."""
    if count_words(text) > APPEAL_WORDS:
        return False
    outside = outside_speech(text)
    words = words_of(outside)
    if not words.isdisjoint(_SAID) or words.isdisjoint(_ADDRESSING):
        return False
    if words.isdisjoint(_OWN) and not _MARKS.search(outside):
        return False
    if not (_YOU.search(outside) or _WE.search(outside) or _is_imperative(outside)) or SAYING.search(outside):
        return False
    return evidence(outside) >= (needed - NEEDED + NEEDED_LONG if count_words(text) > LONG_WORDS else needed)


def is_of_paper(outside: str) -> bool:
    """Whether a text without quotations speaks for the paper: advice says what to do, too, but not for whom."""
    return _OF_PAPER.search(small_letters(outside)) is not None


def _is_imperative(outside: str) -> bool:
    return any(_IMPERATIVE.match(sentence.lstrip("•*-–—| ")) for sentence in split_sentences(outside))


def evidence(outside: str) -> int:
    """How much of what papers put into their boxes a text without quotations has; 0 if it addresses nobody."""
    imperative = _is_imperative(outside)
    you, ours = _YOU.search(outside) is not None, _WE.search(outside) is not None
    if not (imperative or you or ours):
        return 0
    alone = 0 if imperative or (you and ours) else YOU_ALONE if you else WE_ALONE
    small = small_letters(outside)
    said = sum(weight for pattern, weight in _FEATURES if pattern.search(small))
    return imperative + you + ours + said - alone - COLUMNIST * (_COLUMNIST.search(outside) is not None)
