"""When a buyer is reminded to pay, and why not: the schedule that docs/reminders.md explains.

A plan is made anew from the facts whenever somebody asks: nothing is scheduled, so nothing has to be called off when an
order is paid. All moments are aware; wall-clock times are those of the shop's zone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from assist_api.rules.orders import OrderState

LATE_AT_MOST = timedelta(hours=24)
"""A reminder later than this is not sent any more: orders imported late, or a system that was down, flood nobody."""

FORM_LEFT_AFTER = timedelta(hours=2)
"""A question (a height, a region, the next step of an order) that the buyer has not answered for so long is left."""

HERE_FOR = timedelta(minutes=5)
"""A buyer who wrote within this is here."""

_NEVER_LEFT = frozenset({"collect"})
"""What is gathered for a person stays open until the buyer ends it, however long that takes."""


class Stage(IntEnum):
    """How often an order has been mentioned with this reminder."""

    FIRST = 1
    SECOND = 2


class Medium(StrEnum):
    """By what a reminder travels."""

    CHAT = "chat"


class Reason(StrEnum):
    """Why no reminder of an order is planned: the closed list of docs/reminders.md, the first that holds is told."""

    PAID = "paid"
    CANCELLED = "cancelled"
    PRESALE = "presale"
    EXPIRED = "expired"
    DISABLED = "disabled"
    OPTED_OUT = "opted_out"
    DECLINED = "declined"
    ALL_SENT = "all_sent"
    NO_CONVERSATION = "no_conversation"
    PERSON_AT_WORK = "person_at_work"
    FORM_UNDER_WAY = "form_under_way"
    ANSWER_UNDER_WAY = "answer_under_way"
    SNOOZED = "snoozed"
    TOO_LATE = "too_late"
    EXPIRES_BEFORE = "expires_before"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of every day in which nobody is written to; from `begins` on, until before `ends`. Equal: none."""

    begins: time
    ends: time

    def cover(self, moment: datetime, zone: ZoneInfo) -> bool:
        at = moment.astimezone(zone).time()
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def over_by(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment itself, or the end of the quiet hours it lies in."""
        if not self.cover(moment, zone):
            return moment
        local = moment.astimezone(zone)
        days = 0 if local.time() < self.ends else 1
        return datetime.combine(local.date() + timedelta(days=days), self.ends, tzinfo=zone)


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """The owner's settings; `gap` lies between two sends to one buyer, whatever the orders."""

    zone: ZoneInfo
    enabled: bool = True
    first_after: timedelta = timedelta(minutes=15)
    second_next_day: bool = True
    gap: timedelta = timedelta(hours=24)
    quiet: QuietHours = QuietHours(time(22), time(9))


@dataclass(frozen=True, slots=True)
class RemindableOrder:
    """An order, and the conversation in which its buyer can be written to, if there is one."""

    id: str
    buyer_id: str
    state: OrderState
    placed_at: datetime
    expires_at: datetime | None = None
    is_presale: bool = False
    conversation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """The last reminder that named an order."""

    stage: Stage
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class BuyerFacts:
    """What the buyer was sent and what they wish."""

    last_sent_at: datetime | None = None
    mentions: Mapping[str, Mention] = field(default_factory=dict)
    """By order."""
    opted_out: bool = False
    snoozed_until: datetime | None = None
    declined: frozenset[str] = frozenset()
    """Orders the buyer no longer wants."""
    person_at_work: bool = False
    """Someone of the shop is, or is about to be, in talk with the buyer, in whichever conversation."""


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """One conversation at the moment of planning."""

    last_line_at: datetime | None = None
    question: str | None = None
    """Whose question waits for the buyer's next line: a skill's, `detail`, or nobody's."""
    answer_due: bool = False
    """The buyer wrote something that is not answered yet."""

    def is_here(self, now: datetime) -> bool:
        return self.last_line_at is not None and now - self.last_line_at <= HERE_FOR

    def form_under_way(self, now: datetime) -> bool:
        if self.question is None:
            return False
        if self.question in _NEVER_LEFT or self.last_line_at is None:
            return True
        return now - self.last_line_at < FORM_LEFT_AFTER


@dataclass(frozen=True, slots=True)
class PlannedSend:
    """One message to one buyer. `stage` is the highest of its orders'; `stages` names each order's own."""

    buyer_id: str
    conversation_id: str
    due_at: datetime
    stages: Mapping[str, Stage]
    channel: Medium = Medium.CHAT

    @property
    def order_ids(self) -> list[str]:
        return list(self.stages)

    @property
    def stage(self) -> Stage:
        return max(self.stages.values())


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An order no reminder is planned for. `until` is known only where the buyer named a time."""

    order_id: str
    reason: Reason
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Every order of the facts once: in a send (the earliest first), or held back."""

    sends: list[PlannedSend]
    held: list[HeldBack]

    def due(self, now: datetime) -> list[PlannedSend]:
        return [send for send in self.sends if send.due_at <= now]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An order whose next reminder is allowed from `ready_at` on, other sends to the buyer and quiet hours apart."""

    order: RemindableOrder
    stage: Stage
    ready_at: datetime


@dataclass(frozen=True, slots=True)
class _Timed:
    waiting: _Waiting
    due_at: datetime

    @property
    def order(self) -> RemindableOrder:
        return self.waiting.order

    def can_be_paid_at(self, moment: datetime) -> bool:
        return self.order.expires_at is None or moment < self.order.expires_at


def plan(
    now: datetime,
    rules: ReminderRules,
    orders: Sequence[RemindableOrder],
    buyers: Mapping[str, BuyerFacts],
    talks: Mapping[str, TalkFacts],
) -> Plan:
    """The next send of every order, or why there is none; the facts are those of `now`."""
    sends: list[PlannedSend] = []
    held: list[HeldBack] = []
    by_buyer: dict[str, list[RemindableOrder]] = defaultdict(list)
    for order in orders:
        by_buyer[order.buyer_id].append(order)
    for buyer_id, theirs in by_buyer.items():
        of_buyer = _OneBuyer(now, rules, buyers.get(buyer_id, BuyerFacts()), talks).plan(theirs)
        sends += of_buyer.sends
        held += of_buyer.held
    in_time = sorted(sends, key=lambda send: (send.due_at, send.buyer_id))
    return Plan(in_time, sorted(held, key=lambda one: one.order_id))


@dataclass(frozen=True, slots=True)
class _OneBuyer:
    now: datetime
    rules: ReminderRules
    buyer: BuyerFacts
    talks: Mapping[str, TalkFacts]

    def plan(self, orders: Sequence[RemindableOrder]) -> Plan:
        held, waiting = [], []
        for order in orders:
            reason = self._settled(order) or self._unwanted(order) or self._disturbing(order)
            if reason is not None:
                until = self.buyer.snoozed_until if reason is Reason.SNOOZED else None
                held.append(HeldBack(order.id, reason, until))
            else:
                waiting.append(self._waiting(order))
        timed = self._timed(waiting)
        return Plan(timed.sends, held + timed.held)

    def _settled(self, order: RemindableOrder) -> Reason | None:
        if order.state == "cancelled":
            return Reason.CANCELLED
        if order.state == "presale":
            return Reason.PRESALE
        if order.state != "unpaid":
            return Reason.PAID
        if order.is_presale:
            return Reason.PRESALE
        if order.expires_at is not None and order.expires_at <= self.now:
            return Reason.EXPIRED
        return None

    def _unwanted(self, order: RemindableOrder) -> Reason | None:
        if not self.rules.enabled:
            return Reason.DISABLED
        if self.buyer.opted_out:
            return Reason.OPTED_OUT
        if order.id in self.buyer.declined:
            return Reason.DECLINED
        last = Stage.SECOND if self.rules.second_next_day else Stage.FIRST
        mention = self.buyer.mentions.get(order.id)
        return Reason.ALL_SENT if mention is not None and mention.stage >= last else None

    def _disturbing(self, order: RemindableOrder) -> Reason | None:
        if order.conversation_id is None:
            return Reason.NO_CONVERSATION
        talk = self._talk_of(order)
        if self.buyer.person_at_work:
            return Reason.PERSON_AT_WORK
        if talk.form_under_way(self.now):
            return Reason.FORM_UNDER_WAY
        if talk.answer_due:
            return Reason.ANSWER_UNDER_WAY
        if self.buyer.snoozed_until is not None and self.now < self.buyer.snoozed_until:
            return Reason.SNOOZED
        return None

    def _talk_of(self, order: RemindableOrder) -> TalkFacts:
        return self.talks.get(order.conversation_id or "", TalkFacts())

    def _waiting(self, order: RemindableOrder) -> _Waiting:
        mention = self.buyer.mentions.get(order.id)
        if mention is None:
            stage, ready_at = Stage.FIRST, order.placed_at + self.rules.first_after
        else:
            ready_at = max(_next_day(order.placed_at, self.rules.zone), mention.sent_at + self.rules.gap)
            stage = Stage.SECOND
        return _Waiting(order, stage, max(ready_at, self.buyer.snoozed_until or ready_at))

    def _timed(self, waiting: Sequence[_Waiting]) -> Plan:
        """Sends one after the other with the gap between them, as many orders in one as fall due together."""
        sends: list[PlannedSend] = []
        held: list[HeldBack] = []
        last_sent_at = self.buyer.last_sent_at
        while waiting:
            timed = [_Timed(one, self._due(one, last_sent_at)) for one in waiting]
            in_time, out_of_time = self._in_time(timed)
            held += out_of_time
            if not in_time:
                break
            joined = self._joined(sorted(in_time, key=lambda one: (one.due_at, one.order.id)))
            due_at = joined[-1].due_at
            sends.append(_send(joined, due_at))
            last_sent_at = max(due_at, self.now)
            waiting = [one.waiting for one in in_time if one not in joined]
        return Plan(sends, held)

    def _due(self, waiting: _Waiting, last_sent_at: datetime | None) -> datetime:
        """When it is to be sent: never in quiet hours, but to a buyer who is here now."""
        ready_at = waiting.ready_at
        if last_sent_at is not None:
            ready_at = max(ready_at, last_sent_at + self.rules.gap)
        if ready_at <= self.now and self._talk_of(waiting.order).is_here(self.now):
            return ready_at
        quiet, zone = self.rules.quiet, self.rules.zone
        due_at = quiet.over_by(ready_at, zone)
        if due_at < self.now and quiet.cover(self.now, zone):  # it could not be sent in time, and now is no time
            return quiet.over_by(self.now, zone)
        return due_at

    def _in_time(self, timed: Sequence[_Timed]) -> tuple[list[_Timed], list[HeldBack]]:
        in_time, out_of_time = [], []
        for one in timed:
            moment = max(one.due_at, self.now)
            if moment - self.rules.quiet.over_by(one.waiting.ready_at, self.rules.zone) > LATE_AT_MOST:
                out_of_time.append(HeldBack(one.order.id, Reason.TOO_LATE))
            elif not one.can_be_paid_at(moment):
                out_of_time.append(HeldBack(one.order.id, Reason.EXPIRES_BEFORE))
            else:
                in_time.append(one)
        return in_time, out_of_time

    def _joined(self, timed: Sequence[_Timed]) -> list[_Timed]:
        """The first, and what falls due in the same conversation while one may wait for it.

        A buyer who is still ordering is told of all orders at once, at the last one's time; but none waits longer than
        a first reminder does, and none until it can no longer be paid.
        """
        first = timed[0]
        joined = [first]
        for one in timed[1:]:
            near = one.due_at <= first.due_at + self.rules.first_after
            moment = max(one.due_at, self.now)
            if one.order.conversation_id != first.order.conversation_id:
                continue
            if not near or not all(other.can_be_paid_at(moment) for other in joined):
                break
            joined.append(one)
        return joined


def _next_day(placed_at: datetime, zone: ZoneInfo) -> datetime:
    """The same wall-clock time on the next calendar day."""
    local = placed_at.astimezone(zone)
    return datetime.combine(local.date() + timedelta(days=1), local.time(), tzinfo=zone)


def _send(joined: Sequence[_Timed], due_at: datetime) -> PlannedSend:
    first = joined[0].order
    by_placing = sorted(joined, key=lambda one: (one.order.placed_at, one.order.id))
    return PlannedSend(
        buyer_id=first.buyer_id,
        conversation_id=first.conversation_id or "",
        due_at=due_at,
        stages={one.order.id: one.waiting.stage for one in by_placing},
    )
