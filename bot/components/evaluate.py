"""Measures a trained model on labelled lines: `python -m components.evaluate --model MODEL FILE.tsv`, JSON on stdout.

A line is `intent<TAB>also<TAB>text`; `also` is `-` or `a,b|c,d`: what counts as right too, and after the bar what the
lenient score accepts besides. A closer look at single intents is Rasa's own `rasa test nlu`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from components.places import BOT, data_folder
from components.taxonomy import ROUTES, load_intents, routes_of

COVERAGES = tuple(step / 20 for step in range(1, 21))
"""Shares of all lines, the surest first, at which the curve is read."""


class LabelError(ValueError):
    """A line of the file is not as it should be; the message names it."""


@dataclass(frozen=True)
class Labelled:
    """A line with what it means."""

    intent: str
    right: frozenset[str]
    accepted: frozenset[str]
    text: str


@dataclass(frozen=True)
class Reading:
    """What the model made of a line."""

    intent: str
    confidence: float
    route: str


def read_labelled(path: Path, known: Iterable[str]) -> list[Labelled]:
    """Read the file. Raises LabelError naming line and field, OSError if it cannot be read."""
    names = set(known)
    rows = path.read_text(encoding="utf-8").splitlines()
    return [_labelled(row, f"{path}:{number}", names) for number, row in enumerate(rows, start=1) if row.strip()]


def measure(labelled: Sequence[Labelled], readings: Sequence[Reading], routes: Mapping[str, str]) -> dict[str, Any]:
    """The report: accuracies, macro-F1 with supports, routes, and precision over coverage."""
    right = [reading.intent in line.right for line, reading in zip(labelled, readings, strict=True)]
    lenient = [reading.intent in line.accepted for line, reading in zip(labelled, readings, strict=True)]
    return {
        "n": len(labelled),
        "strict": _share(right),
        "lenient": _share(lenient),
        "macro_f1": _macro_f1(labelled, readings),
        "supports": {name: sum(line.intent == name for line in labelled) for name in routes},
        "routes": {route: _route_report(route, labelled, readings, routes) for route in ROUTES},
        "curve": list(_curve(readings, right)),
    }


def _labelled(row: str, where: str, names: set[str]) -> Labelled:
    fields = row.split("\t")
    if len(fields) != 3:
        raise LabelError(f"{where}: expected intent, also and text with tabs between, found {len(fields)} fields")
    intent, also, text = fields
    before, _, after = ("" if also == "-" else also).partition("|")
    right = {intent, *filter(None, before.split(","))}
    accepted = right | {*filter(None, after.split(","))}
    if unknown := accepted - names:
        raise LabelError(f"{where}: {', '.join(sorted(unknown))} is no intent of intents.yml")
    return Labelled(intent, frozenset(right), frozenset(accepted), text)


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0


def _macro_f1(labelled: Sequence[Labelled], readings: Sequence[Reading]) -> float:
    names = sorted({line.intent for line in labelled})
    return round(sum(_f1(name, labelled, readings) for name in names) / len(names), 4) if names else 0.0


def _f1(name: str, labelled: Sequence[Labelled], readings: Sequence[Reading]) -> float:
    hits = sum(line.intent == name == reading.intent for line, reading in zip(labelled, readings, strict=True))
    given = sum(line.intent == name for line in labelled)
    guessed = sum(reading.intent == name for reading in readings)
    return 2 * hits / (given + guessed) if given + guessed else 0.0


def _route_report(
    route: str, labelled: Sequence[Labelled], readings: Sequence[Reading], routes: Mapping[str, str]
) -> dict[str, Any]:
    given = [route in {routes[name] for name in line.right} for line in labelled]
    main = [routes[line.intent] == route for line in labelled]
    chosen = [reading.route == route for reading in readings]
    hits = sum(g and c for g, c in zip(given, chosen, strict=True))
    found = sum(m and c for m, c in zip(main, chosen, strict=True))
    return {
        "precision": round(hits / sum(chosen), 4) if any(chosen) else None,
        "recall": round(found / sum(main), 4) if any(main) else None,
        "n": sum(main),
    }


def _curve(readings: Sequence[Reading], right: Sequence[bool]) -> Iterable[dict[str, float]]:
    surest = sorted(zip(readings, right, strict=True), key=lambda pair: -pair[0].confidence)
    for coverage in COVERAGES:
        taken = surest[: round(coverage * len(surest))]
        if taken:
            yield {
                "coverage": coverage,
                "precision": _share([hit for _, hit in taken]),
                "threshold": round(taken[-1][0].confidence, 4),
            }


def read_with_model(model: Path, texts: Sequence[str]) -> list[Reading]:
    """Load the model and read every line by itself."""
    from rasa.core.agent import load_agent  # importing Rasa takes seconds, bad arguments should not wait for it
    from rasa.utils.log_utils import configure_structlog

    from components.turns import TurnTaker

    configure_structlog(logging.WARNING)  # else Rasa prints every line that it reads on stdout

    async def read() -> list[Reading]:
        taker = TurnTaker(await load_agent(str(model)))
        understood = [await taker.understand(text) for text in texts]
        return [Reading(one.intent, one.confidence, one.route) for one in understood]

    return asyncio.run(read())


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 done, 1 the file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m components.evaluate", description="measure a model")
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=data_folder())
    options = parser.parse_args(arguments)
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    file, model = options.file.resolve(), options.model.resolve()
    try:
        routes = routes_of(load_intents(options.data / "intents.yml"))
        labelled = read_labelled(file, routes)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    os.chdir(BOT)
    readings = read_with_model(model, [line.text for line in labelled])
    print(json.dumps(measure(labelled, readings, routes), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
