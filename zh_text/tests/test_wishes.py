import pytest

from zh_text import refuses_reminders


@pytest.mark.parametrize(
    "text",
    [
        "别催我了",
        "别催我了行不行",
        "不要再给我发这种消息",
        "不用提醒我",
        "不用再提醒了",
        "退订",
        "别再给我发付款提醒了",
        "TD",
        "取消付款提醒",
        "别老给我发信息",
        "请勿打扰我",
        "再催我就拉黑了",
        "以后别提醒了，要付我自己会付",
        "停止给我推送消息",
    ],
)
def test_who_wants_no_more_reminders_is_heard(text: str) -> None:
    assert refuses_reminders(text)


@pytest.mark.parametrize(
    "text", ["别催了", "别老催", "别再发了", "老是发烦不烦", "不要催", "天天催烦死人", "一直催一直催"]
)
def test_short_words_mean_the_reminder_only_after_one(text: str) -> None:
    assert refuses_reminders(text, reminded=True)
    assert not refuses_reminders(text)


@pytest.mark.parametrize(
    "text",
    [
        "帮我催一下快递",
        "催一下仓库",
        "别忘了提醒我付款",
        "到时候提醒我一下",
        "不要忘记发货",
        "别发货了",
        "先别发快递",
        "不用催快递了，已经到了",
        "别催仓库了",
        "别发错了颜色",
        "快递到了别打电话提醒",
        "不要了",
        "别催，晚上就付",
        "不需要提醒了，晚上会付",
        "别发顺丰",
        "怎么取消订单",
        "发货了会发短信提醒吗",
        "不想付了",
        "我要退货",
        "烦死了快递还没到",
    ],
)
@pytest.mark.parametrize("reminded", [False, True])
def test_near_misses_are_no_refusal(text: str, reminded: bool) -> None:
    assert not refuses_reminders(text, reminded=reminded)
