"""From talks to proposals: what is proposed, in which words, and what never is."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.recommender.mining.bank import Bank, BankPhrase
from assist_api.recommender.mining.clusters import clusters
from assist_api.recommender.mining.fitness import unfit, worth_it
from assist_api.recommender.mining.miner import Classify, Counting
from assist_api.recommender.mining.naming import Naming
from assist_api.recommender.mining.near import differs_in_manner
from assist_api.recommender.mining.normal_form import normal_form
from assist_api.recommender.mining.proposal import Proposal
from assist_api.recommender.mining.tally import Tally
from assist_api.recommender.mining.wording import tidy, with_variables
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.talk import PastChat, Turn

RUDE = ["滚开"]
SHIP = BankPhrase(
    IndexedPhrase(
        "ship", "发货时间", ("今天付款今天发货。",), ("什么时候发货", "几天能发货"), ("ask_ship_time",), "fhsj"
    ),
    "快递",
)
WARM = "这款羽绒服零下十度也够暖和"


def words(text: str) -> list[str]:
    """Characters are words enough here."""
    return [character for character in text if character.isalnum()]


def mined(*talks: Sequence[str], least: int = 3, classify: Classify | None = None) -> list[Proposal]:
    """Talks as [buyer's line, agent's line, buyer's line …]."""
    chats = [
        PastChat(
            str(number),
            tuple(
                Turn("agent" if place % 2 else "buyer", text, f"agent {number % 2}", 1000.0 * number)
                for place, text in enumerate(talk)
            ),
        )
        for number, talk in enumerate(talks)
    ]
    counting = Counting(least)
    for chat in chats:
        counting.add(chat)
    mining = counting.finish()
    for chat in chats:
        mining.add(chat)
    return list(mining.proposals(Bank([SHIP], words), words, RUDE, classify))


def test_wordings_that_differ_in_manner_are_one_proposal() -> None:
    asked = ("东北冬天能穿吗", "零下能穿吗", "冬天会不会冷", "够不够暖和")
    said = (WARM, f"亲，{WARM}哦~", f"{WARM}#E-s14", "这边看这款羽绒服零下十度也够暖和的呢")
    (proposal,) = mined(*zip(asked, said, strict=True))
    assert proposal.text == WARM
    assert (proposal.turns, proposal.agents, proposal.last_at) == (4, 2, 3000.0)
    assert sum(wording.turns for wording in proposal.wordings) == 4
    assert proposal.forms[0] == normal_form(WARM)


def test_phrases_chained_in_one_reply_are_proposed_apart() -> None:
    other = "拉链用的是大品牌的顺滑款"
    talks = [("暖吗", WARM), ("冷不冷", WARM), ("拉链好吗", other), ("拉链卡吗", other)]
    chained = [("又暖又顺滑吗", f"{WARM}。{other}"), ("好用吗", f"好的，{other}  {WARM}")]
    assert {proposal.text for proposal in mined(*talks, *chained)} == {WARM, other}


def test_a_template_of_sentences_always_sent_together_is_one_proposal() -> None:
    template = "欢迎来到咱们小店。新客可以先领十元券。有问题随时喊小周"
    (proposal,) = mined(*[("在吗", template)] * 4)
    assert normal_form(proposal.text) == normal_form(template)


def test_where_roles_are_unknown_the_line_before_counts_as_the_question() -> None:
    turns = (Turn("unknown", "这个怎么洗"), Turn("agent", f"好的,{WARM}"))
    counting = Counting(3)
    chats = [PastChat(str(number), turns) for number in range(3)]
    for chat in chats:
        counting.add(chat)
    mining = counting.finish()
    for chat in chats:
        mining.add(chat)
    (proposal,) = mining.proposals(Bank([], words), words, ())
    assert (proposal.text, proposal.agents, proposal.last_at) == (WARM, 0, None)


def test_questions_are_those_that_tell_the_phrase_from_others() -> None:
    warm = [(f"{what}，冬天零下能穿吗", WARM) for what in ("您好", "在不在", "亲", "老板", "请问", "客服")]
    wash = [(f"{what}，可以放洗衣机洗吗", "羽绒服要送干洗店洗才不会跑绒") for what in ("您好", "在不在", "亲", "老板")]
    questions = {proposal.text: proposal.questions for proposal in mined(*warm, *wash)}
    assert questions[WARM]
    assert all("零下" in question for question in questions[WARM])


def test_intents_and_group_come_from_the_like_of_it_in_the_bank() -> None:
    (proposal,) = mined(*[("什么时候发货呀", "当天付款咱们当天就安排发货")] * 3)
    assert (proposal.group, proposal.intents) == ("快递", ("ask_ship_time",))


def test_a_classifier_is_asked_where_there_is_one() -> None:
    talks = [(f"{what}冬天零下能穿吗", WARM) for what in ("这件", "那件", "蓝色")]
    (proposal,) = mined(*talks, classify=lambda _: {"ask_product": 0.8, "ask_size": 0.1})
    assert proposal.intents == ("ask_product",)


def test_what_the_bank_nearly_says_is_linked_to_it() -> None:
    (proposal,) = mined(*[("何时发", "亲，今天付款的今天发货哦")] * 3)
    assert proposal.phrase_id == "ship"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("好的", "short"),
        ("嗯嗯是的呢", "short"),
        ("快递员电话是138****5678请您联系", "private"),
        ("已经退款[金额x]到您的账户", "private"),
        ("请联系收货人[姓名x]确认一下", "private"),
        ("包裹会送到幸福路18号院3单元502", "private"),
        ("洗涤方法的详情请看https://shop.example/help?token=1", "private"),
        ("您要是不信就滚开吧", "rude"),
        ("顾客通过商品详情页发送了链接", "notice"),
        ("对不起，您的等待人数还有3位", "notice"),
        ("咨询订单号：见下方 订单金额：见下方", "notice"),
        ("的话可以联系一下快递员", "fragment"),
        ("如果您还是觉得不合适的话", "fragment"),
        ("收货人电话", "fragment"),
        ("这个不会掉色的", "hanging"),
        ("预计是明天送到的", "hanging"),
        ("咱" * 431, "long"),
    ],
)
def test_never_proposed(text: str, why: str) -> None:
    assert unfit(text, RUDE) == why


