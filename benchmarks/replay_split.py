"""Holds out talks to measure the recommender on: whole sessions, so that no session is both learned from and measured.

    .venv/bin/python -m benchmarks.replay_split FILE.jsonl... --out FOLDER [--share 0.2] [--seed 1]

Writes FOLDER/train.jsonl and FOLDER/test.jsonl, lines as they are, of files as `chats import` takes them. Rows without
roles are cuts of longer talks: rows that begin with the same 25 characters are one session, and so are talks of any
form that share two utterances in a row which hardly anybody else says.
"""

import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from assist_api.recommender.replay.sessions import OPENING

LEAST_SHARED = 12
"""Characters of two utterances in a row that tell a session."""
MOST_TALKS = 6
"""An utterance that stands in more talks is a phrase, not a trace of one session."""


def utterances(row: dict[str, object]) -> list[str]:
    turns = row.get("turns")
    if isinstance(turns, list):
        return [turn["text"] for turn in turns]
    return f"{row['context']},{row['reply']}".split(",")


def sessions(rows: Sequence[dict[str, object]]) -> list[list[int]]:
    """Places of the rows, one list a session, in the order of their first rows."""
    session = list(range(len(rows)))
    first: dict[str, int] = {}
    for place, keys in enumerate(_keys(rows)):
        for key in keys:
            _join(session, place, first.setdefault(key, place))
    grouped: defaultdict[int, list[int]] = defaultdict(list)
    for place in range(len(rows)):
        grouped[_root(session, place)].append(place)
    return list(grouped.values())


def _keys(rows: Sequence[dict[str, object]]) -> Iterator[Iterable[str]]:
    """What a row has in common with the others of its session."""
    talks = [utterances(row) for row in rows]
    said_in = Counter(utterance for talk in talks for utterance in set(talk))
    for row, talk in zip(rows, talks, strict=True):
        rare = (pair for pair in pairwise(talk) if max(said_in[pair[0]], said_in[pair[1]]) <= MOST_TALKS)
        shared = [f"pair {','.join(pair)}" for pair in rare if sum(map(len, pair)) >= LEAST_SHARED]
        yield [*shared, f"opening {str(row['context'])[:OPENING]}"] if "context" in row else shared


def _root(session: list[int], place: int) -> int:
    while session[place] != place:
        session[place] = session[session[place]]
        place = session[place]
    return place


def _join(session: list[int], one: int, other: int) -> None:
    one, other = sorted((_root(session, one), _root(session, other)))
    session[other] = one


def split(rows: Sequence[dict[str, object]], share: float, seed: int) -> tuple[list[int], list[int]]:
    """Places to learn from and places held out, each in the order of the files; `share` is of the sessions."""
    every = sessions(rows)
    random.Random(seed).shuffle(every)
    cut = round(len(every) * share)
    held, kept = every[:cut], every[cut:]
    return sorted(place for group in kept for place in group), sorted(place for group in held for place in group)


def main(
    files: list[Path],
    out: Annotated[Path, typer.Option(help="Folder for train.jsonl and test.jsonl; made if it is not there.")],
    share: Annotated[float, typer.Option(min=0.0, max=1.0, help="Of the sessions, to hold out.")] = 0.2,
    seed: int = 1,
) -> None:
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    kept, held = split([json.loads(line) for line in lines], share, seed)
    out.mkdir(parents=True, exist_ok=True)
    for name, places in (("train", kept), ("test", held)):
        (out / f"{name}.jsonl").write_text("".join(f"{lines[place]}\n" for place in places), encoding="utf-8")
    print(f"{len(kept)} talks to learn from, {len(held)} held out, in {out}", file=sys.stderr)


if __name__ == "__main__":
    typer.run(main)
