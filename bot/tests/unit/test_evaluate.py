from __future__ import annotations

from pathlib import Path

import pytest

from components.evaluate import LabelError, Reading, measure, read_labelled

ROUTES = {"haggle": "human", "ask_price": "bot", "request_return": "collect"}
LINES = "haggle\t-\t便宜点\nask_price\thaggle|request_return\t贵不贵\nrequest_return\t|ask_price\t退了吧\n"


def labelled_file(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "labelled.tsv"
    file.write_text(text, encoding="utf-8")
    return file


def test_before_the_bar_counts_strictly_after_it_leniently(tmp_path: Path) -> None:
    lines = read_labelled(labelled_file(tmp_path, LINES), ROUTES)
    readings = [
        Reading("haggle", 0.9, "human"),
        Reading("haggle", 0.8, "human"),
        Reading("ask_price", 0.7, "bot"),
    ]

    report = measure(lines, readings, ROUTES)

    assert report["n"] == 3
    assert report["strict"] == pytest.approx(2 / 3, abs=1e-4)
    assert report["lenient"] == 1.0
    assert report["routes"]["human"] == {"precision": 1.0, "recall": 1.0, "n": 1}
    assert report["routes"]["collect"] == {"precision": None, "recall": 0.0, "n": 1}
    assert report["macro_f1"] == pytest.approx((2 / 3 + 0 + 0) / 3, abs=1e-4)
    assert report["curve"][-1] == {"coverage": 1.0, "precision": report["strict"], "threshold": 0.7}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("haggle\t便宜点", ":1: expected intent, also and text"), ("haggle\tx_y\t便宜点", ":1: x_y is no intent")],
)
def test_a_line_that_does_not_fit_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(LabelError, match=complaint):
        read_labelled(labelled_file(tmp_path, text), ROUTES)
