"""Past chats as the plain text that shop clients export."""

import pytest

from assist_api.history.files.headers import header_of
from assist_api.recommender.talk import Turn
from tests.history.files import AT, lines_of, places, read

QIANNIU = """\
与 阿布爱喝茶 的聊天记录
阿布爱喝茶(2026-11-02 14:03:22):
这件米色的还有吗

165穿M行不行
好茶旗舰店:小林(2026-11-02 14:03:40):
有的亲~
系统消息(2026-11-02 14:03:41):
对方正在输入
好茶旗舰店:小周(2026-11-02 14:05:00):
M就可以
"""


def test_a_talk_as_the_client_exports_it() -> None:
    [talk], faults = read("a.txt", QIANNIU)
    assert faults == []
    assert talk.turns == (
        Turn("buyer", "这件米色的还有吗\n\n165穿M行不行", None, AT),
        Turn("agent", "有的亲~", "小林", AT + 18),
        Turn("agent", "M就可以", "小周", AT + 98),
    )


@pytest.mark.parametrize(
    ("line", "name", "text"),
    [
        ("小林 2026-11-02 14:03:22", "小林", ""),
        ("小林\t2026/11/2 14:03", "小林", ""),
        ("小林(2026-11-02 14:03:22)", "小林", ""),
        ("小林（2026/11/2 14:03）：", "小林", ""),
        ("【小林】 2026年11月2日 下午2:03", "小林", ""),
        ("小林: 2026.11.02 14:03", "小林", ""),
        ("好茶旗舰店:小林 [2026-11-02 14:03:22]: 在的亲", "好茶旗舰店:小林", "在的亲"),
        ("2026-11-02 14:03:22 小林", "小林", ""),
        ("[2026-11-02 14:03:22] 小林", "小林", ""),
        ("(2026/11/2 14:03) 小林：在的亲", "小林", "在的亲"),
        ("2026-11-02T14:03:22+08:00 好茶旗舰店:小林: 在的 14:00 后", "好茶旗舰店:小林", "在的 14:00 后"),
        ("2026-11-02 2:03 PM 小林", "小林", ""),
        ("2026-11-02 周一 14:03 阿布 布", "阿布 布", ""),
        ("2026-11-02 14:03:22", "", ""),
    ],
)
def test_who_and_when_are_found_in_either_order(line: str, name: str, text: str) -> None:
    header = header_of(line)
    assert header is not None
    assert (header.name, header.text) == (name, text)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "我在2026-11-02 14:03下的单",
        "亲，2026-11-02 14:03 之前付款都有",
        "活动到 2026-11-02 14:03 哦",
        "2026-11-02 14:03:22包裹正在等待揽收",
        "14:03 小林",
        "11-02 14:03 小林",
        "小林 2026-11-02",
        "订单 12026-11-02 14:03:22",
        "小林 (2026-11-02 14:03:22",
        "长" * 200 + " 2026-11-02 14:03:22",
    ],
)
def test_a_time_in_what_somebody_says_begins_nothing(line: str) -> None:
    assert header_of(line) is None


def test_a_time_in_front_is_text_where_names_stand_in_front() -> None:
    content = "客服小林 2026-11-02 14:03:22\n查到了\n2026-11-01 09:00:00 已揽收\n客服小林 2026-11-02 14:03:30\n今天到\n"
    [talk], faults = read("a.txt", content)
    assert faults == []
    assert [turn.text for turn in talk.turns] == ["查到了\n2026-11-01 09:00:00 已揽收", "今天到"]


def test_a_line_of_dashes_another_buyer_and_a_long_silence_end_a_talk() -> None:
    content = """\
阿布 2026-11-02 14:03:22
在吗
客服小林 2026-11-02 14:03:30
在的
==========
与阿布的聊天记录
阿布 2026-11-02 14:04:00
那件呢
青禾 2026-11-02 14:05:00
什么时候发货
客服小林 2026-11-02 14:05:10
今天
---
青禾 2026-11-03 09:00:00
到哪了
"""
    talks, faults = read("a.txt", content)
    assert faults == []
    assert [lines_of(talk) for talk in talks] == [
        [("buyer", "在吗"), ("agent", "在的")],
        [("buyer", "那件呢")],
        [("buyer", "什么时候发货"), ("agent", "今天\n---")],
        [("buyer", "到哪了")],
    ]
    assert [talk.number for talk in talks] == [1, 7, 9, 14]
    assert len({talk.id for talk in talks}) == 4