@pytest.mark.parametrize(
    "text",
    [
        "您好，欢迎光临，请问想看看什么呢",
        "咱们支持7天无理由退换，吊牌别剪就好",
        "您的订单尾号{order_tail}已经发出",
        "垃圾袋是加厚款，不容易破",
        "如果您着急穿，可以选加急发货",
    ],
)
def test_may_be_proposed(text: str) -> None:
    assert unfit(text, RUDE) is None


def test_an_amount_that_is_always_the_same_is_the_shops_own() -> None:
    text = "店铺满99元送一双袜子"
    assert unfit(text, RUDE, fixed=True) is None
    assert unfit(text, RUDE) == "private"


def test_the_rarer_a_reply_the_longer_it_has_to_be() -> None:
    assert not worth_it("袜子有三色", 3, least=3)
    assert worth_it("袜子有三色", 20, least=3)
    assert worth_it("袜子有三种颜色可以选择", 3, least=3)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("好的亲  ，马上为您看~~#E-s14", "好的亲，马上为您看~"),
        ("您好,在的  请问看哪款?", "您好，在的，请问看哪款？"),
        ("满99,送袜子", "满99,送袜子"),
        ("点击 我的-&gt;客服", "点击，我的->客服"),
        ("放心 的哦,,今天发。。", "放心的哦，今天发。"),
    ],
)
def test_wordings_are_tidied(sent: str, kept: str) -> None:
    assert tidy(sent) == kept


@pytest.mark.parametrize(
    ("sent", "wording"),
    [
        ("您的订单尾号[订单x]已发出", "您的订单尾号{order_tail}已发出"),
        ("尾号****4415的包裹", "尾号{order_tail}的包裹"),
        ("欢迎光临[组织机构x]旗舰店！", "欢迎光临{shop_name}！"),
        ("客服[姓名x]为您服务", "客服{agent_name}为您服务"),
        ("全场满59元包邮", "全场满{free_from}包邮"),
        ("退您[金额x]", "退您[金额x]"),
    ],
)
def test_only_a_sure_slot_becomes_a_variable(sent: str, wording: str) -> None:
    assert with_variables(sent) == wording


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("小妹这边帮您查询一下", "这边为您查询一下", True),
        ("这边帮您通知站点核实", "这边帮您通知站点拦截", False),
        ("现在可以帮您取消订单", "现在不可以帮您取消订单", False),
        ("请问有什么可以帮您", "请问还有什么可以帮您", False),
        ("非常抱歉久等了", "非常感谢久等了", False),
    ],
)
def test_only_the_manner_may_differ(one: str, other: str, same: bool) -> None:
    assert differs_in_manner(normal_form(one), normal_form(other), 0.85) is same


@given(st.dictionaries(st.text("今天发货明后寄出包裹", min_size=2, max_size=8), st.integers(1, 9), max_size=12))
def test_every_form_is_in_one_cluster_at_most_and_counts_once(counts: dict[str, int]) -> None:
    found = clusters(counts, least=1)
    forms = [form for cluster in found for form in cluster.forms]
    assert len(forms) == len(set(forms))
    assert all(cluster.count == sum(counts[form] for form in cluster.forms) for cluster in found)


@given(st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), max_size=200), st.integers(2, 6))
def test_a_tally_forgets_nothing_frequent(sent: list[str], kept: int) -> None:
    tally = Tally(kept)
    for form in sent:
        tally.add({form})
    assert len(tally.counts) <= kept
    for form in set(sent):
        times = sent.count(form)
        assert form in tally.counts or times <= tally.forgotten
        assert times <= tally.counts.get(form, times) <= times + tally.forgotten


@given(st.lists(st.sampled_from(["今天发货", "今日发货", "今天退货", "尺码偏大", "{hello}"]), min_size=1, max_size=30))
def test_titles_and_shortcodes_are_nobody_elses(wordings: list[str]) -> None:
    naming = Naming(wordings, words, {"发货时间"}, {"jtfh"})
    titles = [naming.title(wording) for wording in wordings]
    codes = [code for code in map(naming.shortcode, titles) if code]
    assert len(set(titles)) == len(titles)
    assert len(set(codes)) == len(codes)
    assert "jtfh" not in codes
    assert all(len(code) <= 4 and code.isascii() and code.isalnum() for code in codes)
