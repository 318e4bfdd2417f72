from assist_api.flows.turns.draft import Said
from assist_api.flows.turns.speech import pick

WORDINGS = ["您好", "您好呀", "欢迎光临"]


def _said(*lines: str, conversation_id: str = "c_1") -> Said:
    return Said(conversation_id, lines)


def test_a_wording_that_was_said_waits_until_the_others_were() -> None:
    lines: list[str] = []
    for _ in range(6):
        text = pick(WORDINGS, {}, _said(*lines))
        assert text is not None
        lines.append(text)
    assert sorted(lines[:3]) == sorted(WORDINGS)
    assert lines[3:] == lines[:3]


def test_conversations_begin_with_different_wordings() -> None:
    assert {pick(WORDINGS, {}, _said(conversation_id=f"c_{number}")) for number in range(50)} == set(WORDINGS)


def test_the_same_turn_says_the_same_words() -> None:
    assert pick(WORDINGS, {}, _said("在的")) == pick(WORDINGS, {}, _said("在的"))


def test_a_wording_that_cannot_be_filled_is_not_chosen() -> None:
    wordings = ["满{free_from}包邮", "运费以结算页为准"]
    assert {pick(wordings, {}, _said(conversation_id=f"c_{number}")) for number in range(9)} == {"运费以结算页为准"}
    assert pick(["满{free_from}包邮"], {}, _said()) is None


def test_a_wording_counts_as_said_within_a_longer_line() -> None:
    first = pick(WORDINGS, {}, _said())
    assert pick(WORDINGS, {}, _said(f"{first}\n包邮的")) != first


def test_a_wording_is_the_same_one_with_other_values_in_it() -> None:
    wordings = ["建议拍 {size} 码，合身。", "照尺码表选 {size} 码就好。", "{size} 码会比较合适。"]
    lines: list[str] = []
    for size in ("S", "M", "L"):
        text = pick(wordings, {"size": size}, _said(*lines))
        assert text is not None
        lines.append(text)
    assert {line.replace("S", "M").replace("L", "M") for line in lines} == {one.format(size="M") for one in wordings}


def test_a_wording_that_is_all_values_is_told_apart_by_them() -> None:
    assert pick(["{product_facts}。", "是{product_facts}。"], {"product_facts": "纯棉"}, _said("纯棉。")) == "是纯棉。"
    assert pick(["{product_facts}。"], {"product_facts": "纯棉"}, _said("亚麻。")) == "纯棉。"
