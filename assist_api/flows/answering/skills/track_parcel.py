"""Where the parcel is; one that is lost, held up or silent for too long goes to a person."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
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
from assist_api.rules.orders import order_trouble, parcel_trouble, say_parcel, ship_deadline
from assist_api.shop.tables import Parcel

_MEANT: Preference = (frozenset({"shipped"}), frozenset({"paid", "presale"}), frozenset({"delivered"}))


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    look = await shop.look(ask, _MEANT)
    if not isinstance(look, Seen):
        return tell_unseen(look, shop)
    if look.parcel is not None:
        return _of_parcel(look, look.parcel, shop)
    return _not_left(look, shop)


def _of_parcel(seen: Seen, parcel: Parcel, shop: ShopView) -> SkillAnswer:
    facts = parcel_facts(parcel)
    at = say_moment(parcel.scanned_at, shop.now, shop.zone)
    tail, card = tail_of(seen.order.id), order_card(seen.order)
    if facts.state == "signed":
        said = say("parcel_delivered", card, order_tail=tail, courier=parcel.courier, parcel_time=at)
        return SkillAnswer(says=[said])
    said = say(
        "parcel_state",
        card,
        order_tail=tail,
        courier=parcel.courier,
        parcel_state=say_parcel(facts, shop.now),
        parcel_time=at,
    )
    trouble = parcel_trouble(facts, shop.now)
    note = f"订单 {mask_number(seen.order.id)} {parcel.courier} {mask_number(parcel.id)}：{say_parcel(facts, shop.now)}"
    effects = [hand_off(trouble, note, shop)] if trouble else []
    return SkillAnswer(says=[said], effects=effects)


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
