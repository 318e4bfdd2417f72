"""Which phrases a reply is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.recommender.mining.recognise import Recogniser

WORDINGS = [
    ("more", "请问还有其他可以帮到您的吗？"),
    ("ship", "今天下午六点前付款的都会当天发出"),
    ("ship", "六点前付款，今天就能从仓库发出哦"),
    ("cancel", "这个订单现在是可以取消的"),
    ("arrive", "您尾号 {order_tail} 的包裹预计 {day} 送到"),
    ("wash", "冷水手洗。不要暴晒。"),
    ("ok", "好的"),
    ("ok_too", "好的呢~"),
]


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(WORDINGS)


@pytest.mark.parametrize(
    ("utterance", "phrases"),
    [
        ("请问还有其他可以帮到您的吗", ("more",)),
        ("亲，六点前付款今天就能从仓库发出~", ("ship",)),
        ("今天下午六点前付款的都会当天给您发出的", ("ship",)),
        ("好的，冷水手洗。不要暴晒。请问还有其他可以帮到您的吗?", ("ok", "ok_too", "wash", "more")),
        ("好的呢 冷水手洗。不要暴晒。", ("ok", "ok_too", "wash")),
        ("您尾号 4415 的包裹预计后天送到", ("arrive",)),
        ("您尾号[订单x]的包裹预计[日期x]送到哦", ("arrive",)),
        ("这个订单现在是不可以取消的", ()),
        ("这个订单现在是可以取消的吗", ()),
        ("裙子没有口袋", ()),
        ("", ()),
        ("#E-s14", ()),
    ],
)
def test_a_reply_is_recognised(recogniser: Recogniser, utterance: str, phrases: tuple[str, ...]) -> None:
    assert recogniser.recognise(utterance) == phrases


def test_a_wording_that_is_all_variable_recognises_nothing() -> None:
    assert Recogniser([("p", "{order_state}")]).recognise("已付款，等待发货") == ()


def test_no_wordings_recognise_nothing() -> None:
    assert Recogniser([]).recognise("今天发货") == ()


@given(
    st.sampled_from(WORDINGS[:4]), st.sampled_from(["", "亲，", "#E-s14"]), st.sampled_from(["", "哦", "~~", "呢！"])
)
def test_softeners_never_hide_a_phrase(wording: tuple[str, str], before: str, behind: str) -> None:
    assert wording[0] in Recogniser(WORDINGS).recognise(before + wording[1] + behind)
