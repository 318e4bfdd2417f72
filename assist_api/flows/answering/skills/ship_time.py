"""When the order in question leaves, else when one paid for now would."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.telling import facts_of, order_card, tell_order, tell_unseen
from assist_api.flows.answering.view import NotNamed, Preference, Seen, ShopView
from assist_api.rules.masking import tail_of
from assist_api.rules.moments import say_moment
from assist_api.rules.orders import describe, ship_deadline

_MEANT: Preference = (frozenset({"paid", "presale"}),)


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    look = await shop.look(ask, _MEANT)
    match look:
        case Seen():
            return _of_order(look, shop)
        case NotNamed():
            expected = shop.settings.promise.expected_by(shop.now, shop.zone)
            return SkillAnswer(says=[say("ship_time", ship_by=say_moment(expected, shop.now, shop.zone))])
        case _:
            return tell_unseen(look, shop)


def _of_order(seen: Seen, shop: ShopView) -> SkillAnswer:
    order, facts, settings = seen.order, facts_of(seen.order), shop.settings
    deadline = ship_deadline(facts, settings.promise)
    words = describe(facts, settings.promise, settings.returns.days, shop.now, shop.zone)
    if words.trouble or deadline is None:
        # Late, out of stock, or not waiting to be sent at all: no ship-by can be promised.
        return tell_order(seen, shop)
    said = say(
        "ship_time_order",
        order_card(order),
        order_tail=tail_of(order.id),
        ship_by=say_moment(deadline, shop.now, shop.zone),
        order_state=words.state,
    )
    return SkillAnswer(says=[said])
