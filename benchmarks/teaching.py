"""Teach once, measured: does the bot answer what it was taught, how soon, and how often would it answer wrongly?

    .venv/bin/python -m benchmarks.teaching talks [--show]   # 20 cases through a whole running system
    .venv/bin/python -m benchmarks.teaching curve            # likeness by threshold, in process

Cases are in `benchmarks/teaching/cases.tsv`, a line each: the product talked about (- for the whole shop), a question,
the same in other words twice (`again`, `third`), a question that differs in one thing (`other`), and the answer that an
agent gives. `talks` takes those with an answer: a buyer asks and goes to a person, an agent answers and teaches, a
trainer approves, and three other buyers ask `question`, `again` and `other`. Seconds count from the teaching to the
first buyer's answer. `curve` also asks the lines of data/nlu, which are about other things.
"""

import argparse
import csv
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from assist_api.phrases.files.bank import read_starters
from assist_api.recommender.likeness import AskedQuestions, Weights
from assist_api.settings import CHECKOUT
from benchmarks.buyer import Buyer
from tests.e2e.system import RunningSystem, started, wait_for

CASES = CHECKOUT / "benchmarks" / "teaching" / "cases.tsv"
DATA = CHECKOUT / "data"
THRESHOLDS = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9]
_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Case:
    product: str
    question: str
    again: str
    third: str
    other: str
    answer: str

    @property
    def context(self) -> dict[str, str]:
        return {} if self.product == "-" else {"product_id": self.product}


@dataclass(frozen=True)
class Outcome:
    """What three other buyers heard after the lesson; `seconds` from teaching to the first answer."""

    case: Case
    passed_on: str
    refused: str
    seconds: float
    same: str
    again: str
    other: str

    def says_it(self, heard: str) -> bool:
        return self.case.answer.rstrip("~") in heard


def read_cases() -> list[Case]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return [Case(**row) for row in csv.DictReader(file, delimiter="\t")]


class School:
    """A running system with an agent and a trainer at it."""

    def __init__(self, system: RunningSystem) -> None:
        self._buyers = system.client()
        self._agent = system.client(system.token("agent"))
        self._trainer = system.client(system.token("trainer"))

    def hold(self, case: Case) -> Outcome:
        asking = Buyer.open(self._buyers, case.context)
        passed_on = _text(asking.write(case.question))
        if asking.state == "bot":
            asking.write("转人工")
        self._answer(asking, case.answer)
        begun = time.perf_counter()
        phrase = self._teach(asking, case)
        refused = self._approve(phrase)
        same, seconds = self._first_answer(case, begun)
        return Outcome(
            case, passed_on, refused, seconds, same, self._heard(case, case.again), self._heard(case, case.other)
        )

    def _answer(self, asking: Buyer, text: str) -> None:
        handoff = wait_for(lambda: self._handoff(asking.conversation), "the hand-off")
        self._agent.post(f"/api/v1/handoffs/{handoff}/claim").raise_for_status()
        body = {"client_id": f"a-{handoff}", "text": text}
        self._agent.post(f"/api/v1/handoffs/{handoff}/messages", json=body).raise_for_status()

    def _handoff(self, conversation: str) -> str | None:
        items = self._agent.get("/api/v1/handoffs", params={"limit": 100}).raise_for_status().json()["items"]
        return next((str(one["id"]) for one in items if one["conversation_id"] == conversation), None)

    def _teach(self, asking: Buyer, case: Case) -> dict[str, Any]:
        scope: dict[str, Any] = {} if case.context else {"products": []}
        body = {"conversation_id": asking.conversation, **scope}
        phrase: dict[str, Any] = (
            self._agent.post("/api/v1/phrases/teach", json=body).raise_for_status().json()["phrase"]
        )
        return phrase

    def _approve(self, phrase: dict[str, Any]) -> str:
        answer = self._trainer.patch(
            f"/api/v1/phrases/{phrase['id']}", json={"bot_may_send": True}, headers={"If-Match": str(phrase["version"])}
        )
        return "" if answer.is_success else str(answer.json()["error"]["message"])

    def _first_answer(self, case: Case, begun: float) -> tuple[str, float]:
        """Timed to the message's own arrival, without the wait for more of them."""
        buyer = Buyer.open(self._buyers, case.context)
        bearer = {"Authorization": f"Bearer {buyer.token}"}
        body = {"client_id": "c-1", "text": case.question}
        self._buyers.post("/api/v1/chat/messages", json=body, headers=bearer).raise_for_status()

        def said() -> str | None:
            messages = self._buyers.get("/api/v1/chat/messages", headers=bearer).raise_for_status().json()["messages"]
            return _text([one for one in messages if one["role"] == "bot"]) or None

        return wait_for(said, "an answer"), time.perf_counter() - begun

    def _heard(self, case: Case, line: str) -> str:
        return _text(Buyer.open(self._buyers, case.context).write(line))


