"""A case that a person will act on: calm words first, one question at a time, then everything goes over together."""

from dataclasses import replace
from typing import Any

from assist_api.errors import BadInput
from assist_api.flows.answering.cases.cancelling import OFFERS, offer_instead
from assist_api.flows.answering.cases.gates import End, gate, turned
from assist_api.flows.answering.cases.note import note_of, slots_of
from assist_api.flows.answering.cases.orders import CaseOrder, ask_for_order, choose_order, find_order, told_order
from assist_api.flows.answering.cases.questions import expects, question, takes
from assist_api.flows.answering.cases.tracing import tell_not_arrived
from assist_api.flows.answering.cases.variants import check_variant, without_variant
from assist_api.flows.answering.contract import MATTER, Say, SkillAnswer, SkillAsk, effect, going_on, say
from assist_api.flows.answering.handing_off import hand_off_case
from assist_api.flows.answering.refunds import tell_refund
from assist_api.flows.answering.view import Seen, ShopView
from assist_api.rules.cases import (
    CASE_KINDS,
    DETAILS,
    NOT_GIVEN,
    Case,
    CaseKind,
    CaseLine,
    Detail,
    corrects,
    heard,
    is_told,
    leaves,
    next_question,
    opened,
    puts_off,
)
from assist_api.rules.masking import mask_number, tail_of
from assist_api.rules.moments import say_moment
from assist_api.rules.orders import public_state
from assist_api.rules.payment import closes_at
from zh_text import normalise

_SWITCHES: frozenset[str] = frozenset({"request_return", "request_exchange", "cancel_order", "change_order"})
"""Wishes that a buyer may exchange for one another in the middle (算了，直接退吧)."""

_MOST_TURNS = 3
"""A wish turned into another one (cancel → stop the parcel → return) is not turned for ever."""

_ANOTHER_ORDER = ("不是这单", "不是这个订单", "不是这一单", "另一单", "别的订单", "另外一单", "不是这个单")


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """Raises BadInput when the intent is none that is collected."""
    kind = next((one for one in CASE_KINDS if one == ask.intent), None)
    if kind is None:
        raise BadInput("这个意图不走资料收集", field="intent", expected=list(CASE_KINDS))
    line = _line(ask)
    kept = ask.matter("collect")
    if ask.answer is None or not kept:
        return await _Collecting(ask, shop, line).begin(kind, _known_before(ask, kind, kept))
    case = _case_of(kept, kind)
    if ask.answer.get("unseen"):  # it may tell of the case, but no question has been passed over
        case = replace(case, asked="", tries=0)
    return await _Collecting(ask, shop, line).go_on(case)


