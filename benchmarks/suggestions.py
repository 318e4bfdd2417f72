"""Measures the recommender: how good it is at which threshold. How fast it is: benchmarks/speed.py.

    .venv/bin/python -m benchmarks.suggestions curve           # precision and coverage by threshold, hand-written cases
    .venv/bin/python -m benchmarks.suggestions cases           # what is shown for each case

All in process: the tokenizer is included, HTTP and the database are not. Larger banks are recombined from our own
starter phrases: titles, texts and questions of different phrases put together, so that lengths and vocabulary are a
shop's. The intent of a case is the hand-written one; `--no-intent` measures what is left when the bot is down.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from assist_api.flows.suggesting.filling import fill
from assist_api.flows.suggesting.phrase_index import BOT_ONLY_GROUP
from assist_api.phrases.files.bank import read_starters
from assist_api.recommender.features import WordMemory
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.phrase import IndexedPhrase, Situation
from assist_api.recommender.score import Ask, score
from assist_api.recommender.select import select
from zh_text import Lexicon, Tokenizer

CHECKOUT = Path(__file__).resolve().parent.parent
CASES = CHECKOUT / "tests" / "recommender" / "cases.tsv"
SHOP_VALUES: Mapping[str, str] = {
    "shop_name": "小满家居",
    "agent_name": "小周",
    "hello": "您好",
    "ship_by": "明天18:00",
    "couriers": "中通、圆通",
    "free_from": "59元",
    "payment_methods": "支付宝、银行卡",
    "return_days": "7天",
    "return_post": "无理由退换的寄回运费由买家承担",
    "promotion": "第二件八折，到周日24:00截止",
}
SHOWN = 3
SITUATION = Situation(now=0.0)

app = typer.Typer(no_args_is_help=True)


@dataclass(frozen=True)
class Case:
    lines: tuple[str, ...]
    intent: str
    fits: frozenset[str]


def read_cases(path: Path = CASES) -> list[Case]:
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lines, intent, fits = line.split("\t")
            cases.append(Case(tuple(lines.split("|")), intent, frozenset(fits.split(",")) - {"-"}))
    return cases


def starter_phrases() -> list[IndexedPhrase]:
    return [
        IndexedPhrase(s.id, s.title, (s.text, *s.alternatives), tuple(s.questions), tuple(s.intents), s.shortcode)
        for s in read_starters(CHECKOUT / "data" / "phrases")
        if s.group != BOT_ONLY_GROUP
    ]


def recombined(phrases: list[IndexedPhrase], size: int) -> list[IndexedPhrase]:
    """A bank of any size from the pieces of a small one."""
    chance = random.Random(size)
    questions = [question for phrase in phrases for question in phrase.questions]
    return [
        IndexedPhrase(
            id=f"p_{number}",
            title=chance.choice(phrases).title,
            wordings=(chance.choice(phrases).wordings[0] + chance.choice(phrases).wordings[-1],),
            questions=tuple(chance.sample(questions, 3)),
            intents=chance.choice(phrases).intents,
        )
        for number in range(size)
    ]


def tokenizer() -> Tokenizer:
    return Tokenizer(Lexicon.load(CHECKOUT / "data" / "lexicon"), CHECKOUT / "var" / "cache" / "words")


def ask_of(case: Case, *, with_intent: bool) -> Ask:
    return Ask(case.lines, {case.intent: 1.0} if with_intent else {})


def shown(index: PhraseIndex, ask: Ask, threshold: float) -> list[tuple[str, float]]:
    allowed = index.allowed(SITUATION, searching=bool(ask.typed))
    chosen = select(
        index,
        score(index, ask).scores,
        allowed,
        lambda place: fill(index.phrases[place].wordings, SHOP_VALUES),
        k=SHOWN,
        threshold=threshold,
    )
    return [(index.phrases[one.place].id, one.score) for one in chosen]


@app.command()
def curve(no_intent: Annotated[bool, typer.Option(help="as if the bot were down")] = False) -> None:
    """Precision: of the sets shown, how many hold a fitting phrase. Coverage: how many of all cases show anything."""
    index = PhraseIndex(starter_phrases(), WordMemory(tokenizer().words))
    cases = read_cases()
    results = [(case, shown(index, ask_of(case, with_intent=not no_intent), 0.0)) for case in cases]
    answerable = sum(bool(case.fits) for case in cases)
    print(f"{len(cases)} cases, {answerable} of them answerable")
    print(f"{'threshold':>9} {'coverage':>9} {'set right':>10} {'first right':>12} {'hit@3':>7} {'false':>6}")
    for step in range(0, 100, 5):
        threshold = step / 100
        pushed = [(case, _above(items, threshold)) for case, items in results if _above(items, threshold)]
        hits = sum(bool(case.fits & set(ids)) for case, ids in pushed)
        first = sum(ids[0] in case.fits for case, ids in pushed)
        false = sum(not case.fits for case, _ in pushed)
        count = max(len(pushed), 1)
        print(
            f"{threshold:>9.2f} {len(pushed) / len(cases):>9.2f} {hits / count:>10.2f} {first / count:>12.2f}"
            f" {hits / answerable:>7.2f} {false:>6}"
        )


def _above(items: list[tuple[str, float]], threshold: float) -> list[str]:
    return [phrase for phrase, value in items if value >= threshold]


@app.command("cases")
def show_cases(no_intent: Annotated[bool, typer.Option(help="as if the bot were down")] = False) -> None:
    index = PhraseIndex(starter_phrases(), WordMemory(tokenizer().words))
    for line in _verdicts(index, with_intent=not no_intent):
        print(line)


def _verdicts(index: PhraseIndex, *, with_intent: bool) -> Iterator[str]:
    for case in read_cases():
        items = shown(index, ask_of(case, with_intent=with_intent), 0.0)
        mark = "right" if case.fits & {phrase for phrase, _ in items} else ("none " if not case.fits else "WRONG")
        yield f"{mark} {' | '.join(case.lines)} -> " + ", ".join(f"{phrase} {value:.2f}" for phrase, value in items)


if __name__ == "__main__":
    app()
