import pytest

from assist_api.rules.question import TurnRole, open_lines


@pytest.mark.parametrize(
    ("turns", "lines"),
    [
        ([], []),
        ([("buyer", "在吗")], ["在吗"]),
        ([("buyer", "在吗"), ("agent", "在的"), ("buyer", "这款"), ("buyer", "有黑色不")], ["这款", "有黑色不"]),
        ([("buyer", "有黑色不"), ("bot", "有的")], ["有黑色不"]),
        ([("buyer", "一"), ("agent", "二"), ("buyer", "三"), ("agent", "四"), ("bot", "五")], ["三"]),
        ([("buyer", "有货吗"), ("buyer", "  ")], ["有货吗"]),
        ([("agent", "您好")], []),
        ([("buyer", str(n)) for n in range(9)], ["3", "4", "5", "6", "7", "8"]),
    ],
)
def test_the_question_is_the_buyers_last_run_of_lines(turns: list[tuple[TurnRole, str]], lines: list[str]) -> None:
    assert open_lines(turns) == lines
