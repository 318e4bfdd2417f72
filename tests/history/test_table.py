"""Past chats as CSV, a row an utterance."""

import pytest

from assist_api.errors import BadInput
from assist_api.history.files.gathering import Gathering
from assist_api.history.files.talks import Said
from assist_api.history.limits import MOST_TURNS
from assist_api.recommender.talk import Turn
from tests.history.files import AT, lines_of, places, read

HEADER = "会话编号,发送时间,角色,昵称,消息内容,满意度\n"


def test_rows_of_mixed_talks_are_gathered_and_put_in_order() -> None:
    content = (
        HEADER
        + '20261102-1,2026-11-02 14:03:40,客服,好茶旗舰店:小林,"有的亲，\n""现货""",\n'
        + "20261102-2,2026-11-02 14:03:30,顾客,青禾,到哪了,\n"
        + "20261102-1,2026-11-02 14:03:22,买家,阿布,还有货吗,5\n"
        + "\n"
        + "20261102-1,2026-11-02 14:03:23,系统,,阿布进店,\n"
    )
    talks, faults = read("a.csv", content)
    assert faults == []
    assert [(talk.id, talk.number) for talk in talks] == [("20261102-2", 4), ("20261102-1", 2)]
    assert talks[1].turns == (
        Turn("buyer", "还有货吗", None, AT),
        Turn("agent", '有的亲，\n"现货"', "小林", AT + 18),
    )


@pytest.mark.parametrize(
    "header",
    [
        "chat,role,text",
        "Session ID,Sender Type,Content",
        "会话,身份,内容",
        "conversation_id,角色,聊天内容",
        "ID,role,msg",
    ],
)
def test_columns_go_by_many_names(header: str) -> None:
    [talk], faults = read("a.csv", f"{header}\ntalk-0001,buyer,在吗\ntalk-0001,seller,在的\n")
    assert faults == []
    assert lines_of(talk) == [("buyer", "在吗"), ("agent", "在的")]


def test_names_tell_the_roles_where_no_column_does() -> None:
    content = "会话,发送方,内容\ntalk-0001,阿布,在吗\ntalk-0001,好茶旗舰店:小林,在的\n"
    content += "talk-0002,阿布,在吗\ntalk-0002,青禾,在的\n"
    [talk], faults = read("a.csv", content)
    assert [(turn.role, turn.agent) for turn in talk.turns] == [("buyer", None), ("agent", "小林")]
    assert places(faults) == [(4, "name"), (5, "name")]
    talks, faults = read("a.csv", content, agents=("青禾",))
    assert [lines_of(talk) for talk in talks][1] == [("buyer", "在吗"), ("agent", "在的")]


def test_a_third_party_is_no_second_buyer() -> None:
    content = "会话,角色,内容\ntalk-0001,客服,在的\ntalk-0001,买家,在吗\ntalk-0001,主管,我来处理\n"
    talks, faults = read("a.csv", content)
    assert (talks, places(faults)) == ([], [(4, "name")])


def test_a_role_of_no_known_word_is_told() -> None:
    talks, faults = read("a.csv", "会话,角色,昵称,内容\ntalk-0001,老板,阿布,在吗\n")
    assert (talks, places(faults)) == ([], [(2, "role")])


def test_a_column_for_the_agent_names_the_agents_turns() -> None:
    [talk], _ = read("a.csv", "会话,角色,内容,客服\ntalk-0001,买家,在吗,小林\ntalk-0001,客服,在的,小林\n")
    assert [turn.agent for turn in talk.turns] == [None, "小林"]


def test_the_newest_row_on_top_is_turned_round() -> None:
    rows = [
        "c-000001,2026-11-02 14:03,客服,三",
        "c-000001,2026-11-02 14:02,买家,二",
        "c-000001,2026-11-02 14:02,买家,一",
    ]
    [talk], _ = read("a.csv", "chat,time,role,text\n" + "\n".join(rows))
    assert [turn.text for turn in talk.turns] == ["一", "二", "三"]


def test_counters_of_two_exports_are_two_talks() -> None:
    content = "会话,角色,内容\n1,买家,在吗\n"
    [one], _ = read("a.csv", content, source="九月")
    [other], _ = read("a.csv", content, source="十月")
    assert (one.id, other.id) == ("九月#1", "十月#1")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("talk-0002,老板,在吗,2026-11-02 14:03", "name"),
        ("talk-0002,,在吗,2026-11-02 14:03", "name"),
        ("talk-0002,买家,,2026-11-02 14:03", "text"),
        ("talk-0002,买家,在吗,昨天", "time"),
        (",买家,在吗,2026-11-02 14:03", "chat"),
        (f"{'长' * 41},买家,在吗,2026-11-02 14:03", "chat"),
        ("talk-0002,买家", "line"),
        ('talk-0002,买家,"在"吗,2026-11-02 14:03', "line"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_stays(row: str, field: str) -> None:
    content = f"会话,角色,内容,时间\ntalk-0001,买家,在吗,\n{row}\ntalk-0001,客服,在的,\n"
    [talk], faults = read("a.csv", content)
    assert lines_of(talk) == [("buyer", "在吗"), ("agent", "在的")]
    assert places(faults) == [(3, field)]


def test_bytes_that_are_no_text_lose_only_their_row() -> None:
    content = "会话,角色,内容\ntalk-0001,买家,在吗\n".encode("gb18030") + b"talk-0001,\xc2\xf2\xbc\xd2,\xff\xff\n"
    [talk], faults = read("a.csv", content)
    assert lines_of(talk) == [("buyer", "在吗")]
    assert places(faults) == [(3, "text")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "缺少 chat"),
        ("会话,内容\n", "role 或 name"),
        ("会话,角色\n", "text"),
        ("会话,会话编号,角色,内容\n", "两列都是 chat"),
        ("PK\x03\x04", "另存为 CSV"),
        ("会话".encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_as_a_whole(content: str | bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read("a.csv", content)


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(BadInput, match=r"\.jsonl"):
        read("a.pdf", "")


def test_tabs_separate_as_well() -> None:
    [talk], _ = read("a.tsv", "会话\t角色\t内容\ntalk-0001\t买家\t红的,蓝的都要\n")
    assert lines_of(talk) == [("buyer", "红的,蓝的都要")]


def said(number: int) -> Said:
    return Said(number, "阿布", "在吗", "buyer")


def test_the_talk_that_was_silent_the_longest_makes_room() -> None:
    gathering = Gathering(most_open=450)
    for number, chat in enumerate(["a", "b", "a", "c"]):
        assert gathering.add(chat, said(number)) is None
        assert list(gathering.ended()) == []
    assert gathering.add("c", said(4)) is None
    assert [chat for chat, _ in gathering.ended()] == ["b"]
    fault = gathering.add("b", said(5))
    assert fault is not None
    assert (fault.line, fault.field) == (5, "chat")
    assert [chat for chat, _ in gathering.rest()] == ["a", "c"]


def test_a_talk_longer_than_any_is_cut_and_told() -> None:
    gathering = Gathering()
    faults = [gathering.add("a", said(number)) for number in range(MOST_TURNS + 1)]
    assert [fault is None for fault in faults] == [True] * MOST_TURNS + [False]
