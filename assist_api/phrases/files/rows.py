"""What every file form reads into and writes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from assist_api.phrases.schemas import PhraseContent


@dataclass(frozen=True, slots=True)
class Row:
    """One phrase of a file. `number` is the line or entry people see, from 1; `id` is None where the form has none.

    `given` names the fields the file speaks of: importing leaves the others of a known phrase alone.
    """

    number: int
    content: PhraseContent
    given: frozenset[str]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    number: int
    field: str
    problem: str


@dataclass(slots=True)
class FileContent:
    rows: list[Row] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def take(self, number: int, values: Mapping[str, Any], phrase_id: str | None = None, title: str = "") -> None:
        """Check one row's values and keep it among the rows or the rejected.

        `title` is for a new phrase whose row names none; a known phrase keeps the title it has.
        """
        try:
            content = PhraseContent.model_validate({"title": title} | dict(values) if title else values)
        except ValidationError as error:
            self.rejected.extend(rejections(number, error))
        else:
            self.rows.append(Row(number, content, frozenset(values), phrase_id))

    def refuse(self, number: int, field_name: str, problem: str) -> None:
        self.rejected.append(Rejected(number, field_name, problem))


def rejections(number: int, error: ValidationError) -> list[Rejected]:
    return [
        Rejected(number, ".".join(str(part) for part in problem["loc"]) or "entry", problem["msg"])
        for problem in error.errors()
    ]
