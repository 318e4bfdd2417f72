"""A simulated month of orders whose buyers are reminded, with senders that die at random steps.

    .venv/bin/python -m benchmarks.reminders [--orders 2000] [--seed 1] [--deaths 0.3]

Buyers place orders at all hours, pay, cancel, write, are asked by the bot, are with people, snooze, decline, opt out.
The real planner, sender, tables and skill run under a clock that the simulation moves; the bot answers in process.

What came of it is judged by `Judge`, which is written from the rules' text (docs/reminders.md) and uses nothing of what
it judges: every message has to be allowed at its moment (violations), no order may be named twice at one stage
(repeated), and an order that might have been named for an hour on end has to have been (lost).
"""

import argparse
import asyncio
import heapq
import logging
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from assist_api.chat.tables import Message
from assist_api.reminders import service as reminders
from assist_api.reminders.tables import ReminderMention, ReminderSend
from tests.flows.reminding.dying import Death, Life
from tests.flows.reminding.reminded_shop import RemindedShop, reminded_shop, settings_in

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 3, 1, tzinfo=ZONE)
DAYS = 30
LOOK_EVERY = timedelta(minutes=10)
ALLOWED_FOR = timedelta(hours=1)
"""An order that might have been named for so long and was not, was lost."""
STEPS_OF_A_SEND = 60

Interval = tuple[datetime, datetime]
NEVER = BEGIN + timedelta(days=365)


# --- what happened ----------------------------------------------------------------------------------------------------


@dataclass
class OrderLog:
    """An order as the world knows it."""

    id: str
    buyer_id: str
    placed_at: datetime
    known_from: datetime
    closes_at: datetime
    presale: bool = False
    paid_at: datetime = NEVER
    cancelled_at: datetime = NEVER
    declined_at: datetime = NEVER


@dataclass
class BuyerLog:
    """A buyer as the world knows them; `talk_from` is when the conversation began."""

    id: str
    talk: str = ""
    talk_from: datetime = NEVER
    opted_out_at: datetime = NEVER
    lines: list[datetime] = field(default_factory=list)
    unanswered: list[Interval] = field(default_factory=list)
    with_people: list[Interval] = field(default_factory=list)
    asked: list[tuple[datetime, datetime, bool]] = field(default_factory=list)
    """From, until, and whether it is a case for a person."""
    snoozes: list[tuple[datetime, datetime]] = field(default_factory=list)
    """(said at, until)."""


@dataclass(frozen=True)
class Told:
    """A reminder that a buyer finds in their conversation."""

    buyer_id: str
    at: datetime
    orders: tuple[str, ...]


@dataclass
class World:
    orders: dict[str, OrderLog] = field(default_factory=dict)
    buyers: dict[str, BuyerLog] = field(default_factory=dict)
    bot_down: list[Interval] = field(default_factory=list)


# --- the judge --------------------------------------------------------------------------------------------------------


