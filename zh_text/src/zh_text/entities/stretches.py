"""Weeks, parts of months, counted spans and vague words: 下周, 月底, 三天内, 过几天, 待会."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from zh_text.entities.clock_times import is_bygone, is_repeated
from zh_text.entities.line import Line
from zh_text.entities.named_days import day_of
from zh_text.entities.reading import (
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

A_WHILE = timedelta(hours=3)
"""一会儿, 等下, 待会: from now on so long."""
A_FEW_DAYS = range(2, 4)
"""过几天: the days after the second and the third from today; 过两天: the second."""
THESE_DAYS = {"两": 2, "几": 3}
"""这两天 is today and tomorrow, told as bygone yesterday and today; 前几天 are the three days before today."""
_MONTH_EDGE = 5
"""月初 and 月底 are its first and its last five days; 上旬, 中旬 and 下旬 its thirds."""
_THIRD = 10

_SPAN = re.compile(
    rf"(?<![第每])(?P<count>{FREE_COUNT}|半)(?P<half_more>个半)?个?(?P<unit>小时|钟头|分钟|天|周|星期|礼拜|月)(?P<way>以?[前后内]|之[前后内])(?![台面])"
)
_PASSING = re.compile(
    r"(?:(?<![度])再?过|(?<![久少要天])等)(?P<count>[0-9]{1,2}|[一二两三四五六七八九十半几]{1,2})个?(?P<unit>天|小时|钟头|分钟|周|星期|礼拜)(?![了没还内])"
)
_ABOUT = re.compile("(?=一[二两]|[二两]三|三四|四五|五六|六七|七八|八九)(.)(.)")
"""两三天: two numbers, not 23."""
_COUNTED_FROM_ELSEWHERE = re.compile(r"(?:[后起]|签收|收到货?|到货|收货|售后)的?$")
"""签收后7天内 is counted from the signature, whenever that is."""
_OF_A_RULE = re.compile(r"的?(?:价格?保护?|保价|降价|无理由|包退|包换|可?退换?货?(?:吗|的|$)|质保|保修|有效)")
"""七天内降价 and 一个月内价保 are counted from the purchase."""
_WEEK = re.compile(r"(?P<which>上|下下|下|这|本)个?(?P<unit>周|星期|礼拜|月)(?![一二三四五六日天末0-9初中底上下])")
_MONTH_PART = re.compile(
    rf"(?:(?P<which>下个?|这个?|本|上个?)|(?P<named>{FREE_COUNT}))?(?<!个)月份?(?:(?P<edge>[初底末])|(?P<third>[上中下])旬|(?P<middle>中)(?![旬号]))"
)
_NEARLY_MONTH_MIDDLE = re.compile(r"[个几年某那每当]$")
_YEAR_END = re.compile(
    r"(?<![0-9一二三四五六七八九十几半多])(?P<which>今年|明年|去年)?年?(?P<edge>年底|年末|年前(?!台)|年后)"
)
_THESE = re.compile(r"(?:(?P<this>这)|(?<![提一二节])(?P<gone>前))(?P<count>[两几二三])[天日](?!发货)")
_SOON = re.compile(
    r"(?<![了有好看再过半每住待点])(?:[等待过]?一会|[等待过]会|稍后)(?:儿(?!功夫|工夫|[说有是见就没])|(?!儿|功夫|工夫|[说有是见没]))"
    r"|(?<![稍您请])等一?下(?=(?:我|就|再|去|会|给|把|还|要)*(?:付|拍|买|下单|去|发|到|弄|来|转|寄|看|回|说|拿|告诉|试|给))"
)
_LATER = re.compile(r"(?<![今明昨早])(?:晚点|晚些(?:时候)?|迟点|迟些|稍晚)(?![了没也都钟到]|儿?没)")


def read_stretches(line: Line) -> Iterator[tuple[Reading, int, int, str]]:
    """What has a length of its own, counted from the message."""
    for pattern, read, reason in _READERS:
        for match in pattern.finditer(line.text):
            if is_repeated(line, match.start()):
                continue
            reading = read(match, line.now, is_bygone(line, *match.span()))
            if reading is not None:
                yield reading, *match.span(), reason


def _span(match: re.Match[str], now: datetime, bygone: bool) -> Reading | None:  # noqa: ARG001
    """三天后 is that day, 2小时内 the time from now on, 三天内 until the end of that day."""
    if match["way"].endswith("内") and _is_rule(match):
        return None
    if about := _ABOUT.fullmatch(match["count"]):
        return _about(about, match["unit"], match["way"][-1], now)
    count = 0.5 if match["count"] == "半" else float(whole(match["count"]))
    count += 0.5 if match["half_more"] else 0
    return _counted(count, match["unit"], match["way"][-1], now)


def _is_rule(match: re.Match[str]) -> bool:
    before, behind = match.string[: match.start()], match.string[match.end() :]
    return bool(_COUNTED_FROM_ELSEWHERE.search(before) or _OF_A_RULE.match(behind))


def _passing(match: re.Match[str], now: datetime, bygone: bool) -> Reading | None:
    """过三天 is 三天后, 过几天 and 过两天 are vague; 等三天 only where the wait is the buyer's own: 等三天再付."""
    follows = match.string[match.end() :]
    if bygone or (match.group().startswith("等") and not follows.startswith("再")):
        return None
    if match["unit"] == "天" and match["count"] in "两几":
        first, last = (A_FEW_DAYS[0], A_FEW_DAYS[-1]) if match["count"] == "几" else (A_FEW_DAYS[0], A_FEW_DAYS[0])
        return days(now.date() + timedelta(days=first), now.date() + timedelta(days=last + 1), now)
    if "几" in match["count"]:
        return None
    if about := _ABOUT.fullmatch(match["count"]):
        return _about(about, match["unit"], "后", now)
    count = 0.5 if match["count"] == "半" else float(whole(match["count"]))
    return _counted(count, match["unit"], "后", now)


