"""Is the size right? Written cases, and what buyers say of their bodies in real chats.

    .venv/bin/python -m benchmarks.sizes [--wrong] [--lines FILE.jsonl ...]

Puts the lines of `benchmarks/sizes/cases.tsv` through the real entity finder and the real skill over the demo shop,
one after the other with what is remembered between them, and prints how the last one came out: right, asked (a question
in the place of an answer), handed over (a person in its place), or wrong. Exits 1 if anything is wrong. `--wrong`
lists all that is not right. Rasa takes no part: what a line means (`ask_size`) is taken as given.

With `--lines` each buyer's line in the chats (`.jsonl`: one object a line, `id`, `turns[{role, text}]`; `.tsv`: a
message in the last column) that tells a measure of a body is printed with what was read and advised on a product of the
demo shop, for a person to read.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from assist_api.database import Database
from assist_api.flows.answering.contract import Entity, SkillAnswer, SkillAsk
from assist_api.flows.answering.service import answer
from assist_api.rules.bra_sizes import read_bra_size
from assist_api.settings import Settings
from assist_api.shop import service as shop
from zh_text import Catalogue, EntityFinder, EntityKind, Lexicon
from zh_text import Entity as Found

CASES = Path(__file__).parent / "sizes" / "cases.tsv"
NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
CHINA = ZoneInfo("Asia/Shanghai")

Outcome = Literal["right", "asked", "handed over", "wrong"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

BODY: tuple[EntityKind, ...] = ("height", "weight", "bust", "waist", "hip", "foot")
TOLD = {
    "size_runs_unknown": "person",
    "size_garment_unknown": "person",
    "size_chart": "chart",
    "ask_product": "facts",
    "size_one_by_one": "one by one",
}
RUNS = {"偏小": "small", "标准": "true", "偏大": "large"}


@dataclass(frozen=True)
class Case:
    about: str
    products: list[str]
    """One for each line, the last one for all that follow."""
    lines: list[str]
    expected: str


@dataclass
class Talk:
    """A buyer's talk with the skill alone: the slots are kept as the bot keeps them."""

    database: Database
    finder: EntityFinder
    slots: dict[str, Any] = field(default_factory=dict)
    awaits: str | None = None

    async def say(self, text: str, product: str) -> tuple[list[Found], SkillAnswer]:
        found = self.finder.find(text, NOW.astimezone(CHINA), self.awaits)  # type: ignore[arg-type]
        self.slots["product"] = product
        for kind in {entity.kind for entity in found}:
            values = [entity.value for entity in found if entity.kind == kind]
            self.slots[kind] = values[0] if len(values) == 1 else values
        entities = [Entity(kind=entity.kind, value=entity.value, text=entity.text) for entity in found]
        known = {name: value for name, value in self.slots.items() if value is not None}
        ask = SkillAsk(conversation_id="c_sizes", text=text, entities=entities, slots=known)
        told = await answer("size_advice", ask, self.database, NOW)
        self.slots |= told.slots
        self.awaits = told.ask
        if told.ask:
            self.slots[told.ask] = None
        return found, told


def read_cases() -> Iterator[Case]:
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 4:
            raise SystemExit(f"{CASES}, line {number}: expected 4 columns, got {len(columns)}")
        about, products, lines, expected = columns
        yield Case(about, products.split("+"), lines.split(" / "), expected)


def outcome_of(told: SkillAnswer) -> str:
    """What the skill did, as the table of cases writes it."""
    if told.effects:
        return "person"
    for say in told.says:
        values = say.vars
        if say.phrase == "size_between":
            return f"{values['size']} > {values['other_size']}"
        if say.phrase in ("size_advice", "size_advice_remark", "size_not_that_one"):
            return values["size"]
        if say.phrase == "size_line":
            return f"line {values['size_line'].split('：')[0]}"
        if say.phrase == "size_runs":
            return f"runs {next(runs for word, runs in RUNS.items() if word in values['size_runs'])}"
        if say.phrase in TOLD:
            return TOLD[say.phrase]
    return f"ask {_asked(told)}" if told.ask else "nothing"


def _asked(told: SkillAnswer) -> str:
    say = told.says[0]
    if say.phrase == "size_ask_measures":
        names = {"下胸围": "underbust", "胸围": "bust", "腰围": "waist", "臀围": "hip", "脚长": "foot"}
        return ",".join(names[name] for name in say.vars["measures"].split("和"))
    return "height,weight" if say.phrase == "size_ask_body" else str(told.ask)


