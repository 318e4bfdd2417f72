"""Whole talks with a running system: every written talk is held line by line, and how it ended is told.

    .venv/bin/python -m benchmarks.talks [--only NAME] [--kind KIND] [--show]

Starts a system of its own over the demo shop. The talks are in `benchmarks/talks/*.yml`:

    - name: sizes, then another product
      kind: good                      # or nasty: topic changes inside forms, corrections, anger, two products, …
      context: {product_id: p1001}
      buyer: b-linwan                 # a verified buyer of the demo shop; left out: nobody knows who writes
      steps:
        - says: 165 108斤穿什么码       # a list is one burst; `press: 标题` presses a button, `picture: true` sends one
          expect: [M码|M 码]          # each a regular expression that what the shop says has to match
          never: [发货]
      ends: bot                       # state at the end: bot, waiting
      reason: haggle                  # of the hand-off, where there shall be one

A step that says `then: claim and return` lets an agent take the talk and give it back; `then: pays` pays the orders.

A talk that a reminder starts (`kind: reminder`) has `unpaid` orders, placed long enough ago for the running system to
remind their buyer by itself, whom nobody else plays; its first lines are the reminder's. `plan` is what the plan of
reminders then says of every one of these orders: `planned`, or the reason why it is held back.
"""

import argparse
import csv
import hashlib
import hmac
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import httpx
import yaml
from PIL import Image
from pydantic import BaseModel, ConfigDict, Field
from rich.progress import track

from assist_api.settings import CHECKOUT
from assist_api.shop.importing import Reading, read_moment
from benchmarks.buyer import Buyer, Message
from tests.e2e.system import RunningSystem, started

FOLDER = CHECKOUT / "benchmarks" / "talks"
CHANNEL = "talks"
PLACED_AGO = timedelta(minutes=20)
"""Longer than the shop waits with a reminder."""
_MOMENTS = ("expires_at", "paid_at")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Step(_Strict):
    """What the buyer does, and what the shop then has to say and not to say."""

    says: str | list[str] = Field(default_factory=list)
    press: str | None = None
    picture: bool = False
    then: Literal["claim and return", "claim and close", "pays"] | None = None
    expect: list[str] = []
    never: list[str] = []


class Unpaid(_Strict):
    """An order of the talk's buyer. `items` as in orders.csv, `amount` in yuan."""

    items: str
    amount: float
    closes_in_hours: int = 70


class Talk(_Strict):
    name: str
    kind: Literal["good", "nasty", "reminder"]
    context: dict[str, str] = {}
    buyer: str | None = None
    unpaid: list[Unpaid] = []
    plan: str | None = None
    steps: list[Step] = Field(min_length=1)
    ends: Literal["bot", "waiting", "agent", "closed"] = "bot"
    reason: str | None = None


