"""An agent's reply as a phrase: what was true for one buyer becomes a variable, private data is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assist_api.errors import BadInput
from assist_api.rules.private_data import without_private_data
from assist_api.rules.teaching import speaks_of_one_buyer

_TAIL = r"(尾号|后四位|末四位)(是|为|:|：|\s)*{tail}(?!\d)"

_KINDS = (
    ("手机号", re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")),
    ("邮箱", re.compile(r"@[A-Za-z0-9-]+\.")),
    ("订单号、单号一类的长数字", re.compile(r"\d{5,}|\d{3,4}(?:[ -]\d{4})+")),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """`filled` names the variables that took the place of this buyer's own facts, in the order of the text."""

    text: str
    filled: list[str]


def wording_of(text: str, values: Mapping[str, str], *, for_one_product: bool) -> Wording:
    """The text to keep. `values` are what the talk's variables stand for. Raises BadInput naming private data in it."""
    filled: list[str] = []
    for pattern, name, put in _replacements(text, values, for_one_product):
        text, count = pattern.subn(put, text)
        if count:
            filled.append(name)
    if without_private_data(text) != text:
        raise BadInput(
            f"这条回复里有{_what_is_private(text)}，不能教给大家，请改掉后再教", code="private_data", field="text"
        )
    return Wording(text, filled)


def _replacements(
    text: str, values: Mapping[str, str], for_one_product: bool
) -> list[tuple[re.Pattern[str], str, str]]:
    """Only what is certain: the order's own number, its courier where one buyer's order is spoken of, and the
    product's full name in a sentence that shall hold for others too."""
    wanted: list[tuple[re.Pattern[str], str, str]] = []
    if tail := values.get("order_tail"):
        wanted += [
            (re.compile(rf"(?<!\d)\d{{4,}}{re.escape(tail)}(?!\d)"), "order_tail", "尾号{order_tail}"),
            (re.compile(_TAIL.format(tail=re.escape(tail))), "order_tail", r"\g<1>{order_tail}"),
        ]
    if (courier := values.get("courier")) and speaks_of_one_buyer(text):
        wanted.append((re.compile(re.escape(courier)), "courier", "{courier}"))
    if (product := values.get("product_name")) and not for_one_product:
        wanted.append((re.compile(re.escape(product)), "product_name", "{product_name}"))
    return wanted


def _what_is_private(text: str) -> str:
    found = [kind for kind, pattern in _KINDS if pattern.search(text)]
    return found[0] if found else "地址、姓名或带参数的链接"
