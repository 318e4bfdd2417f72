"""Days that have a name: shopping festivals, public holidays and the festivals of the lunar calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

# Year, then 春节, 清明, 端午, 七夕, 中秋 and 重阳 as month-day. Computed once with lunardate 0.3.0 and, for 清明,
# lunar_python 1.4.8, which agree on every day (ICU's calendar has 春节 of 2027 and of 2030 a day early).
_LUNAR_NAMES = ("春节", "清明", "端午", "七夕", "中秋", "重阳")
_LUNAR_YEARS = """
2024 02-10 04-04 06-10 08-10 09-17 10-11
2025 01-29 04-04 05-31 08-29 10-06 10-29
2026 02-17 04-05 06-19 08-19 09-25 10-18
2027 02-06 04-05 06-09 08-08 09-15 10-08
2028 01-26 04-04 05-28 08-26 10-03 10-26
2029 02-13 04-04 06-16 08-16 09-22 10-16
2030 02-03 04-05 06-05 08-05 09-12 10-05
2031 01-23 04-05 06-24 08-24 10-01 10-24
2032 02-11 04-04 06-12 08-12 09-19 10-12
2033 01-31 04-04 06-01 08-01 09-08 10-01
2034 02-19 04-05 06-20 08-20 09-27 10-20
2035 02-08 04-05 06-10 08-10 09-16 10-09
2036 01-28 04-04 05-30 08-28 10-04 10-27
2037 02-15 04-04 06-18 08-17 09-24 10-17
2038 02-04 04-05 06-07 08-07 09-13 10-07
2039 01-24 04-05 05-27 08-26 10-02 10-26
2040 02-12 04-04 06-14 08-14 09-20 10-14
2041 02-01 04-04 06-03 08-03 09-10 10-03
2042 01-22 04-04 06-22 08-22 09-28 10-22
2043 02-10 04-05 06-11 08-11 09-17 10-11
2044 01-30 04-04 05-31 07-31 10-05 10-29
2045 02-17 04-04 06-19 08-19 09-25 10-18
2046 02-06 04-04 06-08 08-08 09-15 10-08
2047 01-26 04-05 05-29 08-27 10-04 10-27
2048 02-14 04-04 06-15 08-16 09-22 10-16
2049 02-02 04-04 06-04 08-05 09-11 10-05
2050 01-23 04-04 06-23 08-23 09-30 10-24
"""

_SAME_EVERY_YEAR: Mapping[str, tuple[int, int]] = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "妇女节": (3, 8),
    "五一": (5, 1),
    "520": (5, 20),
    "六一": (6, 1),
    "618": (6, 18),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "双十一": (11, 11),
    "双十二": (12, 12),
    "平安夜": (12, 24),
    "圣诞": (12, 25),
}
_DAYS_FROM_SPRING_FESTIVAL = {"除夕": -1, "元宵": 14}
_NTH_SUNDAYS = {"母亲节": (5, 2), "父亲节": (6, 3)}

_HOLIDAYS = {"国庆": (0, 7), "春节": (-1, 7), "五一": (0, 5)}
"""First day, counted from the named one, and the day after the last: public holidays as they have been since 2025."""

_COUNTED = "0-9零一二三四五六七八九十百千"
_WORDINGS: Mapping[str, str] = {
    "双十一": r"双十一|双11(?![0-9.])|(?<![0-9.])11\.11(?![0-9.])",
    "双十二": r"双十二|双12(?![0-9.])|(?<![0-9.])12\.12(?![0-9.])",
    "618": (  # bare it is a model or a room: it needs what is said of a day, before it or behind
        r"(?:(?<=今年)|(?<=去年)|(?<=明年)|(?<=等到)|(?<=上次))618(?![0-9a-z])"
        r"|(?<![0-9a-z.:\-#])(?:6\.18|618)(?=大促|[有还没]{0,2}活动(?!室)|年中|期间|当天|那天|的?时候"
        r"|之?前(?!台)|以前|预售|促销|买|会|再)"
        rf"|(?<![{_COUNTED}])六一八(?![{_COUNTED}])"
    ),
    "520": r"(?<![0-9a-z.:\-#])520(?=期间|当天|那天|的?时候|之?前(?!台)|以前|情人节|表白)|五二零|五二〇",
    "国庆": r"国庆节?|十一(?=假期|长假|期间|黄金周)",
    "元旦": r"元旦节?",
    "五一": rf"(?<![{_COUNTED}])五一(?:劳动节)?(?![{_COUNTED}点块元])|劳动节",
    "六一": rf"(?<![{_COUNTED}])六一(?:儿童节)?(?![{_COUNTED}点块元])|儿童节",
    "妇女节": r"(?:三八|38)(?:妇女|女神)?节|妇女节|女神节",
    "七夕": r"七夕(?:情人)?节?",
    "情人节": r"(?<![七夕色])情人节",
    "教师节": r"教师节",
    "平安夜": r"平安夜",
    "圣诞": r"圣诞节?",
    "除夕": r"除夕夜?|大?年三十",
    "春节": r"春节|过年|大年初一",
    "元宵": r"元宵节",
    "清明": r"清明节?",
    "端午": r"端午节?",
    "中秋": r"中秋节?",
    "重阳": r"重阳节",
    "母亲节": r"母亲节",
    "父亲节": r"父亲节",
}
# Goods, prices, wishes, streets and pictures called after a day: 双十一价, 中秋礼盒, 过年好, 五一路, 清明上河图.
_CALLED_AFTER = (
    r"(?!节?(?:礼(?!物)|价|同?款|版|套|限定|路|街|广场|小区|村|镇|桥|快乐|安康|好(?!像)"
    r"|粽|月饼|上河|装|牌|红|茶|树|老人|帽))"
)
_GROUPS = {f"named_{number}": name for number, name in enumerate(_WORDINGS)}
_ANY = "|".join(f"(?P<{group}>{_WORDINGS[name]})" for group, name in _GROUPS.items())

NAMED_DAY = (
    rf"(?P<said_year>今年|去年|前年|明年|后年)?的?(?P<named>{_ANY}){_CALLED_AFTER}"
    r"(?P<holiday>期间|(?:小?长)?假期?|放假)?"
)
"""A named day: groups `said_year`, `named` and `holiday`, which is there where the whole holiday is meant."""

_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}


def read_named_day(match: re.Match[str], today: date, bygone: bool) -> tuple[date, date] | None:
    """First day and day after the last of what `NAMED_DAY` matched.

    Without a year it is the next one from `today` on, of the bygone the last; None for a year outside the table.
    """
    name = next(name for group, name in _GROUPS.items() if match[group])
    step = _YEARS.get(match["said_year"] or "")
    years = [today.year + step] if step is not None else range(today.year - 1, today.year + 3)
    days = [day for year in years if (day := day_of(name, year))]
    if step is None:
        days = [day for day in days if (day <= today if bygone else day >= today)]
    if not days:
        return None
    day = days[-1] if bygone else days[0]
    first, after = _HOLIDAYS.get(name, (0, 1)) if match["holiday"] else (0, 1)
    return day + timedelta(days=first), day + timedelta(days=after)


@lru_cache(maxsize=512)
def day_of(name: str, year: int) -> date | None:
    """The day of that name in a year; festivals of the lunar calendar are known from 2024 to 2050."""
    if name in _SAME_EVERY_YEAR:
        return date(year, *_SAME_EVERY_YEAR[name])
    if name in _NTH_SUNDAYS:
        month, count = _NTH_SUNDAYS[name]
        first = date(year, month, 1)
        return first + timedelta(days=6 - first.weekday() + 7 * (count - 1))
    if name in _DAYS_FROM_SPRING_FESTIVAL:
        spring = _LUNAR_DAYS.get(("春节", year))
        return spring + timedelta(days=_DAYS_FROM_SPRING_FESTIVAL[name]) if spring else None
    return _LUNAR_DAYS.get((name, year))


def _lunar_days() -> dict[tuple[str, int], date]:
    days = {}
    for row in _LUNAR_YEARS.strip().splitlines():
        year, *written = row.split()
        for name, day in zip(_LUNAR_NAMES, written, strict=True):
            days[name, int(year)] = date.fromisoformat(f"{year}-{day}")
    return days


_LUNAR_DAYS = _lunar_days()
