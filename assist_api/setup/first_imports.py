"""What a shop without data has to import, in the order in which one file needs the other."""

from assist_api.database import Database
from assist_api.shop.service import lacking

_WHY = {
    "settings": "店名、客服时间、运费、发货承诺、退换 / the shop's own rules",
    "products": "商品、卖点和弱点 / goods",
    "size_charts": "尺码表 / size charts",
    "stock": "库存，要先有商品 / stock, after products",
    "buyers": "买家 / buyers",
    "orders": "订单 / orders",
    "parcels": "物流，要先有订单 / parcels, after orders",
}


async def lines(database: Database) -> list[str]:
    """The lines to show while settings or products are missing; none once the bot can answer."""
    async with database.read() as session:
        missing = await lacking(session)
    if not missing & {"settings", "products"}:
        return []
    return [
        "",
        "店里还没有自己的资料，智能客服会如实说答不了并转人工。请按这个顺序导入（没有的可以先不导）：",
        "The shop has no data yet: the bot says so and calls a person. Import, in this order:",
        *(f"  ./xiaoer shop import {kind:<11} FILE   # {_WHY[kind]}" for kind in _WHY if kind in missing),
        "每一列的写法见 data/shop/README.md，同目录的文件可以当样子。想先看看示例店：./xiaoer shop load-demo",
        "",
    ]