def judge(expected: str, got: str) -> Outcome:
    if got == expected:
        return "right"
    if got.startswith(("ask ", "one by one")):
        return "asked"
    return "handed over" if got == "person" else "wrong"


@asynccontextmanager
async def demo_shop() -> AsyncIterator[tuple[Database, EntityFinder]]:
    """The demo shop in a database of its own, and the finder that knows its products."""
    with tempfile.TemporaryDirectory(prefix="xiaoer-sizes-") as folder:
        settings = Settings(home=Path(folder))
        database = Database(settings.sqlalchemy_url)
        await database.create_all()
        await shop.load_demo(database, settings, lambda: NOW)
        finder = EntityFinder(
            Lexicon.load(settings.data / "lexicon"), Catalogue.load(settings.home / "catalogue.jsonl")
        )
        try:
            yield database, finder
        finally:
            await database.close()


async def run_cases(show_wrong: bool) -> bool:
    """Print the table; answers whether nothing was wrong."""
    table: dict[str, Counter[Outcome]] = {}
    async with demo_shop() as (database, finder):
        for case in read_cases():
            talk = Talk(database, finder)
            for number, line in enumerate(case.lines):
                _, told = await talk.say(line, case.products[min(number, len(case.products) - 1)])
            got = outcome_of(told)
            outcome = judge(case.expected, got)
            table.setdefault(case.about, Counter())[outcome] += 1
            if outcome == "wrong" or (show_wrong and outcome != "right"):
                print(f"{outcome}: {case.products[-1]} {' / '.join(case.lines)}: expected {case.expected}, got {got}")
    print_table(table)
    return not any(counts["wrong"] for counts in table.values())


def print_table(table: dict[str, Counter[Outcome]]) -> None:
    print(f"{'':<12}" + "".join(f"{outcome:>13}" for outcome in OUTCOMES))
    for about, counts in [*table.items(), ("all", sum(table.values(), Counter()))]:
        print(f"{about:<12}" + "".join(f"{counts[outcome]:>13}" for outcome in OUTCOMES))


async def run_lines(files: list[Path]) -> None:
    read = 0
    async with demo_shop() as (database, finder):
        for text in buyer_lines(files):
            found = [entity for entity in finder.find(text, NOW.astimezone(CHINA)) if tells_of_body(entity)]
            if not found:
                continue
            read += 1
            _, told = await Talk(database, finder).say(text, product_for(found))
            print(f"{text}\n    {'; '.join(say_found(entity) for entity in found)} → {outcome_of(told)}")
    print(f"{read} lines tell a measure of a body")


def buyer_lines(files: list[Path]) -> Iterator[str]:
    """Each once, in the order of the chats."""
    lines = (line for file in files for line in _lines_of(file))
    yield from dict.fromkeys(lines)


def _lines_of(file: Path) -> Iterator[str]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if file.suffix == ".tsv":
            yield line.split("\t")[-1]
        else:
            yield from (turn["text"] for turn in json.loads(line)["turns"] if turn["role"] == "buyer")


def tells_of_body(entity: Found) -> bool:
    return entity.kind in BODY or (entity.kind == "size" and read_bra_size(str(entity.value)) is not None)


def product_for(found: list[Found]) -> str:
    """A product of the demo shop whose chart has what the line tells."""
    kinds = {entity.kind for entity in found}
    if "foot" in kinds:
        return "p1045"
    if "size" in kinds or any(isinstance(entity.value, dict) and "part" in entity.value for entity in found):
        return "p1025"
    if kinds & {"waist", "hip"} and "bust" not in kinds:
        return "p1028"
    return "p1008"


def say_found(entity: Found) -> str:
    value = entity.value
    said = f"{value['value']}{value['unit']}" if isinstance(value, dict) and "unit" in value else value  # type: ignore[typeddict-item]
    return f"{entity.kind} {said} ({entity.text})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="list all cases that did not come out right")
    parser.add_argument("--lines", type=Path, nargs="+", metavar="FILE", help="chats to read instead of the cases")
    asked = parser.parse_args()
    if asked.lines:
        asyncio.run(run_lines(asked.lines))
        return
    sys.exit(not asyncio.run(run_cases(asked.wrong)))


if __name__ == "__main__":
    main()
