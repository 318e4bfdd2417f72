"""What is known of reminders: the wishes of buyers, and who may send to whom just now."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.reminders import store
from assist_api.reminders.tables import DeclinedOrder, ReminderMention, ReminderSend, ReminderWish
from assist_api.rules.reminders import BuyerFacts, Mention, PlannedSend, Stage


async def buyer_facts(
    session: AsyncSession, buyer_ids: Sequence[str], order_ids: Sequence[str]
) -> dict[str, BuyerFacts]:
    """What each buyer was sent and wishes, as far as it concerns these orders; who is at work with them is not known
    here."""
    last_sent = await store.last_sent(session, buyer_ids)
    wishes = {wish.buyer_id: wish for wish in await store.wishes(session, buyer_ids)}
    declined = frozenset(await store.declined(session, order_ids))
    mentions: dict[str, Mention] = {}
    for order_id, stage, sent_at in await store.mentions(session, order_ids):
        if order_id not in mentions or stage > mentions[order_id].stage:
            mentions[order_id] = Mention(Stage(stage), sent_at)
    facts = {}
    for buyer_id in set(buyer_ids):
        wish = wishes.get(buyer_id)
        facts[buyer_id] = BuyerFacts(
            last_sent_at=last_sent.get(buyer_id),
            mentions=mentions,
            opted_out=wish is not None and wish.opted_out,
            snoozed_until=wish.snoozed_until if wish else None,
            declined=declined,
        )
    return facts


# --- wishes -----------------------------------------------------------------------------------------------------------


async def opt_out(session: AsyncSession, buyer_id: str, now: datetime) -> None:
    """No reminder any more, of no order."""
    wish = await _wish(session, buyer_id, now)
    wish.opted_out = True


async def opt_in(session: AsyncSession, buyer_id: str, now: datetime) -> None:
    """The buyer wants to be reminded after all."""
    wish = await _wish(session, buyer_id, now)
    wish.opted_out = False


async def snooze(session: AsyncSession, buyer_id: str, until: datetime, now: datetime) -> None:
    """No reminder before `until`, the time the buyer said; a later word replaces an earlier one."""
    wish = await _wish(session, buyer_id, now)
    wish.snoozed_until = until


async def decline(session: AsyncSession, buyer_id: str, order_ids: Sequence[str], now: datetime) -> None:
    """No reminder of these orders any more; told again it stays as it is."""
    known = await store.declined(session, order_ids)
    session.add_all(
        DeclinedOrder(order_id=order_id, buyer_id=buyer_id, declined_at=now)
        for order_id in dict.fromkeys(order_ids)
        if order_id not in known
    )


async def want_again(session: AsyncSession, buyer_id: str, order_ids: Sequence[str]) -> None:
    """The buyer has thought better of it: these orders may be reminded of again."""
    await store.forget_declined(session, buyer_id, order_ids)


async def _wish(session: AsyncSession, buyer_id: str, now: datetime) -> ReminderWish:
    wish = await store.wish_of(session, buyer_id)
    if wish is None:
        wish = ReminderWish(buyer_id=buyer_id, updated_at=now)
        session.add(wish)
    wish.updated_at = now
    return wish


# --- sending ----------------------------------------------------------------------------------------------------------


async def take_lease(
    session: AsyncSession, planned: PlannedSend, owner: str, now: datetime, lease: timedelta
) -> ReminderSend | None:
    """The right to send to this buyer for a while; None where somebody else has it.

    What a sender that died had begun is taken over: it is not known to be sent, so it was not.
    """
    send = await store.open_send(session, planned.buyer_id)
    if send is None:
        send = ReminderSend(
            id=f"r_{secrets.token_hex(12)}", buyer_id=planned.buyer_id, open_for=planned.buyer_id, created_at=now
        )
        session.add(send)
    elif send.lease not in (None, owner) and send.lease_until is not None and now < send.lease_until:
        return None
    send.channel = planned.channel.value
    send.conversation_id = planned.conversation_id
    send.stage = int(planned.stage)
    send.due_at = planned.due_at
    send.lease, send.lease_until = owner, now + lease
    await session.flush()
    return send


async def holds_lease(session: AsyncSession, buyer_id: str, owner: str) -> ReminderSend | None:
    """The send to this buyer while it is still `owner`'s; locked till the end of the transaction."""
    send = await store.open_send(session, buyer_id)
    return send if send is not None and send.lease == owner else None


async def give_up(session: AsyncSession, buyer_id: str, owner: str) -> None:
    """Nothing is to be sent after all, or not now."""
    send = await holds_lease(session, buyer_id, owner)
    if send is not None:
        await session.delete(send)


def mark_sent(session: AsyncSession, send: ReminderSend, planned: PlannedSend, message_id: int, now: datetime) -> None:
    """In the transaction that stores the message: from now on it cannot be sent again."""
    send.conversation_id = planned.conversation_id
    send.stage = int(planned.stage)
    send.due_at = planned.due_at
    send.sent_at, send.message_id = now, message_id
    send.open_for = send.lease = send.lease_until = None
    session.add_all(
        ReminderMention(order_id=order_id, stage=int(stage), send_id=send.id)
        for order_id, stage in planned.stages.items()
    )