def _about(about: re.Match[str], unit: str, way: str, now: datetime) -> Reading:
    """一两天后 is the first or the second day from now, 一两天内 both."""
    low, high = (_counted(whole(word), unit, way, now) for word in about.groups())
    if way == "内":
        return high
    return stretch(min(low.before, high.before), max(low.end, high.end))


def _counted(count: float, unit: str, way: str, now: datetime) -> Reading:
    if unit in {"小时", "钟头", "分钟"}:
        step = timedelta(minutes=count) if unit == "分钟" else timedelta(hours=count)
        return stretch(now, now + step) if way == "内" else instant(now - step if way == "前" else now + step)
    step = timedelta(days=round(count * {"天": 1, "月": 30}.get(unit, 7)))
    day = now.date() - step if way == "前" else now.date() + step
    return days(now.date(), day + timedelta(days=1), now) if way == "内" else whole_day(day, now)


def _week(match: re.Match[str], now: datetime, bygone: bool) -> Reading:  # noqa: ARG001
    step = {"上": -1, "下": 1, "下下": 2}.get(match["which"], 0)
    if match["unit"] == "月":
        return days(_first_of_month(now.date(), step), _first_of_month(now.date(), step + 1), now)
    monday = now.date() - timedelta(days=now.weekday()) + timedelta(weeks=step)
    return days(monday, monday + timedelta(weeks=1), now)


def _month_part(match: re.Match[str], now: datetime, bygone: bool) -> Reading | None:
    if match["middle"] and _NEARLY_MONTH_MIDDLE.search(match.string[: match.start()]):
        return None
    today = now.date()
    if match["named"]:
        first = _named_month(today, whole(match["named"]), bygone)
    else:
        first = _first_of_month(today, {"上": -1, "下": 1}.get((match["which"] or "")[:1], 0))
    if first is None:
        return None
    reading = _part_of_month(match, first, now)
    if not bygone and not match["named"] and not match["which"] and reading.end <= now:
        reading = _part_of_month(match, _first_of_month(first, 1), now)
    return reading


def _part_of_month(match: re.Match[str], first: date, now: datetime) -> Reading:
    after = _first_of_month(first, 1)
    if match["third"]:
        start = first + timedelta(days={"上": 0, "中": _THIRD, "下": 2 * _THIRD}[match["third"]])
        return days(start, after if match["third"] == "下" else start + timedelta(days=_THIRD), now)
    if match["middle"]:
        return days(first + timedelta(days=_THIRD), first + timedelta(days=2 * _THIRD), now)
    if match["edge"] == "初":
        return days(first, first + timedelta(days=_MONTH_EDGE), now)
    return days(after - timedelta(days=_MONTH_EDGE), after, now, before=after)


def _year_end(match: re.Match[str], now: datetime, bygone: bool) -> Reading | None:
    """年底 is December, 年前 up to the Spring Festival, 年后 from its eighth day to the Lantern Festival."""
    year = now.year + {"明年": 1, "去年": -1}.get(match["which"] or "", 0)
    if match["edge"] in {"年底", "年末"}:
        return days(date(year, 12, 1), date(year + 1, 1, 1), now, before=date(year + 1, 1, 1))
    festivals = [day for later in (0, 1) if (day := day_of("春节", now.year + later)) and day > now.date()]
    if bygone or match["which"] or not festivals:
        return None
    if match["edge"] == "年前":
        return stretch(now, midnight(festivals[0], now))
    return days(festivals[0] + timedelta(days=7), festivals[0] + timedelta(days=15), now)


def _these_days(match: re.Match[str], now: datetime, bygone: bool) -> Reading:
    today, count = now.date(), THESE_DAYS.get(match["count"], 3 if match["count"] == "三" else 2)
    if match["gone"]:
        return days(today - timedelta(days=count), today, now)
    if bygone:
        return days(today - timedelta(days=count - 1), today + timedelta(days=1), now)
    return days(today, today + timedelta(days=count), now)


def _soon(match: re.Match[str], now: datetime, bygone: bool) -> Reading | None:  # noqa: ARG001
    return stretch(now, now + A_WHILE)


def _later(match: re.Match[str], now: datetime, bygone: bool) -> Reading | None:  # noqa: ARG001
    """晚点, 晚些时候: the rest of the day."""
    return stretch(now, midnight(now.date() + timedelta(days=1), now))


def _named_month(today: date, month: int, bygone: bool) -> date | None:
    """The first of a month by its number: the nearest, of the bygone the last."""
    found = [day for year in (-1, 0, 1) if (day := valid_date(today.year + year, month, 1))]
    past = [day for day in found if day <= today]
    return min(past if bygone and past else found, key=lambda day: abs(day - today), default=None)


def _first_of_month(day: date, step: int) -> date:
    month = day.year * 12 + day.month - 1 + step
    return date(month // 12, month % 12 + 1, 1)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime, bool], Reading | None], str], ...] = (
    (_SPAN, _span, "a span counted from the message"),
    (_PASSING, _passing, "a wait counted from the message"),
    (_WEEK, _week, "a week or month beside the present one"),
    (_MONTH_PART, _month_part, "a part of a month"),
    (_YEAR_END, _year_end, "the end of the year or the days about the Spring Festival"),
    (_THESE, _these_days, "a few days about today"),
    (_SOON, _soon, "a vague while"),
    (_LATER, _later, "later today"),
)
