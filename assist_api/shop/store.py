"""Reads and writes of the shop's tables; the caller owns the transaction."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, delete, exists, func, inspect, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from assist_api.database import Table
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


async def has_rows(session: AsyncSession, table: type[Any]) -> bool:
    return bool(await session.scalar(select(exists().select_from(table))))


async def save_products(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    await _save(session, Product, rows, demo)


async def save_size_charts(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    """Charts are replaced whole: a size that is gone from the file is gone from the chart."""
    charts = sorted({row["chart_id"] for row in rows})
    for start in range(0, len(charts), _ROWS_AT_ONCE):
        await session.execute(delete(SizeRow).where(SizeRow.chart_id.in_(charts[start : start + _ROWS_AT_ONCE])))
    await _save(session, SizeRow, rows, demo)


async def save_stock(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    await _save(session, Stock, rows, demo)


async def save_buyers(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    await _save(session, ShopBuyer, rows, demo)


async def save_orders(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    """Items get the name their product has now, or their id where it is unknown."""
    wanted = {item["product_id"] for row in rows for item in row["items"]}
    names = {product_id: product.name for product_id, product in (await products_by_id(session, wanted)).items()}
    named = [
        row | {"items": [item | {"name": names.get(item["product_id"], item["product_id"])} for item in row["items"]]}
        for row in rows
    ]
    await _save(session, Order, named, demo)


async def save_parcels(session: AsyncSession, rows: Sequence[Row], demo: bool) -> None:
    await _save(session, Parcel, rows, demo)


async def _save(session: AsyncSession, table: type[Table], rows: Sequence[Row], demo: bool) -> None:
    """Insert or update, past the session's own objects: with tens of thousands of rows those are slow and big."""
    if not rows:
        return
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = insert(table)
    keys = inspect(table).primary_key
    changed = {column.name: statement.excluded[column.name] for column in table.__table__.c if column not in set(keys)}
    upsert = statement.on_conflict_do_update(index_elements=list(keys), set_=changed)
    connection = await session.connection()
    await connection.execute(upsert, [row | {"demo": demo} for row in rows])


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


async def unlaunched(session: AsyncSession, now: datetime) -> set[str]:
    """Ids of products that are not sold yet: who orders one orders it in advance."""
    return set(await session.scalars(select(Product.id).where(Product.launched_at > now)))


async def product(session: AsyncSession, product_id: str) -> Product | None:
    return await session.get(Product, product_id)


async def products_by_id(session: AsyncSession, ids: Collection[str]) -> dict[str, Product]:
    return {product.id: product for product in await session.scalars(select(Product).where(Product.id.in_(ids)))}


async def goes_with(session: AsyncSession, product: Product) -> list[Product]:
    """What is worn with it, in the shop's order; ids nobody has imported are passed over."""
    known = await products_by_id(session, product.goes_with)
    return [known[product_id] for product_id in product.goes_with if product_id in known]


async def search_products(
    session: AsyncSession,
    *,
    categories: Collection[str] = (),
    tags: Collection[str] = (),
    price_from: int | None = None,
    price_to: int | None = None,
    in_stock: bool = True,
    limit: int = 30,
) -> list[Product]:
    """Products of any of the categories (all when none is given) with any of the tags, most of the tags first, then
    the cheaper ones; prices in fen, both ends included. `in_stock`: at least one piece of one size and colour is there.
    """
    query = select(Product)
    if categories:
        query = query.where(Product.category.in_(categories))
    if tags:
        tagged: list[ColumnElement[int]] = [case((_lists(Product.tags, tag), 1), else_=0) for tag in tags]
        hits = sum(tagged[1:], start=tagged[0])
        query = query.where(hits > 0).order_by(hits.desc())
    if price_from is not None:
        query = query.where(Product.price >= price_from)
    if price_to is not None:
        query = query.where(Product.price <= price_to)
    if in_stock:
        query = query.where(Product.id.in_(select(Stock.product_id).where(Stock.quantity > 0)))
    return list(await session.scalars(query.order_by(Product.price, Product.id).limit(limit)))


def _lists(column: InstrumentedAttribute[list[str]], word: str) -> ColumnElement[bool]:
    """Whether a JSON list holds the word: its text is searched, which SQLite and PostgreSQL do alike."""
    return cast(column, String).contains(json.dumps(word), autoescape=True)


async def categories(session: AsyncSession) -> list[str]:
    """The categories the shop has products in."""
    query = select(Product.category).where(Product.category != "").distinct().order_by(Product.category)
    return list(await session.scalars(query))


async def tags(session: AsyncSession) -> list[str]:
    """The words the shop has tagged products with."""
    lists = await session.scalars(select(cast(Product.tags, String)).distinct())
    return sorted({tag for tags in lists for tag in json.loads(tags)})


async def known_ids(session: AsyncSession, table: type[Product] | type[Order], ids: Collection[str]) -> set[str]:
    """Those of the ids that have a row."""
    return set(await session.scalars(select(table.id).where(table.id.in_(ids))))


async def product_names(session: AsyncSession) -> list[tuple[str, str, list[str], list[str]]]:
    """(id, name, aliases, links) of every product."""
    columns = (Product.id, Product.name, Product.aliases, Product.links)
    rows = await session.execute(select(*columns).order_by(Product.id))
    return [(product_id, name, aliases, links) for product_id, name, aliases, links in rows]


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


async def orders_placed(
    session: AsyncSession,
    after: datetime,
    until: datetime,
    *,
    state: str | None = None,
    buyer_id: str | None = None,
    lock: bool = False,
) -> list[Order]:
    """Orders placed after one moment and not after another, the oldest first; all, or of a state and a buyer.

    With `lock` they stay as they are till the end of the transaction.
    """
    query = select(Order).where(Order.placed_at > after, Order.placed_at <= until)
    if state is not None:
        query = query.where(Order.state == state)
    if buyer_id is not None:
        query = query.where(Order.buyer_id == buyer_id)
    query = query.order_by(Order.placed_at, Order.id)
    if lock:
        query = query.with_for_update()
    return list(await session.scalars(query.execution_options(populate_existing=True)))


async def newest_items(session: AsyncSession, limit: int) -> list[list[dict[str, Any]]]:
    """The items of the newest orders that were not called off."""
    query = select(Order.items).where(Order.state.not_in(("cancelled", "returned")))
    return list(await session.scalars(query.order_by(Order.placed_at.desc(), Order.id).limit(limit)))


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
