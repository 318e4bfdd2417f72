"""A small shop's past chats: four canned replies, one of them private, among freehand ones; all invented."""

from collections.abc import Iterable

from assist_api.history.tables import PastChatRow
from assist_api.recommender.talk import Turn
from tests.app_fixtures import START, ShopApp

CUTOFF = "下午四点前付款的当天就能从仓库寄出"
CARE = "这款毛衣建议您冷水手洗，平铺晾干就不会变形"
HURRIED = "您的订单尾号{order_tail}已经联系快递加急派送"
PRIVATE = "已经把包裹改寄到[地址x]，收件人[姓名x]"

_HURRIED = HURRIED.replace("{order_tail}", "[订单x]")

TALKS = [
    [("buyer", "现在拍下今天能寄出吗"), ("agent", f"亲，{CUTOFF}哦~")],
    [("buyer", "几点前付款今天能寄"), ("agent", f"{CUTOFF}呢  请问还有其他想了解的吗")],
    [("buyer", "晚上付款是不是明天才寄出"), ("agent", f"{CUTOFF}#E-s14")],
    [("buyer", "毛衣能机洗吗"), ("agent", CARE)],
    [("buyer", "毛衣怎么洗不变形"), ("agent", f"好的，{CARE}哈")],
    [("buyer", "洗了会变形吗"), ("agent", "这款毛衣您可以冷水手洗，平铺晾干就不会变形"), ("buyer", "好的")],
    [
        ("buyer", "催一下快递"),
        ("agent", _HURRIED),
        ("buyer", "嗯"),
        ("agent", PRIVATE),
        ("agent", "口袋在内侧，可以放一部手机"),
    ],
    [("buyer", "还没到"), ("agent", _HURRIED), ("agent", PRIVATE)],
    [("buyer", "快递好慢"), ("agent", _HURRIED), ("agent", PRIVATE)],
]


def rows(talks: Iterable[list[tuple[str, str]]]) -> list[PastChatRow]:
    """As an import would store them."""
    return [
        PastChatRow(
            id=f"talk-{number}",
            source="test",
            digest=str(number),
            turns=tuple(Turn("agent" if role == "agent" else "buyer", text, "小周") for role, text in talk),
            turn_count=len(talk),
            last_at=None,
            imported_at=START,
        )
        for number, talk in enumerate(talks)
    ]


async def past_chats(shop: ShopApp, talks: Iterable[list[tuple[str, str]]] = TALKS) -> None:
    """Put the talks into history."""
    async with shop.database.begin() as session:
        session.add_all(rows(talks))
