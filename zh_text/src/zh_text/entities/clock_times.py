"""Days, with or without a part of the day or a clock time: 明天下午3点, 双十一, 周五, 11/30, 晚上八点半."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from zh_text.entities.line import Line
from zh_text.entities.named_days import NAMED_DAY, read_named_day
from zh_text.entities.reading import (
    COUNT,
    FREE_COUNT,
    Reading,
    days,
    instant,
    midnight,
    stretch,
    valid_date,
    whole,
    whole_day,
)

_DAYS = {"今天": 0, "今日": 0, "今儿": 0, "明天": 1, "明日": 1, "明儿": 1, "后天": 2, "大后天": 3}
_DAYS |= {"昨天": -1, "昨日": -1, "昨儿": -1, "前天": -2, "大前天": -3}
_NIGHTS = {"今晚": 0, "明晚": 1, "昨晚": -1, "后晚": 2, "今早": 0, "明早": 1, "昨夜": -1, "今夜": 0}
_PARTS = {
    "凌晨": (0, 6),
    "早上": (6, 9),
    "早晨": (6, 9),
    "上午": (8, 12),
    "中午": (11, 13),
    "下午": (13, 18),
    "傍晚": (17, 19),
    "晚上": (18, 24),
    "夜里": (20, 24),
    "深夜": (23, 29),
    "半夜": (23, 29),
    "大半夜": (23, 29),
    "后半夜": (26, 30),
    "早": (6, 9),
    "晚": (18, 24),
    "夜": (18, 24),
}
"""Hours from the day's midnight: the night of a day goes on into the next."""
_NOON = 12
_EVENING = frozenset(("晚上", "夜里", "深夜", "半夜", "大半夜", "后半夜", "晚", "夜"))
_AFTERNOON = _EVENING | {"下午", "傍晚"}
_NIGHT_HOURS = range(5)
"""晚上两点 is two in the morning of the day after."""

