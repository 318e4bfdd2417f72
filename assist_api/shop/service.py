"""The shop's data: importing it, the demo shop, the bot's catalogue, and who may look at which order."""

import asyncio
import io
import json
import os
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.errors import BadInput, Conflict
from assist_api.rules.masking import phone_tail_matches
from assist_api.rules.promotions import running, say_offers
from assist_api.settings import Settings
from assist_api.shop import store
from assist_api.shop.importing import KINDS, Expected, Kind, Parsed, Reading, parse, parse_parts, read_moment
from assist_api.shop.schemas import (
    ImportReport,
    PublicProduct,
    PublicShop,
    Rejection,
    Row,
    ShopSettings,
)
from assist_api.shop.tables import Order, OrderTry, Parcel, Product, ShopBuyer, ShopProfile, SizeRow, Stock

TRY_WINDOW = timedelta(hours=1)
MAX_WRONG_TRIES = 5
"""Wrong phone tails per conversation and per order within TRY_WINDOW; then even the right one opens nothing."""

OPEN_FOR = timedelta(hours=24)
"""How long an order stays open in the conversation in which its phone tail was given."""

_SETTINGS_MAX_BYTES = 1024 * 1024

Progress = Callable[[int, int], None]
"""Told of the rows imported so far and the bytes read."""

Save = Callable[[AsyncSession, Sequence[Row], bool], Awaitable[None]]
_SAVE: dict[Kind, Save] = {
    "products": store.save_products,
    "size_charts": store.save_size_charts,
    "stock": store.save_stock,
    "buyers": store.save_buyers,
    "orders": store.save_orders,
    "parcels": store.save_parcels,
}


# --- importing --------------------------------------------------------------------------------------------------------


async def import_file(
    database: Database,
    settings: Settings,
    clock: Clock,
    kind: str,
    source: BinaryIO | bytes,
    progress: Progress = lambda _rows, _bytes: None,
) -> ImportReport:
    """Import one file: a CSV of one of KINDS, or `settings` as YAML. Good rows are kept, bad ones reported.

    A CSV is taken part by part, each in its own transaction: a long file fills no memory and keeps nobody waiting.
    """
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    async with database.read() as session:
        reading = Reading(now=clock(), zone=await _zone(session, settings))
    if kind == "settings":
        content = file.read(_SETTINGS_MAX_BYTES + 1)
        if len(content) > _SETTINGS_MAX_BYTES:
            raise BadInput("店铺设置文件太大，应不超过1MB", limit=_SETTINGS_MAX_BYTES)
        async with database.begin() as session:
            return await _import_settings(session, content, reading, demo=False)
    report = await _import_parts(database, known_kind(kind), file, reading, progress)
    if kind == "products":
        await write_catalogue(database, settings)
    return report


async def _import_parts(
    database: Database, kind: Kind, file: BinaryIO, reading: Reading, progress: Progress
) -> ImportReport:
    report = ImportReport(kind=kind, imported=0, rejected=[])
    parts = parse_parts(kind, file, reading)
    # Reading a part is work, too: done beside the event loop, which may be serving buyers.
    while (part := await asyncio.to_thread(next, parts, None)) is not None:
        async with database.begin() as session:
            taken = await _import_part(session, kind, part, demo=False)
        report.imported += taken.imported
        report.rejected.extend(taken.rejected)
        progress(report.imported, file.tell())
    return report


def known_kind(kind: str) -> Kind:
    for known in KINDS:
        if known == kind:
            return known
    raise BadInput("不认识的数据种类，可用：" + "、".join((*KINDS, "settings")), kind=kind)


async def _zone(session: AsyncSession, settings: Settings) -> ZoneInfo:
    saved = await store.profile(session)
    return ShopSettings.model_validate(saved.body).zone if saved else ZoneInfo(settings.timezone)


async def _import_part(session: AsyncSession, kind: Kind, parsed: Parsed, demo: bool) -> ImportReport:
    unknown = await _dangling(session, kind, parsed.rows)
    faulty = {rejection.row for rejection in unknown}
    rows = [row for number, row in parsed.rows.items() if number not in faulty]
    await _SAVE[kind](session, rows, demo)
    rejected = sorted([*parsed.rejected, *unknown], key=lambda rejection: rejection.row)
    return ImportReport(kind=kind, imported=len(rows), rejected=rejected)


