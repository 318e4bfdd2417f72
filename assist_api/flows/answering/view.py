"""What one conversation may see of the shop: the product in question, and orders by right.

An order is `Seen` in full only by the verified buyer it belongs to, or after its phone's last four digits were given in
this conversation. With the number alone only its state may be told. Skills get orders through `look` and nowhere else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat.store import ConversationContext
from assist_api.database import Database
from assist_api.flows.answering.contract import SkillAsk
from assist_api.flows.answering.shelf import Shelf
from assist_api.rules.masking import digits_of, phone_tail_in, tail_of
from assist_api.rules.orders import OrderState
from assist_api.rules.unknown_goods import names_goods_by_number
from assist_api.shop import service, store
from assist_api.shop.schemas import ShopSettings
from assist_api.shop.tables import Order, Parcel, Product, SizeRow, Stock

_POINTS_AT_PAGE = re.compile(r"[这这此该](一?[款件个条套双单]|订单|种)|^它|它的")
_TAIL_DIGITS = range(4, 7)

Preference = Sequence[frozenset[OrderState]]
"""Which of a buyer's orders is meant when no number is named: the newest of the first set that has any."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An order this buyer may see in full."""

    order: Order
    parcel: Parcel | None


@dataclass(frozen=True, slots=True)
class StateOnly:
    """An order of which only the state may be told; `wrong_tail` when one was given and did not match."""

    order_id: str
    state: OrderState
    wrong_tail: bool = False


@dataclass(frozen=True, slots=True)
class Locked:
    """Too many wrong phone tails: a person has to look."""

    order_id: str
    state: OrderState


@dataclass(frozen=True, slots=True)
class NoSuchOrder:
    """A number was named that is no order's."""


def _read_otherwise(ask: SkillAsk) -> list[str]:
    """Parts of the line that are known to be a phone, an order or a parcel."""
    return [entity.text for entity in ask.entities if entity.kind != "link"]


@dataclass(frozen=True, slots=True)
class NotNamed:
    """No number was named, and the buyer is unknown or has no order that fits."""


Look = Seen | StateOnly | Locked | NoSuchOrder | NotNamed


class ShopView:
    """The shop as one conversation sees it, at one moment."""

    def __init__(
        self,
        database: Database,
        session: AsyncSession,
        settings: ShopSettings,
        context: ConversationContext | None,
        now: datetime,
    ) -> None:
        self._database = database
        self._session = session
        self._context = context
        self.settings = settings
        self.now = now

    @property
    def zone(self) -> ZoneInfo:
        return self.settings.zone

    # --- goods --------------------------------------------------------------------------------------------------------

    async def product(self, ask: SkillAsk) -> Product | None:
        """The product in question: named in this line, else the page's where the line points at it (这款), else the
        one named before, else the page's. None where the line names goods that the shop does not know."""
        if ask.heard_word("product") is None and names_goods_by_number(ask.text, _read_otherwise(ask)):
            return None
        page = self._context.product_id if self._context else None
        named = ask.slot_word("product")
        before = [page, named] if _POINTS_AT_PAGE.search(ask.text) else [named, page]
        for candidate in (ask.heard_word("product"), *before):
            if candidate and (found := await store.product(self._session, candidate)):
                return found
        return None

    @property
    def shelf(self) -> Shelf:
        return Shelf(self._session)

    async def size_chart(self, product: Product) -> list[SizeRow]:
        return await store.size_chart(self._session, product.chart_id) if product.chart_id else []

    async def stock_of(self, product: Product) -> list[Stock]:
        """Colours as on the product page, sizes from the smallest."""
        positions = {row.size: row.position for row in await self.size_chart(product)}
        colours = {colour: index for index, colour in enumerate(product.colours)}
        lines = await store.stock_of(self._session, product.id)
        return sorted(lines, key=lambda line: (colours.get(line.colour, 99), positions.get(line.size, 99), line.size))

    # --- orders -------------------------------------------------------------------------------------------------------

    async def look(self, ask: SkillAsk, preference: Preference) -> Look:
        """The order in question, as far as this conversation may see it."""
        own = await self._own_orders()
        number = self._named_order(ask)
        if number is None:
            return await self._newest(own, preference)
        order = await self._order_numbered(number, own)
        if order is None:
            return NoSuchOrder()
        if any(mine.id == order.id for mine in own):
            return await self._seen(order)
        return await self._look_as_stranger(ask, order)

    async def is_mine(self, order_id: str) -> bool:
        return any(order.id == order_id for order in await self._own_orders())

    async def own_orders(self, states: frozenset[OrderState]) -> list[Seen]:
        """The buyer's own orders in these states, newest first; none of an unverified buyer."""
        return [await self._seen(order) for order in await self._own_orders() if order.state in states]

    async def product_numbered(self, product_id: str) -> Product | None:
        return await store.product(self._session, product_id)

    async def _own_orders(self) -> list[Order]:
        """Newest first; none of an unverified buyer, whatever they say of themselves."""
        context = self._context
        if context is None or not context.verified or not context.buyer_external_id:
            return []
        return await store.orders_of(self._session, context.buyer_external_id, context.channel)

    def _named_order(self, ask: SkillAsk) -> str | None:
        page = self._context.order_id if self._context else None
        named = ask.slot_word("order_no")
        before = [page, named] if _POINTS_AT_PAGE.search(ask.text) else [named, page]
        candidates = (ask.heard_word("order_no"), ask.heard_word("tracking_no"), *before)
        return next((candidate.upper() for candidate in candidates if candidate), None)

    async def _order_numbered(self, number: str, own: Sequence[Order]) -> Order | None:
        if order := await store.order(self._session, number):
            return order
        if len(number) in _TAIL_DIGITS and digits_of(number) == number:
            # A number's tail names an order only among the buyer's own.
            return next((order for order in own if order.id.endswith(number)), None)
        return await store.order_by_tracking(self._session, number)

    async def _newest(self, own: Sequence[Order], preference: Preference) -> Look:
        for states in preference:
            for order in own:
                if order.state in states:
                    return await self._seen(order)
        return NotNamed()

    async def _seen(self, order: Order) -> Seen:
        return Seen(order, await store.parcel_of(self._session, order.id))

    async def _look_as_stranger(self, ask: SkillAsk, order: Order) -> Look:
        state: OrderState = order.state  # type: ignore[assignment]  # the importer lets only known states in
        if await service.is_open(self._session, ask.conversation_id, order.id, self.now):
            return await self._seen(order)
        tail = _given_tail(ask)
        if tail is None or ask.message_id is None:
            return StateOnly(order.id, state)
        async with self._database.begin() as session:
            outcome = await service.try_phone_tail(
                session, ask.conversation_id, ask.message_id, order.id, tail, self.now
            )
        match outcome:
            case "right":
                return await self._seen(order)
            case "wrong":
                return StateOnly(order.id, state, wrong_tail=True)
            case "locked":
                return Locked(order.id, state)


def _given_tail(ask: SkillAsk) -> str | None:
    """The last four digits of a phone in this line, or those the bot had asked for."""
    if phone := ask.heard_word("phone"):
        return tail_of(digits_of(phone))
    return ask.slot_word("phone_tail") or phone_tail_in(ask.text, ask.heard_word("order_no"))
