"""The shop's data as last imported. Money in fen, lengths in cm, weights in kg; `demo` marks what remove-demo takes.

Rows of different kinds are imported in any order and by different people, so only a parcel and a stock line, which mean
nothing alone, hold a foreign key.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assist_api.database import Table


class ShopProfile(Table):
    """One row (id 1): the shop's own settings, as `ShopSettings` writes them."""

    __tablename__ = "shop_profile"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]]
    demo: Mapped[bool] = mapped_column(default=False)


class Product(Table):
    __tablename__ = "shop_products"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    aliases: Mapped[list[str]]
    category: Mapped[str] = mapped_column(String(60))
    price: Mapped[int]
    list_price: Mapped[int | None]
    """The price that is crossed out on the product page."""
    colours: Mapped[list[str]]
    facts: Mapped[dict[str, Any]]
    """Fact name → what holds, in the order of the product page: {"面料": "95%棉 5%氨纶"}."""
    weak_point: Mapped[str] = mapped_column(String(200), default="")
    strength: Mapped[str] = mapped_column(String(200), default="")
    chart_id: Mapped[str | None] = mapped_column(String(64))
    runs: Mapped[str] = mapped_column(String(10), default="")
    """How the sizes fall: "small", "true", "large"; empty where the shop has not said."""
    goes_with: Mapped[list[str]] = mapped_column(default=list)
    """Ids of products worn with it, the fitting ones first; an id may be unknown here."""
    tags: Mapped[list[str]] = mapped_column(default=list)
    """Words in which buyers tell a need: 通勤, 显瘦, 送妈妈, 保暖."""
    return_rule: Mapped[str] = mapped_column(String(12), default="no_reason")
    """"no_reason", "if_sealed" or "never"; faulty goods come back whatever it says."""
    warranty: Mapped[str] = mapped_column(String(200), default="")
    """Empty: the shop's own."""
    links: Mapped[list[str]] = mapped_column(default=list)
    """What means this product on a marketplace, as `rules.links.link_key` writes it."""
    launched_at: Mapped[datetime | None]
    """When it is or was first sold; later than now: presale or not sold yet."""
    demo: Mapped[bool] = mapped_column(default=False)


class SizeRow(Table):
    """One size of one chart; `position` counts from the smallest size."""

    __tablename__ = "shop_size_rows"

    chart_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int]
    height_min: Mapped[float | None]
    height_max: Mapped[float | None]
    weight_min: Mapped[float | None]
    weight_max: Mapped[float | None]
    bust_min: Mapped[float | None]
    bust_max: Mapped[float | None]
    waist_min: Mapped[float | None]
    waist_max: Mapped[float | None]
    underbust_min: Mapped[float | None]
    underbust_max: Mapped[float | None]
    hip_min: Mapped[float | None]
    hip_max: Mapped[float | None]
    foot_min: Mapped[float | None]
    foot_max: Mapped[float | None]
    demo: Mapped[bool] = mapped_column(default=False)


class Stock(Table):
    __tablename__ = "shop_stock"

    product_id: Mapped[str] = mapped_column(ForeignKey("shop_products.id", ondelete="CASCADE"), primary_key=True)
    colour: Mapped[str] = mapped_column(String(30), primary_key=True)
    size: Mapped[str] = mapped_column(String(20), primary_key=True)
    quantity: Mapped[int]
    back_at: Mapped[datetime | None]
    demo: Mapped[bool] = mapped_column(default=False)


class ShopBuyer(Table):
    """A buyer as the shop's own system knows them; `id` is the external id a channel signs."""

    __tablename__ = "shop_buyers"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    region: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    demo: Mapped[bool] = mapped_column(default=False)


class Order(Table):
    """`id` is the order number; `channel` empty means that the buyer's external id is the same in every channel."""

    __tablename__ = "shop_orders"
    __table_args__ = (
        Index("ix_shop_orders_buyer_id_placed_at", "buyer_id", "placed_at"),
        Index("ix_shop_orders_state_placed_at", "state", "placed_at"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    buyer_id: Mapped[str] = mapped_column(String(120))
    channel: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(20))
    items: Mapped[list[dict[str, Any]]]
    """[{product_id, name, colour, size, quantity}]; the name as it was sold."""
    amount: Mapped[int]
    recipient: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    region: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    """Where the parcel goes, region included."""
    placed_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    """When it closes by itself if it is not paid; None: after the shop's own `payment.closes_after_hours`."""
    paid_at: Mapped[datetime | None]
    ship_at: Mapped[datetime | None]
    """The day promised for a presale order."""
    shipped_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    out_of_stock: Mapped[bool] = mapped_column(default=False)
    refund_state: Mapped[str] = mapped_column(String(12), default="")
    refund_amount: Mapped[int | None]
    refund_at: Mapped[datetime | None]
    """When the refund came into its state."""
    remark: Mapped[str] = mapped_column(String(200), default="")
    demo: Mapped[bool] = mapped_column(default=False)


class Parcel(Table):
    """`id` is the tracking number; state, place and note are those of the courier's last scan at `scanned_at`."""

    __tablename__ = "shop_parcels"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("shop_orders.id", ondelete="CASCADE"), index=True)
    courier: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20))
    scanned_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(String(120), default="")
    demo: Mapped[bool] = mapped_column(default=False)


class OrderTry(Table):
    """A phone tail given for an order. Unique per message, so that a turn computed again does not count twice."""

    __tablename__ = "shop_order_tries"
    __table_args__ = (
        UniqueConstraint("conversation_id", "message_id"),
        Index("ix_shop_order_tries_order_id_tried_at", "order_id", "tried_at"),
        Index("ix_shop_order_tries_conversation_id_tried_at", "conversation_id", "tried_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64))
    message_id: Mapped[int] = mapped_column(BigInteger)
    order_id: Mapped[str] = mapped_column(ForeignKey("shop_orders.id", ondelete="CASCADE"))
    tried_at: Mapped[datetime]
    right: Mapped[bool]
