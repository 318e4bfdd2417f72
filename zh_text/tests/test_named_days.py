"""Days that have a name, in years whose public holidays and shop calendars are known."""

from __future__ import annotations

from datetime import date

import pytest
from zh_text.entities.named_days import day_of


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("春节", date(2024, 2, 10)),
        ("春节", date(2027, 2, 6)),
        ("除夕", date(2025, 1, 28)),
        ("元宵", date(2026, 3, 3)),
        ("清明", date(2026, 4, 5)),
        ("端午", date(2025, 5, 31)),
        ("七夕", date(2026, 8, 19)),
        ("中秋", date(2025, 10, 6)),
        ("重阳", date(2026, 10, 18)),
        ("母亲节", date(2026, 5, 10)),
        ("父亲节", date(2026, 6, 21)),
        ("双十一", date(2026, 11, 11)),
    ],
)
def test_a_named_day_is_the_day_of_the_calendar(name: str, day: date) -> None:
    assert day_of(name, day.year) == day


@pytest.mark.parametrize("year", range(2024, 2051))
def test_festivals_of_one_lunar_year_lie_as_far_apart_as_its_months_allow(year: int) -> None:
    days = [day_of(name, year) for name in ("春节", "端午", "七夕", "中秋", "重阳")]
    spring, boats, stars, moon, ninth = (day for day in days if day)
    assert date(year, 1, 21) <= spring <= date(year, 2, 20)
    # From one festival to the next are whole months of 29 or 30 days, one more where a month is doubled, and some days.
    for start, end, months, more in (
        (spring, boats, 4, 4),
        (boats, stars, 2, 2),
        (stars, moon, 1, 8),
        (moon, ninth, 1, -6),
    ):
        between = (end - start).days - more
        assert any(29 * count <= between <= 30 * count for count in (months, months + 1)), (start, end)


@pytest.mark.parametrize(("name", "year"), [("春节", 2051), ("除夕", 2023), ("没有这个节", 2026)])
def test_a_day_outside_the_table_is_not_known(name: str, year: int) -> None:
    assert day_of(name, year) is None
