"""The bot's programs, run in its own environment: training and measuring."""

import os
from collections.abc import Mapping
from pathlib import Path

from assist_api.refusal import Refused
from assist_api.settings import CHECKOUT, Settings
from assist_api.setup.commands import run
from assist_api.setup.progress import working_on
from assist_api.supervisor.parts import BOT_PYTHON, QUIET

BOT = CHECKOUT / "bot"


def fit_model(settings: Settings) -> Path:
    """The model that fits the present data, trained now if there is none; remembered for the next start."""
    settings.models.mkdir(parents=True, exist_ok=True)
    command = [
        *(str(BOT_PYTHON), "-m", "components.train"),
        *("--models", str(settings.models.resolve()), "--data", str(settings.data.resolve())),
    ]
    with working_on("Fitting the bot to the training data") as tell:
        said = run(command, BOT, _environment(settings), "Training the bot", tell)
    model = Path(said.strip().splitlines()[-1])
    _memory(settings).write_text(f"{model}\n", encoding="utf-8")
    return model


def present_model(settings: Settings) -> Path:
    """The model the last setup or training chose; raises `Refused` when there is none."""
    try:
        model = Path(_memory(settings).read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        model = Path()
    if not model.is_file():
        raise Refused("The bot is not trained yet: run 'make setup' (or './xiaoer bot train').")
    return model


def evaluate(settings: Settings, examples: Path) -> str:
    """Measure the present model on a file of `intent<TAB>also<TAB>text` lines; a JSON document."""
    if not examples.is_file():
        raise Refused(f"There is no file {examples}.")
    command = [
        *(str(BOT_PYTHON), "-m", "components.evaluate"),
        *("--model", str(present_model(settings)), str(examples.resolve())),
    ]
    with working_on("Asking the bot") as tell:
        return run(command, BOT, _environment(settings), "Measuring the bot", tell)


def _environment(settings: Settings) -> Mapping[str, str]:
    return (
        os.environ
        | QUIET
        | {
            "XIAOER_DATA": str(settings.data.resolve()),
            "XIAOER_LEXICON": str(settings.lexicon.resolve()),
            "XIAOER_CATALOGUE": str(settings.catalogue.resolve()),
        }
    )


def _memory(settings: Settings) -> Path:
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings.home / "bot-model.txt"