class _Collecting:
    """One step of a case: what was said, the order and stock behind it, and the next question or the end."""

    def __init__(self, ask: SkillAsk, shop: ShopView, line: CaseLine) -> None:
        self._asked_with, self._shop, self._line = ask, shop, line
        self._says: list[Say] = []

    async def begin(self, kind: CaseKind, known: dict[str, str]) -> SkillAnswer:
        case = opened(kind, self._line, known)
        withdraws = kind == "request_return" and case.told.get("reason") == "withdraw"
        self._says.append(say("case_open_withdraw" if withdraws else f"case_open_{kind}"))
        return await self._step(case, asked_before="")

    async def go_on(self, case: Case) -> SkillAnswer:
        switched = self._switched(case)
        if switched is None and leaves(self._line.text):
            return _closed(say("form_left"))
        if switched is None and _names_another_order(self._line.text) and case.told.get("order_no"):
            others = {name: value for name, value in case.told.items() if name != "order_no"}
            case = replace(case, told={**others, "not_order": case.told["order_no"]}, asked="order_no")
            return await self._ask(case, "order_no", "")
        after = heard(switched or case, self._line)
        if corrects(self._line.text) and (changes := _changes(case, after)):
            self._says.append(say("case_corrected", changes=changes))
        return await self._step(after, asked_before=case.asked)

    def _switched(self, case: Case) -> Case | None:
        """The case as another wish, where the buyer plainly names one while asked for something else."""
        intent = (self._asked_with.answer or {}).get("intent")
        # 哦不取消了，改成M码 drops one wish for another, whatever was asked.
        free = case.asked not in ("wish", "what", "keep", "reason") or leaves(self._line.text)
        if case.kind == "cancel_order" and _changes_instead(self._line):
            return replace(case, kind="change_order", told={**case.told, "change": "variant"}, asked="", tries=0)
        wished = next((one for one in CASE_KINDS if one == intent and one in _SWITCHES), None)
        if wished is None or wished == case.kind or case.kind not in _SWITCHES or not free:
            return None
        return replace(case, kind=wished, asked="", tries=0)

    async def _step(self, case: Case, asked_before: str) -> SkillAnswer:
        case, taken = await choose_order(case, self._line, self._shop)
        if taken:
            self._says.append(told_order(taken))
        order = await find_order(case, self._asked_with, self._shop)
        for _ in range(_MOST_TURNS):
            turn = gate(case, order.state) if order.state else None
            if turn is None:
                break
            if isinstance(turn, End):
                return await self._end(turn.phrase, order)
            case = turned(case, turn)
            self._says = [*self._says, say(turn.phrase)]
        if case.kind == "report_not_received" and order.seen and (told := tell_not_arrived(order.seen, self._shop)):
            return told.model_copy(update={"slots": {MATTER: None}})
        case, hindered = await self._with_data(case, order)
        asked = next_question(case)
        if asked is None:
            return await self._done(case)
        return await self._ask_for(case, asked, asked_before, hindered)

    async def _with_data(self, case: Case, order: CaseOrder) -> tuple[Case, bool]:
        """What stock and dates say to the case so far; whether they have reopened a question."""
        if is_told(case, "variant") and not case.told.get("variant_sure"):
            case, missing = await check_variant(case, self._wished_in_words(case), order.seen, self._shop)
            if missing and case.told.get("variant_missed"):
                # Said once that it is not there; who still wants it is not argued with.
                case = replace(case, told={**case.told, "variant_sure": "1"})
            elif missing:
                others = missing.others or "其他颜色尺码，目前也在补货"
                self._says.append(say("case_variant_none", variant=missing.variant, others=others))
                case = without_variant(case)
                return replace(case, told={**case.told, "variant_missed": missing.variant}), True
        may_offer = case.kind == "cancel_order" and "reason" in case.told and "keep" not in case.told
        if may_offer and (offer := offer_instead(case, order.seen, self._shop)):
            case = replace(case, told={**case.told, "offer": offer})
        return case, False

    def _wished_in_words(self, case: Case) -> str:
        """大一码 may have been said before the order was known."""
        return f"{case.told.get('variant', '')} {self._line.text}"

    async def _ask_for(self, case: Case, asked: Detail, asked_before: str, hindered: bool) -> SkillAnswer:
        if asked == asked_before and not hindered and puts_off(self._line.text):
            wait = say("case_photo_wait") if asked == "photo" else say("case_wait")
            return _going_on(replace(case, asked=asked, tries=1), [wait], await self._note(case))
        tries = case.tries + 1 if asked == asked_before else 1
        return await self._ask(replace(case, tries=tries), asked, asked_before)

    async def _ask(self, case: Case, asked: Detail, asked_before: str) -> SkillAnswer:
        if asked == "order_no":
            put = await ask_for_order(case, self._shop)
        else:
            put = question(case, asked, await find_order(case, self._asked_with, self._shop), self._shop)
        case = replace(case, asked=asked, tries=max(case.tries, 1))
        return _going_on(case, [*self._says, put], await self._note(case))

    async def _done(self, case: Case) -> SkillAnswer:
        if case.told.get("keep") == "yes":
            return await self._kept(case)
        effect = hand_off_case(case.kind, await self._note(case), self._shop, slots_of(case))
        withdraws = case.kind == "request_return" and case.told.get("reason") == "withdraw"
        says = [*self._says, say("case_withdraw_done" if withdraws else f"collect_{case.kind}_done")]
        return SkillAnswer(says=says, slots={MATTER: None, "photo": None}, effects=[effect])

    async def _kept(self, case: Case) -> SkillAnswer:
        """The buyer took what was offered instead: waiting ends the case, a change becomes one."""
        instead = OFFERS[case.told["offer"]].becomes
        if instead is None:
            return _closed(say("case_kept"))
        told = {name: one for name, one in case.told.items() if name not in ("keep", "offer", "reason")}
        self._says.append(say("case_kept_changed"))
        changed = replace(case, kind="change_order", told={**told, "change": instead}, asked="", tries=0)
        return await self._step(heard(changed, self._line), asked_before="")

    async def _end(self, phrase: str, order: CaseOrder) -> SkillAnswer:
        """No case is left: the words for it, with the refund's own state where there is one."""
        if phrase == "case_refund_under_way" and order.seen:
            told = tell_refund(order.seen, self._shop)
            return told.model_copy(update={"slots": {**told.slots, MATTER: None}})
        values = {"order_state": public_state(order.state)} if order.state else {}
        if order.seen:
            values["order_tail"] = tail_of(order.seen.order.id)
        if phrase == "cancel_unpaid" and order.seen:
            closes = closing(order.seen, self._shop)
            said = say("cancel_unpaid_until", closes_at=closes, **values) if closes else say(phrase, **values)
            # Nobody is asked to pay for what they want cancelled.
            declined = effect("decline_orders", orders=[order.seen.order.id])
            return _closed(said).model_copy(update={"effects": [declined]})
        return _closed(say(phrase, **values))

    async def _note(self, case: Case) -> str:
        return note_of(case, await self._whose(case))

    async def _whose(self, case: Case) -> str:
        number = case.told.get("order_no", NOT_GIVEN)
        if number == NOT_GIVEN:
            return ""
        whose = "买家本人的订单" if await self._shop.is_mine(number) else "未核实是否本人订单"
        return f"订单 {mask_number(number)}（{whose}）"


