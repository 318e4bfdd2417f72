"""Whether a colour and size is there, what else is, and when it comes back. Counts are never told."""

from collections.abc import Sequence

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.telling import product_card
from assist_api.flows.answering.view import ShopView
from assist_api.rules.moments import say_day
from assist_api.rules.sizes import same_size
from assist_api.shop.tables import Product, Stock

_NOTHING_ELSE = "其他款式，这款整体在补货中"


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    product = await shop.product(ask)
    if product is None:
        return asking("product", say("product_ask_which"))
    lines = await shop.stock_of(product)
    if not lines:
        # Nothing imported is not the same as sold out.
        return SkillAnswer(effects=[hand_off("stock_unknown", f"{product.name} 没有库存资料", shop)])
    named = _colour_named(ask.text, product.colours)
    colour = named or _colour_meant(ask.known_word("color"), product.colours)
    size = _size_meant(ask.known_word("size"), lines)
    # A colour or size named in this line that the product does not come in must not be passed over.
    heard = ((ask.heard_word("color"), colour), (ask.heard_word("size"), size))
    unknown = [word for word, meant in heard if word is not None and meant is None]
    told = _tell(product, lines, colour, size, unknown, shop)
    return SkillAnswer(says=[told], slots={name: word for name, word in (("color", colour), ("size", size)) if word})


def _tell(
    product: Product, lines: Sequence[Stock], colour: str | None, size: str | None, unknown: list[str], shop: ShopView
) -> Say:
    wanted = [line for line in lines if colour in (None, line.colour) and size in (None, line.size)]
    there = [line for line in lines if line.quantity > 0]
    card = product_card(product)
    if unknown or not any(line.quantity for line in wanted):
        variant = "、".join(unknown) or _variant(colour, size)
        others = (_listed(there) or _NOTHING_ELSE) + ("" if unknown else _back(wanted, variant, shop))
        return say("stock_no", card, product_name=product.name, variant=variant, others=others)
    if colour is None and size is None and len(lines) > 1:
        return say("stock_ask_variant", card, product_name=product.name, in_stock=_listed(there))
    variant = _listed([line for line in wanted if line.quantity > 0])
    return say("stock_yes", card, product_name=product.name, variant=variant)


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


def _size_meant(word: str | None, lines: Sequence[Stock]) -> str | None:
    return next((line.size for line in lines if word and same_size(word, line.size)), None)


def _variant(colour: str | None, size: str | None) -> str:
    return " ".join(part for part in (colour, _sized(size) if size else "") if part) or "各颜色尺码"


def _sized(sizes: str) -> str:
    return sizes if sizes.endswith("码") else f"{sizes}码"


def _listed(lines: Sequence[Stock]) -> str:
    """黑色 S、M码；肤色 L码"""
    by_colour: dict[str, list[str]] = {}
    for line in lines:
        by_colour.setdefault(line.colour, []).append(line.size)
    return "；".join(f"{colour} {_sized('、'.join(sizes))}" for colour, sizes in by_colour.items())


def _back(wanted: Sequence[Stock], variant: str, shop: ShopView) -> str:
    days = [line.back_at for line in wanted if line.back_at is not None and line.back_at > shop.now]
    return f"（{variant}预计{say_day(min(days), shop.now, shop.zone)}补到）" if days else ""
