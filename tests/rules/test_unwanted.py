import pytest

from assist_api.rules.unwanted import UnwantedReason, bargains, unwanted_reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("尺码不合适", "size"),
        ("尺码拍错了", "size"),
        ("怕穿着太小", "size"),
        ("拍错了", "mistake"),
        ("重复下单了", "mistake"),
        ("小孩子乱点的", "mistake"),
        ("别家更便宜", "elsewhere"),
        ("在实体店买到了", "elsewhere"),
        ("价格高了点", "price"),
        ("太贵了不想要了", "price"),
        ("没钱", "money"),
        ("颜色不喜欢", "style"),
        ("等不及了", "slow"),
        ("暂时不需要", "needless"),
        ("老婆不让买", "needless"),
    ],
)
def test_the_reason_is_heard(text: str, reason: UnwantedReason) -> None:
    assert unwanted_reason(text) == reason


@pytest.mark.parametrize("text", ["不要了", "没什么原因", "不想说", "就是不要了", "算了", "不想买了", "算了 不买了"])
def test_who_gives_no_reason_has_none(text: str) -> None:
    assert unwanted_reason(text) is None


@pytest.mark.parametrize("text", ["便宜点就要", "能优惠吗", "80块我就买", "打个八折吧", "少一点呗"])
def test_who_bargains_still_wants_it(text: str) -> None:
    assert bargains(text)


@pytest.mark.parametrize("text", ["别家更便宜", "太贵了", "价格高了点", "拍错了两件", "不要了"])
def test_a_price_named_as_the_reason_is_no_bargaining(text: str) -> None:
    assert not bargains(text)
