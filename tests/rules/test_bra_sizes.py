import pytest

from assist_api.rules.bra_sizes import read_bra_size


@pytest.mark.parametrize(
    ("size", "label", "underbust", "bust"),
    [("75B", "75B", 75, 87.5), ("75a", "75A", 75, 85), ("34C", "75C", 75, 90), ("36B杯", "80B", 80, 92.5)],
)
def test_a_bra_size_says_underbust_and_bust(size: str, label: str, underbust: float, bust: float) -> None:
    read = read_bra_size(size)
    assert read is not None
    assert (read.label, read.underbust, read.bust) == (label, underbust, bust)


@pytest.mark.parametrize("size", ["M", "75", "160/84A", "73B", "33C", "75X", "均码", ""])
def test_other_sizes_are_no_bra_sizes(size: str) -> None:
    assert read_bra_size(size) is None
