"""What the shop knows about the talk an agent asks for: what phrases can be filled with, and which of them fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.accounts import store as accounts
from assist_api.chat import store as chat
from assist_api.database import Database
from assist_api.flows.answering.contract import SkillAsk
from assist_api.flows.answering.telling import facts_of, parcel_facts, say_items, state_of
from assist_api.flows.answering.view import Seen, ShopView
from assist_api.flows.suggesting.heard import Heard, last_line
from assist_api.recommender.phrase import Situation
from assist_api.rules.masking import tail_of
from assist_api.rules.moments import say_hello, say_moment
from assist_api.rules.money import say_yuan
from assist_api.rules.orders import ORDER_STATES, describe, public_state, say_parcel
from assist_api.rules.promotions import running, say_offers
from assist_api.security import Principal
from assist_api.shop import service as shop
from assist_api.shop import store as goods
from assist_api.shop.schemas import ShopSettings

_SILENT = Heard(text="", intent="", confidence=0.0)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`values` fill variables, `situation` limits the phrases, `heard` is the buyer's last line where it was understood
    already."""

    values: Mapping[str, str]
    situation: Situation
    heard: Heard | None

    @property
    def talk_is_known(self) -> bool:
        """Whether it is a conversation of this shop; pasted talks have none."""
        return self.situation.channel is not None


async def look_around(
    database: Database, session: AsyncSession, principal: Principal | None, conversation_id: str | None, now: datetime
) -> Surroundings:
    """An unknown conversation is no error: pasted talks have none. Without a principal it is for whoever claims."""
    context = await chat.context_of(session, conversation_id) if conversation_id else None
    product = await goods.product(session, context.product_id) if context and context.product_id else None
    settings = await shop.settings_if_any(session)
    # Until the shop is set up, phrases that need its data wait.
    values = shop_values(settings, now) if settings else {}
    if principal is not None:
        account = await accounts.account_named(session, principal.name)
        values |= {"agent_name": account.display_name if account else principal.name}
    if product is not None:
        values |= {"product_name": product.name, "price": say_yuan(product.price)}
    heard = await last_line(session, context.id) if context else None
    seen = None
    if context and settings:
        ask = (heard or _SILENT).ask(context.id, "")
        seen = await _order(ask, ShopView(database, session, settings, context, now))
        values |= order_values(seen, settings, now) if seen else {}
    return Surroundings(
        values=values,
        situation=Situation(
            now=now.timestamp(),
            account=principal.account_id if principal else None,
            product=context.product_id if context else None,
            category=product.category if product else None,
            order_state=seen.order.state if seen else None,
            channel=context.channel if context else None,
        ),
        heard=heard,
    )


async def _order(ask: SkillAsk, shop: ShopView) -> Seen | None:
    """The order talked about, only as far as the buyer of this talk may hear of it: what is filled in is sent."""
    look = await shop.look(ask, (frozenset(ORDER_STATES),))
    return look if isinstance(look, Seen) else None


def order_values(seen: Seen, settings: ShopSettings, now: datetime) -> dict[str, str]:
    """The variables of one order; `parcel_state` and `courier` are missing until there is a parcel."""
    order, zone = seen.order, settings.zone
    words = describe(facts_of(order), settings.promise, settings.returns.days, now, zone)
    values = {
        "order_tail": tail_of(order.id),
        "order_state": public_state(state_of(order)),
        "items": say_items(order),
        "amount": say_yuan(order.amount),
        "next_step": words.next_step,
    }
    if seen.parcel:
        values |= {"courier": seen.parcel.courier, "parcel_state": say_parcel(parcel_facts(seen.parcel), now)}
    return values


def shop_values(settings: ShopSettings, now: datetime) -> dict[str, str]:
    """The variables that hold for every buyer of the shop; `promotion` is missing while no offer runs."""
    values = {
        "shop_name": settings.name,
        "hello": say_hello(now, settings.zone),
        "ship_by": say_moment(settings.promise.expected_by(now, settings.zone), now, settings.zone),
        "couriers": "、".join(courier.name for courier in settings.couriers),
        "free_from": say_yuan(settings.shipping.free_from),
        "payment_methods": "、".join(settings.payment_methods),
        "return_days": f"{settings.returns.days}天",
        "return_post": settings.returns.post,
    }
    offers = running(settings.offers, now)
    return values | ({"promotion": say_offers(offers, now, settings.zone)} if offers else {})
