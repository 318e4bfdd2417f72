"""The few phrases an agent is shown, and how sure it is that one of them is of use."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist_api.flows.suggesting.filling import fill
from assist_api.flows.suggesting.surroundings import Surroundings
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.confidence import joint
from assist_api.recommender.learning.learned import Knowledge
from assist_api.recommender.phrase import TEAM
from assist_api.recommender.reasons import reasons
from assist_api.recommender.score import Ask, Scored, score
from assist_api.recommender.select import THRESHOLD, Chosen, select
from assist_api.suggestions.schemas import Suggestion

ANY_MATCH = float(np.nextafter(0.0, 1.0))
"""What is searched for is shown however weak the match is; what does not match scores exactly 0."""

COMPANION = 0.02
"""Beside a sure phrase others are shown from this score on: of three the second and third are often the right ones."""


@dataclass(frozen=True, slots=True)
class Bank:
    """The index with what was learned about it; `uses` is how often each of its phrases was taken."""

    index: PhraseIndex
    knowledge: Knowledge
    uses: NDArray[np.int64]
    intent_names: Mapping[str, str]
    threshold: float = THRESHOLD


@dataclass(frozen=True, slots=True)
class Choice:
    """`confidence` in [0, 1]: the measured share of such sets in which a phrase was of use, once a model is trained;
    before that the best score."""

    suggestions: list[Suggestion]
    confidence: float


def scored_by(bank: Bank, ask: Ask) -> Scored:
    return score(bank.index, ask, bank.knowledge)


def for_talk(bank: Bank, ask: Ask, around: Surroundings, k: int, withhold: bool) -> Choice:
    """Nothing where it is too unsure and `withhold` is set."""
    if not len(bank.index):
        return Choice([], 0.0)
    calibrated = bank.knowledge.trained is not None
    least = 0.0 if not withhold else COMPANION if calibrated else bank.threshold
    scored = scored_by(bank, ask)
    chosen = _chosen(bank, ask, scored, around, k, least)
    confidence = _confidence(bank, chosen)
    if withhold and confidence < bank.threshold:
        return Choice([], confidence)
    return Choice([_as_suggestion(bank, one, ask, scored) for one in chosen], confidence)


def for_typed(bank: Bank, ask: Ask, scored: Scored, around: Surroundings, k: int) -> list[Suggestion]:
    """What matches, however weakly."""
    return [_as_suggestion(bank, one, ask, scored) for one in _chosen(bank, ask, scored, around, k, ANY_MATCH)]


def _confidence(bank: Bank, chosen: list[Chosen]) -> float:
    scores = np.array([one.score for one in chosen])
    if bank.knowledge.trained is None:
        return float(scores.max(initial=0.0))
    return bank.knowledge.trained.confidence.of_set.probability(joint(scores))


def _chosen(bank: Bank, ask: Ask, scored: Scored, around: Surroundings, k: int, least: float) -> list[Chosen]:
    return select(
        bank.index,
        scored.scores,
        bank.index.allowed(around.situation, searching=bool(ask.typed)),
        lambda place: fill(bank.index.phrases[place].wordings, around.values),
        k=k,
        threshold=least,
    )


def _as_suggestion(bank: Bank, one: Chosen, ask: Ask, scored: Scored) -> Suggestion:
    phrase = bank.index.phrases[one.place]
    return Suggestion(
        item_id=f"phrase:{phrase.id}",
        kind="phrase",
        source="team" if phrase.limits.owner == TEAM else "personal",
        phrase_id=phrase.id,
        text=one.text,
        template=one.template,
        title=phrase.title,
        score=round(_probability(bank, ask, one.score), 4),
        reasons=reasons(
            bank.index, one.place, ask, scored, bank.intent_names, bank.knowledge, int(bank.uses[one.place])
        ),
    )


def _probability(bank: Bank, ask: Ask, raw: float) -> float:
    """What is found by typing keeps its score: how it matches says more than how often it is sent."""
    trained = bank.knowledge.trained
    return raw if trained is None or ask.typed else trained.confidence.of_phrase.probability(raw)
