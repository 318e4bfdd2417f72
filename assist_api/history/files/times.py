"""Moments as chat exports write them, in seconds since the epoch."""

import math
import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

EXPECTED_TIME = "应为时间，例如 2026-11-02 14:03:22（没有年份的时间认不出是哪一天）"

_LATEST = 4_102_444_800.0
"""The year 2100; what is later are milliseconds, or no time."""

WHEN = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?:[-/.]|年\s?)(?P<month>\d{1,2})(?:[-/.]|月\s?)(?P<day>\d{1,2})日?"
    r"(?:[T,，]|\s{0,3}(?:星期|周)[一二三四五六日天])?\s{0,3}"
    r"(?P<half>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上)?\s{0,3}"
    r"(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?P<offset>Z|\s?[+-]\d{2}:?\d{2})?(?P<pm>\s?[AaPp][Mm])?(?![\d:：])"
)
"""A day with its year, and a time of day."""

_PARTS = ("year", "month", "day", "hour", "minute", "second")
_AFTER_NOON = ("中午", "下午", "傍晚", "晚上", "pm")


def moment(text: str, zone: ZoneInfo) -> float | None:
    """The moment a text is; None for a text that is none."""
    text = text.strip()
    if re.fullmatch(r"\d{9,13}(?:\.\d{1,6})?", text):
        return seconds(float(text))
    match = WHEN.fullmatch(text)
    return None if match is None else moment_of(match, zone)


def seconds(value: float) -> float | None:
    """Seconds since the epoch as they came, or from milliseconds; None for what is no moment of our days."""
    if not math.isfinite(value) or value < 0:
        return None
    value = value / 1000 if value > _LATEST else value
    return value if value <= _LATEST else None


def moment_of(match: re.Match[str], zone: ZoneInfo) -> float | None:
    """Of a match of WHEN; None for a day or an hour that does not exist."""
    year, month, day, hour, minute, second = (int(match[part] or 0) for part in _PARTS)
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=_zone(match["offset"], zone))
    except ValueError:
        return None
    return (at + _half_day(at.hour, match["half"] or (match["pm"] or "").strip().lower())).timestamp()


def _half_day(hour: int, half: str) -> timedelta:
    if half in _AFTER_NOON and hour < 12:
        # 中午 11:50 is before noon; 中午 1:20 is not.
        return timedelta(hours=0 if half == "中午" and hour > 9 else 12)
    return timedelta(hours=-12 if half and half not in _AFTER_NOON and hour == 12 else 0)


def _zone(offset: str | None, zone: ZoneInfo) -> timezone | ZoneInfo:
    if not offset:
        return zone
    if offset == "Z":
        return UTC
    sign, digits = offset.strip()[0], re.sub(r"\D", "", offset)
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if sign == "-" else minutes))
