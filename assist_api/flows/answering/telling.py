"""Pieces of an answer that several skills share: cards, items, and what is said of an order one may not see."""

from typing import Any

from assist_api.flows.answering.contract import Say, SkillAnswer, asking, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.view import Locked, NoSuchOrder, NotNamed, Seen, ShopView, StateOnly
from assist_api.rules.masking import mask_number, tail_of
from assist_api.rules.orders import (
    OrderFacts,
    OrderState,
    ParcelFacts,
    ParcelState,
    ParcelTrouble,
    describe,
    parcel_trouble,
    public_state,
    say_parcel,
)
from assist_api.shop.tables import Order, Parcel, Product


def product_card(product: Product) -> dict[str, Any]:
    return {"product": {"id": product.id, "name": product.name, "price": f"{product.price / 100:.2f}"}}


def order_card(order: Order) -> dict[str, Any]:
    """Only for an order that is `Seen`."""
    items = [{name: item.get(name) for name in ("name", "colour", "size", "quantity")} for item in order.items]
    return {
        "order": {
            "id": order.id,
            "order_no_masked": mask_number(order.id),
            "state": public_state(state_of(order)),
            "items": items,
        }
    }


def say_items(order: Order) -> str:
    """云朵无痕无钢圈内衣 肤色M×2、…"""
    parts = []
    for item in order.items:
        colour = "" if item["colour"] == item["size"] else item["colour"]
        parts.append(f"{item['name']} {colour}{item['size']}×{item['quantity']}")
    return "、".join(parts)


def state_of(order: Order) -> OrderState:
    state: OrderState = order.state  # type: ignore[assignment]  # the importer lets only known states in
    return state


def facts_of(order: Order) -> OrderFacts:
    return OrderFacts(state_of(order), order.paid_at, order.ship_at, order.delivered_at, order.out_of_stock)


def parcel_facts(parcel: Parcel) -> ParcelFacts:
    state: ParcelState = parcel.state  # type: ignore[assignment]  # the importer lets only known states in
    return ParcelFacts(state, parcel.scanned_at, parcel.place, parcel.note)


def tell_order(seen: Seen, shop: ShopView) -> SkillAnswer:
    """State and next step of an order the buyer may see; a late one or a parcel in trouble goes to a person."""
    order = seen.order
    words = describe(facts_of(order), shop.settings.promise, shop.settings.returns.days, shop.now, shop.zone)
    trouble, next_step = words.trouble or _parcel_trouble(seen, shop), words.next_step
    if trouble and not words.trouble and seen.parcel:
        next_step = f"包裹{say_parcel(parcel_facts(seen.parcel), shop.now)}，已请客服向快递核实"
    said = say(
        "order_state",
        order_card(order),
        order_tail=tail_of(order.id),
        order_state=words.state,
        items=say_items(order),
        next_step=next_step,
    )
    note = f"订单 {mask_number(order.id)}：{words.state}，{next_step}"
    return SkillAnswer(says=[said], effects=[hand_off(trouble, note, shop)] if trouble else [])


def _parcel_trouble(seen: Seen, shop: ShopView) -> ParcelTrouble | None:
    if seen.parcel is None or seen.order.state != "shipped":
        return None
    return parcel_trouble(parcel_facts(seen.parcel), shop.now)


def tell_unseen(look: StateOnly | Locked | NoSuchOrder | NotNamed, shop: ShopView) -> SkillAnswer:
    """What anybody may hear of an order: that it has a state, no more."""
    match look:
        case NotNamed():
            return asking("order_no", say("order_ask_number"))
        case NoSuchOrder():
            return asking("order_no", say("order_not_found"), slots={"order_no": None})
        case Locked():
            effect = hand_off("order_tries_exceeded", f"订单 {mask_number(look.order_id)} 核对手机尾号多次不符", shop)
            return SkillAnswer(says=[_bare_state(look)], effects=[effect])
        case StateOnly():
            tail = tail_of(look.order_id)
            if look.wrong_tail:  # the state has been told already
                says = [say("order_wrong_phone_tail", order_tail=tail)]
            else:
                says = [_bare_state(look), say("order_ask_phone_tail", order_tail=tail)]
            return asking("phone_tail", *says, slots={"order_no": look.order_id})


def _bare_state(look: StateOnly | Locked) -> Say:
    return say("payment_check_order", order_tail=tail_of(look.order_id), order_state=public_state(look.state))
