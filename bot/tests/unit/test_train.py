from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from components.places import CHECKOUT
from components.train import fingerprint, model_path, train


@pytest.fixture
def data(tmp_path: Path) -> Path:
    target = tmp_path / "data"
    shutil.copytree(CHECKOUT / "data", target)
    return target


def test_the_same_data_elsewhere_makes_the_same_model(data: Path) -> None:
    assert fingerprint(data) == fingerprint(CHECKOUT / "data")


@pytest.mark.parametrize(
    "file", ["intents.yml", "nlu/size.yml", "rules/skills.yml", "phrases/bot.yml", "lexicon/words.txt"]
)
def test_every_input_changes_the_models_name(data: Path, file: str) -> None:
    before = fingerprint(data)

    with (data / file).open("a", encoding="utf-8") as changed:
        changed.write("\n# changed\n")

    assert fingerprint(data) != before


def test_a_model_that_fits_is_not_trained_again(data: Path, tmp_path: Path) -> None:
    ready = model_path(tmp_path, data)
    ready.write_bytes(b"a model")

    assert train(tmp_path, data) == ready
    assert ready.read_bytes() == b"a model"
