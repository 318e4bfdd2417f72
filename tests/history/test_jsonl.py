"""Past chats as JSONL, the two kinds of lines of the contract."""

import json
from typing import Any

import pytest

from assist_api.history.limits import LONGEST_LINE, LONGEST_TEXT, MOST_TURNS
from assist_api.recommender.talk import Turn
from tests.history.files import AT, places, read

GOOD = {"id": "c1", "turns": [{"role": "buyer", "text": "可以机洗吗"}, {"role": "agent", "text": "建议手洗哦亲"}]}


def line(**changes: Any) -> str:
    return json.dumps(GOOD | changes, ensure_ascii=False) + "\n"


def one_turn(**fields: Any) -> str:
    return line(turns=[{"role": "agent", "text": "在的亲"} | fields])


def test_turns_keep_role_text_agent_and_time() -> None:
    turns = [
        {"role": "buyer", "text": " 在吗\r\n急 ", "at": "2026-11-02 14:03:22"},
        {"role": "agent", "text": "在的", "at": AT + 5, "agent": "小林"},
        {"role": "bot", "text": "欢迎光临", "at": "2026-11-02T06:03:22Z"},
        {"role": "system", "text": "小林接入会话"},
        {"role": "unknown", "text": "好"},
    ]
    [talk], faults = read("a.jsonl", line(turns=turns))
    assert faults == []
    assert (talk.id, talk.number) == ("c1", 1)
    assert talk.turns == (
        Turn("buyer", "在吗\n急", None, AT),
        Turn("agent", "在的", "小林", AT + 5),
        Turn("bot", "欢迎光临", None, AT),
        Turn("unknown", "好"),
    )


def test_without_roles_the_context_is_unknown_and_the_reply_is_the_agents() -> None:
    row = {"id": 7, "context": "你好,这件羽绒服,到手是1,299吗？,，在的亲,", "reply": "是的哦,今天还送围巾"}
    [talk], faults = read("a.jsonl", json.dumps(row))
    assert (talk.id, faults) == ("7", [])
    assert [(turn.role, turn.text) for turn in talk.turns] == [
        ("unknown", "你好"),
        ("unknown", "这件羽绒服"),
        ("unknown", "到手是1,299吗？"),
        ("unknown", "，在的亲"),
        ("agent", "是的哦"),
        ("agent", "今天还送围巾"),
    ]


@pytest.mark.parametrize(
    ("joined", "parts"),
    [
        ("满300,减40", ["满300", "减40"]),
        ("一共12,345元,好", ["一共12,345元", "好"]),
        ("165,1088的", ["165", "1088的"]),
        ("M码,165可以吗", ["M码", "165可以吗"]),
        ("一,二，三, 四", ["一", "二，三", "四"]),
        (",,好,,", ["好"]),
    ],
)
def test_a_comma_joins_utterances_but_not_the_digits_of_a_number(joined: str, parts: list[str]) -> None:
    [talk], _ = read("a.jsonl", json.dumps({"id": "p", "context": joined, "reply": "好的"}))
    assert [turn.text for turn in talk.turns[:-1]] == parts


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ("{", "line"),
        ("[1, 2]", "line"),
        ("[" * 100_000, "line"),
        ('{"id": "\\ud83d", "turns": []}', "id"),
        (line(id=True), "id"),
        (line(id={"a": 1}), "id"),
        (line(id="长" * 161), "id"),
        (line(turns="没有"), "turns"),
        (line(turns=[]), "turns"),
        (line(turns=[{"role": "system", "text": "接入"}]), "turns"),
        (line(turns=[{"role": "buyer", "text": "在吗"}] * (MOST_TURNS + 1)), "turns"),
        (line(turns=[{"role": "buyer", "text": "在吗"}, "在吗"]), "turns.1"),
        (one_turn(role="老板"), "turns.0.role"),
        (one_turn(role=None), "turns.0.role"),
        (one_turn(text=""), "turns.0.text"),
        (one_turn(text=3), "turns.0.text"),
        (one_turn(text="\x00"), "turns.0.text"),
        ('{"turns": [{"role": "buyer", "text": "\\ud83d"}]}', "turns.0.text"),
        (one_turn(text="长" * (LONGEST_TEXT + 1)), "turns.0.text"),
        (one_turn(agent=3), "turns.0.agent"),
        (one_turn(at="昨天"), "turns.0.at"),
        (one_turn(at=True), "turns.0.at"),
        (one_turn(at=float("nan")), "turns.0.at"),
        (one_turn(at=10**400), "turns.0.at"),
        ('{"id": "c2"}', "turns"),
        ('{"id": "c2", "context": "在吗", "reply": ","}', "reply"),
        ('{"id": "c2", "context": 1, "reply": "在"}', "context"),
        ('{"id": "' + "a" * LONGEST_LINE + '"}', "line"),
    ],
)
def test_a_bad_line_is_named_and_the_good_ones_stay(bad: str, field: str) -> None:
    talks, faults = read("a.jsonl", f"{line(id='c1')}\n{bad.rstrip()}\n{line(id='c9')}")
    assert [talk.id for talk in talks] == ["c1", "c9"]
    assert places(faults) == [(3, field)]
    assert faults[0].problem


def test_a_line_that_is_no_utf8_loses_only_itself() -> None:
    talks, faults = read(
        "a.jsonl", b"\xef\xbb\xbf" + line().encode() + line(id="c2").encode("gb18030") + b'{"id": "c3",'
    )
    assert [talk.id for talk in talks] == ["c1"]
    assert [fault.line for fault in faults] == [2, 3]
