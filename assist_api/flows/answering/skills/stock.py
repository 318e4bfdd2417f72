"""Whether a colour and size is there, what else is, and when it comes back. Counts are never told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assist_api.flows.answering.comparing import similar_to
from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.shelf import choice_of, listed
from assist_api.flows.answering.telling import product_card
from assist_api.flows.answering.view import ShopView
from assist_api.rules.moments import say_day
from assist_api.rules.sizes import same_size
from assist_api.shop.tables import Product, Stock
from zh_text import normalise

_OTHER_COLOUR = re.compile(r"(另外?|其他|其它|别的|换个|还有)(的|一个|一种|那个|什么|哪些)*(颜?色)")
_OTHER_SIZE = re.compile(r"(另外?|其他|其它|别的|换个|还有)(的|一个|那个|什么|哪些)*(码|尺码|号)")
_ALL_OF_IT = re.compile(r"(什么|哪些|几[个种]|都有)颜?色|(什么|哪些|几个|都有|多少)(尺?码|号)")
_WHEN_BACK = re.compile(r"补货|到货|上新|上架|什么时候.{0,3}(有|来)|几号.{0,3}有|多久.{0,3}有|还会有|再有|预售")

_MOST_AT_ONCE = 3
"""Products of which one reply tells the stock."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for; `unknown` was named and is none of the product's."""

    colour: str | None
    size: str | None
    unknown: Sequence[str]

    def takes(self, line: Stock) -> bool:
        return self.colour in (None, line.colour) and self.size in (None, line.size)

    @property
    def variant(self) -> str:
        parts = (self.colour, _sized(self.size) if self.size else "")
        return "、".join(self.unknown) or " ".join(part for part in parts if part) or "各颜色尺码"


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    named = await shop.shelf.named(ask)
    if 1 < len(named) <= _MOST_AT_ONCE:
        return await _of_several(named, ask, shop)
    product = await shop.product(ask)
    if product is None:
        return asking("product", say("product_ask_which"))
    lines = await shop.stock_of(product)
    if not lines:
        # Nothing imported is not the same as sold out.
        return SkillAnswer(effects=[hand_off("stock_unknown", f"{product.name} 没有库存资料", shop)])
    if product.launched_at is not None and product.launched_at > shop.now:
        return SkillAnswer(says=[_not_yet(product, shop)])
    wish = _wish(ask, product, lines)
    says = await _tell(product, lines, wish, ask.text, shop)
    known = {"color": wish.colour, "size": wish.size}
    return SkillAnswer(says=says, slots={name: word for name, word in known.items() if word})


