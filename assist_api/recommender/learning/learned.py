"""All that was learned, as evidence for the phrases of an index."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.features import QueryVector
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.confidence import Scale
from assist_api.recommender.learning.evidence import Reader, Words
from assist_api.recommender.learning.memory import Memory, tokens_of
from assist_api.recommender.learning.plain import plain
from assist_api.recommender.learning.talks import TalkModel
from assist_api.recommender.learning.trained import Trained
from assist_api.recommender.talk import Turn
from assist_api.recommender.typing.held import Held

Numbers = NDArray[np.float64]

LIFT = 5.0
"""So many times more likely becomes a phrase with a history that all agents chose just now for such a line."""

ALONE = 0.4
ALONE_POWER = 4
"""What it then gains beyond its past: only near unanimous votes count. Walking JD chats with every reply told, plain
noisy or lost 4 to 10 points of hit@3 (few likenesses say less than all the history), this gains half a point."""

NEWCOMER_POWER = 0.5
"""A phrase without a history has nothing but these votes, and three cannot outvote the doubt that fits a shop's many:
their root counts. With intents, new phrases are then found in 12 of 20 tuning cases (the share itself: 4), and of 165
sets pushed for lines that starter phrases answer 10 are wrong (before: 7 of 163)."""


@dataclass(frozen=True, slots=True)
class Learned:
    """Per phrase of the index, each in [0, 1]: `past` from past chats; from minutes ago what `speaks` for it and what
    is `against` it. `has_past` marks phrases with a history; of such a one its own words count `own_weight`, once `own`
    has scaled them. `unsent` are places of phrases that were there when the history was learned and stand in it hardly
    ever: `unsent_own` scales their words."""

    past: Numbers
    speaks: Numbers
    against: Numbers
    has_past: NDArray[np.bool_]
    own: Scale | None
    own_weight: float
    unsent: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, dtype=np.intp))
    unsent_own: Scale | None = None

    def together(self, bank: Numbers) -> Numbers:
        """One score in [0, 1] a phrase, given that of its own words: noisy or, less what agents refused."""
        own = bank if self.own is None else self.own.probabilities_of(bank)
        if self.unsent_own is not None:
            own[self.unsent] = self.unsent_own.probabilities_of(bank[self.unsent])
        rest = 1.0 - own
        known = np.flatnonzero(self.has_past)  # few of a large bank, like those spoken for
        past = np.minimum(1.0, self.past[known] * (1.0 + LIFT * self.speaks[known]))
        rest[known] = (1.0 - self.own_weight * own[known]) * (1.0 - past)
        told = np.flatnonzero(self.speaks)
        votes = self.speaks[told]
        rest[told] *= 1.0 - np.where(self.has_past[told], ALONE * votes**ALONE_POWER, votes**NEWCOMER_POWER)
        return np.asarray((1.0 - rest) * (1.0 - self.against), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where the phrases of the model stand in one index: those with a vector (`here` marks what the bank still has),
    and those without."""

    index: PhraseIndex
    here: NDArray[np.bool_]
    places: NDArray[np.intp]
    unsent: NDArray[np.intp]


@dataclass(slots=True)
class Knowledge:
    """A trained model and the memory of what came since, one a process. Asked from several threads."""

    words: Words
    trained: Trained | None = None
    memory: Memory = field(default_factory=Memory)
    _reader: Reader | None = field(default=None, init=False)
    _placed: _Placed | None = field(default=None, init=False)
    _taught: dict[str, int] | None = field(default=None, init=False)
    _talks: Held[QueryVector] = field(default_factory=Held, init=False)
    _asked: Held[tuple[str, ...]] = field(default_factory=Held, init=False)

    def __post_init__(self) -> None:
        if self.trained is not None:
            self._reader = self.trained.model.reader(self.words)

    def about(
        self, index: PhraseIndex, before: Sequence[Turn], lines: Sequence[str], intent: str | None, now: float
    ) -> Learned:
        """`before` is the talk so far, `lines` what the buyer waits to hear about; `now` in seconds since the epoch."""
        speaks, against = self._told(index, lines, intent, now)
        past, has_past = np.zeros(len(index)), np.zeros(len(index), dtype=np.bool_)
        if self.trained is None or self._reader is None:
            return Learned(past, speaks, against, has_past, None, 1.0)
        model, placed = self.trained.model, self._place(index, self.trained.model)
        has_past[placed.places] = True
        if before:
            past[placed.places] = model.probabilities(self._read(model, self._reader, before))[placed.here]
        trained = self.trained
        return Learned(
            past, speaks, against, has_past, trained.own, trained.own_weight, placed.unsent, trained.unsent_own
        )

    def telling(self, phrase: str, before: Sequence[Turn], count: int) -> list[str]:
        """The buyer's words for which past chats were answered with this phrase; empty without a history."""
        if self.trained is None or self._reader is None or not before:
            return []
        model = self.trained.model
        place = self._place_of_taught().get(phrase)
        return [] if place is None else model.telling(self._read(model, self._reader, before), place, count)

    def _read(self, model: TalkModel, reader: Reader, before: Sequence[Turn]) -> QueryVector:
        """Once for all keys typed and all reasons given in one talk."""
        return self._talks.of(tuple(before), lambda: model.read(reader, before))

    def _place_of_taught(self) -> dict[str, int]:
        if self._taught is None and self.trained is not None:
            self._taught = {phrase: place for place, phrase in enumerate(self.trained.model.taught)}
        return self._taught or {}

    def tokens(self, lines: Sequence[str]) -> tuple[str, ...]:
        """A question's tokens as the memory keeps them."""
        line = "".join(map(plain, lines))
        return self._asked.of(line, lambda: tokens_of(self.words(line), line))

    def _told(
        self, index: PhraseIndex, lines: Sequence[str], intent: str | None, now: float
    ) -> tuple[Numbers, Numbers]:
        speaks, against = np.zeros(len(index)), np.zeros(len(index))
        for phrase, told in self.memory.chances(self.tokens(lines), intent, now).items() if len(self.memory) else ():
            place = index.place_of.get(phrase)
            if place is not None:
                speaks[place], against[place] = told
        return speaks, against

    def _place(self, index: PhraseIndex, model: TalkModel) -> _Placed:
        placed = self._placed
        if placed is None or placed.index is not index:
            found = [index.place_of.get(phrase, -1) for phrase in model.taught]
            places = np.array(found, dtype=np.intp)
            unsent = [index.place_of[phrase] for phrase in model.untaught if phrase in index.place_of]
            here = places >= 0
            placed = self._placed = _Placed(index, here, places[here], np.array(unsent, dtype=np.intp))
        return placed
