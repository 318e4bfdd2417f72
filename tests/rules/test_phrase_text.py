import pytest

from assist_api.rules.phrase_text import qianniu_warnings, render, title_of, variables


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("您好，欢迎光临", {}, "您好，欢迎光临"),
        ("{a}到{b}", {"a": "杭州", "b": "{a}"}, "杭州到{a}"),
        ("{a}和{a}", {"a": "衣架"}, "衣架和衣架"),
        ("{a}到{b}", {"a": "杭州"}, None),
        ("满 {from_fee} 包邮", {"from_fee": ""}, None),
        ("笑脸 {} 和 { a } 不是变量", {}, "笑脸 {} 和 { a } 不是变量"),
        ("{价格}不是变量名", {}, "{价格}不是变量名"),
    ],
)
def test_a_template_is_filled_whole_or_not_at_all(template: str, values: dict[str, str], text: str | None) -> None:
    assert render(template, values) == text


def test_variables_come_once_and_in_order() -> None:
    assert variables("{size}码，{body}，还是{size}") == ["size", "body"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("您好！这款支持七天退换，请放心选。", "这款支持七天退换"),
        ("好的", "好的"),
        ("这是一个没有任何停顿一直写下去的特别特别长的句子呀", "这是一个没有任何停顿一直写下去的特别特别"),
    ],
)
def test_a_title_is_the_first_clause_that_says_something(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("code", "text", "group", "count"),
    [("abcd", "字" * 430, "组" * 10, 0), ("abcde", "字" * 430, "组" * 10, 1), ("abcde", "字" * 431, "组" * 11, 3)],
)
def test_limits_of_some_clients_are_warned_about(code: str, text: str, group: str, count: int) -> None:
    assert len(qianniu_warnings(code, text, group)) == count