def test_an_export_that_goes_on_longer_is_the_same_talk() -> None:
    [before], _ = read("a.txt", QIANNIU)
    [after], _ = read("b.txt", QIANNIU + "阿布爱喝茶(2026-11-02 14:06:00):\n好的谢谢\n")
    assert before.id == after.id
    assert len(after.turns) == len(before.turns) + 1


TWO_NAMES = "小林 2026-11-02 14:03:22\n您好在的\n阿布 2026-11-02 14:03:30\n发什么快递\n"


def test_names_that_could_be_anybodys_are_told_row_by_row_and_kept_out() -> None:
    talks, faults = read("a.txt", TWO_NAMES)
    assert talks == []
    assert places(faults) == [(1, "name"), (3, "name")]
    assert "--agent" in faults[0].problem


def test_agents_named_by_the_caller_decide() -> None:
    [talk], faults = read("a.txt", TWO_NAMES, agents=("小林",))
    assert faults == []
    assert [(turn.role, turn.agent) for turn in talk.turns] == [("agent", "小林"), ("buyer", None)]


@pytest.mark.parametrize(
    ("name", "role", "agent"),
    [
        ("好茶旗舰店:小林", "agent", "小林"),
        ("jd_haocha：小林", "agent", "小林"),
        ("客服小林", "agent", "小林"),
        ("[客服] 小林", "agent", "小林"),
        ("客服", "agent", None),
        ("好茶专营店", "agent", "好茶专营店"),
        ("好茶客服02", "agent", "好茶客服02"),
        ("店小蜜", "bot", None),
        ("好茶智能客服", "bot", None),
        ("买家-阿布", "buyer", None),
        ("顾客", "buyer", None),
    ],
)
def test_names_that_tell_the_role(name: str, role: str, agent: str | None) -> None:
    [talk], faults = read("a.txt", f"{name} 2026-11-02 14:03:22\n在的\n")
    assert faults == []
    assert [(turn.role, turn.agent) for turn in talk.turns] == [(role, agent)]


def test_a_name_with_a_colon_and_no_text_below_was_name_and_text() -> None:
    content = "2026-11-02 14:03:22 阿布:还有货吗\n2026-11-02 14:03:30 好茶旗舰店:小林:有的:M码\n"
    [talk], faults = read("a.txt", content, agents=("小林",))
    assert faults == []
    assert lines_of(talk) == [("buyer", "还有货吗"), ("agent", "有的:M码")]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("客服小林 2026-11-42 14:03:22\n在的", "time"),
        ("客服小林 2026-11-02 14:03:22\n\n", "text"),
        ("2026-11-02 14:03:22\n谁说的", "name"),
        ("客服小林 2026-11-02 14:03:22\n" + "长" * 5000, "text"),
        ("客服小林 2026-11-02 14:03:22\n" + "长" * 1_000_001, "line"),
    ],
)
def test_a_bad_utterance_is_named_and_the_rest_of_the_talk_stays(row: str, field: str) -> None:
    content = f"客服小林 2026-11-02 14:03:00\n在的\n{row}\n客服小林 2026-11-02 14:04:00\n好的\n"
    [talk], faults = read("a.txt", content)
    assert [turn.text for turn in talk.turns] == ["在的", "好的"]
    assert (faults[0].line, faults[0].field) == (3 + (field == "line"), field)


def test_a_stretch_without_any_header_is_told_once() -> None:
    talks, faults = read("a.txt", "=====\n14:03 小林\n在的\n=====\n" + QIANNIU)
    assert len(talks) == 1
    assert places(faults) == [(2, "line")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_are_read_in_the_encodings_that_clients_write(encoding: str) -> None:
    [talk], faults = read("a.txt", QIANNIU.replace("\n", "\r\n").encode(encoding))
    assert faults == []
    assert talk.turns[-1].text == "M就可以"