class Judge:
    """The rules once more, read from their text; nothing of `assist_api.rules.reminders` is used here."""

    def __init__(self, world: World, told: Sequence[Told]) -> None:
        self._world = world
        self._told = sorted(told, key=lambda one: one.at)
        self._to_buyer: defaultdict[str, list[datetime]] = defaultdict(list)
        self._of_order: defaultdict[str, list[datetime]] = defaultdict(list)
        for one in self._told:
            self._to_buyer[one.buyer_id].append(one.at)
            for order_id in one.orders:
                self._of_order[order_id].append(one.at)

    def violations(self) -> list[str]:
        found = []
        for one in self._told:
            for order_id in one.orders:
                reason = self.forbidden(self._world.orders[order_id], one.at)
                if reason:
                    found.append(f"{order_id} at {one.at.astimezone(ZONE):%d %H:%M:%S}: {reason}")
        for buyer_id, moments in self._to_buyer.items():
            for earlier, later in pairwise(moments):
                if later - earlier < timedelta(hours=24):
                    found.append(f"{buyer_id}: told at {earlier} and again at {later}")
        return found

    def repeated(self) -> list[str]:
        return [order_id for order_id, moments in self._of_order.items() if len(moments) > 2]

    def lost(self, until: datetime) -> list[str]:
        found = []
        for order in self._world.orders.values():
            if len(self._of_order[order.id]) < 2 and (since := self._allowed_for_long(order, until)):
                found.append(f"{order.id} might have been named from {since.astimezone(ZONE):%d %H:%M} on")
        return found

    def _allowed_for_long(self, order: OrderLog, until: datetime) -> datetime | None:
        since = None
        moment = order.placed_at
        while moment <= min(until, order.closes_at):
            if self.forbidden(order, moment) or self._bot_was_down(moment):
                since = None
            elif since is None:
                since = moment
            elif moment - since >= ALLOWED_FOR:
                return since
            moment += LOOK_EVERY
        return None

    def _bot_was_down(self, moment: datetime) -> bool:
        return any(begin <= moment < end for begin, end in self._world.bot_down)

    def forbidden(self, order: OrderLog, moment: datetime) -> str:
        """Why this order may not be named at this moment; "" where it may."""
        buyer = self._world.buyers[order.buyer_id]
        if moment < order.known_from:
            return "the shop did not know it yet"
        if order.presale:
            return "presale"
        if order.paid_at <= moment:
            return "paid"
        if order.cancelled_at <= moment:
            return "cancelled"
        if order.closes_at <= moment:
            return "expired"
        if order.declined_at <= moment:
            return "declined"
        if buyer.opted_out_at <= moment:
            return "opted out"
        return self._too_early_or_late(order, buyer, moment) or self._disturbs(buyer, moment)

    def _too_early_or_late(self, order: OrderLog, buyer: BuyerLog, moment: datetime) -> str:
        named = [at for at in self._of_order[order.id] if at < moment]
        to_buyer = [at for at in self._to_buyer[buyer.id] if at < moment]
        if len(named) >= 2:
            return "named twice already"
        if to_buyer and moment < to_buyer[-1] + timedelta(hours=24):
            return "told of something within a day"
        if named:
            local = order.placed_at.astimezone(ZONE)
            next_day = datetime.combine(local.date() + timedelta(days=1), local.time(), tzinfo=ZONE)
            from_then = max(next_day, named[0] + timedelta(hours=24))
        else:
            from_then = order.placed_at + timedelta(minutes=15)
        said = [until for at, until in buyer.snoozes if at <= moment]
        if said:
            if moment < said[-1]:
                return "snoozed"
            from_then = max(from_then, said[-1])
        if moment < from_then:
            return "too early"
        if moment - _morning(from_then) > timedelta(hours=24):
            return "a day late"
        return ""

    def _disturbs(self, buyer: BuyerLog, moment: datetime) -> str:
        if moment < buyer.talk_from:
            return "no conversation"
        if any(begin <= moment < end for begin, end in buyer.with_people):
            return "a person is at work"
        lines = [at for at in buyer.lines if at <= moment]
        last = lines[-1] if lines else None
        for begin, end, is_case in buyer.asked:
            if begin <= moment < end and (is_case or last is None or moment - last < timedelta(hours=2)):
                return "a form is under way"
        if any(begin <= moment < end for begin, end in buyer.unanswered):
            return "a line is not answered"
        is_here = last is not None and moment - last <= timedelta(minutes=5)
        if _is_night(moment) and not is_here:
            return "quiet hours"
        return ""


def _is_night(moment: datetime) -> bool:
    at = moment.astimezone(ZONE).time()
    return at >= time(22) or at < time(9)


def _morning(moment: datetime) -> datetime:
    """The moment, or nine o'clock after it where it lies in the night."""
    if not _is_night(moment):
        return moment
    local = moment.astimezone(ZONE)
    day = local.date() + timedelta(days=1 if local.time() >= time(22) else 0)
    return datetime.combine(day, time(9), tzinfo=ZONE)


# --- the month --------------------------------------------------------------------------------------------------------

Act = Callable[[], Awaitable[None]]


