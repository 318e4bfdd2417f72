"""Files cut off anywhere, and files of anything: nothing breaks, and what stood before the cut stays."""

import io
import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.errors import BadInput
from assist_api.history import files
from assist_api.history.files.talks import Reading
from tests.history.files import SHANGHAI, read

_WORDS = st.text(st.sampled_from("在吗有的亲165,，\"'\n :：-店客服[]{}😀"), min_size=1, max_size=20)
_TALKS = st.lists(st.lists(st.tuples(st.booleans(), _WORDS), min_size=1, max_size=4), min_size=1, max_size=5)

Talks = Sequence[Sequence[tuple[bool, str]]]


def as_jsonl(talks: Talks) -> list[str]:
    def turns(talk: Sequence[tuple[bool, str]]) -> list[dict[str, str]]:
        return [{"role": "agent" if agent else "buyer", "text": text} for agent, text in talk]

    return [
        json.dumps({"id": f"c{n}", "turns": turns(talk)}, ensure_ascii=False) + "\n" for n, talk in enumerate(talks)
    ]


def as_table(talks: Talks) -> list[str]:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    rows = [
        "".join(f"talk-{number:04},{'客服' if agent else '买家'},{cell(text)}\n" for agent, text in talk)
        for number, talk in enumerate(talks)
    ]
    return ["会话,角色,内容\n" + rows[0], *rows[1:]]


def as_text(talks: Talks) -> list[str]:
    return [
        "".join(
            f"{'客服小林' if agent else '买家'} 2026-11-02 14:{number:02}:{place:02}\n{text}\n"
            for place, (agent, text) in enumerate(talk)
        )
        + "==========\n"
        for number, talk in enumerate(talks)
    ]


FORMS = {"a.jsonl": as_jsonl, "a.csv": as_table, "a.txt": as_text}


@pytest.mark.parametrize("name", FORMS)
@given(talks=_TALKS, data=st.data(), encoding=st.sampled_from(["utf-8", "gb18030"]))
def test_a_file_cut_anywhere_keeps_the_talks_before_the_cut(
    name: str, talks: Talks, data: st.DataObject, encoding: str
) -> None:
    encoding = "utf-8" if name == "a.jsonl" else encoding
    parts = [part.encode(encoding) for part in FORMS[name](talks)]
    whole, cut = b"".join(parts), data.draw(st.integers(len(parts[0]), sum(map(len, parts))))
    before = 0
    while before < len(parts) and len(b"".join(parts[: before + 1])) <= cut:
        before += 1
    kept, _ = read(name, b"".join(parts[:before]))
    found, _ = read(name, whole[:cut])
    assert [talk.turns for talk in found][: len(kept)] == [talk.turns for talk in kept]
    assert [talk.id for talk in found][: len(kept)] == [talk.id for talk in kept]


@pytest.mark.parametrize("name", FORMS)
def test_a_reading_that_is_given_up_complains_of_nothing_and_leaves_the_file_open(name: str) -> None:
    content = "".join(FORMS[name]([[(False, "在吗"), (True, "在的")]] * 3)).encode()
    for closes_first in (False, True):
        file = io.BytesIO(content)
        reading = files.read(name, file, Reading(SHANGHAI))
        next(reading)
        if closes_first:
            file.close()
        del reading
        assert file.closed == closes_first


_PIECES = st.sampled_from(
    [
        *(
            piece.encode()
            for piece in ("会话,角色,内容\n", "客服", "买家", "2026-11-02 14:03:22", "{", "}", '"id"', ":")
        ),
        *(
            piece.encode()
            for piece in (",", '"', "\n", "\r", "\t", "[", "]", '"turns"', "====", "，", "在吗", "：", " ")
        ),
        *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd6\xd0", b"\x81", b"\\ud83d"),
    ]
)


@pytest.mark.parametrize("name", FORMS)
@given(content=st.one_of(st.binary(max_size=200), st.lists(_PIECES, max_size=40).map(b"".join)))
def test_a_file_of_anything_is_read_or_refused(name: str, content: bytes) -> None:
    try:
        talks, faults = read(name, content)
    except BadInput:
        return
    for talk in talks:
        assert talk.turns
        "".join(turn.text for turn in talk.turns).encode()
    assert all(fault.line and fault.problem for fault in faults)
