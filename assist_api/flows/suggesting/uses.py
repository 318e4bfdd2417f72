"""How often each phrase was taken, for the order of completions: a figure that may be some seconds old."""

from time import monotonic

import numpy as np
from numpy.typing import NDArray

from assist_api.database import Database
from assist_api.phrases import store
from assist_api.recommender.index import PhraseIndex

READ_AGAIN_S = 10.0


class Uses:
    """Counts by place in the index, read at most every ten seconds: never once a key."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index: PhraseIndex | None = None
        self._counts: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._read_at = float("-inf")

    async def of(self, index: PhraseIndex) -> NDArray[np.int64]:
        if index is not self._index or monotonic() - self._read_at >= READ_AGAIN_S:
            async with self._database.read() as session:
                taken = await store.taken(session)
            counts = np.zeros(len(index), dtype=np.int64)
            for phrase, count in taken.items():
                if phrase in index.place_of:
                    counts[index.place_of[phrase]] = count
            self._index, self._counts, self._read_at = index, counts, monotonic()
        return self._counts
