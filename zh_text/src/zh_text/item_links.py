"""One spelling for what names a product on a marketplace: an item id, or the address of its page."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

_KEY = re.compile(r"([a-z][a-z0-9]{1,15}|1688):([0-9A-Za-z_-]{1,40})")


class _Pages(NamedTuple):
    """Pages of one marketplace: hosts end in `host`; the item's id is a query field, or the last number of the path."""

    host: str
    market: str
    fields: tuple[str, ...] = ()


# Taobao and Tmall number their items together, so that one id is one item wherever it is shown.
_PAGES = (
    _Pages("tmall.com", "tmall", ("id",)),
    _Pages("tmall.hk", "tmall", ("id",)),
    _Pages("taobao.com", "tmall", ("id",)),
    _Pages("jd.com", "jd", ("wareId",)),
    _Pages("jd.hk", "jd", ("wareId",)),
    _Pages("yangkeduo.com", "pdd", ("goods_id",)),
    _Pages("pinduoduo.com", "pdd", ("goods_id",)),
    _Pages("1688.com", "1688", ("offerId",)),
    _Pages("jinritemai.com", "douyin", ("id", "product_id")),
)
_SAME_MARKET = {"taobao": "tmall"}
_IN_PATH = {"jd": re.compile(r"/(\d{4,20})(?:\.html)?/?$"), "1688": re.compile(r"/offer/(\d{4,20})\.html$")}
_ITEM_NUMBER = re.compile(r"\d{4,20}")


def link_key(text: str) -> str:
    """`tmall:651230001` for an item id or a known marketplace's address, host and path for another address, else ""."""
    text = text.strip()
    if match := _KEY.fullmatch(text):
        return f"{_SAME_MARKET.get(match[1], match[1])}:{match[2]}"
    try:
        address = urlsplit(text if "://" in text else f"https://{text}")
        host = address.hostname or ""
    except ValueError:
        return ""
    if address.scheme not in ("http", "https") or "." not in host or any(character.isspace() for character in text):
        return ""
    for pages in _PAGES:
        if host == pages.host or host.endswith(f".{pages.host}"):
            number = _item_number(address.path, address.query, pages)
            return f"{pages.market}:{number}" if number else ""
    path = address.path.rstrip("/")
    return (host.removeprefix("www.") + path)[:300] if path else ""


def item_number(key: str) -> str:
    """The marketplace's own number in a `link_key`, "" where it is an address."""
    match = _KEY.fullmatch(key)
    return match[2] if match else ""


def _item_number(path: str, query: str, pages: _Pages) -> str:
    in_path = _IN_PATH.get(pages.market)
    if in_path and (match := in_path.search(path)):
        return match[1]
    asked = parse_qs(query)
    numbers = (asked.get(field, [""])[0] for field in pages.fields)
    return next((number for number in numbers if _ITEM_NUMBER.fullmatch(number)), "")
