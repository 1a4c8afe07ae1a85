"""spaCy's English tokeniser, brought nearer to the treebanks' words; its rules are saved with the pipeline."""


from spacy import registry
from spacy.lang.char_classes import ALPHA, HYPHENS
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# EWT and GUM keep words with these prefixes whole ("co-founder") and split other hyphenated words. Before
# a capital they are split too ("pro-Beijing"), or else the name in them could not be found.
WHOLE_WITH_PREFIX = (
    "anti", "bi", "co", "counter", "cross", "de", "e", "ex", "extra", "inter", "intra", "mega", "micro", "mini",
    "multi", "neo", "non", "pan", "post", "pre", "pro", "pseudo", "quasi", "re", "semi", "sub", "super", "trans", "ultra", "un",
)  # fmt: skip

# Runs of the same mark are one word ("!!!", "*****", "====").
_RUNS = [r"[!?]{2,}", r"\*{2,}", r"={2,}", r"_{2,}", r"~{2,}", r"<{2,}", r">{2,}"]


def adapt_tokenizer(nlp: Language) -> None:
    """Change the tokeniser's rules in place."""
    defaults = nlp.Defaults
    hyphen_between_letters = rf"(?<=[{ALPHA}0-9])(?:{HYPHENS})(?=[{ALPHA}])"
    infixes = [rule for rule in defaults.infixes if rule != hyphen_between_letters]
    if len(infixes) == len(defaults.infixes):
        raise ValueError("spaCy's rule for hyphens between letters is no longer where it was")
    apart = "".join(rf"(?<!\b{prefix})(?<!\b{prefix.capitalize()})" for prefix in WHOLE_WITH_PREFIX)
    infixes += [
        rf"{apart}(?<=[{ALPHA}0-9])(?:{HYPHENS})(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}])(?:{HYPHENS})(?=[A-Z])",
        rf"(?<=[A-Z]\.)(?:{HYPHENS})(?=[{ALPHA}])",  # "U.S.-led"
    ]
    tokenizer = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.prefix_search = compile_prefix_regex(_RUNS + list(defaults.prefixes)).search
    tokenizer.suffix_search = compile_suffix_regex(_RUNS + list(defaults.suffixes)).search


@registry.callbacks("newslake.tokenizer.v1")
def create_tokenizer_callback():
    """For `initialize.before_init` in the configurations."""
    return adapt_tokenizer
