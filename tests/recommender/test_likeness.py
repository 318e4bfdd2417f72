"""How like two questions are."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.phrases.files.bank import read_starters
from assist_api.recommender.likeness import AskedQuestions, Weights, content

CHECKOUT = Path(__file__).resolve().parents[2]
LINES = st.text(st.sampled_from("这个杯子能放洗碗机吗微波炉里烘干开衫？ ab1"), max_size=20)
ALIKE, SAME = 0.75, 0.85


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights(question for one in read_starters(CHECKOUT / "data" / "phrases") for question in one.questions)


def likeness(weights: Weights, question: str, line: str) -> float:
    found = AskedQuestions([("p", question)], weights).matches(line, 0.0)
    return found[0].likeness if found else 0.0


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("这件开衫能放进烘干机吗", "这件开衫能放进烘干机吗？"),
        ("瑜伽裤可以穿去游泳吗", "这条瑜伽裤能下水游泳穿吗"),
        ("旧衣服你们回收吗", "请问有旧衣回收服务吗"),
        ("你们招不招代理", "请问招代理吗"),
    ],
)
def test_the_frame_of_a_question_does_not_count(weights: Weights, question: str, line: str) -> None:
    assert likeness(weights, question, line) >= SAME


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("大衣的备用扣子在哪里", "大衣的吊牌在哪里"),
        ("你们实体店在哪里", "你们仓库在哪里"),
        ("这件开衫能放进烘干机吗", "这件开衫多少钱"),
        ("羽绒服能压缩进真空袋收纳吗", "羽绒服"),
        ("这个杯子能放洗碗机吗", "能放吗"),
    ],
)
def test_another_question_about_the_same_thing_is_not_alike(weights: Weights, question: str, line: str) -> None:
    assert likeness(weights, question, line) < ALIKE


def test_a_line_that_is_frame_alone_keeps_its_characters() -> None:
    assert content("可以吗？") == "可以吗"


def test_each_phrase_comes_once_by_its_nearest_question(weights: Weights) -> None:
    book = AskedQuestions([("p", "能放烘干机吗"), ("p", "可以用烘干机烘不"), ("q", "有烘干机卖吗")], weights)
    found = book.matches("能放烘干机吗", 0.0)
    assert [match.key for match in found] == ["p", "q"]
    assert (found[0].question, found[0].likeness) == ("能放烘干机吗", 1.0)


def test_the_thresholds_hold_on_the_written_cases(weights: Weights) -> None:
    """The figures beside the thresholds in flows/answering/taught.py."""
    with (CHECKOUT / "benchmarks" / "teaching" / "cases.tsv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file, delimiter="\t"))
    again = [likeness(weights, case["question"], case[name]) for case in cases for name in ("again", "third")]
    others = [likeness(weights, case["question"], case["other"]) for case in cases]
    assert sum(value >= ALIKE for value in again) >= 0.45 * len(again)
    assert sum(value >= ALIKE for value in others) <= 0.15 * len(others)
    assert sum(value >= SAME for value in others) <= 0.03 * len(others)


@given(LINES)
def test_a_question_is_most_like_itself(line: str) -> None:
    found = AskedQuestions([("p", line), ("q", "有没有赠品")], Weights(["有没有赠品", "能便宜吗"])).matches(line, 0.0)
    assert not found or found[0].likeness == pytest.approx(1.0)


@given(LINES, LINES)
def test_likeness_lies_between_nothing_and_one(question: str, line: str) -> None:
    assert 0.0 <= likeness(Weights(["能便宜吗"]), question, line) <= 1.0