@dataclass
class Ending:
    """How a talk went. `faults` is empty where everything was as written."""

    talk: Talk
    state: str = ""
    reason: str | None = None
    faults: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read_talks(folder: Path = FOLDER) -> list[Talk]:
    """All talks. Raises ValueError (pydantic) naming the field that is wrong, and for a name used twice."""
    talks = [
        Talk.model_validate(one)
        for file in sorted(folder.glob("*.yml"))
        for one in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    if twice := [name for name, count in Counter(talk.name for talk in talks).items() if count > 1]:
        raise ValueError(f"more than one talk is named {', '.join(twice)}")
    return talks


class Stage:
    """The running shop on which talks are held, with a channel whose buyers are known and an agent."""

    def __init__(self, system: RunningSystem) -> None:
        self._system = system
        self._secrets: dict[str, str] = {}
        self._held_with: Counter[str] = Counter()
        self._http = system.client()
        self._agent = system.client(system.token("agent"))
        self._reminders = Reminders(system)
        self._reminded: dict[str, Buyer] = {}

    def remind(self, talks: Sequence[Talk]) -> None:
        """Let the system remind the buyers of all talks that a reminder starts."""
        waiting = [talk for talk in talks if talk.unpaid]
        if not waiting:
            return
        self._reminders.never_be_quiet()
        self._reminded = {talk.name: self._open(talk) for talk in waiting}
        self._reminders.place(waiting)

    def check_plans(self, endings: Sequence[Ending]) -> None:
        """What each talk has made of the reminders to come."""
        held = self._reminders.held()
        for ending in endings:
            wanted = ending.talk.plan
            for order_id in order_ids(ending.talk) if wanted else ():
                if (found := held.get(order_id, "planned")) != wanted:
                    ending.faults.append(f"order {order_id} is {found}, not {wanted}")

    def hold(self, talk: Talk) -> Ending:
        ending = Ending(talk)
        buyer = self._reminded.get(talk.name)
        if buyer is None:
            buyer = self._open(talk)
        elif not (first := buyer.listen()):
            ending.faults.append("no reminder came")
        else:
            ending.lines += [f"  {_shown(message)}" for message in first]
        for number, step in enumerate(talk.steps, start=1):
            try:
                if step.then == "pays":
                    self._reminders.place([talk], state="paid")
                said = self._play(buyer, step, ending)
            except (LookupError, httpx.HTTPError) as error:
                ending.faults.append(f"step {number}: {error}")
                break
            ending.faults += [f"step {number}: {fault}" for fault in _faults(step, said)]
        ending.state = buyer.state
        ending.reason = self._reason(buyer.conversation)
        if ending.state != talk.ends:
            ending.faults.append(f"ended in {ending.state}, not in {talk.ends}")
        if talk.reason and ending.reason != talk.reason:
            ending.faults.append(f"handed over for {ending.reason}, not for {talk.reason}")
        if buyer.state in ("waiting", "agent"):
            self._close(buyer)
        return ending

    def _open(self, talk: Talk) -> Buyer:
        buyer_id = buyer_of(talk)
        if buyer_id is None:
            return Buyer.open(self._http, talk.context)
        channel = self._channel_for(buyer_id)
        issued_at = datetime.now(UTC).isoformat()
        signed = f"{channel}\n{buyer_id}\n{issued_at}".encode()
        signature = hmac.new(self._secrets[channel].encode(), signed, hashlib.sha256).hexdigest()
        known = {"external_id": buyer_id, "issued_at": issued_at, "signature": signature}
        return Buyer.open(self._http, talk.context, known, channel)

    def _channel_for(self, buyer_id: str) -> str:
        """One in which this buyer has not written yet: in the same channel the last talk would go on."""
        held, self._held_with[buyer_id] = self._held_with[buyer_id], self._held_with[buyer_id] + 1
        channel = f"{CHANNEL}-{held + 1}" if held else CHANNEL
        if channel not in self._secrets:
            made = self._system.command("channels", "create", channel, "--origin", "https://shop.test")
            self._secrets[channel] = _secret_of(made.stdout)
        return channel

    def _play(self, buyer: Buyer, step: Step, ending: Ending) -> list[Message]:
        lines = [step.says] if isinstance(step.says, str) else step.says
        ending.lines += [f"买家：{line}" for line in lines]
        said: list[Message] = []
        if lines or step.picture:
            said += buyer.write(*lines, picture=buyer.upload("a.png", _picture()) if step.picture else None)
        if step.press:
            ending.lines.append(f"买家：［{step.press}］")
            said += buyer.press(step.press)
        if step.then and step.then.startswith("claim"):
            self._claim(buyer)
            self._agent_does(buyer, "return" if step.then.endswith("return") else "close")
            said += buyer.listen()
        ending.lines += [f"  {_shown(message)}" for message in said]
        return said

    def _claim(self, buyer: Buyer) -> None:
        self._agent.post(f"/api/v1/handoffs/{self._handoff(buyer.conversation)['id']}/claim").raise_for_status()

    def _agent_does(self, buyer: Buyer, act: Literal["return", "close"]) -> None:
        handoff = self._handoff(buyer.conversation)
        body = {"note": "已处理"} if act == "return" else {"reason": "solved"}
        answer = self._agent.post(f"/api/v1/handoffs/{handoff['id']}/{act}", json=body)
        answer.raise_for_status()

    def _close(self, buyer: Buyer) -> None:
        """So that the queue stays short and the next buyer hears of a short wait."""
        if buyer.state == "waiting":
            self._claim(buyer)
        self._agent_does(buyer, "close")

    def _reason(self, conversation: str) -> str | None:
        try:
            packet = self._handoff(conversation)["packet"]
        except LookupError:
            return None
        return str(packet["reason"])

    def _handoff(self, conversation: str) -> dict[str, Any]:
        items = self._agent.get("/api/v1/handoffs", params={"limit": 100}).raise_for_status().json()["items"]
        for handoff in items:
            if handoff["conversation_id"] == conversation:
                found: dict[str, Any] = handoff
                return found
        raise LookupError(f"no open hand-off of {conversation}")


class Reminders:
    """The orders that the running system reminds of, and its plan."""

    def __init__(self, system: RunningSystem) -> None:
        self._system = system

    def never_be_quiet(self) -> None:
        """Let the shop remind, and its desk be open, at whatever hour the talks are held."""
        demo = yaml.safe_load((CHECKOUT / "data" / "shop" / "settings.yml").read_text(encoding="utf-8"))
        reading = Reading(datetime.now(UTC), ZoneInfo(demo["timezone"]), relative_times=True)
        for offer in demo["promotions"]:
            for end in ("starts_at", "ends_at"):
                offer[end] = read_moment(offer[end], reading).isoformat()
        demo["reminders"] |= {"quiet_from": "0:00", "quiet_to": "0:00"}
        demo["hours"] = {"opens": "0:00", "closes": "23:59"}
        self._import("settings", yaml.safe_dump(demo, allow_unicode=True))

    def place(self, talks: Sequence[Talk], state: Literal["unpaid", "paid"] = "unpaid") -> None:
        """Import the orders of the talks; again with another state where they stand already."""
        now = datetime.now(UTC)
        table = StringIO()
        rows = csv.DictWriter(table, ("id", "buyer_id", "state", "items", "amount", "phone", "placed_at", *_MOMENTS))
        rows.writeheader()
        for talk in talks:
            for order_id, order in zip(order_ids(talk), talk.unpaid, strict=True):
                rows.writerow(
                    {
                        "id": order_id,
                        "buyer_id": buyer_of(talk),
                        "state": state,
                        "items": order.items,
                        "amount": order.amount,
                        "phone": f"139{order_id[-8:]}",
                        "placed_at": (now - PLACED_AGO).isoformat(),
                        "expires_at": (now + timedelta(hours=order.closes_in_hours)).isoformat(),
                        "paid_at": now.isoformat() if state == "paid" else "",
                    }
                )
        self._import("orders", table.getvalue())

    def held(self) -> dict[str, str]:
        """By order, why it is held back from the plan."""
        plan = json.loads(self._system.command("reminders", "plan", "--json").stdout)
        return {one["order_id"]: one["reason"] for one in plan["held"]}

    def _import(self, kind: str, content: str) -> None:
        file = self._system.home / f"{kind}-of-talks"
        file.write_text(content, encoding="utf-8")
        self._system.command("shop", "import", kind, str(file))


def order_ids(talk: Talk) -> list[str]:
    """Numbers of its own for every talk, the same in every run."""
    stem = int.from_bytes(hashlib.sha256(talk.name.encode()).digest()[:6]) % 10**15
    return [f"88{stem:015d}{number}" for number in range(len(talk.unpaid))]


def buyer_of(talk: Talk) -> str | None:
    """Whom nobody else plays, where there are orders to be reminded of."""
    return talk.buyer or (f"b-{order_ids(talk)[0][-9:]}" if talk.unpaid else None)


def _faults(step: Step, said: Sequence[Message]) -> list[str]:
    told = "\n".join(_shown(message) for message in said)
    missing = [f"nothing matches {pattern!r}" for pattern in step.expect if not re.search(pattern, told)]
    return missing + [f"{found[0]!r} was said" for pattern in step.never if (found := re.search(pattern, told))]


def _shown(message: Message) -> str:
    buttons = [one["title"] for one in (message.get("payload") or {}).get("buttons") or ()]
    return str(message["text"]) + "".join(f"［{title}］" for title in buttons)


def _picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (48, 48), "#c8a").save(file, "PNG")
    return file.getvalue()


