"""The buyer intents as `intents.yml` lists them: what a line can want, and who deals with it first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROUTES = ("human", "collect", "bot")
"""Who deals with a message first, the one that a person must act on before the others."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class TaxonomyError(ValueError):
    """`intents.yml` cannot be used; the message names the row and what was expected."""


@dataclass(frozen=True)
class Intent:
    """One thing that a buyer can want."""

    name: str
    zh: str
    route: str
    question: str
    """What a button says when the bot has to ask which of two things was meant, in the buyer's words."""


def load_intents(path: Path) -> tuple[Intent, ...]:
    """Read the list, in its own order. Raises TaxonomyError naming the row that does not fit, OSError if unreadable."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise TaxonomyError(f"{path}: not YAML: {error}") from None
    if not isinstance(rows, list) or not rows:
        raise TaxonomyError(f"{path}: expected a list of intents, each with name, zh, route and question")
    intents = tuple(_intent(path, number, row) for number, row in enumerate(rows, start=1))
    _refuse_duplicates(path, [intent.name for intent in intents])
    return intents


def routes_of(intents: Sequence[Intent]) -> dict[str, str]:
    """Intent name → route."""
    return {intent.name: intent.route for intent in intents}


def _intent(path: Path, number: int, row: Any) -> Intent:
    where = f"{path}: intent {number}"
    if not isinstance(row, dict):
        raise TaxonomyError(f"{where}: expected a mapping with name, zh, route and question")
    for field in ("name", "zh", "route"):
        if not isinstance(row.get(field), str) or not row[field]:
            raise TaxonomyError(f"{where}: {field} must be a text")
    if not _NAME.fullmatch(row["name"]):
        raise TaxonomyError(f"{where}: name {row['name']!r} may hold small letters, digits and _ only")
    if row["route"] not in ROUTES:
        raise TaxonomyError(f"{where}: route {row['route']!r} is none of {', '.join(ROUTES)}")
    question = row.get("question", row["zh"])
    if not isinstance(question, str) or not question:
        raise TaxonomyError(f"{where}: question must be a text")
    return Intent(row["name"], row["zh"], row["route"], question)


def _refuse_duplicates(path: Path, names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise TaxonomyError(f"{path}: intent {name!r} is listed twice")
        seen.add(name)
