"""A buyer comes in and writes: the use cases behind the chat routes that need more than the conversation itself."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.bus import Bus
from assist_api.channels import service as channels
from assist_api.chat import service as chat
from assist_api.chat import store
from assist_api.chat.schemas import CardIn, ChoiceIn, ContextIn, MessageIn, SessionIn
from assist_api.chat.service import Line, Visitor
from assist_api.chat.tables import Conversation
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.errors import BadInput, NotFound
from assist_api.settings import Settings
from assist_api.shop import store as shop
from zh_text import is_complete_question


@dataclass(frozen=True, slots=True)
class Visit:
    """Opens conversations and takes in buyers' lines."""

    database: Database
    bus: Bus
    clock: Clock
    settings: Settings

    async def open(self, wanted: SessionIn) -> tuple[Conversation, str]:
        """Conversation and token. Raises Unauthenticated for a bad signature, BadInput for no such channel."""
        now = self.clock()
        async with self.database.begin() as session:
            visitor = await _visitor(session, wanted, self.clock)
            conversation, token = await chat.open_conversation(session, visitor, now)
            if wanted.context:
                _look_at(conversation, wanted.context)
        return conversation, token

    async def write(self, conversation_id: str, wanted: MessageIn) -> int:
        """Store the line and return its id; the same `client_id` again returns the first one's id."""
        async with self.database.begin() as session:
            conversation = await store.lock(session, conversation_id)
            earlier = await store.message_by_client_id(session, conversation_id, "buyer", wanted.client_id)
            if earlier is not None:
                return earlier.id
            line = await _line(session, conversation, wanted)
            message = await chat.add_buyer_line(session, conversation, line, self.clock(), self.settings.burst_max_s)
            due_at = conversation.due_at
        await chat.tell(self.bus, conversation_id)
        if due_at is not None:
            call = {"kind": "line", "conversation_id": conversation_id, "due_at": due_at.isoformat()}
            await self.bus.publish(chat.TURNS_TOPIC, call)
        return message.id


async def _visitor(session: AsyncSession, wanted: SessionIn, clock: Clock) -> Visitor:
    buyer = wanted.buyer
    await channels.require_channel(session, wanted.channel)
    if buyer is None:
        return Visitor(wanted.channel)
    if buyer.signature is None:
        # Anybody can claim to be anybody: without a signature only the name is taken, as a name to show.
        return Visitor(wanted.channel, name=buyer.name)
    if buyer.external_id is None or buyer.issued_at is None:
        raise BadInput("带签名时还需要 external_id 和 issued_at", field="buyer")
    await channels.verify_buyer(session, wanted.channel, buyer.external_id, buyer.issued_at, buyer.signature, clock())
    return Visitor(wanted.channel, name=buyer.name, external_id=buyer.external_id, verified=True)


def _look_at(conversation: Conversation, context: ContextIn) -> None:
    """What the page shows now; what it does not say stays as it was."""
    conversation.product_id = context.product_id or conversation.product_id
    conversation.order_id = context.order_id or conversation.order_id
    conversation.page_url = context.page_url or conversation.page_url


async def _line(session: AsyncSession, conversation: Conversation, wanted: MessageIn) -> Line:
    line = Line(client_id=wanted.client_id, text=wanted.text or "")
    if wanted.choice:
        return await _chosen(session, conversation, line, wanted.choice)
    if wanted.card:
        line = await _carded(session, conversation, line, wanted.card)
    pictures = await chat.pictures_payload(session, conversation.id, wanted.attachments)
    if pictures:
        line = replace(line, payload={**(line.payload or {}), **pictures})
        if not line.text:
            return replace(line, text="[图片]", preset=line.preset or _informs([]))
    return replace(line, complete=is_complete_question(line.text)) if line.preset is None else line


async def _chosen(session: AsyncSession, conversation: Conversation, line: Line, choice: ChoiceIn) -> Line:
    """A button travels as a stored choice: what it means is read from our own message, never from the page."""
    asked = await store.message(session, conversation.id, choice.message_id)
    buttons: list[dict[str, Any]] = ((asked.payload or {}) if asked else {}).get("buttons", [])
    button = next((one for one in buttons if one["option"] == choice.option), None)
    if button is None:
        raise NotFound("这个选项已经失效，请直接输入您的问题", field="choice")
    preset = None
    if button.get("intent"):
        preset = {"intent": button["intent"], "entities": button.get("entities", [])}
    return replace(line, text=button["title"], preset=preset, complete=True)


async def _carded(session: AsyncSession, conversation: Conversation, line: Line, card: CardIn) -> Line:
    """A product or order card is what 这款 and 这个订单 mean from now on."""
    if card.product_id:
        product = await shop.product(session, card.product_id)
        if product is None:
            raise NotFound("没有找到这件商品", field="card.product_id")
        conversation.product_id = product.id
        shown = {"product": {"id": product.id, "name": product.name, "price": f"{product.price / 100:.2f}"}}
        entity = {"kind": "product", "value": product.id, "text": product.name}
        title = f"[商品] {product.name}"
    else:
        order_id = str(card.order_id)
        conversation.order_id = order_id
        # Whether this buyer may see the order is decided where it is looked up, not here.
        shown = {"order": {"id": order_id, "order_no_masked": f"****{order_id[-4:]}"}}
        entity = {"kind": "order_no", "value": order_id, "text": order_id}
        title = f"[订单] 尾号 {order_id[-4:]}"
    if line.text:
        return replace(line, payload=shown)
    return replace(line, text=title, payload=shown, preset=_informs([entity | {"start": 0, "end": 0}]))


def _informs(entities: list[dict[str, Any]]) -> dict[str, Any]:
    return {"intent": "inform", "entities": entities}
