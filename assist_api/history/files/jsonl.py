"""Talks as JSONL: a line is `{id, turns: [{role, text, at?, agent?}]}`, or `{id, context, reply}` without roles."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from assist_api.history.files.lines import numbered
from assist_api.history.files.roles import EXPECTED_ROLE, role_of_word
from assist_api.history.files.talks import Fault, Reading, Talk, Wrong, cleaned, name_of, text_of
from assist_api.history.files.times import EXPECTED_TIME, moment, seconds
from assist_api.history.files.utterances import utterances
from assist_api.history.limits import LONGEST_ID, MOST_TURNS
from assist_api.recommender.talk import Role, Turn


def read(file: BinaryIO, reading: Reading) -> Iterator[Talk | Fault]:
    """The talks line by line; empty lines are nothing."""
    for line in numbered(file, "utf-8-sig"):
        if isinstance(line, Fault):
            yield line
        elif line[1].strip():
            yield _read_line(*line, reading)


def _read_line(number: int, line: str, reading: Reading) -> Talk | Fault:
    try:
        return _talk(number, _object(line), reading)
    except Wrong as wrong:
        return wrong.at(number)


def _object(line: str) -> dict[str, Any]:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        raise Wrong("line", "应为一行一个 JSON 对象（UTF-8），这一行读不出来") from None
    if not isinstance(content, dict):
        raise Wrong("line", '应为 JSON 对象，例如 {"id": …, "turns": […]}')
    return content


def _talk(number: int, content: dict[str, Any], reading: Reading) -> Talk:
    chat_id = _id(content.get("id"))
    if "turns" in content:
        turns = _turns(content["turns"], reading)
    elif "context" in content and "reply" in content:
        turns = _without_roles(content)
    else:
        raise Wrong("turns", "应有 turns，或者 context 和 reply")
    if len(turns) > MOST_TURNS:
        raise Wrong("turns", f"一段会话至多 {MOST_TURNS} 句")
    return Talk(number, chat_id, turns)


def _id(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Wrong("id", "应为文字或整数")
    return name_of(str(value), "id", LONGEST_ID)


def _turns(value: object, reading: Reading) -> tuple[Turn, ...]:
    if not isinstance(value, list):
        raise Wrong("turns", "应为列表，每句一项")
    turns = tuple(turn for place, one in enumerate(value) if (turn := _turn(f"turns.{place}", one, reading)))
    if not turns:
        raise Wrong("turns", "至少要有一句")
    return turns


def _turn(where: str, value: object, reading: Reading) -> Turn | None:
    if not isinstance(value, dict):
        raise Wrong(where, '应为 {"role": …, "text": …}')
    role = role_of_word(value["role"]) if isinstance(value.get("role"), str) else None
    if role is None:
        raise Wrong(f"{where}.role", EXPECTED_ROLE)
    if role == "system":
        return None
    text = _text(f"{where}.text", value.get("text"))
    return Turn(role, text, _agent(f"{where}.agent", value.get("agent")), _at(f"{where}.at", value.get("at"), reading))


def _text(where: str, value: object) -> str:
    if not isinstance(value, str):
        raise Wrong(where, "应为文字")
    return text_of(value, where)


def _agent(where: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Wrong(where, "应为客服的名字")
    return name_of(value, where)


def _at(where: str, value: object, reading: Reading) -> float | None:
    if value is None or value == "":
        return None
    at = None
    if isinstance(value, str):
        at = moment(value, reading.zone)
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
        at = seconds(float(value))
    if at is None:
        raise Wrong(where, EXPECTED_TIME)
    return at


def _without_roles(content: dict[str, Any]) -> tuple[Turn, ...]:
    before, reply = _utterances("context", content["context"]), _utterances("reply", content["reply"])
    if not reply:
        raise Wrong("reply", "应有客服的回复")
    return (*_said("unknown", before), *_said("agent", reply))


def _utterances(field: str, value: object) -> list[str]:
    if not isinstance(value, str):
        raise Wrong(field, "应为文字，几句之间用英文逗号隔开")
    return [_text(field, utterance) for part in utterances(value) if (utterance := cleaned(part))]


def _said(role: Role, texts: list[str]) -> Iterator[Turn]:
    return (Turn(role, text) for text in texts)
