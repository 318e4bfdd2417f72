"""Where the bot finds what it is trained on; the environment decides, the checkout is the default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

BOT = Path(__file__).resolve().parent.parent
CHECKOUT = BOT.parent


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of intents, examples, rules and phrases (`XIAOER_DATA`; default: the checkout's `data/`)."""
    return Path(environment.get("XIAOER_DATA") or CHECKOUT / "data")


def lexicon_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of the shop's words (`XIAOER_LEXICON`; default: `lexicon/` in the data folder)."""
    return Path(environment.get("XIAOER_LEXICON") or data_folder(environment) / "lexicon")


def catalogue_file(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The list of products that assist_api writes (`XIAOER_CATALOGUE`); None where the bot runs without a shop."""
    path = environment.get("XIAOER_CATALOGUE")
    return Path(path) if path else None
