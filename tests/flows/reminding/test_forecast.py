import json
from datetime import datetime, timedelta

import pytest

from assist_api.flows.reminding.forecast import forecast
from assist_api.shop.importing import Expected
from tests.flows.reminding.reminded_shop import ZONE, RemindedShop


async def test_the_forecast_tells_each_order_once_with_words_and_reasons(shop: RemindedShop) -> None:
    await shop.talk_of("mei")
    await shop.place("260302558814407", "mei")
    await shop.place("260302558814408", "lan")
    await shop.place("260302558814409", "mei", state="paid")

    found = json.loads(
        (await forecast(shop.database, shop.speech, None, shop.clock)).model_dump_json(exclude_none=True)
    )

    [send] = found["sends"]
    assert send.pop("text").startswith(("您好", "打扰", "您选的", "看到您"))
    assert send == {
        "buyer_id": "mei",
        "order_ids": ["260302558814407"],
        "stage": 1,
        "channel": "chat",
        "due_at": "2026-03-02T10:15:00+08:00",
    }
    assert found["held"] == [
        {"order_id": "260302558814408", "reason": "no_conversation"},
        {"order_id": "260302558814409", "reason": "paid"},
    ]


async def test_the_words_of_the_forecast_are_those_that_are_sent(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("260302558814407", "mei")
    shop.advance(minutes=15)
    [send] = (await forecast(shop.database, shop.speech, None, shop.clock)).sends

    # From the bank, as a live shop has it; this one has none, so the bot's own first wording is what it must allow for.
    await shop.worker.look()
    [line] = await shop.lines(talk)
    assert [part for part in ("129元", "3月5日10:00", "圆领针织衫") if part in send.text and part in line.text] == [
        "129元",
        "3月5日10:00",
        "圆领针织衫",
    ]


@pytest.mark.parametrize(
    ("wanted", "at"),
    [
        ("2026-03-02 10:20", datetime(2026, 3, 2, 10, 20, tzinfo=ZONE)),
        ("2026-03-02T02:20:00+00:00", datetime(2026, 3, 2, 10, 20, tzinfo=ZONE)),
    ],
)
async def test_a_time_without_an_offset_is_the_shops_own(shop: RemindedShop, wanted: str, at: datetime) -> None:
    found = await forecast(shop.database, shop.speech, wanted, shop.clock)

    assert found.at == at
    assert found.at.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("wanted", ["tomorrow", "2026-03-02", ""])
async def test_what_is_no_time_is_refused(shop: RemindedShop, wanted: str) -> None:
    with pytest.raises(Expected):
        await forecast(shop.database, shop.speech, wanted, shop.clock)


async def test_the_second_reminder_stands_in_the_forecast_as_soon_as_the_first_is_sent(shop: RemindedShop) -> None:
    await shop.talk_of("mei")
    await shop.place("260302558814407", "mei")
    shop.advance(minutes=15)
    await shop.worker.look()

    [send] = (await forecast(shop.database, shop.speech, "2026-03-02 22:30", shop.clock)).sends

    assert (send.stage, send.due_at) == (2, datetime(2026, 3, 3, 10, 15, tzinfo=ZONE))
