import pytest

from assist_api.recommender.learning.plain import plain
from assist_api.recommender.mining.normal_form import SLOT


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("这把伞 防晒吗？！", "这把伞防晒吗"),
        ("ＰＶＣ的嘛", "pvc的嘛"),
        ("好的呢亲", "好的呢亲"),
        ("要3把和15把", f"要{SLOT}把和{SLOT}把"),
        ("2.5米", f"{SLOT}米"),
        ("谢谢[微笑]", "谢谢"),
        ("……", ""),
    ],
)
def test_what_differs_from_buyer_to_buyer_is_one_slot_and_softeners_stay(text: str, read: str) -> None:
    assert plain(text) == read


def test_reading_twice_changes_nothing() -> None:
    once = plain("订单 3321 的 ¥59.9 退了吗~~")
    assert plain(once) == once
