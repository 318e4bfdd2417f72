"""The turns of a talk as one column: JSON in UTF-8, what is unknown left out.

Not SQLAlchemy's JSON: it writes \\uXXXX for every Chinese character, twice the bytes of the largest table there is.
"""

import json
from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator

from assist_api.recommender.talk import Turn


def written(turns: tuple[Turn, ...]) -> str:
    return json.dumps([_fields(turn) for turn in turns], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> tuple[Turn, ...]:
    return tuple(Turn(**fields) for fields in json.loads(text))


def _fields(turn: Turn) -> dict[str, Any]:
    fields: dict[str, Any] = {"role": turn.role, "text": turn.text}
    if turn.agent is not None:
        fields["agent"] = turn.agent
    if turn.at is not None:
        fields["at"] = turn.at
    return fields


class TurnsText(TypeDecorator[tuple[Turn, ...]]):
    """Turns in, the same turns out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Turn, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Turn, ...] | None:
        return None if value is None else read(value)
