"""Which phrases an agent's own words are made of, by the bank as it is now."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assist_api.database import Database
from assist_api.phrases import store as phrases
from assist_api.proposals import store as proposals
from assist_api.recommender.mining.normal_form import normal_form
from assist_api.recommender.mining.recognise import Recogniser

Wordings = Sequence[tuple[str, str]]
"""(phrase id, wording): those of the bank, then those mined of its phrases."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """`said`: ids of the phrases found; `likeness` in [0, 1] to the phrase it was compared with, if to any."""

    said: Sequence[str] = ()
    likeness: float | None = None


class Book:
    """The wordings of one state of the bank; built once, then only read."""

    def __init__(self, wordings: Wordings) -> None:
        self._recogniser = Recogniser(wordings)
        self._forms: defaultdict[str, list[str]] = defaultdict(list)
        for phrase_id, wording in wordings:
            self._forms[phrase_id].append(normal_form(wording))

    def read(self, sent: str, taken: str | None) -> Recognised:
        form = normal_form(sent)
        alike = [fuzz.ratio(form, known) / 100 for known in self._forms.get(taken or "", ())]
        return Recognised(self._recogniser.recognise(sent), max(alike, default=None))


class LiveRecogniser:
    """One a process; reads the bank again when it has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = asyncio.Lock()
        self._version: tuple[object, ...] | None = None
        self._book: Book | None = None

    async def read(self, sent: str | None, taken: str | None) -> Recognised:
        """`taken` is the id of a phrase to compare with. Not to be called within a transaction."""
        if not sent or not sent.strip():
            return Recognised()
        book = await self._current()
        return await asyncio.to_thread(book.read, sent, taken)

    async def _current(self) -> Book:
        """An agent does not wait for a bank that changed this moment if there is an older one to go by."""
        if self._book is not None and self._lock.locked():
            return self._book
        async with self._lock:
            async with self._database.read() as session:
                version = (*await phrases.bank_version(session), await proposals.version(session))
                if self._book is not None and version == self._version:
                    return self._book
                bank = await phrases.every_live(session)
                mined = await proposals.wordings(session)
            own = [(phrase.id, wording) for phrase in bank for wording in (phrase.text, *phrase.alternatives)]
            known = {phrase.id for phrase in bank}
            wordings = [*own, *((phrase_id, wording) for phrase_id, wording in mined if phrase_id in known)]
            self._book = await asyncio.to_thread(Book, wordings)
            self._version = version
            return self._book
