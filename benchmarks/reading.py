"""Real lines through a running system, written down for a person to read, and the reader's marks counted.

    .venv/bin/python -m benchmarks.reading ask FILE.jsonl... --url http://127.0.0.1:8000 -n 400 --seed 7 --out read.tsv
    .venv/bin/python -m benchmarks.reading count read.tsv

`ask` draws buyers' lines at random from past chats (`{id, turns: [{role, text}]}` a line), each written in a talk of
its own beside a product of the shop. The reader puts a mark into the first column:
`right` (a good agent could have said so), `asked` (a fitting question or choice instead of an answer), `person` (passed
on, as a person is needed), `needless` (passed on without need), `wrong` (misunderstood), `fact` (a wrong fact), `void`
(means nothing outside its talk).
"""

import csv
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.progress import track

from benchmarks.buyer import Buyer

MARKS = ("right", "asked", "person", "needless", "wrong", "fact", "void")
FIELDS = ("mark", "route", "intent", "confidence", "state", "text", "product", "said", "buttons")
LONGEST = 60

app = typer.Typer(help=__doc__, no_args_is_help=True)


def buyer_lines(files: list[Path]) -> list[str]:
    """Every different line of a buyer, 2 to 60 characters, in the order of the files."""
    found: dict[str, None] = {}
    for file in files:
        for row in file.read_text(encoding="utf-8").splitlines():
            for turn in json.loads(row)["turns"]:
                text = turn["text"].strip()
                if turn["role"] == "buyer" and 2 <= len(text) <= LONGEST:
                    found[text] = None
    return list(found)


@app.command()
def ask(
    files: list[Path],
    out: Annotated[Path, typer.Option(help="Where the table for the reader goes.")],
    url: str = "http://127.0.0.1:8000",
    count: Annotated[int, typer.Option("-n")] = 400,
    seed: int = 7,
) -> None:
    """Draw lines, write each to the running system, and keep what it understood and said."""
    chance = random.Random(seed)
    lines = chance.sample(buyer_lines(files), count)
    with httpx.Client(base_url=url, timeout=30) as http:
        products = [one["id"] for one in http.get("/api/v1/demo/shop").raise_for_status().json()["products"]]
        asked = [(line, chance.choice(products)) for line in lines]
        with ThreadPoolExecutor(max_workers=4) as pool:
            rows = pool.map(lambda one: _ask(http, *one), asked)
            told = list(track(rows, total=len(asked), description="asking", disable=not sys.stderr.isatty()))
    with out.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, FIELDS, delimiter="\t")
        table.writeheader()
        table.writerows(told)


def _ask(http: httpx.Client, line: str, product: str) -> dict[str, str]:
    buyer = Buyer.open(http, {"product_id": product})
    said = buyer.write(line)
    page = http.get("/api/v1/chat/messages", params={"after": 0}, headers={"Authorization": f"Bearer {buyer.token}"})
    meta = page.json()["messages"][0]["meta"]
    buttons = [one["title"] for message in said for one in (message.get("payload") or {}).get("buttons") or ()]
    return {
        "mark": "",
        "route": str(meta.get("route", "")),
        "intent": str(meta.get("intent", "")),
        "confidence": f"{meta.get('confidence', 0):.2f}",
        "state": buyer.state,
        "text": _one_line(line),
        "product": product,
        "said": _one_line(" ⏎ ".join(message["text"] for message in said)),
        "buttons": "、".join(buttons),
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


@app.command()
def count(file: Path) -> None:
    """Shares of the marks, of all read lines and by the route that the line took."""
    tables: dict[str, Counter[str]] = defaultdict(Counter)
    for number, row in _rows(file):
        mark = row["mark"].strip()
        if mark not in MARKS:
            raise typer.BadParameter(f"row {number}: mark: one of {', '.join(MARKS)} was expected, found {mark!r}")
        tables["all"][mark] += 1
        tables[row["route"]][mark] += 1
    for route, marks in tables.items():
        read = marks.total() - marks["void"]
        shares = "  ".join(f"{mark} {marks[mark]} ({marks[mark] / read:.3f})" for mark in MARKS[:-1] if read)
        typer.echo(f"{route:<8} n {read:<4} void {marks['void']:<3} {shares}")


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with file.open(encoding="utf-8", newline="") as source:
        yield from enumerate(csv.DictReader(source, delimiter="\t"), start=2)


if __name__ == "__main__":
    app()
