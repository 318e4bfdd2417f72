"""Reads and writes of the shop's tables; the caller owns the transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from assist_api.shop.schemas import Row
from assist_api.shop.tables import (
    Order,
    OrderTry,
    Parcel,
    Product,
    ShopBuyer,
    ShopProfile,
    SizeRow,
    Stock,
)

_PROFILE_ID = 1
_ROWS_AT_ONCE = 400

# Children before parents: stock and parcels point at products and orders.
_DEMO_TABLES: tuple[Any, ...] = (Stock, Parcel, SizeRow, Product, Order, ShopBuyer, ShopProfile)


async def profile(session: AsyncSession) -> ShopProfile | None:
    return await session.get(ShopProfile, _PROFILE_ID)


async def save_profile(session: AsyncSession, body: dict[str, Any], demo: bool) -> None:
    await session.merge(ShopProfile(id=_PROFILE_ID, body=body, demo=demo))


async def is_empty(session: AsyncSession) -> bool:
    """No products, orders or settings: nothing a demo shop could get mixed up with."""
    for table in (ShopProfile, Product, Order):
        if await session.scalar(select(func.count()).select_from(table)):
            return False
    return True


async def save_products(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    await _save(session, Product, Product.id, rows, demo)


async def save_size_charts(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    """Charts are replaced whole: a size that is gone from the file is gone from the chart."""
    await session.execute(delete(SizeRow).where(SizeRow.chart_id.in_({row["chart_id"] for row in rows})))
    await _save(session, SizeRow, SizeRow.chart_id, rows, demo)


async def save_stock(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    await _save(session, Stock, Stock.product_id, rows, demo)


async def save_buyers(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    await _save(session, ShopBuyer, ShopBuyer.id, rows, demo)


async def save_orders(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    """Items get the name their product has now, or their id where it is unknown."""
    names = {product.id: product.name for product in await products(session)}
    named = [
        row | {"items": [item | {"name": names.get(item["product_id"], item["product_id"])} for item in row["items"]]}
        for row in rows
    ]
    await _save(session, Order, Order.id, named, demo)


async def save_parcels(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    await _save(session, Parcel, Parcel.id, rows, demo)


async def _save(
    session: AsyncSession, table: type[Any], key: InstrumentedAttribute[str], rows: Sequence[Row], demo: bool
) -> None:
    """Insert or update; what is stored under the same keys is read first, for a query per row would be slow."""
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        chunk = rows[start : start + _ROWS_AT_ONCE]
        # Held until the chunk is merged: the session itself keeps only weak references.
        stored = list(await session.scalars(select(table).where(key.in_({row[key.key] for row in chunk}))))
        for row in chunk:
            await session.merge(table(**row, demo=demo))
        await session.flush()
        del stored


async def remove_demo(session: AsyncSession) -> int:
    """Delete what came with the demo and was not imported over since; answers how many rows."""
    await session.execute(
        update(Product)
        .where(Product.demo.is_(True))
        .where(Product.id.in_(select(Stock.product_id).where(Stock.demo.is_(False))))
        .values(demo=False)
    )
    await session.execute(
        update(Order)
        .where(Order.demo.is_(True))
        .where(Order.id.in_(select(Parcel.order_id).where(Parcel.demo.is_(False))))
        .values(demo=False)
    )
    removed = 0
    for table in _DEMO_TABLES:
        found = await session.scalar(select(func.count()).select_from(table).where(table.demo.is_(True)))
        await session.execute(delete(table).where(table.demo.is_(True)))
        removed += found or 0
    return removed


async def products(session: AsyncSession) -> list[Product]:
    return list(await session.scalars(select(Product).order_by(Product.id)))


async def product(session: AsyncSession, product_id: str) -> Product | None:
    return await session.get(Product, product_id)


async def ids_of(session: AsyncSession, table: type[Product] | type[Order]) -> set[str]:
    return set(await session.scalars(select(table.id)))


async def size_chart(session: AsyncSession, chart_id: str) -> list[SizeRow]:
    """Smallest size first."""
    return list(await session.scalars(select(SizeRow).where(SizeRow.chart_id == chart_id).order_by(SizeRow.position)))


async def size_order(session: AsyncSession) -> dict[tuple[str, str], int]:
    """(chart, size) → position from the smallest."""
    rows = await session.scalars(select(SizeRow))
    return {(row.chart_id, row.size): row.position for row in rows}


async def stock_of(session: AsyncSession, product_id: str) -> list[Stock]:
    return list(await session.scalars(select(Stock).where(Stock.product_id == product_id).order_by(Stock.colour)))


async def stock(session: AsyncSession) -> list[Stock]:
    return list(await session.scalars(select(Stock)))


async def order(session: AsyncSession, order_id: str) -> Order | None:
    return await session.get(Order, order_id)


async def order_by_tracking(session: AsyncSession, tracking_no: str) -> Order | None:
    query = select(Order).join(Parcel, Parcel.order_id == Order.id).where(Parcel.id == tracking_no)
    return (await session.scalars(query)).first()


async def orders_of(session: AsyncSession, buyer_id: str, channel: str) -> list[Order]:
    """A buyer's orders in this channel, newest first. External ids of two channels may be two people."""
    query = (
        select(Order)
        .where(Order.buyer_id == buyer_id, or_(Order.channel == "", Order.channel == channel))
        .order_by(Order.placed_at.desc(), Order.id)
    )
    return list(await session.scalars(query))


async def parcel_of(session: AsyncSession, order_id: str) -> Parcel | None:
    """The parcel scanned last, where an order went in several."""
    query = select(Parcel).where(Parcel.order_id == order_id).order_by(Parcel.scanned_at.desc()).limit(1)
    return (await session.scalars(query)).first()


async def buyer(session: AsyncSession, buyer_id: str) -> ShopBuyer | None:
    return await session.get(ShopBuyer, buyer_id)


async def lock_order(session: AsyncSession, order_id: str) -> Order | None:
    """The order, held till the transaction ends: two tries at once cannot both see the last free one."""
    return (await session.scalars(select(Order).where(Order.id == order_id).with_for_update())).first()


async def try_of(session: AsyncSession, conversation_id: str, message_id: int) -> OrderTry | None:
    query = select(OrderTry).where(OrderTry.conversation_id == conversation_id, OrderTry.message_id == message_id)
    return (await session.scalars(query)).first()


async def wrong_tries(session: AsyncSession, since: datetime, *, conversation_id: str = "", order_id: str = "") -> int:
    """Wrong tries of one conversation, or at one order, since a moment."""
    query = select(func.count()).select_from(OrderTry).where(OrderTry.right.is_(False), OrderTry.tried_at > since)
    if conversation_id:
        query = query.where(OrderTry.conversation_id == conversation_id)
    if order_id:
        query = query.where(OrderTry.order_id == order_id)
    return await session.scalar(query) or 0


async def was_opened(session: AsyncSession, conversation_id: str, order_id: str, since: datetime) -> bool:
    """Whether the right phone tail was given for the order in this conversation."""
    query = select(OrderTry.id).where(
        OrderTry.conversation_id == conversation_id,
        OrderTry.order_id == order_id,
        OrderTry.right.is_(True),
        OrderTry.tried_at > since,
    )
    return await session.scalar(query.limit(1)) is not None


def add_try(session: AsyncSession, attempt: OrderTry) -> None:
    session.add(attempt)
