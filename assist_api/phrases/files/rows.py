"""What every file form reads into and writes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

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
            # A title that the row does not name is made of the text, and has no faults of its own.
            named = [one for one in rejections(number, error) if one.field != "title" or "title" in values]
            self.rejected.extend(named or rejections(number, error))
        else:
            self.rows.append(Row(number, content, frozenset(values), phrase_id))

    def refuse(self, number: int, field_name: str, problem: str) -> None:
        self.rejected.append(Rejected(number, field_name, problem))


_PROBLEMS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这个字段，请检查拼写",
    "string_too_short": "不能为空",
    "string_too_long": "太长了，至多 {max_length} 个字",
    "string_type": "应为文字（数字、是否之类请加引号）",
    "list_type": "应为列表，每项一行",
    "too_long": "太多了，至多 {max_length} 项",
    "bool_type": "应填 true 或 false",
    "bool_parsing": "应填 true 或 false",
    "literal_error": "应为 {expected} 之一",
    "timezone_aware": "时间要带时区，例如 2026-03-02T08:00:00+08:00",
    "datetime_parsing": "应为时间，例如 2026-03-02T08:00:00+08:00",
    "datetime_from_date_parsing": "应为时间，例如 2026-03-02T08:00:00+08:00",
    "datetime_type": "应为时间，例如 2026-03-02T08:00:00+08:00",
    "model_type": "应为一组字段和值",
}
_PATTERNS = {
    "shortcode": "编码里不能有空格",
    "intents": "意图应为英文名，例如 ask_size",
    "id": "应为小写英文、数字和下划线",
}
_VALUES = {
    "must not hold control characters": "含有看不见的控制字符，请删掉",
    "active_from must be before active_to": "生效时间应早于失效时间",
}


def rejections(number: int, error: ValidationError) -> list[Rejected]:
    return [
        Rejected(number, ".".join(str(part) for part in problem["loc"]) or "entry", _in_words(problem))
        for problem in error.errors()
    ]


def _in_words(problem: ErrorDetails) -> str:
    """For the people who wrote the file; pydantic's own words where ours do not know the fault."""
    context = problem.get("ctx", {})
    if problem["type"] == "string_pattern_mismatch":
        return _PATTERNS.get(str(problem["loc"][0]), problem["msg"])
    if problem["type"] == "value_error":
        return _VALUES.get(str(context["error"]), problem["msg"])
    return _PROBLEMS.get(problem["type"], problem["msg"]).format_map(context)
