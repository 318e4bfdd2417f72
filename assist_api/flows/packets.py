"""Builds the hand-off packet: everything a person needs to go on without asking the buyer again."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat import store
from assist_api.chat.tables import Conversation, Message
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.turns.draft import Burst, Draft
from assist_api.handoff import store as handoffs
from assist_api.handoff.packet import BuyerCard, FirstReply, Haggling, Packet, TranscriptLine, Understood
from assist_api.reminders import store as reminders
from assist_api.rules.masking import mask_name, mask_phone, tail_of
from assist_api.rules.orders import OrderFacts, OrderState, ParcelFacts, ParcelState, describe, say_parcel
from assist_api.rules.summary import REASONS_ZH, summary, telling_line
from assist_api.shop import service as shop
from assist_api.shop import store as shop_store
from assist_api.shop.schemas import ShopSettings
from assist_api.shop.tables import Order
from assist_api.suggestions.schemas import Suggestion
from assist_api.taxonomy import Taxonomy

TRANSCRIPT_LINES = 200
WORDLESS_REASONS = frozenset({"request_human", "bot_unavailable", "unsure"})
"""Hand-offs whose last line does not say what the buyer needs."""

OFFERED_LINES = 5
MINUTES_PER_HANDOFF = 3
"""For the expected time told to the buyer; an agent keeps some twenty talks going, so a claim comes soon."""


class FirstReplies(Protocol):
    """Phrases for the open lines, best first."""

    def __call__(
        self, conversation_id: str, lines: Sequence[str], intents: Mapping[str, float]
    ) -> Awaitable[Sequence[Suggestion]]: ...


@dataclass(frozen=True, slots=True)
class Packets:
    """Reads, never writes."""

    database: Database
    clock: Clock
    taxonomy: Taxonomy
    first_replies: FirstReplies

    async def build(self, burst: Burst, draft: Draft) -> Packet:
        """Raises ValueError when the draft asks for no hand-off."""
        wish = draft.handoff
        if wish is None:
            raise ValueError("the draft asks for no hand-off")
        async with self.database.read() as session:
            conversation = await store.existing(session, burst.conversation_id)
            lines = await store.last_messages(session, burst.conversation_id, TRANSCRIPT_LINES)
            understood = self._understood(lines, draft)
            entities = _entities(lines, draft)
            settings = await shop.settings_if_any(session)
            order, order_card = await self._order(session, conversation, entities, settings)
            parcel = await self._parcel(session, order)
            packet = Packet(
                reason=wish.reason,
                reason_zh=self._reason_zh(wish.reason),
                priority=wish.priority,
                summary="",
                transcript=_transcript(lines),
                understood=understood,
                entities=entities,
                slots={name: value for name, value in wish.slots.items() if value not in (None, "", [])},
                order=order_card,
                parcel=parcel,
                product=await _product(session, conversation, entities),
                buyer=await _buyer(session, conversation),
                offered=[m.text for m in lines if m.role == "bot"][-OFFERED_LINES:],
                haggling=Haggling(round=sum(one.intent == "haggle" for one in understood)),
            )
        intent = wish.reason if wish.reason in self.taxonomy.intents else _last_intent(understood)
        intents = {intent: 1.0} if intent else {}
        replies = await self.first_replies(burst.conversation_id, [line.text for line in burst.lines], intents)
        packet.first_replies = [FirstReply(text=one.text, phrase_id=one.phrase_id) for one in replies]
        packet.summary = summary(packet.reason_zh, _telling_line(lines, wish.reason), _facts(packet))
        return packet

    async def bare(self, burst: Burst, draft: Draft) -> Packet:
        """Reason and talk alone, for a turn that broke again and again: looking up the rest may be what breaks it.

        Raises ValueError when the draft asks for no hand-off.
        """
        wish = draft.handoff
        if wish is None:
            raise ValueError("the draft asks for no hand-off")
        async with self.database.read() as session:
            conversation = await store.existing(session, burst.conversation_id)
            lines = await store.last_messages(session, burst.conversation_id, TRANSCRIPT_LINES)
        reason_zh = self._reason_zh(wish.reason)
        name = conversation.buyer_name
        return Packet(
            reason=wish.reason,
            reason_zh=reason_zh,
            priority=wish.priority,
            summary=summary(reason_zh, _telling_line(lines, wish.reason), []),
            transcript=_transcript(lines),
            buyer=BuyerCard(
                name=mask_name(name) if name else "访客",
                verified=conversation.verified,
                channel=conversation.channel,
            ),
        )

    async def expectation(self, session: AsyncSession, place: int, now: datetime) -> tuple[str, dict[str, str]]:
        """The phrase that tells the buyer who will come, with its values: place and minutes, or when the desk opens."""
        settings = await shop.settings_if_any(session)
        if settings is None or settings.desk_hours.open_at(now, settings.zone):
            expected = f"约 {MINUTES_PER_HANDOFF * place} 分钟"
            return "handoff_coming", {"position": str(place), "expected": expected}
        opening = settings.desk_hours.next_opening(now, settings.zone)
        return "handoff_off_hours", {"open_at": f"{opening:%H:%M}"}

    def _reason_zh(self, reason: str) -> str:
        return REASONS_ZH.get(reason) or self.taxonomy.zh(reason)

    def _understood(self, lines: Sequence[Message], draft: Draft) -> list[Understood]:
        metas = {one.message_id: one.meta() for one in draft.noted}
        found = []
        for line in lines:
            meta = line.meta | metas.get(line.id, {})
            if line.role == "buyer" and meta.get("intent"):
                found.append(
                    Understood(
                        text=line.text,
                        intent=meta["intent"],
                        intent_zh=self.taxonomy.zh(meta["intent"]),
                        confidence=meta.get("confidence"),
                    )
                )
        return found

    async def _order(
        self,
        session: AsyncSession,
        conversation: Conversation,
        entities: Sequence[dict[str, Any]],
        settings: ShopSettings | None,
    ) -> tuple[Order | None, dict[str, Any] | None]:
        """The order talked about, for the agent's eyes: named in the talk, shown by the page, last reminded of and
        still unpaid, or the buyer's newest.

        `verified` says whether it is known to be this buyer's: whoever names an order number may have found the parcel.
        """
        order = None
        for order_id in [*_values(entities, "order_no"), conversation.order_id]:
            order = order or (await shop_store.order(session, order_id) if order_id else None)
        order = order or await _reminded_of(session, conversation)
        if order is None and conversation.verified and conversation.buyer_external_id:
            newest = await shop_store.orders_of(session, conversation.buyer_external_id, conversation.channel)
            order = newest[0] if newest else None
        if order is None or settings is None:
            return None, None
        now, zone = self.clock(), settings.zone
        facts = OrderFacts(
            state=cast(OrderState, order.state),
            paid_at=order.paid_at,
            ship_at=order.ship_at,
            delivered_at=order.delivered_at,
            out_of_stock=order.out_of_stock,
        )
        words = describe(facts, settings.promise, settings.returns.days, now, zone)
        return order, {
            "id": order.id,
            "order_tail": tail_of(order.id),
            "verified": conversation.verified and order.buyer_id == conversation.buyer_external_id,
            "state": order.state,
            "state_zh": words.state,
            "next_step": words.next_step,
            "items": order.items,
            "amount": f"{order.amount / 100:.2f}",
            "phone": mask_phone(order.phone) if order.phone else "",
            "region": order.region,
            "placed_at": order.placed_at.isoformat(),
            "paid_at": order.paid_at.isoformat() if order.paid_at else None,
            "remark": order.remark,
        }

    async def _parcel(self, session: AsyncSession, order: Order | None) -> dict[str, Any] | None:
        parcel = await shop_store.parcel_of(session, order.id) if order else None
        if parcel is None:
            return None
        facts = ParcelFacts(cast(ParcelState, parcel.state), parcel.scanned_at, parcel.place, parcel.note)
        return {
            "id": parcel.id,
            "courier": parcel.courier,
            "state": parcel.state,
            "state_zh": say_parcel(facts, self.clock()),
            "scanned_at": parcel.scanned_at.isoformat(),
        }


def _transcript(lines: Sequence[Message]) -> list[TranscriptLine]:
    return [
        TranscriptLine.model_validate(
            {"role": m.role, "text": m.text, "created_at": m.created_at, "taught": bool(m.meta.get("taught"))}
        )
        for m in lines
    ]


async def _reminded_of(session: AsyncSession, conversation: Conversation) -> Order | None:
    send = await reminders.last_mentioning(session, conversation.id)
    order_ids = await reminders.orders_in(session, send.id) if send else []
    orders = [await shop_store.order(session, order_id) for order_id in order_ids]
    return next((order for order in orders if order is not None and order.state == "unpaid"), None)


async def _product(
    session: AsyncSession, conversation: Conversation, entities: Sequence[dict[str, Any]]
) -> dict[str, Any] | None:
    product_id = next(iter(_values(entities, "product")), conversation.product_id)
    product = await shop_store.product(session, product_id) if product_id else None
    return {"id": product.id, "name": product.name, "price": f"{product.price / 100:.2f}"} if product else None


async def _buyer(session: AsyncSession, conversation: Conversation) -> BuyerCard:
    profile: dict[str, Any] = {}
    name = conversation.buyer_name or ""
    if conversation.verified and conversation.buyer_external_id:
        known = await shop_store.buyer(session, conversation.buyer_external_id)
        if known is not None:
            name = name or known.name
            orders = await shop_store.orders_of(session, known.id, conversation.channel)
            profile = {"region": known.region, "note": known.note, "orders": len(orders)}
    return BuyerCard(
        name=mask_name(name) if name else "访客",
        verified=conversation.verified,
        channel=conversation.channel,
        earlier_handoffs=await handoffs.count_of_buyer(session, conversation.id),
        profile=profile,
    )


def _entities(lines: Sequence[Message], draft: Draft) -> list[dict[str, Any]]:
    """All entities of the conversation, the newest first."""
    newest = {one.message_id: one.entities for one in draft.noted}
    found = [newest.get(line.id) or line.meta.get("entities") or [] for line in lines]
    return [entity for entities in reversed(found) for entity in entities]


def _values(entities: Sequence[dict[str, Any]], kind: str) -> list[str]:
    return [str(entity["value"]) for entity in entities if entity.get("kind") == kind]


def _last_intent(understood: Sequence[Understood]) -> str | None:
    return understood[-1].intent if understood else None


def _facts(packet: Packet) -> list[str]:
    facts = []
    if packet.order:
        whose = "" if packet.order["verified"] else "（未核实是否本人）"
        facts.append(f"订单尾号 {packet.order['order_tail']}{whose} {packet.order['state_zh']}")
    if packet.parcel:
        facts.append(str(packet.parcel["state_zh"]))
    elif packet.product and not packet.order:
        facts.append(f"在看 {packet.product['name']}")
    said = [line for line in packet.transcript if line.role == "bot"]
    if said and said[-1].taught:
        facts.append("智能客服刚用教过的话答过")
    return facts


def _telling_line(lines: Sequence[Message], reason: str) -> str:
    said = [line.text for line in lines if line.role == "buyer"]
    return telling_line(said, led_by_words=reason not in WORDLESS_REASONS)
