"""Which order a case is about: the one named, the only one that fits, or one of a few to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assist_api.flows.answering.contract import Say, SkillAsk, say
from assist_api.flows.answering.telling import order_card, say_items, state_of
from assist_api.flows.answering.view import Locked, Seen, ShopView, StateOnly
from assist_api.rules.cases import NOT_GIVEN, Case, CaseKind, CaseLine
from assist_api.rules.masking import tail_of
from assist_api.rules.orders import OrderState, public_state

MOST_CHOICES = 3
"""Orders offered to choose from; more are not read on a phone."""

_TITLE_CHARS = 14

_NOT_SENT: frozenset[OrderState] = frozenset({"unpaid", "paid", "presale"})
_SENT: frozenset[OrderState] = frozenset({"shipped", "delivered"})
_REFUNDING: frozenset[OrderState] = frozenset({"refunding"})
_ANY: frozenset[OrderState] = _NOT_SENT | _SENT | _REFUNDING
_FITTING: dict[CaseKind, frozenset[OrderState]] = {
    "change_order": _NOT_SENT,
    "cancel_order": _NOT_SENT,
    "intercept_parcel": frozenset({"shipped"}),
    "report_not_received": _SENT,
    "request_return": _SENT,
    "request_exchange": _SENT,
    "report_quality": _SENT,
    "report_wrong_item": _SENT,
    "report_missing_item": _SENT,
}


@dataclass(frozen=True, slots=True)
class CaseOrder:
    """The order as far as it may be seen; `seen` None where only its state may be told, `state` None where nothing is
    known of it."""

    seen: Seen | None = None
    state: OrderState | None = None


async def find_order(case: Case, ask: SkillAsk, shop: ShopView) -> CaseOrder:
    """The order that was named. A phone in this line is one to deliver to, so none is tried on the order."""
    number = case.told.get("order_no")
    if not number or number == NOT_GIVEN:
        return CaseOrder()
    bare = SkillAsk(conversation_id=ask.conversation_id, slots={"order_no": number})
    look = await shop.look(bare, ())
    match look:
        case Seen():
            return CaseOrder(look, state_of(look.order))
        case StateOnly() | Locked():
            return CaseOrder(None, look.state)
        case _:
            return CaseOrder()


async def choose_order(case: Case, line: CaseLine, shop: ShopView) -> tuple[Case, Seen | None]:
    """The case with the order filled in where only one can be meant, and that order."""
    if case.told.get("order_no", NOT_GIVEN) != NOT_GIVEN:
        return case, None
    fitting = await _fitting(case, shop) or await _others(case, shop)
    of_product = [one for one in fitting if line.product and line.product in _products(one)]
    meant = of_product if len(of_product) == 1 else fitting
    refused = case.told.get("order_no") == NOT_GIVEN and not of_product
    if len(meant) != 1 or refused:
        return case, None
    return replace(case, told={**case.told, "order_no": meant[0].order.id}), meant[0]


async def ask_for_order(case: Case, shop: ShopView) -> Say:
    """The question which order, with the buyer's own as buttons."""
    choices = (await _fitting(case, shop) or await _others(case, shop))[:MOST_CHOICES]
    if not choices:
        return say("collect_ask_order")
    return say("case_choose_order", {"buttons": [*map(_button, choices), _NONE_OF_THEM]})


def told_order(seen: Seen) -> Say:
    """Which order was taken, so that the buyer can say that it is another."""
    order = seen.order
    return say("case_order_taken", order_card(order), order_tail=tail_of(order.id), items=say_items(order))


_NONE_OF_THEM = {"option": "order_none", "title": "不是这几单", "intent": "deny"}


async def _fitting(case: Case, shop: ShopView) -> Sequence[Seen]:
    rejected = case.told.get("not_order")
    fitting = _REFUNDING if case.told.get("reason") == "withdraw" else _FITTING[case.kind]
    return [one for one in await shop.own_orders(fitting) if one.order.id != rejected]


async def _others(case: Case, shop: ShopView) -> Sequence[Seen]:
    """Orders that are too far or not far enough for it: what can be done with them, the gate says."""
    rejected = case.told.get("not_order")
    return [one for one in await shop.own_orders(_ANY) if one.order.id != rejected]


def _products(seen: Seen) -> set[str]:
    return {str(item.get("product_id")) for item in seen.order.items}


def _button(seen: Seen) -> dict[str, object]:
    order = seen.order
    first = str(order.items[0]["name"])[:_TITLE_CHARS] if order.items else ""
    title = f"尾号{tail_of(order.id)} {first}（{public_state(state_of(order))}）"
    entity = {"kind": "order_no", "value": order.id, "text": tail_of(order.id), "start": 0, "end": 0}
    return {"option": f"order_{order.id[-40:]}", "title": title, "intent": "inform", "entities": [entity]}
