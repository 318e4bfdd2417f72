"""What an order and its parcel are doing, said honestly: a late order is called late, with what happens next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from assist_api.rules.moments import end_of_day, say_day, say_moment
from assist_api.rules.shipping import ShipPromise

OrderState = Literal["unpaid", "paid", "presale", "shipped", "delivered", "refunding", "returned", "cancelled"]
ORDER_STATES: tuple[OrderState, ...] = (
    "unpaid",
    "paid",
    "presale",
    "shipped",
    "delivered",
    "refunding",
    "returned",
    "cancelled",
)
RefundState = Literal["", "applied", "approved", "goods_back", "refunded", "refused"]
"""Empty: no refund asked for. `goods_back`: the goods are in the warehouse, the money is not on its way yet."""
REFUND_STATES: tuple[RefundState, ...] = get_args(RefundState)

OPEN_STATES: frozenset[OrderState] = frozenset({"unpaid", "paid", "presale", "shipped", "refunding"})

ParcelState = Literal["waiting", "picked_up", "in_transit", "out_for_delivery", "signed", "problem", "lost"]
PARCEL_STATES: tuple[ParcelState, ...] = (
    "waiting",
    "picked_up",
    "in_transit",
    "out_for_delivery",
    "signed",
    "problem",
    "lost",
)

# A parcel on its way that no scan has seen for so long is not simply slow.
STUCK_AFTER = timedelta(hours=72)

_STATE_WORDS: dict[OrderState, str] = {
    "unpaid": "还没有付款",
    "paid": "已付款，等待发货",
    "presale": "已付款，是预售款",
    "shipped": "已发货",
    "delivered": "已签收",
    "refunding": "退款处理中",
    "returned": "已退款完成",
    "cancelled": "已取消",
}

_PARCEL_WORDS: dict[ParcelState, str] = {
    "waiting": "已打包，等快递来取",
    "picked_up": "快递已揽收",
    "in_transit": "正在运输途中",
    "out_for_delivery": "快递员正在派送",
    "signed": "已签收",
    "problem": "运输中遇到了问题",
    "lost": "快递方登记为遗失",
}


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as the rules need it; times are aware."""

    state: OrderState
    paid_at: datetime | None = None
    ship_at: datetime | None = None
    """The day promised for a presale order."""
    delivered_at: datetime | None = None
    out_of_stock: bool = False


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """The last scan: where, when, and the courier's own word on it."""

    state: ParcelState
    at: datetime
    place: str = ""
    note: str = ""


OrderTrouble = Literal["order_out_of_stock", "order_late"]
ParcelTrouble = Literal["parcel_problem", "parcel_lost", "parcel_stuck"]


@dataclass(frozen=True, slots=True)
class OrderWords:
    state: str
    next_step: str
    trouble: OrderTrouble | None


def ship_deadline(order: OrderFacts, promise: ShipPromise) -> datetime | None:
    """When the order has to leave at the latest; None when it has left, is not paid or needs nothing any more."""
    if order.state == "presale":
        return order.ship_at
    return promise.deadline(order.paid_at) if order.state == "paid" and order.paid_at else None


def order_trouble(order: OrderFacts, promise: ShipPromise, now: datetime) -> OrderTrouble | None:
    """Why a person has to look at an order that has not left; out of stock explains late and so goes first."""
    if order.state not in ("paid", "presale"):
        return None
    if order.out_of_stock:
        return "order_out_of_stock"
    deadline = ship_deadline(order, promise)
    return "order_late" if deadline is not None and now > deadline else None


def public_state(state: OrderState) -> str:
    """All that an order number alone may tell."""
    return _STATE_WORDS[state]


def describe(order: OrderFacts, promise: ShipPromise, return_days: int, now: datetime, zone: ZoneInfo) -> OrderWords:
    """State and next step in words for the buyer the order belongs to."""
    trouble = order_trouble(order, promise, now)
    state = _STATE_WORDS[order.state]
    if trouble == "order_out_of_stock":
        return OrderWords("已付款，但有商品暂时缺货", "很抱歉，客服会跟您确认是等货、换款还是退款", trouble)
    if trouble == "order_late":
        return OrderWords("已付款，发货比承诺的时间晚了", "很抱歉让您久等，已请客服催仓库并给您答复", trouble)
    return OrderWords(state, _next_step(order, promise, return_days, now, zone), None)


def _next_step(order: OrderFacts, promise: ShipPromise, return_days: int, now: datetime, zone: ZoneInfo) -> str:
    match order.state:
        case "unpaid":
            return "付款后就会安排发货"
        case "paid" | "presale":
            deadline = ship_deadline(order, promise)
            return f"最晚{say_moment(deadline, now, zone)}前发出" if deadline else "发出后会有物流更新"
        case "shipped":
            return "收到后请先检查再签收"
        case "delivered":
            deadline = return_deadline(order, return_days, zone)
            if deadline is None or now > deadline:
                return "穿着有问题随时告诉客服"
            return f"需要退换请在{say_day(deadline, now, zone)}内申请"
        case "refunding":
            return "处理好后款项会原路退回"
        case "returned":
            return "款项已原路退回，到账时间以付款渠道为准"
        case "cancelled":
            return "还喜欢的话可以重新下单"


def return_deadline(order: OrderFacts, return_days: int, zone: ZoneInfo) -> datetime | None:
    """The last moment for a return without reason: the day of receipt is not counted. None before receipt."""
    if order.state != "delivered" or order.delivered_at is None:
        return None
    return end_of_day(order.delivered_at, zone, return_days)


def return_day(order: OrderFacts, now: datetime, zone: ZoneInfo) -> int:
    """Which day after receipt it is, as the shop counts: 0 on the day itself. Raises ValueError before receipt."""
    if order.delivered_at is None:
        raise ValueError("not received yet")
    return (now.astimezone(zone).date() - order.delivered_at.astimezone(zone).date()).days


def parcel_trouble(parcel: ParcelFacts, now: datetime) -> ParcelTrouble | None:
    """Why a person has to ask the courier."""
    if parcel.state == "lost":
        return "parcel_lost"
    if parcel.state == "problem":
        return "parcel_problem"
    on_its_way = parcel.state not in ("signed", "waiting")
    return "parcel_stuck" if on_its_way and now - parcel.at > STUCK_AFTER else None


def say_parcel(parcel: ParcelFacts, now: datetime) -> str:
    """The parcel's state with the place of its last scan; a stuck one is said to have no news."""
    words = _PARCEL_WORDS[parcel.state]
    if parcel_trouble(parcel, now) == "parcel_stuck":
        words += f"，但已超过{int(STUCK_AFTER.total_seconds() // 3600)}小时没有更新"
    where = f"，在{parcel.place}" if parcel.place and parcel.state != "lost" else ""
    why = f"（{parcel.note}）" if parcel.note else ""
    return words + where + why
