"""Street addresses: the part that leads to a door, with the province, city and district that stand before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.entity import Address
from zh_text.lexicon import Region, Regions

_HAN = r"[\u4e00-\u9fff]"
_NAME = r"[^\W\d_省市区县州旗是成到在为寄发送改址你我他们咱贵这那哪条放给换]"
"""A character of a street's or an estate's name: no end of a place, nothing that leads to one (寄到, 改成, 我们)."""
_BETWEEN = r"(?:有限|[^\W\d_帮我放发要到的能可请送收寄今明昨预计快递有没不吗呢吧了么])"
"""What may stand between two numbers of one address: 12号云起公司5楼, but not 12号帮我放5楼."""
_STREET = (
    r"(?:大道|路|街道?|巷|弄|胡同|村|屯|寨|镇|乡|社区|小区|花园|家园|公寓|大厦|广场|苑|园区|工业园|产业园|科技园|城"
    r"|大学|学院|中学|小学|校区|宿舍|医院|公司|里(?=[0-9]))"
)
_DOOR = (
    r"(?:[0-9a-z一二三四五六七八九十\-]+(?:号(?:宿舍)?楼?|号院|弄|栋|幢|座|单元|楼|层|室|房|组|户|舍|班|床|#)"
    r"|[0-9]{1,4}-[0-9a-z]{1,5}(?:-[0-9a-z]{1,5})*(?![0-9a-z年月日天元号码]))"
)
_HOUSE = r"[0-9a-z一二三四五六七八九十]+(?:号楼|号院|栋|幢|座|单元|楼|室|弄)"
"""A door that is no day: 12号 may be one."""
_PICKUP = r"(?:驿站|自提[点柜]|快递柜|丰巢柜?|门卫室?|传达室|前台|物业)"
"""Where a parcel waits; behind a street or estate it is a door of its own."""
STREET_ADDRESS = re.compile(
    rf"{_NAME}{{1,8}}{_STREET}(?:"
    rf"(?:{_BETWEEN}{{0,14}}?{_DOOR})+(?:[0-9]{{2,4}}(?![0-9a-z]))?(?:{_BETWEEN}{{0,4}}?{_PICKUP})?"
    rf"|{_BETWEEN}{{0,6}}?{_PICKUP})"
    rf"|{_NAME}{{1,4}}[镇乡]{_NAME}{{1,6}}(?:村|屯|寨)"
)
"""From the street or estate to the house or room, in a normalised text; villages have names only."""

_MENTIONS_ONE = re.compile(rf"{_STREET}|{_HOUSE}")
"""Nearly every line lacks it, and it is found quicker than what stands around it."""

_LONGEST_PLACES = 16
"""Characters of province, city and district that the street's pattern may have taken for its own."""

_DISTRICT = r"(?:[^\W\d_村路街巷弄里]{1,5}?(?:开发区|新区|(?<!校)区|县|市|旗|镇|乡)\s*)"
_DISTRICT_ALONE = re.compile(rf"(?:{_NAME}{{1,4}}[市区县])+$")
_CLAUSE_END = r"(?=\s*(?:$|[,.。?!、;]|[0-9]))"


class AddressRecogniser:
    """The value holds the whole (`value`), the region in the lexicon or an empty text, and the way to the door."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def __init__(self, regions: Regions) -> None:
        self._region_of: dict[str, Region] = {}
        for region in regions.places.values():
            for wording in region.wordings:
                self._region_of.setdefault(wording, region)
        places = "|".join(sorted(map(re.escape, self._region_of), key=len, reverse=True))
        self._before_street = re.compile(
            rf"(?P<places>(?:(?:{places})(?:省|市|自治区|自治州|州)?\s*){{1,3}}){_DISTRICT}{{0,3}}$"
        )
        self._place = re.compile(places)
        # Behind a place and its district a street needs no door, and a door no street.
        self._behind_places = re.compile(
            rf"(?P<places>(?:(?:{places})(?:省|市|自治区|自治州|州)?\s*){{1,3}}){_DISTRICT}{{1,3}}(?:{_NAME}{{1,4}}街道)?"
            rf"(?P<detail>{_BETWEEN}{{2,12}}?{_HOUSE}(?:{_BETWEEN}{{0,14}}?{_DOOR})*(?:[0-9]{{2,4}}(?![0-9a-z]))?"
            rf"|{_NAME}{{1,8}}{_STREET}{_CLAUSE_END})"
        )

    def find(self, line: Line) -> Iterator[Found]:
        if not _MENTIONS_ONE.search(line.text):
            return
        for match in STREET_ADDRESS.finditer(line.text):
            start, detail_from, region = self._beginning(line.text, match.start(), match.end())
            yield _found(line.text, start, detail_from, match.end(), region, "a street and a door")
        for match in self._behind_places.finditer(line.text):
            region = self._region_named(self._place.findall(match["places"]))
            yield _found(line.text, match.start(), match.start("detail"), match.end(), region, "places and a street")

    def _beginning(self, text: str, street: int, end: int) -> tuple[int, int, str]:
        """Where the address starts, where its street part does, and the region.

        The street's own pattern may have taken the end of a place name with it: places are looked for from there on.
        """
        if before := self._places_up_to(text, street, end):
            return before
        district = _DISTRICT_ALONE.search(text, max(0, street - _LONGEST_PLACES), street)
        return (district.start() if district else street), street, ""

    def _places_up_to(self, text: str, street: int, end: int) -> tuple[int, int, str] | None:
        """Where the address starts, where its street part starts, and the region, if places stand before the street."""
        last = None
        for split in range(street, min(street + _LONGEST_PLACES, end)):
            if found := self._before_street.search(text, 0, split):
                last = found.start(), split, self._region_named(self._place.findall(found["places"]))
        return last

    def _region_named(self, names: Sequence[str]) -> str:
        """The narrowest of the places named, if it lies in the first."""
        regions = [self._region_of[name] for name in names]
        inner = [region for region in regions if region.city and region.province == regions[0].province]
        return (inner[-1] if inner else regions[0]).name


def _found(text: str, start: int, detail_from: int, end: int, region: str, reason: str) -> Found:
    value: Address = {"value": text[start:end], "region": region, "detail": text[detail_from:end].strip()}
    return Found("address", value, start, end, reason)
