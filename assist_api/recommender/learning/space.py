"""The space in which talks are compared: jieba-word TF-IDF of each kind of evidence, side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack

from assist_api.recommender.features import QueryVector, Space
from assist_api.recommender.learning.evidence import WEIGHTS, Kind

Tokens = Mapping[Kind, Sequence[str]]

LEAST_TALKS = 2
"""A token seen once teaches nothing about the next talk."""


@dataclass(frozen=True, slots=True)
class TalkSpace:
    """One space a kind; the columns of the kinds follow one another."""

    spaces: Mapping[Kind, Space]

    @property
    def width(self) -> int:
        return sum(len(space.vocabulary) for space in self.spaces.values())

    def rows(self, talks: Sequence[Tokens]) -> csr_matrix:
        """Talks × tokens, float32."""
        parts = [WEIGHTS[kind] * space.rows([tokens[kind] for tokens in talks]) for kind, space in self.spaces.items()]
        return csr_matrix(hstack(parts, format="csr"), dtype=np.float32)

    def query(self, tokens: Tokens) -> QueryVector:
        """The same as one row of `rows`, without scikit-learn's cost for a single one."""
        columns, weights, offset = [], [], 0
        for kind, space in self.spaces.items():
            part = space.query(tokens[kind])
            columns.append(part.columns + offset)
            weights.append(part.weights * WEIGHTS[kind])
            offset += len(space.vocabulary)
        if not columns:
            return QueryVector(np.zeros(0, np.intp), np.zeros(0))
        return QueryVector(np.concatenate(columns), np.concatenate(weights))

    def token(self, column: int) -> tuple[Kind, str]:
        for kind, space in self.spaces.items():
            if column < len(space.vocabulary):
                return kind, str(space.words[column])
            column -= len(space.vocabulary)
        raise IndexError(column)


def space_of(talks: Iterable[Tokens], kinds: Iterable[Kind] = tuple(WEIGHTS)) -> TalkSpace:
    every = list(talks)
    return TalkSpace({kind: Space((talk[kind] for talk in every), LEAST_TALKS) for kind in kinds})
