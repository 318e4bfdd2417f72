"""Learning at work, measured: is a phrase written today suggested after an agent took it three times?

    .venv/bin/python -m benchmarks.learning cases                # 20 cases of our own
    .venv/bin/python -m benchmarks.learning cases --file F.yml   # other cases, to tune on

The bank is our starter phrases and the new phrases of all cases, none of which has an example question. All acceptances
of all cases are told to one memory, so that the new phrases vie with one another too; then each new wording is asked. A
case is right when its phrase is among the three shown for every one of its wordings. Printed with the intent of the
buyer's line unknown (as in pasted talks, or while the bot is down) and known. So that nobody wins by lifting what was
just accepted everywhere, the hand-written cases of `benchmarks.suggestions` are asked before and after as well: what
fits there are starter phrases. In process; a shop without past chats, so without a trained model.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
import yaml

from assist_api.flows.suggesting.filling import fill
from assist_api.recommender.features import WordMemory
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.learned import Knowledge
from assist_api.recommender.learning.memory import Event
from assist_api.recommender.learning.reactions import Reaction, weights
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.score import Ask, score
from assist_api.recommender.select import select
from benchmarks.suggestions import (
    CHECKOUT,
    SHOP_VALUES,
    SHOWN,
    SITUATION,
    ask_of,
    read_cases,
    starter_phrases,
    tokenizer,
)

CASES = CHECKOUT / "benchmarks" / "learning" / "cases.yml"

app = typer.Typer(no_args_is_help=True)


@app.callback()
def commands() -> None:
    """Keeps `cases` a command of its own: typer would make a single one the whole program."""


@dataclass(frozen=True)
class Case:
    """`accepted` are the lines the phrase was taken for, `asked` new wordings of the question."""

    phrase: IndexedPhrase
    intent: str
    accepted: tuple[str, ...]
    asked: tuple[str, ...]


def read_new(path: Path) -> list[Case]:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Case(
            IndexedPhrase(f"new_{number:02}", row["title"], (row["text"],)),
            row["intent"],
            tuple(row["accepted"]),
            tuple(row["asked"]),
        )
        for number, row in enumerate(rows, 1)
    ]


@dataclass(frozen=True)
class Shop:
    """Starter phrases and new ones, with the word splitter of both."""

    index: PhraseIndex
    memory: WordMemory

    def after(self, cases: Sequence[Case], *, with_intent: bool) -> Knowledge:
        """Each phrase taken once for each of its lines, from the top of a list."""
        knowledge = Knowledge(self.memory.split)
        for case in cases:
            (told,) = weights(Reaction("accepted", (case.phrase.id,), 0)).values()
            for line in case.accepted:
                tokens = knowledge.tokens((line,))
                intent = case.intent if with_intent else None
                knowledge.memory.learn(Event(line, case.phrase.id, told, tokens, intent, SITUATION.now, line))
        return knowledge

    def shown(self, ask: Ask, knowledge: Knowledge) -> list[str]:
        """The three shown, without a threshold: whether it speaks at all is another matter."""
        chosen = select(
            self.index,
            score(self.index, ask, knowledge).scores,
            self.index.allowed(SITUATION, searching=False),
            lambda place: fill(self.index.phrases[place].wordings, SHOP_VALUES),
            k=SHOWN,
            threshold=0.0,
        )
        return [self.index.phrases[one.place].id for one in chosen]


def opened_with(cases: Sequence[Case]) -> Shop:
    memory = WordMemory(tokenizer().words)
    return Shop(PhraseIndex([*starter_phrases(), *(case.phrase for case in cases)], memory), memory)


def misses(shop: Shop, cases: Sequence[Case], knowledge: Knowledge, *, with_intent: bool) -> Iterator[tuple[Case, str]]:
    for case in cases:
        for line in case.asked:
            ask = Ask((line,), {case.intent: 1.0} if with_intent else {})
            if case.phrase.id not in shop.shown(ask, knowledge):
                yield case, line


def known_right(shop: Shop, knowledge: Knowledge, *, with_intent: bool) -> str:
    """How many of the starter bank's own cases still show a fitting phrase."""
    answerable = [case for case in read_cases() if case.fits]
    right = sum(
        bool(case.fits & set(shop.shown(ask_of(case, with_intent=with_intent), knowledge))) for case in answerable
    )
    return f"{right} of {len(answerable)}"


@app.command("cases")
def show_cases(file: Annotated[Path, typer.Option(help="cases like benchmarks/learning/cases.yml")] = CASES) -> None:
    cases = read_new(file)
    shop = opened_with(cases)
    for with_intent in (False, True):
        before, after = Knowledge(shop.memory.split), shop.after(cases, with_intent=with_intent)
        first = {case.phrase.id for case, _ in misses(shop, cases, before, with_intent=with_intent)}
        missed = list(misses(shop, cases, after, with_intent=with_intent))
        right = len(cases) - len({case.phrase.id for case, _ in missed})
        print(
            f"intent {'known' if with_intent else 'unknown'}: {right} of {len(cases)}"
            f" (never accepted: {len(cases) - len(first)}); starter bank's own cases"
            f" {known_right(shop, after, with_intent=with_intent)}"
            f" (before {known_right(shop, before, with_intent=with_intent)})"
        )
        for case, line in missed:
            print(f"  missed {case.phrase.title}: {line}")


if __name__ == "__main__":
    app()
