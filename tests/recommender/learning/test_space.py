import numpy as np
import pytest

from assist_api.recommender.learning.evidence import WEIGHTS, Reader
from assist_api.recommender.learning.roles import NOBODY
from assist_api.recommender.learning.space import Tokens, space_of
from tests.learning.words import characters
from tests.recommender.learning.history import past


def talks() -> list[Tokens]:
    reader = Reader(characters, NOBODY, frozenset())
    return [reader.tokens(moment.before) for moment in past(2)]


def test_a_query_equals_its_row() -> None:
    every = talks()
    space = space_of(every)
    rows = space.rows(every).toarray()
    for row, tokens in zip(rows, every, strict=True):
        query = space.query(tokens)
        alone = np.zeros(space.width)
        alone[query.columns] = query.weights
        assert alone == pytest.approx(row, abs=1e-6)


def test_every_column_has_a_kind_and_a_token() -> None:
    space = space_of(talks())
    told = [space.token(column) for column in range(space.width)]
    assert len(set(told)) == space.width
    assert {kind for kind, _ in told} <= WEIGHTS.keys()
    with pytest.raises(IndexError):
        space.token(space.width)


def test_a_token_of_one_talk_alone_teaches_nothing() -> None:
    alone = {kind: ["伞"] for kind in WEIGHTS}
    assert space_of([alone]).width == 0
    assert space_of([alone, alone]).width == len(WEIGHTS)


def test_kinds_can_be_left_out() -> None:
    space = space_of(talks(), ["position"])
    assert {space.token(column)[0] for column in range(space.width)} == {"position"}
    assert space_of(talks(), []).query(talks()[0]).columns.size == 0
