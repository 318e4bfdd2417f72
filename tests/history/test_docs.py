"""What docs/chats.md shows can be imported as it stands."""

import re
from pathlib import Path

import pytest

from tests.history.files import lines_of, read

PAGE = Path(__file__).resolve().parents[2] / "docs" / "chats.md"
MACHINE_WASH = [("buyer", "这件可以机洗吗"), ("agent", "建议手洗哦亲")]


def block(beginning: str) -> str:
    found = re.search(rf"```\w*\n({re.escape(beginning)}.*?)```", PAGE.read_text(), re.S)
    assert found, f"no block that begins with {beginning}"
    return found[1]


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("a.jsonl", '{"id": "20261102'), ("a.csv", "会话编号"), ("a.txt", "阿布爱喝茶")],
)
def test_the_examples_hold_the_talk_they_speak_of(name: str, beginning: str) -> None:
    talks, faults = read(name, block(beginning))
    assert faults == []
    assert lines_of(talks[0]) == MACHINE_WASH
    assert len(talks) == (1 if name == "a.csv" else 2)
