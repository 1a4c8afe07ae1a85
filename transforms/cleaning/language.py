"""The language of a text."""

import functools
import re
from typing import Optional

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Detection from fewer letters is a guess.
MIN_LETTERS = 60
# More of a text than this says nothing new.
READ_CHARACTERS = 3_000
SURE = 0.7
# Of the words of English articles, 35 to 50 % are among these, of other languages' hardly any.
ENGLISH_SHARE = 0.22
_ENGLISH = frozenset(
    "the of and to in that is was for on with as it by be are at from his he said has have not this will were an but "
    "they who which their "
    "had been or after its she her would about more when there than into also we you could up out over new "
    "if what one all can so no".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(text: str) -> Optional[str]:
    """ISO 639-1 code of a text; None for one that is too short or too mixed to tell."""
    text = text[:READ_CHARACTERS]
    words = _WORD.findall(text)
    if sum(map(len, words)) < MIN_LETTERS:
        return None
    # Detection by letters takes short English texts full of foreign names for other languages.
    english = sum(map(_ENGLISH.__contains__, map(str.lower, words)))
    if english >= ENGLISH_SHARE * len(words):
        return "en"
    code, probability = _identifier().classify(text)
    return code if probability >= SURE else None


@functools.lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
