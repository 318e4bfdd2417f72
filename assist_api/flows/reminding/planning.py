"""The plan of reminders from what the database holds: for the sender, and for `./xiaoer reminders plan`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat import store as chat
from assist_api.chat.tables import Conversation
from assist_api.flows.answering.telling import state_of
from assist_api.flows.turns.tracker import open_question
from assist_api.reminders import service as reminders
from assist_api.rules.conversation import State
from assist_api.rules.payment import closes_at
from assist_api.rules.reminders import Plan, QuietHours, RemindableOrder, ReminderRules, TalkFacts, plan
from assist_api.shop import service as shop
from assist_api.shop import store as shop_store
from assist_api.shop.schemas import ShopSettings
from assist_api.shop.tables import Order

LOOK_BACK = timedelta(days=30)
"""Orders placed before are not looked at: no shop keeps an unpaid order so long, and none is due any more."""

_WITH_PEOPLE = (State.WAITING.value, State.AGENT.value)


async def plan_all(session: AsyncSession, now: datetime, *, unpaid_only: bool = False) -> Plan:
    """The plan for every order placed lately; orders that need no payment count as held unless `unpaid_only`.

    Raises Conflict `shop_not_set_up`.
    """
    settings = await shop.shop_settings(session)
    state = "unpaid" if unpaid_only else None
    orders = await shop_store.orders_placed(session, now - LOOK_BACK, now, state=state)
    return await _plan(session, settings, orders, now)


async def plan_for_buyer(session: AsyncSession, buyer_id: str, now: datetime, *, lock: bool = False) -> Plan:
    """The plan for one buyer's unpaid orders; with `lock` they stay as they are till the end of the transaction."""
    settings = await shop.shop_settings(session)
    orders = await shop_store.orders_placed(session, now - LOOK_BACK, now, state="unpaid", buyer_id=buyer_id, lock=lock)
    return await _plan(session, settings, orders, now)


async def _plan(session: AsyncSession, settings: ShopSettings, orders: Sequence[Order], now: datetime) -> Plan:
    buyer_ids = sorted({order.buyer_id for order in orders})
    conversations = _by_buyer(await chat.of_buyers(session, buyer_ids))
    unlaunched = await shop_store.unlaunched(session, now)
    facts = [_remindable(order, conversations.get(order.buyer_id, []), settings, unlaunched) for order in orders]
    buyers = {
        buyer_id: replace(of_buyer, person_at_work=_with_people(conversations.get(buyer_id, [])))
        for buyer_id, of_buyer in (
            await reminders.buyer_facts(session, buyer_ids, [order.id for order in orders])
        ).items()
    }
    used = {order.conversation_id for order in facts}
    talks = {one.id: _talk(one) for theirs in conversations.values() for one in theirs if one.id in used}
    rules = rules_of(settings)
    first = plan(now, rules, facts, buyers, talks)
    # What is under way stands in a talk's events: read only where all else is in favour of sending.
    asked = {one.conversation_id: await _question(session, one.conversation_id) for one in first.sends}
    asking = {talk_id: replace(talks[talk_id], question=question) for talk_id, question in asked.items() if question}
    return plan(now, rules, facts, buyers, talks | asking) if asking else first


async def _question(session: AsyncSession, conversation_id: str) -> str | None:
    return open_question(await chat.events_of(session, conversation_id))


def rules_of(settings: ShopSettings) -> ReminderRules:
    """The owner's settings as the rules take them."""
    wanted = settings.reminders
    return ReminderRules(
        zone=settings.zone,
        enabled=wanted.enabled,
        first_after=timedelta(minutes=wanted.first_after_minutes),
        second_next_day=wanted.second_next_day,
        gap=timedelta(hours=wanted.min_hours_between),
        quiet=QuietHours(wanted.quiet_from, wanted.quiet_to),
    )


def _remindable(
    order: Order, conversations: Sequence[Conversation], settings: ShopSettings, unlaunched: set[str]
) -> RemindableOrder:
    talk = _conversation_for(order, conversations)
    return RemindableOrder(
        id=order.id,
        buyer_id=order.buyer_id,
        # A payment that is known counts, even where the feed has not changed the state yet.
        state="paid" if order.state == "unpaid" and order.paid_at is not None else state_of(order),
        placed_at=order.placed_at,
        expires_at=closes_at(order.placed_at, order.expires_at, settings.payment.closes_after_hours),
        is_presale=order.ship_at is not None or any(item["product_id"] in unlaunched for item in order.items),
        conversation_id=talk.id if talk else None,
    )


def _conversation_for(order: Order, conversations: Sequence[Conversation]) -> Conversation | None:
    """Where the buyer of this order finds the message: the newest talk that is open, else the newest."""
    theirs = [one for one in conversations if order.channel in ("", one.channel)]
    still_open = [one for one in theirs if one.state != State.CLOSED.value]
    return next(iter(still_open or theirs), None)


def _talk(conversation: Conversation) -> TalkFacts:
    return TalkFacts(last_line_at=conversation.last_buyer_at, answer_due=conversation.due_at is not None)


def _with_people(conversations: Sequence[Conversation]) -> bool:
    return any(one.state in _WITH_PEOPLE for one in conversations)


def _by_buyer(conversations: Sequence[Conversation]) -> Mapping[str, list[Conversation]]:
    found: dict[str, list[Conversation]] = defaultdict(list)
    for one in conversations:
        found[one.buyer_external_id or ""].append(one)
    return found
