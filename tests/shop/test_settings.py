"""settings.yml: what may stand in it, what is assumed where nothing stands, what is refused."""

from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from pydantic import ValidationError

from assist_api.shop.importing import Reading
from assist_api.shop.schemas import ShopSettings
from assist_api.shop.service import settings_of

READING = Reading(datetime(2026, 3, 10, 6, 0, tzinfo=UTC), ZoneInfo("Asia/Shanghai"), relative_times=True)
DEMO = (Path(__file__).parents[2] / "data" / "shop" / "settings.yml").read_text()
NEWER = (
    "invoice",
    "warranty",
    "authenticity",
    "claims",
    "payment",
    "price_protection",
    "reminders",
    "shop_may_not_tell",
)
OFFER = {"name": "满减", "text": "满199减20", "starts_at": "-1d 0:00", "ends_at": "+1d 0:00"}


def read(**changed: object) -> ShopSettings:
    """The demo's settings with some parts changed; None leaves a part out."""
    body = {name: value for name, value in (yaml.safe_load(DEMO) | changed).items() if value is not None}
    return settings_of(yaml.safe_dump(body, allow_unicode=True).encode(), READING)


def test_a_file_from_before_the_newer_parts_is_read_with_careful_defaults() -> None:
    shop = read(promotions=[OFFER], **dict.fromkeys(NEWER))
    assert (shop.invoice.kinds, shop.warranty, shop.authenticity, shop.shop_may_not_tell) == ([], "", "", [])
    assert not any((shop.claims.own_factory, shop.claims.own_brand, shop.claims.real_photos))
    assert (shop.payment.closes_after_hours, shop.price_protection.days) == (72, 0)
    assert (shop.promotions[0].over, shop.promotions[0].off, shop.promotions[0].gift) == (None, None, "")


def test_reminders_are_on_with_the_hours_an_owner_would_expect() -> None:
    reminders = read(reminders=None).reminders
    assert (reminders.enabled, reminders.first_after_minutes, reminders.second_next_day) == (True, 15, True)
    assert (reminders.min_hours_between, reminders.quiet_from, reminders.quiet_to) == (24, time(22), time(9))


def test_what_was_read_is_kept_as_it_was() -> None:
    shop = settings_of(DEMO.encode(), READING)
    assert ShopSettings.model_validate(shop.model_dump(mode="json")) == shop


@pytest.mark.parametrize("line", ["off: 20", "'off': 20", '"off": 20', "off: 20.00"])
def test_an_offers_off_may_be_written_without_quotes(line: str) -> None:
    text = DEMO.replace("\n    off: 20\n", f"\n    {line}\n")
    [offer] = [one for one in settings_of(text.encode(), READING).promotions if one.name == "暖衣节"]
    assert (offer.over, offer.off) == (19900, 2000)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"promotions": [OFFER | {"off": 20}]}, "promotions"),
        ({"promotions": [OFFER | {"over": 0, "off": 20}]}, "promotions"),
        ({"promotions": [OFFER | {"over": 20, "off": 20}]}, "promotions"),
        ({"promotions": [OFFER | {"every": True}]}, "promotions"),
        ({"promotions": [OFFER | {"pay_percent": 85}]}, "promotions"),
        ({"promotions": [OFFER | {"pieces": 2, "pay_percent": 100}]}, "promotions"),
        ({"promotions": [OFFER | {"pieces": 0}]}, "promotions"),
        ({"promotions": [OFFER | {"ends_at": "-2d 0:00"}]}, "promotions"),
        ({"promotions": [OFFER | {"discount": 5}]}, "promotions"),
        ({"reminders": {"first_after_minutes": 0}}, "reminders"),
        ({"reminders": {"min_hours_between": 0}}, "reminders"),
        ({"reminders": {"quiet_from": "22点"}}, "reminders"),
        ({"payment": {"closes_after_hours": 0}}, "payment"),
        ({"price_protection": {"days": -1}}, "price_protection"),
        ({"claims": {"best_in_town": True}}, "claims"),
        ({"invoice": {"kinds": "电子"}}, "invoice"),
        ({"shop_may_not_tell": "进货价"}, "shop_may_not_tell"),
    ],
)
def test_a_wrong_part_is_named(changed: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(**changed)
    assert {fault["loc"][0] for fault in caught.value.errors()} == {field}
