"""How fast are suggestions, beside tantivy and bm25s (numba) on the same phrases and questions?

    .venv/bin/python -m benchmarks.speed process [--sizes 1000,10000,100000]   # in process, the tokenizer included
    .venv/bin/python -m benchmarks.speed http [--size 10000] [--callers 10]    # POST /api/v1/suggestions

Banks are recombined from our own starters (benchmarks/suggestions.py). A model trained on talks made of them (300
phrases) and a thousand feedbacks are in the timing. Each size has a process of its own, so that its memory is its own.
A suggestion is all that happens from the question to the list with its reasons; a key is the same with a text typed,
and its completion. No line is asked twice, for what was read is remembered. `again` is the time from one changed phrase
to the next index.
"""

import gc
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from statistics import median, quantiles
from time import perf_counter
from typing import Annotated, TypeVar

import numpy as np
import psutil
import typer

from assist_api.flows.suggesting.choosing import Bank, for_talk, for_typed, scored_by
from assist_api.flows.suggesting.surroundings import Surroundings
from assist_api.flows.suggesting.typed import complete
from assist_api.recommender.features import WordMemory
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.learned import Knowledge
from assist_api.recommender.learning.memory import Event
from assist_api.recommender.learning.trained import Trained
from assist_api.recommender.learning.training import train
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.score import Ask
from assist_api.recommender.talk import Moment, Turn
from benchmarks import speed_http
from benchmarks.engines import SHOWN, Bm25s, Engine, Tantivy
from benchmarks.suggestions import (
    SHOP_VALUES,
    SITUATION,
    Case,
    ask_of,
    read_cases,
    recombined,
    starter_phrases,
    tokenizer,
)

ENDINGS = ("", "呢", "呀", "哈", "谢谢")
"""What makes other lines of the same cases."""

TYPED = ("fahuoshijian", "退款多久到账", "您好，发货", "kdgs", "tuihuo", "什么时候", "发火时间")
TALKS_TYPED_IN = 12
TAUGHT = 300
EVENTS = 1_000
CHANGES = 3
AROUND = Surroundings(SHOP_VALUES, SITUATION, None)

app = typer.Typer(no_args_is_help=True)
app.command("http")(speed_http.http)


@dataclass(frozen=True)
class Measured:
    """Of one engine at one size; None where it has no such thing. MB, seconds and milliseconds."""

    name: str
    memory_mb: float
    build_s: float
    again_s: float
    talk_ms: Sequence[float]
    key_ms: Sequence[float]

    def row(self, size: int) -> str:
        return (
            f"{size:>8} {self.name:<16} {self.build_s:>8.2f} {self.again_s:>8.3f} {self.memory_mb:>7.0f}"
            f" {_p50_p99(self.talk_ms)} {_p50_p99(self.key_ms)}"
        )


@app.command()
def process(sizes: Annotated[str, typer.Option(help="bank sizes, comma between")] = "1000,10000,100000") -> None:
    """In process."""
    print(f"{'phrases':>8} {'':<16} {'build s':>8} {'again s':>8} {'MB':>7} {'talk p50 ms':>11} {'p99':>6}", end="")
    print(f" {'key p50 ms':>11} {'p99':>6}", flush=True)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as alone:
        trained = alone.submit(trained_model).result()
        for size in map(int, sizes.split(",")):
            for one in alone.submit(_measured, size, trained).result():
                print(one.row(size), flush=True)


def _measured(size: int, trained: Trained) -> list[Measured]:
    bank = bank_of(size)
    memory = WordMemory(tokenizer().words)
    memory.split("您好")  # jieba's dictionary is loaded with the first line
    found = [_ours(bank, memory, trained)]
    lines = [" ".join(case.lines) for case in _cases()]
    for name, engine in (("tantivy", Tantivy), ("bm25s", Bm25s)):
        found.append(_of_engine(name, engine, bank, memory, lines))
    return found


def _ours(bank: list[IndexedPhrase], memory: WordMemory, trained: Trained) -> Measured:
    before = _resident_mb()
    build, index = _timed(lambda: PhraseIndex(bank, memory))
    grown = _resident_mb() - before
    knowledge = knowledge_of(bank, memory, trained)
    asks = [_with_talk(ask_of(case, with_intent=True), case) for case in _cases()]
    ready = Bank(index, knowledge, np.zeros(len(bank), dtype=np.int64), {})
    _suggested(ready, _with_talk(Ask(("在吗",)), Case(("在吗",), "greet", frozenset())))
    talks = [_milliseconds(partial(_suggested, ready, ask)) for ask in asks]
    keys = [_milliseconds(partial(_while_typing, ready, ask)) for ask in _keys(asks)]
    again = median(_timed(partial(PhraseIndex, _changed(bank, at), memory))[0] for at in range(CHANGES))
    return Measured("ours", grown, build, again, talks, keys)


