"""The paragraphs that cleaning judges."""

import functools
from dataclasses import dataclass
from typing import Optional

from transforms.cleaning.sentences import count_words, ends_sentence

# Running text has this many words in a paragraph that ends like a sentence.
RUNNING_WORDS = 12


@dataclass(frozen=True)
class Unit:
    """A paragraph or a part of one, and the reason why it is clutter, or None."""

    text: str
    reason: Optional[str] = None


@functools.lru_cache(maxsize=512)  # every judge asks it of every paragraph
def is_running(text: str) -> bool:
    """Whether a paragraph is one of running text, by its look."""
    return count_words(text) >= RUNNING_WORDS and ends_sentence(text)
