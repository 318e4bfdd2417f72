"""How far a refund is, where the money goes, and from when on it is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assist_api.rules.moments import say_moment
from assist_api.rules.money import say_yuan
from assist_api.rules.orders import RefundState

LATE_AFTER: dict[RefundState, timedelta] = {
    "applied": timedelta(hours=48),
    "goods_back": timedelta(hours=48),
    "refunded": timedelta(days=7),
}
"""How long a refund may stay in a state before a person looks; what the buyer has to do next (send the goods back) is
never late. The slowest banks book within seven days."""


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """`amount` in fen; `at` is when the refund came into its state, aware; `goods_sent` whether there is anything that
    could come back."""

    state: RefundState
    at: datetime | None = None
    amount: int | None = None
    goods_sent: bool = True


def is_late(refund: RefundFacts, now: datetime) -> bool:
    limit = LATE_AFTER.get(refund.state)
    return limit is not None and refund.at is not None and now - refund.at > limit


def say_refund(refund: RefundFacts, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """State and next step in words. Raises KeyError for an order without a refund."""
    when = f"{say_moment(refund.at, now, zone)}" if refund.at else ""
    money = say_yuan(refund.amount) if refund.amount else "款项"
    approved_next = (
        "请按订单里的退货地址寄回并填上快递单号，仓库签收验收后就退款"
        if refund.goods_sent
        else f"商品还没寄出，不用寄东西，{money}会原路退回"
    )
    return {
        "applied": (f"退款申请{when and when + '已'}提交，等待店里审核", "审核通过后会提示您下一步，不需要重复申请"),
        "approved": (f"退款申请{when and when + '已'}通过", approved_next),
        "goods_back": (f"退回的商品{when and when + '已'}到仓库，正在验收", f"验收没问题就会退{money}"),
        "refunded": (
            f"{money}{when and when + '已'}退出",
            "钱是原路退回的：支付宝、微信余额一般很快到账，银行卡和信用卡要看银行，一般 1 到 7 天",
        ),
        "refused": ("这次退款申请没有通过", "原因在订单的退款详情里，同事会再跟您说明"),
    }[refund.state]
