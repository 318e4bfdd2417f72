"""What offers make of a price."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assist_api.rules.promotions import (
    Offer,
    Pieces,
    coming,
    gifts,
    most_saving,
    nearest,
    reckon,
    say_coming,
)

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 12, 30, 14, 0, tzinfo=ZONE)
DAY = timedelta(days=1)


def offer(name: str = "暖衣节", **parts: object) -> Offer:
    return Offer(name, "满减", NOW - DAY, NOW + DAY, **parts)  # type: ignore[arg-type]


OVER = offer(over=19900, off=2000)
EVERY = offer("每满", over=10000, off=1000, every=True)
TWO = offer("两件八五折", pieces=2, pay_percent=85)
SOCKS = offer("满赠", over=15000, gift="棉袜一双")
KNITWEAR = offer("针织专场", over=10000, off=3000, categories=("针织",))


@pytest.mark.parametrize(
    ("one", "price", "quantity", "saved"),
    [
        (OVER, 19900, 1, 2000),
        (OVER, 19899, 1, 0),
        (OVER, 9950, 2, 2000),
        (OVER, 39800, 1, 2000),
        (EVERY, 39800, 1, 3000),
        (EVERY, 9900, 1, 0),
        (TWO, 10000, 1, 0),
        (TWO, 10000, 2, 3000),
        (TWO, 10000, 3, 4500),
        (TWO, 9999, 3, 4500),
        (SOCKS, 15000, 1, 0),
    ],
)
def test_an_offer_takes_off_what_its_rule_says(one: Offer, price: int, quantity: int, saved: int) -> None:
    found = reckon(one, Pieces("内衣", price, quantity))
    assert found is not None
    assert found.saved == saved


def test_what_an_offer_does_not_count_it_says_nothing_about() -> None:
    assert reckon(KNITWEAR, Pieces("内衣", 20000)) is None
    assert reckon(offer(), Pieces("内衣", 20000)) is None


def test_offers_are_not_added_up_but_the_better_one_is_told() -> None:
    best = most_saving([OVER, EVERY, TWO, KNITWEAR], Pieces("内衣", 12000, 2))
    assert best is not None
    assert (best.offer.name, best.saved) == ("两件八五折", 3600)
    assert most_saving([OVER, SOCKS], Pieces("内衣", 16000)) is None


def test_the_nearest_offer_is_the_one_that_little_is_missing_to() -> None:
    near = nearest([OVER, TWO], Pieces("内衣", 18900))
    assert near is not None
    assert (near.offer.name, near.missing, near.missing_pieces) == ("暖衣节", 1000, 0)
    cheap = nearest([OVER, TWO], Pieces("内衣", 5900))
    assert cheap is not None
    assert (cheap.offer.name, cheap.missing_pieces) == ("两件八五折", 1)
    assert nearest([OVER, SOCKS], Pieces("内衣", 20000)) is None


def test_a_gift_comes_along_once_its_threshold_is_reached() -> None:
    assert gifts([SOCKS, OVER], Pieces("内衣", 7500, 2)) == [SOCKS]
    assert gifts([SOCKS], Pieces("内衣", 14999)) == []
    assert gifts([offer(gift="洗衣袋")], Pieces("内衣", 100)) != []


def test_offers_to_come_are_told_with_their_beginning() -> None:
    later = Offer("年货节", "满299减30", NOW + 2 * DAY, NOW + 5 * DAY)
    soon = Offer("周末加购", "加9.9元换购棉袜", NOW + DAY, NOW + 3 * DAY)
    assert coming([later, OVER, soon], NOW) == [soon, later]
    assert say_coming([soon], NOW, ZONE) == "周末加购：加9.9元换购棉袜，明天14:00开始"
