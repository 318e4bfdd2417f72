"""Where the parcel is and what comes next; one that is lost, held up or silent for too long goes to a person."""

import re

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.telling import (
    facts_of,
    order_card,
    parcel_facts,
    tell_order,
    tell_unseen,
)
from assist_api.flows.answering.view import Preference, Seen, ShopView
from assist_api.rules.masking import mask_number, tail_of
from assist_api.rules.moments import say_moment
from assist_api.rules.orders import ParcelState, order_trouble, parcel_trouble, say_parcel, ship_deadline
from assist_api.shop.tables import Parcel

_MEANT: Preference = (frozenset({"shipped"}), frozenset({"paid", "presale"}), frozenset({"delivered"}))
_URGES = re.compile(
    r"催|快点|赶紧|赶快|急[用着死]|怎么[还这]|还[没不]|太慢|好慢|慢死|几天了|这么久|不动|没动|没更新|什么情况"
)
_NEXT: dict[ParcelState, str] = {
    "waiting": "快递取走后才会有下一条记录",
    "picked_up": "接下来会进转运中心，记录要隔几个小时才更新一次",
    "in_transit": "到您那边的网点后会安排派送",
    "out_for_delivery": "请留意快递员的电话或短信",
    "problem": "已经请同事去跟快递核实",
    "lost": "同事会跟您商量重发还是退款",
}


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    look = await shop.look(ask, _MEANT)
    if not isinstance(look, Seen):
        return tell_unseen(look, shop)
    told = tell(look, shop)
    if not _URGES.search(ask.text) or look.order.state == "delivered":
        return told
    return told.model_copy(update={"says": [say("parcel_urged"), *told.says]})


def tell(seen: Seen, shop: ShopView) -> SkillAnswer:
    """The parcel of an order the buyer may see; before it leaves, when that will be."""
    return _of_parcel(seen, seen.parcel, shop) if seen.parcel is not None else _not_left(seen, shop)


def _of_parcel(seen: Seen, parcel: Parcel, shop: ShopView) -> SkillAnswer:
    facts = parcel_facts(parcel)
    trouble = parcel_trouble(facts, shop.now)
    note = f"订单 {mask_number(seen.order.id)} {parcel.courier} {mask_number(parcel.id)}：{say_parcel(facts, shop.now)}"
    effects = [hand_off(trouble, note, shop)] if trouble else []
    return SkillAnswer(says=[_said(seen, parcel, shop)], effects=effects)


def _said(seen: Seen, parcel: Parcel, shop: ShopView) -> Say:
    facts = parcel_facts(parcel)
    at = say_moment(parcel.scanned_at, shop.now, shop.zone)
    tail, card = tail_of(seen.order.id), order_card(seen.order)
    if facts.state == "signed":
        where = f"（{parcel.note}）" if parcel.note else ""
        return say("parcel_delivered", card, order_tail=tail, courier=parcel.courier, parcel_time=at + where)
    stuck = parcel_trouble(facts, shop.now) == "parcel_stuck"
    return say(
        "parcel_state",
        card,
        order_tail=tail,
        courier=parcel.courier,
        parcel_state=say_parcel(facts, shop.now),
        parcel_time=at,
        next_step="已经请同事去跟快递催问" if stuck else _NEXT[facts.state],
    )


def _not_left(seen: Seen, shop: ShopView) -> SkillAnswer:
    facts = facts_of(seen.order)
    deadline = ship_deadline(facts, shop.settings.promise)
    if deadline is None or order_trouble(facts, shop.settings.promise, shop.now):
        return tell_order(seen, shop)
    said = say(
        "parcel_none",
        order_card(seen.order),
        order_tail=tail_of(seen.order.id),
        ship_by=say_moment(deadline, shop.now, shop.zone),
    )
    return SkillAnswer(says=[said])