_WEEKDAYS = {character: number for number, character in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
_WEEKS = {"上": -1, "下": 1, "下下": 2}

# A month and a day with a sign between them are also a price, a fraction, a length or 11点30: they need company.
_OF_A_DAY = (
    r"(?:[号日](?![码楼店线门栋院])|(?=\s*(?:之?前(?!台)|以前|之?后|以后|[那当]天|左右|开始|结束|截止|活动|的?(?:订单|单)|上午|下午|晚上|中午|早上"
    r"|(?:能|会|可以)?(?:发货?|到货?|寄|收到|送到)(?![0-9])|买|拍|下单|付|签收)))"
)
_SIGNED_DAY = (
    r"(?<![0-9./:a-z\-¥])(?P<smonth>1[0-2]|0?[1-9])[./](?P<sday>3[01]|[12][0-9]|0?[1-9])"
    r"(?![0-9./:a-z%]|\s*(?:元|块|折|厘米|米|斤|公斤|码|寸|分|秒|英寸|号?楼|栋|度|万))" + _OF_A_DAY
)
_DAY = (
    r"(?P<day>大后天|大前天|今[天日儿]|明[天日儿]|后天|昨[天日儿]|前天)|(?P<night>[今明昨后]晚(?!点|些|一点)|[今明]早|[今昨]夜)"
    r"|(?P<week>上个?|下下个?|下个?|这个?|本)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])"
    r"|(?:(?P<year>20[0-9]{2})[年\-/.])(?P<ymonth>[0-9]{1,2})[月\-/.](?P<yday>[0-9]{1,2})(?:[日号]|(?![0-9]))"
    rf"|(?P<month>{FREE_COUNT})月份?(?P<mday>{COUNT})[日号]?|(?P<nday>{FREE_COUNT})[号日](?![码楼店线门栋院])"
    rf"|{_SIGNED_DAY}|{NAMED_DAY}"
)
_UNITS = "折|米|寸|斤|公|元|块|万|倍|升|厘|毫|kg|cm|m|l"
_NOT_CLOCK = (
    rf"(?!问题|建议|意见|要求|疑问|原因|[0-9一二三四五六七八九]+(?:[.][0-9]+)?(?:{_UNITS}))"  # 两点问题, 三点五米
)
_PART = (
    r"(?:(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|深夜|后半夜|大?半夜"
    r"|(?<![最更太很较稍])[早晚](?=[0-9二两三四五六七八九十])))?"
)
_HOUR = (
    rf"(?P<hour>{FREE_COUNT})(?:点钟?(?:整(?!个))?|时(?!候|间|代|尚)"
    rf"|(?P<sign>[:.])(?P<minute>[0-5][0-9])(?![0-9]|[.][0-9])){_NOT_CLOCK}"
    rf"(?:(?P<half>半(?!个|天|年))|(?P<quarter>[一三])刻|(?P<minutes>{COUNT})分?)?"
)
_POINT = re.compile(
    rf"(?:{_DAY})(?:的(?=[凌早上中下傍晚夜半后深0-9一二三四五六七八九十零]))?(?:\s(?=[凌早上中下傍晚夜半后深大0-9]))?{_PART}(?:{_HOUR})?"
)
_CLOCK_ONLY = re.compile(_PART + _HOUR)
_PART_ONLY = re.compile(
    r"(?<![每天日晚周一二三四五六大后])(?:早上|上午|中午|下午|傍晚|晚上|凌晨|深夜|后半夜|大?半夜)(?!好|三更|[0-9一二三四五六七八九十零])"
)
_A_LITTLE = re.compile(r"(?<!十)一点(?!半|钟|[0-9一二三四五六七八九十])")

# What is said of a bygone day: 20号买的, 周三拍的, 8号就付了, 双十一的订单.
_BYGONE = re.compile(
    r"(?:(?![能会要想可])[^,。?!]){0,6}?(?:买|拍|下单|下|付|订|定|寄|发|签|收|到|退|申请)[货款单]?(?:到|好|过)?[的了过]|的?时?候?(?:订单|那单|那[次笔])"
    r"|[都已经就]*过[了去]"
)
_BYGONE_BEFORE = re.compile(r"(?:上次|上回|之前|当时|那时)[^,。?!]{0,2}$|刚用?$")
_EACH = re.compile(r"每(?:个|到|逢|年|月|个月|周|晚)?的?$")
_NOT_A_DAY = re.compile(r"(?:身份证|学|编|型|货|单|楼|路|街|尺|码|第|账|电话|手机|几)$")


def is_bygone(line: Line, start: int, end: int) -> bool:
    """Whether the words around a time speak of the past."""
    return bool(_BYGONE.match(line.text, end) or _BYGONE_BEFORE.search(line.text[max(0, start - 8) : start]))


def is_repeated(line: Line, start: int) -> bool:
    """每月三号, 每天下午: a habit or a rule, no time."""
    return _EACH.search(line.text[max(0, start - 4) : start]) is not None


def read_days(line: Line) -> Iterator[tuple[Reading, int, int, str]]:
    """Days with what is said of the hour."""
    for match in _POINT.finditer(line.text):
        if (match["nday"] and _NOT_A_DAY.search(line.text[: match.start()])) or is_repeated(line, match.start()):
            continue
        start, end = match.start(), match.start() + len(match.group().rstrip())
        bygone = is_bygone(line, start, end)
        named = read_named_day(match, line.now.date(), bygone) if match["named"] else None
        if named and (named[1] - named[0]).days > 1:
            yield days(*named, line.now), start, end, "a public holiday"
            continue
        day = named[0] if named else None if match["named"] else _day(match, line.now.date(), bygone)
        if day is not None and (reading := _with_clock(match, day, line.now, bygone)) is not None:
            yield reading, start, end, "a day, counted from the message"


def read_clock_times(line: Line) -> Iterator[tuple[Reading, int, int, str]]:
    """Clock times and parts of the day without a day."""
    for match in _CLOCK_ONLY.finditer(line.text):
        if match["part"] in (None, "早", "晚") and _is_no_hour(match):
            continue
        if line.text[: match.start()].endswith(("第", "每天", "每晚")):
            continue
        bygone = is_bygone(line, *match.span())
        if (reading := _with_clock(match, line.now.date(), line.now, bygone)) is not None:
            yield reading, *match.span(), "a clock time, today"
    for match in _PART_ONLY.finditer(line.text):
        bygone = is_bygone(line, *match.span())
        yield _part_of(match.group(), line.now.date(), line.now, bygone), *match.span(), "a part of the day, today"


def _is_no_hour(match: re.Match[str]) -> bool:
    """便宜一点 and 晚一点; 11.30 alone, which is a price or a day."""
    return bool(_A_LITTLE.search(match.group())) or (match["part"] is None and match["sign"] == ".")


def _day(match: re.Match[str], today: date, bygone: bool) -> date | None:
    if match["day"]:
        return today + timedelta(days=_DAYS[match["day"]])
    if match["night"]:
        return today + timedelta(days=_NIGHTS[match["night"]])
    if match["weekday"]:
        return _weekday(match, today, bygone)
    if match["year"]:
        return valid_date(int(match["year"]), int(match["ymonth"]), int(match["yday"]))
    if match["month"]:
        return _nearest_year(today, whole(match["month"]), whole(match["mday"]), bygone)
    if match["smonth"]:
        return _nearest_year(today, int(match["smonth"]), int(match["sday"]), bygone)
    return _day_of_month(today, whole(match["nday"]), bygone)


def _weekday(match: re.Match[str], today: date, bygone: bool) -> date:
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=_WEEKDAYS[match["weekday"]])
    week = (match["week"] or "").removesuffix("个")
    if week:
        return day + timedelta(weeks=_WEEKS.get(week, 0))
    if bygone:
        return day if day <= today else day - timedelta(weeks=1)
    return day if day >= today else day + timedelta(weeks=1)