def _text(messages: Sequence[dict[str, Any]]) -> str:
    return "\n".join(_shown(one) for one in messages if one["role"] == "bot")


def _shown(message: dict[str, Any]) -> str:
    buttons = [one["title"] for one in (message.get("payload") or {}).get("buttons") or ()]
    return str(message["text"]) + "".join(f"［{title}］" for title in buttons)


def hold_talks(show: bool) -> int:
    cases = [case for case in read_cases() if case.answer]
    with tempfile.TemporaryDirectory(prefix="xiaoer-teaching-") as folder, started(Path(folder) / "home") as system:
        school = School(system)
        outcomes = [_told(school.hold(case), show) for case in cases]
    right = sum(one.says_it(one.same) for one in outcomes)
    again = sum(one.says_it(one.again) for one in outcomes)
    offered = sum(one.case.question in one.again and not one.says_it(one.again) for one in outcomes)
    wrong = sum(one.says_it(one.other) for one in outcomes)
    seconds = sorted(one.seconds for one in outcomes)
    print(f"taught, approved and answered: {right} of {len(outcomes)} for the same question")
    print(f"in other words: {again} answered, {offered} more offered as a button")
    print(f"a question that differs in one thing: {wrong} answered with it")
    print(f"seconds from teaching to the answer: median {seconds[len(seconds) // 2]:.1f}, longest {seconds[-1]:.1f}")
    return 0 if right == len(outcomes) else 1


def _told(outcome: Outcome, show: bool) -> Outcome:
    if show or outcome.refused or not outcome.says_it(outcome.same):
        print(f"\n# {outcome.case.question} → {outcome.case.answer}  ({outcome.seconds:.1f} s) {outcome.refused}")
        heard = (outcome.passed_on, outcome.same, outcome.again, outcome.other)
        for name, text in zip(("first", "same", "again", "other"), heard, strict=True):
            print(f"  {name}: {text}")
    else:
        print(".", end="", flush=True, file=sys.stderr)
    return outcome


def show_curve() -> int:
    cases = read_cases()
    weights = Weights(question for one in read_starters(DATA / "phrases") for question in one.questions)
    book = AskedQuestions([(case.question, case.question) for case in cases], weights)
    best = {case.question: [_to(book, line, case) for line in (case.again, case.third)] for case in cases}
    reworded = [value for values in best.values() for value in values]
    others = [_to(book, case.other, case) for case in cases]
    strangers = [found[0].likeness if (found := book.matches(line, 0.0)) else 0.0 for line in nlu_lines()]
    print(f"{len(cases)} taught questions. Answered at a likeness of:")
    print("threshold  other words  differs in one thing  of 1,000 lines of data/nlu")
    for least in THRESHOLDS:
        shares = [sum(value >= least for value in values) / len(values) for values in (reworded, others, strangers)]
        print(f"{least:9.2f}  {shares[0]:11.2f}  {shares[1]:20.2f}  {1000 * shares[2]:25.1f}")
    return 0


def _to(book: AskedQuestions, line: str, case: Case) -> float:
    return next((match.likeness for match in book.matches(line, 0.0) if match.key == case.question), 0.0)


def nlu_lines() -> Iterator[str]:
    for file in sorted((DATA / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in str(entry["examples"]).splitlines():
                yield _ANNOTATION.sub(r"\1", line.removeprefix("- ").strip())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["talks", "curve"])
    parser.add_argument("--show", action="store_true", help="every talk, not only those that went wrong")
    asked = parser.parse_args()
    return show_curve() if asked.what == "curve" else hold_talks(asked.show)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except httpx.HTTPStatusError as error:
        sys.exit(f"{error.request.url.path} answered {error.response.status_code}: {error.response.text[:300]}")
