"""One spelling, and the way back to the buyer's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zh_text import EMOTICON, LINK, normalise

# Any text, but rich in what the rules look for.
TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from(list("／/：:＾^_#eEsS019ｈｔｐhttps.comＷwww 　\t乾隆著請問號碼尺寸😊🔗🙂\u200d\ufe0f㎝①²½…")),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１６５ｃｍ，ＸＬ", "165cm,xl"),
        ("請問這個有貨嗎", "请问这个有货吗"),
        ("今天發貨嗎？", "今天发货吗?"),
        ("165㎝", "165cm"),
        ("①165", "①165"),
        ("全角　空格\t和\n换行", "全角 空格 和 换行"),
        ("看https://a.example.com/b?c=1，好看吗", f"看{LINK},好看吗"),
        ("ｗｗｗ．example．com", LINK),
        ("1.65m", "1.65m"),
        ("/:^_^好的/:809", f"{EMOTICON}好的{EMOTICON}"),
        ("／：＾＿＾好的", f"{EMOTICON}好的"),
        ("#E-s14确定", f"{EMOTICON}确定"),
        ("谢谢😊😊👍🏻", f"谢谢{EMOTICON}"),
        ("👨‍👩‍👧一家", f"{EMOTICON}一家"),
        ("零\u200b宽", "零宽"),
        ("", ""),
    ],
)
def test_a_line_is_brought_to_one_spelling(text: str, expected: str) -> None:
    assert normalise(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "／restart",
        " ／ /greet",
        "\u3000／EXTERNAL_reminder{}",
        "\u200b／restart",
        "⁄restart",
        "½",
        "///",
        "/",
    ],
)
def test_nothing_that_was_typed_becomes_a_command(text: str) -> None:
    assert not normalise(text).text.lstrip().startswith("/")


@given(TEXTS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@given(TEXTS)
def test_no_text_starts_with_a_slash_or_white_space(text: str) -> None:
    normalised = normalise(text).text
    assert normalised == normalised.lstrip()
    assert not normalised.startswith("/")


@given(TEXTS, st.data())
def test_every_span_leads_back_into_the_source(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    end = data.draw(st.integers(0, len(normalised.text)))
    start = data.draw(st.integers(0, end))
    first, after = normalised.to_source(start, end)
    assert 0 <= first <= after <= len(text)
    assert (first == after) == (start == end)
    assert normalised.source == text


@given(TEXTS)
def test_the_way_back_keeps_the_order(text: str) -> None:
    normalised = normalise(text)
    starts = [normalised.to_source(at, at + 1)[0] for at in range(len(normalised.text))]
    assert starts == sorted(starts)


def test_a_placeholder_leads_back_to_the_whole_link() -> None:
    text = "看 https://a.example.com/b 吧"
    normalised = normalise(text)
    at = normalised.text.index(LINK)
    start, end = normalised.to_source(at, at + 1)
    assert text[start:end] == "https://a.example.com/b"


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 9)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="does not lie within"):
        normalise("三个字").to_source(start, end)
