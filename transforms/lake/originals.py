"""Which earlier article a new one repeats: in its batch, or in the lake among those of the days around it."""

import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Callable, Iterable, Optional, Sequence

from schemas.tables import Article
from transforms.lake.fingerprints import fingerprints
from transforms.lake.layout import UNKNOWN_DATE, TableFile, partition_of
from transforms.lake.resemblance import Wording, repeats, wording
from transforms.lake.rows import order
from transforms.lake.store import Store
from transforms.lake.texts import Known, KnownTexts, TextPartition

DAY_MICROS = 86_400_000_000
FIRST_MICROS, LAST_MICROS = -62_135_596_800_000_000, 253_402_300_799_999_999  # of the years that dates have
# A wire story is taken up within a day or two, and feeds give dates in whatever time zone.
DAYS_AROUND = 3
# Undated articles are looked at if they were ingested not longer ago than this.
UNDATED_MICROS = 7 * DAY_MICROS
# Other days are looked at again after this: each look costs a request, and late ones are few.
OTHER_DAYS_SECONDS = 5.0
KEPT_ARTICLES = 600_000  # at about 350 bytes each


class Originals:
    """Finds originals for one process that commits; what it has read of the lake is kept between commits.

    The best answer at the moment: two that are committed at once by two processes don't see each other.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._partitions: "OrderedDict[str, TextPartition]" = OrderedDict()
        self._said: "dict[str, Wording]" = {}  # by version: kept for the case that a batch is tried again

    def of(self, articles: Sequence[Article], shard: int) -> "dict[str, Optional[str]]":
        """For each version_id of a batch the article_id of the first known article that it repeats, else None.

        :param articles: those of one partition and shard.
        """
        self._said = {one.version_id: self._said.get(one.version_id) or wording(one.text) for one in articles}
        around = self._around(articles, shard)
        compared = self._compared(articles, around)
        batch, batch_said = KnownTexts(), []
        found: "dict[str, Optional[str]]" = {}
        for article in sorted(articles, key=lambda one: (one.ingested_at, one.article_id)):
            said = self._said[article.version_id]
            everywhere = [*(partition.texts for partition in around), batch]
            before = [known for texts in everywhere for known in texts.same(article, said)]
            before += compared.get(article.version_id, [])
            alike = [number for number in batch.alike(said) if repeats(said, batch_said[number])]
            before += [batch.known(number) for number in alike]
            original = _first_original(article, before)
            found[article.version_id] = original
            batch.add(fingerprints([replace(article, duplicate_of=original)], [said]))
            batch_said.append(said)
        return found

    def committed(self, file: TableFile, attempt: str, articles: Iterable[Article]) -> None:
        """Note what an attempt has committed: `articles` are those that `of` was asked for last, or some of them."""
        if file.partition in self._partitions:
            articles = sorted(articles, key=order)
            rows = fingerprints(articles, [self._said[one.version_id] for one in articles])
            self._partitions[file.partition].committed(file, attempt, rows)

    def _window(self, articles: Sequence[Article]) -> "list[str]":
        """The partitions where the originals of a batch may be: its own last, so that it is the freshest."""
        moments = [one.ingested_at if one.published_at is None else one.published_at for one in articles]
        own = partition_of(articles[0].published_at)
        first = max(FIRST_MICROS, min(moments) - DAYS_AROUND * DAY_MICROS)
        last = min(LAST_MICROS, max(moments) + DAYS_AROUND * DAY_MICROS)
        days = dict.fromkeys(map(partition_of, (*range(first, last, DAY_MICROS), last)))
        return [one for one in (UNKNOWN_DATE, *days) if one != own] + [own]

    def _around(self, articles: Sequence[Article], shard: int) -> "list[TextPartition]":
        """The partitions of the window, as they are now."""
        since = min(one.ingested_at for one in articles) - UNDATED_MICROS
        around = []
        for partition in self._window(articles):
            if partition not in self._partitions:
                self._partitions[partition] = TextPartition(self._store, partition, self._clock, since)
            self._partitions.move_to_end(partition)
            around.append(self._partitions[partition])
        due = [texts for texts in around if texts is around[-1] or texts.age() > OTHER_DAYS_SECONDS]
        if self._store.root is None:  # a bucket takes its time to answer
            with ThreadPoolExecutor(len(due)) as threads:
                list(threads.map(lambda texts: texts.refresh(shard), due))
        else:
            for texts in due:
                texts.refresh(shard)
        # Those of this window stay, however many: the next batch will most likely ask for them again.
        while len(self._partitions) > len(around) and sum(map(len, self._partitions.values())) > KEPT_ARTICLES:
            self._partitions.popitem(last=False)
        return around

    def _compared(self, articles: Sequence[Article], around: Sequence[TextPartition]) -> "dict[str, list[Known]]":
        """For each version_id the articles of the lake that it repeats, found by their sketches and compared."""
        found: "dict[str, list[Known]]" = {}
        for partition in around:
            wanted: "dict[int, list[Article]]" = {}
            for article in articles:
                for number in partition.texts.alike(self._said[article.version_id]):
                    if partition.texts.known(number).article_id != article.article_id:
                        wanted.setdefault(number, []).append(article)
            for number, earlier in partition.wordings(wanted):
                for article in wanted[number]:
                    if repeats(self._said[article.version_id], earlier):
                        found.setdefault(article.version_id, []).append(partition.texts.known(number))
        return found


def _first_original(article: Article, before: Sequence[Known]) -> Optional[str]:
    """The first known of some articles, or what it repeats itself; never the article itself."""
    others = [known for known in before if article.article_id not in (known.article_id, known.original)]
    if not others:
        return None
    first = min(others, key=lambda known: (known.ingested_at, known.article_id))
    return first.original or first.article_id
