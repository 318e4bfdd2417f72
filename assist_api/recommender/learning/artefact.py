"""A trained model in a folder: arrays as .npy without pickle, everything else as JSON."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.features import Space
from assist_api.recommender.learning.confidence import Confidence, Point, Scale
from assist_api.recommender.learning.linear import Answerable, Vectors
from assist_api.recommender.learning.roles import RoleGuess
from assist_api.recommender.learning.space import TalkSpace
from assist_api.recommender.learning.talks import TalkModel
from assist_api.recommender.learning.trained import Trained

FORMAT = 1


class Damaged(Exception):
    """The folder holds no whole model of this format; the message says what is wrong."""


def save(folder: Path, trained: Trained) -> None:
    """Into an existing, empty folder."""
    _save_model(folder / "model", trained.model)
    _save_model(folder / "measured", trained.measured)
    _write(
        folder / "trained.json",
        {
            "format": FORMAT,
            "own": _scale_as_json(trained.own),
            "own_weight": trained.own_weight,
            "unsent_own": _scale_as_json(trained.unsent_own),
            "of_set": _scale_as_json(trained.confidence.of_set),
            "of_phrase": _scale_as_json(trained.confidence.of_phrase),
            "curve": [asdict(point) for point in trained.confidence.curve],
            "figures": dict(trained.figures),
        },
    )


def load(folder: Path) -> Trained:
    """Raises `Damaged` for anything that `save` has not written."""
    try:
        told = _read(folder / "trained.json")
        if told["format"] != FORMAT:
            raise Damaged(f"{folder.name}: format {told['format']}, expected {FORMAT}")
        return Trained(
            model=_load_model(folder / "model"),
            measured=_load_model(folder / "measured"),
            own=_scale(told["own"]),
            own_weight=float(told["own_weight"]),
            unsent_own=_scale(told["unsent_own"]),
            confidence=Confidence(
                _scale(told["of_set"]), _scale(told["of_phrase"]), [Point(**point) for point in told["curve"]]
            ),
            figures=told["figures"],
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise Damaged(f"{folder.name}: {error}") from error


def _save_model(folder: Path, model: TalkModel) -> None:
    folder.mkdir()
    _array(folder / "classes", model.vectors.classes)
    _array(folder / "weights", model.vectors.weights)
    _array(folder / "bias", model.vectors.bias)
    if model.answerable is not None:
        _array(folder / "answerable", model.answerable.weights)
    for number, space in enumerate(model.space.spaces.values()):
        _array(folder / f"idf{number}", space.idf)
    _write(
        folder / "model.json",
        {
            "phrases": list(model.phrases),
            "known": sorted(model.known),
            "guess": {"bias": model.guess.bias, "odds": dict(model.guess.odds), "said": sorted(model.guess.said)},
            "answerable_bias": model.answerable.bias if model.answerable else None,
            "spaces": [{"kind": kind, "words": space.words.tolist()} for kind, space in model.space.spaces.items()],
        },
    )


def _load_model(folder: Path) -> TalkModel:
    told = _read(folder / "model.json")
    guess = told["guess"]
    spaces = {
        one["kind"]: Space.of(one["words"], _read_array(folder / f"idf{number}"))
        for number, one in enumerate(told["spaces"])
    }
    answerable = None
    if told["answerable_bias"] is not None:
        answerable = Answerable(_read_array(folder / "answerable"), float(told["answerable_bias"]))
    model = TalkModel(
        phrases=told["phrases"],
        known=frozenset(told["known"]),
        guess=RoleGuess(float(guess["bias"]), guess["odds"], frozenset(guess["said"])),
        space=TalkSpace(spaces),
        vectors=Vectors(*(_read_array(folder / name) for name in ("classes", "weights", "bias"))),
        answerable=answerable,
    )
    if model.vectors.weights.shape != (model.space.width, len(model.vectors.classes)):
        raise Damaged(f"{folder}: the vectors do not fit the space")
    return model


def _scale_as_json(scale: Scale) -> dict[str, list[float]]:
    return {"scores": scale.scores.tolist(), "probabilities": scale.probabilities.tolist()}


def _scale(told: dict[str, list[float]]) -> Scale:
    return Scale(np.array(told["scores"], dtype=np.float64), np.array(told["probabilities"], dtype=np.float64))


def _array(path: Path, values: NDArray[Any]) -> None:
    np.save(path.with_suffix(".npy"), values, allow_pickle=False)


def _read_array(path: Path) -> NDArray[Any]:
    return np.asarray(np.load(path.with_suffix(".npy"), allow_pickle=False))


def _write(path: Path, told: object) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
