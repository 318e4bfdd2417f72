"""Example questions: what buyers wrote before a reply that they do not write before any reply."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from math import log, sqrt

from rapidfuzz import fuzz

from assist_api.recommender.features import Tokenise
from assist_api.recommender.mining.normal_form import normal_form
from assist_api.recommender.mining.wording import has_gap, tidy
from assist_api.rules.private_data import without_private_data
from zh_text import is_pleasantry

MOST = 8
_SHORTEST, _LONGEST = 4, 30
_TOO_ALIKE = 60.0
_FEWEST_ASKED = 3
_LEAST_TELLING = 0.08
_CONSIDERED = 60
_PRIOR = 2.0


class QuestionChoice:
    """Knows how often each word stands in any question before a reply, to tell what is particular to one phrase's."""

    def __init__(self, sample: Sequence[str], tokenise: Tokenise) -> None:
        self._tokenise = tokenise
        self._everywhere = Counter(word for question in sample for word in self._words(question))
        self._sampled = len(sample)

    def best(self, asked: Counter[str], ours: Callable[[str], bool]) -> list[str]:
        """Up to `MOST` short questions, the most telling first, no two alike; none where nothing tells them apart.

        `ours` says which lines are an agent's own: where roles are unknown, one may stand before a reply.
        """
        words = {question: self._words(question) for question in asked}
        here = Counter(word for question in words for word in words[question])
        telling = {word: self._telling(word, times, len(asked)) for word, times in here.items()}
        scored = []
        for question in filter(_usable, asked):
            score = sum(telling[word] for word in words[question]) / sqrt(len(words[question]) + _PRIOR)
            if score >= _LEAST_TELLING and not ours(question):
                scored.append((score, question))
        ranked = [tidy(question) for _, question in sorted(scored, key=lambda each: (-each[0], each[1]))]
        return _varied(ranked[:_CONSIDERED])

    def _telling(self, word: str, times: int, asked: int) -> float:
        """The word's share here times how much more often it stands here than everywhere (a part of the divergence)."""
        if asked < _FEWEST_ASKED:
            return 0.0
        everywhere = (self._everywhere[word] + 1) / (self._sampled + _PRIOR)
        # Shrunk towards everywhere: a word of one buyer's is no habit of those who ask this.
        here = (times + _PRIOR * everywhere) / (asked + _PRIOR)
        return here * log(here / everywhere) if times > 1 or asked < 2 * _FEWEST_ASKED else 0.0

    def _words(self, question: str) -> set[str]:
        return {word for word in self._tokenise(question.lower()) if word.isalnum()}


def _usable(question: str) -> bool:
    plain = tidy(question)
    if not _SHORTEST <= len(plain) <= _LONGEST or has_gap(plain, fixed=False) or is_pleasantry(plain):
        return False
    return len(normal_form(plain)) >= _SHORTEST and without_private_data(plain) == plain


def _varied(ranked: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for question in ranked:
        if len(kept) == MOST:
            break
        if not _like_any(question, kept):
            kept.append(question)
    return kept


def _like_any(question: str, kept: Collection[str]) -> bool:
    form = normal_form(question)
    return any(fuzz.ratio(form, normal_form(other)) > _TOO_ALIKE for other in kept)
