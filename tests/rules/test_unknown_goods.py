import pytest

from assist_api.rules.unknown_goods import names_goods_by_number


@pytest.mark.parametrize(
    "text",
    [
        "640077120935这个还有吗",
        "问下 640077120935",
        "https://item.taobao.com/item.htm?id=640077120935 这款多长",
        "看这个https://detail.tmall.com/item.htm?spm=a1z10&id=640077120935",
    ],
)
def test_an_items_page_or_number_names_goods(text: str) -> None:
    assert names_goods_by_number(text)


@pytest.mark.parametrize(
    ("text", "read_otherwise"),
    [
        ("这款多长", []),
        ("身高168体重110", []),
        ("2026新款吗", []),
        ("订单731204558210039914能退吗", []),
        ("打13800001234这个电话", ["13800001234"]),
        ("单号773901224518到哪了", ["773901224518"]),
        ("SF1234567890123", []),
        ("https://www.example.com/about", []),
    ],
)
def test_other_numbers_and_addresses_do_not(text: str, read_otherwise: list[str]) -> None:
    assert not names_goods_by_number(text, read_otherwise)
