"""Hand-offs that the shop's data calls for, with a priority and a note for the person who takes over."""

from typing import Any, Literal

from assist_api.flows.answering.contract import Effect
from assist_api.flows.answering.view import ShopView
from assist_api.rules.orders import OrderTrouble, ParcelTrouble
from assist_api.rules.triggers import DEFAULT_PRIORITY, PRIORITY_BY_REASON

DataReason = (
    OrderTrouble
    | ParcelTrouble
    | Literal[
        "size_outside_chart",
        "no_size_chart",
        "order_tries_exceeded",
        "region_not_served",
        "payment_problem",
        "return_deadline_passed",
        "refund_late",
        "order_guide_stuck",
        "stock_unknown",
        "facts_unknown",
    ]
)

_PRIORITY: dict[DataReason, int] = {
    "order_late": 3,
    "order_out_of_stock": 3,
    "parcel_problem": 3,
    "parcel_lost": 4,
    "parcel_stuck": 3,
    "payment_problem": 3,
    "size_outside_chart": 2,
    "no_size_chart": 2,
    "order_tries_exceeded": 2,
    "region_not_served": 1,
    "return_deadline_passed": 2,
    "refund_late": 3,
    "order_guide_stuck": 2,
    "stock_unknown": 1,
    "facts_unknown": 1,
}


def hand_off(reason: DataReason, note: str, shop: ShopView) -> Effect:
    return _effect(reason, _PRIORITY[reason], note, shop, {})


def hand_off_case(intent: str, note: str, shop: ShopView, slots: dict[str, Any]) -> Effect:
    """A case the bot has collected; its reason is the intent."""
    return _effect(intent, PRIORITY_BY_REASON.get(intent, DEFAULT_PRIORITY), note, shop, slots)


def _effect(reason: str, priority: int, note: str, shop: ShopView, slots: dict[str, Any]) -> Effect:
    off_hours = shop.settings.desk_hours.off_hours_note(shop.now, shop.zone)
    parts = [part for part in (note, off_hours) if part]
    return Effect(kind="handoff", reason=reason, priority=priority, note="；".join(parts), slots=slots)
