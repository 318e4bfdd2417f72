"""Why a paid order has not left yet: from payment to parcel it is checked, printed, packed and fetched, so there always
is a reason that can be told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from assist_api.rules.moments import say_moment
from assist_api.rules.orders import OrderFacts
from assist_api.rules.shipping import ShipPromise


def why_not_sent(order: OrderFacts, promise: ShipPromise, packed: bool, now: datetime, zone: ZoneInfo) -> str:
    """The reason as a clause; `packed` when there is a parcel that waits for the courier."""
    if order.state == "presale":
        return "这单是预售款，按页面写的时间发货"
    if packed:
        return "已经打包好，在等快递来取"
    if order.paid_at is None:
        return "仓库正在配货打包"
    paid = order.paid_at.astimezone(zone)
    said, cut_off = say_moment(order.paid_at, now, zone), f"{promise.cut_off.hour}:{promise.cut_off.minute:02d}"
    today = paid.date() == now.astimezone(zone).date()
    if paid.time() >= promise.cut_off:
        return f"{said}付的款，过了当天{cut_off}的截单时间，排在第二天出库"
    return f"{said}付的款，仓库{'正在' if today else '还在'}配货打包"
