"""Pages of products on marketplaces, by the one spelling that `link_key` gives what names them."""

from zh_text import link_key

__all__ = ["link_key", "page_of"]

# Taobao's page of an item leads on to Tmall's where the item is there.
_PAGE_OF_ITEM = {
    "tmall": "https://item.taobao.com/item.htm?id={}",
    "jd": "https://item.jd.com/{}.html",
    "pdd": "https://mobile.yangkeduo.com/goods.html?goods_id={}",
    "1688": "https://detail.1688.com/offer/{}.html",
    "douyin": "https://haohuo.jinritemai.com/views/product/item2?id={}",
}


def page_of(key: str) -> str:
    """The address that a buyer's browser can open for a `link_key`; "" where the marketplace is none we know."""
    market, _, number = key.partition(":")
    if market in _PAGE_OF_ITEM:
        return _PAGE_OF_ITEM[market].format(number)
    return f"https://{key}" if "." in key and ":" not in key else ""