def _day_of_month(today: date, day: int, bygone: bool) -> date | None:
    this_month = valid_date(today.year, today.month, day)
    if this_month is not None and ((this_month <= today) if bygone else (this_month >= today)):
        return this_month
    month = today.month + (-1 if bygone else 1)
    return valid_date(today.year + (month - 1) // 12, (month - 1) % 12 + 1, day)


def _nearest_year(today: date, month: int, day: int, bygone: bool) -> date | None:
    found = [at for year in (-1, 0, 1) if (at := valid_date(today.year + year, month, day))]
    past = [at for at in found if at <= today]
    return min(past if bygone and past else found, key=lambda at: abs(at - today), default=None)


def _with_clock(match: re.Match[str], day: date, now: datetime, bygone: bool) -> Reading | None:
    """The day itself, its part as a range, or the instant on it; None for an hour that no clock has."""
    groups = match.groupdict()
    part = groups["part"] or (groups.get("night") or "")[1:]
    if part == "凌晨" and (groups.get("night") or "")[1:] in ("晚", "夜"):
        day += timedelta(days=1)  # the night of yesterday ends today
    if groups["hour"]:
        day_is_told = "day" in groups and groups["night"] is None and groups["day"] not in ("今天", "今日", "今儿")
        at = _instant(groups, part, day, now, roll=not bygone and not day_is_told)
        return instant(at) if at else None
    if part:
        return _part_of(part, day, now, bygone)
    if groups.get("weekday") == "末":
        return days(day, day + timedelta(days=2), now)
    return whole_day(day, now)


def _part_of(part: str, day: date, now: datetime, bygone: bool) -> Reading:
    """Hours of a day; 半夜 told as bygone is the night that has just been."""
    first, after = _PARTS[part]
    start = midnight(day, now)
    if after > 24 and day == now.date() and (bygone or now < start + timedelta(hours=after - 24)):
        start -= timedelta(days=1)
    noon = start + timedelta(hours=_NOON) if part == "中午" else None
    return stretch(start + timedelta(hours=first), start + timedelta(hours=after), before=noon)


def _instant(groups: Mapping[str, str | None], part: str, day: date, now: datetime, roll: bool) -> datetime | None:
    """`roll`: midnight and a noon that has passed may be those to come."""
    hour = whole(groups["hour"] or "")
    quarters = {"一": 15, "三": 45}.get(groups["quarter"] or "", 0)
    minute = 30 if groups["half"] else quarters or whole(groups["minute"] or groups["minutes"] or "0")
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    passed = day == now.date() and (hour, minute) < (now.hour, now.minute)
    hour = _hour_of_part(hour, part) if part else _hour_alone(hour, passed, roll)
    if part == "凌晨" and roll and passed:
        hour += 24
    return midnight(day, now) + timedelta(hours=hour, minutes=minute)


def _hour_of_part(hour: int, part: str) -> int:
    """From the midnight that the day begins with: 晚上七点 is 19, 晚上两点 26."""
    if part in _EVENING and (hour in _NIGHT_HOURS or hour == _NOON):
        return 24 if hour == _NOON else hour + 24
    if part == "凌晨":
        return hour % _NOON
    in_afternoon = part in _AFTERNOON or (part == "中午" and hour < 11)
    return hour + 12 if in_afternoon and hour < _NOON else hour


def _hour_alone(hour: int, passed: bool, roll: bool) -> int:
    """One to six are in the afternoon, and so is what has passed in the morning."""
    if roll and (hour == 0 or (hour == _NOON and passed)):
        return 24
    return hour + 12 if 0 < hour < _NOON and (hour <= 6 or passed) else hour
