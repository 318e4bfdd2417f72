"""What agents taught and trainers approved, as the bot looks it up: always as new as the database."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.database import Database
from assist_api.phrases import store
from assist_api.phrases.files.bank import read_starters
from assist_api.phrases.tables import Phrase
from assist_api.recommender.likeness import AskedQuestions, Match, Weights
from assist_api.rules.teaching import why_not_the_bot


@dataclass(frozen=True, slots=True)
class Book:
    """The phrases of one moment; questions are those that a trainer has seen."""

    version: tuple[int, int]
    phrases: Mapping[str, Phrase]
    questions: AskedQuestions

    def matches(self, line: str, least: float) -> list[tuple[Phrase, Match]]:
        """Those whose question is at least so like the line, the most alike first."""
        return [(self.phrases[match.key], match) for match in self.questions.matches(line, least)]


class LiveBook:
    """Read again whenever a taught phrase has changed, on whatever worker: two numbers of a small index tell.

    How telling a character is comes from the starters' questions alone, so that the thresholds, which were measured
    with them, mean the same in every shop.
    """

    def __init__(self, database: Database, starters: Path) -> None:
        self._database = database
        self._starters = starters
        self._weights: Weights | None = None
        self._book: Book | None = None
        self._lock = asyncio.Lock()

    async def current(self, session: AsyncSession) -> Book:
        version = await store.taught_version(session)
        if self._book is not None and self._book.version == version:
            return self._book
        async with self._lock:
            phrases = await store.taught_for_bot(session)
            self._book = await asyncio.to_thread(self._read, version, phrases)
            return self._book

    def _read(self, version: tuple[int, int], phrases: Sequence[Phrase]) -> Book:
        if self._weights is None:
            self._weights = Weights(question for one in read_starters(self._starters) for question in one.questions)
        fit = {phrase.id: phrase for phrase in phrases if may_be_said(phrase)}
        asked = [(phrase.id, question) for phrase in fit.values() for question in phrase.reviewed_questions or ()]
        return Book(version, fit, AskedQuestions(asked, self._weights))


def may_be_said(phrase: Phrase) -> bool:
    """A file may have changed a taught phrase behind the review's back."""
    wordings = [phrase.text, *phrase.alternatives]
    return not why_not_the_bot(wordings, phrase.reviewed_questions or [], phrase.intents)
