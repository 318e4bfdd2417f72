"""Learning from all that is known, with a part held back to measure on and to tell scores from probabilities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.features import WordMemory
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.confidence import Confidence, Scale, curve, joint, scale
from assist_api.recommender.learning.evidence import WEIGHTS, Kind
from assist_api.recommender.learning.learned import Knowledge
from assist_api.recommender.learning.talks import Lessons, TalkModel, learn, with_replies_within
from assist_api.recommender.learning.trained import Trained
from assist_api.recommender.mining.normal_form import normal_form
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.replay.material import Recognise
from assist_api.recommender.replay.outcomes import Judge, Truth
from assist_api.recommender.replay.sessions import session_of
from assist_api.recommender.score import Ask, score
from assist_api.recommender.talk import Moment, asked

HELD_BACK = 5
"""One session in so many is held back."""

SHOWN = 3

OWN_WEIGHTS = (0.0, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
"""How far the own words of a phrase with a history may count beside it; the best on the part held back is kept."""

FITTING = 10
"""So many phrases a turn, whose own words fit best, tell how much such a fit is worth."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Paper:
    """Moments to be measured on with what was right at each."""

    moments: Sequence[Moment]
    truth: Truth


def train(
    phrases: Sequence[IndexedPhrase],
    past: Iterable[Moment],
    recognise: Recognise,
    memory: WordMemory,
    kinds: Iterable[Kind] = tuple(WEIGHTS),
) -> Trained | None:
    """None where the history is too small to learn from: under two phrases, or no session to hold back."""
    moments, guess = with_replies_within(list(past))
    real = [moment for moment in moments if moment.real]
    lessons = Lessons(phrases, moments, [recognise(moment.reply) for moment in moments])
    paper = _paper([moment for moment in real if is_held_back(moment)], phrases, recognise)
    kinds = tuple(kinds)
    measured = learn(_without_held_back(lessons), guess, memory.split, kinds)
    model = learn(lessons, guess, memory.split, kinds)
    if model is None or measured is None or not paper.moments:
        return None
    index = PhraseIndex(unseen(phrases, paper.moments), memory)
    return _calibrated(model, measured, index, paper, memory)


def is_held_back(moment: Moment) -> bool:
    """Decided by the session alone, so that every model is measured on turns that none of them has seen."""
    return sha256(session_of(moment).encode()).digest()[0] % HELD_BACK == 0


def scores_on(trained: Trained, index: PhraseIndex, moments: Sequence[Moment], memory: WordMemory) -> Numbers:
    """Moments × phrases of the index, by the model that has not seen the part held back."""
    knowledge = Knowledge(memory.split, replace(trained, model=trained.measured))
    return np.array([_score(knowledge, index, moment) for moment in moments])


def _score(knowledge: Knowledge, index: PhraseIndex, moment: Moment) -> Numbers:
    ask = Ask((asked(moment.before),), before=moment.before, now=moment.at or 0.0)
    return score(index, ask, knowledge).scores


def figures(scores: Numbers, truth: Truth) -> dict[str, float]:
    best = np.argsort(-scores, axis=1, kind="stable")[:, :SHOWN]
    held, usable = np.take_along_axis(truth.held, best, 1), np.take_along_axis(truth.usable, best, 1)
    answered = truth.held.any(axis=1)
    return {
        "turns": float(len(scores)),
        "answerable": float(answered.sum()),
        "hit@1": _share(held[answered, :1]),
        "hit@3": _share(held[answered]),
        "usable@1": _share(usable[:, :1]),
        "usable@3": _share(usable),
    }


def _share(right: NDArray[np.bool_]) -> float:
    return round(float(right.any(axis=1).mean()), 4) if len(right) else 0.0


def _calibrated(model: TalkModel, measured: TalkModel, index: PhraseIndex, paper: Paper, memory: WordMemory) -> Trained:
    fits = np.array([score(index, Ask((asked(moment.before),))).scores for moment in paper.moments])
    taught = set(measured.taught)
    unsent = np.array([phrase.id not in taught for phrase in index.phrases])
    own = _worth(fits, paper.truth.held)
    unsent_own = _worth(fits[:, unsent], paper.truth.held[:, unsent]) if unsent.any() else own
    level = scale(np.zeros(1), np.zeros(1, dtype=np.bool_))
    unread = Confidence(level, level, [])
    tries = [Trained(model, measured, own, weight, unsent_own, unread, {}) for weight in OWN_WEIGHTS]
    every = [(one, scores_on(one, index, paper.moments, memory)) for one in tries]
    trained, scores = max(every, key=lambda pair: (figures(pair[1], paper.truth)["hit@3"], -pair[0].own_weight))
    return replace(trained, confidence=_confidence(scores, paper.truth), figures=figures(scores, paper.truth))


def _worth(fits: Numbers, held: NDArray[np.bool_]) -> Scale:
    """How often a phrase was sent whose own words fit as well as that; moments × phrases."""
    best = np.argsort(-fits, axis=1, kind="stable")[:, :FITTING]
    return scale(np.take_along_axis(fits, best, 1).ravel(), np.take_along_axis(held, best, 1).ravel())


def _confidence(scores: Numbers, truth: Truth) -> Confidence:
    best = np.argsort(-scores, axis=1, kind="stable")[:, :SHOWN]
    shown, usable = np.take_along_axis(scores, best, 1), np.take_along_axis(truth.usable, best, 1)
    together = np.array([joint(row) for row in shown])
    right = np.asarray(usable.any(axis=1), dtype=np.bool_)
    of_set = scale(together, right)
    # Where the scale is level, the joint score still tells the surer set.
    return Confidence(
        of_set, scale(shown.ravel(), usable.ravel()), curve(of_set.probabilities_of(together), together, right)
    )


def _paper(moments: Sequence[Moment], phrases: Sequence[IndexedPhrase], recognise: Recognise) -> Paper:
    """With the phrases in the order of an index."""
    ordered = sorted(range(len(phrases)), key=lambda place: phrases[place].id)
    truth = Judge(phrases, recognise, SHOWN).truth(moments)
    return Paper(moments, Truth(truth.held[:, ordered], truth.usable[:, ordered]))


def _without_held_back(lessons: Lessons) -> Lessons:
    kept = [place for place, moment in enumerate(lessons.past) if not is_held_back(moment)]
    return Lessons(lessons.phrases, [lessons.past[place] for place in kept], [lessons.held[place] for place in kept])


def unseen(phrases: Sequence[IndexedPhrase], moments: Sequence[Moment]) -> list[IndexedPhrase]:
    """Without the example questions that were taken from the moments to be measured on."""
    seen = {normal_form(asked(moment.before)) for moment in moments}
    return [
        replace(phrase, questions=tuple(one for one in phrase.questions if normal_form(one) not in seen))
        for phrase in phrases
    ]
