from datetime import UTC, datetime, timedelta

import pytest

from assist_api.rules.signed_moment import is_fresh, parsed_moment

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "issued_at",
    [
        "1772442000",
        "2026-03-02T09:00:00Z",
        "2026-03-02T09:00:00.000000+00:00",
        "2026-03-02T17:00:00+08:00",
        "2026-03-02T17:00:00+0800",
        "2026-03-02 17:00+08:00",
    ],
)
def test_unix_seconds_and_iso_8601_with_offset_name_the_same_moment(issued_at: str) -> None:
    assert parsed_moment(issued_at) == NOW


@pytest.mark.parametrize(
    "issued_at",
    [
        "",
        "now",
        "2026-03-02T09:00:00",
        "2026-03-02",
        "2026-13-02T09:00:00Z",
        "-1772442000",
        "+1772442000",
        "1_772_442_000",
        " 1772442000",
        "1772442000\n",
        "1772442000.5",
        "1772442000000",
        "１７７２４４２０００",
    ],
)
def test_anything_else_is_no_moment(issued_at: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parsed_moment(issued_at)


@pytest.mark.parametrize(
    ("age_s", "fresh"), [(0, True), (600, True), (600.001, False), (-60, True), (-60.001, False), (86400, False)]
)
def test_a_signature_lasts_ten_minutes_and_may_be_a_minute_ahead(age_s: float, fresh: bool) -> None:
    assert is_fresh(NOW - timedelta(seconds=age_s), NOW) is fresh
