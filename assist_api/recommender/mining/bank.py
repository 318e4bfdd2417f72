"""The phrase bank as mining sees it: where a new phrase belongs, and whether it is there already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assist_api.recommender.features import Postings, Space, Tokenise, WordMemory
from assist_api.recommender.mining.recognise import Recogniser
from assist_api.recommender.phrase import IndexedPhrase

_LIKE_QUESTION = 0.35
_LIKE_TEXT = 0.25
_NEIGHBOURS = 5
_VOTING = 3
_TEXT_WEIGHT = 2.0
_QUESTIONS_WEIGHT = 6.0
_CLEAR_SHARE = 0.34
_MOST_INTENTS = 2

Votes = defaultdict[str, float]


@dataclass(frozen=True, slots=True)
class BankPhrase:
    """A phrase with the group it stands in."""

    phrase: IndexedPhrase
    group: str


class Bank:
    """Built from the team's phrases, then only read."""

    def __init__(self, phrases: Sequence[BankPhrase], tokenise: Tokenise, taken: Iterable[str] = ()) -> None:
        """`taken`: further shortcodes that are not free."""
        self._memory = WordMemory(tokenise)
        self.shortcodes = {each.phrase.shortcode for each in phrases if each.phrase.shortcode} | set(taken)
        self.titles = {each.phrase.title for each in phrases}
        self._recogniser = Recogniser((each.phrase.id, text) for each in phrases for text in each.phrase.wordings)
        texts = [(each, text) for each in phrases for text in (each.phrase.title, *each.phrase.wordings)]
        questions = [(each, text) for each in phrases for text in each.phrase.questions]
        self._space = Space(self._memory.words(text) for _, text in (*texts, *questions))
        self._texts = _Side(self._space, self._memory, texts)
        self._questions = _Side(self._space, self._memory, questions)

    def known_as(self, wordings: Iterable[str]) -> str | None:
        """The id of a phrase that nearly says one of these, if there is one; a chain of several phrases is none."""
        for wording in wordings:
            ids = self._recogniser.whole(wording)
            if ids:
                return ids[0]
        return None

    def place(self, wording: str, asked: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """Group and intents by vote of the phrases that say the like or answer the like questions.

        The group is empty where nothing in the bank is like it.
        """
        groups: Votes = defaultdict(float)
        intents: Votes = defaultdict(float)
        for each, cosine in self._texts.nearest(wording, _LIKE_TEXT):
            groups[each.group] += _TEXT_WEIGHT * cosine**2
            _spread(intents, each, _TEXT_WEIGHT * cosine**2)
        for question in asked:
            for each, cosine in self._questions.nearest(question, _LIKE_QUESTION)[:_VOTING]:
                weight = _QUESTIONS_WEIGHT * cosine**2 / len(asked)
                groups[each.group] += weight
                _spread(intents, each, weight)
        return max(groups, key=lambda group: groups[group], default=""), clear(intents)


def clear(votes: Mapping[str, float]) -> tuple[str, ...]:
    """Those with a clear share of the votes, at most two."""
    most = sorted(votes, key=lambda name: -votes[name])[:_MOST_INTENTS]
    return tuple(name for name in most if votes[name] >= _CLEAR_SHARE * sum(votes.values()))


def _spread(intents: Votes, each: BankPhrase, weight: float) -> None:
    for intent in each.phrase.intents:
        intents[intent] += weight / len(each.phrase.intents)


class _Side:
    """Texts of one kind with the phrases they belong to."""

    def __init__(self, space: Space, memory: WordMemory, texts: Sequence[tuple[BankPhrase, str]]) -> None:
        self._space = space
        self._memory = memory
        self._owners = [owner for owner, _ in texts]
        self._postings = Postings(space.rows([memory.words(text) for _, text in texts]))

    def nearest(self, text: str, least: float) -> list[tuple[BankPhrase, float]]:
        """The most alike first, each phrase once."""
        if not self._owners:
            return []
        cosines = self._postings.cosines(self._space.query(self._memory.split(text)))
        found: dict[str, tuple[BankPhrase, float]] = {}
        for place in np.argsort(-cosines, kind="stable")[: 4 * _NEIGHBOURS]:
            owner, cosine = self._owners[int(place)], float(cosines[place])
            if cosine >= least:
                found.setdefault(owner.phrase.id, (owner, cosine))
        return list(found.values())[:_NEIGHBOURS]
