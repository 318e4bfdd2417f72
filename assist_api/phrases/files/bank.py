"""The phrase bank as YAML, the form of `data/phrases`: a list of entries with the fields of the API and an id."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assist_api.errors import BadInput
from assist_api.phrases.files.rows import FileContent, Row, rejections
from assist_api.phrases.schemas import StarterPhrase


def read(raw: bytes) -> FileContent:
    content = FileContent()
    for number, entry in enumerate(_entries(raw), start=1):
        if not isinstance(entry, dict):
            content.refuse(number, "entry", "应为一条短语（字段和值），读到的是别的内容")
            continue
        values = {key: value for key, value in entry.items() if key != "id"}
        phrase_id = entry.get("id")
        content.take(number, values, None if phrase_id is None else str(phrase_id))
    return content


def _entries(raw: bytes) -> list[Any]:
    try:
        entries = yaml.safe_load(raw)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"YAML 读不了，请检查缩进和引号，并存成 UTF-8：{error}", field="file") from error
    if entries is None:
        return []
    if not isinstance(entries, list):
        raise BadInput("YAML 应为短语的列表（每条以 - 开头）", field="file")
    return entries


def write(rows: Sequence[Row]) -> bytes:
    entries = [_entry(row) for row in rows]
    text: str = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=120)
    return text.encode()


def _entry(row: Row) -> dict[str, Any]:
    values = row.content.model_dump(mode="json", exclude_defaults=True)
    return ({"id": row.id} if row.id else {}) | values


def read_starters(folder: Path) -> list[StarterPhrase]:
    """Every entry of every `.yml` of the folder; raises BadInput naming file, entry and field of all that is wrong."""
    starters: list[StarterPhrase] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        for number, entry in enumerate(_starter_entries(path), start=1):
            name = entry.get("id", "") if isinstance(entry, dict) else ""
            where = f"{path.name} 第 {number} 条 {name}".rstrip()
            try:
                starters.append(StarterPhrase.model_validate(entry))
            except ValidationError as error:
                problems += [f"{where}：{r.field}：{r.problem}" for r in rejections(number, error)]
    problems += _repeats("id", [starter.id for starter in starters])
    problems += _repeats("shortcode", [starter.shortcode for starter in starters if starter.shortcode])
    if problems:
        raise BadInput("初始短语有误：\n" + "\n".join(problems), problems=problems)
    return starters


def _starter_entries(path: Path) -> list[Any]:
    try:
        return _entries(path.read_bytes())
    except BadInput as error:
        raise BadInput(f"{path.name}：{error.message}", field="file") from error


def _repeats(field: str, values: list[str]) -> list[str]:
    return [
        f"{field} {value} 用了 {values.count(value)} 次" for value in dict.fromkeys(values) if values.count(value) > 1
    ]
