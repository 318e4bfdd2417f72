"""What the shop knows about the talk an agent asks for: what phrases can be filled with, and which of them fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.accounts import store as accounts
from assist_api.chat import store as chat
from assist_api.recommender.phrase import Situation
from assist_api.rules.moments import say_moment
from assist_api.rules.money import say_yuan
from assist_api.rules.promotions import running, say_offers
from assist_api.security import Principal
from assist_api.shop import service as shop
from assist_api.shop import store as goods
from assist_api.shop.schemas import ShopSettings


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`values` fill variables, `situation` limits the phrases, `intent` is the stored one of the buyer's last line."""

    values: Mapping[str, str]
    situation: Situation
    intent: str | None


async def look_around(
    session: AsyncSession, principal: Principal | None, conversation_id: str | None, now: datetime
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
    return Surroundings(
        values=values,
        situation=Situation(
            now=now.timestamp(),
            account=principal.account_id if principal else None,
            product=context.product_id if context else None,
            category=product.category if product else None,
            channel=context.channel if context else None,
        ),
        intent=await chat.last_buyer_intent(session, context.id) if context else None,
    )


def shop_values(settings: ShopSettings, now: datetime) -> dict[str, str]:
    """The variables that hold for every buyer of the shop; `promotion` is missing while no offer runs."""
    values = {
        "shop_name": settings.name,
        "ship_by": say_moment(settings.promise.expected_by(now, settings.zone), now, settings.zone),
        "couriers": "、".join(courier.name for courier in settings.couriers),
        "free_from": say_yuan(settings.shipping.free_from),
        "payment_methods": "、".join(settings.payment_methods),
        "return_days": f"{settings.returns.days}天",
        "return_post": settings.returns.post,
    }
    offers = running(settings.offers, now)
    return values | ({"promotion": say_offers(offers, now, settings.zone)} if offers else {})
