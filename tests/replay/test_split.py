import json
from pathlib import Path

import pytest

from benchmarks.replay_split import main, sessions, split


def pair(context: str, reply: str) -> dict[str, object]:
    return {"id": "x", "context": context, "reply": reply}


def talk(*texts: str) -> dict[str, object]:
    return {"id": "x", "turns": [{"role": "buyer", "text": text} for text in texts]}


BEGIN = "昨天买的电饭煲到现在也没有看到物流动过,能查一下吗"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([pair(BEGIN, "这就看看"), pair(f"{BEGIN},这就看看,多久", "两天"), pair("在吗", "在的")], [[0, 1], [2]]),
        # A later cut begins elsewhere, and the whole talk has roles; both share two utterances that nobody else says.
        ([pair("锅盖少了一个,包装里只有锅身", "给您补"), pair("好,锅盖少了一个,包装里只有锅身", "嗯")], [[0, 1]]),
        ([pair("锅盖少了一个,包装里只有锅身", "给您补"), talk("锅盖少了一个", "包装里只有锅身")], [[0, 1]]),
        ([talk("锅盖少了一个", "好"), talk("锅盖少了一个", "行")], [[0], [1]]),
        ([talk("您好，请问有什么可以帮您", "我想查一下快递")] * 7, [[place] for place in range(7)]),
    ],
)
def test_rows_of_one_session_stay_together(rows: list[dict[str, object]], found: list[list[int]]) -> None:
    assert sessions(rows) == found


def test_the_same_seed_holds_out_the_same_sessions() -> None:
    rows = [talk(f"问题{place}的前半句", f"问题{place}的后半句") for place in range(50)]
    kept, held = split(rows, 0.2, seed=3)
    assert (kept, held) == split(rows, 0.2, seed=3)
    assert sorted([*kept, *held]) == list(range(50))
    assert len(held) == 10
    assert held != split(rows, 0.2, seed=4)[1]


def test_lines_are_written_as_they_are(tmp_path: Path) -> None:
    lines = [json.dumps(talk(f"第{place}段", "好"), ensure_ascii=False, indent=None) for place in range(10)]
    (tmp_path / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    main([tmp_path / "all.jsonl"], tmp_path / "out", share=0.3, seed=1)
    written = [
        (tmp_path / "out" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() for name in ("train", "test")
    ]
    assert [len(part) for part in written] == [7, 3]
    assert sorted([*written[0], *written[1]]) == sorted(lines)
