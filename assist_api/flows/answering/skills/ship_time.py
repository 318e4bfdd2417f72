"""When the order in question leaves, else when one paid for now would; also from where."""

import re

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.telling import facts_of, order_card, tell_order, tell_unseen
from assist_api.flows.answering.view import NotNamed, Preference, Seen, ShopView
from assist_api.rules.masking import tail_of
from assist_api.rules.moments import say_moment
from assist_api.rules.orders import describe, ship_deadline

_MEANT: Preference = (frozenset({"paid", "presale"}),)
# Who writes so has an order already: when one paid for now would leave is no answer to them.
_WAITING_FOR_AN_ORDER = re.compile(
    r"还[没不]|一直[都也]?[没不]|都[没不](?!是)|(?:怎么|咋|为什么|为啥)[还也都]?[没不]|没发货|催"
    r"|[快赶]点?给?我?发货|[昨前]天|上周|上星期|[0-9一二两三四五六七八九十几]+天了"
)
_WHERE_FROM = re.compile(
    r"(?:哪里|哪儿|哪(?=发)|什么地方|哪个(?:城市|地方|省|仓))[^到寄,，。]{0,4}发|发货地|[从在]哪|哪个仓"
)


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    place = shop.settings.shipping.ships_from
    if place and _WHERE_FROM.search(ask.text):
        return SkillAnswer(says=[say("ships_from", region=place)])
    look = await shop.look(ask, _MEANT)
    match look:
        case Seen():
            return _of_order(look, shop)
        case NotNamed() if _WAITING_FOR_AN_ORDER.search(ask.text):
            return asking("order_no", say("order_waited_long"))
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
