"""Masking for logs and training material: what names a person goes, the shape of the line stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from zh_text.entities.addresses import STREET_ADDRESS
from zh_text.entity import Entity
from zh_text.normalising import Normalised, normalise

_MASK = "*"

_PHONE_MARK = "🔒"
_HAN = r"[\u4e00-\u9fff]"

_SURNAME = (
    "(?:欧阳|司马|上官|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤])"
)
# Behind a colon any two to four characters are a name; without one they must start with a usual surname, or
# 收货人信息 and 收件人没收到 would be masked too.
_CUE = r"(?:(?:收货|收件|联系|购买)人|姓名)(?:的?(?:姓名|名字))?"
_NEXT_FIELD = r"(?:电话|手机|地址|号码|订单|姓名|邮编)"
_ANNOUNCED_NAME = re.compile(
    rf"{_CUE}\s*:\s*(?!{_NEXT_FIELD})(?P<name>(?:(?!{_NEXT_FIELD})[\u4e00-\u9fff·]){{2,4}})(?!{_HAN}(?!{_HAN}?{_NEXT_FIELD}))"
    rf"|{_CUE}(?:是|为|叫|改成|改为|换成|\s)*(?P<whole>{_SURNAME}{_HAN}{{1,2}}?)(?={_NEXT_FIELD}|[的收]|(?!{_HAN}))"
)
# A name beside a phone number is one if it starts with a usual surname.
_NAME_AT_PHONE = re.compile(
    rf"(?:^|[\s,。;:、])(?P<before>{_SURNAME}{_HAN}{{1,2}})(?=[\s,、:;]*{_PHONE_MARK})"
    rf"|(?<={_PHONE_MARK})[\s,、:;]*(?P<behind>{_SURNAME}{_HAN}{{1,2}})(?!{_HAN})"
)


def mask(text: str, entities: Iterable[Entity]) -> str:
    """The line with private data starred out, character for character, so that offsets still hold.

    Phones keep three and four digits (138****1234), order, tracking and identity numbers their first two and last four;
    links keep their host. Of an address the street and the door are hidden, its places stay. Addresses and names of
    receivers are looked for in the text itself: another finding may have taken an address's place, and names are none.
    """
    masked = list(text)
    for start, end, hide in _private_spans(text, list(entities)):
        masked[start:end] = hide(text[start:end])
    return "".join(masked)


def _private_spans(text: str, entities: list[Entity]) -> Iterator[tuple[int, int, Callable[[str], str]]]:
    normalised = normalise(text)
    for start, end in (*_addresses(normalised), *_names(normalised, entities)):
        yield start, end, _hide_all
    for entity in entities:
        if entity.kind == "address" and isinstance(entity.value, dict):
            yield entity.end - len(str(dict(entity.value).get("detail", ""))), entity.end, _hide_all
        if hide := _HIDING.get(entity.kind):
            yield entity.start, entity.end, hide


def _addresses(normalised: Normalised) -> Iterator[tuple[int, int]]:
    for match in STREET_ADDRESS.finditer(normalised.text):
        yield normalised.to_source(*match.span())


def _names(normalised: Normalised, entities: list[Entity]) -> Iterator[tuple[int, int]]:
    marked = list(normalised.source)
    for entity in entities:
        if entity.kind == "phone":
            marked[entity.start : entity.end] = _PHONE_MARK * (entity.end - entity.start)
    for match in _ANNOUNCED_NAME.finditer(normalised.text):
        yield normalised.to_source(*match.span("name" if match["name"] else "whole"))
    for match in _NAME_AT_PHONE.finditer("".join(marked).replace("，", ",").replace("：", ":")):
        yield match.span("before" if match["before"] else "behind")


def _hide_all(part: str) -> str:
    return "".join(_MASK if character.isalnum() else character for character in part)


def _keep_ends(first: int, last: int) -> Callable[[str], str]:
    """Star the letters and digits between the first and the last few; signs between them stay."""

    def hide(part: str) -> str:
        places = [place for place, character in enumerate(part) if character.isalnum()]
        hidden = set(places[first : len(places) - last] if len(places) > first + last else places)
        return "".join(_MASK if place in hidden else character for place, character in enumerate(part))

    return hide


def _hide_path(link: str) -> str:
    host = re.match(r"(?:https?://)?[^/?#]*", link, re.IGNORECASE)
    kept = host.end() if host else 0
    return link[:kept] + _hide_all(link[kept:])


_HIDING: dict[str, Callable[[str], str]] = {
    "phone": _keep_ends(3, 4),
    "id_no": _keep_ends(2, 2),
    "order_no": _keep_ends(2, 4),
    "tracking_no": _keep_ends(2, 4),
    "link": _hide_path,
}
