"""When the order in question leaves and why it has not yet, else when one paid for now would; also from where, and by
whom if the same line asks it."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.skills import courier, track_parcel
from assist_api.flows.answering.telling import facts_of, order_card, tell_order, tell_unseen
from assist_api.flows.answering.view import NotNamed, Preference, Seen, ShopView
from assist_api.rules.dispatch import why_not_sent
from assist_api.rules.masking import tail_of
from assist_api.rules.moments import say_moment
from assist_api.rules.orders import describe, ship_deadline
from assist_api.rules.shipping_talk import asks_where_from, asks_which_courier, is_about_ones_own, waits_for_an_order

_MEANT: Preference = (frozenset({"paid", "presale"}),)
_MEANT_OWN: Preference = (*_MEANT, frozenset({"shipped"}))


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    place = shop.settings.shipping.ships_from
    if place and asks_where_from(ask.text):
        return SkillAnswer(says=[say("ships_from", region=place)])
    told = await _when(ask, shop)
    if told.ask or not asks_which_courier(ask.text):
        return told
    by_whom = await courier.answer(ask, shop)
    return told.model_copy(update={"says": [*told.says, *by_whom.says]})


async def _when(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    waits = waits_for_an_order(ask.text)
    look = await shop.look(ask, _MEANT_OWN if is_about_ones_own(ask.text) else _MEANT)
    match look:
        case Seen():
            return _of_order(look, shop, waits=waits)
        case NotNamed() if waits:
            return asking("order_no", say("order_waited_long"))
        case NotNamed():
            expected = shop.settings.promise.expected_by(shop.now, shop.zone)
            return SkillAnswer(says=[say("ship_time", ship_by=say_moment(expected, shop.now, shop.zone))])
        case _:
            return tell_unseen(look, shop)


def _of_order(seen: Seen, shop: ShopView, *, waits: bool) -> SkillAnswer:
    order, facts, settings = seen.order, facts_of(seen.order), shop.settings
    if order.state == "shipped":
        return track_parcel.tell(seen, shop)
    deadline = ship_deadline(facts, settings.promise)
    words = describe(facts, settings.promise, settings.returns.days, shop.now, shop.zone)
    if words.trouble or deadline is None:
        # Late, out of stock, or not waiting to be sent at all: no ship-by can be promised.
        return tell_order(seen, shop)
    reason = why_not_sent(facts, settings.promise, seen.parcel is not None, shop.now, shop.zone)
    said = say(
        "ship_time_why" if waits else "ship_time_order",
        order_card(order),
        order_tail=tail_of(order.id),
        ship_by=say_moment(deadline, shop.now, shop.zone),
        order_state=words.state,
        reason=reason,
    )
    return SkillAnswer(says=[said])
