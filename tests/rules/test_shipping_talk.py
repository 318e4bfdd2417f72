import pytest

from assist_api.rules.shipping_talk import asks_where_from, asks_which_courier, is_about_ones_own, waits_for_an_order


@pytest.mark.parametrize(
    "text",
    [
        "怎么还没发货",
        "前天付的到现在没动静",
        "抓紧时间发出来",
        "请尽快帮我安排寄出",
        "麻烦今天尽量发，我都拍好了",
        "已经下单了，能不能早点给我发",
        "快点啊",
        "嗯嗯麻烦快点",
        "哎呦快点求求快点",
        "催一下",
    ],
)
def test_who_urges_has_an_order_already(text: str) -> None:
    assert waits_for_an_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "什么时候发货",
        "现在拍今天能尽快发吗",
        "今天下单的话赶紧发行不行",
        "可以尽早发出吗",
        "赶紧买了今天发货",
        "发货快吗",
        "走哪家能快点",
        "哪天发货",
    ],
)
def test_who_only_thinks_of_buying_does_not_wait(text: str) -> None:
    assert not waits_for_an_order(text)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("我买的发了没", True),
        ("刚拍的几号发", True),
        ("已经付款了什么时候发", True),
        ("刚上架的这款几号发", False),
        ("今天拍几号发", False),
    ],
)
def test_ones_own_order_is_told_from_any(text: str, own: bool) -> None:
    assert is_about_ones_own(text) is own


@pytest.mark.parametrize(
    ("text", "where", "courier"),
    [
        ("你们在哪发货", True, False),
        ("今天能发什么快递", False, True),
        ("快递什么时候发", False, False),
    ],
)
def test_what_else_is_asked_is_heard(text: str, where: bool, courier: bool) -> None:
    assert (asks_where_from(text), asks_which_courier(text)) == (where, courier)
