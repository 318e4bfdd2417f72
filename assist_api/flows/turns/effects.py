"""What a turn does beside replying and handing off: each kind of effect is one function here.

They are carried out in the transaction of the reply, so a draft that is void has done nothing; and done twice they come
to the same, so two turns that ask for one thing do no harm.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat.tables import Conversation
from assist_api.clients.bot import Effect
from assist_api.reminders import service as reminders
from assist_api.shop import store as shop

log = logging.getLogger(__name__)

HANDOFF = "handoff"
"""The one kind that changes the conversation's state; a draft has at most one, see `HandoffWish`."""

OPT_OUT = "opt_out_of_reminders"

Values = dict[str, Any]
Deed = Callable[[AsyncSession, str, Values, datetime], Awaitable[None]]
"""Takes the verified buyer's external id, the effect's values and the moment of the commit."""


async def carry_out(
    session: AsyncSession, conversation: Conversation, effects: Iterable[Effect], now: datetime
) -> None:
    """An effect of an unknown kind does nothing, nor does a wish of somebody who is not known to be the buyer."""
    for effect in effects:
        deed = DEEDS.get(effect.kind)
        if deed is None:
            log.warning("conversation %s: effect of unknown kind %r", conversation.id, effect.kind)
        elif conversation.verified and conversation.buyer_external_id:
            await deed(session, conversation.buyer_external_id, effect.values, now)


async def _snooze(session: AsyncSession, buyer_id: str, values: Values, now: datetime) -> None:
    """`until`: ISO 8601 with an offset; a moment that has passed meanwhile asks for nothing."""
    until = datetime.fromisoformat(str(values["until"]))
    if until > now:
        await reminders.snooze(session, buyer_id, until, now)


async def _decline(session: AsyncSession, buyer_id: str, values: Values, now: datetime) -> None:
    """`orders`: their ids; those of other buyers are left alone."""
    await reminders.decline(session, buyer_id, await _own(session, buyer_id, values), now)


async def _want_again(session: AsyncSession, buyer_id: str, values: Values, _now: datetime) -> None:
    await reminders.want_again(session, buyer_id, await _own(session, buyer_id, values))


async def _opt_out(session: AsyncSession, buyer_id: str, _values: Values, now: datetime) -> None:
    await reminders.opt_out(session, buyer_id, now)


async def _opt_in(session: AsyncSession, buyer_id: str, _values: Values, now: datetime) -> None:
    await reminders.opt_in(session, buyer_id, now)


async def _own(session: AsyncSession, buyer_id: str, values: Values) -> list[str]:
    found = [await shop.order(session, str(order_id)) for order_id in values["orders"]]
    return [order.id for order in found if order is not None and order.buyer_id == buyer_id]


DEEDS: dict[str, Deed] = {
    "snooze_reminders": _snooze,
    "decline_orders": _decline,
    "want_orders_again": _want_again,
    OPT_OUT: _opt_out,
    "opt_in_to_reminders": _opt_in,
}
"""By the kind that a skill's effect names; its values are `values` of that effect."""
