"""Days, parts of days, clock times and spans that buyers name, relative to the moment of the message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.entities.tokens import read_number
from zh_text.entity import TimeRange, Value

_NUMBER = r"(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})"
_N = rf"(?<![0-9.]){_NUMBER}"
_DAYS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_DAYS |= {"昨天": -1, "昨日": -1, "前天": -2, "大前天": -3}
_NIGHTS = {"今晚": 0, "明晚": 1, "昨晚": -1, "后晚": 2, "今早": 0, "明早": 1}
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
    "早": (6, 9),
    "晚": (18, 24),
}
_FESTIVALS = {"双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12)}
_FESTIVALS |= {"国庆节": (10, 1), "元旦": (1, 1)}
_WEEKDAYS = {character: number for number, character in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}

_DAY = (
    r"(?P<day>大后天|大前天|今[天日]|明[天日]|后天|昨[天日]|前天)|(?P<night>[今明昨后]晚|[今明]早)"
    r"|(?P<week>上个?|下下个?|下个?|这个?|本)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])"
    r"|(?:(?P<year>20[0-9]{2})[年\-/.])(?P<ymonth>[0-9]{1,2})[月\-/.](?P<yday>[0-9]{1,2})[日号]?(?![0-9])"
    rf"|(?P<month>{_N})月份?(?P<mday>{_NUMBER})[日号]?|(?P<nday>{_N})[号日](?![码楼店线门栋院])"
    r"|(?P<festival>双十一|双11(?![0-9])|双十二|双12(?![0-9])|国庆节|元旦)"
)
_CLOCK = (
    r"(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)?"
    rf"(?:(?P<hour>{_N})(?:点钟?|时(?!候|间)|:(?P<minute>[0-9]{{2}})(?![0-9]))"
    rf"(?:(?P<half>半)|(?P<minutes>{_NUMBER})分?)?)?"
)
_POINT = re.compile(rf"(?:{_DAY})(?:的(?=[凌早上中下傍晚夜0-9一二三四五六七八九十]))?{_CLOCK}")
_PART_ONLY = re.compile(
    r"(?<![每天日晚周一二三四五六])(?:早上|上午|中午|下午|傍晚|晚上)(?!好|[0-9一二三四五六七八九十])"
)
_A_LITTLE = re.compile(r"(?<!十)一点(?!半|钟|[0-9一二三四五六七八九十])")
_CLOCK_ONLY = re.compile(_CLOCK)
_SPAN = re.compile(rf"(?P<count>{_N}|半)个?(?P<unit>小时|钟头|天|周|星期|礼拜|月)(?P<way>以?[前后内]|之[前后内])")
_WEEK = re.compile(r"(?P<which>上|下|这|本)个?(?P<unit>周|星期|礼拜|月)(?![一二三四五六日天末0-9])")
_MONTH_END = re.compile(rf"(?:(?P<which>下个?)|(?P<named>{_N}))?月底")

# What is said of a bygone day: 20号买的, 周三拍的, 8号就付了.
_BYGONE = re.compile(r"[^,。?!]{0,4}?(?:买|拍|下单|下|付|订|定|寄|发|签|收|到|退|申请)[货款单]?(?:到|好)?[的了]")
_NOT_A_DAY = re.compile(r"(?:身份证|学|编|型|货|单|楼|路|街|尺|码|第|账|电话|手机|几)$")


class TimeRecogniser:
    """The value is an ISO date for a day, an ISO instant for a clock time, else a range.

    A day without month or a weekday without week is the next one, the last one if it is told as bygone. An hour without
    part of day is in the afternoon from one to six, or where the morning's has passed.
    """

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for match in _POINT.finditer(line.text):
            if match["nday"] and _NOT_A_DAY.search(line.text[: match.start()]):
                continue
            day = _day(match, line.now, bygone=_BYGONE.match(line.text, match.end()) is not None)
            if day is not None and (value := _with_clock(match, day, line.now)) is not None:
                yield Found("time", value, *match.span(), "a day, counted from the message")
        for match in _CLOCK_ONLY.finditer(line.text):
            if (
                match["hour"]
                and not (match["part"] is None and _A_LITTLE.fullmatch(match.group()))
                and (value := _with_clock(match, line.now.date(), line.now)) is not None
            ):
                yield Found("time", value, *match.span(), "a clock time, today")
        for pattern, read, reason in _RANGES:
            for match in pattern.finditer(line.text):
                if (range_ := read(match, line.now)) is not None:
                    yield Found("time", range_, *match.span(), reason)


def _day(match: re.Match[str], now: datetime, bygone: bool) -> date | None:
    today = now.date()
    if match["day"]:
        return today + timedelta(days=_DAYS[match["day"]])
    if match["night"]:
        return today + timedelta(days=_NIGHTS[match["night"]])
    if match["weekday"]:
        return _weekday(match, today, bygone)
    if match["year"]:
        return _date(int(match["year"]), int(match["ymonth"]), int(match["yday"]))
    if match["month"]:
        return _nearest_year(today, _whole(match["month"]), _whole(match["mday"]))
    if match["festival"]:
        return _nearest_year(today, *_FESTIVALS[match["festival"]])
    return _day_of_month(today, _whole(match["nday"]), bygone)


def _weekday(match: re.Match[str], today: date, bygone: bool) -> date:
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=_WEEKDAYS[match["weekday"]])
    week = (match["week"] or "").removesuffix("个")
    if week:
        return day + timedelta(weeks={"上": -1, "下": 1, "下下": 2}.get(week, 0))
    if bygone:
        return day if day <= today else day - timedelta(weeks=1)
    return day if day >= today else day + timedelta(weeks=1)


def _day_of_month(today: date, day: int, bygone: bool) -> date | None:
    this_month = _date(today.year, today.month, day)
    if this_month is not None and ((this_month <= today) if bygone else (this_month >= today)):
        return this_month
    month = today.month + (-1 if bygone else 1)
    return _date(today.year + (month - 1) // 12, (month - 1) % 12 + 1, day)


def _nearest_year(today: date, month: int, day: int) -> date | None:
    days = [found for year in (-1, 0, 1) if (found := _date(today.year + year, month, day))]
    return min(days, key=lambda found: abs(found - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_clock(match: re.Match[str], day: date, now: datetime) -> Value | None:
    """The day itself, its part as a range, or the instant on it; None for an hour that no clock has."""
    groups = match.groupdict()
    part = groups["part"] or (groups.get("night") or "")[1:]
    if groups["hour"]:
        return _instant(groups, part, day, now)
    if part:
        return _hours(day, *_PARTS[part], now)
    if groups.get("weekday") == "末":
        return _range(day, day + timedelta(days=2), now)
    return day.isoformat()


def _instant(groups: Mapping[str, str | None], part: str, day: date, now: datetime) -> str | None:
    hour = _whole(groups["hour"] or "")
    minute = 30 if groups["half"] else _whole(groups["minute"] or groups["minutes"] or "0")
    afternoon = part in {"下午", "傍晚", "晚上", "夜里", "晚"} or (part == "中午" and hour < 11)
    past_today = day == now.date() and (hour, minute) < (now.hour, now.minute)
    if hour < 12 and (afternoon or (not part and (1 <= hour <= 6 or past_today))):
        hour += 12
    if hour > 23 or minute > 59:
        return None
    return datetime.combine(day, time(hour, minute), now.tzinfo).isoformat()


def _span(match: re.Match[str], now: datetime) -> Value | None:
    """三天后 is that day, 2小时内 the time from now on, 三天内 until the end of that day."""
    count = 0.5 if match["count"] == "半" else float(_whole(match["count"]))
    back = match["way"].endswith("前")
    if match["unit"] in {"小时", "钟头"}:
        moment = now + timedelta(hours=-count if back else count)
        if match["way"].endswith("内"):
            return {"from": now.isoformat(), "to": moment.isoformat()}
        return moment.isoformat()
    days = round(count * {"天": 1, "月": 30}.get(match["unit"], 7))
    day = now.date() + timedelta(days=-days if back else days)
    if match["way"].endswith("内"):
        return _range(now.date(), day + timedelta(days=1), now)
    return day.isoformat()


def _week(match: re.Match[str], now: datetime) -> TimeRange:
    step = {"上": -1, "下": 1}.get(match["which"], 0)
    if match["unit"] == "月":
        return _range(_first_of_month(now.date(), step), _first_of_month(now.date(), step + 1), now)
    monday = now.date() - timedelta(days=now.weekday()) + timedelta(weeks=step)
    return _range(monday, monday + timedelta(weeks=1), now)


def _month_end(match: re.Match[str], now: datetime) -> TimeRange:
    month = now.date()
    if match["named"]:
        month = _nearest_year(month, _whole(match["named"]), 1) or month
    after = _first_of_month(month, 2 if match["which"] else 1)
    return _range(after - timedelta(days=5), after, now)


def _first_of_month(day: date, step: int) -> date:
    month = day.year * 12 + day.month - 1 + step
    return date(month // 12, month % 12 + 1, 1)


def _hours(day: date, first: int, after: int, now: datetime) -> TimeRange:
    midnight = datetime.combine(day, time(), now.tzinfo)
    return {
        "from": (midnight + timedelta(hours=first)).isoformat(),
        "to": (midnight + timedelta(hours=after)).isoformat(),
    }


def _range(first: date, after: date, now: datetime) -> TimeRange:
    return {
        "from": datetime.combine(first, time(), now.tzinfo).isoformat(),
        "to": datetime.combine(after, time(), now.tzinfo).isoformat(),
    }


def _whole(word: str) -> int:
    return int(read_number(word) or 0)


def _part_of_today(match: re.Match[str], now: datetime) -> TimeRange:
    return _hours(now.date(), *_PARTS[match.group()], now)


_RANGES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime], Value | None], str], ...] = (
    (_SPAN, _span, "a span counted from the message"),
    (_WEEK, _week, "a week or month beside the present one"),
    (_PART_ONLY, _part_of_today, "a part of the day, today"),
    (_MONTH_END, _month_end, "the last days of a month"),
)
