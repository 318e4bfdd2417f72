"""The piece that is wished instead: 大一码 by the size that was ordered, and whether it is in stock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assist_api.flows.answering.view import Seen, ShopView
from assist_api.rules.cases import Case
from assist_api.rules.sizes import same_size
from assist_api.shop.tables import Stock

_BIGGER = re.compile(r"大([一1两2])?个?[码号]|[码号]大")
_SMALLER = re.compile(r"小([一1两2])?个?[码号]|[码号]小")


@dataclass(frozen=True, slots=True)
class Missing:
    """The wished piece is not there; `others` is what is, empty when the whole product is out."""

    variant: str
    others: str


async def check_variant(case: Case, text: str, seen: Seen | None, shop: ShopView) -> tuple[Case, Missing | None]:
    """The case with the wished size as the shop writes it, and what is in the way.

    Only an order of one product says which product is meant; of several a person finds out.
    """
    item = _only_item(seen)
    product = await shop.product_numbered(str(item["product_id"])) if item else None
    if item is None or product is None:
        return case, None
    lines = await shop.stock_of(product)
    size = case.told.get("size") or _relative(text, str(item.get("size", "")), lines)
    colour = _own_colour(case.told.get("color") or _named(text, product.colours), product.colours)
    if not lines or not (size or colour):
        return case, None
    wished_size, wished_colour = size or str(item.get("size")), colour or str(item.get("colour"))
    told = {**case.told, "size": wished_size, "color": wished_colour}
    there = [line for line in lines if line.quantity > 0]
    fits = [line for line in there if same_size(line.size, wished_size) and line.colour == wished_colour]
    if fits:
        return replace(case, told=told), None
    return replace(case, told=told), Missing(f"{wished_colour} {wished_size}", _listed(there))


def without_variant(case: Case) -> Case:
    """The case with the wished piece open again."""
    return replace(
        case, told={name: one for name, one in case.told.items() if name not in ("size", "color", "variant")}
    )


def _only_item(seen: Seen | None) -> dict[str, object] | None:
    items = seen.order.items if seen else []
    return items[0] if len({str(item.get("product_id")) for item in items}) == 1 else None


def _relative(text: str, ordered: str, lines: Sequence[Stock]) -> str | None:
    """大一码 from M is L: the sizes stand in the order of the chart."""
    step = 1 if _BIGGER.search(text) else -1 if _SMALLER.search(text) else 0
    match = _BIGGER.search(text) or _SMALLER.search(text)
    if match and match[1] in ("两", "2"):
        step *= 2
    sizes = max(_sizes_by_colour(lines).values(), key=len, default=[])
    at = next((place for place, size in enumerate(sizes) if same_size(size, ordered)), None)
    if not step or at is None or not 0 <= at + step < len(sizes):
        return None
    return sizes[at + step]


def _named(text: str, colours: Sequence[str]) -> str | None:
    return next((colour for colour in colours if colour in text or colour.removesuffix("色") in text), None)


def _own_colour(word: str | None, colours: Sequence[str]) -> str | None:
    """The shop's own name of a colour (黑 → 黑色); one it does not have stays as it was said."""
    if not word:
        return None
    plain = word.removesuffix("色")
    near = [colour for colour in colours if plain and plain in colour]
    return near[0] if len(near) == 1 else word


def _listed(lines: Sequence[Stock]) -> str:
    return "；".join(f"{colour} {'、'.join(sizes)}" for colour, sizes in _sizes_by_colour(lines).items())


def _sizes_by_colour(lines: Sequence[Stock]) -> dict[str, list[str]]:
    """Smallest size first, as the view has them."""
    by_colour: dict[str, list[str]] = {}
    for line in lines:
        by_colour.setdefault(line.colour, []).append(line.size)
    return by_colour
