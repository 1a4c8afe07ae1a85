"""Base forms of regular verbs, for lemmas that a statistical lemmatizer makes up: "compet", "depicte", "life" of "lives".

A model's lemma is kept where it is a base that the form can be made from and English spelling does not speak
against it. What speaks is the end of the stem: whether a silent e was dropped before -ed and -ing. Irregular forms are
left to the model.
"""

import functools
import re

VERB_TAGS = frozenset(["VBZ", "VBD", "VBN", "VBG"])

# Ends of stems before which no e was dropped. Vowel digraphs come first: "appear", "avoid", "obtain".
_WITHOUT_E = re.compile(
    r"(?:[eo]ar|air|our|e[ae]d|oad|[ao]id|[ao]ud|[eo]am|aim|[ao]in|ean|oan|[eo]ap|[eo]ak|[eo]ok|eek|ook"
    r"|e[ae]l|[ao]il|[ao]ul"
    r"|(?:^|[bhfpsw]|ch|tr|bl)eat|eet|oat|[oi]ot|out|ai[dlnrtm]|[cpxnflrs]t"
    r"|m[bn]|[nlr]d|[slrnc]k|ew|aw|x|y|ss|ll|ff|zz|sh|mp|rm|lm|rn|ow(?<!\bow)"
    r"|el|en(?<!ven)|[bcdfgmnptv]er"
    r"|tion|sion|son|don|[mdsf]it|[hi]bit|get|ket|ret|pret|met|oup|eep|oop)$"
)
# Ends before which one was, unless the end above says otherwise.
_WITH_E = re.compile(
    r"(?:v|[glnstc]u|c|[aeiouy]z|dg|rg|(?:ch|r|str)ang|eng|(?:pl|l|exp)ung|(?:fr|h|cr|imp)ing|[lnprw]s|[bcdfgkptzs]l"
    r"|[aeiou]s|[^aeiou]at|[iu]at|cre?at|ur|ir|[^eo]ar|[^ao]id|[^ao]ud|[^eo]ad|[^e]ed|com|um|[^eo]am|[^aoe]in|un"
    r"|ven|[^eo]ap|yp|[^eo]ak"
    r"|ik|(?:st|pl|gn|sc|d)or|(?:er|pl)od|blig|[^o]ok|uk|[^aoe]il|[^ao]ul|ag|eg|ib|ob"
    r"|(?:comp|compl|del|depl)et|(?:inv|exc|\bc|ign|rec|wr|un|inc|reun)it"
    r"|(?:\bv|prom|qu|dev|\bn|den|dem)ot|[^o]ut)$"
)
# British spelling doubles an l after an unstressed vowel: "modelled", "travelling".
_DOUBLED = re.compile(r"\w{3}[eioa]ll$")
_EXCEPTIONS = {
    **{stem: stem for stem in "focus bias canvas combat format murmur stir debut visit air".split()},
    **{stem: stem for stem in "occur concur recur incur major minor".split()},
    **{stem: stem for stem in "bus gas pioneer engineer volunteer add err egg ebb purr inherit merit".split()},
    **{stem: stem for stem in "enroll unroll stroll scroll install recall forestall thrill distill".split()},
    **{stem: stem for stem in "instill squall ruin".split()},
    **{stem: stem + "e" for stem in "tast wast past bast ach cach ow aw ey interfer adher".split()},
    **{stem: stem + "e" for stem in "persever phon postpon extradit expedit".split()},
}

# Past forms of irregular verbs whose base a statistical lemmatizer may miss; none is also the past of another verb.
_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "fled:flee bled:bleed bred:breed fed:feed led:lead sped:speed misled:mislead overfed:overfeed borne:bear bore:bear "
        "born:bear sworn:swear swore:swear torn:tear tore:tear worn:wear wore:wear shorn:shear forsworn:forswear "
        "stole:steal stolen:steal froze:freeze frozen:freeze chose:choose chosen:choose broke:break broken:break "
        "spoke:speak spoken:speak woke:wake woken:wake wove:weave woven:weave drove:drive driven:drive strove:strive "
        "striven:strive rode:ride ridden:ride rose:rise risen:rise arose:arise arisen:arise wrote:write written:write "
        "hid:hide hidden:hide bit:bite bitten:bite slid:slide chid:chide shook:shake shaken:shake took:take taken:take "
        "mistook:mistake mistaken:mistake undertook:undertake undertaken:undertake overtook:overtake overtaken:overtake "
        "forsook:forsake forsaken:forsake gave:give given:give forgave:forgive forgiven:forgive ate:eat eaten:eat "
        "fell:fall fallen:fall befell:befall befallen:befall blew:blow blown:blow flew:fly flown:fly grew:grow grown:grow "
        "knew:know known:know threw:throw thrown:throw overthrew:overthrow overthrown:overthrow drew:draw drawn:draw "
        "withdrew:withdraw withdrawn:withdraw withheld:withhold upheld:uphold held:hold withstood:withstand "
        "stood:stand understood:understand misunderstood:misunderstand began:begin begun:begin drank:drink drunk:drink "
        "rang:ring rung:ring sang:sing sung:sing sank:sink sunk:sink shrank:shrink shrunk:shrink sprang:spring "
        "sprung:spring stank:stink swam:swim swum:swim ran:run overran:overrun clung:cling flung:fling hung:hang "
        "slung:sling stung:sting strung:string swung:swing wrung:wring dug:dig stuck:stick struck:strike stricken:strike "
        "won:win spun:spin bound:bind ground:grind wound:wind found:find brought:bring bought:buy caught:catch "
        "fought:fight sought:seek taught:teach thought:think wrought:work felt:feel dealt:deal dreamt:dream knelt:kneel "
        "leapt:leap leant:lean learnt:learn meant:mean slept:sleep kept:keep crept:creep swept:sweep wept:weep left:leave "
        "lost:lose lent:lend bent:bend sent:send spent:spend built:build rebuilt:rebuild burnt:burn spelt:spell spilt:spill "
        "spoilt:spoil shot:shoot lit:light met:meet sat:sit spat:spit got:get gotten:get forgot:forget forgotten:forget "
        "begot:beget trod:tread trodden:tread told:tell foretold:foretell sold:sell resold:resell said:say paid:pay "
        "repaid:repay laid:lay heard:hear overheard:overhear made:make remade:remake had:have did:do done:do overdid:overdo "
        "went:go gone:go underwent:undergo undergone:undergo came:come became:become overcame:overcome saw:see seen:see "
        "foresaw:foresee foreseen:foresee oversaw:oversee overseen:oversee shone:shine proven:prove sewn:sew sown:sow "
        "shown:show swollen:swell hewn:hew mown:mow sawn:saw shod:shoe"
    ).split()
)