def _secret_of(printed: str) -> str:
    """The secret is the last word of what `channels create` prints."""
    return printed.split()[-1]


def tell(endings: Sequence[Ending], show: bool) -> None:
    for ending in endings:
        if show or ending.faults:
            print(f"\n# {ending.talk.name} ({ending.talk.kind}) → {ending.state} {ending.reason or ''}")
            print("\n".join([*ending.lines, *(f"!! {fault}" for fault in ending.faults)]))
    for kind in dict.fromkeys(ending.talk.kind for ending in endings):
        of_kind = [ending for ending in endings if ending.talk.kind == kind]
        states = Counter(ending.state for ending in of_kind)
        well = sum(not ending.faults for ending in of_kind)
        print(f"{kind}: {len(of_kind)} talks, {well} as written; " + ", ".join(f"{n} {s}" for s, n in states.items()))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.talks", description="whole talks with a running system")
    parser.add_argument("--only", help="talks whose name holds this")
    parser.add_argument("--kind", choices=("good", "nasty", "reminder"), help="talks of this kind")
    parser.add_argument("--show", action="store_true", help="print every talk, not only those with faults")
    options = parser.parse_args()
    talks = [talk for talk in read_talks() if not options.only or options.only in talk.name]
    talks = [talk for talk in talks if options.kind in (None, talk.kind)]
    with tempfile.TemporaryDirectory() as home, started(Path(home)) as system:
        stage = Stage(system)
        stage.remind(talks)
        endings = [stage.hold(talk) for talk in track(talks, disable=not sys.stderr.isatty())]
        stage.check_plans(endings)
    tell(endings, options.show)
    return 0 if not any(ending.faults for ending in endings) else 1


if __name__ == "__main__":
    sys.exit(main())