async def _dangling(session: AsyncSession, kind: Kind, rows: dict[int, Row]) -> list[Rejection]:
    """Rows that point at a product or an order nobody has imported."""
    table: type[Product] | type[Order]
    match kind:
        case "stock":
            field, table, expected = "product_id", Product, "已导入的商品编号"
        case "parcels":
            field, table, expected = "order_id", Order, "已导入的订单号"
        case _:
            return []
    known = await store.known_ids(session, table, {row[field] for row in rows.values()})
    return [
        Rejection(row=number, field=field, expected=expected, got=row[field])
        for number, row in rows.items()
        if row[field] not in known
    ]


async def _import_settings(session: AsyncSession, content: bytes, reading: Reading, demo: bool) -> ImportReport:
    try:
        parsed = settings_of(content, reading)
    except ValidationError as error:
        rejected = [
            Rejection(row=0, field=".".join(str(part) for part in fault["loc"]), expected=fault["msg"])
            for fault in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        return ImportReport(kind="settings", imported=0, rejected=rejected)
    except Expected as expected:
        return ImportReport(kind="settings", imported=0, rejected=[Rejection(row=0, field="", expected=str(expected))])
    await store.save_profile(session, parsed.model_dump(mode="json"), demo)
    return ImportReport(kind="settings", imported=1, rejected=[])


def settings_of(content: bytes, reading: Reading) -> ShopSettings:
    """Read settings.yml. Raises Expected where it is no YAML mapping, ValidationError where a value is wrong."""
    try:
        body = yaml.safe_load(content.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise Expected("UTF-8 编码的 YAML 文件，写法参照 data/shop/settings.yml") from None
    if not isinstance(body, dict):
        raise Expected("YAML 的键值写法，参照 data/shop/settings.yml")
    for promotion in _dicts(body.get("promotions")):
        if False in promotion:  # YAML 1.1 reads an unquoted off as no
            promotion["off"] = promotion.pop(False)
        for name in ("starts_at", "ends_at"):
            if isinstance(promotion.get(name), str | datetime):
                promotion[name] = read_moment(str(promotion[name]), reading)
    return ShopSettings.model_validate(body)


def _dicts(value: object) -> list[dict[Any, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


# --- the demo shop ----------------------------------------------------------------------------------------------------


async def load_demo(database: Database, settings: Settings, clock: Clock) -> bool:
    """Load data/shop into an empty shop, its times counted from now; answers whether anything was loaded."""
    folder = settings.data / "shop"
    files = await asyncio.to_thread(_demo_files, folder)
    async with database.begin() as session:
        if not {"settings", "products", "orders"} <= await lacking(session):
            return False
        await _load(session, files, Reading(clock(), ZoneInfo(settings.timezone), relative_times=True))
    await write_catalogue(database, settings)
    return True


def _demo_files(folder: Path) -> dict[str, bytes]:
    names = {"settings": "settings.yml"} | {kind: f"{kind}.csv" for kind in KINDS}
    return {kind: (folder / name).read_bytes() for kind, name in names.items()}


async def _load(session: AsyncSession, files: dict[str, bytes], reading: Reading) -> None:
    reports = [await _import_settings(session, files["settings"], reading, demo=True)]
    for kind in KINDS:
        reports.append(await _import_part(session, kind, parse(kind, files[kind], reading), demo=True))
    faulty = [report.model_dump() for report in reports if report.rejected]
    if faulty:
        raise BadInput("演示店铺的数据文件有误", reports=faulty)


async def remove_demo(database: Database, settings: Settings) -> int:
    """Delete the demo shop's rows that the shop has not imported over; answers how many."""
    async with database.begin() as session:
        removed = await store.remove_demo(session)
    await write_catalogue(database, settings)
    return removed


_TABLES: dict[str, type[Any]] = {
    "settings": ShopProfile,
    "products": Product,
    "size_charts": SizeRow,
    "stock": Stock,
    "buyers": ShopBuyer,
    "orders": Order,
    "parcels": Parcel,
}


async def lacking(session: AsyncSession) -> set[str]:
    """The kinds of data of which the shop has nothing."""
    return {kind for kind, table in _TABLES.items() if not await store.has_rows(session, table)}


# --- reading ----------------------------------------------------------------------------------------------------------


async def settings_if_any(session: AsyncSession) -> ShopSettings | None:
    """None while nobody has told us about the shop: buyers can already be passed to people."""
    saved = await store.profile(session)
    return ShopSettings.model_validate(saved.body) if saved else None


async def shop_settings(session: AsyncSession) -> ShopSettings:
    """Raises Conflict shop_not_set_up."""
    settings = await settings_if_any(session)
    if settings is None:
        raise Conflict("店铺资料还没有导入：./xiaoer shop import settings FILE.yml", code="shop_not_set_up")
    return settings


async def greeting(session: AsyncSession, now: datetime) -> tuple[str, str]:
    """The shop's name and the line above an empty talk: with the running offer, else the shop's own welcome."""
    settings = await settings_if_any(session)
    if settings is None:
        return "", "您好，有什么可以帮您？"
    offers = running(settings.offers, now)
    told = say_offers(offers, now, settings.zone) if offers else settings.welcome
    return settings.name, f"您好，欢迎光临{settings.name}！{told}"


async def public_shop(session: AsyncSession) -> PublicShop:
    """Name and catalogue, nothing that is not on a product page."""
    sizes = await _sizes_by_product(session)
    return PublicShop(
        name=(await shop_settings(session)).name,
        products=[
            PublicProduct(
                id=product.id,
                name=product.name,
                price=f"{product.price / 100:.2f}",
                colours=product.colours,
                sizes=sizes.get(product.id, []),
                facts=product.facts,
            )
            for product in await store.products(session)
        ],
    )


async def _sizes_by_product(session: AsyncSession) -> dict[str, list[str]]:
    """Sizes each product is kept in, smallest first; a size its chart does not know goes last."""
    positions = await store.size_order(session)
    charts = {product.id: product.chart_id for product in await store.products(session)}
    found: dict[str, set[str]] = {}
    for line in await store.stock(session):
        found.setdefault(line.product_id, set()).add(line.size)
    return {
        product_id: sorted(sizes, key=lambda size: (positions.get((charts[product_id] or "", size), len(sizes)), size))
        for product_id, sizes in found.items()
    }


async def write_catalogue(database: Database, settings: Settings) -> int:
    """Write `{id, name, aliases, links}` a line for the bot, atomically; answers how many products."""
    async with database.read() as session:
        products = await store.product_names(session)
    lines = [
        json.dumps({"id": product_id, "name": name, "aliases": aliases, "links": links}, ensure_ascii=False) + "\n"
        for product_id, name, aliases, links in products
    ]
    await asyncio.to_thread(_replace, settings.catalogue, "".join(lines))
    return len(lines)


def _replace(path: Path, text: str) -> None:
    """A reader sees the old file or the new one, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


# --- what an order says of itself -------------------------------------------------------------------------------------


def closes_at(order: Order, settings: ShopSettings) -> datetime | None:
    """When an unpaid order closes by itself; None for any other."""
    if order.state != "unpaid":
        return None
    return order.expires_at or order.placed_at + timedelta(hours=settings.payment.closes_after_hours)


# --- looking into an order --------------------------------------------------------------------------------------------

TryOutcome = Literal["right", "wrong", "locked"]


async def try_phone_tail(
    session: AsyncSession, conversation_id: str, message_id: int, order_id: str, tail: str, now: datetime
) -> TryOutcome:
    """Compare a phone tail with the order's phone and remember the try; the same message again is the same try.

    Locked is decided before comparing, so that a guesser learns nothing from the sixth try on.
    """
    order = await store.lock_order(session, order_id)
    earlier = await store.try_of(session, conversation_id, message_id)
    if order is None:
        return "wrong"
    if earlier is not None and earlier.order_id == order_id:
        return "right" if earlier.right else "wrong"
    if earlier is not None or await is_locked(session, conversation_id, order_id, now):
        return "locked"
    right = phone_tail_matches(order.phone, tail)
    store.add_try(
        session,
        OrderTry(
            conversation_id=conversation_id,
            message_id=message_id,
            order_id=order_id,
            tried_at=now.astimezone(UTC),
            right=right,
        ),
    )
    return "right" if right else "wrong"


async def is_locked(session: AsyncSession, conversation_id: str, order_id: str, now: datetime) -> bool:
    since = now - TRY_WINDOW
    by_conversation = await store.wrong_tries(session, since, conversation_id=conversation_id)
    by_order = await store.wrong_tries(session, since, order_id=order_id)
    return max(by_conversation, by_order) >= MAX_WRONG_TRIES


async def is_open(session: AsyncSession, conversation_id: str, order_id: str, now: datetime) -> bool:
    """Whether the order's phone tail was given in this conversation not long ago."""
    return await store.was_opened(session, conversation_id, order_id, now - OPEN_FOR)
