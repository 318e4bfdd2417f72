import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.artefact import Damaged, load, save
from assist_api.recommender.learning.training import scores_on
from tests.recommender.learning.history import PHRASES, memory, past, trained


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(tmp_path, trained())
    return tmp_path


def test_what_was_kept_scores_exactly_as_before(folder: Path) -> None:
    before, after = trained(), load(folder)
    index = PhraseIndex(PHRASES, memory())
    one, other = (scores_on(model, index, past(), memory()) for model in (before, after))
    assert (one == other).all()
    assert after.figures == before.figures
    assert list(after.confidence.curve) == list(before.confidence.curve)
    assert after.model.guess == before.model.guess
    assert after.model.known == before.model.known


def test_nothing_in_it_can_run_code(folder: Path) -> None:
    for path in folder.rglob("*.npy"):
        np.load(path, allow_pickle=False)
    assert {path.suffix for path in folder.rglob("*") if path.is_file()} == {".npy", ".json"}


def _of_another_format(folder: Path) -> None:
    told = json.loads((folder / "trained.json").read_text(encoding="utf-8"))
    (folder / "trained.json").write_text(json.dumps(told | {"format": 99}), encoding="utf-8")


def _fewer_columns(folder: Path) -> None:
    weights = folder / "model" / "weights.npy"
    np.save(weights, np.load(weights)[:-1])


def _without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _cut(name: str) -> Callable[[Path], None]:
    def cut(folder: Path) -> None:
        (folder / name).write_bytes((folder / name).read_bytes()[:20])

    return cut


@pytest.mark.parametrize(
    "damage",
    [
        _without("trained.json"),
        _without("model/weights.npy"),
        _without("measured/model.json"),
        _cut("trained.json"),
        _cut("model/bias.npy"),
        _cut("measured/model.json"),
        _of_another_format,
        _fewer_columns,
    ],
)
def test_a_damaged_folder_says_so(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder)
    with pytest.raises(Damaged):
        load(folder)


def test_an_empty_folder_holds_no_model(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match=r"trained\.json"):
        load(tmp_path)