async def _of_several(products: Sequence[Product], ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """Each product by itself; one without stock data or not sold yet is told in its turn."""
    says: list[Say] = []
    for product in products:
        lines = await shop.stock_of(product)
        if product.launched_at is not None and product.launched_at > shop.now:
            says.append(_not_yet(product, shop))
        elif lines:
            says += await _tell(product, lines, _wish(ask, product, lines), ask.text, shop)
    if says:
        return SkillAnswer(says=says)
    names = "、".join(product.name for product in products)
    return SkillAnswer(effects=[hand_off("stock_unknown", f"{names} 没有库存资料", shop)])


def _wish(ask: SkillAsk, product: Product, lines: Sequence[Stock]) -> _Wish:
    """A colour or size named before holds on, unless another one or all of them are asked for now."""
    text = normalise(ask.text).text
    asks_all = _ALL_OF_IT.search(text)
    named = _colour_named(text, product.colours)
    heard_colour, heard_size = ask.heard_word("color"), ask.heard_word("size") or _letter_size(text, lines)
    colour_word = heard_colour if asks_all or _OTHER_COLOUR.search(text) else ask.known_word("color")
    size_word = heard_size if asks_all or _OTHER_SIZE.search(text) else heard_size or ask.known_word("size")
    colour = named or _colour_meant(colour_word, product.colours)
    size = _size_meant(size_word, lines)
    # A colour or size named in this line that the product does not come in must not be passed over.
    heard = ((heard_colour, colour), (heard_size, size))
    return _Wish(colour, size, [word for word, meant in heard if word is not None and meant is None])


async def _tell(product: Product, lines: Sequence[Stock], wish: _Wish, text: str, shop: ShopView) -> list[Say]:
    wanted = [line for line in lines if wish.takes(line)]
    there = [line for line in lines if line.quantity > 0]
    card = product_card(product)
    if not there:
        return await _sold_out(product, lines, shop)
    if wish.unknown or not any(line.quantity for line in wanted):
        others = _listed(there) + ("" if wish.unknown else _back(wanted, wish.variant, shop))
        return [say("stock_no", card, product_name=product.name, variant=wish.variant, others=others)]
    missing = [line for line in wanted if not line.quantity]
    if _WHEN_BACK.search(text) and missing and (back := _back_day(missing, shop)):
        there_now = _listed([line for line in wanted if line.quantity > 0])
        gone = _listed(missing)
        told = say("stock_back", card, product_name=product.name, variant=gone, back_day=back)
        return [told, say("stock_there_now", in_stock=there_now)] if there_now else [told]
    if wish.colour is None and wish.size is None and len(lines) > 1:
        return [say("stock_ask_variant", card, product_name=product.name, in_stock=_listed(there))]
    variant = _listed([line for line in wanted if line.quantity > 0])
    return [say("stock_yes", card, product_name=product.name, variant=variant)]


def _not_yet(product: Product, shop: ShopView) -> Say:
    day = say_day(product.launched_at, shop.now, shop.zone) if product.launched_at else ""
    return say("stock_not_yet", product_card(product), product_name=product.name, launch_day=day)


async def _sold_out(product: Product, lines: Sequence[Stock], shop: ShopView) -> list[Say]:
    """All gone: when it is back, and what is alike and there."""
    card = product_card(product)
    back = _back_day(lines, shop)
    first = (
        say("stock_out_back", card, product_name=product.name, back_day=back)
        if back
        else say("stock_out", card, product_name=product.name)
    )
    alike = await similar_to(product, shop)
    if not alike:
        return [first]
    others = listed([(one, one.strength) for one in alike])
    return [first, say("stock_instead", choice_of(alike), others=others)]


def _colour_named(text: str, colours: Sequence[str]) -> str | None:
    """A colour by the shop's own name for it (雾粉), which no list of colours knows."""
    named = [colour for colour in colours if colour in text or (len(_plain(colour)) > 1 and _plain(colour) in text)]
    return max(named, key=len, default=None)


def _plain(colour: str) -> str:
    return colour.removesuffix("色")


def _colour_meant(word: str | None, colours: Sequence[str]) -> str | None:
    """黑 and 黑色 are one; 粉 means 雾粉 where that is the only pink."""
    if not word:
        return None
    plain = _plain(word)
    exact = [colour for colour in colours if _plain(colour) == plain]
    near = [colour for colour in colours if plain and plain in colour]
    return next(iter(exact), near[0] if len(near) == 1 else None)


def _letter_size(text: str, lines: Sequence[Stock]) -> str | None:
    """藏青M: a letter right behind a colour, which is no word of its own for the entity finder."""
    sizes = {line.size for line in lines if line.size[-1:] in "SML"}
    behind = (size for size in sizes if re.search(rf"[\u4e00-\u9fff]{size}(?![a-z0-9])", text, re.IGNORECASE))
    return max(behind, key=len, default=None)


def _size_meant(word: str | None, lines: Sequence[Stock]) -> str | None:
    return next((line.size for line in lines if word and same_size(word, line.size)), None)


def _sized(sizes: str) -> str:
    return sizes if sizes.endswith("码") else f"{sizes}码"


def _listed(lines: Sequence[Stock]) -> str:
    """黑色 S、M码；肤色 L码"""
    by_colour: dict[str, list[str]] = {}
    for line in lines:
        by_colour.setdefault(line.colour, []).append(line.size)
    return "；".join(f"{colour} {_sized('、'.join(sizes))}" for colour, sizes in by_colour.items())


def _back(wanted: Sequence[Stock], variant: str, shop: ShopView) -> str:
    day = _back_day(wanted, shop)
    return f"（{variant}预计{day}补到）" if day else ""


def _back_day(lines: Sequence[Stock], shop: ShopView) -> str:
    """When the first of them is expected; empty where the shop has not said."""
    days = [line.back_at for line in lines if line.back_at is not None and line.back_at > shop.now]
    return say_day(min(days), shop.now, shop.zone) if days else ""
