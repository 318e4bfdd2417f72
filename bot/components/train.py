"""Trains the bot if no model fits the present data: `python -m components.train --models ../models --data ../data`.

Progress goes to stderr; the last line on stdout is the model's path. Exit 0 done, 1 bad data or Rasa failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import zh_text
from components.domain_from_phrases import GENERATED, PhraseError, write_domain
from components.fingerprint import files_below, hash_of_files
from components.places import BOT, data_folder
from components.taxonomy import TaxonomyError

FINGERPRINT_LENGTH = 16
"""Hexadecimal digits in a model's name; enough that two states of the data never meet."""

ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # The regression's matrices are thin: threads wait for one another more than they work.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class TrainingFailed(RuntimeError):
    """Rasa ended without a model; what it said is on stderr."""


def training_inputs(data: Path) -> Iterator[Path]:
    """Every file that decides what the model becomes."""
    yield data / "intents.yml"
    for folder in ("nlu", "rules", "stories", "phrases"):
        yield from files_below(data / folder, ".yml", ".yaml")
    yield from (path for path in sorted((data / "lexicon").rglob("*")) if path.is_file())
    yield BOT / "config.yml"
    yield from (path for path in files_below(BOT / "domain", ".yml") if GENERATED not in path.parents)
    yield from files_below(BOT / "components", ".py")
    yield from files_below(Path(zh_text.__file__).parent, ".py")
    yield BOT / "uv.lock"


def fingerprint(data: Path) -> str:
    """Hash of all inputs: the same inputs make the same model."""
    return hash_of_files(training_inputs(data))[:FINGERPRINT_LENGTH]


def model_path(models: Path, data: Path) -> Path:
    """Where the model of the present data lies or will lie."""
    return models / f"bot-{fingerprint(data)}.tar.gz"


def train(models: Path, data: Path) -> Path:
    """Train unless the model is there already. Raises PhraseError, TaxonomyError, OSError, TrainingFailed."""
    write_domain(data)
    target = model_path(models, data)
    if target.is_file():
        print(f"The model fits the data: {target.name}", file=sys.stderr)
        return target
    models.mkdir(parents=True, exist_ok=True)
    # Under another name first, so that a training that is broken off leaves nothing that looks finished.
    unfinished = f"unfinished-{os.getpid()}"
    try:
        _run_rasa(models, data, unfinished)
        (models / f"{unfinished}.tar.gz").replace(target)
    finally:
        (models / f"{unfinished}.tar.gz").unlink(missing_ok=True)
    return target


def _run_rasa(models: Path, data: Path, name: str) -> None:
    command = [sys.executable, "-m", "rasa", "train", "--config", "config.yml", "--domain", "domain"]
    command += ["--data", str(data / "nlu"), str(data / "rules"), "--out", str(models), "--fixed-model-name", name]
    # --force: Rasa's cache below .rasa would save seconds, and is a second opinion on what has changed.
    # --skip-validation: it holds every phrase against the rules, though most are chosen by assist_api; tests validate.
    command += ["--force", "--skip-validation"]
    environment = {**os.environ, **ENVIRONMENT, "XIAOER_DATA": str(data)}
    result = subprocess.run(command, cwd=BOT, env=environment, stdout=sys.stderr, check=False)
    if result.returncode != 0 or not (models / f"{name}.tar.gz").is_file():
        raise TrainingFailed(f"rasa train ended with {result.returncode} and left no model")


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m components.train", description="train the bot if need be")
    parser.add_argument("--models", type=Path, default=BOT.parent / "models", help="folder for models")
    parser.add_argument("--data", type=Path, default=data_folder(), help="folder of intents, nlu, rules, phrases")
    options = parser.parse_args(arguments)
    try:
        path = train(options.models.resolve(), options.data.resolve())
    except (PhraseError, TaxonomyError, TrainingFailed, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