def closing(seen: Seen, shop: ShopView) -> str:
    """When an unpaid order closes by itself, in words; empty where nobody knows."""
    at = closes_at(seen.order.placed_at, seen.order.expires_at, shop.settings.payment.closes_after_hours)
    return say_moment(at, shop.now, shop.zone) if at > shop.now else ""


def _line(ask: SkillAsk) -> CaseLine:
    given = ask.answer or {}
    return CaseLine(
        text=ask.text,
        intent=str(given.get("intent") or ""),
        order_no=ask.heard_word("order_no"),
        product=ask.heard_word("product"),
        named=next((one.text for one in ask.entities if one.kind == "product"), ""),
        size=ask.heard_word("size"),
        color=_colour_as_said(ask),
        phone=ask.heard_word("phone"),
        address=ask.heard_word("address"),
        region=ask.heard_word("region"),
        pictures=int(given.get("pictures") or 0),
    )


def _colour_as_said(ask: SkillAsk) -> str | None:
    """深灰, where the entity's value is 灰色: the shop's own colours are told apart by their names."""
    named = ask.heard("color")
    entity = next((one for one in ask.entities if one.kind == "color"), None)
    return normalise(entity.text).text if named and entity and entity.text else ask.heard_word("color")


def _known_before(ask: SkillAsk, kind: CaseKind, kept: dict[str, Any]) -> dict[str, str]:
    """What need not be asked: of the same case when it was left in the middle, a number and pictures sent before."""
    known = dict(kept.get("told") or {}) if kept.get("kind") == kind else {}
    if photos := ask.slots.get("photo"):
        known.setdefault("photo", str(photos))
    if number := ask.slot_word("order_no"):
        known.setdefault("order_no", number)
    return known


def _case_of(kept: dict[str, Any], kind: CaseKind) -> Case:
    now = next((one for one in CASE_KINDS if one == kept.get("kind")), kind)
    more = tuple(str(one) for one in kept.get("more") or ())
    tries, asked = kept.get("tries"), next((one for one in DETAILS if one == kept.get("asked")), None)
    return Case(now, dict(kept.get("told") or {}), more, asked or "", tries if isinstance(tries, int) else 0)


def _going_on(case: Case, says: list[Say], note: str) -> SkillAnswer:
    matter: dict[str, Any] = {
        "kind": case.kind,
        "told": dict(case.told),
        "more": list(case.more),
        "asked": case.asked,
        "tries": case.tries,
        "takes": takes(case.asked),
        "note": note,
    }
    if kind := expects(case.asked):
        matter["expects"] = kind
    return going_on(matter, *says)


def _closed(*says: Say) -> SkillAnswer:
    return SkillAnswer(says=list(says), slots={MATTER: None})


def _changes_instead(line: CaseLine) -> bool:
    """哦不取消了，改成M码: the order is kept, in another size or colour."""
    is_another = "改成" in line.text or "换成" in line.text
    return leaves(line.text) and is_another and bool(line.size or line.color)


def _names_another_order(text: str) -> bool:
    return any(words in text for words in _ANOTHER_ORDER)


def _changes(before: Case, after: Case) -> str:
    """What a correction has changed, as words: 黑色、L码."""
    names = ("color", "size", "phone")
    changed = [after.told[name] for name in names if name in before.told and before.told[name] != after.told.get(name)]
    if before.told.get("order_no", NOT_GIVEN) not in (NOT_GIVEN, after.told.get("order_no")):
        changed.append(f"尾号{tail_of(after.told['order_no'])}的订单")
    return "、".join(changed)