def _of_engine(
    name: str,
    engine: Callable[[Sequence[IndexedPhrase], WordMemory], Engine],
    bank: list[IndexedPhrase],
    memory: WordMemory,
    lines: Sequence[str],
) -> Measured:
    engine(bank[:100], memory).find(lines[0])  # numba compiles at the first call
    before = _resident_mb()
    build, index = _timed(lambda: engine(bank, memory))
    grown = _resident_mb() - before
    talks = [_milliseconds(partial(index.find, line)) for line in lines]
    again = median(_timed(partial(index.change, at, _changed(bank, at)[at]))[0] for at in range(CHANGES))
    return Measured(name, grown, build, again, talks, [])


def _cases() -> list[Case]:
    return [
        replace(case, lines=(*case.lines[:-1], case.lines[-1] + ending)) for ending in ENDINGS for case in read_cases()
    ]


def _suggested(bank: Bank, ask: Ask) -> object:
    return for_talk(bank, ask, AROUND, SHOWN, withhold=False).suggestions


def _while_typing(bank: Bank, ask: Ask) -> object:
    scored = scored_by(bank, ask)
    shown = for_typed(bank, ask, scored, AROUND, SHOWN)
    return shown, complete(bank.index, ask.typed, scored.talk, bank.uses, AROUND)


def _with_talk(ask: Ask, case: Case) -> Ask:
    """A talk that has gone on for a while."""
    opened = (Turn("buyer", "在吗"), Turn("agent", "您好，在的，请问有什么可以帮您？"), Turn("buyer", "想买这款"))
    before = (*opened, Turn("agent", "好的，您请说"), *(Turn("buyer", line) for line in case.lines))
    return replace(ask, before=before)


def _keys(asks: Sequence[Ask]) -> Iterator[Ask]:
    """Every key of every text, in one talk after another."""
    for ask in asks[:: max(1, len(asks) // TALKS_TYPED_IN)]:
        yield from (replace(ask, typed=text[:end]) for text in TYPED for end in range(1, len(text) + 1))


def bank_of(size: int) -> list[IndexedPhrase]:
    """The same first phrases in each, so that one model serves all."""
    starters = starter_phrases()
    return [*recombined(starters, TAUGHT), *recombined(starters, size)[TAUGHT:]]


def knowledge_of(bank: Sequence[IndexedPhrase], memory: WordMemory, trained: Trained) -> Knowledge:
    """The model, and feedback on phrases of all the bank."""
    knowledge = Knowledge(memory.split, trained)
    chance = random.Random(7)
    for number in range(EVENTS):
        phrase = chance.choice(bank)
        question = chance.choice(phrase.questions)
        tokens, intent = knowledge.tokens([question]), next(iter(phrase.intents), None)
        weight = chance.choice([1.0, 1.0, -0.3])
        knowledge.memory.learn(Event(str(number), phrase.id, weight, tokens, intent, 0.0, question))
    return knowledge


def trained_model() -> Trained:
    """Of talks in which the questions of phrases were answered with them."""
    phrases, memory = bank_of(TAUGHT), WordMemory(tokenizer().words)
    place_of = {phrase.wordings[0]: place for place, phrase in enumerate(phrases)}
    found = train(phrases, _talks(phrases), lambda said: [place_of[line] for line in said if line in place_of], memory)
    if found is None:
        raise RuntimeError("nothing was learned")
    return found


def _talks(phrases: Sequence[IndexedPhrase]) -> list[Moment]:
    chance = random.Random(11)
    return [
        Moment(
            f"talk {number}-{at}",
            (Turn("buyer", "在吗"), Turn("agent", chance.choice(phrases).wordings[0]), Turn("buyer", question)),
            (phrase.wordings[0],),
            "agent",
            0.0,
        )
        for number, phrase in enumerate(phrases)
        for at, question in enumerate(phrase.questions)
    ]


def _changed(bank: list[IndexedPhrase], at: int) -> list[IndexedPhrase]:
    phrase = replace(bank[at], title=f"{bank[at].title}改过{at}")
    return [*bank[:at], phrase, *bank[at + 1 :]]


T = TypeVar("T")


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    start = perf_counter()
    done = act()
    return perf_counter() - start, done


def _milliseconds(act: Callable[[], object]) -> float:
    return _timed(act)[0] * 1000


def _resident_mb() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 2**20


def _p50_p99(times: Sequence[float]) -> str:
    if not times:
        return f"{'-':>11} {'-':>6}"
    return f"{median(times):>11.2f} {quantiles(times, n=100)[98]:>6.2f}"


if __name__ == "__main__":
    app()