@dataclass
class Month:
    """Draws what buyers do and lets it happen at its time."""

    shop: RemindedShop
    chance: random.Random
    deaths: float
    days: int
    world: World = field(default_factory=World)
    held: Counter[str] = field(default_factory=Counter)
    died: int = 0
    _agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)
    _held_once: set[tuple[str, str]] = field(default_factory=set)

    def at(self, moment: datetime, act: Act) -> None:
        heapq.heappush(self._agenda, (moment, next(self._numbers), act))

    def draw(self, orders: int) -> None:
        buyers = [f"buyer{number}" for number in range(max(1, orders * 3 // 5))]
        for buyer_id in buyers:
            self._draw_buyer(buyer_id)
        for number in range(orders):
            self._draw_order(f"{7_000_000_000_000 + number}", self.chance.choice(buyers))
        for _ in range(3):
            self._draw_outage()

    async def run(self) -> None:
        end = BEGIN + timedelta(days=self.days)
        now = BEGIN
        while now < end:
            self.shop.clock.now = now
            while self._agenda and self._agenda[0][0] <= now:
                _moment, _number, act = heapq.heappop(self._agenda)
                await act()
            plan = await self.shop.plan()
            if plan.due(now):
                await self._look()
                plan = await self.shop.plan()
            for one in plan.held:
                if (one.order_id, one.reason) not in self._held_once:
                    self._held_once.add((one.order_id, one.reason))
                    self.held[one.reason] += 1
            coming = [send.due_at for send in plan.sends if send.due_at > now][:1]
            happening = [self._agenda[0][0]] if self._agenda else []
            # A moment later: a sender that has died leaves its lease behind for some seconds.
            now = min([now + LOOK_EVERY, *coming, *(max(moment, now + timedelta(seconds=1)) for moment in happening)])

    async def _look(self) -> None:
        if self.chance.random() >= self.deaths:
            await asyncio.gather(*(self.shop.another_worker().look() for _ in range(self.chance.choice([1, 1, 1, 2]))))
            return
        with suppress(Death):
            async with self.shop.mortal_worker(Life(self.chance.randrange(STEPS_OF_A_SEND))) as worker:
                await worker.look()
            return
        self.died += 1

    # --- buyers ---

    def _draw_buyer(self, buyer_id: str) -> None:
        buyer = self.world.buyers[buyer_id] = BuyerLog(buyer_id)
        if self.chance.random() < 0.1:
            return

        async def comes() -> None:
            buyer.talk = await self.shop.talk_of(buyer_id)
            buyer.talk_from = self.shop.clock()

        self.at(BEGIN if self.chance.random() < 0.8 else self._moment(), comes)
        if self.chance.random() < 0.06:
            self.at(self._moment(), self._opts_out(buyer))

    def _opts_out(self, buyer: BuyerLog) -> Act:
        async def act() -> None:
            async with self.shop.database.begin() as session:
                await reminders.opt_out(session, buyer.id, self.shop.clock())
            buyer.opted_out_at = self.shop.clock()

        return act

    def _snoozes(self, buyer: BuyerLog) -> Act:
        async def act() -> None:
            now = self.shop.clock()
            until = now + timedelta(minutes=self.chance.randrange(60, 40 * 60))
            async with self.shop.database.begin() as session:
                await reminders.snooze(session, buyer.id, until, now)
            buyer.snoozes.append((now, until))

        return act

    def _writes(self, buyer: BuyerLog) -> Act:
        """A line, answered within seconds, or after which the bot asks something, or people take over."""

        async def act() -> None:
            if not buyer.talk or any(
                self.shop.clock() < end for _begin, end in [*buyer.unanswered, *buyer.with_people]
            ):
                return
            now = self.shop.clock()
            await self.shop.write(buyer.talk, "在吗，这个还有货吗")
            buyer.lines.append(now)
            answered_at = now + timedelta(seconds=self.chance.randrange(2, 90))
            buyer.unanswered.append((now, answered_at))
            self.at(answered_at, self._is_answered(buyer))

        return act

    def _is_answered(self, buyer: BuyerLog) -> Act:
        async def act() -> None:
            await self.shop.answered(buyer.talk)
            # Things happen at the next look at the earliest: the log tells when they really did.
            buyer.unanswered[-1] = (buyer.unanswered[-1][0], self.shop.clock())
            drawn = self.chance.random()
            if drawn < 0.3:
                await self._is_asked(buyer, is_case=drawn < 0.08)
            elif drawn < 0.4:
                await self._goes_to_people(buyer)

        return act

    async def _is_asked(self, buyer: BuyerLog, *, is_case: bool) -> None:
        """One question at a time waits: a new one takes the place of one that is still open."""
        self._asked_no_more(buyer)
        await self.shop.asks(buyer.talk, {"skill": "collect"} if is_case else None)
        buyer.asked.append((self.shop.clock(), NEVER, is_case))
        mine = len(buyer.asked)

        async def ends() -> None:
            if len(buyer.asked) == mine:
                self._asked_no_more(buyer)
                await self.shop.has_its_answer(buyer.talk)

        if self.chance.random() < 0.8:
            self.at(self.shop.clock() + timedelta(minutes=self.chance.randrange(1, 300)), ends)

    def _asked_no_more(self, buyer: BuyerLog) -> None:
        if buyer.asked and buyer.asked[-1][1] == NEVER:
            begin, _end, is_case = buyer.asked[-1]
            buyer.asked[-1] = (begin, self.shop.clock(), is_case)

    async def _goes_to_people(self, buyer: BuyerLog) -> None:
        await self.shop.move(buyer.talk, "hand_off")
        buyer.with_people.append((self.shop.clock(), NEVER))
        closes = self.chance.random() < 0.4

        async def comes_back() -> None:
            await self.shop.move(buyer.talk, "claim", "lin")
            await self.shop.move(buyer.talk, "close" if closes else "hand_back")
            buyer.with_people[-1] = (buyer.with_people[-1][0], self.shop.clock())

        self.at(self.shop.clock() + timedelta(minutes=self.chance.randrange(2, 600)), comes_back)

    # --- orders ---

    def _draw_order(self, order_id: str, buyer_id: str) -> None:
        placed_at = self._moment()
        late = timedelta(hours=self.chance.randrange(1, 72)) if self.chance.random() < 0.05 else timedelta()
        expires = self.chance.choice([None, 24, 48, 96])
        closes_at = placed_at + timedelta(hours=expires or 72)
        order = OrderLog(order_id, buyer_id, placed_at, placed_at + late, closes_at, self.chance.random() < 0.04)
        self.world.orders[order_id] = order

        async def arrives() -> None:
            order.known_from = self.shop.clock()
            await self.shop.place(
                order_id,
                buyer_id,
                placed_at=placed_at,
                expires_at=closes_at if expires else None,
                state="presale" if order.presale else "unpaid",
                amount=self.chance.randrange(900, 90_000),
            )

        self.at(order.known_from, arrives)
        self._draw_fate(order)
        buyer = self.world.buyers[buyer_id]
        for _ in range(self.chance.choice([0, 0, 1, 2, 3])):
            self.at(order.known_from + timedelta(minutes=self.chance.randrange(0, 30 * 60)), self._writes(buyer))
        if self.chance.random() < 0.1:
            self.at(order.known_from + timedelta(minutes=self.chance.randrange(5, 26 * 60)), self._snoozes(buyer))

    def _draw_fate(self, order: OrderLog) -> None:
        if order.presale:
            return
        after = order.known_from + timedelta(minutes=1 + self.chance.expovariate(1 / 500))

        async def pays() -> None:
            if order.cancelled_at == NEVER and self.shop.clock() < order.closes_at:
                order.paid_at = self.shop.clock()
                await self.shop.change(order.id, state="paid", paid_at=self.shop.clock())

        async def cancels() -> None:
            order.cancelled_at = self.shop.clock()
            await self.shop.change(order.id, state="cancelled")

        async def declines() -> None:
            async with self.shop.database.begin() as session:
                await reminders.decline(session, order.buyer_id, [order.id], self.shop.clock())
            order.declined_at = self.shop.clock()

        fate = self.chance.choices([pays, cancels, declines, None], [45, 8, 7, 40])[0]
        if fate is not None:
            self.at(after, fate)

    def _draw_outage(self) -> None:
        begin = self._moment()
        end = begin + timedelta(minutes=self.chance.randrange(10, 26 * 60))

        async def goes() -> None:
            self.shop.bot.down = True
            self.world.bot_down.append((self.shop.clock(), end + LOOK_EVERY))

        async def comes_back() -> None:
            self.shop.bot.down = False

        self.at(begin, goes)
        self.at(end, comes_back)

    def _moment(self) -> datetime:
        """Some moment, more often in the evening; the last four days are left for what comes of it."""
        hour = self.chance.choices(
            range(24), [3, 2, 1, 1, 1, 1, 2, 3, 5, 6, 7, 6, 6, 5, 5, 5, 5, 6, 7, 9, 11, 12, 9, 6]
        )[0]
        day = timedelta(days=self.chance.randrange(self.days - 4), hours=hour, seconds=self.chance.randrange(3600))
        return BEGIN + day


# --- outcome ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    orders: int
    messages: int
    sent_by_stage: dict[int, int]
    held_by_reason: dict[str, int]
    died: int
    violations: list[str]
    repeated: list[str]
    lost: list[str]


async def simulate(home: Path, orders: int, seed: int, deaths: float, days: int = DAYS) -> Outcome:
    """The month, in a database below `home`."""
    chance = random.Random(seed)
    async with reminded_shop(settings_in(home)) as shop:
        month = Month(shop, chance, deaths, days)
        month.draw(orders)
        await month.run()
        told, stages, messages = await _told(shop)
        judge = Judge(month.world, told)
        return Outcome(
            orders=len(month.world.orders),
            messages=messages,
            sent_by_stage=dict(sorted(stages.items())),
            held_by_reason=dict(sorted(month.held.items())),
            died=month.died,
            violations=judge.violations(),
            repeated=judge.repeated() + _not_told_once(told, messages),
            lost=judge.lost(shop.clock()),
        )


async def _told(shop: RemindedShop) -> tuple[list[Told], Counter[int], int]:
    """What stands in the conversations, with the orders it named; how often at which stage; how many messages."""
    named: defaultdict[str, list[str]] = defaultdict(list)
    async with shop.database.read() as session:
        mentions = list(await session.scalars(select(ReminderMention)))
        sends = {send.id: send for send in await session.scalars(select(ReminderSend))}
        spoken = list(await session.scalars(select(Message).where(Message.role == "bot")))
    for mention in mentions:
        named[mention.send_id].append(mention.order_id)
    told = [
        Told(sends[message.meta["reminder"]].buyer_id, message.created_at, tuple(named[message.meta["reminder"]]))
        for message in spoken
    ]
    return told, Counter(mention.stage for mention in mentions), len(spoken)


def _not_told_once(told: Sequence[Told], messages: int) -> list[str]:
    """Messages without an order, or fewer of them than sends."""
    return [f"{one.buyer_id} at {one.at}: names nothing" for one in told if not one.orders] + (
        [] if len(told) == messages else ["messages and sends differ"]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="simulate a month of reminders and judge it by the rules' text")
    parser.add_argument("--orders", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--deaths", type=float, default=0.3, help="share of looks whose sender dies at a random step")
    options = parser.parse_args()
    logging.disable(logging.WARNING)  # the bot is away now and then
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(simulate(Path(folder), options.orders, options.seed, options.deaths))
    print(f"{outcome.orders} orders, {outcome.messages} messages; senders that died: {outcome.died}")
    print(
        "orders named, by stage: " + ", ".join(f"{stage}: {number}" for stage, number in outcome.sent_by_stage.items())
    )
    print("orders held back at some time, by reason:")
    for reason, number in outcome.held_by_reason.items():
        print(f"  {reason:18} {number}")
    for name in ("violations", "repeated", "lost"):
        found = getattr(outcome, name)
        print(f"{name}: {len(found)}")
        for one in found[:10]:
            print(f"  {one}")
    return 1 if outcome.violations or outcome.repeated or outcome.lost else 0


if __name__ == "__main__":
    sys.exit(main())
