"""What a line means right behind a reminder, and that elsewhere it means what it seems."""

from __future__ import annotations

import pytest

from components.reminded import read_after_reminder
from components.understanding import Understanding

TIME = {"entity": "time", "value": "2026-03-11", "text": "明天", "start": 0, "end": 2}


def understood(intent: str, *, unsure: bool = False, entities: tuple[dict[str, object], ...] = ()) -> Understanding:
    return Understanding(intent, 0.3 if unsure else 0.9, unsure, ((intent, 0.9),), entities, "bot")


@pytest.mark.parametrize(
    ("text", "understanding", "meant"),
    [
        ("好的", understood("affirm"), "promise_payment"),
        ("忘了", understood("deny"), "promise_payment"),
        ("明天中午吧", understood("ask_delivery_time", unsure=True, entities=(TIME,)), "promise_payment"),
        ("过两天再说", understood("inform"), "promise_payment"),
        ("先放着", understood("deny"), "promise_payment"),
        ("没问题", understood("affirm"), "promise_payment"),
        ("那件不要了，另一件我付", understood("report_payment_problem"), "decline_payment"),
        ("在别家拍好了", understood("report_paid", unsure=True), "decline_payment"),
        ("不用了", understood("deny"), "decline_payment"),
        ("不要了", understood("decline_payment", unsure=True), "decline_payment"),
        ("取消吧", understood("cancel_order"), "decline_payment"),
        ("拍错了", understood("change_order"), "decline_payment"),
        ("重复下单了", understood("report_paid"), "decline_payment"),
        ("明明付了怎么还催", understood("track_parcel"), "report_paid"),
        ("别催了", understood("track_parcel"), "decline_payment"),
        ("别再发了", understood("change_order"), "decline_payment"),
    ],
)
def test_a_vague_line_speaks_of_paying(text: str, understanding: Understanding, meant: str) -> None:
    assert read_after_reminder(text, understanding, just_reminded=True) == meant


@pytest.mark.parametrize(
    ("text", "understanding"),
    [
        ("什么时候发货", understood("ask_ship_time")),
        ("明天能发货吗", understood("ask_ship_time", entities=(TIME,))),
        ("帮我催一下快递", understood("track_parcel")),
        ("拍错了帮我改成L码", understood("change_order")),
        ("付了两次", understood("report_payment_problem")),
        ("不要了能便宜点吗", understood("haggle")),
        ("付不了", understood("report_payment_problem")),
        ("能便宜点吗", understood("haggle")),
        ("谢谢", understood("thanks")),
        ("我165 105斤", understood("inform")),
        ("转人工", understood("request_human")),
        ("怎么取消", understood("cancel_order")),
    ],
)
def test_what_says_something_of_its_own_is_left_alone(text: str, understanding: Understanding) -> None:
    assert read_after_reminder(text, understanding, just_reminded=True) is None


@pytest.mark.parametrize("text", ["好的", "不用了", "忘了", "别再发了", "拍错了"])
def test_without_a_reminder_a_vague_line_is_what_it_seems(text: str) -> None:
    assert read_after_reminder(text, understood("deny"), just_reminded=False) is None


def test_a_plain_wish_for_no_more_reminders_is_heard_at_any_time() -> None:
    assert read_after_reminder("别再给我发付款提醒了", understood("complain"), just_reminded=False) == "decline_payment"
