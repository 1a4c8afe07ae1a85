"""en_newslake_sm: spaCy's way to package a pipeline. `spacy.load("en_newslake_sm")` calls `load`."""

from pathlib import Path

from spacy.language import Language
from spacy.util import get_model_meta, load_model_from_init_py

__version__: str = get_model_meta(Path(__file__).parent)["version"]


def load(**overrides: object) -> Language:
    """The pipeline; `overrides` are those of `spacy.load`: vocab, disable, enable, exclude, config."""
    return load_model_from_init_py(__file__, **overrides)
