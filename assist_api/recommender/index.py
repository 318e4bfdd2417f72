"""The phrase bank in memory, ready to be asked: every kind of evidence as arrays in the order of the phrases."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.features import Postings, QueryVector, Space, WordMemory, cosines_of_rows
from assist_api.recommender.phrase import TEAM, IndexedPhrase, Situation
from assist_api.recommender.typing.held import Held
from assist_api.recommender.typing.index import TypingIndex

LINES_REMEMBERED = 1_000
"""Of those that are asked about: the same line comes with every key."""


class PhraseIndex:
    """Built once from a bank, then only read, so threads may share it; what is held of the last talks guards itself."""

    def __init__(self, phrases: Sequence[IndexedPhrase], memory: WordMemory) -> None:
        self.phrases = sorted(phrases, key=lambda phrase: phrase.id)
        self.place_of = {phrase.id: place for place, phrase in enumerate(self.phrases)}
        self.words = lru_cache(maxsize=LINES_REMEMBERED)(memory.split)
        titles = [memory.words(phrase.title) for phrase in self.phrases]
        texts = [memory.words("\n".join(phrase.wordings)) for phrase in self.phrases]
        questions = [[memory.words(question) for question in phrase.questions] for phrase in self.phrases]
        self.space = Space(
            [*title, *text, *(word for question in asked for word in question)]
            for title, text, asked in zip(titles, texts, questions, strict=True)
        )
        self._texts = self.space.rows(texts)
        self._by_title = Postings(self.space.rows(titles))
        self._by_text = Postings(self._texts)
        self._questions = self.space.rows([words for asked in questions for words in asked])
        self._by_question = Postings(self._questions)
        self._first_question = np.cumsum([0, *(len(asked) for asked in questions)])
        self._has_question = np.flatnonzero(np.diff(self._first_question))
        self._intents = _intent_rows(self.phrases)
        self._limits = _Limits(self.phrases)
        self.typing = TypingIndex(self.phrases)
        self.talks: Held[tuple[QueryVector, NDArray[np.float64]]] = Held()
        memory.forget_unused()

    def __len__(self) -> int:
        return len(self.phrases)

    def query(self, words: Sequence[str]) -> QueryVector:
        return self.space.query(words)

    def title_cosines(self, query: QueryVector) -> NDArray[np.float64]:
        return self._by_title.cosines(query)

    def text_cosines(self, query: QueryVector) -> NDArray[np.float64]:
        return self._by_text.cosines(query)

    def question_cosines(self, query: QueryVector) -> NDArray[np.float64]:
        """Per phrase the cosine with its nearest example question; 0 for a phrase without any."""
        nearest = np.zeros(len(self))
        if self._has_question.size:
            every = self._by_question.cosines(query)
            nearest[self._has_question] = np.maximum.reduceat(every, self._first_question[self._has_question])
        return nearest

    def nearest_question(self, place: int, query: QueryVector) -> tuple[str, float] | None:
        """The example question of one phrase that is most like this one, with its cosine; None if it has none."""
        first, end = self._first_question[place], self._first_question[place + 1]
        if first == end:
            return None
        cosines = cosines_of_rows(self._questions, int(first), int(end), query)
        nearest = int(cosines.argmax())
        return self.phrases[place].questions[nearest], float(cosines[nearest])

    def intent_match(self, intents: Mapping[str, float]) -> NDArray[np.float64]:
        """Per phrase how sure it is (0 … 1) that the buyer means one of its intents."""
        match = np.zeros(len(self))
        for intent, confidence in intents.items():
            if intent in self._intents:
                match[self._intents[intent]] += confidence
        return np.minimum(match, 1.0)

    def allowed(self, situation: Situation, *, searching: bool) -> NDArray[np.bool_]:
        """Which phrases may be offered; who searches also finds those whose product, order or channel is not known."""
        return self._limits.allowed(situation, unknown_is_fine=searching)

    def word_sets_overlap(self, one: int, other: int) -> float:
        """Jaccard overlap (0 … 1) of the words of two phrases' wordings."""
        a, b = self._word_set(one), self._word_set(other)
        return len(a & b) / len(a | b) if a or b else 0.0

    def shared_words(self, place: int, query: QueryVector) -> list[str]:
        """The words of the question that stand in the phrase's wordings too, the most telling first."""
        mine = self._word_set(place)
        by_weight = query.columns[np.argsort(-query.weights, kind="stable")]
        return [str(self.space.words[column]) for column in by_weight if int(column) in mine]

    def _word_set(self, place: int) -> set[int]:
        start, end = self._texts.indptr[place], self._texts.indptr[place + 1]
        return set(self._texts.indices[start:end].tolist())


def _intent_rows(phrases: Sequence[IndexedPhrase]) -> dict[str, NDArray[np.intp]]:
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for place, phrase in enumerate(phrases):
        for intent in phrase.intents:
            rows[intent].append(place)
    return {intent: np.array(places, dtype=np.intp) for intent, places in rows.items()}


class _Limits:
    """Scope, dates and fields of application; the few bound to a product, order or channel are checked singly."""

    def __init__(self, phrases: Sequence[IndexedPhrase]) -> None:
        self._owner = np.array([phrase.limits.owner for phrase in phrases], dtype=np.int64)
        self._from = np.array([phrase.limits.active_from for phrase in phrases], dtype=np.float64)
        self._to = np.array([phrase.limits.active_to for phrase in phrases], dtype=np.float64)
        self._bound = [(place, phrase.limits) for place, phrase in enumerate(phrases) if phrase.limits.needs_context]

    def allowed(self, situation: Situation, *, unknown_is_fine: bool) -> NDArray[np.bool_]:
        mine = self._owner == TEAM
        if situation.account is not None:
            mine |= self._owner == situation.account
        allowed: NDArray[np.bool_] = mine & (self._from <= situation.now) & (situation.now < self._to)
        for place, limits in self._bound:
            pairs = (
                (limits.products, situation.product),
                (limits.categories, situation.category),
                (limits.order_states, situation.order_state),
                (limits.channels, situation.channel),
            )
            allowed[place] &= all(_fits(wanted, known, unknown_is_fine) for wanted, known in pairs)
        return allowed


def _fits(wanted: tuple[str, ...], known: str | None, unknown_is_fine: bool) -> bool:
    if not wanted:
        return True
    return unknown_is_fine if known is None else known in wanted