@functools.lru_cache(maxsize=20_000)
def verb_lemma(form: str, tag: str, lemma: str) -> str:
    """The base of a verb's form in lower case, given what a model takes for it."""
    if tag not in VERB_TAGS or not form.isalpha():
        return lemma
    if tag == "VBZ":
        return _of_third_person(form, lemma)
    if tag in ("VBD", "VBN") and form in _IRREGULAR:
        return _IRREGULAR[form]
    stem = form[:-3] if tag == "VBG" and form.endswith("ing") else form[:-2] if form.endswith("ed") else ""
    if tag != "VBG" and (len(stem) == 2 and stem[1] == "i" or stem.endswith("e")):
        return stem + "e"  # lied, agreed
    if tag == "VBG" and len(stem) == 2 and stem[1] == "y":
        return lemma if lemma == stem else stem[0] + "ie"  # lying
    if len(stem) < 2 or not any(vowel in stem for vowel in "aeiouy"):
        return lemma
    if stem in _EXCEPTIONS:
        return _EXCEPTIONS[stem]
    if tag != "VBG" and stem.endswith("i"):
        return lemma if lemma in (stem[:-1] + "y", stem + "e") else stem[:-1] + "y"
    bases = [stem, stem + "e"]
    if stem[-1] == stem[-2] and stem[-1] not in "ls":
        bases = [stem[:-1]] if stem[-1] not in "fzeo" else bases
    elif _DOUBLED.search(stem):
        return stem[:-1]
    if tag == "VBG" and stem.endswith("y"):
        bases.append(stem[:-1] + "ie")
    if len(bases) > 1 and stem[-1] not in "aeio" and lemma in (stem, stem + "e") or lemma not in bases:
        if _WITHOUT_E.search(stem):
            return stem
        if _WITH_E.search(stem):
            return stem + "e"
    return lemma if lemma in bases else bases[0]


def _of_third_person(form: str, lemma: str) -> str:
    if not form.endswith("s") or form.endswith("ss") or len(form) < 4:
        return lemma
    if form.endswith("ies") and len(form) > 4:
        return form[:-1] if form in ("underlies", "belies", "unties", "vies", "outvies") else form[:-3] + "y"
    if form.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")) or _EXCEPTIONS.get(form[:-2]) == form[:-2]:
        return form[:-1] if _EXCEPTIONS.get(form[:-2]) == form[:-1] else form[:-2]
    return form[:-1]


_PARTICIPLES = {
    **{base: base for base in "put set split cast hit cut let rid bid shed spread thrust".split()},
    **{base: form for form, base in _IRREGULAR.items()},
    # The second of two past forms in the table above, or the only one that is none of the simple past.
    **dict(
        pair.split(":")
        for pair in (
            "get:got see:seen draw:drawn throw:thrown drive:driven take:taken give:given break:broken choose:chosen "
            "write:written hide:hidden mistake:mistaken tear:torn bear:borne show:shown prove:proven foresee:foreseen "
            "know:known shake:shaken steal:stolen freeze:frozen weave:woven fit:fitted overthrow:overthrown"
        ).split()
    ),
}
_DOUBLING = re.compile(r"(?:^|[^aeiou])[aeiou][bdglmnprt]$")
_STRESSED_LAST = frozenset("compel refer deter transfer commit admit permit omit submit prefer regret equip control".split())


def past_participle(base: str, form: str, tag: str) -> str:
    """The past participle of a verb, given one of its forms."""
    if tag == "VBN" or base in _PARTICIPLES:
        return form if tag == "VBN" else _PARTICIPLES[base]
    if tag == "VBD" and form.endswith("ed"):
        return form
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ied"
    short = sum(letter in "aeiou" for letter in base) == 1 and _DOUBLING.search(base)
    return base + (base[-1] if short or base in _STRESSED_LAST else "") + "ed"
