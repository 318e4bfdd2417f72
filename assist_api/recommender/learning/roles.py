"""Who said what in talks that were written down without roles."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from assist_api.recommender.learning.plain import plain
from assist_api.recommender.replay.sessions import session_of
from assist_api.recommender.talk import Moment, Turn

_EXAMPLES_MAX = 40_000
_LEAST_EXAMPLES = 30


@dataclass(frozen=True, slots=True)
class RoleGuess:
    """Log odds of character n-grams for an agent's line; `said` are lines that agents are known to have sent."""

    bias: float
    odds: Mapping[str, float]
    said: frozenset[str]

    def is_agents(self, text: str) -> bool:
        line = plain(text)
        return line in self.said or self.bias + sum(self.odds.get(gram, 0.0) for gram in _grams(line)) > 0

    def assign(self, turns: Sequence[Turn]) -> tuple[Turn, ...]:
        """The same turns with a role for each; whoever opens a talk is the buyer unless agents are known to say it."""
        return tuple(
            turn if turn.role != "unknown" else self._assigned(turn, first=not place)
            for place, turn in enumerate(turns)
        )

    def _assigned(self, turn: Turn, *, first: bool) -> Turn:
        agents = plain(turn.text) in self.said if first else self.is_agents(turn.text)
        return replace(turn, role="agent" if agents else "buyer")


NOBODY = RoleGuess(0.0, {}, frozenset())
"""Before there is anything to learn from: every line of unknown role counts as the buyer's."""


def guess_from(past: Iterable[Moment]) -> RoleGuess:
    """Learned from the replies of agents on one side, and on the other from buyers' turns and what was replied to."""
    agents, buyers = _lines(past)
    if min(len(agents), len(buyers)) < _LEAST_EXAMPLES:
        return NOBODY
    counter = CountVectorizer(analyzer=_grams, binary=True, min_df=2)
    rows = counter.fit_transform([*agents, *buyers])
    sides = np.repeat([1, 0], [len(agents), len(buyers)])
    fitted = LogisticRegression(C=0.5, max_iter=300, class_weight="balanced").fit(rows, sides)
    odds = dict(zip(counter.get_feature_names_out(), fitted.coef_[0].tolist(), strict=True))
    return RoleGuess(float(fitted.intercept_[0]), odds, frozenset(line for line in agents if len(line) >= 4))


def _lines(past: Iterable[Moment]) -> tuple[list[str], list[str]]:
    agents: dict[str, None] = {}
    buyers: dict[str, None] = {}
    for moment in past:
        agents.update((plain(utterance), None) for utterance in moment.reply)
        buyers.update((plain(turn.text), None) for turn in moment.before if turn.role == "buyer")
        if moment.before and moment.before[-1].role == "unknown":
            buyers[plain(moment.before[-1].text)] = None
    both = agents.keys() & buyers.keys()
    return _examples(agents, both), _examples(buyers, both)


def _examples(lines: Iterable[str], both: Collection[str]) -> list[str]:
    return [line for line in lines if line and line not in both][:_EXAMPLES_MAX]


def _grams(line: str) -> list[str]:
    return [line[at : at + size] for size in (1, 2, 3) for at in range(len(line) - size + 1)]


def replies_within(past: Iterable[Moment], guess: RoleGuess) -> Iterator[Moment]:
    """The replies that stand inside what went before, where roles had to be guessed: each teaches as a moment too.

    Cuts of one talk overlap: the same reply after the same lines comes once.
    """
    seen: set[tuple[str, ...]] = set()
    for moment in past:
        if not any(turn.role == "unknown" for turn in moment.before):
            continue
        turns = guess.assign(moment.before)
        for start, end in _runs_of_agent(turns):
            key = tuple(turn.text for turn in turns[max(0, start - 3) : end])
            if key not in seen:
                seen.add(key)
                reply = tuple(turn.text for turn in turns[start:end])
                yield Moment(session_of(moment), turns[:start], reply, moment.agent, moment.at, real=False)


def _runs_of_agent(turns: Sequence[Turn]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(turns):
        end = start
        while end < len(turns) and turns[end].role == "agent":
            end += 1
        if end > start > 0:
            yield start, end
        start = max(end, start + 1)
