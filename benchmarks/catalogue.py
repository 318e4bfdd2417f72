"""What a big catalogue costs the bot: loading it, memory, and one line: `python -m benchmarks.catalogue`.

Product names are put together at random from syllables and kinds of goods (they only have to be as many and as alike as
a shop's own). The same lines are read with and without the catalogue in turns, so that both meet the same machine.
"""

import argparse
import json
import random
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import quantiles
from time import perf_counter

from assist_api.settings import CHECKOUT
from zh_text import Catalogue, EntityFinder, Lexicon

_SYLLABLES = "云朵棉麻晨光山茶雾里青禾木兰暖绒轻羽海盐白桃竹纹"
_GOODS = ("无痕内衣", "连衣裙", "打底衫", "阔腿裤", "保温杯", "蓝牙耳机", "床垫", "婴儿湿巾", "茶具", "坚果礼盒")
_LINES = (
    "在吗，明天能到吗，发新疆",
    "昨天买的那个黑色M码的杯子坏了怎么办",
    "165 108斤穿什么码",
    "两件能便宜点不，顺丰包邮吗",
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def catalogue_of(count: int, seed: int = 7) -> list[dict[str, object]]:
    """Rows as assist_api writes them: a name, two aliases, an id."""
    chance = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(count):
        brand, goods = "".join(chance.choices(_SYLLABLES, k=3)), chance.choice(_GOODS)
        aliases = [f"{brand}{goods[:2]}{number % 89}", f"{brand[:2]}{goods}{number}"]
        rows.append({"id": f"p{number:06d}", "name": f"{brand}{goods}{number % 97}号", "aliases": aliases})
    return rows


def megabytes() -> int:
    """The most memory this process has held."""
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024


def measure(count: int) -> dict[str, float]:
    """Seconds to load, milliseconds a line."""
    lexicon = Lexicon.load(CHECKOUT / "data" / "lexicon")
    rows = catalogue_of(count)
    small = EntityFinder(lexicon)
    before = megabytes()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "catalogue.jsonl"
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        start = perf_counter()
        big = EntityFinder(lexicon, Catalogue.load(file))
        load_s = perf_counter() - start
    lines = [f"{row['name']}有货吗，165 108斤" for row in rows[:200]] + list(_LINES) * 50
    times: dict[str, list[float]] = {"with": [], "without": []}
    for line in lines[:20] + lines:  # the first twenty warm up
        for name, finder in (("with", big), ("without", small)):
            start = perf_counter()
            finder.find(line, NOW)
            times[name].append((perf_counter() - start) * 1000)
    report = {"products": count, "load_s": round(load_s, 2), "memory_mb": megabytes() - before}
    for name, taken in times.items():
        cuts = quantiles(taken[20:], n=100)
        report |= {f"{name}_p50_ms": round(cuts[49], 3), f"{name}_p99_ms": round(cuts[98], 3)}
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description="entities with a big catalogue")
    parser.add_argument("--products", type=int, default=50_000)
    print(json.dumps(measure(parser.parse_args().products)), file=sys.stdout)


if __name__ == "__main__":
    main()
