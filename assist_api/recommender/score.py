"""One score from all kinds of evidence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.features import QueryVector
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.learned import Knowledge
from assist_api.recommender.talk import Turn
from assist_api.recommender.typing.index import ENOUGH
from assist_api.recommender.typing.ways import Found

# What each kind of evidence can bring alone, in [0, 1]. An example question is what a buyer really types, so the same
# question is nearly proof. An intent narrows 200 phrases to a handful but does not choose among them. A title names the
# matter in a word or two; the phrase's own text is the answer and shares the fewest words with a question.
QUESTION_WEIGHT = 0.9
INTENT_WEIGHT = 0.4
TITLE_WEIGHT = 0.4
TEXT_WEIGHT = 0.35

EARLIER_LINE_WEIGHT = 0.7
"""A line counts this much of the one after it: the last one is what the buyer waits for."""

LINES_USED = 4
"""Of a burst the last four lines are read; what stands before is rarely the question any more."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is known when an agent needs a phrase: the buyer's last lines (oldest first), what they mean, what is typed.

    `intents` gives confidences in [0, 1]; it is empty when nobody could say. `before` is the whole talk so far, `now`
    in seconds since the epoch.
    """

    lines: tuple[str, ...] = ()
    intents: Mapping[str, float] = field(default_factory=dict)
    typed: str = ""
    before: tuple[Turn, ...] = ()
    now: float = 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores in [0, 1] in the order of the phrases; for the reasons the whole question and what the typed text found.

    `talk` are the scores of the talk alone.
    """

    scores: NDArray[np.float64]
    question: QueryVector
    talk: NDArray[np.float64]
    found: Found | None = None


def score(index: PhraseIndex, ask: Ask, knowledge: Knowledge | None = None) -> Scored:
    """While nothing is typed, the talk alone decides; else only what matches the typed text scores at all."""
    question, talk = index.talks.of((ask.lines, tuple(sorted(ask.intents.items()))), lambda: _of_talk(index, ask))
    if knowledge is not None:
        intent = max(ask.intents, key=ask.intents.__getitem__) if ask.intents else None
        talk = knowledge.about(index, ask.before, ask.lines, intent, ask.now).together(talk)
    if not ask.typed.strip():
        return Scored(talk, question, talk)
    found = index.typing.find(ask.typed)
    return Scored(found.scores(talk, _shared_words(index, ask.typed, found)), question, talk, found)


def _of_talk(index: PhraseIndex, ask: Ask) -> tuple[QueryVector, NDArray[np.float64]]:
    question = index.query(index.words(" ".join(ask.lines)))
    return question, score_talk(index, ask, question)


def score_talk(index: PhraseIndex, ask: Ask, question: QueryVector) -> NDArray[np.float64]:
    lines = [index.query(index.words(line)) for line in ask.lines[-LINES_USED:]] if len(ask.lines) > 1 else []
    weighted = [(question, 1.0), *_newest_first(lines)]
    return any_of(
        [
            QUESTION_WEIGHT * _best(index.question_cosines, weighted, len(index)),
            TITLE_WEIGHT * _best(index.title_cosines, weighted, len(index)),
            TEXT_WEIGHT * _best(index.text_cosines, weighted, len(index)),
            INTENT_WEIGHT * index.intent_match(ask.intents),
        ]
    )


def _newest_first(lines: Sequence[QueryVector]) -> list[tuple[QueryVector, float]]:
    """Each line by itself too: in a burst of several questions the whole resembles none of them."""
    return [(line, EARLIER_LINE_WEIGHT**age) for age, line in enumerate(reversed(lines))]


def _best(
    cosines: Callable[[QueryVector], NDArray[np.float64]], weighted: Sequence[tuple[QueryVector, float]], count: int
) -> NDArray[np.float64]:
    best = np.zeros(count)
    for query, weight in weighted:
        np.maximum(best, weight * cosines(query), out=best)
    return np.minimum(best, 1.0)  # a cosine may exceed 1 by a rounding error


def _shared_words(index: PhraseIndex, typed: str, found: Found) -> NDArray[np.float64]:
    """Words shared with what is typed, for when hardly a phrase holds it as it is."""
    if len(found) >= ENOUGH:
        return np.zeros(len(index))
    words = index.query(index.words(typed))
    return any_of([index.question_cosines(words), index.title_cosines(words), index.text_cosines(words)])


def any_of(parts: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Noisy or, 1 - Π(1 - part): in [0, 1], grows with every part, and missing evidence (0) counts for nothing."""
    rest = np.ones_like(parts[0])
    for part in parts:
        rest *= 1.0 - np.minimum(part, 1.0)
    return 1.0 - rest
