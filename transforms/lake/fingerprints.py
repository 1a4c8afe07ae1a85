"""What is kept of an articles file's texts to find them repeated, and the object that keeps it between processes.

Such an object spares a new process reading and comparing whole texts. It is never needed and never taken for
more than it is: it names the attempt of its articles file and carries a checksum, and one that is missing, cut
off, of another file or of another version is made again from the articles file.
"""

from typing import Iterable, Optional, Sequence

import numpy as np
from obstore.exceptions import BaseError

from schemas.tables import Article
from transforms.lake.layout import FINGERPRINTS, TableFile
from transforms.lake.resemblance import SKETCH_SIZE, Wording, wording
from transforms.lake.sealed import seal, unseal
from transforms.lake.store import Store

# Of the row below and of everything in resemblance.py that its values are computed by.
VERSION = 1
ROW = np.dtype(
    [
        ("article_id", "V16"),
        ("ingested_at", "<i8"),
        ("original", "V16"),  # the article_id that it repeats; zeros for none
        ("content_hash", "V16"),
        ("digest", "V12"),
        ("is_telling", "?"),
        ("shingles", "<u4"),  # how many
        ("sketch", "<u4", SKETCH_SIZE),  # of a short text the last ones are zeros
    ]
)
NO_ORIGINAL = "0" * 32


def fingerprints(articles: Iterable[Article], said: Optional[Sequence[Wording]] = None) -> np.ndarray:
    """A ROW for each article, in the order given.

    :param said: their wordings, where they are known already.
    """
    articles = list(articles)
    said = [wording(one.text) for one in articles] if said is None else said
    return fingerprint_rows(
        [(one.article_id, one.ingested_at, one.duplicate_of, one.content_hash) for one in articles], said
    )


def fingerprint_rows(
    articles: "Sequence[tuple[str, int, Optional[str], str]]", said: Sequence[Wording]
) -> np.ndarray:
    """The same of article_id, ingested_at in microseconds, duplicate_of and content_hash."""
    rows = np.zeros(len(said), ROW)
    for row, (article_id, ingested_at, original, content_hash), one in zip(rows, articles, said):
        sketch = one.sketch
        row["article_id"] = bytes.fromhex(article_id)
        row["ingested_at"] = ingested_at
        row["original"] = bytes.fromhex(original or NO_ORIGINAL)
        row["content_hash"] = bytes.fromhex(content_hash)
        row["digest"] = one.digest
        row["is_telling"] = one.is_telling
        row["shingles"] = len(one.shingles)
        row["sketch"][: len(sketch)] = sketch
    return rows


def fingerprints_name(file: TableFile) -> str:
    """The name of the object that has the fingerprints of an articles file."""
    return f"{FINGERPRINTS}/{file.partition}/s{file.shard:03d}-{file.seq:06d}"


def read_fingerprints(store: Store, file: TableFile, attempt: Optional[str], rows: int) -> Optional[np.ndarray]:
    """The kept fingerprints of an articles file; None where there are none that hold.

    :param attempt: the one that the file names in its footer.
    :param rows: how many the file has.
    """
    try:
        content = store.read(fingerprints_name(file))
    except (BaseError, OSError):  # whatever is the matter with it, the articles file has it all
        return None
    body = unseal(_title(attempt), content)
    return np.frombuffer(body, ROW) if body is not None and len(body) == rows * ROW.itemsize else None


def keep_fingerprints(store: Store, file: TableFile, attempt: Optional[str], rows: np.ndarray) -> None:
    """Keep the fingerprints of an articles file that stands; where that fails nothing is lost.

    :param attempt: the one that the file names in its footer; without one they could not be told to be its.
    """
    if not attempt:
        return
    try:
        store.note(fingerprints_name(file), seal(_title(attempt), rows.tobytes()))
    except (BaseError, OSError):  # made again by whoever needs them
        pass


def _title(attempt: Optional[str]) -> str:
    return f"fingerprints {VERSION} {attempt}"
